"""UniqueSoftmaxLoss: an item competes with the strictly less relevant ones."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from ranklab.losses.batches import Batch
from ranklab.losses.lambda_weights import LN_2, LambdaWeight
from ranklab.losses.lists import Lists
from ranklab.losses.listwise import ListwiseLoss
from ranklab.losses.unique_softmax_sums import loss_and_gradient

LARGEST = {tf.float32: 127.0, tf.float64: 1023.0}  # labels whose gain is sure to fit
LARGE = 64  # a label whose gain, times scores and lists, may not fit a float32


@keras.saving.register_keras_serializable("ranklab")
class UniqueSoftmaxLoss(ListwiseLoss):
    r"""Unique rating softmax loss: it fits an order; equal labels never compete.

    $$
    \mathcal{L}(\{y\}, \{s\}) = - \sum_i (2^{y_i} - 1)
        \log \frac{\exp(s_i / T)}{\sum_j I_{y_i > y_j} \exp(s_j / T) + \exp(s_i / T)}
    $$

    A list with sample weights `w` is weighted by `sum(w y) / sum(y)`.

    A gain `2^y - 1` must fit the dtype: labels up to 127 in float32, up to 1023 for float64
    scores. Past that the loss is an error in eager mode, and NaN in a graph.

    Args:
        reduction: `'auto'` (the mean over the lists), `'none'`, `'sum'` or
            `'sum_over_batch_size'`; the members of `tf.losses.Reduction` too.
        name: Optional name for the op.
        lambda_weight: Accepted, as on the API page; it changes nothing, and warns.
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

    def _inert(self, lambda_weight: LambdaWeight) -> str:
        return (
            f"{type(lambda_weight).__name__} changes nothing in UniqueSoftmaxLoss: its item "
            "weights are always 2^label - 1. SoftmaxLoss takes a DCG or NDCG weight."
        )

    def _item_weights(self, lists: Lists) -> tf.Tensor:
        # The root of what the largest label lacks to the limit: 0, or NaN past it.
        lacks = LARGEST[lists.labels.dtype] - lists.largest(lists.labels)
        per_label = LN_2 + tf.sqrt(tf.minimum(lacks, 0.0))
        weights = tf.math.expm1(lists.labels * lists.spread(per_label))
        if lists.weights is None:
            return weights
        mass = lists.total(lists.weights * lists.labels)
        return weights * lists.spread(tf.math.divide_no_nan(mass, lists.total(lists.labels)))

    def _refuse(self, batch: Batch) -> None:
        dtype, there = batch.scores.dtype, batch.labels >= 0
        largest = float(np.nanmax(batch.labels))
        if largest < LARGE or not np.isfinite(batch.scores[there]).all():
            return
        raise ValueError(
            f"y_true holds labels up to {largest:g}, and UniqueSoftmaxLoss weights an item by "
            f"2^label - 1: the sum does not fit {dtype.name}, which holds 2^{LARGEST[dtype]:.0f}; "
            "rescale the labels, to grades from 0 to 4 for example"
        )

    def _compete(
        self, lists: Lists, weights: tf.Tensor, temperature: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        return loss_and_gradient(lists, weights, temperature)
