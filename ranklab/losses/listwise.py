"""What every listwise loss shares: its arguments, its input, its reduction, its config."""

from __future__ import annotations

import math
import warnings
from numbers import Real
from typing import Any

import keras
import tensorflow as tf

from ranklab.losses.lambda_weights import LambdaWeight
from ranklab.losses.lists import Lists, read

REDUCTIONS = ("auto", "none", "sum", "sum_over_batch_size")


class ListwiseLoss(keras.losses.Loss):
    """A loss that owns one number per list.

    A subclass says in `_losses` what a list costs, and in `_inert` which lambda weight cannot
    act on it.
    """

    reduction: str
    lambda_weight: LambdaWeight | None
    temperature: float
    ragged: bool

    def __init__(
        self,
        reduction: str = "auto",
        name: str | None = None,
        lambda_weight: LambdaWeight | None = None,
        temperature: float = 1.0,
        ragged: bool = False,
    ) -> None:
        if reduction not in REDUCTIONS:
            raise ValueError(
                f"reduction must be one of {', '.join(map(repr, REDUCTIONS))}, got {reduction!r}"
            )
        if isinstance(temperature, bool) or not isinstance(temperature, Real):
            raise TypeError(f"temperature must be a number above 0, got {temperature!r}")
        if not 0 < float(temperature) < math.inf:
            raise ValueError(f"temperature must be a finite number above 0, got {temperature!r}")
        if lambda_weight is not None and not isinstance(lambda_weight, LambdaWeight):
            raise TypeError(
                "lambda_weight must be a lambda weight such as NDCGLambdaWeight(), got "
                f"{lambda_weight!r}"
            )
        super().__init__(name=name, reduction=None if reduction == "none" else "sum")
        self.reduction = reduction
        self.lambda_weight = lambda_weight
        self.temperature = float(temperature)
        self.ragged = bool(ragged)
        why = "" if lambda_weight is None else self._inert(lambda_weight)
        if why:
            warnings.warn(why, UserWarning, stacklevel=3)

    # Nothing here branches on a tensor, and rewriting it would cost a second at the first trace.
    @tf.autograph.experimental.do_not_convert  # type: ignore[misc, unused-ignore]
    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> tf.Tensor:
        """Compute the loss of a batch of lists.

        Args:
            y_true: Labels, [B, N] or ragged; below 0 or NaN is padding.
            y_pred: Scores, of the same shape.
            sample_weight: A scalar, one weight per list ([B] or [B, 1]) or per item ([B, N]).

        Returns:
            A scalar, or [B] with `reduction='none'`; float32, or float64 for float64 scores.

        Raises:
            ValueError: The shapes do not fit; the message names them.
        """
        with tf.name_scope(self.name):
            return self._reduce(
                self._losses(read(y_true, y_pred, sample_weight, ragged=self.ragged))
            )

    def call(self, y_true: Any, y_pred: Any) -> tf.Tensor:
        """The loss of each list, unweighted and not reduced, [B]."""
        return self._losses(read(y_true, y_pred, ragged=self.ragged))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of the constructor, as `from_config` reads them."""
        return {
            "reduction": self.reduction,
            "name": self.name,
            "lambda_weight": keras.saving.serialize_keras_object(self.lambda_weight),
            "temperature": self.temperature,
            "ragged": self.ragged,
        }

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> ListwiseLoss:
        """Build a loss from `get_config`.

        Args:
            config: Output of `get_config`.
            custom_objects: Functions and classes by name that Keras does not know.
        """
        arguments = dict(config)
        weight = arguments.get("lambda_weight")
        if isinstance(weight, dict):
            with keras.saving.custom_object_scope(custom_objects or {}):
                arguments["lambda_weight"] = keras.saving.deserialize_keras_object(weight)
        return cls(**arguments)

    def _losses(self, lists: Lists) -> tf.Tensor:
        raise NotImplementedError

    def _inert(self, lambda_weight: LambdaWeight) -> str:
        raise NotImplementedError

    def _reduce(self, losses: tf.Tensor) -> tf.Tensor:
        if self.reduction == "none":
            return losses
        total = tf.reduce_sum(losses)
        if self.reduction == "sum":
            return total
        # Every list counts in the mean, empty ones too; each replica holds its part of a batch.
        replicas = tf.distribute.get_strategy().num_replicas_in_sync
        count = tf.cast(tf.size(losses) * replicas, losses.dtype)
        return tf.math.divide_no_nan(total, count)


def centred(scores: tf.Tensor, mask: tf.Tensor, temperature: float) -> tf.Tensor:
    """Logits less the largest of their list, 0 at padding, [B, N].

    The scores are centred before they are divided: a common shift costs no precision.
    """
    lowest = tf.fill(tf.shape(scores), scores.dtype.min)
    top = tf.reduce_max(tf.where(mask, scores, lowest), axis=1, keepdims=True)
    logits = (scores - tf.stop_gradient(top)) / temperature
    return tf.where(mask, logits, tf.zeros_like(logits))


def weighted(weights: tf.Tensor, costs: tf.Tensor) -> tf.Tensor:
    """`sum_i weights_i costs_i`, where an item without weight costs nothing, [B].

    An irrelevant item may have an infinite cost (a score of -inf); 0 times that is 0 here.
    """
    parts = tf.where(tf.equal(weights, 0), tf.zeros_like(costs), weights * costs)
    return tf.reduce_sum(parts, axis=1)
