"""The markers of missing feature values in a file, and the values that replace them."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from ranklab.explanation.checks import shown

FLOAT32 = float(np.finfo(np.float32).max)

# Words, in any case, and numbers. The first number is Istella's: the largest double, to 12 digits.
MISSING: tuple[str | float, ...] = (
    *("nan", "-nan", "null", "na", "none", "?"),
    1.79769313486e308,
    sys.float_info.max,
)

MissingRule = str | float | Iterable[str | float] | Mapping[str | float, float]


@dataclass(frozen=True)
class Missing:
    """Markers of missing values, each with the value that replaces it.

    Attributes:
        words: The replacement of each word; words are in lower case.
        numbers: The replacement of each number.
    """

    words: Mapping[str, float]
    numbers: Mapping[float, float]

    def instead(self, text: str, value: float | None) -> float | None:
        """The replacement of a field, or None if the field is not a marker."""
        return self.words.get(text.casefold()) if value is None else self.numbers.get(value)


def checked_missing(missing: Any) -> Missing:
    """Read the user's argument `missing`.

    Raises:
        TypeError: It holds something other than words and numbers.
        ValueError: A replacement is out of its limits.

    >>> checked_missing({"NULL": 0, -999: 1})
    Missing(words={'null': 0.0}, numbers={-999.0: 1.0})
    """
    given = [missing] if isinstance(missing, str | Real) else missing
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise TypeError(_EXPECTED + shown(missing))
    fills = given.items() if isinstance(given, Mapping) else [(mark, math.nan) for mark in given]
    words: dict[str, float] = {}
    numbers: dict[float, float] = {}
    for mark, fill in fills:
        if isinstance(mark, bool) or not isinstance(mark, str | Real):
            raise TypeError(_EXPECTED + shown(missing))
        value = number_of(mark) if isinstance(mark, str) else float(mark)
        if value is None or math.isnan(value):
            words[str(mark).strip().casefold()] = _checked_fill(mark, fill)
        else:
            numbers[value] = _checked_fill(mark, fill)
    return Missing(words, numbers)


_EXPECTED = (
    "missing must be the markers of missing values, words or numbers, such as ['NULL', -999], or "
    "a dictionary from markers to values, such as {'NULL': 0}, got "
)


def _checked_fill(mark: Any, fill: Any) -> float:
    if isinstance(fill, bool) or not isinstance(fill, Real):
        raise TypeError(f"missing[{shown(mark)}] must be a number, got {shown(fill)}")
    if abs(float(fill)) > FLOAT32:
        raise ValueError(f"missing[{shown(mark)}] must be a float32 or NaN, got {shown(fill)}")
    return float(fill)


def number_of(text: str) -> float | None:
    """The number in a field, which may be infinite, or None if there is none.

    >>> number_of("1e-3"), number_of("-inf"), number_of("nan"), number_of("1_0")
    (0.001, -inf, None, None)
    """
    try:
        value = float(text.replace("\u2212", "-"))
    except ValueError:
        return None
    return None if math.isnan(value) or "_" in text else value
