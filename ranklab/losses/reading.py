"""Reading what Keras or a user passes to a loss, and checking that it fits together."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from ranklab.losses.inputs import Inputs
from ranklab.losses.tensors import holds_python_numbers, numeric


def read(y_true: Any, y_pred: Any, sample_weight: Any = None, ragged: bool = False) -> Inputs:
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
    # Keras layers attach a mask to their output; False is padding.
    keras_mask = getattr(y_pred, "_keras_mask", None)
    scores = numeric("y_pred", y_pred, ragged)
    labels = numeric("y_true", y_true, ragged)
    checks: list[tf.Tensor] = []
    labels, scores = _in_one_form(labels, scores, checks)
    weights = None if sample_weight is None else numeric("sample_weight", sample_weight, ragged)

    # Lists of Python numbers are read as float32, as everywhere in TensorFlow.
    is_double = scores.dtype == tf.float64 and not holds_python_numbers(y_pred)
    dtype = tf.float64 if is_double else tf.float32
    row_splits = None
    if isinstance(scores, tf.RaggedTensor):
        if weights is not None:
            weights = _weights_of_ragged(weights, scores, checks)
        row_splits = scores.row_splits
        labels, scores = labels.flat_values, scores.flat_values
    elif weights is not None:
        weights = _weights_of_padded(weights, scores, checks)
    labels = tf.cast(labels, dtype)
    if row_splits is None and keras_mask is not None and keras_mask.shape.rank == 2:
        labels = tf.where(tf.cast(keras_mask, tf.bool), labels, -1.0)
    if weights is not None:
        weights = tf.cast(weights, dtype)
    fits = tf.reduce_all(tf.stack(checks)) if checks else None
    return Inputs(tf.cast(scores, dtype), labels, weights, row_splits, fits)


def _in_one_form(labels: Any, scores: Any, checks: list[tf.Tensor]) -> tuple[Any, Any]:
    """Check that labels and scores have the same shape; make both dense or both ragged."""
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
    labels, scores = (_of_rank_2(value) for value in (labels, scores))
    if isinstance(labels, tf.RaggedTensor) or isinstance(scores, tf.RaggedTensor):
        # A dense tensor beside a ragged one is a batch of rows of equal length.
        scores = _as_ragged(scores)
        labels = _with_same_rows("y_true", _as_ragged(labels), "y_pred", scores, checks)
        return labels, scores
    if not labels.shape.is_compatible_with(scores.shape):
        raise ValueError(
            f"y_true has shape {labels.shape} but y_pred has shape {scores.shape}: "
            "expected the same [batch, list]"
        )
    if not (labels.shape.is_fully_defined() and scores.shape.is_fully_defined()):
        said = "y_true and y_pred must have the same shape"
        labels = _asserted(labels, tf.shape(labels), tf.shape(scores), said, checks)
    return labels, scores


def _of_rank_2(value: tf.Tensor | tf.RaggedTensor) -> tf.Tensor | tf.RaggedTensor:
    return value if value.shape.rank == 2 else tf.ensure_shape(value, [None, None])


def _as_ragged(value: tf.Tensor | tf.RaggedTensor) -> tf.RaggedTensor:
    if isinstance(value, tf.RaggedTensor):
        return value
    return tf.RaggedTensor.from_tensor(value, row_splits_dtype=tf.int32)


def _asserted(
    tensor: tf.Tensor, given: tf.Tensor, wanted: Any, said: str, checks: list[tf.Tensor]
) -> tf.Tensor:
    """The tensor, after an assertion that `given` equals `wanted`.

    Whether it holds is appended to `checks` too, because XLA drops assertions.
    """
    checks.append(tf.reduce_all(tf.equal(given, wanted)))
    with tf.control_dependencies([tf.debugging.assert_equal(given, wanted, said)]):
        return tf.identity(tensor)


def _with_same_rows(
    argument: str,
    value: tf.RaggedTensor,
    other_argument: str,
    other: tf.RaggedTensor,
    checks: list[tf.Tensor],
) -> tf.RaggedTensor:
    if value.row_splits is other.row_splits:
        return value
    if not tf.executing_eagerly():
        said = f"{argument} and {other_argument} must have rows of equal length"
        splits, wanted = value.row_splits, other.row_splits
        return value.with_flat_values(_asserted(value.flat_values, splits, wanted, said, checks))
    splits, wanted = value.row_splits.numpy(), other.row_splits.numpy()
    if len(splits) != len(wanted):
        raise ValueError(
            f"{argument} has {len(splits) - 1} lists but {other_argument} has {len(wanted) - 1}"
        )
    lengths, wanted = np.diff(splits), np.diff(wanted)
    for row in np.flatnonzero(lengths != wanted)[:1]:
        raise ValueError(
            f"row {row} of {argument} has {lengths[row]} items but row {row} of {other_argument} "
            f"has {wanted[row]}: expected the same length"
        )
    return value


def _weights_of_ragged(weights: Any, scores: tf.RaggedTensor, checks: list[tf.Tensor]) -> tf.Tensor:
    """A scalar, one weight per list [B, 1], or one per item [M]."""
    known, lists = weights.shape, scores.shape[0]
    if isinstance(weights, tf.RaggedTensor) or (known.rank == 2 and known[1] not in (None, 1)):
        weights = _as_ragged(weights)
        return _with_same_rows("sample_weight", weights, "y_pred", scores, checks).flat_values
    if known.rank == 0:
        return weights
    if known.rank is None:
        weights = _per_list(weights, scores.nrows())
    elif known.rank > 2 or not known[:1].is_compatible_with([lists]):
        raise _misfit(known, lists, scores.shape)
    elif known.rank == 1:
        weights = tf.expand_dims(weights, 1)
    if not (weights.shape.is_fully_defined() and lists is not None):
        wanted = tf.size(scores.row_splits) - 1
        said = "sample_weight of ragged lists must have one weight per list, or be ragged"
        weights = _asserted(weights, tf.shape(weights), tf.stack([wanted, 1]), said, checks)
        weights = weights[:, :1]  # now the static shape is [None, 1]
    return weights


def _weights_of_padded(weights: Any, scores: tf.Tensor, checks: list[tf.Tensor]) -> tf.Tensor:
    """A scalar, one weight per list [B, 1], or one per item [B, N]."""
    if isinstance(weights, tf.RaggedTensor):
        rows = _as_ragged(scores)
        weights = _with_same_rows("sample_weight", weights, "y_pred", rows, checks)
        weights = weights.to_tensor(shape=scores.shape)
    known, wanted = weights.shape, scores.shape
    fits = {
        None: True,
        0: True,
        1: known.is_compatible_with(wanted[:1]),
        2: known.is_compatible_with(wanted) or known.is_compatible_with([wanted[0], 1]),
    }
    if not fits.get(known.rank, False):
        raise _misfit(known, wanted[0], wanted)
    if known.rank is None:
        weights = _per_list(weights, tf.shape(scores)[0])
    elif known.rank == 1:
        weights = tf.expand_dims(weights, 1)
    if known.rank == 0 or (weights.shape.is_fully_defined() and wanted.is_fully_defined()):
        return weights
    given, size = tf.shape(weights), tf.shape(scores)
    if weights.shape[1] != 1:
        size = tf.where([True, tf.equal(given[1], 1)], [size[0], 1], size)
    else:
        size = tf.stack([size[0], 1])
    said = "sample_weight must have one weight per list, or one per item"
    return _asserted(weights, given, size, said, checks)


def _per_list(weights: tf.Tensor, lists: tf.Tensor) -> tf.Tensor:
    """Weights of unknown rank as [B, 1] or [B, N]."""
    shape = tf.concat([tf.shape(weights), [1, 1]], 0)[:2]
    rows = tf.where(tf.equal(tf.rank(weights), 0), lists, shape[0])
    return tf.broadcast_to(tf.reshape(weights, shape), tf.stack([rows, shape[1]]))


def _misfit(known: Any, lists: Any, wanted: Any) -> ValueError:
    return ValueError(
        f"sample_weight has shape {known}; expected a scalar, one weight per list "
        f"[{lists}] or [{lists}, 1], or one per item {wanted}"
    )
