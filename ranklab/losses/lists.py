"""Clean lists, padded or ragged, in which a loss need not know which of both it has."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from ranklab.losses.batches import Batch, rows_of


class Lists(NamedTuple):
    """B clean lists: padded to [B, N], or ragged, with their M items in one flat row.

    A loss speaks of items and lists, and need not know which of both it has.

    Attributes:
        labels: One per item; 0 at padding.
        scores: One per item; 0 at padding.
        mask: One per item: is it really there?
        weights: One per item, 0 at padding; None where none were given.
        rows: [M], the list of each item; None where the lists are padded.
        count: B.
    """

    labels: tf.Tensor
    scores: tf.Tensor
    mask: tf.Tensor
    weights: tf.Tensor | None
    rows: tf.Tensor | None
    count: tf.Tensor

    def total(self, values: tf.Tensor) -> tf.Tensor:
        """The sum of the items' values in each list, [B]."""
        if self.rows is None:
            return tf.reduce_sum(values, axis=1)
        return tf.math.unsorted_segment_sum(values, self.rows, self.count)

    def largest(self, values: tf.Tensor) -> tf.Tensor:
        """The largest value in each list, [B]; the lowest float for an empty one."""
        values = self.or_lowest(values)
        if self.rows is None:
            return tf.reduce_max(values, axis=1)
        return tf.math.unsorted_segment_max(values, self.rows, self.count)

    def or_lowest(self, values: tf.Tensor) -> tf.Tensor:
        """The values, with the lowest float at padding: below all, and no infinity."""
        return tf.where(self.mask, values, values.dtype.min)

    def centred(self, values: tf.Tensor) -> tf.Tensor:
        """Values less the largest of their list, 0 at padding."""
        top = tf.stop_gradient(self.spread(self.largest(values)))
        return tf.where(self.mask, values - top, tf.zeros_like(values))

    def log_softmax(self, values: tf.Tensor) -> tf.Tensor:
        """The logarithm of each item's softmax among its list."""
        if self.rows is None:  # one kernel
            return tf.nn.log_softmax(self.or_lowest(values))
        values = self.or_lowest(self.centred(values))
        total = self.total(tf.exp(values))
        # An empty list has the sum 0, and a logarithm that nobody asks for.
        total = tf.where(tf.equal(total, 0), tf.ones_like(total), total)
        return values - self.spread(tf.math.log(total))

    def spread(self, values: tf.Tensor) -> tf.Tensor:
        """Give each item the value of its list, [B], in a shape that broadcasts to the items."""
        return values[:, None] if self.rows is None else tf.gather(values, self.rows)


def divided(values: tf.Tensor, temperature: tf.Tensor) -> tf.Tensor:
    """Values over T, a float64. A graph that knows T to be 1, as most do, need not divide."""
    if tf.get_static_value(temperature) == 1.0:
        return values
    return values * tf.cast(1.0 / temperature, values.dtype)


def clean(batch: Batch) -> Lists:
    """Lists in which padding has no label and no score, and brings a NaN into no sum."""
    scores, labels, weights, row_splits, _ = batch
    mask = labels >= 0  # False for NaN
    if row_splits is None:
        rows, count = None, tf.shape(scores)[0]
    else:
        rows, count = rows_of(row_splits, tf.size(scores)), tf.size(row_splits) - 1
    if weights is not None:
        if rows is not None and weights.shape.rank == 2:
            weights = tf.gather(weights[:, 0], rows)
        weights = tf.where(mask, weights, tf.zeros_like(scores))
    return Lists(
        labels=tf.where(mask, labels, tf.zeros_like(labels)),
        scores=tf.where(mask, scores, tf.zeros_like(scores)),
        mask=mask,
        weights=weights,
        rows=rows,
        count=count,
    )
