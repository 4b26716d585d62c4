"""Reading one argument of a loss, as Keras or a user passes it, as a tensor of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import tensorflow as tf


def numeric(argument: str, value: Any, ragged: bool) -> tf.Tensor | tf.RaggedTensor:
    """A tensor of numbers, dense or ragged.

    Args:
        argument: The name of the argument, for messages.
        value: A tensor, an array, or lists of numbers, of variables or of rows.
        ragged: Read rows of unequal length as a ragged tensor.

    Raises:
        ValueError: The value is not a batch of lists of numbers.
        TypeError: The value holds something other than numbers.
    """
    if not isinstance(value, tf.Tensor | tf.RaggedTensor):
        try:
            value = _converted(value, ragged)
        except (ValueError, TypeError, tf.errors.InvalidArgumentError) as error:
            raise ValueError(
                f"{argument} must be a batch of lists of numbers, such as [[1., 0.]]; lists of "
                f"unequal length must be a tf.RaggedTensor, or the loss built with ragged=True "
                f"({error})"
            ) from None
    if not (value.dtype.is_floating or value.dtype.is_integer or value.dtype.is_bool):
        raise TypeError(f"{argument} must hold numbers, got dtype {value.dtype.name}")
    if isinstance(value, tf.RaggedTensor):
        return value.with_row_splits_dtype(tf.int32)
    return value


def _converted(value: Any, ragged: bool) -> tf.Tensor | tf.RaggedTensor:
    if not isinstance(value, list | tuple):
        return tf.convert_to_tensor(value)
    if _holds_tensors(value):
        dtype = next(leaf.dtype for leaf in _leaves(value) if _is_tensor(type(leaf)))
        rows = [_stacked(row, dtype) for row in value]
        # Stack them in TensorFlow: NumPy would cut the gradient.
        return tf.ragged.stack(rows) if ragged and _differ(rows) else tf.stack(rows)
    if ragged and all(isinstance(row, list | tuple | np.ndarray) for row in value):
        rows = [np.asarray(row) for row in value]
        if _differ(rows) and {row.ndim for row in rows} == {1}:
            flat = tf.convert_to_tensor(np.concatenate(rows))
            return tf.RaggedTensor.from_row_lengths(flat, [row.size for row in rows])
    # NumPy reads nested lists many times faster than TensorFlow does.
    return tf.convert_to_tensor(np.asarray(value))


def _differ(rows: list[Any]) -> bool:
    """Whether rows are not known to be equally long."""
    return len({row.shape[:1] for row in rows}) > 1 or None in rows[0].shape[:1]


def _leaves(value: list[Any] | tuple[Any, ...]) -> Iterator[Any]:
    for part in value:
        if isinstance(part, list | tuple):
            yield from _leaves(part)
        else:
            yield part


def _leaf_types(value: list[Any] | tuple[Any, ...]) -> set[type]:
    # One map for each row is much faster than a loop over the numbers of a long row.
    types: set[type] = set()
    for row in value:
        types.update(map(type, row) if isinstance(row, list | tuple) else [type(row)])
    return types


def _is_tensor(kind: type) -> bool:
    return issubclass(kind, tf.Tensor | tf.Variable) or hasattr(kind, "__tf_tensor__")


def _holds_tensors(value: list[Any] | tuple[Any, ...]) -> bool:
    return any(map(_is_tensor, _leaf_types(value)))


def _stacked(value: Any, dtype: Any) -> tf.Tensor:
    if isinstance(value, list | tuple):
        return tf.stack([_stacked(part, dtype) for part in value])
    return tf.convert_to_tensor(value, dtype_hint=dtype)


def holds_python_numbers(value: Any) -> bool:
    """Whether these are nested lists of plain numbers, which have no dtype."""
    rows = value if isinstance(value, list | tuple) else [None]
    return all(isinstance(row, list | tuple) for row in rows) and not _holds_tensors(rows)
