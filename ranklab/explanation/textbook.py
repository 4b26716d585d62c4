"""The losses as the papers write them: one list, NumPy float64, formulas to read in class.

Every loss here is one formula, with logits `l = scores / T`:

    loss = sum_i w_i * ( logsumexp over j in C_i of l_j  -  l_i )

A loss is a choice of two things: who stands in item i's denominator (the competitors `C_i`) and
how much item i matters (the weight `w_i`). The gradient with respect to the scores is
`(q - I)^T w / T`, where `q_ij` is j's probability among the competitors of i; it sums to zero.

The functions take the items that are there, with labels of 0 and above: leave padding out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ranklab.explanation import metrics

Array = NDArray[np.float64]
Matrix = NDArray[np.bool_]
Function = Callable[[ArrayLike], Array]


# Who competes: row i of the (n, n) matrix is C_i.


def softmax_competitors(labels: ArrayLike) -> Matrix:
    """Every item competes with the whole list.

    >>> softmax_competitors([1, 0]).astype(int)
    array([[1, 1], [1, 1]])
    """
    n = np.asarray(labels).size
    return np.broadcast_to(np.True_, (n, n))


def unique_softmax_competitors(labels: ArrayLike) -> Matrix:
    """Item i competes with itself and with every item of a strictly lower label.

    >>> unique_softmax_competitors([1, 1, 0]).astype(int)
    array([[1, 0, 1], [0, 1, 1], [0, 0, 1]])
    """
    y = np.asarray(labels)
    return np.asarray((y[None, :] < y[:, None]) | np.eye(y.size, dtype=bool))


# How much it matters: w_i.


def softmax_weights(labels: ArrayLike, normalize_labels: bool = True) -> Array:
    """`y_i / sum_j y_j` as on the API page, or `y_i` with `normalize_labels=False`.

    >>> softmax_weights([3, 1, 0])
    array([0.75, 0.25, 0.  ])
    """
    y = np.asarray(labels, dtype=np.float64)
    return y / y.sum() if normalize_labels and y.any() else y


def unique_softmax_weights(labels: ArrayLike) -> Array:
    """`2^y_i - 1`.

    >>> unique_softmax_weights([2, 1, 0])
    array([3., 1., 0.])
    """
    return metrics.pow_minus_1(labels)


def lambda_weights(
    labels: ArrayLike,
    ranks: ArrayLike,
    *,
    gain: Function = metrics.pow_minus_1,
    discount: Function = metrics.log2_inverse,
    normalized: bool = True,
    topn: int | None = None,
) -> Array:
    """The individual weights of a lambda weight, in place of the labels: `gain * discount`.

    The defaults are those of an NDCG weight; a DCG weight has gain `y` and discount `1 / rank`,
    not normalized. The ranks carry no gradient.

    Args:
        labels: Labels, shape (n,).
        ranks: 1-based ranks, shape (n,).
        gain: Gain of a label.
        discount: Discount of a rank.
        normalized: Divide by the largest sum that any ranking reaches (0 if that is 0).
        topn: How many places count in that largest sum; None for all.

    >>> lambda_weights([0, 1, 1], [1, 2, 4], discount=metrics.inverse, normalized=False)
    array([0.  , 0.5 , 0.25])
    """
    weights = gain(labels) * discount(ranks)
    if not normalized:
        return weights
    ideal = np.sort(gain(labels))[::-1] * discount(np.arange(1, weights.size + 1))
    best = ideal[:topn].sum()
    return weights / best if best > 0 else np.zeros_like(weights)


# The one formula.


def log_probabilities(logits: Array, competitors: Matrix) -> Array:
    """`log q_ij = l_j - logsumexp over k in C_i of l_k`; -inf where j is not in `C_i`.

    Its diagonal is `log p_i`.

    Args:
        logits: Logits, shape (n,).
        competitors: Rows of the matrix of competitors, shape (m, n).

    >>> np.exp(log_probabilities(np.zeros(2), unique_softmax_competitors([1, 0])))
    array([[0.5, 0.5], [0. , 1. ]])
    """
    inside = np.where(competitors, logits, -np.inf)
    centred = inside - inside.max(axis=1, keepdims=True, initial=-np.inf)
    return np.asarray(centred - np.log(np.exp(centred).sum(axis=1, keepdims=True)))


def contributions(
    scores: ArrayLike, weights: Array, competitors: Matrix, temperature: float = 1.0
) -> Array:
    """Each item's part of the loss: `-w_i log p_i`, shape (n,).

    >>> contributions([0.6, 0.8], np.array([1.0, 0.0]), softmax_competitors([1, 0])).round(6)
    array([0.798139, 0.      ])
    """
    log_q = log_probabilities(np.asarray(scores, dtype=np.float64) / temperature, competitors)
    return np.asarray(weights * -np.diagonal(log_q))


def gradient(
    scores: ArrayLike, weights: Array, competitors: Matrix, temperature: float = 1.0
) -> Array:
    """The derivative of the loss with respect to the scores: `(q - I)^T w / T`, shape (n,).

    >>> gradient([0.6, 0.8], np.array([1.0, 0.0]), softmax_competitors([1, 0])).round(6)
    array([-0.549834,  0.549834])
    """
    q = np.exp(log_probabilities(np.asarray(scores, dtype=np.float64) / temperature, competitors))
    return np.asarray((weights @ q - weights) / temperature)


def softmax_loss(
    scores: ArrayLike,
    labels: ArrayLike,
    temperature: float = 1.0,
    sample_weight: ArrayLike = 1.0,
    normalize_labels: bool = True,
) -> float:
    """SoftmaxLoss of one list: it fits a distribution.

    Args:
        scores: Scores, shape (n,).
        labels: Labels of 0 and above, shape (n,).
        temperature: T.
        sample_weight: A weight for the list, or one for each item, shape (n,).
        normalize_labels: Divide the labels by their sum, as on the API page.

    Source: Cao et al., 2007 (ListNet), and the API page of SoftmaxLoss.

    >>> round(softmax_loss([0.6, 0.8], [1, 0]), 6)
    0.798139
    """
    weights = np.asarray(sample_weight) * softmax_weights(labels, normalize_labels)
    return float(contributions(scores, weights, softmax_competitors(labels), temperature).sum())


def unique_softmax_loss(
    scores: ArrayLike,
    labels: ArrayLike,
    temperature: float = 1.0,
    sample_weight: ArrayLike = 1.0,
) -> float:
    """UniqueSoftmaxLoss of one list: it fits an order.

    Args:
        scores: Scores, shape (n,).
        labels: Labels of 0 and above, shape (n,).
        temperature: T.
        sample_weight: A weight for the list, or one for each item, shape (n,); the list is
            weighted by their mean under the labels, `sum(w y) / sum(y)`.

    Source: Zhu et al., 2020 (arXiv 2001.01828), and the API page of UniqueSoftmaxLoss.

    >>> round(unique_softmax_loss([0.6, 0.8], [1, 0]), 6)
    0.798139
    """
    list_weight = np.sum(np.asarray(sample_weight) * softmax_weights(labels))
    weights = list_weight * unique_softmax_weights(labels)
    competitors = unique_softmax_competitors(labels)
    return float(contributions(scores, weights, competitors, temperature).sum())
