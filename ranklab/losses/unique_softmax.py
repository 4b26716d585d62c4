"""UniqueSoftmaxLoss: an item competes with the strictly less relevant ones."""

from __future__ import annotations

from collections.abc import Callable

import keras
import tensorflow as tf

from ranklab.losses.lambda_weights import LambdaWeight, pow_minus_1
from ranklab.losses.lists import Lists
from ranklab.losses.listwise import ListwiseLoss, centred, weighted


@keras.saving.register_keras_serializable("ranklab")
class UniqueSoftmaxLoss(ListwiseLoss):
    r"""Unique rating softmax loss: it fits an order; equal labels never compete.

    $$
    \mathcal{L}(\{y\}, \{s\}) = - \sum_i (2^{y_i} - 1)
        \log \frac{\exp(s_i / T)}{\sum_j I_{y_i > y_j} \exp(s_j / T) + \exp(s_i / T)}
    $$

    A list with sample weights `w` is weighted by `sum(w y) / sum(y)`.

    Args:
        reduction: `'auto'` (the mean over the lists), `'none'`, `'sum'` or
            `'sum_over_batch_size'`; the members of `tf.losses.Reduction` too.
        name: Optional name for the op.
        lambda_weight: Accepted, as on the API page; it changes nothing, and warns.
        temperature: T; the scores are divided by it.
        ragged: Read nested Python lists as ragged. Ragged tensors are accepted either way.

    Raises:
        ValueError: An argument is out of its limits.
        TypeError: An argument has the wrong type.

    Source: Zhu et al., 2020 (arXiv 2001.01828); `tfr.keras.losses.UniqueSoftmaxLoss`.

    >>> import tensorflow as tf
    >>> loss = UniqueSoftmaxLoss()
    >>> round(float(loss([[1., 0.]], [[0.6, 0.8]])), 5)
    0.79814
    >>> y_true = tf.ragged.constant([[1., 0.], [0., 1., 0.]])
    >>> y_pred = tf.ragged.constant([[0.6, 0.8], [0.5, 0.8, 0.4]])
    >>> round(float(UniqueSoftmaxLoss(ragged=True)(y_true, y_pred)), 5)
    0.83912
    """

    def __init__(
        self,
        reduction: str = "auto",
        name: str | None = None,
        lambda_weight: LambdaWeight | None = None,
        temperature: float = 1.0,
        ragged: bool = False,
    ) -> None:
        super().__init__(reduction, name, lambda_weight, temperature, ragged)

    def _inert(self, lambda_weight: LambdaWeight) -> str:
        return (
            f"{type(lambda_weight).__name__} changes nothing in UniqueSoftmaxLoss: its item "
            "weights are always 2^label - 1. SoftmaxLoss takes a DCG or NDCG weight."
        )

    def _losses(self, lists: Lists) -> tf.Tensor:
        weights = pow_minus_1(lists.labels)
        if lists.weights is not None:
            mass = tf.reduce_sum(lists.labels, axis=1, keepdims=True)
            mean = tf.math.divide_no_nan(
                tf.reduce_sum(lists.weights * lists.labels, axis=1, keepdims=True), mass
            )
            weights *= mean
        return _cross_entropy(lists, weights, self.temperature)


def _cross_entropy(lists: Lists, weights: tf.Tensor, temperature: float) -> tf.Tensor:
    """`sum_i w_i (logsumexp over j in C_i of l_j - l_i)`, [B], with its closed-form gradient."""
    size = tf.shape(lists.labels)[1]
    itself = tf.eye(size, dtype=tf.bool)[None]
    lower = lists.labels[:, None, :] < lists.labels[:, :, None]
    competitors = tf.logical_and(tf.logical_or(lower, itself), lists.mask[:, None, :])

    @tf.custom_gradient
    def losses(
        scores: tf.Tensor, weights: tf.Tensor
    ) -> tuple[tf.Tensor, Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]]:
        logits = centred(scores, lists.mask, temperature)
        others = tf.broadcast_to(logits[:, None, :], tf.shape(competitors))
        lowest = tf.fill(tf.shape(competitors), logits.dtype.min)
        # Each row is centred on the best of its own race, which may lie far below the list's.
        top = tf.reduce_max(tf.where(competitors, others, lowest), axis=2, keepdims=True)
        exp = tf.where(competitors, tf.exp(tf.minimum(others - top, 0.0)), tf.zeros_like(others))
        total = tf.reduce_sum(exp, axis=2, keepdims=True)
        costs = tf.math.log(total)[:, :, 0] + (top[:, :, 0] - logits)

        def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            shares = tf.math.divide_no_nan(exp, total)
            pushes = tf.linalg.matvec(shares, weights, transpose_a=True) - weights
            return upstream[:, None] * pushes / temperature, upstream[:, None] * costs

        return weighted(weights, costs), gradient

    return losses(lists.scores, weights)
