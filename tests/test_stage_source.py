"""What ships is the joined sources, and their types fit."""

import re
import sys
from pathlib import Path

import pytest

from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explorer import facts, stage
from ranklab.explorer.views import VIEWS

HERE = Path(stage.__file__).parent
SAME_WORDS = {"ndcg", "NDCG"}  # the metric of that name
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


def test_the_facts_are_those_of_the_records(build) -> None:
    assert (HERE / "src" / "facts.js").read_text("utf-8") == facts.module(), "run make stage"


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
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) <= 300 or path.name == "facts.js", path.name  # which is made


def test_no_module_reads_the_model_but_kernel() -> None:
    for path in (HERE / "src").rglob("*.js"):
        if path.name != "kernel.js":
            calls = re.findall(
                r"\bmodel\.(?:get|set|on|off|save_changes)\b", path.read_text("utf-8")
            )
            assert not calls, path.name


def strings(source: str) -> set[str]:
    """The string literals of a module, without its comments."""
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.S)
    return {text for _, text in re.findall(r"([\"'`])(.*?)\1", code)}


def test_the_browser_names_no_loss_and_no_lambda_weight_but_in_the_facts() -> None:
    titles = {record.title for record in (*LOSSES.values(), *LAMBDA_WEIGHTS.values())}
    for path in (HERE / "src").rglob("*.js"):
        if path.name != "facts.js":
            named = strings(path.read_text("utf-8")) & {*LOSSES, *LAMBDA_WEIGHTS, *titles}
            assert not named - SAME_WORDS, path.name
    assert strings("const loss = 'softmax'; // 'ndcg'") == {"softmax"}


def test_every_view_has_its_module_and_no_more_than_four_files_name_it() -> None:
    """A view is its record, `src/<name>.js`, its line in `src/views.js` and its style."""
    known = (HERE / "src" / "views.js").read_text("utf-8")
    for name in VIEWS:
        assert (HERE / "src" / f"{name}.js").exists()
        assert f'from "./{name}.js"' in known
