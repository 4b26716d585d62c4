"""Ties: the loss of a list under every order of its tied scores.

ranklab ranks ties by position. TF-Ranking ranks them at random, so that one input has many losses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics
from ranklab.explanation.answer import races_of
from ranklab.explanation.definitions import why_not
from ranklab.explanation.scenario import Scenario, check_scenario

Array = NDArray[np.float64]

MOST_ORDERS = 5040  # all orders of seven tied items


@dataclass(frozen=True, eq=False)
class TieOrders:
    """The losses and metrics that one list could have, one entry for each order of its ties.

    Attributes:
        scenario: The list.
        count: How many orders there are.
        sampled: Whether there were too many to try all: then the entries are a random sample.
        losses: The loss under each order, shape (m,).
        ndcgs: NDCG under each order, shape (m,).
    """

    scenario: Scenario
    count: int
    sampled: bool
    losses: Array
    ndcgs: Array

    @property
    def mean(self) -> float:
        """The mean loss over the orders: what TF-Ranking's random ranks give on average."""
        return float(self.losses.mean())

    def __repr__(self) -> str:
        tried = f"a sample of {len(self.losses):,} of " if self.sampled else ""
        count = f"{self.count:,}" if self.count < 10**9 else f"{self.count:.1e}"
        return (
            f"TieOrders({tried}{count} orders, loss={self.losses.min():.6f} to "
            f"{self.losses.max():.6f}, mean={self.mean:.6f}, "
            f"NDCG={self.ndcgs.min():.4f} to {self.ndcgs.max():.4f})"
        )


def tie_orders(scenario: Scenario, most: int = MOST_ORDERS, seed: int = 0) -> TieOrders:
    """Compute the loss and NDCG of a list under every order of its tied scores.

    Args:
        scenario: The list.
        most: How many orders to try at most; of more, as many are drawn at random.
        seed: Of that draw.

    Raises:
        TypeError: `scenario` is no Scenario, or `most` no whole number.
        ValueError: `most` is below 1.

    >>> tie_orders(Scenario([0, 0, 0], [2, 1, 0], lambda_weight="ndcg"))
    TieOrders(6 orders, loss=0.644757 to 1.098612, mean=0.859675, NDCG=0.5869 to 1.0000)
    """
    check_scenario(scenario)
    if isinstance(most, bool) or not isinstance(most, Integral):
        raise TypeError(f"most must be a whole number of orders, got {most!r}")
    if most < 1:
        raise ValueError(f"most must be at least 1, got {most}")
    labels = np.array(scenario.labels)
    there = np.flatnonzero(labels >= 0)
    y, s = labels[there], np.array(scenario.scores)[there]
    groups = [np.flatnonzero(s == score) for score in np.unique(s)]
    groups = [group for group in groups if group.size > 1]
    count = math.prod(math.factorial(group.size) for group in groups)
    orders = _all(groups) if count <= most else _some(groups, int(most), seed)
    by_position = metrics.ranks(s)
    weight = scenario.lambda_weight
    moves_loss = weight is not None and not why_not(scenario.loss, "lambda_weight", weight)
    losses, ndcgs = [], []
    for order in orders:
        place = np.arange(y.size)
        for group, permuted in zip(groups, order, strict=True):
            place[list(permuted)] = group
        ndcgs.append(metrics.ndcg(y[place], by_position))
        if moves_loss or not losses:  # ranks act through a lambda weight alone
            losses.append(_loss(scenario, y[place], s, there[place]))
        else:
            losses.append(losses[0])
    return TieOrders(scenario, count, count > most, np.array(losses), np.array(ndcgs))


def _loss(scenario: Scenario, y: Array, s: Array, there: NDArray[np.int64]) -> float:
    outcome = races_of(scenario, y, s, there).outcome(s / scenario.temperature)
    return float(outcome.contributions.sum()) + 0.0


def _all(groups: list[NDArray[np.int64]]) -> Iterator[tuple[tuple[int, ...], ...]]:
    return product(*(permutations(group.tolist()) for group in groups))


def _some(
    groups: list[NDArray[np.int64]], count: int, seed: int
) -> Iterator[tuple[tuple[int, ...], ...]]:
    random = np.random.default_rng(seed)
    for _ in range(count):
        yield tuple(tuple(random.permutation(group).tolist()) for group in groups)
