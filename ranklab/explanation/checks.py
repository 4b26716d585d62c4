"""Checks: what a scenario may hold, and the messages that refuse anything else."""

from __future__ import annotations

import json
import math
import re
import reprlib
from collections.abc import Iterable, Sequence, Set
from numbers import Integral, Real
from typing import Any

MAX_ITEMS = 10_000
MAX_SHOWN = 50  # items that the explorer shows well
MAX_DRAWN = 200  # items that it can be made to show
MAX_SCORE = 1e6
MAX_LABEL = 30.0
MAX_SAMPLE_WEIGHT = 1e6
MIN_TEMPERATURE, MAX_TEMPERATURE = 1e-3, 1e3
MAX_NAME_LENGTH = 200
MAX_JSON_LENGTH = 16_000_000
PADDING = -1.0

# One entry of each field, as people call it.
_ENTRIES = {
    "scores": "score",
    "labels": "label",
    "items": "name",
    "sample_weight": "sample weight",
}
# 1,000 and 1.000,5: how many numbers, and which, depends on who wrote it.
_GROUPED = re.compile(
    r"[+\-\u2212]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?:\.[0-9]*)?|(?:\.[0-9]{3})+,[0-9]*)"
)
_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 60, 60


def checked_scores(scores: Iterable[float]) -> tuple[float, ...]:
    """Scores as plain floats."""
    values = _numbers("scores", scores)
    if not values:
        raise ValueError("scores is empty: give at least one item, such as scores=[0.6, 0.8]")
    if len(values) > MAX_ITEMS:
        raise ValueError(
            f"scores has {len(values):,} items; a scenario holds at most {MAX_ITEMS:,}"
        )
    for i, value in enumerate(values):
        if not abs(value) <= MAX_SCORE:
            raise ValueError(
                f"{entry('scores', i)} must be a finite number between -1e6 and 1e6, got {value}"
            )
    return values


def checked_labels(labels: Iterable[float], n: int) -> tuple[float, ...]:
    """Labels as plain floats; below 0 is padding, kept as -1."""
    values = _numbers("labels", labels)
    if len(values) != n:
        raise ValueError(
            f"scores has {n} items but labels has {len(values)}: give one label per score"
        )
    for i, value in enumerate(values):
        if not -math.inf < value <= MAX_LABEL:
            raise ValueError(
                f"{entry('labels', i)} must be a number from 0 to 30, or below 0 for padding "
                f"(NaN is padding for the Keras losses alone), got {value}"
            )
    return tuple(PADDING if value < 0 else value for value in values)


def checked_sample_weight(weights: Iterable[float] | None, n: int) -> tuple[float, ...] | None:
    """Sample weights as plain floats, or None."""
    if weights is None:
        return None
    values = _numbers("sample_weight", weights)
    if len(values) != n:
        raise ValueError(
            f"scores has {n} items but sample_weight has {len(values)}: give one weight per score"
        )
    for i, value in enumerate(values):
        if not 0 <= value <= MAX_SAMPLE_WEIGHT:
            raise ValueError(
                f"{entry('sample_weight', i)} must be a number from 0 to 1e6, got {value}"
            )
    return values


def checked_items(items: Iterable[str], n: int) -> tuple[str, ...]:
    """Names."""
    names = tuple(_sequence("items", items, "names"))
    if len(names) != n:
        raise ValueError(
            f"scores has {n} items but items has {len(names)} names: give one name per score"
        )
    for i, name in enumerate(names):
        if not isinstance(name, str):
            raise TypeError(f"{entry('items', i)} must be a string, got {shown(name)}")
        if not name.strip() or len(name) > MAX_NAME_LENGTH:
            raise ValueError(
                f"{entry('items', i)} must have 1 to {MAX_NAME_LENGTH} characters, "
                f"got {shown(name)}"
            )
        try:
            name.encode()
        except UnicodeEncodeError:
            raise ValueError(
                f"{entry('items', i)} holds half a character (a lone surrogate) that no file can "
                f"store: {shown(name)}"
            ) from None
    return names


def checked_custom_name(loss: str, prefix: str) -> str:
    """A custom loss as a scenario names it, the prefix before its name."""
    name = loss.removeprefix(prefix)
    if not name.isprintable() or not name.strip() or len(name) > MAX_NAME_LENGTH:
        raise ValueError(
            f"the name of a loss must have 1 to {MAX_NAME_LENGTH} characters that print, "
            f"got {shown(name)}"
        )
    return loss


def checked_temperature(temperature: float) -> float:
    """T."""
    if isinstance(temperature, bool):
        raise TypeError(f"temperature must be a number, got {temperature}")
    value = _number("temperature", temperature)
    if not MIN_TEMPERATURE <= value <= MAX_TEMPERATURE:
        raise ValueError(
            f"temperature must be a number from {MIN_TEMPERATURE} to {MAX_TEMPERATURE:g}, "
            f"got {shown(temperature)}"
        )
    return value


def checked_topn(topn: int | None) -> int | None:
    """How many places a lambda weight counts."""
    if topn is None:
        return None
    if isinstance(topn, bool) or not isinstance(topn, Integral):
        raise TypeError(f"topn must be a whole number of places or None, got {shown(topn)}")
    if not 1 <= topn <= MAX_ITEMS:
        raise ValueError(
            f"topn must be at least 1 and at most {MAX_ITEMS:,}, or None for all places, "
            f"got {shown(topn)}"
        )
    return int(topn)


def checked_count(argument: str, value: Any, least: int, most: int, what: str = "") -> int:
    """A whole number within limits; `what` names what it counts, if anything.

    Raises:
        TypeError: It is not a whole number.
        ValueError: It is out of its limits.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        of = f" of {what}" if what else ""
        raise TypeError(f"{argument} must be a whole number{of}, got {shown(value)}")
    if not least <= int(value) <= most:
        unit = f" {what}" if what else ""
        raise ValueError(f"{argument} must be from {least} to {most:,}{unit}, got {shown(value)}")
    return int(value)


def checked_choice(argument: str, value: Any, choices: tuple[Any, ...]) -> Any:
    """One of a few."""
    value = value.item() if hasattr(value, "item") else value  # NumPy's own bool and str
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    raise ValueError(
        f"{argument} must be one of {', '.join(map(repr, choices))}, got {shown(value)}"
    )


def _sequence(argument: str, values: Any, what: str) -> Sequence[Any]:
    if hasattr(values, "tolist"):  # NumPy, pandas, polars: one conversion, then plain numbers
        values = values.tolist()
    if isinstance(values, str | bytes | dict | Set) or not isinstance(values, Iterable):
        raise TypeError(f"{argument} must be a list of {what}, got {shown(values)}")
    return values if isinstance(values, Sequence) else list(values)


def _numbers(argument: str, values: Any) -> tuple[float, ...]:
    return tuple(
        [
            # -0.0 and 0.0 are one score, and must print as one
            v + 0.0 if type(v) is float else _number(entry(argument, i), v)
            for i, v in enumerate(_sequence(argument, values, "numbers"))
        ]
    )


def entry(argument: str, i: int) -> str:
    """One entry as people count it, and as Python does.

    >>> entry("scores", 8)
    'score of item 9 (scores[8])'
    """
    return f"{_ENTRIES[argument]} of item {i + 1} ({argument}[{i}])"


def _number(argument: str, value: Any) -> float:
    if not isinstance(value, Real):
        raise TypeError(f"{argument} must be a number, got {shown(value)}")
    try:
        return float(value) + 0.0
    except OverflowError:  # a whole number of hundreds of digits
        return -math.inf if value < 0.0 else math.inf


def parsed(word: str) -> float:
    """A number as people write it, or NaN where a word is none: `1_000`, `inf` and `0,5` are none.

    >>> parsed("0.5"), parsed("0,5")
    (0.5, nan)
    """
    try:
        value = float(word.replace("\u2212", "-"))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) and "_" not in word else math.nan


def typed(text: str) -> float:
    """A number as people type it into a field, with a point or a comma for decimals; else NaN.

    >>> typed("0,5"), typed("1,000")
    (0.5, nan)
    """
    word = text.strip()
    return math.nan if is_grouped(word) else parsed(word.replace(",", ".", 1))


def is_grouped(word: str) -> bool:
    """Whether it can be read in two ways: 1,000 is 1 or 1000.

    >>> is_grouped("1,000"), is_grouped("0,125"), is_grouped("1.000,5")
    (True, False, True)
    """
    return _GROUPED.fullmatch(word) is not None


def parsed_json(text: str) -> Any:
    """What JSON says, as a browser reads it: 5.0 and 5 are one number, and NaN is none.

    Raises:
        ValueError: It is not JSON.
        RecursionError: It is nested too deep.

    >>> parsed_json('[5.0, 1e-3]')
    [5, 0.001]
    """
    return json.loads(
        text, parse_int=_json_number, parse_float=_json_number, parse_constant=_no_json_number
    )


def _json_number(digits: str) -> int | float:
    value = float(digits)
    return int(value) if value.is_integer() else value


def _no_json_number(word: str) -> float:
    raise ValueError(f"{word} is no number in JSON")


def shown(value: Any) -> str:
    """A value as an error message shows it: short, whatever was given."""
    return _SHORT.repr(value)
