"""The rows that a reader has read, one for each item, and how they become lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from inspect import signature
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ranklab.data.features import NO_FEATURES, Features
from ranklab.data.lists import Lists
from ranklab.data.notes import plain, some
from ranklab.explanation.checks import MAX_ITEMS
from ranklab.explanation.scenario import Scenario

ONE_LIST = "1"  # the name of the query if a source has none


@dataclass(frozen=True, eq=False)
class Rows:
    """The items of a source, one row each, in the order of the source.

    Attributes:
        source: What messages call the source, such as the name of the file.
        queries: The rows of each query; queries are in order of appearance.
        items: The name of each item; None or an empty string if it has none.
        scores: The scores.
        labels: The labels.
        places: The position of each row in the source, from 1.
        unit: What `places` counts: lines, rows or lists.
        weights: The sample weights, or None.
        remarks: Remarks on the source.
    """

    source: str
    queries: Mapping[str, Sequence[int]]
    items: Sequence[str | None]
    scores: ArrayLike
    labels: ArrayLike
    places: Sequence[int]
    unit: str = "line"
    weights: ArrayLike | None = None
    remarks: tuple[str, ...] = ()


def check_options(options: Mapping[str, Any], reader: Callable[..., Any]) -> None:
    """Check the fields for every Scenario before a long file is read.

    Raises:
        TypeError: A Scenario has no such field, the field comes from the data, or its type is
            wrong.
        ValueError: An option is out of its limits.
    """
    fields = [name for name in signature(Scenario).parameters if name not in _FROM_THE_DATA]
    for name in options:
        if name in _FROM_THE_DATA:
            raise TypeError(f"{name} comes from the data and cannot be the same for every list")
        if name not in fields:
            known = [name for name in signature(reader).parameters if name != "options"]
            hint = _hint(name, known, fields)
            raise TypeError(f"{reader.__name__} has no argument {name!r}{hint}")
    Scenario([0.0], [0.0], **options)


_FROM_THE_DATA = ("scores", "labels", "items", "sample_weight")
_SYNONYMS = {"sep": "delimiter", "separator": "delimiter"}  # the names in other libraries


def _hint(name: str, known: list[str], fields: list[str]) -> str:
    meant = _SYNONYMS.get(name)
    if meant not in known:
        meant = next(iter(get_close_matches(name, [*known, *fields], 1)), None)
    if meant:
        return f": did you mean {meant}?"
    return f": it takes {', '.join(known)}, and the fields of a Scenario {', '.join(fields)}"


def lists_of(
    rows: Rows,
    options: Mapping[str, Any] | None = None,
    features: Features = NO_FEATURES,
) -> Lists:
    """Group rows by query, keeping every item in the order of the source.

    Raises:
        ValueError: There is no row, or a list has more items than a scenario can hold.
    """
    if not rows.queries:
        raise ValueError(f"{rows.source} holds no list: it has no {rows.unit} with an item")
    scores, labels = np.asarray(rows.scores, np.float64), np.asarray(rows.labels, np.float64)
    weights = None if rows.weights is None else np.asarray(rows.weights, np.float64)
    named = any(rows.items)
    scenarios, twice = [], []
    members_of: dict[str, NDArray[np.int64]] = {}
    for query, places in rows.queries.items():
        members = members_of[query] = np.array(places, np.int64)
        if members.size > MAX_ITEMS:
            raise ValueError(
                f"{rows.source}, {rows.unit} {rows.places[places[MAX_ITEMS]]}: query "
                f"{plain(query)} has more than {MAX_ITEMS:,} items, the most that a list can hold: "
                "remove some first, such as those with the lowest scores"
            )
        names = None
        if named:
            names = [rows.items[row] or f"item {i}" for i, row in enumerate(members, start=1)]
            if len(set(names)) < len(names):
                twice.append(query)
        scenarios.append(
            Scenario(
                scores[members],
                labels[members],
                names,
                sample_weight=None if weights is None else weights[members],
                **(options or {}),
            )
        )
    remarks = list(rows.remarks)
    if twice:
        who = "query" if len(twice) == 1 else f"{len(twice):,} queries:"
        remarks.append(f"several items have one name, and are kept, in {who} {some(twice)}")
    return Lists(
        queries=tuple(rows.queries),
        scenarios=tuple(scenarios),
        features=features.of(members_of) if features.count else features,
        remarks=tuple(remarks),
    )
