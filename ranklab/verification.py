"""Verification: the Keras loss and its autodiff gradient beside the explanation.

The only place, with `ranklab.losses`, that imports TensorFlow.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from ranklab import losses
from ranklab.explanation import Explanation, explain
from ranklab.scenario import Scenario

_LAMBDA_WEIGHTS = {
    "dcg": losses.DCGLambdaWeight,
    "ndcg": losses.NDCGLambdaWeight,
    "precision": losses.PrecisionLambdaWeight,
}


@dataclass(frozen=True, eq=False)
class Verification:
    """What Keras computes for a scenario, beside what the explanation says.

    Attributes:
        loss: The loss by the Keras class, for float64 scores.
        gradient: Its gradient with respect to the scores by automatic differentiation, (n,).
        loss_difference: Distance from the explanation's loss.
        gradient_difference: Largest distance from an entry of the explanation's gradient.
        versions: Of TensorFlow and Keras.
        explanation: The explanation it was held against.
    """

    loss: float
    gradient: NDArray[np.float64] = field(repr=False)
    loss_difference: float
    gradient_difference: float
    versions: dict[str, str] = field(repr=False)
    explanation: Explanation = field(repr=False)

    @property
    def difference(self) -> float:
        """The largest difference, of the loss or of an entry of the gradient."""
        return max(self.loss_difference, self.gradient_difference)

    def __repr__(self) -> str:
        return f"Verification(keras={self.loss:.4f}, explained={self.explanation.loss:.4f})"


def keras_loss(scenario: Scenario) -> losses.SoftmaxLoss | losses.UniqueSoftmaxLoss:
    """Build the Keras loss that a scenario asks about."""
    build = _LAMBDA_WEIGHTS.get(scenario.lambda_weight or "")
    weight = build(topn=scenario.topn) if build else None
    if scenario.loss == "unique_softmax":
        return losses.UniqueSoftmaxLoss(lambda_weight=weight, temperature=scenario.temperature)
    return losses.SoftmaxLoss(
        lambda_weight=weight,
        temperature=scenario.temperature,
        normalize_labels=scenario.normalize_labels,
    )


def verify(scenario: Scenario) -> Verification:
    """Evaluate the Keras loss and its automatic gradient on a scenario.

    Args:
        scenario: The question, as for `explain`.

    Returns:
        The Keras numbers, and how far they are from those of the explanation.

    >>> verify(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Verification(keras=0.7981, explained=0.7981)
    """
    explanation = explain(scenario)
    with warnings.catch_warnings():
        # The explanation says in words which choice changes nothing.
        warnings.simplefilter("ignore", UserWarning)
        loss = keras_loss(scenario)
    scores = tf.constant([scenario.scores], tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(scores)
        value = loss([scenario.labels], scores)
    gradient = tape.gradient(value, scores)[0].numpy()
    return Verification(
        loss=float(value),
        gradient=gradient,
        loss_difference=abs(float(value) - explanation.loss),
        gradient_difference=float(np.max(np.abs(gradient - explanation.gradient))),
        versions={"tensorflow": tf.__version__, "keras": keras.__version__},
        explanation=explanation,
    )
