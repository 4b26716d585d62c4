"""The exercises of all lessons by name, and the progress of the learner."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ranklab.course import record
from ranklab.course.record import Record

if TYPE_CHECKING:
    from ranklab.course.question import Question
    from ranklab.course.widget import Exercise

LESSONS = 8


def questions(lesson: int) -> tuple[Question, ...]:
    """The questions of a lesson, in order.

    Args:
        lesson: 0 to 7.

    Raises:
        ValueError: There is no such lesson.
    """
    if type(lesson) is not int or lesson not in range(LESSONS):
        raise ValueError(f"lesson must be from 0 to {LESSONS - 1}, got {lesson!r}")
    found: tuple[Question, ...] = import_module(f"ranklab.course.lesson_{lesson}").QUESTIONS
    return found


def names() -> list[str]:
    """The names of all exercises, in the order of the course.

    >>> names()[0]
    'a loss by hand'
    """
    return [question.name for lesson in range(LESSONS) for question in questions(lesson)]


def exercise(name: str) -> Exercise:
    """Show an exercise: a question with an explorer, or with a model to train.

    The methods `check(answer)`, `hint()`, `reveal()` and `to_json()` work without a browser.

    Args:
        name: One of `ranklab.exercises.names()`.

    Raises:
        ValueError: There is no exercise of this name.

    >>> print(exercise("a loss by hand").question.judge(0.31))
    Not yet. That is the probability of the relevant item; the loss is minus its logarithm.
    """
    from ranklab.course.widget import Exercise

    for lesson in range(LESSONS):
        asked = questions(lesson)
        for question in asked:
            if question.name == name:
                return Exercise(question, tuple(other.name for other in asked))
    raise ValueError(f"there is no exercise {name!r}; there are " + ", ".join(names()))


def progress() -> Progress:
    """The progress of the learner: `print` shows one line for each lesson.

    It is stored in a file in the user's data folder, or in the file that the environment variable
    RANKLAB_PROGRESS names.
    """
    return Progress(record.read())


class Progress:
    """The records of all exercises that were tried.

    Attributes:
        records: The Record of each exercise, by name.
    """

    def __init__(self, records: dict[str, Record]) -> None:
        self.records = records

    def to_json(self) -> str:
        """All records as JSON, for a teacher to collect."""
        return record.to_json(self.records)

    def __repr__(self) -> str:
        return f"Progress({len(names())} exercises)"  # a notebook stores no learner's results

    def __str__(self) -> str:
        lines = []
        for lesson in range(LESSONS):
            asked = questions(lesson)
            found = [self.records.get(question.name, Record()) for question in asked]
            marks = " ".join("●" if one.solved else "○" for one in found)
            solved = sum(one.solved for one in found)
            lines.append(f"lesson {lesson}  {marks}  {solved} of {len(asked)} solved")
        return "\n".join(lines)
