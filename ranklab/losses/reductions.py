"""From the loss of each list to the loss of a batch."""

from __future__ import annotations

import tensorflow as tf

from ranklab.losses.inputs import zero_or_nan

REDUCTIONS = (
    "auto", "none", "sum", "sum_over_batch_size", "mean", "mean_with_sample_weight"
)  # fmt: skip

_PER_ITEM = (
    "reduction='mean_with_sample_weight' divides by the sum of the lists' weights, but "
    "sample_weight has one per item: give one per list, [B] or [B, 1]"
)


def reduced(
    losses: tf.Tensor, weights: tf.Tensor | None, reduction: str
) -> tuple[tf.Tensor, tf.Tensor]:
    """Reduce the losses of lists.

    Args:
        losses: One per list, [B], weighted.
        weights: The weights of the lists, a scalar or [B, 1]; None if there are none.
        reduction: One of `REDUCTIONS`.

    Returns:
        The result, [B] for `'none'` and else a scalar, and its scale: the factor, a scalar, by
        which the loss of a list enters the result.
    """
    scale = tf.ones([], losses.dtype)
    if reduction == "none":
        return losses, scale
    total = tf.reduce_sum(losses)
    if reduction == "sum":
        return total, scale
    lists = tf.shape(losses)[0]
    divisor = tf.cast(lists, losses.dtype)
    if reduction == "mean_with_sample_weight" and weights is not None:
        divisor = tf.cast(_total_weight(weights, lists), losses.dtype)
    # Each replica holds a part of the batch, and the losses of the replicas are added.
    scale = tf.math.divide_no_nan(scale, divisor * replicas())
    return total * scale, scale


def check_one_per_list(weights: tf.Tensor) -> None:
    """Refuse weights of `Inputs` that are known to be one per item.

    Raises:
        ValueError: There is one weight per item.
    """
    if weights.shape.rank == 1 or weights.shape[1:] not in ([], [1], [None]):
        raise ValueError(_PER_ITEM)


def check_scope(reduction: str) -> None:
    """Refuse a mean over a batch whose size is not known.

    Raises:
        ValueError: The loss is called in a `tf.distribute` scope, but not by a replica.
    """
    is_outside = tf.executing_eagerly() and tf.distribute.in_cross_replica_context()
    if is_outside and replicas() > 1 and reduction not in ("none", "sum"):
        raise ValueError(
            f"reduction={reduction!r} does not know the size of the whole batch in a "
            "tf.distribute scope outside fit: call the loss inside strategy.run, or take "
            "'sum' and divide by the number of lists of all replicas"
        )


def replicas() -> int:
    """The number of replicas among which a batch is divided."""
    return int(tf.distribute.get_strategy().num_replicas_in_sync)


def _total_weight(weights: tf.Tensor, lists: tf.Tensor) -> tf.Tensor:
    """The sum of the weights of all lists."""
    if not weights.shape.rank:
        return weights * tf.cast(lists, weights.dtype)
    total = tf.reduce_sum(weights)
    if weights.shape[1] is None:
        per_list, one = tf.shape(weights)[1], 1
        with tf.control_dependencies([tf.debugging.assert_equal(per_list, one, _PER_ITEM)]):
            total += zero_or_nan(tf.equal(per_list, one), total)
    return total
