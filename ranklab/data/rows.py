"""Rows: what a reader has read, one entry for each item, and the lists made of it."""

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

ONE_LIST = "1"  # the name of the query where a source has none


@dataclass(frozen=True, eq=False)
class Rows:
    """What a source says, item by item, in its own order.

    Attributes:
        source: What messages call it, such as the name of the file.
        queries: Which rows belong to each query, queries in the order in which they appear.
        items: The name of each item; None or an empty string where it has none.
        scores: Their scores.
        labels: Their labels.
        places: Where each row stands in the source, a number from 1.
        unit: What `places` counts: lines or rows.
        weights: Their sample weights, or None.
        remarks: What there is to say about the source.
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
    """Refuse what no list could be made with, before a long file is read.

    Raises:
        TypeError: A Scenario has no such field, or it comes from the data, or has another type.
        ValueError: An option is out of its limits.
    """
    fields = [name for name in signature(Scenario).parameters if name not in _FROM_THE_DATA]
    for name in options:
        if name in _FROM_THE_DATA:
            raise TypeError(f"{name} comes from the data and cannot be the same for every list")
        if name not in fields:
            own = [name for name in signature(reader).parameters if name != "options"]
            raise TypeError(f"{reader.__name__} has no argument {name!r}{_hint(name, own, fields)}")
    Scenario([0.0], [0.0], **options)


_FROM_THE_DATA = ("scores", "labels", "items", "sample_weight")
_CALLED_ELSEWHERE = {"sep": "delimiter", "separator": "delimiter"}


def _hint(name: str, own: list[str], fields: list[str]) -> str:
    meant = _CALLED_ELSEWHERE.get(name)
    if meant not in own:
        meant = next(iter(get_close_matches(name, [*own, *fields], 1)), None)
    if meant:
        return f": did you mean {meant}?"
    return f": it takes {', '.join(own)}, and for every Scenario {', '.join(fields)}"


def lists_of(
    rows: Rows,
    options: Mapping[str, Any] | None = None,
    features: Features = NO_FEATURES,
) -> Lists:
    """Group rows by query; every item is kept, in the order of the source.

    Raises:
        ValueError: There is no row, or a list has more items than a scenario holds.
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
                f"{plain(query)} has more than {MAX_ITEMS:,} items, and a list holds no more: "
                "leave some out first, such as those with the lowest scores"
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
        remarks.append(f"the same name stands more than once, and is kept, in {who} {some(twice)}")
    return Lists(
        queries=tuple(rows.queries),
        scenarios=tuple(scenarios),
        features=features.of(members_of) if features.count else features,
        remarks=tuple(remarks),
    )
