"""Ranks, gains, discounts and the ranking metrics of one list, in NumPy.

Everything here is a pure function of one list. Ranks are 1-based, best score first; items with
equal scores rank in the order of their position. From which label an item counts as relevant for
`mrr`, `precision` and `average_precision` is said by `relevance_threshold`.
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
RELEVANT_FROM = 1.0


@dataclass(frozen=True)
class Metrics:
    """The metrics of one ranked list.

    Attributes:
        ndcg: NDCG over the whole list; 0 where nothing is relevant.
        ndcg_at_k: NDCG of the first `k` places.
        dcg_at_k: DCG of the first `k` places.
        mrr: Reciprocal rank of the first relevant item; 0 where there is none.
        precision_at_k: Relevant items within the first `k` places, divided by `k`.
        average_precision: Mean of the precision at the rank of each relevant item.
        k: The cut-off, in places.
        gain: The gain of NDCG and DCG, a key of `GAINS`.
        relevant_from: The label from which an item counts as relevant, as it was chosen; None for
            the rule of `relevance_threshold`.
        threshold: That label in this list.
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


# What one may choose for NDCG and DCG; the first is the usual one.
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


def _present(labels: ArrayLike) -> Array:
    """Labels with padding (below 0) as 0, so that it has neither gain nor relevance."""
    return np.maximum(np.asarray(labels, dtype=np.float64), 0.0)


def dcg(labels: ArrayLike, ranks: ArrayLike, k: int | None = None) -> float:
    """Discounted cumulative gain: `sum over rank <= k of (2^label - 1) / log2(1 + rank)`.

    Args:
        labels: Labels, shape (n,); padding, below 0, has no gain.
        ranks: 1-based ranks, shape (n,).
        k: The cut-off in places; None for the whole list.

    >>> round(dcg([1, 0, 2], [1, 2, 3]), 6)  # 1 / 1 + 3 / 2
    2.5
    """
    return _dcg(_gains_by_rank(labels, ranks), k)


def ndcg(labels: ArrayLike, ranks: ArrayLike, k: int | None = None) -> float:
    """`dcg` divided by the largest DCG that any ranking of these labels reaches.

    Args:
        labels: Labels, shape (n,).
        ranks: 1-based ranks, shape (n,).
        k: The cut-off in places; None for the whole list.

    Returns:
        A number in [0, 1]; 0 where nothing is relevant.

    Source: Järvelin and Kekäläinen, 2002, with the gain of Burges et al., 2005.

    >>> round(ndcg([1, 0], [2, 1]), 4)
    0.6309
    """
    gains = _gains_by_rank(labels, ranks)
    return _ndcg(gains, _ideal(gains), k)


def relevance_threshold(labels: ArrayLike, relevant_from: float | None = None) -> float:
    """The label from which an item counts as relevant for `mrr`, `precision`, `average_precision`.

    Args:
        labels: Labels, shape (n,); padding, below 0, is never relevant.
        relevant_from: That label, above 0. None for the usual rule: 1; in a list where no label
            reaches 1, the smallest above 0.

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
    """Reciprocal rank of the first relevant item, 0 where there is none.

    `relevant_from` here and below is that of `relevance_threshold`.

    >>> mrr([0, 1, 2], [1, 2, 3])
    0.5
    >>> mrr([0, 1, 2], [1, 2, 3], relevant_from=2) == 1 / 3
    True
    """
    return _mrr(_relevant_ranks(labels, ranks, relevance_threshold(labels, relevant_from)))


def precision(
    labels: ArrayLike, ranks: ArrayLike, k: int, relevant_from: float | None = None
) -> float:
    """Relevant items within the first `k` places, divided by `k` (also in shorter lists).

    >>> precision([0, 1, 2], [1, 2, 3], k=2)
    0.5
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    threshold = relevance_threshold(labels, relevant_from)
    return _precision(_relevant_ranks(labels, ranks, threshold), k)


def average_precision(
    labels: ArrayLike, ranks: ArrayLike, relevant_from: float | None = None
) -> float:
    """Mean over the relevant items of the precision at their rank, 0 where there is none.

    >>> average_precision([1, 0, 1], [1, 2, 4])
    0.75
    """
    threshold = relevance_threshold(labels, relevant_from)
    relevant = _relevant_ranks(labels, ranks, threshold)
    return _average_precision(relevant, len(relevant))


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
        missed: Labels, from 0, of items that were not found. They have no rank, and stand in the
            best ranking that NDCG divides by, and in the number of relevant items that average
            precision divides by.

    Raises:
        TypeError: `relevant_from` is not a number.
        ValueError: There is no such gain, or `relevant_from` is not above 0.

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
    return Metrics(
        ndcg=_ndcg(gains, ideal, None),
        ndcg_at_k=_ndcg(gains, ideal, k),
        dcg_at_k=_dcg(gains, k),
        mrr=_mrr(relevant),
        precision_at_k=_precision(relevant, k),
        average_precision=_average_precision(
            relevant, len(relevant) + sum(label >= threshold for label in missed)
        ),
        k=k,
        gain=gain,
        relevant_from=None if relevant_from is None else threshold,
        threshold=threshold,
    )


# Plain floats: for the tens of items that one looks at, faster than arrays.


def _gains_by_rank(
    labels: ArrayLike, ranks: ArrayLike, gain: Callable[[ArrayLike], Array] = pow_minus_1
) -> list[tuple[int, float]]:
    """Pairs of a rank and the gain that stands there, from the top; padding has no gain."""
    r = _matching(ranks, labels)
    gains = gain(_present(labels))
    return sorted(zip(r.tolist(), gains.tolist(), strict=True))


def _ideal(gains: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The same gains in the best order."""
    return list(enumerate(sorted((gain for _, gain in gains), reverse=True), start=1))


def _dcg(gains: list[tuple[int, float]], k: int | None) -> float:
    return sum(gain / log2(1 + rank) for rank, gain in gains if k is None or rank <= k)


def _ndcg(gains: list[tuple[int, float]], ideal: list[tuple[int, float]], k: int | None) -> float:
    best = _dcg(ideal, k)
    return _dcg(gains, k) / best if best > 0 else 0.0


def _matching(ranks: ArrayLike, labels: ArrayLike) -> NDArray[np.int64]:
    r, shape = np.asarray(ranks), np.shape(labels)
    if r.ndim != 1 or r.shape != shape:
        raise ValueError(f"ranks has shape {r.shape} but labels has {shape}: give one rank a label")
    return r


def _checked_threshold(relevant_from: Any) -> float:
    wanted = "relevant_from must be a label above 0, such as 0.5, or None for the usual rule"
    if isinstance(relevant_from, bool) or not isinstance(relevant_from, Real):
        raise TypeError(f"{wanted}, got {shown(relevant_from)}")
    value: Any = relevant_from  # perhaps a whole number past what a float holds
    if not 0 < value <= float_info.max:
        raise ValueError(f"{wanted}, got {shown(value)}")
    return float(value)


def _relevant_ranks(labels: ArrayLike, ranks: ArrayLike, threshold: float) -> list[int]:
    there = _matching(ranks, labels)
    relevant: list[int] = there[np.asarray(labels) >= threshold].tolist()
    return sorted(relevant)


def _mrr(relevant: list[int]) -> float:
    return 1.0 / relevant[0] if relevant else 0.0


def _precision(relevant: list[int], k: int) -> float:
    return sum(rank <= k for rank in relevant) / k


def _average_precision(relevant: list[int], of: int) -> float:
    found = sum(count / rank for count, rank in enumerate(relevant, start=1))
    return found / of if of else 0.0
