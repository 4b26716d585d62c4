"""Ranks, gains, discounts and the ranking metrics of one list, in NumPy.

Everything here is a pure function of one list. Ranks are 1-based, best score first; items with
equal scores rank by position. `relevance_threshold` gives the label from which an item counts as
relevant for `mrr`, `precision` and `average_precision`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log2
from numbers import Real
from reprlib import repr as shown
from sys import float_info
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
RankedGains = list[tuple[int, float]]  # pairs of a rank and a gain
RELEVANT_FROM = 1.0


@dataclass(frozen=True)
class Metrics:
    """The metrics of one ranked list.

    Attributes:
        ndcg: NDCG over the whole list; 0 if no item is relevant.
        ndcg_at_k: NDCG of the first `k` places.
        dcg_at_k: DCG of the first `k` places.
        mrr: Reciprocal rank of the first relevant item; 0 if there is none.
        precision_at_k: Relevant items within the first `k` places, divided by `k`.
        average_precision: Mean of the precision at the rank of each relevant item.
        k: The cut-off, in places.
        gain: The gain of NDCG and DCG, a key of `GAINS`.
        relevant_from: The chosen label from which an item counts as relevant; None for the rule
            of `relevance_threshold`.
        threshold: The label from which an item of this list counts as relevant.
    """

    ndcg: float
    ndcg_at_k: float
    dcg_at_k: float
    mrr: float
    precision_at_k: float
    average_precision: float
    k: int
    gain: str
    relevant_from: float | None
    threshold: float


def ranks(scores: ArrayLike) -> NDArray[np.int64]:
    """Rank each item by its score: 1 for the best, ties by position.

    Args:
        scores: Scores, shape (n,).

    Returns:
        1-based ranks in the order of the items, shape (n,).

    >>> ranks([0.5, 0.9, 0.5])
    array([2, 1, 3])
    """
    s = np.asarray(scores, dtype=np.float64)
    if s.ndim != 1:
        raise ValueError(f"scores must be one list, shape (n,), got shape {s.shape}")
    result = np.empty(s.size, np.int64)
    result[np.argsort(-s, kind="stable")] = np.arange(1, s.size + 1)
    return result


def identity(label: ArrayLike) -> Array:
    """Gain of a label: the label itself (the default of `DCGLambdaWeight`)."""
    return np.asarray(label, dtype=np.float64)


def pow_minus_1(label: ArrayLike) -> Array:
    """Gain of a label: `2^label - 1` (NDCG, and the item weight of UniqueSoftmaxLoss).

    >>> pow_minus_1([0, 1, 2])
    array([0., 1., 3.])
    """
    return np.asarray(np.expm1(np.asarray(label, dtype=np.float64) * np.log(2.0)))


# The gains to choose from for NDCG and DCG; the first is the default.
GAINS: dict[str, Callable[[ArrayLike], Array]] = {"exponential": pow_minus_1, "linear": identity}


def inverse(rank: ArrayLike) -> Array:
    """Discount of a rank: `1 / rank` (the default of `DCGLambdaWeight`)."""
    return 1.0 / np.asarray(rank, dtype=np.float64)


def log2_inverse(rank: ArrayLike) -> Array:
    """Discount of a rank: `1 / log2(1 + rank)` (NDCG).

    >>> log2_inverse([1, 3])
    array([1. , 0.5])
    """
    return np.asarray(np.log(2.0) / np.log1p(np.asarray(rank, dtype=np.float64)))


def dcg(labels: ArrayLike, ranks: ArrayLike, k: int | None = None) -> float:
    """Discounted cumulative gain: `sum over rank <= k of (2^label - 1) / log2(1 + rank)`.

    Args:
        labels: Labels, shape (n,); padding, below 0, has no gain.
        ranks: 1-based ranks, shape (n,).
        k: The cut-off in places; None for the whole list.

    >>> round(dcg([1, 0, 2], [1, 2, 3]), 6)  # 1 / 1 + 3 / 2
    2.5
    """
    return _discounted(_gains_by_rank(labels, ranks), k)


def ndcg(labels: ArrayLike, ranks: ArrayLike, k: int | None = None) -> float:
    """`dcg` divided by the largest DCG of any ranking of these labels.

    Args:
        labels: Labels, shape (n,).
        ranks: 1-based ranks, shape (n,).
        k: The cut-off in places; None for the whole list.

    Returns:
        A number in [0, 1]; 0 if no item is relevant.

    Source: Järvelin and Kekäläinen, 2002, with the gain of Burges et al., 2005.

    >>> round(ndcg([1, 0], [2, 1]), 4)
    0.6309
    """
    gains = _gains_by_rank(labels, ranks)
    return _normalized(gains, _ideal(gains), k)


def relevance_threshold(labels: ArrayLike, relevant_from: float | None = None) -> float:
    """The label from which an item counts as relevant for `mrr`, `precision`, `average_precision`.

    Args:
        labels: Labels, shape (n,); padding, below 0, is never relevant.
        relevant_from: The label, above 0. None for the default rule: 1, or the smallest label
            above 0 in a list whose labels are all below 1.

    Raises:
        TypeError: `relevant_from` is not a number.
        ValueError: It is not above 0, or not finite.

    >>> relevance_threshold([3, 0.5, 0]), relevance_threshold([0.61, 0.14, 0])
    (1.0, 0.14)
    """
    if relevant_from is not None:
        return _checked_threshold(relevant_from)
    values = np.asarray(labels, dtype=np.float64)
    positive = values[values > 0]
    if not positive.size or positive.max() >= RELEVANT_FROM:
        return RELEVANT_FROM
    return float(positive.min())


def mrr(labels: ArrayLike, ranks: ArrayLike, relevant_from: float | None = None) -> float:
    """Reciprocal rank of the first relevant item, 0 if there is none.

    `relevant_from`, here and below, is that of `relevance_threshold`.

    >>> mrr([0, 1, 2], [1, 2, 3])
    0.5
    >>> mrr([0, 1, 2], [1, 2, 3], relevant_from=2) == 1 / 3
    True
    """
    return measure(labels, ranks, 1, relevant_from=relevant_from).mrr


def precision(
    labels: ArrayLike, ranks: ArrayLike, k: int, relevant_from: float | None = None
) -> float:
    """Relevant items within the first `k` places, divided by `k` (also in shorter lists).

    >>> precision([0, 1, 2], [1, 2, 3], k=2)
    0.5
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    return measure(labels, ranks, k, relevant_from=relevant_from).precision_at_k


def average_precision(
    labels: ArrayLike, ranks: ArrayLike, relevant_from: float | None = None
) -> float:
    """Mean of the precision at the rank of each relevant item, 0 if there is none.

    >>> average_precision([1, 0, 1], [1, 2, 4])
    0.75
    """
    return measure(labels, ranks, 1, relevant_from=relevant_from).average_precision


def measure(
    labels: ArrayLike,
    ranks: ArrayLike,
    k: int,
    gain: str = "exponential",
    relevant_from: float | None = None,
    missed: Sequence[float] = (),
) -> Metrics:
    """All the metrics of one list.

    Args:
        labels: Labels, shape (n,).
        ranks: 1-based ranks, shape (n,).
        k: The cut-off of NDCG@k, DCG@k and precision@k, in places.
        gain: `'exponential'`, 2^label - 1, or `'linear'`, the label itself.
        relevant_from: The label from which an item counts as relevant; see `relevance_threshold`.
        missed: Labels, from 0, of items that are not in the list. They have no rank, but count
            in the ideal ranking of NDCG and in the number of relevant items of average precision.

    Raises:
        TypeError: `relevant_from` is not a number.
        ValueError: `gain` is unknown, or `relevant_from` is not above 0.

    >>> measure([0.61, 0.14, 0], [1, 2, 3], k=2).precision_at_k
    1.0
    >>> measure([0.61, 0.14, 0], [1, 2, 3], k=2, relevant_from=0.5).precision_at_k
    0.5
    """
    if gain not in GAINS:
        raise ValueError(f"gain must be one of {', '.join(map(repr, GAINS))}, got {gain!r}")
    threshold = relevance_threshold([*np.asarray(labels), *missed], relevant_from)
    gains = _gains_by_rank(labels, ranks, GAINS[gain])
    unranked = [(0, value) for value in GAINS[gain](np.asarray(missed)).tolist()]
    ideal, relevant = _ideal([*gains, *unranked]), _relevant_ranks(labels, ranks, threshold)
    count = len(relevant) + sum(label >= threshold for label in missed)
    precisions = [found / rank for found, rank in enumerate(relevant, start=1)]
    return Metrics(
        ndcg=_normalized(gains, ideal, None),
        ndcg_at_k=_normalized(gains, ideal, k),
        dcg_at_k=_discounted(gains, k),
        mrr=1.0 / relevant[0] if relevant else 0.0,
        precision_at_k=sum(rank <= k for rank in relevant) / k,
        average_precision=sum(precisions) / count if count else 0.0,
        k=k,
        gain=gain,
        relevant_from=None if relevant_from is None else threshold,
        threshold=threshold,
    )


# Plain floats: for lists of tens of items, they are faster than arrays.


def _gains_by_rank(
    labels: ArrayLike, ranks: ArrayLike, gain: Callable[[ArrayLike], Array] = pow_minus_1
) -> RankedGains:
    """Pairs of a rank and the gain of its item, from rank 1; padding has no gain."""
    r = _matching(ranks, labels)
    gains = gain(np.maximum(np.asarray(labels, dtype=np.float64), 0.0))
    return sorted(zip(r.tolist(), gains.tolist(), strict=True))


def _ideal(gains: RankedGains) -> RankedGains:
    """The same gains in the best order."""
    return list(enumerate(sorted((gain for _, gain in gains), reverse=True), start=1))


def _discounted(gains: RankedGains, k: int | None) -> float:
    """The sum of the gains of the first `k` places, discounted."""
    return sum(gain / log2(1 + rank) for rank, gain in gains if k is None or rank <= k)


def _normalized(gains: RankedGains, ideal: RankedGains, k: int | None) -> float:
    """The discounted sum divided by that of the ideal ranking."""
    best = _discounted(ideal, k)
    return _discounted(gains, k) / best if best > 0 else 0.0


def _matching(ranks: ArrayLike, labels: ArrayLike) -> NDArray[np.int64]:
    r, shape = np.asarray(ranks), np.shape(labels)
    if r.ndim != 1 or r.shape != shape:
        raise ValueError(f"ranks has shape {r.shape} but labels has {shape}: give a rank per label")
    return r


def _checked_threshold(relevant_from: Any) -> float:
    wanted = "relevant_from must be a label above 0, such as 0.5, or None for the default rule"
    if isinstance(relevant_from, bool) or not isinstance(relevant_from, Real):
        raise TypeError(f"{wanted}, got {shown(relevant_from)}")
    value: Any = relevant_from  # an integer may be too large for a float
    if not 0 < value <= float_info.max:
        raise ValueError(f"{wanted}, got {shown(value)}")
    return float(value)


def _relevant_ranks(labels: ArrayLike, ranks: ArrayLike, threshold: float) -> list[int]:
    there = _matching(ranks, labels)
    return sorted(there[np.asarray(labels) >= threshold].tolist())
