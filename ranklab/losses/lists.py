"""A batch of lists as the losses need it, read from whatever Keras or a user hands over."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf


class Lists(NamedTuple):
    """B lists, padded to N places. All floats have one dtype, float32 or float64.

    Attributes:
        labels: [B, N], 0 at padding.
        scores: [B, N], 0 at padding.
        mask: [B, N], which items are really there.
        weights: [B, N] or broadcastable to it, 0 at padding; None where none were given.
    """

    labels: tf.Tensor
    scores: tf.Tensor
    mask: tf.Tensor
    weights: tf.Tensor | None


def read(y_true: Any, y_pred: Any, sample_weight: Any = None, ragged: bool = False) -> Lists:
    """Read labels, scores and weights of a batch of lists.

    Args:
        y_true: Labels [B, N], dense or ragged; below 0 or NaN is padding.
        y_pred: Scores, of the same shape.
        sample_weight: A scalar, [B], [B, 1], [B, N], or ragged like the scores.
        ragged: Read nested Python lists as ragged.

    Raises:
        ValueError: The shapes do not fit; the message names both.
        TypeError: A value is not numeric.
    """
    # A mask that a Keras layer attached to the predictions says what is padding.
    keras_mask = getattr(y_pred, "_keras_mask", None)
    scores = _numeric("y_pred", y_pred, ragged)
    labels = _numeric("y_true", y_true, ragged)
    _check_same_shape(labels, scores)
    weights = None if sample_weight is None else _numeric("sample_weight", sample_weight, ragged)

    there = None
    if isinstance(scores, tf.RaggedTensor):
        if isinstance(weights, tf.RaggedTensor):
            _check_same_rows("sample_weight", weights, "y_pred", scores)
        there = tf.sequence_mask(scores.row_lengths())
        scores, labels = scores.to_tensor(), labels.to_tensor()
    if isinstance(weights, tf.RaggedTensor):
        weights = weights.to_tensor()

    dtype = tf.float64 if scores.dtype == tf.float64 else tf.float32
    scores, labels = tf.cast(scores, dtype), tf.cast(labels, dtype)
    mask = labels >= 0  # False for NaN
    if there is not None:
        mask = tf.logical_and(mask, there)
    if keras_mask is not None and keras_mask.shape.rank == 2:
        mask = tf.logical_and(mask, tf.cast(keras_mask, tf.bool))
    if weights is not None:
        weights = _spread(tf.cast(weights, dtype), tf.shape(scores), scores.shape)
        weights = tf.where(mask, weights, tf.zeros_like(scores))
    return Lists(
        labels=tf.where(mask, labels, tf.zeros_like(labels)),
        scores=tf.where(mask, scores, tf.zeros_like(scores)),
        mask=mask,
        weights=weights,
    )


def _numeric(argument: str, value: Any, ragged: bool) -> tf.Tensor | tf.RaggedTensor:
    if not isinstance(value, tf.Tensor | tf.RaggedTensor):
        try:
            if ragged and isinstance(value, list | tuple) and not _is_rectangular(value):
                value = tf.ragged.constant(value, ragged_rank=1)
            elif ragged and isinstance(value, list | tuple) and argument != "sample_weight":
                value = tf.RaggedTensor.from_tensor(tf.convert_to_tensor(value))
            else:
                value = tf.convert_to_tensor(value)
        except (ValueError, TypeError) as error:
            raise ValueError(
                f"{argument} must be a batch of lists of numbers, such as [[1., 0.]]; lists of "
                f"unequal length must be a tf.RaggedTensor ({error})"
            ) from None
    if not (value.dtype.is_floating or value.dtype.is_integer or value.dtype.is_bool):
        raise TypeError(f"{argument} must hold numbers, got dtype {value.dtype.name}")
    if isinstance(value, tf.RaggedTensor):
        return value.with_row_splits_dtype(tf.int64)
    return value


def _is_rectangular(rows: Any) -> bool:
    return len({len(row) if isinstance(row, list | tuple) else -1 for row in rows}) == 1


def _check_same_shape(labels: Any, scores: Any) -> None:
    for argument, value in (("y_true", labels), ("y_pred", scores)):
        rank = value.shape.rank
        if rank == 3 and value.shape[-1] == 1:
            raise ValueError(
                f"{argument} has shape {value.shape}; expected [batch, list]: squeeze the last "
                f"axis, tf.squeeze({argument}, axis=-1)"
            )
        if rank is not None and rank != 2:
            raise ValueError(
                f"{argument} has shape {value.shape}; expected a batch of lists, [batch, list], "
                "such as [[1., 0.]]"
            )
    if isinstance(labels, tf.RaggedTensor) != isinstance(scores, tf.RaggedTensor):
        kind = {True: "ragged", False: "dense"}
        raise ValueError(
            f"y_true is {kind[isinstance(labels, tf.RaggedTensor)]} but y_pred is "
            f"{kind[isinstance(scores, tf.RaggedTensor)]}: give both in the same form"
        )
    if isinstance(scores, tf.RaggedTensor):
        _check_same_rows("y_true", labels, "y_pred", scores)
        return
    if not labels.shape.is_compatible_with(scores.shape):
        raise ValueError(
            f"y_true has shape {labels.shape} but y_pred has shape {scores.shape}: "
            "expected the same [batch, list]"
        )
    if not (labels.shape.is_fully_defined() and scores.shape.is_fully_defined()):
        tf.debugging.assert_equal(
            tf.shape(labels), tf.shape(scores), "y_true and y_pred must have the same shape"
        )


def _check_same_rows(
    argument: str, value: tf.RaggedTensor, other_argument: str, other: tf.RaggedTensor
) -> None:
    lengths, wanted = value.row_lengths(), other.row_lengths()
    if not tf.executing_eagerly():
        tf.debugging.assert_equal(
            lengths, wanted, f"{argument} and {other_argument} must have rows of equal length"
        )
        return
    if lengths.shape != wanted.shape:
        raise ValueError(
            f"{argument} has {lengths.shape[0]} lists but {other_argument} has {wanted.shape[0]}"
        )
    for row, (length, want) in enumerate(
        zip(lengths.numpy().tolist(), wanted.numpy().tolist(), strict=True)
    ):
        if length != want:
            raise ValueError(
                f"row {row} of {argument} has {length} items but row {row} of {other_argument} "
                f"has {want}: expected the same length"
            )


def _spread(weights: tf.Tensor, shape: tf.Tensor, static: tf.TensorShape) -> tf.Tensor:
    """Bring weights to [B, N], [B, 1] or a scalar, all of which broadcast to [B, N]."""
    known = weights.shape
    fits = {
        0: True,
        1: known.is_compatible_with(static[:1]),
        2: known.is_compatible_with(static) or known.is_compatible_with([static[0], 1]),
    }
    if not fits.get(known.rank, False):
        raise ValueError(
            f"sample_weight has shape {known}; expected a scalar, one weight per list "
            f"[{static[0]}] or [{static[0]}, 1], or one per item {static}"
        )
    if known.rank == 1:
        weights = weights[:, None]
    if known.rank and known[0] is None:
        tf.debugging.assert_equal(
            tf.shape(weights)[0], shape[0], "sample_weight must have one weight per list"
        )
    return weights
