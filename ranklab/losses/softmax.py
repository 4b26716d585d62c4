"""SoftmaxLoss: every item competes with the whole list."""

from __future__ import annotations

import warnings
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ranklab.losses.inputs import Inputs, divided
from ranklab.losses.lambda_weights import DCGLambdaWeight, LambdaWeight
from ranklab.losses.listwise import ListwiseLoss

_NOT_NORMALIZED = (
    "a config of SoftmaxLoss without normalize_labels is TF-Ranking's, and is read as "
    "normalize_labels=False, which gives TF-Ranking's number; put 'normalize_labels': True into "
    "the config for what the API page defines"
)


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
        lambda_weight: A `DCGLambdaWeight` or `NDCGLambdaWeight`: its `gain * discount` replaces
            the labels. A `PrecisionLambdaWeight` changes nothing, and a warning says so.
        temperature: T; the scores are divided by it.
        ragged: Read nested Python lists as ragged. Ragged tensors are accepted either way.
        normalize_labels: Divide the labels by their sum, as the API page defines it. `False`
            gives the number that TF-Ranking computes. It changes nothing with a DCG or NDCG
            weight, which has its own `normalized`.

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

    _traced_attributes = ("normalize_labels",)

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
        if not isinstance(normalize_labels, bool | np.bool_):
            raise TypeError(f"normalize_labels must be True or False, got {normalize_labels!r}")
        self.normalize_labels = bool(normalize_labels)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of the constructor, as `from_config` reads them."""
        return {**super().get_config(), "normalize_labels": self.normalize_labels}

    @classmethod
    def _from_tf_ranking(cls, arguments: dict[str, Any]) -> dict[str, Any]:
        if "normalize_labels" in arguments:
            return arguments
        warnings.warn(_NOT_NORMALIZED, UserWarning, stacklevel=3)
        return {**arguments, "normalize_labels": False}

    def _why_ignored(self, lambda_weight: LambdaWeight) -> str:
        weight = type(lambda_weight).__name__
        if not lambda_weight.weights_items():
            return (
                f"{weight} changes nothing in SoftmaxLoss: it weights pairs of items, and "
                "SoftmaxLoss has none. A DCG or NDCG weight acts, and so does any subclass of "
                "LambdaWeight that overrides individual_weights."
            )
        if not isinstance(lambda_weight, DCGLambdaWeight):
            return ""
        if lambda_weight.smooth_fraction:
            return (
                f"smooth_fraction of {weight} changes nothing in SoftmaxLoss: it mixes discounts "
                "of pairs of items, and SoftmaxLoss has none."
            )
        if lambda_weight.topn is not None and not lambda_weight.normalized:
            return (
                f"topn of {weight} changes nothing in SoftmaxLoss: it cuts the largest DCG that "
                "normalized=True divides by."
            )
        return ""

    def _item_weights(self, inputs: Inputs) -> tf.Tensor:
        """The factor of each item's `-log p`, sample weights included."""
        if self.lambda_weight is not None and self.lambda_weight.weights_items():
            weights = _metric_weights(self.lambda_weight, inputs)
        elif self.normalize_labels:
            total = inputs.spread(inputs.total(inputs.labels))
            weights = tf.math.divide_no_nan(inputs.labels, total)
        else:
            weights = inputs.labels
        return weights if inputs.weights is None else weights * inputs.weights

    def _losses_and_gradient(
        self, inputs: Inputs, temperature: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        scores, weights = inputs.scores, self._item_weights(inputs)
        # Centre before the division, which would round large scores. At T = 1 log_softmax centres.
        if tf.get_static_value(temperature) != 1.0:
            scores = inputs.centred(scores)
        log_p = inputs.log_softmax(divided(scores, temperature))
        # A score of -inf has log p = -inf; with weight 0 it must contribute 0.
        losses = 0.0 - inputs.total(tf.math.multiply_no_nan(log_p, weights))  # never -0.0
        gradient = tf.exp(log_p) * inputs.spread(inputs.total(weights)) - weights
        return losses, divided(gradient, temperature)


def _metric_weights(lambda_weight: LambdaWeight, inputs: Inputs) -> tf.Tensor:
    """The individual weights of a lambda weight, which takes padded lists, one per item."""
    labels, scores = tf.where(inputs.mask, inputs.labels, -1.0), inputs.scores
    if not inputs.is_ragged:
        return lambda_weight.individual_weights(labels, ranks(labels, scores))
    labels = tf.RaggedTensor.from_row_splits(labels, inputs.row_splits, validate=False)
    lengths, scores = labels.row_lengths(), labels.with_values(scores).to_tensor()
    labels = labels.to_tensor(-1.0)
    weights = lambda_weight.individual_weights(labels, ranks(labels, scores))
    return tf.RaggedTensor.from_tensor(weights, lengths).values


def ranks(labels: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    """1-based ranks, best score first, ties by position, padding (labels below 0) last, [B, N]."""
    # XLA sorts -0.0 below 0.0, but they are equal scores.
    scores = tf.where(tf.equal(scores, 0), tf.zeros_like(scores), scores)
    by_score = tf.argsort(scores, axis=1, direction="DESCENDING", stable=True)
    missing = tf.cast(labels < 0, tf.int32)
    padding_last = tf.argsort(tf.gather(missing, by_score, batch_dims=1), axis=1, stable=True)
    order = tf.gather(by_score, padding_last, batch_dims=1)
    return tf.argsort(order, axis=1) + 1
