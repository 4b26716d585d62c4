"""Ranks, gains, discounts and the ranking metrics of one list, in NumPy.

Everything here is a pure function of one list. Ranks are 1-based, best score first; items with
equal scores rank in the order of their position. An item counts as relevant for `mrr`,
`precision` and `average_precision` from label 1 up.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        mrr: Reciprocal rank of the first relevant item; 0 where there is none.
        precision_at_k: Relevant items within the first `k` places, divided by `k`.
        average_precision: Mean of the precision at the rank of each relevant item.
        k: The cut-off, in places.
    """

    ndcg: float
    ndcg_at_k: float
    mrr: float
    precision_at_k: float
    average_precision: float
    k: int


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

    >>> dcg([1, 0, 2], [1, 2, 3])
    2.5
    """
    r = _matching(ranks, labels)
    return _up_to(k, _gains(labels) * log2_inverse(r), r)


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
    return _ndcgs(labels, ranks, (k,))[0]


def mrr(labels: ArrayLike, ranks: ArrayLike) -> float:
    """Reciprocal rank of the first relevant item, 0 where there is none.

    >>> mrr([0, 1, 2], [1, 2, 3])
    0.5
    """
    return _mrr(_relevant_ranks(labels, ranks))


def precision(labels: ArrayLike, ranks: ArrayLike, k: int) -> float:
    """Relevant items within the first `k` places, divided by `k` (also in shorter lists).

    >>> precision([0, 1, 2], [1, 2, 3], k=2)
    0.5
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    return _precision(_relevant_ranks(labels, ranks), k)


def average_precision(labels: ArrayLike, ranks: ArrayLike) -> float:
    """Mean over the relevant items of the precision at their rank, 0 where there is none.

    >>> average_precision([1, 0, 1], [1, 2, 4])
    0.75
    """
    return _average_precision(_relevant_ranks(labels, ranks))


def measure(labels: ArrayLike, ranks: ArrayLike, k: int) -> Metrics:
    """All the metrics of one list.

    Args:
        labels: Labels, shape (n,).
        ranks: 1-based ranks, shape (n,).
        k: The cut-off of NDCG@k and precision@k, in places.
    """
    whole, at_k = _ndcgs(labels, ranks, (None, k))
    relevant = _relevant_ranks(labels, ranks)
    return Metrics(
        ndcg=whole,
        ndcg_at_k=at_k,
        mrr=_mrr(relevant),
        precision_at_k=_precision(relevant, k),
        average_precision=_average_precision(relevant),
        k=k,
    )


def _gains(labels: ArrayLike) -> Array:
    """Gains of labels; padding (below 0) has none."""
    return pow_minus_1(np.maximum(np.asarray(labels, dtype=np.float64), 0.0))


def _matching(ranks: ArrayLike, labels: ArrayLike) -> NDArray[np.int64]:
    r, shape = np.asarray(ranks), np.shape(labels)
    if r.ndim != 1 or r.shape != shape:
        raise ValueError(f"ranks has shape {r.shape} but labels has {shape}: give one rank a label")
    return r


def _up_to(k: int | None, terms: Array, ranks: NDArray[np.int64]) -> float:
    return float((terms if k is None else terms[ranks <= k]).sum())


def _ndcgs(labels: ArrayLike, ranks: ArrayLike, cut_offs: tuple[int | None, ...]) -> list[float]:
    """NDCG at several cut-offs, from one look at the list."""
    gains, r = _gains(labels), _matching(ranks, labels)
    places = np.arange(1, gains.size + 1)
    # Both sums run from the top down, so that a perfect ranking has 1 and not nearly 1.
    by_rank = np.argsort(r)
    r = r[by_rank]
    terms, best_terms = gains[by_rank] * log2_inverse(r), -np.sort(-gains) * log2_inverse(places)
    best = [float(best_terms[:k].sum()) for k in cut_offs]
    return [
        _up_to(k, terms, r) / most if most > 0 else 0.0
        for k, most in zip(cut_offs, best, strict=True)
    ]


def _relevant_ranks(labels: ArrayLike, ranks: ArrayLike) -> list[int]:
    there = _matching(ranks, labels)
    relevant: list[int] = there[np.asarray(labels) >= RELEVANT_FROM].tolist()
    return sorted(relevant)


def _mrr(relevant: list[int]) -> float:
    return 1.0 / relevant[0] if relevant else 0.0


def _precision(relevant: list[int], k: int) -> float:
    return sum(rank <= k for rank in relevant) / k


def _average_precision(relevant: list[int]) -> float:
    found = sum(count / rank for count, rank in enumerate(relevant, start=1))
    return found / len(relevant) if relevant else 0.0
