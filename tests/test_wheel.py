"""The wheel: what is in it, and that it works where there is no source tree."""

import json
import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import lab_server
import nbformat
import pytest
from wheels import CHECKOUT, build, pip

from ranklab.cli import lab as lab_command

LESSONS = (
    "00_start_here.ipynb",
    "01_softmax_is_a_competition.ipynb",
    "02_unique_softmax.ipynb",
    "03_temperature.ipynb",
    "04_lambda_weights.ipynb",
    "05_ties_and_padding.ipynb",
    "06_reduction_and_weights.ipynb",
    "07_from_toy_to_model.ipynb",
    "differences.ipynb",
    "teaching/demonstrations.ipynb",
)
FOR_TEACHERS = ("teaching/handouts.py", "teaching/running_a_class.md")
NOTIFICATION = "@jupyterlab/apputils-extension:notification"
pytestmark = pytest.mark.slow


class Fresh(NamedTuple):
    """An environment that holds the wheel, beside all that ranklab needs."""

    bin: Path
    environment: dict[str, str]

    def run(self, *command, **options):
        return subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            check=True,
            capture_output=True,
            text=True,
            env=self.environment,
            **options,
        ).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def fresh(wheel, tmp_path_factory):
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    bin_folder = home / ("Scripts" if os.name == "nt" else "bin")
    pip("--python", str(bin_folder / "python"), "install", "--no-deps", "--no-index", str(wheel))
    # What ranklab needs is borrowed. A .pth file in a folder that came by one is not read, so an
    # editable ranklab over there stays unseen. After pip, which would mend what it borrowed.
    borrowed = Path(sys.prefix) / "share" / "jupyter"
    paths = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(paths["purelib"], "borrowed.pth").write_text("\n".join(sorted(others)))
    without = ("PYTHONPATH", "PYTHONHOME", "TF_ENABLE_ONEDNN_OPTS", "TF_CPP_MIN_LOG_LEVEL")
    environment = {
        **{name: value for name, value in os.environ.items() if name not in without},
        "JUPYTERLAB_DIR": str(borrowed / "lab"),
        "JUPYTER_PATH": str(borrowed),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
    }
    return Fresh(bin_folder, environment)


def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_it_holds_what_a_learner_needs_and_nothing_else(wheel):
    inside = names(wheel)
    assert {"ranklab/explorer/static/stage.js", "ranklab/explorer/static/stage.css"} <= set(inside)
    course = {name for name in inside if name.startswith("ranklab/notebooks/")}
    assert course == {f"ranklab/notebooks/{name}" for name in (*LESSONS, *FOR_TEACHERS)}
    assert "ranklab/cli/jupyter/labconfig/default_setting_overrides.json" in inside
    for ending in ("/gapminder.csv", "/licenses/LICENSE", "/entry_points.txt"):
        assert [name for name in inside if name.endswith(ending)], ending
    typed = (CHECKOUT / "ranklab" / "py.typed").exists()
    assert ("ranklab/py.typed" in inside) == typed
    for part in ("stage/src", "node_modules", "tests", "build.py", "checkpoint", "explorer.png"):
        assert [name for name in inside if part in name] == [], part
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"ranklab"}
    modules = {
        path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "ranklab").rglob("*.py")
    }
    assert {name for name in inside if name.endswith(".py")} - course == modules - {
        "ranklab/explorer/build.py"
    }


def test_a_wheel_of_the_source_archive_is_the_same(wheel, tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    [archive] = tmp_path.glob("*.tar.gz")
    assert sorted(names(build(archive, tmp_path))) == sorted(names(wheel))


def test_every_notebook_of_the_course_is_in_the_list_above():
    there = (CHECKOUT / "notebooks").rglob("[!.]*.ipynb")
    names = [path.relative_to(CHECKOUT / "notebooks") for path in there]
    assert sorted(name.as_posix() for name in names if ".ipynb_checkpoints" not in name.parts) == [
        *LESSONS
    ]


def test_it_is_what_runs_there(fresh, tmp_path):
    said = fresh.run("python", "-c", "import ranklab; print(ranklab.__file__)", cwd=tmp_path)
    assert Path(said.strip()).is_relative_to(fresh.bin.parent)
    assert fresh.run("ranklab", "--version", cwd=tmp_path).startswith("ranklab ")
    assert "The core works" in fresh.run("ranklab", "doctor", cwd=tmp_path)


def test_ranklab_lab_serves_the_lessons_from_it(fresh, tmp_path):
    port = lab_server.free_port()
    command = [str(fresh.bin / "ranklab"), "lab", "--no-browser", "--port", str(port)]
    command += ["--", *lab_server.OPEN_TO_TESTS, "--ServerApp.ip=127.0.0.1"]
    log, here = tmp_path / "log", tmp_path / "here"
    here.mkdir()
    with lab_server.served(command, port, log, cwd=here, env=fresh.environment) as address:
        with urllib.request.urlopen(f"{address}/lab/tree/{lab_command.FIRST}") as page:
            assert page.status == 200
        for name in LESSONS:
            with urllib.request.urlopen(f"{address}/api/contents/{name}") as answer:
                assert json.load(answer)["content"]["cells"]
        with urllib.request.urlopen(f"{address}/lab/api/settings/{NOTIFICATION}") as answer:
            settings = json.load(answer)
    assert settings["raw"] == "{}"  # the user has set nothing, and so have we for him
    asked = settings["schema"]["properties"]
    assert asked["fetchNews"]["default"] == "false"  # or the first screen asks about news
    assert asked["checkForUpdates"]["default"] is False
    assert f"/lab/tree/{lab_command.FIRST}" in log.read_text()  # the address that it prints
    [folder] = here.iterdir()
    assert folder.name == "ranklab-lessons"
    for name in (*LESSONS, *FOR_TEACHERS):
        assert (folder / name).read_bytes() == (CHECKOUT / "notebooks" / name).read_bytes()


def test_the_first_cell_of_its_first_lesson_draws_a_list(fresh, tmp_path):
    package = "import ranklab; print(ranklab.__path__[0])"
    source = Path(fresh.run("python", "-c", package, cwd=tmp_path).strip()) / "notebooks"
    lesson = nbformat.read(source / lab_command.FIRST, as_version=4)
    first = next(cell for cell in lesson.cells if cell.cell_type == "code")
    lesson.cells = [first, nbformat.v4.new_code_cell(package)]
    for cell in lesson.cells:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(lesson, tmp_path / "first.ipynb")
    execute = ("-m", "nbconvert", "--to", "notebook", "--execute", "--output", "ran", "first.ipynb")
    fresh.run("python", *execute, cwd=tmp_path)
    drawn, said = nbformat.read(tmp_path / "ran.ipynb", as_version=4).cells
    [output] = drawn.outputs
    assert "application/vnd.jupyter.widget-view+json" in output.data
    assert output.data["text/plain"].startswith("Explorer(")
    assert Path(said.outputs[0].text.strip()) == source.parent
