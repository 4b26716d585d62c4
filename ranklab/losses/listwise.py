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

from ranklab.losses.batches import Batch, check_one_per_list, read, total_weight, zero_or_nan
from ranklab.losses.deserialization import deserialize, inner_config
from ranklab.losses.lambda_weights import LambdaWeight
from ranklab.losses.lists import Lists, clean

REDUCTIONS = (
    "auto", "none", "sum", "sum_over_batch_size", "mean", "mean_with_sample_weight"
)  # fmt: skip


class ListwiseLoss(keras.losses.Loss):
    """A loss that owns one number per list.

    A subclass says in `_item_weights` how much each item matters, in `_compete` what the items
    cost and which way that pushes their scores, and in `_inert` which lambda weight cannot act.
    A loss of one's own may override `call`, as any Keras loss may: it gives one number per list.
    """

    # The attributes that a trace depends on. A class that does not name its own is not traced in
    # eager mode: two instances may differ in what nobody else knows.
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
        why = "" if lambda_weight is None else self._inert(lambda_weight)
        if why:
            warnings.warn(why, UserWarning, stacklevel=3)

    # Nothing here branches on a tensor, and rewriting it would cost a second at the first trace.
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
        self._check_scope()
        with tf.name_scope(self.name):
            batch = read(y_true, y_pred, sample_weight, ragged=self.ragged)
            if not self._has_warned and batch.are_single_items():
                self._has_warned = True
                warnings.warn(_SINGLE_ITEMS, UserWarning, stacklevel=3)  # past the decorator
            if type(self).call is not ListwiseLoss.call:
                return self._weigh(self.call(*batch.as_given()), batch)
            return self._evaluate(batch, self.reduction)

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
        arguments = cls._as_ours(inner_config(config))
        if isinstance(arguments.get("lambda_weight"), dict):
            arguments["lambda_weight"] = deserialize(arguments["lambda_weight"], custom_objects)
        return cls(**arguments)

    @classmethod
    def _as_ours(cls, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments of a config, with what TF-Ranking leaves out."""
        return arguments

    def _item_weights(self, lists: Lists) -> tf.Tensor:
        """How much each item matters, sample weights included."""
        raise NotImplementedError

    def _compete(
        self, lists: Lists, weights: tf.Tensor, temperature: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The loss of each list, [B], and its gradient, one number per item."""
        raise NotImplementedError

    def _inert(self, lambda_weight: LambdaWeight) -> str:
        """Why a lambda weight cannot change this loss; empty where it can."""
        raise NotImplementedError

    def _refuse(self, batch: Batch) -> None:
        """Raise where it is the labels of a batch that make its loss not finite."""

    def _evaluate(self, batch: Batch, reduction: str) -> tf.Tensor:
        if reduction == "mean_with_sample_weight" and batch.weights is not None:
            check_one_per_list(batch.weights)
        temperature = tf.constant(self.temperature, tf.float64)
        # A function of the user's is not traced behind their back.
        is_ours = "_traced_attributes" in vars(type(self)) and self.lambda_weight is None
        at_once = is_ours and tf.executing_eagerly()
        compute = _traced if at_once else ListwiseLoss._value_and_gradient

        given = {name: tensor for name, tensor in batch._asdict().items() if tensor is not None}

        @tf.custom_gradient
        def evaluate(*tensors: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], Any]]:
            inputs = batch._replace(**dict(zip(given, tensors, strict=True)))
            value, pushes, share = compute(self, inputs, temperature, reduction)
            if inputs.fits is not None:
                value, share = (part + zero_or_nan(inputs.fits, part) for part in (value, share))

            def gradient(upstream: tf.Tensor) -> list[tf.Tensor | None]:
                return [inputs.spread(upstream * share) * pushes] + [None] * (len(tensors) - 1)

            return value, gradient

        value = evaluate(*given.values())
        if tf.executing_eagerly() and not np.isfinite(value).all():
            self._refuse(batch)
        return value

    def _weigh(self, losses: tf.Tensor, batch: Batch) -> tf.Tensor:
        """Weigh and reduce the losses of lists, [B], that a `call` of one's own gave."""
        losses, name = tf.convert_to_tensor(losses), type(self).__name__
        if losses.shape.rank not in (1, None):
            raise ValueError(
                f"call of {name} gave the shape {losses.shape}; expected one loss per list, [B]"
            )
        weights = batch.weights
        if weights is not None:
            if weights.shape.rank and weights.shape[1:] != [1]:
                raise ValueError(
                    f"sample_weight has one per item, but call of {name} gives one loss per list: "
                    "give one weight per list, [B] or [B, 1]"
                )
            losses *= tf.cast(weights if weights.shape.rank == 0 else weights[:, 0], losses.dtype)
        if batch.fits is not None:
            losses += zero_or_nan(batch.fits, losses)
        return self._reduced(losses, weights, self.reduction)[0]

    def _reduced(
        self, losses: tf.Tensor, weights: tf.Tensor | None, reduction: str
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """The losses of lists, [B], reduced, and how much each list counts."""
        share = tf.ones([], losses.dtype)
        if reduction == "none":
            return losses, share
        total = tf.reduce_sum(losses)
        if reduction == "sum":
            return total, share
        lists = tf.shape(losses)[0]
        count = tf.cast(lists, losses.dtype)
        if reduction == "mean_with_sample_weight" and weights is not None:
            count = tf.cast(total_weight(weights, lists), losses.dtype)
        # Each replica holds its part of a batch, and the parts are added.
        share = tf.math.divide_no_nan(tf.ones([], count.dtype), count * _replicas())
        return total * share, share

    def _value_and_gradient(
        self, batch: Batch, temperature: tf.Tensor, reduction: str
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """The loss, a scalar or [B]; the gradient of each list's; and how much a list counts."""
        lists = clean(batch)
        losses, pushes = self._compete(lists, self._item_weights(lists), temperature)
        pushes = tf.where(lists.mask, pushes, tf.zeros_like(pushes))  # in a list with a NaN too
        value, share = self._reduced(losses, batch.weights, reduction)
        return value, pushes, share

    def _check_scope(self) -> None:
        outside = tf.executing_eagerly() and tf.distribute.in_cross_replica_context()
        if outside and _replicas() > 1 and self.reduction not in ("none", "sum"):
            raise ValueError(
                f"reduction={self.reduction!r} does not know the size of the whole batch in a "
                "tf.distribute scope outside fit: call the loss inside strategy.run, or take "
                "'sum' and divide by the number of lists of all replicas"
            )


_SINGLE_ITEMS = (
    "every list has one item, and a list of one item costs 0: where [items, 1] is the output of a "
    "model that scores items one by one, reshape scores and labels to [lists, items]"
)

_traces: dict[Any, Any] = {}


def _traced(
    loss: ListwiseLoss, batch: Batch, temperature: tf.Tensor, reduction: str
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """`loss._value_and_gradient` in one operation: eager ones, one by one, would cost far more.

    One trace serves every batch of a kind, and every loss that differs in T or name alone: a
    trace for each size of list, or for each loss object, would cost a second each.
    """
    settings = [getattr(loss, name) for name in loss._traced_attributes]
    key = type(loss), reduction, _replicas(), batch.kind(), *settings
    if key not in _traces:

        def compute(temperature: tf.Tensor, *tensors: Any) -> tuple[tf.Tensor, ...]:
            return loss._value_and_gradient(Batch(*tensors), temperature, reduction)

        function = tf.function(compute, autograph=False)
        specs = tf.TensorSpec([], tf.float64), *batch.kind()
        _traces[key] = function.get_concrete_function(*specs)

    @tf.custom_gradient
    def gradient(scores: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
        def second(upstream: tf.Tensor) -> tf.Tensor:
            with tf.GradientTape() as tape:
                tape.watch(scores)
                given = batch._replace(scores=scores)
                again = loss._value_and_gradient(given, temperature, reduction)[1]
            return tape.gradient(again, scores, upstream)

        return pushes, second

    # A forward accumulator would look for the gradient of the call, which has none of its own.
    scores = tf.stop_gradient(batch.scores)
    given = [tensor for tensor in batch._replace(scores=scores) if tensor is not None]
    value, pushes, share = tf.raw_ops.PartitionedCall(
        args=[temperature, *given],
        Tout=[batch.scores.dtype] * 3,
        f=_traces[key],
    )
    return value, gradient(batch.scores), tf.stop_gradient(share)


def _replicas() -> int:
    return int(tf.distribute.get_strategy().num_replicas_in_sync)
