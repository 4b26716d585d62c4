"""Read labels, scores and weights of a batch into flat arrays, from lists, arrays or tensors.

Nothing here imports TensorFlow: tensors convert themselves to arrays. Error messages are those of
`ranklab.losses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.checks import shown

Array = NDArray[np.float64]
Counts = NDArray[np.int64]


class FlatBatch(NamedTuple):
    """One batch; its M items, padding included, follow one another.

    Attributes:
        labels: [M]; below 0 or NaN marks padding.
        scores: [M].
        weights: [M]; 1 where none were given.
        lengths: [B], how many items each list has.
        dense: Whether all lists have one length, so that some may be padded.
        squeezed: Which arguments had the shape [batch, list, 1].
    """

    labels: Array
    scores: Array
    weights: Array
    lengths: Counts
    dense: bool
    squeezed: tuple[str, ...]


class _Rows(NamedTuple):
    """The numbers of one argument as a flat array, its row lengths, and its shape as text."""

    values: Array
    lengths: Counts
    shape: str
    dense: bool
    squeezed: bool


def read(y_true: Any, y_pred: Any, sample_weight: Any = None) -> FlatBatch:
    """Read a batch.

    Raises:
        TypeError: An argument does not hold numbers.
        ValueError: The shapes do not match.
    """
    mask = getattr(y_pred, "_keras_mask", None)  # for the losses, masked items are padding
    labels, scores = _rows("y_true", y_true), _rows("y_pred", y_pred)
    _check_same("y_true", labels, "y_pred", scores)
    dense = scores.dense and labels.dense
    values = labels.values
    if mask is not None and dense:
        values = np.where(np.asarray(mask, bool).reshape(-1), values, -1.0)
    weights = _weights(sample_weight, scores)
    both = (("y_true", labels), ("y_pred", scores))
    squeezed = tuple(argument for argument, rows in both if rows.squeezed)
    return FlatBatch(values, scores.values, weights, scores.lengths, dense, squeezed)


def _rows(argument: str, value: Any) -> _Rows:
    if hasattr(value, "row_lengths"):
        return _ragged(argument, value)
    if isinstance(value, list | tuple) and value and all(map(_is_row, value)):
        rows = [_floats(argument, row) for row in value]
        lengths = np.array([row.size for row in rows])
        if len(set(lengths.tolist())) > 1 and all(row.ndim == 1 for row in rows):
            shape = f"({len(rows)}, None)"
            return _Rows(np.concatenate(rows), lengths, shape, dense=False, squeezed=False)
    dense = _floats(argument, value)
    shape = str(dense.shape)
    squeezed = dense.ndim == 3 and dense.shape[-1] == 1
    if dense.ndim != 2 and not squeezed:
        _refuse_shape(argument, shape)
    lengths = np.full(dense.shape[0], dense.shape[1])
    return _Rows(dense.reshape(-1), lengths, shape, dense=True, squeezed=squeezed)


def _is_row(value: Any) -> bool:
    """Whether this is a list rather than a number."""
    return hasattr(value, "__len__") and not isinstance(value, str | bytes)


def _ragged(argument: str, value: Any) -> _Rows:
    flat, shape = _floats(argument, value.flat_values), str(value.shape)
    deeper = getattr(value, "ragged_rank", 1) > 1
    if deeper or flat.ndim > 2 or flat.shape[1:] not in ((), (1,)):
        _refuse_shape(argument, shape)
    lengths = _floats(argument, value.row_lengths()).astype(np.int64)
    return _Rows(flat.reshape(-1), lengths, shape, dense=False, squeezed=flat.ndim == 2)


def _floats(argument: str, value: Any) -> Array:
    if hasattr(value, "detach"):  # a PyTorch tensor with a gradient
        value = value.detach().cpu()
    try:
        held = value.numpy() if hasattr(value, "numpy") else value
        array = np.asarray(held)
        # These would convert to floats: the real part of a complex number, a date's nanoseconds.
        if array.dtype.kind in "cmMSU" or held is None:
            _refuse(argument, value)
        return array.astype(np.float64)
    except (TypeError, ValueError, NotImplementedError):
        _refuse(argument, value)


def _refuse(argument: str, value: Any) -> NoReturn:
    hint = ": pick one of its outputs" if isinstance(value, Mapping) else ""
    raise TypeError(
        f"{argument} must be a batch of lists of numbers, such as [[1., 0.]], got "
        f"{shown(value)}{hint}"
    ) from None


def _refuse_shape(argument: str, shape: str) -> NoReturn:
    raise ValueError(
        f"{argument} has shape {shape}; expected a batch of lists, [batch, list], such as "
        "[[1., 0.]]"
    )


def _check_same(argument: str, rows: _Rows, other_argument: str, other: _Rows) -> None:
    """Refuse rows of different lengths."""
    if np.array_equal(rows.lengths, other.lengths):
        return
    if rows.dense and other.dense:
        hint = ""
        if rows.values.size == other.values.size:
            hint = (
                f"; both hold {rows.values.size} numbers: if they are in the same order, take "
                f"tf.reshape({other_argument}, {rows.shape})"
            )
        raise ValueError(
            f"{argument} has shape {rows.shape} but {other_argument} has shape {other.shape}: "
            f"expected the same [batch, list]{hint}"
        )
    if len(rows.lengths) != len(other.lengths):
        raise ValueError(
            f"{argument} has {len(rows.lengths)} lists but {other_argument} has "
            f"{len(other.lengths)}"
        )
    row = np.flatnonzero(rows.lengths != other.lengths)[0]
    raise ValueError(
        f"row {row} of {argument} has {rows.lengths[row]} items but row {row} of {other_argument} "
        f"has {other.lengths[row]}: expected the same length"
    )


def _weights(value: Any, scores: _Rows) -> Array:
    """One weight for each item."""
    lists = len(scores.lengths)
    if value is None:
        return np.ones_like(scores.values)
    is_nested = isinstance(value, list | tuple) and bool(value) and all(map(_is_row, value))
    if hasattr(value, "row_lengths") or is_nested:
        rows = _rows("sample_weight", value)
        if not rows.dense:
            _check_same("sample_weight", rows, "y_pred", scores)
            return rows.values
    array = _floats("sample_weight", value)
    if array.ndim == 0:
        return np.full_like(scores.values, array)
    if array.shape in ((lists,), (lists, 1)):
        return np.repeat(array.reshape(-1), scores.lengths)
    if array.ndim != 2 or not np.array_equal(scores.lengths, [array.shape[1]] * len(array)):
        raise ValueError(
            f"sample_weight has shape {array.shape}; expected a scalar, one weight per list "
            f"[{lists}] or [{lists}, 1], or one per item {scores.shape}"
        )
    return array.reshape(-1)
