"""Read and check one field of a file: a score, a label or a name."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from ranklab.explanation.checks import MAX_LABEL, MAX_NAME_LENGTH, MAX_SCORE, parsed, shown

Grade = Callable[[float], float]

_TRUTH = {"true": 1.0, "false": 0.0}


def read_score(text: str) -> float:
    """Read a score.

    Raises:
        ValueError: It is not a number, or out of its limits. The caller adds the place to the
            message.

    >>> read_score("0,5")
    Traceback (most recent call last):
    ValueError: the score must be a number from -1e6 to 1e6, got '0,5': use a decimal point
    """
    return checked_score(parsed(text), text)


def checked_score(value: float, given: Any) -> float:
    """Check that a score is within its limits; messages show it as `given`."""
    if not abs(value) <= MAX_SCORE:
        raise ValueError(f"the score must be a number from -1e6 to 1e6, got {_said(given)}")
    return value + 0.0  # -0.0 and 0.0 are one score


def read_label(text: str, grade: Grade | None = None) -> float:
    """Read a label.

    Args:
        text: The text in the file.
        grade: Maps the number in the file to a label; None if the number is the label.

    Raises:
        ValueError: It is not a number, or out of its limits. The caller adds the place to the
            message.
    """
    value = _TRUTH.get(text.casefold(), parsed(text))
    if grade is None or math.isnan(value):
        return checked_label(value, text)
    graded = grade(value)
    try:
        return checked_label(float(graded), graded)
    except (OverflowError, TypeError, ValueError):
        raise ValueError(
            f"grade({value:g}) must give a label from 0 to 30, got {shown(graded)}"
        ) from None


def checked_grade(grade: Any) -> None:
    """Check the argument `grade` before a long file is read.

    Raises:
        TypeError: It is not a function.
    """
    if grade is not None and not callable(grade):
        raise TypeError(
            "grade must be a function that maps a number in the file to a label, such as "
            f"lambda clicks: min(clicks, 4), got {shown(grade)}"
        )


def checked_label(value: float, given: Any) -> float:
    """Check that a label is within its limits; messages show it as `given`."""
    if 0 <= value <= MAX_LABEL:
        return value + 0.0
    hint = ""
    if value < 0:
        hint = " (an item that is not relevant has 0)"
    elif value > MAX_LABEL:
        hint = ": rescale it (a reader of files takes grade=lambda label: label / 10)"
    raise ValueError(f"the label must be a number from 0 to 30, got {_said(given)}{hint}")


def read_name(text: str) -> str:
    r"""A name for a Scenario, without control characters and cut to size; it may be empty.

    >>> read_name(" two\tparts ")
    'two parts'
    """
    name = text.strip()
    if not name.isprintable():
        kept = (" " if unicodedata.category(sign) == "Cc" else sign for sign in name)
        # A lone surrogate cannot be encoded: replace it.
        name = "".join(kept).encode(errors="replace").decode().strip()
    return name if len(name) <= MAX_NAME_LENGTH else f"{name[: MAX_NAME_LENGTH - 1]}…"


def _said(given: Any) -> str:
    comma = isinstance(given, str) and re.fullmatch(r"[-+]?\d+,\d+", given)
    return f"{shown(given)}: use a decimal point" if comma else shown(given)
