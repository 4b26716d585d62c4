"""The notebooks as files: nothing in them may let nbval pass in silence.

nbval compares what a cell shows with what is stored, but only where a cell has an execution
count: a stripped notebook passes. These tests close the ways in which it says nothing.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ranklab import exercises

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FILES = sorted(NOTEBOOKS.glob("**/*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"
OF_A_TRAINING = re.compile(r"\brun\b")
MAX_CELLS, MAX_LINES = 25, 6


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def silent_passes(notebook: Any) -> list[str]:
    """Everything in a notebook that nbval would pass over."""
    found = []
    if "widgets" in notebook.metadata:
        found.append("stored widget state")
    for number, cell in enumerate(code_cells(notebook), start=1):
        where = f"code cell {number}"
        if cell.execution_count is None:
            found.append(f"{where} has no execution count: nbval compares nothing")
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"{where} stores an error")
            if output.get("name") == "stderr":
                found.append(f"{where} stores a red box")
        trained = OF_A_TRAINING.search(cell.source)  # tests/test_another_processor.py compares it
        ignored = "nbval-ignore-output" in cell.metadata.get("tags", []) or "NBVAL" in cell.source
        drawn = [output for output in cell.outputs if PLOTLY in output.get("data", {})]
        if ignored and not trained and (not drawn or len(drawn) != len(cell.outputs)):
            found.append(f"{where} is not compared, and shows neither a chart nor a training")
        if trained and not ignored and any("data" in output for output in cell.outputs):
            found.append(f"{where} compares a training to the last digit")
        if drawn and not ignored:
            found.append(f"{where} compares plotly JSON to the last bit")
        if cell.source.rstrip().endswith(";"):
            found.append(f"{where} hides its output")
    return found


def run_nbval(path: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval"]
    return subprocess.run(
        [*command, "--nbval-current-env", path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_lets_nbval_pass_in_silence(path: Path) -> None:
    assert silent_passes(nbformat.read(path, as_version=4)) == []


def spoil_count(cell: Any) -> None:
    cell.execution_count = None


def spoil_stderr(cell: Any) -> None:
    cell.outputs.append(nbformat.v4.new_output("stream", name="stderr", text="warning"))


def spoil_error(cell: Any) -> None:
    cell.outputs.append(nbformat.v4.new_output("error", ename="E", evalue="e", traceback=[]))


def spoil_tag(cell: Any) -> None:
    cell.metadata["tags"] = ["nbval-ignore-output"]


def spoil_comment(cell: Any) -> None:
    cell.source = "# NBVAL_SKIP\n" + cell.source


@pytest.mark.parametrize(
    "spoil", [spoil_count, spoil_stderr, spoil_error, spoil_tag, spoil_comment]
)
def test_the_guard_sees_each_way_to_pass_in_silence(spoil: Any) -> None:
    notebook = nbformat.read(FILES[0], as_version=4)
    spoil(code_cells(notebook)[1])
    assert len(silent_passes(notebook)) == 1


def test_a_training_that_would_be_compared_to_the_last_digit_is_found() -> None:
    notebook = nbformat.read(LESSONS[-1], as_version=4)
    tagged = [cell for cell in code_cells(notebook) if cell.metadata.pop("tags", None)]
    assert tagged
    assert len(silent_passes(notebook)) == len(tagged)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_lesson_is_short_and_defines_nothing(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert len(notebook.cells) <= MAX_CELLS
    for cell in code_cells(notebook):
        assert len(cell.source.splitlines()) <= MAX_LINES, cell.source
        assert not cell.source.startswith(("def ", "class ")), cell.source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_picture_has_a_still_one_beside_it_for_pages_without_a_kernel(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    explorers = [
        output.data
        for cell in code_cells(notebook)
        for output in cell.outputs
        if output.get("data", {}).get("text/plain", "").startswith("Explorer(")
    ]
    assert explorers
    assert all("image/png" in data for data in explorers)


LESSONS = [path for path in FILES if path.name[0].isdigit()]
PARTS = ("## Predict", "## Explain", "## Check", "## What you learned", "*Read on:*")
EXERCISE = re.compile(r'ranklab\.exercise\("(.*)"\)')


def prose(notebook: Any) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_there_are_eight_lessons_and_the_differences() -> None:
    assert [path.name[:2] for path in LESSONS] == [f"{lesson:02}" for lesson in range(8)]
    assert NOTEBOOKS / "differences.ipynb" in FILES


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_a_lesson_predicts_drags_explains_and_checks(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    text = prose(notebook)
    places = [text.find(part) for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)
    assert "## Drag" in text or "## Train" in text
    learned = text[places[3] :].splitlines()[2]
    assert len(re.findall(r"[.!?](?: |$)", learned)) == 3, "what was learned, in three sentences"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_every_exercise_of_a_lesson_is_in_it_in_a_cell_of_its_own(path: Path) -> None:
    cells = [cell.source for cell in code_cells(nbformat.read(path, as_version=4))]
    asked = [EXERCISE.fullmatch(source) for source in cells if "ranklab.exercise(" in source]
    assert all(asked)
    names = [question.name for question in exercises.questions(int(path.name[:2]))]
    assert [found[1] for found in asked if found] == names


def unprinted(notebook: Any) -> list[str]:
    """The numbers with a decimal point in the prose that no cell shows, to as many digits."""
    shown = " ".join(
        output.get("text", "") + output.get("data", {}).get("text/plain", "") + cell.source
        for cell in code_cells(notebook)
        for output in [*cell.outputs, {}]
    )
    printed = re.findall(r"\d+\.\d+", shown)
    # A version or an address is no result.
    text = re.sub(r"\(http.*?\)|(arXiv|TF-Ranking|TensorFlow) [\d.]+", "", prose(notebook))
    return [
        number
        for number in re.findall(r"(?<![\w.])\d+\.\d+", text)
        if not any(f"{float(p):.{len(number.partition('.')[2])}f}" == number for p in printed)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_number_in_the_prose_is_printed_by_a_cell(path: Path) -> None:
    assert unprinted(nbformat.read(path, as_version=4)) == []


def test_a_number_that_no_cell_prints_is_found() -> None:
    notebook = nbformat.read(FILES[0], as_version=4)
    notebook.cells[-1].source += " It costs 0.1234, of TF-Ranking 9.8.7."
    assert unprinted(notebook) == ["0.1234"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_link_inside_the_repository_resolves(path: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", prose(nbformat.read(path, as_version=4)))
    inside = [link for link in links if not link.startswith("https://")]
    assert inside
    for link in inside:
        assert (path.parent / link.partition("#")[0]).exists(), link


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_prose_is_spelled(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "-"],
        input=prose(nbformat.read(path, as_version=4)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""


@pytest.mark.parametrize("path", LESSONS[:-1], ids=lambda path: path.name)
def test_a_lesson_leads_to_the_next(path: Path) -> None:
    following = LESSONS[LESSONS.index(path) + 1].name
    assert f"]({following})" in nbformat.read(path, as_version=4).cells[-1].source


def test_issues_that_are_cited_are_those_that_were_read() -> None:
    known = {
        "tensorflow/ranking": (
            363, 207, 290, 213, 238, 353, 39, 83, 322, 323, 94, 190, 216, 166, 201, 204, 209, 254,
            357, 359, 278, 362,
        ),
        "dmlc/xgboost": (4177, 6352, 6450, 11517), "allegro/allRank": (58,),
        "keras-team/keras-rs": (205,), "scikit-learn/scikit-learn": (18817,),
        "castorini/anserini": (92,),
    }  # fmt: skip
    for path in FILES:
        text = prose(nbformat.read(path, as_version=4))
        for number, repository, linked in re.findall(
            r"\[(\d+)\]\(https://github.com/([\w-]+/[\w-]+)/issues/(\d+)\)", text
        ):
            assert number == linked
            assert int(number) in known[repository]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_the_cells_that_ask_keras_need_tensorflow(path: Path, tmp_path: Path) -> None:
    """Every other cell runs where nobody can import TensorFlow or Keras."""
    asks = re.compile(r"SoftmaxLoss\(|verify\(|ranklab\.train\(|keras")
    cells = [
        cell.source
        for cell in code_cells(nbformat.read(path, as_version=4))
        if not asks.search(cell.source) and not OF_A_TRAINING.search(cell.source)
    ]
    refuse = "import sys; sys.modules.update(tensorflow=None, keras=None)"
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([refuse, *cells])],
        capture_output=True,
        text=True,
        env={**os.environ, "RANKLAB_PROGRESS": str(tmp_path / "progress.json")},
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_wrong_stored_number_makes_nbval_fail(tmp_path: Path) -> None:
    cells = [("print(round(2 / 3, 5))", "0.66667\n"), ("print(round(1 / 3, 5))", "0.33333\n")]
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    for count, (source, text) in enumerate(cells, start=1):
        output = nbformat.v4.new_output("stream", name="stdout", text=text)
        notebook.cells.append(
            nbformat.v4.new_code_cell(source, execution_count=count, outputs=[output])
        )
    path = tmp_path / "numbers.ipynb"
    nbformat.write(notebook, path)
    assert run_nbval(path).returncode == 0
    notebook.cells[1].outputs[0].text = "0.33334\n"
    nbformat.write(notebook, path)
    failed = run_nbval(path)
    assert failed.returncode == 1
    assert "1 failed, 1 passed" in failed.stdout


@pytest.mark.slow
def test_a_wrong_loss_in_the_text_of_an_explorer_makes_nbval_fail(tmp_path: Path) -> None:
    """The widget itself is not compared; its text is, and holds the loss."""
    source = "import ranklab\nranklab.explore(ranklab.Scenario(scores=[0.6, 0.8], labels=[2, 1]))"
    lesson = nbformat.read(NOTEBOOKS / "differences.ipynb", as_version=4)
    stored = next(
        output
        for cell in code_cells(lesson)
        for output in cell.outputs
        if output.get("data", {}).get("text/plain", "").startswith("Explorer(softmax, n=2,")
    )
    cell = nbformat.v4.new_code_cell(source, execution_count=1, outputs=[stored])
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata=lesson.metadata)
    stored.execution_count = 1
    path = tmp_path / "explorer.ipynb"
    nbformat.write(notebook, path)
    assert run_nbval(path).returncode == 0
    stored.data["text/plain"] = stored.data["text/plain"].replace("0.731472", "0.731473")
    nbformat.write(notebook, path)
    assert run_nbval(path).returncode == 1
