"""Edits: what one may do to a list besides dragging it. Pure functions, scenario in, scenario out.

edits.shuffle(scenario, seed=1)   ->   another Scenario; the old one is untouched
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ranklab.explanation.checks import MAX_ITEMS, is_grouped, typed
from ranklab.explanation.draws import Draws
from ranklab.explanation.formatting import items
from ranklab.explanation.scenario import Scenario

_FIELDS = ("scores", "labels", "items", "sample_weight")  # those with an entry for each item
_DECIMAL = re.compile(r"[^,.]+,[^,.]+")  # one comma and no point: 0,5
MAX_PASTED = 1_000_000  # characters; 10,000 numbers of any length anyone writes fit


def add_item(scenario: Scenario) -> Scenario:
    """Add an item at the end: score 0, label 0, a new name.

    >>> add_item(Scenario([0.6, 0.8], [1, 0])).items
    ('item 1', 'item 2', 'item 3')
    """
    return _resized(scenario, len(scenario) + 1)


def remove_item(scenario: Scenario, item: int) -> Scenario:
    """Take an item off the list; the others keep their names.

    Raises:
        ValueError: There is no such item, or it is the last one.
    """
    _check_item(scenario, item)
    if len(scenario) == 1:
        raise ValueError("a list has at least one item: this one stays")
    return _pick(scenario, [i for i in range(len(scenario)) if i != item])


def rename_item(scenario: Scenario, item: int, name: str) -> Scenario:
    """Give an item another name.

    Raises:
        ValueError: There is no such item, or the name is empty or too long.
    """
    _check_item(scenario, item)
    names = list(scenario.items)
    names[item] = name
    return scenario.replace(items=names)


def shuffle(scenario: Scenario, seed: int | None = None) -> Scenario:
    """Put the items into another order. Only ties can tell: they rank in the order given.

    Args:
        scenario: The list.
        seed: Of the order; None for any.
    """
    return _pick(scenario, Draws(_seed(seed)).permutation(len(scenario)))


def invert(scenario: Scenario) -> Scenario:
    """Turn the ranking over: every score becomes its negative.

    >>> invert(Scenario([0.6, 0.8], [1, 0])).scores
    (-0.6, -0.8)
    """
    return scenario.replace(scores=[-score for score in scenario.scores])


def randomise(scenario: Scenario, seed: int | None = None) -> Scenario:
    """Give every item a score of about the normal distribution, as a fresh model might.

    Args:
        scenario: The list; its labels and names stay.
        seed: Of the scores; None for any.
    """
    draws = Draws(_seed(seed))
    return scenario.replace(scores=[draws.normal() for _ in scenario.scores])


def pasted(scenario: Scenario, text: str, field: str = "scores", resize: bool = False) -> Scenario:
    r"""Replace the scores, the labels or the sample weights by a pasted column of numbers.

    A comma with a blank after it separates, as do the commas of `1,2,3` and `0.5,0.7`. A comma
    alone in a number is a decimal one: `0,5`. What could be read both ways is refused: `1,000`, or
    `0,5` beside `0.7`.

    Args:
        scenario: The list.
        text: Numbers apart by line breaks, blanks, semicolons or commas.
        field: `'scores'`, `'labels'` or `'sample_weight'`.
        resize: Whether more numbers than items make new items, and fewer remove the last ones.

    Raises:
        ValueError: There is no number, something else than a number, or not one for each item;
            the message says where.

    >>> pasted(Scenario([0.6, 0.8], [1, 0]), "1.5\n2.5").scores
    (1.5, 2.5)
    """
    if field not in ("scores", "labels", "sample_weight"):
        raise ValueError(f"field must be 'scores', 'labels' or 'sample_weight', got {field!r}")
    words = _words(text)
    commas_separate = _commas_separate(words)
    values = _numbers(words, commas_separate)
    if len(values) != len(scenario) and not resize:
        said = "" if commas_separate else ", with a comma read as a decimal point"
        said = said if any("," in word for _, word in words) else ""
        raise ValueError(_other_size(len(values), len(scenario), said))
    return _resized(scenario, len(values)).replace(**{field: values})


def opened(text: str) -> Scenario:
    """A list that was copied as a link or as JSON.

    Raises:
        ValueError: It is neither.

    >>> one = Scenario([0.6, 0.8], [1, 0])
    >>> opened(one.to_link()) == opened(one.to_json()) == one
    True
    """
    is_json = isinstance(text, str) and text.lstrip().startswith("{")
    return Scenario.from_json(text) if is_json else Scenario.from_link(text)


def shortened(scenario: Scenario, most: int) -> Scenario:
    """Keep so many items of a longer list; they keep their names and their order.

    The relevant items are kept first, and of the others those with the best scores. A fifth of the
    places is for the others: where there are too many relevant items, the highest labels are kept,
    of equal labels the best scores. Padding goes first.

    A shorter list is another question: it has another loss, and other metrics.

    Args:
        scenario: The list.
        most: How many items to keep.

    >>> shortened(Scenario([3, 2, 1, 0], [0, 0, 0, 1]), 2).items
    ('item 1', 'item 4')
    """
    if len(scenario) <= most:
        return scenario
    scores, labels = np.array(scenario.scores), np.array(scenario.labels)
    relevant = np.lexsort((-scores, -labels))[: int((labels > 0).sum())]
    others = np.lexsort((-scores, labels < 0))  # padding last
    others = others[labels[others] <= 0]
    kept = relevant[: max(most - int((labels == 0).sum()), most - most // 5)]
    kept = np.concatenate([kept, others[: most - kept.size]])
    return _pick(scenario, np.sort(kept).tolist())


def with_changes(
    now: Scenario, wanted: Scenario, changes: Mapping[str, list[int] | None]
) -> Scenario:
    """The present list with some changes, as another one has them: so two can change it at once.

    Args:
        now: The present list.
        wanted: The other one. If it has other items, it is taken as it is.
        changes: By field the places that it changes, or None for all of the field.

    >>> now = Scenario([0.6, 0.8], [1, 0], temperature=2)
    >>> with_changes(now, Scenario([1.5, 3], [1, 0]), {"scores": [0]}).scores
    (1.5, 0.8)
    """
    if now.items != wanted.items:
        return wanted
    fields: dict[str, Any] = {}
    for name, places in changes.items():
        old, new = getattr(now, name), getattr(wanted, name)
        if places is not None and isinstance(old, tuple) and isinstance(new, tuple):
            new = [new[i] if i in places else value for i, value in enumerate(old)]
        fields[name] = new
    return now.replace(**fields)


def changed_lock(now: Scenario, wanted: Scenario, locks: Iterable[str]) -> str | None:
    """The first of some locks that an edit would break, or None.

    Args:
        now: The list as it is.
        wanted: The list as it would be.
        locks: Fields of a scenario, or `'list'`: items, names, places and weights.

    >>> now = Scenario([0.6, 0.8], [1, 0])
    >>> changed_lock(now, now.replace(labels=[1, 1]), ["scores", "labels"])
    'labels'
    """

    def held(scenario: Scenario, lock: str) -> Any:
        if lock != "list":
            return getattr(scenario, lock)
        places = [label < 0 for label in scenario.labels]
        return scenario.items, places, scenario.sample_weight

    for lock in locks:
        if held(now, lock) != held(wanted, lock):
            return lock
    return None


def _words(text: str) -> list[tuple[int, str]]:
    """The words of a pasted text, each with the number of its line."""
    if not isinstance(text, str):
        raise TypeError(f"text must be a string of numbers, got {type(text).__name__}")
    if len(text) > MAX_PASTED:
        raise ValueError(f"{len(text):,} characters are pasted; at most {MAX_PASTED:,} are read")
    # A comma behind a number separates it from the next; within a word it is looked at later.
    return [
        (line, word[:-1] if word.find(",") == len(word) - 1 > 0 else word)
        for line, content in enumerate(text.split("\n"), start=1)
        for word in content.replace(";", " ").replace(", ", " ").split()
    ]


def _commas_separate(words: list[tuple[int, str]]) -> bool:
    """Whether a comma within a word separates numbers; else it is a decimal one.

    Raises:
        ValueError: That cannot be told.
    """
    with_comma = [(line, word) for line, word in words if "," in word]
    decimal = [one for one in with_comma if _DECIMAL.fullmatch(one[1])]
    grouped = [one for one in with_comma if is_grouped(one[1].removesuffix(","))]
    others = len(with_comma) > len(decimal) or any("." in word for _, word in words)
    unclear = grouped or (decimal if others else [])
    if unclear:
        line, word = unclear[0]
        raise ValueError(
            f"{_short(word)!r} in line {line} can be read in two ways: write decimals with a "
            "point, thousands without a comma, and a blank after a comma that separates"
        )
    return len(with_comma) > len(decimal)


def _numbers(words: list[tuple[int, str]], commas_separate: bool) -> list[float]:
    values = []
    for line, word in words:
        for part in word.removesuffix(",").split(",") if commas_separate else [word]:
            value = typed(part)
            if math.isnan(value):
                raise ValueError(
                    f"{_short(word)!r} in line {line} is no number: paste one column of numbers"
                )
            values.append(value)
            if len(values) > MAX_ITEMS:
                raise ValueError(f"more than {MAX_ITEMS:,} numbers are pasted")
    if not values:
        raise ValueError("nothing is pasted: give at least one number")
    return values


def _other_size(pasted: int, size: int, said: str) -> str:
    numbers = f"{pasted:,} {'number is' if pasted == 1 else 'numbers are'} pasted"
    off = abs(pasted - size)
    last = "the last item" if off == 1 else f"the last {items(off)}"
    would = f"add {items(off)}" if pasted > size else f"remove {last}"
    return (
        f"{numbers} for {items(size)}{said}: paste one for each item, or choose to resize the "
        f"list, which would {would}"
    )


def _short(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:39]}…"


def _pick(scenario: Scenario, items: list[int]) -> Scenario:
    """The same list with these items only, in this order."""
    changes: dict[str, Any] = {}
    for field in _FIELDS:
        values = getattr(scenario, field)
        changes[field] = None if values is None else [values[i] for i in items]
    return scenario.replace(**changes)


def _resized(scenario: Scenario, size: int) -> Scenario:
    """The first items of a list, or all of them and new ones."""
    if size <= len(scenario):
        return _pick(scenario, list(range(size)))
    new = size - len(scenario)
    taken, names, number = set(scenario.items), list(scenario.items), len(scenario)
    while len(names) < size:
        number += 1
        if f"item {number}" not in taken:
            names.append(f"item {number}")
    weights = scenario.sample_weight
    return scenario.replace(
        scores=[*scenario.scores, *[0.0] * new],
        labels=[*scenario.labels, *[0.0] * new],
        items=names,
        sample_weight=None if weights is None else [*weights, *[1.0] * new],
    )


def _check_item(scenario: Scenario, item: Any) -> None:
    if isinstance(item, bool) or not isinstance(item, int) or not 0 <= item < len(scenario):
        raise ValueError(
            f"item must be the place of an item, from 0 to {len(scenario) - 1}, got {item!r}"
        )


def _seed(seed: Any) -> int | None:
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(f"seed must be a whole number from 0 to 2^32 - 1, got {seed!r}")
    return seed
