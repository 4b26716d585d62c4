"""UniqueSoftmaxLoss: an item competes with the strictly less relevant ones."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from ranklab.losses.gains_and_discounts import LN_2
from ranklab.losses.inputs import Inputs
from ranklab.losses.lambda_weights import LambdaWeight
from ranklab.losses.listwise import ListwiseLoss
from ranklab.losses.unique_softmax_sums import losses_and_gradient

LARGEST = {tf.float32: 127.0, tf.float64: 1023.0}  # the largest label whose gain fits the dtype
LARGE = 64  # from this label on, a sum of gains times score differences may overflow a float32


@keras.saving.register_keras_serializable("ranklab")
class UniqueSoftmaxLoss(ListwiseLoss):
    r"""Unique rating softmax loss: it fits an order; equal labels never compete.

    $$
    \mathcal{L}(\{y\}, \{s\}) = - \sum_i (2^{y_i} - 1)
        \log \frac{\exp(s_i / T)}{\sum_j I_{y_i > y_j} \exp(s_j / T) + \exp(s_i / T)}
    $$

    A list with sample weights `w` is weighted by `sum(w y) / sum(y)`.

    A gain `2^y - 1` must fit the dtype: labels go up to 127 for float32 scores and up to 1023 for
    float64 scores. A larger label is an error in eager mode and gives NaN in a graph.

    Args:
        reduction: `'auto'` (the mean over the lists), `'none'`, `'sum'` or
            `'sum_over_batch_size'`; the members of `tf.losses.Reduction` too.
        name: Optional name for the op.
        lambda_weight: Accepted, as on the API page. It changes nothing, and a warning says so.
        temperature: T; the scores are divided by it.
        ragged: Read nested Python lists as ragged. Ragged tensors are accepted either way.

    Raises:
        ValueError: An argument is out of its limits. When called: a label is too large.
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

    _traced_attributes = ()

    def __init__(
        self,
        reduction: str = "auto",
        name: str | None = None,
        lambda_weight: LambdaWeight | None = None,
        temperature: float = 1.0,
        ragged: bool = False,
    ) -> None:
        super().__init__(reduction, name, lambda_weight, temperature, ragged)

    def _why_ignored(self, lambda_weight: LambdaWeight) -> str:
        return (
            f"{type(lambda_weight).__name__} changes nothing in UniqueSoftmaxLoss: its item "
            "weights are always 2^label - 1. SoftmaxLoss takes a DCG or NDCG weight."
        )

    def _item_weights(self, inputs: Inputs) -> tf.Tensor:
        """The gain of each item, times the weight of its list."""
        # If the largest label of a list is past the limit, `room` is negative and its root NaN.
        room = LARGEST[inputs.labels.dtype] - inputs.largest(inputs.labels)
        ln_2_or_nan = LN_2 + tf.sqrt(tf.minimum(room, 0.0))
        weights = tf.math.expm1(inputs.labels * inputs.spread(ln_2_or_nan))
        if inputs.weights is None:
            return weights
        mass = inputs.total(inputs.weights * inputs.labels)
        return weights * inputs.spread(tf.math.divide_no_nan(mass, inputs.total(inputs.labels)))

    def _check_labels(self, inputs: Inputs) -> None:
        dtype, there = inputs.scores.dtype, inputs.labels >= 0
        largest = float(np.nanmax(inputs.labels))
        if largest < LARGE or not np.isfinite(inputs.scores[there]).all():
            return
        raise ValueError(
            f"y_true holds labels up to {largest:g}, and UniqueSoftmaxLoss weights an item by "
            f"2^label - 1: the sum does not fit {dtype.name}, which holds 2^{LARGEST[dtype]:.0f}; "
            "rescale the labels, to grades from 0 to 4 for example"
        )

    def _losses_and_gradient(
        self, inputs: Inputs, temperature: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        return losses_and_gradient(inputs, self._item_weights(inputs), temperature)
