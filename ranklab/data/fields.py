"""Fields: a score, a label or a name as a file spells it, checked."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from numbers import Integral
from typing import Any

from ranklab.explanation.checks import MAX_LABEL, MAX_NAME_LENGTH, MAX_SCORE, parsed, shown

Grade = Callable[[float], float]

_TRUTH = {"true": 1.0, "false": 0.0}


def read_score(text: str) -> float:
    """A score.

    Raises:
        ValueError: It is none, or out of its limits; the message knows no place.

    >>> read_score("0,5")
    Traceback (most recent call last):
    ValueError: the score must be a number from -1e6 to 1e6, got '0,5': write a point for decimals
    """
    return checked_score(parsed(text), text)


def checked_score(value: float, given: Any) -> float:
    """A score within its limits, which was given as `given`."""
    if not abs(value) <= MAX_SCORE:
        raise ValueError(f"the score must be a number from -1e6 to 1e6, got {_said(given)}")
    return value + 0.0  # -0.0 and 0.0 are one score


def read_label(text: str, grade: Grade | None = None) -> float:
    """A label.

    Args:
        text: As the file spells it.
        grade: Gives the label for the number there; None where it is the label itself.

    Raises:
        ValueError: It is none, or out of its limits; the message knows no place.
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
    """Refuse what cannot give a label, before a long file is read.

    Raises:
        TypeError: It is no function.
    """
    if grade is not None and not callable(grade):
        raise TypeError(
            "grade must be a function that gives a label for the number in the file, such as "
            f"lambda clicks: min(clicks, 4), got {shown(grade)}"
        )


def checked_label(value: float, given: Any) -> float:
    """A label within its limits, which was given as `given`."""
    if 0 <= value <= MAX_LABEL:
        return value + 0.0
    hint = ""
    if value < 0:
        hint = " (an item that is not relevant has 0)"
    elif value > MAX_LABEL:
        hint = ": rescale it (where a file is read: grade=lambda label: label / 10)"
    raise ValueError(f"the label must be a number from 0 to 30, got {_said(given)}{hint}")


def read_name(text: str) -> str:
    r"""A name that a Scenario takes, or an empty string: no control characters, not too long.

    >>> read_name(" two\tparts ")
    'two parts'
    """
    name = text.strip()
    if not name.isprintable():
        kept = (" " if unicodedata.category(sign) == "Cc" else sign for sign in name)
        # Half a character (a lone surrogate) is one that no file can store.
        name = "".join(kept).encode(errors="replace").decode().strip()
    return name if len(name) <= MAX_NAME_LENGTH else f"{name[: MAX_NAME_LENGTH - 1]}…"


def checked_count(argument: str, value: Any, most: int, what: str) -> int:
    """A whole number from 1 to `most`.

    Raises:
        TypeError: It is no whole number.
        ValueError: It is out of these limits.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{argument} must be a whole number of {what}, got {shown(value)}")
    if not 1 <= int(value) <= most:
        raise ValueError(f"{argument} must be from 1 to {most:,} {what}, got {shown(value)}")
    return int(value)


def _said(given: Any) -> str:
    comma = isinstance(given, str) and re.fullmatch(r"[-+]?\d+,\d+", given)
    return f"{shown(given)}: write a point for decimals" if comma else shown(given)
