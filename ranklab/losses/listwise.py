"""What every listwise loss shares: its arguments, its input, its reduction, its config."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from numbers import Real
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ranklab.losses.deserialization import deserialize, inner_config
from ranklab.losses.inputs import Inputs, zero_or_nan
from ranklab.losses.lambda_weights import LambdaWeight
from ranklab.losses.reading import read
from ranklab.losses.reductions import (
    REDUCTIONS,
    check_one_per_list,
    check_scope,
    reduced,
    replicas,
)


class ListwiseLoss(keras.losses.Loss):
    """The base of the losses. It reads a batch, and reduces the losses of its lists to one number.

    To add a loss, write a subclass in a file of its own, register it with
    `keras.saving.register_keras_serializable("ranklab")`, and define:

    - `__init__`, with a docstring in the class: it passes the documented arguments on.
    - `_losses_and_gradient`: the loss of each list, and the gradient.
    - `_why_ignored`: why a lambda weight has no effect on this loss.
    - `_traced_attributes`: the names of the attributes, beside `temperature`, that change the
      numbers; `()` if there are none. A class without it is slower in eager mode.
    - `get_config`, only if `__init__` has more arguments than the base.
    - `_check_labels`, only if there are labels for which the loss is not finite.

    The subclass gets clean `Inputs`, padded or ragged, and need not know of reductions, eager mode,
    graphs, XLA, replicas or second derivatives. `SoftmaxLoss` is an example.

    A custom loss may instead override `call`, as with any Keras loss, and return one number per
    list.
    """

    _traced_attributes: tuple[str, ...]

    reduction: str
    lambda_weight: LambdaWeight | None
    temperature: float
    ragged: bool
    _has_warned: bool

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
        self.reduction = str(reduction)
        self.lambda_weight = lambda_weight
        self.temperature = float(temperature)
        self.ragged = bool(ragged)
        self._has_warned = False
        why = "" if lambda_weight is None else self._why_ignored(lambda_weight)
        if why:
            warnings.warn(why, UserWarning, stacklevel=3)

    # Nothing here branches on a tensor, and AutoGraph would add a second to the first trace.
    @tf.autograph.experimental.do_not_convert  # type: ignore[misc, unused-ignore]
    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> tf.Tensor:
        """Compute the loss of a batch of lists. Its gradient flows to the scores alone.

        Args:
            y_true: Labels, [B, N] or ragged; below 0 or NaN is padding.
            y_pred: Scores, of the same shape.
            sample_weight: A scalar, one weight per list ([B] or [B, 1]) or per item ([B, N]).

        Returns:
            A scalar, or [B] with `reduction='none'`; float32, or float64 for float64 scores.
            NaN where XLA compiles shapes that turn out not to fit: it drops assertions.

        Raises:
            ValueError: The shapes do not fit; the message names them.
            TypeError: A value is not numeric.
        """
        check_scope(self.reduction)
        with tf.name_scope(self.name):
            inputs = read(y_true, y_pred, sample_weight, ragged=self.ragged)
            if not self._has_warned and inputs.are_single_items():
                self._has_warned = True
                warnings.warn(_SINGLE_ITEMS, UserWarning, stacklevel=3)  # past the decorator
            if type(self).call is not ListwiseLoss.call:
                return self._weigh(self.call(*inputs.as_given()), inputs)
            return self._evaluate(inputs, self.reduction)

    @tf.autograph.experimental.do_not_convert  # type: ignore[misc, unused-ignore]
    def call(self, y_true: Any, y_pred: Any) -> tf.Tensor:
        """The loss of each list, unweighted and not reduced, [B]."""
        return self._evaluate(read(y_true, y_pred, ragged=self.ragged), "none")

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
        """Build a loss from `get_config`, or from TF-Ranking's config of the same loss.

        Args:
            config: Output of `get_config`, or of `keras.losses.serialize`. What TF-Ranking wrote
                is read as ranklab's, and a `UserWarning` says so.
            custom_objects: Functions and classes by name that Keras does not know.

        Raises:
            ValueError: A function is neither registered nor in `custom_objects`.
        """
        arguments = cls._from_tf_ranking(inner_config(config))
        if isinstance(arguments.get("lambda_weight"), dict):
            arguments["lambda_weight"] = deserialize(arguments["lambda_weight"], custom_objects)
        return cls(**arguments)

    @classmethod
    def _from_tf_ranking(cls, arguments: dict[str, Any]) -> dict[str, Any]:
        """Add to the arguments in a config what TF-Ranking leaves out."""
        return arguments

    def _losses_and_gradient(
        self, inputs: Inputs, temperature: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Compute the loss of each list, and its gradient with respect to the scores.

        Args:
            inputs: Cleaned labels, scores and sample weights.
            temperature: T, a float64 scalar; see `divided`.

        Returns:
            The losses, [B], sample weights included; and the gradient, one number per item. The
            gradient must be differentiable itself: second derivatives go through it.
        """
        raise NotImplementedError

    def _why_ignored(self, lambda_weight: LambdaWeight) -> str:
        """Say why a lambda weight has no effect on this loss; the empty string if it has one."""
        raise NotImplementedError

    def _check_labels(self, inputs: Inputs) -> None:
        """Raise a ValueError if a loss that is not finite is due to its labels."""

    def _evaluate(self, inputs: Inputs, reduction: str) -> tf.Tensor:
        if reduction == "mean_with_sample_weight" and inputs.weights is not None:
            check_one_per_list(inputs.weights)
        temperature = tf.constant(self.temperature, tf.float64)
        # The functions of a lambda weight may be the user's, who expects them to run at each call.
        is_known = "_traced_attributes" in vars(type(self)) and self.lambda_weight is None
        is_traced = is_known and tf.executing_eagerly()
        compute = _traced if is_traced else ListwiseLoss._value_and_gradient
        tensors = inputs.tensors()

        # Labels and weights are arguments too, so that a tape that watches them gets None for them.
        @tf.custom_gradient
        def evaluate(*_: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], Any]]:
            value, gradient = compute(self, inputs, temperature, reduction)

            def backward(upstream: tf.Tensor) -> list[tf.Tensor | None]:
                own = gradient
                if is_traced:
                    own = _differentiable(gradient, self, inputs, temperature, reduction)
                return [inputs.spread(upstream) * own] + [None] * (len(tensors) - 1)

            return value, backward

        value = evaluate(*tensors)
        if tf.executing_eagerly() and not np.isfinite(value).all():
            self._check_labels(inputs)
        return value

    def _weigh(self, losses: tf.Tensor, inputs: Inputs) -> tf.Tensor:
        """Weigh and reduce the losses of lists, [B], that `call` of a custom loss returned."""
        losses, name = tf.convert_to_tensor(losses), type(self).__name__
        if losses.shape.rank not in (1, None):
            raise ValueError(
                f"call of {name} gave the shape {losses.shape}; expected one loss per list, [B]"
            )
        weights = inputs.weights
        if weights is not None:
            if weights.shape.rank and weights.shape[1:] != [1]:
                raise ValueError(
                    f"sample_weight has one per item, but call of {name} gives one loss per list: "
                    "give one weight per list, [B] or [B, 1]"
                )
            losses *= tf.cast(weights if weights.shape.rank == 0 else weights[:, 0], losses.dtype)
        if inputs.fits is not None:
            losses += zero_or_nan(inputs.fits, losses)
        return reduced(losses, weights, self.reduction)[0]

    def _value_and_gradient(
        self, inputs: Inputs, temperature: tf.Tensor, reduction: str
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The reduced loss, a scalar or [B], and its gradient, one number per item."""
        cleaned = inputs.cleaned()
        losses, gradient = self._losses_and_gradient(cleaned, temperature)
        value, scale = reduced(losses, inputs.weights, reduction)
        # Padding has no gradient, even in a list whose loss is NaN.
        gradient = tf.where(cleaned.mask, gradient * scale, tf.zeros_like(gradient))
        if inputs.fits is None:
            return value, gradient
        nothing = zero_or_nan(inputs.fits, value)
        return value + nothing, gradient + nothing


_SINGLE_ITEMS = (
    "every list has one item, and a list of one item costs 0: where [items, 1] is the output of a "
    "model that scores items one by one, reshape scores and labels to [lists, items]"
)

_traces: dict[Any, Any] = {}


def _traced(
    loss: ListwiseLoss, inputs: Inputs, temperature: tf.Tensor, reduction: str
) -> tuple[tf.Tensor, tf.Tensor]:
    """Compute `loss._value_and_gradient` in one operation, which is far faster in eager mode.

    A trace takes about a second. Inputs of all sizes share it, and so do losses that differ only in
    temperature or name.
    """
    settings = [getattr(loss, name) for name in loss._traced_attributes]
    key = type(loss), reduction, replicas(), inputs.kinds(), *settings
    if key not in _traces:

        def compute(temperature: tf.Tensor, *tensors: Any) -> tuple[tf.Tensor, ...]:
            return loss._value_and_gradient(Inputs(*tensors), temperature, reduction)

        function = tf.function(compute, autograph=False)
        specs = tf.TensorSpec([], tf.float64), *inputs.kinds()
        _traces[key] = function.get_concrete_function(*specs)

    # The operation has no gradient of its own: a forward accumulator must not see scores enter it.
    given = inputs._replace(scores=tf.stop_gradient(inputs.scores))
    value, gradient = tf.raw_ops.PartitionedCall(
        args=[temperature, *given.tensors()],
        Tout=[inputs.scores.dtype] * 2,
        f=_traces[key],
    )
    return value, gradient


def _differentiable(
    gradient: tf.Tensor, loss: ListwiseLoss, inputs: Inputs, temperature: tf.Tensor, reduction: str
) -> tf.Tensor:
    """The gradient that `_traced` computed, with a derivative of its own."""

    @tf.custom_gradient
    def again(scores: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
        def backward(upstream: tf.Tensor) -> tf.Tensor:
            with tf.GradientTape() as tape:
                tape.watch(scores)
                given = inputs._replace(scores=scores)
                recomputed = loss._value_and_gradient(given, temperature, reduction)[1]
            return tape.gradient(recomputed, scores, upstream)

        return gradient, backward

    return again(inputs.scores)
