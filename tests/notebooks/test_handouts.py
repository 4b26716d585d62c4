"""The handouts of the course: one page each, which needs nothing else."""

import re
import runpy
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ranklab import exercises

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SCRIPT = runpy.run_path(str(NOTEBOOKS / "teaching" / "handouts.py"))
LESSONS = sorted(NOTEBOOKS.glob("0*.ipynb"))


def page_of(path: Path) -> str:
    return str(SCRIPT["handout"](nbformat.read(path, as_version=4), int(path.name[:2])))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_a_handout_holds_what_a_lesson_asks(path: Path) -> None:
    page = page_of(path)
    lesson = int(path.name[:2])
    for question in exercises.questions(lesson):
        assert escape(question.text) in page
    predicted = SCRIPT["section"](nbformat.read(path, as_version=4), "Predict")
    questions = len(re.findall(r"^\d+\. ", predicted, re.M))
    assert questions >= 2
    assert page.count('class="answer"') == questions + len(exercises.questions(lesson))
    assert re.search(r'<img src="data:image/png;base64,[\w+/]{1000}', page)
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []  # nothing from elsewhere


def test_a_lesson_without_its_parts_is_refused() -> None:
    notebook: Any = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Nothing")])
    with pytest.raises(ValueError, match="the lesson has no part 'Predict'"):
        SCRIPT["handout"](notebook, 0)
