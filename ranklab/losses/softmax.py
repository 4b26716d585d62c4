"""SoftmaxLoss: everybody competes with everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from ranklab.losses.lambda_weights import DCGLambdaWeight, LambdaWeight
from ranklab.losses.lists import Lists
from ranklab.losses.listwise import ListwiseLoss, centred, weighted


@keras.saving.register_keras_serializable("ranklab")
class SoftmaxLoss(ListwiseLoss):
    r"""Softmax cross-entropy loss: it fits a distribution to the labels of a list.

    $$
    \mathcal{L}(\{y\}, \{s\}) = - \sum_i \frac{y_i}{\sum_j y_j}
        \log \mathrm{softmax}(s / T)_i
    $$

    Args:
        reduction: `'auto'` (the mean over the lists), `'none'`, `'sum'` or
            `'sum_over_batch_size'`; the members of `tf.losses.Reduction` too.
        name: Optional name for the op.
        lambda_weight: A `DCGLambdaWeight` or `NDCGLambdaWeight`: its `gain * discount` takes the
            place of the labels. A `PrecisionLambdaWeight` changes nothing, and warns.
        temperature: T; the scores are divided by it.
        ragged: Read nested Python lists as ragged. Ragged tensors are accepted either way.
        normalize_labels: Divide the labels by their sum, as the API page defines it. `False`
            gives the number that TF-Ranking computes. Nothing to do under a DCG or NDCG weight,
            whose own `normalized` decides.

    Raises:
        ValueError: An argument is out of its limits.
        TypeError: An argument has the wrong type.

    Source: Cao et al., 2007 (ListNet); `tfr.keras.losses.SoftmaxLoss`.

    >>> import tensorflow as tf
    >>> loss = SoftmaxLoss()
    >>> round(float(loss([[1., 0.]], [[0.6, 0.8]])), 5)
    0.79814
    >>> y_true = tf.ragged.constant([[1., 0.], [0., 1., 0.]])
    >>> y_pred = tf.ragged.constant([[0.6, 0.8], [0.5, 0.8, 0.4]])
    >>> round(float(SoftmaxLoss(ragged=True)(y_true, y_pred)), 5)
    0.83912
    """

    def __init__(
        self,
        reduction: str = "auto",
        name: str | None = None,
        lambda_weight: LambdaWeight | None = None,
        temperature: float = 1.0,
        ragged: bool = False,
        *,
        normalize_labels: bool = True,
    ) -> None:
        super().__init__(reduction, name, lambda_weight, temperature, ragged)
        self.normalize_labels = bool(normalize_labels)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of the constructor, as `from_config` reads them."""
        return {**super().get_config(), "normalize_labels": self.normalize_labels}

    def _inert(self, lambda_weight: LambdaWeight) -> str:
        if isinstance(lambda_weight, DCGLambdaWeight):
            return ""
        return (
            f"{type(lambda_weight).__name__} changes nothing in SoftmaxLoss: it weights pairs of "
            "items, and SoftmaxLoss has none. A DCG or NDCG weight acts."
        )

    def _losses(self, lists: Lists) -> tf.Tensor:
        if isinstance(self.lambda_weight, DCGLambdaWeight):
            marked = tf.where(lists.mask, lists.labels, -tf.ones_like(lists.labels))
            weights = self.lambda_weight.individual_weights(marked, ranks(lists))
        elif self.normalize_labels:
            total = tf.reduce_sum(lists.labels, axis=1, keepdims=True)
            weights = tf.math.divide_no_nan(lists.labels, total)
        else:
            weights = lists.labels
        if lists.weights is not None:
            weights *= lists.weights
        return _cross_entropy(lists, weights, self.temperature)


def ranks(lists: Lists) -> tf.Tensor:
    """1-based ranks, best score first, ties by position, padding last, [B, N]."""
    # XLA sorts -0.0 below 0.0; they are one score, and tie.
    scores = tf.where(tf.equal(lists.scores, 0), tf.zeros_like(lists.scores), lists.scores)
    by_score = tf.argsort(scores, axis=1, direction="DESCENDING", stable=True)
    missing = tf.cast(tf.logical_not(lists.mask), tf.int32)
    padding_last = tf.argsort(tf.gather(missing, by_score, batch_dims=1), axis=1, stable=True)
    order = tf.gather(by_score, padding_last, batch_dims=1)
    return tf.argsort(order, axis=1) + 1


def _cross_entropy(lists: Lists, weights: tf.Tensor, temperature: float) -> tf.Tensor:
    """`sum_i w_i (logsumexp_j l_j - l_i)`, [B], with its gradient in closed form."""

    @tf.custom_gradient
    def losses(
        scores: tf.Tensor, weights: tf.Tensor
    ) -> tuple[tf.Tensor, Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]]:
        logits = centred(scores, lists.mask, temperature)
        exp = tf.where(lists.mask, tf.exp(logits), tf.zeros_like(logits))
        total = tf.reduce_sum(exp, axis=1, keepdims=True)
        costs = tf.math.log(total) - logits

        def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            mass = tf.reduce_sum(weights, axis=1, keepdims=True)
            pushes = tf.math.divide_no_nan(exp, total) * mass - weights
            return upstream[:, None] * pushes / temperature, upstream[:, None] * costs

        return weighted(weights, costs), gradient

    return losses(lists.scores, weights)
