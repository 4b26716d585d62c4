"""What ships is the joined sources, and their types fit."""

import sys
from pathlib import Path

import pytest

from ranklab.explorer import stage

HERE = Path(stage.__file__).parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def build():
    sys.path.insert(0, str(HERE))
    import build

    yield build
    sys.path.remove(str(HERE))


@pytest.mark.parametrize("name", ["static/stage.js", "static/stage.css"])
def test_what_ships_is_current(build, name: str) -> None:
    assert (HERE / name).read_text("utf-8") == build.join(name), "run make stage"


def test_the_types_of_the_sources_fit(build) -> None:
    assert build.check_types() == ""


# Names of what a browser knows, not places to go to.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML")


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name in ("static/stage.js", "static/stage.css"):
        text = (HERE / name).read_text("utf-8")
        for namespace in NAMESPACES:
            text = text.replace(namespace, "")
        assert "http" not in text
        assert "innerHTML" not in text


def test_no_source_grows_past_what_one_reads_at_a_sitting() -> None:
    for path in [*(HERE / "src").rglob("*.js"), *(HERE / "src").rglob("*.css")]:
        assert len(path.read_text("utf-8").splitlines()) <= 300, path.name
