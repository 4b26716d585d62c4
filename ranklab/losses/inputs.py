"""What a loss computes with: the labels, scores and weights of a batch of lists."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf


class Inputs(NamedTuple):
    """A batch of B lists: padded to [B, N], or ragged, with all M items in one flat row.

    `read` checks and makes it, `cleaned` prepares it for a loss. The methods treat padded and
    ragged lists alike, so that a loss need not tell them apart.

    Attributes:
        scores: One per item, [B, N] or [M]. Once cleaned, 0 at padding.
        labels: One per item; below 0 or NaN is padding. Once cleaned, 0 at padding.
        weights: A scalar, [B, 1], or one per item; None if there are none. Once cleaned, one per
            item, 0 at padding.
        row_splits: Where ragged lists begin and end among the M items, [B + 1]; None if padded.
        fits: Whether the shapes fit, a boolean scalar; None if that is known. An assertion says
            the same, but XLA drops assertions.
        mask: Whether an item is there, one per item. None until cleaned.
        rows: The list of each item, [M]. None until cleaned, and for padded lists.
    """

    scores: tf.Tensor
    labels: tf.Tensor
    weights: tf.Tensor | None
    row_splits: tf.Tensor | None
    fits: tf.Tensor | None = None
    mask: Any = None
    rows: Any = None

    @property
    def is_ragged(self) -> bool:
        """Whether the lists are ragged."""
        return self.row_splits is not None

    @property
    def count(self) -> tf.Tensor:
        """B, the number of lists."""
        return tf.size(self.row_splits) - 1 if self.is_ragged else tf.shape(self.scores)[0]

    def tensors(self) -> list[tf.Tensor]:
        """The fields that are not None, the scores first."""
        return [tensor for tensor in self if tensor is not None]

    def kinds(self) -> tuple[tf.TensorSpec | None, ...]:
        """The dtype and rank of each tensor: inputs with the same kinds can share a trace."""
        kinds = [tensor if tensor is None else _any_size(tensor) for tensor in self]
        if self.weights is not None and self.weights.shape[1:] == [1]:
            # One weight per list stays [B, 1], whatever the size of the lists.
            kinds[2] = tf.TensorSpec([None, 1], self.weights.dtype)
        return tuple(kinds)

    def as_given(self) -> tuple[Any, Any]:
        """Labels and scores as a user passes them, [B, N], dense or ragged."""
        if not self.is_ragged:
            return self.labels, self.scores
        labels, scores = (
            tf.RaggedTensor.from_row_splits(values, self.row_splits, validate=False)
            for values in (self.labels, self.scores)
        )
        return labels, scores

    def are_single_items(self) -> bool:
        """Whether there are several lists, and each is known to have one item."""
        if self.row_splits is None:
            return bool(self.scores.shape[1] == 1 and self.scores.shape[0] != 1)
        lists, items = self.row_splits.shape[0], self.scores.shape[0]
        if not tf.executing_eagerly() or items < 2 or lists != items + 1:
            return False
        return bool((np.diff(self.row_splits) == 1).all())

    def cleaned(self) -> Inputs:
        """Set labels, scores and weights to 0 at padding: no NaN there reaches a sum."""
        mask = self.labels >= 0  # False for NaN
        rows = self._rows() if self.is_ragged else None
        zeros, weights = tf.zeros_like(self.scores), self.weights
        if weights is not None:
            if self.is_ragged and weights.shape.rank == 2:
                weights = tf.gather(weights[:, 0], rows)
            weights = tf.where(mask, weights, zeros)
        return self._replace(
            scores=tf.where(mask, self.scores, zeros),
            labels=tf.where(mask, self.labels, zeros),
            weights=weights,
            mask=mask,
            rows=rows,
        )

    def spread(self, values: tf.Tensor) -> tf.Tensor:
        """Give each item the value of its list: from [B] to a shape that broadcasts to the items.

        A scalar stays a scalar.
        """
        if values.shape.rank == 0:
            return values
        return tf.gather(values, self._rows()) if self.is_ragged else tf.expand_dims(values, 1)

    def total(self, values: tf.Tensor) -> tf.Tensor:
        """The sum of the items' values in each list, [B]."""
        if not self.is_ragged:
            return tf.reduce_sum(values, axis=1)
        return tf.math.unsorted_segment_sum(values, self._rows(), self.count)

    def largest(self, values: tf.Tensor) -> tf.Tensor:
        """The largest value in each list, [B]; the lowest float for an empty list."""
        values = self.or_lowest(values)
        if not self.is_ragged:
            return tf.reduce_max(values, axis=1)
        return tf.math.unsorted_segment_max(values, self._rows(), self.count)

    def or_lowest(self, values: tf.Tensor) -> tf.Tensor:
        """The values, with the lowest finite float at padding."""
        return tf.where(self.mask, values, values.dtype.min)

    def centred(self, values: tf.Tensor) -> tf.Tensor:
        """The values minus the largest of their list; 0 at padding."""
        top = tf.stop_gradient(self.spread(self.largest(values)))
        return tf.where(self.mask, values - top, tf.zeros_like(values))

    def log_softmax(self, values: tf.Tensor) -> tf.Tensor:
        """The logarithm of the softmax over each list, one per item."""
        if not self.is_ragged:  # one kernel
            return tf.nn.log_softmax(self.or_lowest(values))
        values = self.or_lowest(self.centred(values))
        total = self.total(tf.exp(values))
        # The sum of an empty list is 0. No item needs its logarithm, but it must be finite.
        total = tf.where(tf.equal(total, 0), tf.ones_like(total), total)
        return values - self.spread(tf.math.log(total))

    def _rows(self) -> tf.Tensor:
        """The list of each item: the number of lists that begin at or before it, minus one.

        Unlike the result of `tf.repeat`, this has a shape that XLA knows.
        """
        if self.rows is not None:
            return self.rows
        items, ones = tf.size(self.scores), tf.ones_like(self.row_splits, tf.int32)
        starts = tf.math.unsorted_segment_sum(ones, self.row_splits, items + 1)
        return tf.cumsum(starts)[:items] - 1


def _any_size(tensor: tf.Tensor) -> tf.TensorSpec:
    return tf.TensorSpec([None] * tensor.shape.rank, tensor.dtype)


def divided(values: tf.Tensor, temperature: tf.Tensor) -> tf.Tensor:
    """Values over T, a float64. Where a graph knows that T is 1, nothing is divided."""
    if tf.get_static_value(temperature) == 1.0:
        return values
    return values * tf.cast(1.0 / temperature, values.dtype)


def zero_or_nan(fits: tf.Tensor, like: tf.Tensor) -> tf.Tensor:
    """0, or NaN if the shapes do not fit: what XLA adds to a result in place of an assertion.

    NaN is computed as a root and not written as a constant, because
    `tf.debugging.enable_check_numerics` would report the constant in every graph.
    """
    return tf.sqrt(tf.cast(fits, like.dtype) - 1.0)
