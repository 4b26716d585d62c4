"""A loss of one's own: any Keras loss on a scenario, with its gradient by autodiff.

What ranklab knows of its own two losses (who competes, probabilities, targets, a derivation) it
cannot know of another: there it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics
from ranklab.explanation.checks import OWN, shown
from ranklab.explanation.explanation import DEFAULT_K, Explanation, check_k, frozen, padding_last
from ranklab.explanation.formatting import loss_name
from ranklab.explanation.scenario import Scenario, check_is_scenario
from ranklab.installed import check_backend, check_tensorflow

Array = NDArray[np.float64]

_PLAIN = Scenario([0], [0])
_TOLD = 200  # characters of what a loss said when it failed


class NotFiniteError(ValueError):
    """A loss of one's own, or its gradient, is NaN or infinite for a list."""


class OwnLoss:
    """A loss that somebody brought, under the name by which a scenario asks about it.

    Args:
        loss: A Keras loss, or any function of `(y_true, y_pred)`, each of shape `[1, n]`, whose
            value is a number or one for each item: then those are the contributions, and their
            sum is the loss.

    Attributes:
        name: What stands in the scenario's `loss`: `'own:'` and the name of the loss.

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
        self.name = f"{OWN}{_name(loss)}"
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

    def explain(
        self,
        scenario: Scenario,
        k: int = DEFAULT_K,
        gain: str = "exponential",
        relevant_from: float | None = None,
    ) -> Explanation:
        """Ask the loss about a scenario, as `ranklab.explain` does for those of ranklab.

        Padding is left out before the loss sees the list.

        Returns:
            An Explanation whose weights, probabilities and targets are NaN, and the contributions
            too, unless the loss has a value for each item; nobody competes.

        Raises:
            TypeError: `scenario` is not a Scenario, or `k` is not a whole number.
            ValueError: The scenario asks about something else, or the loss failed, is not finite,
                or has no gradient.
        """
        check_is_scenario(scenario)
        check_k(k)
        if scenario.loss != self.name:
            raise ValueError(
                f"this list is shown under {self.name!r} alone, got the loss {scenario.loss!r}: "
                "open another explorer for it"
            )
        _check_plain(scenario)
        labels, scores = np.array(scenario.labels), np.array(scenario.scores)
        n, mask = labels.size, labels >= 0
        there = np.flatnonzero(mask)
        parts, gradient = np.array(0.0), np.zeros(n)
        if there.size:
            parts, gradient[there] = self._ask(labels[there], scores[there])
        unknown = np.where(mask, np.nan, 0.0)
        contributions = unknown.copy()
        if parts.ndim:
            contributions[there] = parts
        ranks = metrics.ranks(scores[there])
        return Explanation(
            scenario=scenario,
            logits=frozen(scores),
            mask=frozen(mask),
            ranks=frozen(padding_last(ranks, mask)),
            competitors=frozen(np.zeros((n, n), bool)),
            weights=frozen(unknown),
            probabilities=unknown,
            targets=unknown,
            contributions=frozen(contributions),
            gradient=frozen(gradient),
            loss=float(parts.sum()),
            metrics=metrics.measure(labels[there], ranks, int(k), gain, relevant_from),
        )

    def _ask(self, labels: Array, scores: Array) -> tuple[Array, Array]:
        """The value of the loss, or one for each item, (m,), and the gradient, (m,)."""
        import keras
        import tensorflow as tf

        check_backend()
        name = loss_name(self.name)
        dtype = keras.config.floatx()  # as in training
        y_true, y_pred = tf.constant([labels], dtype), tf.constant([scores], dtype)
        try:
            with tf.GradientTape() as tape:
                tape.watch(y_pred)
                value = tf.convert_to_tensor(self._loss(y_true, y_pred))
            slope = tape.gradient(value, y_pred) if value.dtype.is_floating else None
        except Exception as error:  # it is somebody else's code
            said = " ".join(str(error).split())[:_TOLD]
            raise ValueError(f"{name} failed: {type(error).__name__}: {said}") from error
        if not value.dtype.is_floating:
            raise ValueError(f"{name} must give real numbers, got {value.dtype.name}")
        if slope is None:
            raise ValueError(
                f"{name} has no gradient: nothing that TensorFlow can differentiate leads from the "
                "scores to its value; where nobody is to be pushed, add 0 * tf.reduce_sum(y_pred)"
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


def explain_own(
    scenario: Scenario,
    loss: Callable[[Any, Any], Any],
    k: int = DEFAULT_K,
    gain: str = "exponential",
    relevant_from: float | None = None,
) -> Explanation:
    """Compute any Keras loss of a list, and its gradient by automatic differentiation.

    Args:
        scenario: The list. A loss of one's own takes the scores as they are: temperature, lambda
            weight, `normalize_labels` and sample weights belong to the losses of ranklab.
        loss: A Keras loss, or a function of `(y_true, y_pred)`, each of shape `[1, n]`; padding is
            left out. Its value is a number, or one for each item: their sum is the loss.
        k: The cut-off of NDCG@k, DCG@k and precision@k, in places.
        gain: The gain of NDCG and DCG: `'exponential'` or `'linear'`.
        relevant_from: The label from which an item counts as relevant for MRR, precision and
            average precision. None: 1, or, where no label reaches 1, any label above 0.

    Returns:
        An Explanation with the loss, gradient, ranks and metrics. What only ranklab's losses have
        is NaN: weights, probabilities, targets, and contributions where the loss has none.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: The scenario holds a temperature, a lambda weight or sample weights, or the
            loss failed, is not finite, or has no gradient.
        TensorFlowMissingError: TensorFlow or Keras is missing; the message says what to install.

    >>> import keras
    >>> explain_own(Scenario([0.5, 1.0], [1, 0]), keras.losses.MeanSquaredError())
    Explanation(own:mean_squared_error, n=2, T=1.00, loss=0.625000)
    """
    own = OwnLoss(loss)
    return own.explain(own.asked(scenario), k, gain, relevant_from)


def _name(loss: Any) -> str:
    """What a loss is called: by itself, or by what it is made from."""
    while isinstance(loss, partial):
        loss = loss.func
    for candidate in (getattr(loss, "name", ""), getattr(loss, "__name__", "")):
        if isinstance(candidate, str) and candidate.strip("<> "):
            return candidate.strip("<>")
    return type(loss).__name__


def _check_plain(scenario: Scenario) -> None:
    """Refuse what a loss of one's own would not hear."""
    for name in ("temperature", "lambda_weight", "topn", "normalize_labels", "sample_weight"):
        value = getattr(scenario, name)
        if value != getattr(_PLAIN, name):
            raise ValueError(
                f"{name} belongs to the losses of ranklab, and a loss of your own takes the scores "
                f"as they are: leave {name} away, got {shown(value)}"
            )
