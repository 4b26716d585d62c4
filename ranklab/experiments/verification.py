"""Verification: the Keras loss and its autodiff gradient beside the explanation.

This needs TensorFlow, which takes seconds to load and half a gigabyte: `verify` imports it when it
is called, and `verify_apart` runs it in another process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.answer import explain
from ranklab.explanation.definitions import lambda_weight_of, loss_of
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario, check_scenario
from ranklab.installed import check_tensorflow

_PATIENCE = 300  # seconds; a first import without byte code may take long
# Without both, TensorFlow fills the screen with what is no error.
_QUIET = {"TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "1"}


@dataclass(frozen=True, eq=False)
class Verification:
    """What Keras computes for a scenario, beside what the explanation says.

    Attributes:
        loss: The loss by the Keras class, for float64 scores.
        gradient: Its gradient with respect to the scores by automatic differentiation, (n,).
        loss_difference: Distance from the explanation's loss.
        gradient_difference: Largest distance from an entry of the explanation's gradient.
        versions: Of TensorFlow and Keras.
        explanation: The explanation that it is compared with.
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

    def describe(self) -> str:
        """Say in one sentence what Keras computes, and how far that is from the explanation."""
        versions = ", ".join(f"{name} {version}" for name, version in self.versions.items())
        return (
            f"Keras computes {self.loss:.6g}; the largest difference, of the loss or of an "
            f"entry of the gradient, is {number(self.difference)} ({versions})."
        )

    def __repr__(self) -> str:
        return f"Verification(keras={self.loss:.4f}, explained={self.explanation.loss:.4f})"


def keras_loss(scenario: Scenario) -> Any:
    """The Keras loss that a scenario asks about.

    Raises:
        ValueError: It asks about a custom loss.
        TensorFlowMissingError: TensorFlow or Keras is missing.
    """
    check_scenario(scenario)
    from ranklab import losses

    loss, weight = loss_of(scenario.loss), lambda_weight_of(scenario.lambda_weight)
    build = getattr(losses, loss.keras_class)
    return build(
        lambda_weight=weight and getattr(losses, weight.keras_class)(scenario.topn),
        temperature=scenario.temperature,
        **{name: getattr(scenario, name) for name in loss.keras_arguments},
    )


def verify(scenario: Scenario) -> Verification:
    """Evaluate the Keras loss and its automatic gradient on a scenario.

    Args:
        scenario: The question, as for `explain`.

    Returns:
        The Keras numbers, and how far they are from those of the explanation.

    Raises:
        TensorFlowMissingError: TensorFlow or Keras is missing; the message says what to install.

    >>> verify(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Verification(keras=0.7981, explained=0.7981)
    """
    check_tensorflow()
    import keras
    import tensorflow as tf

    with warnings.catch_warnings():
        # The explanation says in words which choice changes nothing.
        warnings.simplefilter("ignore", UserWarning)
        loss = keras_loss(scenario)
    scores = tf.constant([scenario.scores], tf.float64)
    sample_weight = None if scenario.sample_weight is None else [scenario.sample_weight]
    with tf.GradientTape() as tape:
        tape.watch(scores)
        value = loss([scenario.labels], scores, sample_weight)
    gradient = tape.gradient(value, scores)[0].numpy()
    versions = {"TensorFlow": tf.__version__, "Keras": keras.__version__}
    return _compared(scenario, float(value), gradient, versions)


def verify_apart(scenario: Scenario) -> Verification:
    """Do the same in another process, so that this one neither waits for TensorFlow nor keeps it.

    Raises:
        RuntimeError: The other process failed; the message holds the last line it said.
        TensorFlowMissingError: TensorFlow or Keras is missing; the message says what to install.
    """
    check_tensorflow()
    command = [sys.executable, "-m", "ranklab.experiments.verification"]
    result = subprocess.run(
        command,
        input=scenario.to_json(),
        capture_output=True,
        encoding="utf-8",
        env={**_QUIET, **os.environ, "PYTHONIOENCODING": "utf-8", "KERAS_BACKEND": "tensorflow"},
        timeout=_PATIENCE,
        check=False,
    )
    if result.returncode:
        said = result.stderr.strip().splitlines() or ["it said nothing"]
        raise RuntimeError(f"Keras could not be asked: {said[-1]}")
    answer: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    gradient = np.array(answer["gradient"])
    return _compared(scenario, answer["loss"], gradient, answer["versions"])


def _compared(
    scenario: Scenario, loss: float, gradient: NDArray[np.float64], versions: dict[str, str]
) -> Verification:
    explanation = explain(scenario)
    return Verification(
        loss=loss,
        gradient=gradient,
        loss_difference=abs(loss - explanation.loss),
        gradient_difference=float(np.max(np.abs(gradient - explanation.gradient))),
        versions=versions,
        explanation=explanation,
    )


if __name__ == "__main__":  # what verify_apart runs: a scenario in, numbers out
    asked = verify(Scenario.from_json(sys.stdin.read()))
    print(
        json.dumps(
            {"loss": asked.loss, "gradient": asked.gradient.tolist(), "versions": asked.versions}
        )
    )
