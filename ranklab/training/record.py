"""The lists that a small model learns from, and the record of a training.

Nothing here imports Keras: `ranklab.training.fitting` trains the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.data import Lists, continents_and_years, gapminder
from ranklab.explanation import metrics
from ranklab.explanation.checks import checked_count, checked_labels
from ranklab.explanation.scenario import Scenario

Array = NDArray[np.float64]

MAX_RATE = 10.0
K = 5  # the cut-off of the metric, in places
HELD_OUT_FROM = 1997
SHOWN = ("Americas", 2007)
_FIRST_YEAR, _YEARS_BEFORE = 1952, 10


@dataclass(frozen=True, eq=False)
class FeatureList:
    """One list as input of a model.

    Attributes:
        query: The query, such as `'Americas 2007'`.
        items: Names, one per item.
        features: Shape (n, f).
        labels: Shape (n,).
    """

    query: str
    items: tuple[str, ...]
    features: NDArray[np.float32]
    labels: Array

    def __post_init__(self) -> None:
        n = len(self.items)
        shape = np.shape(self.features)
        if len(shape) != 2 or shape[0] != n or np.shape(self.labels) != (n,):
            raise ValueError(
                f"query {self.query!r} has {n} items, features of shape {shape} and labels of "
                f"shape {np.shape(self.labels)}: expected features (n, f) and labels (n,)"
            )
        if not np.isfinite(self.features).all():
            raise ValueError(
                f"query {self.query!r} has features that are not finite: replace missing values by "
                "a number, such as 0"
            )
        checked_labels(self.labels, n)


@dataclass(frozen=True, eq=False)
class Training:
    """The record of a training by epoch; entry 0 is the untrained model.

    Attributes:
        loss: `'softmax'` or `'unique_softmax'`.
        temperature: T.
        rate: The learning rate.
        seed: The seed of the initial weights and of the order of the lists.
        epochs: The number of epochs that was asked for; fewer were trained if it was stopped.
        losses: The mean loss on the held-out lists, shape (m + 1,).
        ndcgs: The mean NDCG@5 on the held-out lists, shape (m + 1,).
        scores: The scores of the recorded list, shape (m + 1, n).
        shown: The recorded list, with its final scores.
        last_ndcgs: The final NDCG@5 of each held-out list that has a relevant item.
        by_wealth: The NDCG@5 of a ranking of the held-out lists by wealth alone; None for lists
            other than Gapminder's.
    """

    loss: str
    temperature: float
    rate: float
    seed: int
    epochs: int
    losses: Array
    ndcgs: Array
    scores: Array
    shown: Scenario
    last_ndcgs: Array
    by_wealth: float | None = None

    def __len__(self) -> int:
        """How many epochs were trained."""
        return len(self.losses) - 1

    def first(self, ndcg: float) -> int | None:
        """The first epoch after which NDCG@5 is at least `ndcg`; None if there is none."""
        reached = np.flatnonzero(self.ndcgs >= ndcg)
        return int(reached[0]) if reached.size else None

    def __repr__(self) -> str:
        return (
            f"Training({self.loss}, T={self.temperature:g}, rate={self.rate:g}, {len(self)} epochs,"
            f" loss={self.losses[0]:.2f} to {self.losses[-1]:.2f},"
            f" NDCG@{K}={self.ndcgs[0]:.2f} to {self.ndcgs[-1]:.2f})"
        )


@cache
def country_lists() -> tuple[tuple[FeatureList, ...], tuple[FeatureList, ...]]:
    """The Gapminder lists to learn from, up to 1992, and the held-out ones, from 1997 on.

    A query is a continent in a year. Its items are the countries, with labels from 0 to 4 by life
    expectancy. The features are wealth in that year and ten years before, standardised within the
    list, and a quarter of the label of ten years before.

    >>> learned, held_out = country_lists()
    >>> len(learned), len(held_out), held_out[-1].query
    (35, 15, 'Oceania 2007')
    """
    learned: list[FeatureList] = []
    held_out: list[FeatureList] = []
    for continent, year in continents_and_years():
        if year < _FIRST_YEAR + _YEARS_BEFORE:
            continue
        features = _features(continent, year)
        target = learned if year < HELD_OUT_FROM else held_out
        scenario = gapminder(continent, year, sample=None)
        target.append(
            FeatureList(f"{continent} {year}", scenario.items, features, np.array(scenario.labels))
        )
    return tuple(learned), tuple(held_out)


@cache
def shown_list() -> FeatureList:
    """The list to watch during a training: that of the first lesson, a part of a held-out list."""
    continent, year = SHOWN
    scenario = gapminder(continent, year, sample=9, seed=2521)
    everyone = gapminder(continent, year, sample=None).items
    features = _features(continent, year)[[everyone.index(item) for item in scenario.items]]
    query = f"{continent} {year}"
    return FeatureList(query, scenario.items, features, np.array(scenario.labels))


def feature_lists(lists: Lists) -> list[FeatureList]:
    """The lists of a file as input of a model.

    Raises:
        ValueError: The lists have no features, or features that are not finite.
    """
    if not lists.features.count:
        raise ValueError("the lists have no features: nothing can be learned from them")
    return [
        FeatureList(query, one.items, lists.features[query], np.array(one.labels))
        for query, one in zip(lists.queries, lists, strict=True)
    ]


def check_lists(learned: Sequence[FeatureList], held_out: Sequence[FeatureList]) -> None:
    """Check that a model can be trained and evaluated on these lists.

    Raises:
        ValueError: No list has a relevant item, or the numbers of features differ.
    """
    widths = set()
    for name, lists in (("to learn from", learned), ("held out", held_out)):
        if not any((one.labels > 0).any() for one in lists):
            raise ValueError(f"none of the {len(lists)} lists {name} has a relevant item")
        widths |= {one.features.shape[1] for one in lists}
    if len(widths) > 1:
        raise ValueError(f"all lists must have the same number of features, got {sorted(widths)}")


def list_ndcgs(lists: Iterable[FeatureList], scores: Iterable[NDArray[Any]]) -> Array:
    """NDCG@5 of each list that has a relevant item.

    Args:
        lists: The lists.
        scores: The scores of each list.
    """
    values = []
    for one, s in zip(lists, scores, strict=True):
        there = one.labels >= 0  # padding has no rank
        if (one.labels > 0).any():
            values.append(metrics.ndcg(one.labels[there], metrics.ranks(s[there]), K))
    return np.array(values)


def mean_ndcg(lists: Iterable[FeatureList], scores: Iterable[NDArray[Any]]) -> float:
    """The mean NDCG@5 of the lists that have a relevant item.

    Args:
        lists: The lists.
        scores: The scores of each list.
    """
    return float(list_ndcgs(lists, scores).mean())


def ndcg_by_wealth() -> float:
    """The held-out NDCG@5 of a ranking by wealth alone, the baseline of a model.

    >>> round(ndcg_by_wealth(), 2)
    0.75
    """
    _, held_out = country_lists()
    return mean_ndcg(held_out, [one.features[:, 0] for one in held_out])


def check_options(rate: Any, epochs: Any, seed: Any) -> None:
    """Check the options of a training.

    Raises:
        TypeError: An option has the wrong type.
        ValueError: An option is out of its limits.
    """
    if isinstance(rate, bool) or not isinstance(rate, Real):
        raise TypeError(f"rate must be a number above 0, got {rate!r}")
    if not 0 < float(rate) <= MAX_RATE:
        raise ValueError(f"rate must be above 0 and at most {MAX_RATE:g}, got {rate!r}")
    checked_count("epochs", epochs, 1, 10_000)
    checked_count("seed", seed, 0, 2**31 - 2)


def check_training(value: Any, name: str = "trained") -> None:
    """Refuse anything but a Training, and say how to get one.

    Raises:
        TypeError: `value` is not a Training.
    """
    if not isinstance(value, Training):
        raise TypeError(f"{name} must be what ranklab.train returns, got {type(value).__name__}")


def _features(continent: str, year: int) -> NDArray[np.float32]:
    now = gapminder(continent, year, sample=None)
    before = gapminder(continent, year - _YEARS_BEFORE, sample=None)
    known = dict(zip(before.items, zip(before.scores, before.labels, strict=True), strict=True))
    rows = [
        (wealth, known[item][0], known[item][1] / 4)
        for item, wealth in zip(now.items, now.scores, strict=True)
    ]
    return np.array(rows, dtype=np.float32)
