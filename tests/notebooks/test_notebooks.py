"""The notebooks as files: nothing in them may let nbval pass in silence.

nbval compares what a cell shows with what is stored, but only where a cell has an execution
count: a stripped notebook passes. These tests close the ways in which it says nothing.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FILES = sorted(NOTEBOOKS.glob("**/*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"
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
        ignored = "nbval-ignore-output" in cell.metadata.get("tags", []) or "NBVAL" in cell.source
        drawn = [output for output in cell.outputs if PLOTLY in output.get("data", {})]
        if ignored and (not drawn or len(drawn) != len(cell.outputs)):
            found.append(f"{where} is not compared, and is no plotly chart")
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
    source = "import ranklab\nranklab.explore(ranklab.Scenario(scores=[0.6, 0.8], labels=[1, 0]))"
    lesson = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4)
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
    stored.data["text/plain"] = stored.data["text/plain"].replace("0.798139", "0.798138")
    nbformat.write(notebook, path)
    assert run_nbval(path).returncode == 1
