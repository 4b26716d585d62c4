"""A custom loss: any Keras loss or function on a scenario, with its gradient by autodiff.

What is known of ranklab's losses (their races, so who competes, probabilities and targets) is not
known of a custom loss.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.checks import shown
from ranklab.explanation.definitions import CUSTOM, loss_title
from ranklab.explanation.scenario import Scenario, check_is_scenario
from ranklab.installed import check_backend, check_tensorflow

Array = NDArray[np.float64]

_PLAIN = Scenario([0], [0])
_TOLD = 200  # characters of what a loss said when it failed


class NotFiniteError(ValueError):
    """A custom loss, or its gradient, is NaN or infinite for a list."""


class CustomLoss:
    """A loss that a user gives, and the name under which a scenario holds it.

    Args:
        loss: A Keras loss, or any function of `(y_true, y_pred)`, each of shape `[1, n]`, whose
            value is a number or one for each item: then those are the contributions, and their
            sum is the loss.

    Attributes:
        name: The scenario's `loss`: `'custom:'` and the name of the loss.

    Raises:
        TypeError: `loss` cannot be called.
        TensorFlowMissingError: TensorFlow or Keras is missing; the message says what to install.
    """

    def __init__(self, loss: Callable[[Any, Any], Any]) -> None:
        if not callable(loss) or isinstance(loss, type):
            raise TypeError(
                "loss must be a Keras loss, such as keras.losses.MeanSquaredError(), or a function "
                f"of (y_true, y_pred), got {shown(loss)}; for those of ranklab say "
                "scenario.replace(loss='unique_softmax')"
            )
        check_tensorflow()
        self.name = f"{CUSTOM}{_name(loss)}"
        self._loss = loss

    def asked(self, scenario: Scenario) -> Scenario:
        """The scenario that asks about this loss.

        Raises:
            TypeError: `scenario` is not a Scenario.
            ValueError: It holds what belongs to the losses of ranklab.
        """
        check_is_scenario(scenario)
        _check_plain(scenario)
        return scenario.replace(loss=self.name)

    def check(self, scenario: Scenario) -> None:
        """Refuse a scenario that does not ask about this loss.

        Raises:
            TypeError: `scenario` is not a Scenario.
            ValueError: It asks about something else, or holds what belongs to ranklab's losses.
        """
        check_is_scenario(scenario)
        if scenario.loss != self.name:
            raise ValueError(
                f"this list is shown under {self.name!r} alone, got the loss {scenario.loss!r}: "
                "open another explorer for it"
            )
        _check_plain(scenario)

    def value_and_gradient(self, labels: Array, scores: Array) -> tuple[Array, Array]:
        """The value of the loss, or one for each item, (m,), and the gradient, (m,)."""
        import keras
        import tensorflow as tf

        check_backend()
        name = loss_title(self.name)
        dtype = keras.config.floatx()  # as in training
        y_true, y_pred = tf.constant([labels], dtype), tf.constant([scores], dtype)
        try:
            with tf.GradientTape() as tape:
                tape.watch(y_pred)
                value = tf.convert_to_tensor(self._loss(y_true, y_pred))
            slope = tape.gradient(value, y_pred) if value.dtype.is_floating else None
        except Exception as error:  # the user's code may raise anything
            said = " ".join(str(error).split())[:_TOLD]
            raise ValueError(f"{name} failed: {type(error).__name__}: {said}") from error
        if not value.dtype.is_floating:
            raise ValueError(f"{name} must give real numbers, got {value.dtype.name}")
        if slope is None:
            raise ValueError(
                f"{name} has no gradient: nothing that TensorFlow can differentiate leads from the "
                "scores to its value; where no score is to move, add 0 * tf.reduce_sum(y_pred)"
            )
        parts = np.asarray(value, np.float64) + 0.0  # no -0.0
        slope = np.asarray(tf.convert_to_tensor(slope), np.float64) + 0.0
        if slope.shape != (1, labels.size):
            raise ValueError(
                f"the gradient of {name} must have the shape {(1, labels.size)}, got {slope.shape}"
            )
        gradient = slope[0]
        if parts.size not in (1, labels.size):
            raise ValueError(
                f"{name} must give one number, or one for each item, got the shape "
                f"{tuple(value.shape)} for {labels.size} items"
            )
        if not (np.isfinite(parts).all() and np.isfinite(gradient).all()):
            what = "its value" if not np.isfinite(parts).all() else "its gradient"
            raise NotFiniteError(f"{name} is not finite here: {what} holds NaN or infinity")
        # One item alone: a number for the list is no value for each item.
        each = parts.size == labels.size and (labels.size > 1 or parts.ndim > 1)
        return parts.ravel() if each else parts.sum(), gradient


def _name(loss: Any) -> str:
    """What a loss is called: by itself, or by what it is made from."""
    while isinstance(loss, partial):
        loss = loss.func
    for candidate in (getattr(loss, "name", ""), getattr(loss, "__name__", "")):
        if isinstance(candidate, str) and candidate.strip("<> "):
            return candidate.strip("<>")
    return type(loss).__name__


def _check_plain(scenario: Scenario) -> None:
    """Refuse settings that a custom loss does not have."""
    for name in ("temperature", "lambda_weight", "topn", "normalize_labels", "sample_weight"):
        value = getattr(scenario, name)
        if value != getattr(_PLAIN, name):
            raise ValueError(
                f"{name} belongs to the losses of ranklab, and a custom loss takes the scores as "
                f"they are: leave {name} away, got {shown(value)}"
            )
