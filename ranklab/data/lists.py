"""What every reader returns: one scenario for each query, and remarks on the source."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.data.batches import dataset_of
from ranklab.data.features import NO_FEATURES, Features
from ranklab.data.notes import some, tie_notes
from ranklab.explanation import metrics
from ranklab.explanation.answer import DEFAULT_K, check_k, explain
from ranklab.explanation.checks import checked_count, shown
from ranklab.explanation.formatting import items
from ranklab.explanation.scenario import Scenario

Array = NDArray[np.float64]

HARD_BY = ("loss", "gap")


@dataclass(frozen=True, eq=False, repr=False)
class Lists:
    """Lists by query: `len(lists)`, `lists["query"]`, `for scenario in lists`.

    `print` shows how many lists there are, and the notes on them and their source.

    Attributes:
        queries: The name of each query, in the order of the source.
        scenarios: The list of each query, in the same order.
        features: The features of each list, by query: `lists.features["query"]` is an array
            (n, f). Empty if the source has none.
        remarks: Remarks on the source as a whole.
        missed: By query, the labels of relevant items that are in no list because a run did not
            find them (`read_trec`). A query without such items has no entry.
    """

    queries: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    features: Features = NO_FEATURES
    remarks: tuple[str, ...] = ()
    missed: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not len(self.queries) == len(self.scenarios) == len(set(self.queries)) > 0:
            raise ValueError(
                "queries must hold one unique name for each scenario, and at least one"
            )

    def __len__(self) -> int:
        return len(self.scenarios)

    def __iter__(self) -> Iterator[Scenario]:
        return iter(self.scenarios)

    def __contains__(self, query: object) -> bool:
        return query in self._places

    def __getitem__(self, query: str) -> Scenario:
        try:
            return self.scenarios[self._places[query]]
        except (KeyError, TypeError):
            raise KeyError(
                f"there is no query {shown(query)}; there are {some(map(repr, self.queries))}"
            ) from None

    def __repr__(self) -> str:
        total = sum(map(len, self.scenarios))
        notes = f", {len(self.notes)} to note" if self.notes else ""
        return f"Lists({_count(len(self))}, {items(total)}{notes})"

    def __str__(self) -> str:
        lengths = [len(scenario) for scenario in self]
        labels = [label for scenario in self for label in scenario.labels]
        silent = sum(not any(label > 0 for label in scenario.labels) for scenario in self)
        span = "" if len(self) == 1 else f", {min(lengths)} to {max(lengths)} in a list"
        lines = [
            f"{_count(len(self))}: {items(sum(lengths))}{span}; "
            f"labels {min(labels):g} to {max(labels):g}",
            *self.notes,
        ]
        if silent:
            verb = "costs 0 and has" if silent == 1 else "cost 0 and have"
            lines.append(f"{_count(silent)} with no relevant item {verb} no gradient")
        return "\n".join(lines)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Notes on the source and on these lists, one sentence each."""
        return (*self.remarks, *tie_notes(dict(zip(self.queries, self.scenarios, strict=True))))

    def sample(self, n: int, seed: int = 0) -> Lists:
        """Draw lists at random, without changing their order.

        Args:
            n: How many lists to draw.
            seed: The seed of the draw.

        Raises:
            TypeError: `n` or `seed` is not a whole number.
            ValueError: There are fewer than `n` lists.
        """
        count = checked_count("n", n, 1, len(self), "lists")
        if isinstance(seed, bool) or not isinstance(seed, Integral):
            raise TypeError(f"seed must be a whole number, got {shown(seed)}")
        return self._picked(sorted(random.Random(int(seed)).sample(range(len(self)), count)))

    def hardest(self, n: int, by: str = "loss") -> Lists:
        """The hardest lists, hardest first.

        Args:
            n: How many. Lists with no relevant item are left out, so there may be fewer.
            by: `'loss'`: the lists with the largest loss. `'gap'`: the lists on which loss and
                NDCG disagree most. Lists are compared by two percentiles, from 0 to 1, one of the
                loss and one of 1 - NDCG: the fraction of lists below, plus half of those with the
                same value. The gap is the difference between them. `missed` items are not counted.

        Raises:
            TypeError: `n` is not a whole number.
            ValueError: There are fewer than `n` lists, none has a relevant item, or `by` is
                unknown.
        """
        count = checked_count("n", n, 1, len(self), "lists")
        if by not in HARD_BY:
            raise ValueError(f"by must be 'loss' or 'gap', got {shown(by)}")
        places, losses, ndcgs = self._measured
        if not places.size:
            raise ValueError("no list has a relevant item: every list costs 0, so none is hardest")
        hardness = losses if by == "loss" else np.abs(_standing(losses) - _standing(1.0 - ndcgs))
        return self._picked(places[np.argsort(-hardness, kind="stable")[:count]].tolist())

    def metrics(
        self, k: int = DEFAULT_K, gain: str = "exponential", relevant_from: float | None = None
    ) -> dict[str, metrics.Metrics]:
        """The metrics of every list, by query, `missed` items included.

        The ideal ranking of NDCG and the number of relevant items of average precision include
        the missed items, so both metrics may be lower than those of `explain`. With
        `gain="linear"` they equal those of trec_eval, except for ties: here, items with equal
        scores rank in the order of the file.

        Args:
            k: The cut-off of NDCG@k, DCG@k and precision@k, in places.
            gain: `'exponential'`, 2^label - 1, or `'linear'`, the label itself.
            relevant_from: As for `explain`.

        Raises:
            TypeError: `k` is not a whole number, or `relevant_from` is not a number.
            ValueError: `k` is below 1, `gain` is unknown, or `relevant_from` is not above 0.
        """
        check_k(k)
        return {
            query: _measured(scenario, self.missed.get(query, ()), int(k), gain, relevant_from)
            for query, scenario in zip(self.queries, self.scenarios, strict=True)
        }

    def to_dataset(self, batch: int, *, ragged: bool = False, seed: int | None = None) -> Any:
        """The lists as a `tf.data.Dataset` of batches `(features, labels, sample_weight)`.

        Dense batches have the shapes `[batch, n, f]`, `[batch, n]` and `[batch, n]`, where n is
        the length of the longest list of the batch. Padding has label -1, which all losses of
        ranklab mask, weight 0 and features of 0. Ragged batches have no padding. All values are
        float32. An item without a sample weight has weight 1.

        Args:
            batch: The number of lists in a batch; the last batch may have fewer.
            ragged: Whether to return `tf.RaggedTensor` instead of padding.
            seed: Shuffles the lists anew in each epoch; None keeps their order.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: `batch` is out of its limits, or the lists have no features.
        """
        lists = dict(zip(self.queries, self.scenarios, strict=True))
        return dataset_of(lists, self.features, batch, ragged, seed)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {query: place for place, query in enumerate(self.queries)}

    @cached_property
    def _measured(self) -> tuple[NDArray[np.int64], Array, Array]:
        """The places of the lists with a relevant item, their losses and their NDCGs."""
        measured = []
        for place, scenario in enumerate(self):
            explanation = explain(scenario)
            if explanation.has_relevant_item:
                measured.append((place, explanation.loss, explanation.metrics.ndcg))
        places, losses, ndcgs = np.array(measured, np.float64).reshape(-1, 3).T
        return places.astype(np.int64), losses, ndcgs

    def _picked(self, places: Iterable[int]) -> Lists:
        chosen = list(places)
        queries = tuple(self.queries[place] for place in chosen)
        return Lists(
            queries=queries,
            scenarios=tuple(self.scenarios[place] for place in chosen),
            features=self.features.picked(queries),
            remarks=self.remarks,
            missed={query: self.missed[query] for query in queries if query in self.missed},
        )


def _standing(values: Array) -> NDArray[np.int64]:
    """The rank of each value: twice the number of smaller values plus the number of equal ones."""
    rounded = values.round(9)  # losses that differ by rounding alone are equal
    ordered = np.sort(rounded)
    below = np.searchsorted(ordered, rounded, side="left")
    return np.asarray(below + np.searchsorted(ordered, rounded, side="right"))


def _count(lists: int) -> str:
    return f"{lists:,} list" if lists == 1 else f"{lists:,} lists"


def _measured(
    scenario: Scenario, missed: tuple[float, ...], k: int, gain: str, relevant_from: float | None
) -> metrics.Metrics:
    there = np.array(scenario.labels) >= 0
    labels, scores = np.array(scenario.labels)[there], np.array(scenario.scores)[there]
    return metrics.measure(labels, metrics.ranks(scores), k, gain, relevant_from, missed)
