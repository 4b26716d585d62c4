"""Gains of labels, discounts of ranks: the functions of a lambda weight, and reading them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

Function = Callable[[tf.Tensor], tf.Tensor]

PACKAGE = "ranklab"  # the names in saved models begin with it
LN_2 = 0.6931471805599453


@keras.saving.register_keras_serializable(PACKAGE)
def identity(label: tf.Tensor) -> tf.Tensor:
    """Gain: the label itself."""
    return label


@keras.saving.register_keras_serializable(PACKAGE)
def inverse(rank: tf.Tensor) -> tf.Tensor:
    """Discount: `1 / rank`."""
    return tf.math.reciprocal(rank)


@keras.saving.register_keras_serializable(PACKAGE)
def pow_minus_1(label: tf.Tensor) -> tf.Tensor:
    """Gain: `2^label - 1`, exact for small labels too."""
    return tf.math.expm1(label * LN_2)


@keras.saving.register_keras_serializable(PACKAGE)
def log2_inverse(rank: tf.Tensor) -> tf.Tensor:
    """Discount: `1 / log2(1 + rank)`."""
    return LN_2 / tf.math.log1p(rank)


@keras.saving.register_keras_serializable(PACKAGE)
def is_greater_equal_1(label: tf.Tensor) -> tf.Tensor:
    """Whether a label is positive: 1 or more."""
    return tf.greater_equal(label, 1.0)


def check_functions(**functions: Any) -> None:
    """Refuse arguments that are not functions.

    Raises:
        TypeError: One is not; the message names it.
    """
    for argument, function in functions.items():
        if not callable(function):
            raise TypeError(f"{argument} must be a function of a tensor, got {function!r}")


def read_function(argument: str, config: Any, custom_objects: dict[str, Any]) -> Any:
    """The function that a config names.

    Args:
        argument: The name of the argument, for messages.
        config: A function, or what Keras or TF-Ranking serialized.
        custom_objects: Functions by name that Keras does not know.

    Raises:
        ValueError: The function is neither registered nor in `custom_objects`.
    """
    if callable(config):
        return config
    try:
        if isinstance(config, str):  # as TF-Ranking, and Keras before 3, wrote it
            function = keras.saving.get_registered_object(config, custom_objects)
        else:
            function = keras.saving.deserialize_keras_object(config, custom_objects)
    except (TypeError, ValueError):
        function = None
    if not callable(function):
        raise ValueError(
            f"{argument} is a function that Keras does not know: register it with "
            f"keras.saving.register_keras_serializable, or pass it in custom_objects; got {config}"
        )
    return function
