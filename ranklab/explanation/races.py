"""Races: the terms of a loss, and what they come to.

    loss = sum over races r of  w_r * ( logsumexp over j in C_r of l_j  -  l_winner(r) )

A race has an owner (the item whose part of the loss it is), a winner (an item, or a line that
stands at 0), competitors `C_r` (the winner among them), a weight `w_r`, and a probability: the
softmax of the winner's logit among the competitors. A layout says which races there are: `Rows`,
`Pairs` or `Line`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import textbook

Array = NDArray[np.float64]
Matrix = NDArray[np.bool_]

_BLOCK = 1 << 21  # entries of the (n, n) matrices worked on at a time: 16 MB


@dataclass(frozen=True)
class Race:
    """One race.

    Attributes:
        owner: The item whose part of the loss it is.
        winner: The item that should win, or None for the line at 0.
        competitors: The items that stand in it.
        weight: `w_r`.
        probability: The softmax of the winner's logit among the competitors.
        against_line: Whether the line stands in it, too.
    """

    owner: int
    winner: int | None
    competitors: tuple[int, ...]
    weight: float
    probability: float
    against_line: bool = False


@dataclass(frozen=True, eq=False)
class Outcome:
    """What races come to; derivatives are by the logits. Arrays have the shape (n,).

    Attributes:
        contributions: What the races that an item owns cost.
        gradient: The derivative of the loss.
        pull_up: How hard the races that an item should win raise it.
        push_down: How hard the races that others should win lower it.
        probabilities: The probability of each item's race, where each has one; else None.
    """

    contributions: Array
    gradient: Array
    pull_up: Array
    push_down: Array
    probabilities: Array | None = None


@dataclass(frozen=True, eq=False)
class Rows:
    """One race for each item, which the item should win.

    Attributes:
        weights: The weight of each race, shape (n,).
        competitors: Row i is `C_i`, shape (n, n); None where every item stands in every race.
    """

    weights: Array
    competitors: Matrix | None = None

    def outcome(self, logits: Array) -> Outcome:
        """What the races come to.

        >>> Rows(np.array([1.0, 0.0])).outcome(np.array([0.6, 0.8])).contributions.round(6)
        array([0.798139, 0.      ])
        """
        log_p, pressure = self._pressure(logits)
        p = np.exp(log_p)
        gradient = pressure - self.weights
        pull_up = self.weights * (1.0 - p)
        push_down = np.maximum(gradient + pull_up, 0.0)
        return Outcome(self.weights * -log_p, gradient, pull_up, push_down, p)

    def _pressure(self, logits: Array) -> tuple[Array, Array]:
        """`log p`, and the sum over all races of `w_r q_rj`, (n,)."""
        n, competitors = logits.size, self.who_competes()
        if self.competitors is None and n:  # all races are the same
            log_q = textbook.log_probabilities(logits, competitors[:1])[0]
            return log_q, self.weights.sum() * np.exp(log_q)
        log_p, pressure = np.empty(n), np.zeros(n)
        for block in _blocks(n):
            log_q = textbook.log_probabilities(logits, competitors[block])
            log_p[block] = np.diagonal(log_q, offset=block.start)
            pressure += self.weights[block] @ np.exp(log_q)
        return log_p, pressure

    def who_competes(self) -> Matrix:
        """Row i: who stands in the race that item i should win, shape (n, n)."""
        n = self.weights.size
        return np.broadcast_to(np.True_, (n, n)) if self.competitors is None else self.competitors

    def probabilities(self, logits: Array) -> Array:
        """`q`, row i: each item's probability in the race of item i, shape (n, n)."""
        return np.exp(textbook.log_probabilities(logits, self.who_competes()))

    def total_weight(self) -> float:
        """The sum of `|w_r|` over the races."""
        return float(np.abs(self.weights).sum())

    def targets(self) -> Array:
        """What the loss wants each probability to be, shape (n,).

        `w_i / sum w` where all races share their competitors, so that they share one distribution;
        else 1.
        """
        if self.competitors is not None:
            return np.ones_like(self.weights)
        total = self.weights.sum()
        return self.weights / total if total > 0 else np.zeros_like(self.weights)

    def owned_by(self, item: int, logits: Array) -> tuple[Race, ...]:
        """The races that an item owns."""
        there = np.flatnonzero(self.who_competes()[item]).tolist()
        centred = np.exp(logits[there] - logits[there].max())
        p = float(centred[there.index(item)] / centred.sum())
        return (Race(item, item, tuple(there), float(self.weights[item]), p),)


@dataclass(frozen=True, eq=False)
class Pairs:
    """One race for each pair of an item and another that it should beat.

    Attributes:
        count: The number of items, n.
        weights: Given some rows, a slice, the weights of the races that these items should win,
            shape (m, n): entry [i, j] is that against j, 0 where there is none. The matrix may be
            too large to be held at once.
    """

    count: int
    weights: Callable[[slice], Array]

    def outcome(self, logits: Array) -> Outcome:
        """What the races come to.

        >>> one_pair = Pairs(2, lambda rows: np.array([[0.0, 1.0], [0.0, 0.0]])[rows])
        >>> one_pair.outcome(np.array([0.6, 0.8])).contributions.round(6)
        array([0.798139, 0.      ])
        """
        contributions, pull_up, push_down = np.zeros((3, self.count))
        for block in _blocks(self.count):
            weights = self.weights(block)
            ahead = logits - logits[block, np.newaxis]
            contributions[block] = (weights * _softplus(ahead)).sum(axis=1)
            pressure = weights * _sigmoid(ahead)
            pull_up[block] = pressure.sum(axis=1)
            push_down += pressure.sum(axis=0)
        return Outcome(contributions, push_down - pull_up, pull_up, push_down)

    def who_competes(self) -> Matrix:
        """Row i: who stands in a race that item i should win, shape (n, n)."""
        result = np.zeros((self.count, self.count), bool)
        for block in _blocks(self.count):
            result[block] = self.weights(block) != 0
        np.fill_diagonal(result, result.any(axis=1))
        return result

    def probabilities(self, logits: Array) -> Array:
        """Row i: each item's probability, averaged over the races of item i by weight, (n, n)."""
        result = np.zeros((self.count, self.count))
        for block in _blocks(self.count):
            weights = self.weights(block)
            total = weights.sum(axis=1, keepdims=True)
            scaled = np.divide(weights, total, out=np.zeros_like(weights), where=total != 0)
            result[block] = scaled * _sigmoid(logits - logits[block, np.newaxis])
        np.fill_diagonal(result, np.where(self.row_weights() != 0, 1.0 - result.sum(axis=1), 0.0))
        return result

    def row_weights(self) -> Array:
        """The sum of the weights of the races that each item should win, shape (n,)."""
        return np.concatenate([self.weights(block).sum(axis=1) for block in _blocks(self.count)])

    def total_weight(self) -> float:
        """The sum of `|w_r|` over the races."""
        return float(sum(np.abs(self.weights(block)).sum() for block in _blocks(self.count)))

    def owned_by(self, item: int, logits: Array) -> tuple[Race, ...]:
        """The races that an item owns."""
        weights = self.weights(slice(item, item + 1))[0]
        return tuple(
            Race(
                item, item, (item, j), float(weights[j]), float(_sigmoid(logits[item] - logits[j]))
            )
            for j in np.flatnonzero(weights).tolist()
        )


@dataclass(frozen=True, eq=False)
class Line:
    """Two races for each item, against a line at 0: the item should win one, the line the other.

    Attributes:
        above: The weight of the race that the item should win, shape (n,).
        below: The weight of the race that the line should win, shape (n,).
    """

    above: Array
    below: Array

    def outcome(self, logits: Array) -> Outcome:
        """What the races come to.

        >>> Line(np.array([1.0]), np.array([0.0])).outcome(np.zeros(1)).contributions.round(6)
        array([0.693147])
        """
        contributions = self.above * _softplus(-logits) + self.below * _softplus(logits)
        pull_up, push_down = self.above * _sigmoid(-logits), self.below * _sigmoid(logits)
        return Outcome(contributions, push_down - pull_up, pull_up, push_down)

    def who_competes(self) -> Matrix:
        """Row i: who stands in a race that item i should win: itself alone, shape (n, n)."""
        return np.diag(self.above != 0)

    def probabilities(self, logits: Array) -> Array:
        """Row i: the item's probability in the race that it should win, shape (n, n)."""
        return np.diag(np.where(self.above != 0, _sigmoid(logits), 0.0))

    def total_weight(self) -> float:
        """The sum of `|w_r|` over the races."""
        return float(np.abs(self.above).sum() + np.abs(self.below).sum())

    def owned_by(self, item: int, logits: Array) -> tuple[Race, ...]:
        """The races that an item owns."""
        p = float(_sigmoid(logits[item]))
        both = (item, float(self.above[item]), p), (None, float(self.below[item]), 1.0 - p)
        return tuple(
            Race(item, winner, (item,), weight, probability, against_line=True)
            for winner, weight, probability in both
            if weight
        )


Layout = Rows | Pairs | Line


def _blocks(n: int) -> Iterator[slice]:
    """Rows of an (n, n) matrix, a few at a time: 10,000 items fit in memory."""
    rows = max(1, _BLOCK // max(n, 1))
    return (slice(start, min(start + rows, n)) for start in range(0, n, rows))


def _softplus(x: Array) -> Array:
    return np.asarray(np.logaddexp(0.0, x))


def _sigmoid(x: Array) -> Array:
    return np.asarray(np.exp(-np.logaddexp(0.0, -x)))
