"""Lambda weights: how much a metric says an item, or a pair of items, matters.

SoftmaxLoss puts the individual weights of a DCG or NDCG weight in the place of the labels.
UniqueSoftmaxLoss takes no lambda weight, and a precision weight has pair weights alone: both are
accepted, as in TF-Ranking, and warn that they change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral, Real
from typing import Any

import keras
import tensorflow as tf

Function = Callable[[tf.Tensor], tf.Tensor]

_PACKAGE = "ranklab"
LN_2 = 0.6931471805599453


@keras.saving.register_keras_serializable(_PACKAGE)
def identity(label: tf.Tensor) -> tf.Tensor:
    """Gain: the label itself."""
    return label


@keras.saving.register_keras_serializable(_PACKAGE)
def inverse(rank: tf.Tensor) -> tf.Tensor:
    """Discount: `1 / rank`."""
    return tf.math.reciprocal(rank)


@keras.saving.register_keras_serializable(_PACKAGE)
def pow_minus_1(label: tf.Tensor) -> tf.Tensor:
    """Gain: `2^label - 1`, exact near 0 too."""
    return tf.math.expm1(label * LN_2)


@keras.saving.register_keras_serializable(_PACKAGE)
def log2_inverse(rank: tf.Tensor) -> tf.Tensor:
    """Discount: `1 / log2(1 + rank)`."""
    return LN_2 / tf.math.log1p(rank)


@keras.saving.register_keras_serializable(_PACKAGE)
def is_greater_equal_1(label: tf.Tensor) -> tf.Tensor:
    """Positive from label 1 up."""
    return tf.greater_equal(label, 1.0)


class LambdaWeight:
    """The base of the lambda weights: what they share is `topn` and a config.

    A lambda weight of one's own overrides `individual_weights`, which act in SoftmaxLoss, or
    `pair_weights`, or both.
    """

    _functions: tuple[str, ...] = ()

    def __init__(self, topn: int | None = None) -> None:
        if topn is not None and (isinstance(topn, bool) or not isinstance(topn, Integral)):
            raise TypeError(f"topn must be a whole number of places or None, got {topn!r}")
        if topn is not None and topn < 1:
            raise ValueError(f"topn must be at least 1, or None for all places, got {topn}")
        self.topn = None if topn is None else int(topn)

    def __call__(self, *_: Any, **__: Any) -> None:
        """Say what a weight in the place of a loss was meant to be."""
        name = type(self).__name__
        raise TypeError(f"{name} is no loss but weighs one: SoftmaxLoss(lambda_weight={name}())")

    def pair_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """How much each pair matters: [B, N, N] from labels and 1-based ranks [B, N]."""
        raise NotImplementedError

    def individual_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """How much each item matters: [B, N] from labels and 1-based ranks [B, N].

        Unless a weight says otherwise, the labels themselves; padding (labels below 0) has 0.
        """
        labels, _ = _batched(labels, ranks)
        return tf.where(labels >= 0, labels, tf.zeros_like(labels))

    def weights_items(self) -> bool:
        """Whether it says of single items how much they matter, and not of pairs alone."""
        return type(self).individual_weights is not LambdaWeight.individual_weights

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, functions as Keras serializes them."""
        config: dict[str, Any] = {"topn": self.topn}
        for name in self._functions:
            config[name] = keras.saving.serialize_keras_object(getattr(self, name))
        return config

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> LambdaWeight:
        """Build a weight from `get_config`.

        Raises:
            ValueError: A function is neither registered nor in `custom_objects`.
        """
        arguments = dict(config)
        for name in cls._functions:
            if name in arguments:
                arguments[name] = _function(name, arguments[name], custom_objects or {})
        return cls(**arguments)

    def _within(self, ranks: tf.Tensor) -> tf.Tensor:
        if self.topn is None:
            return tf.ones_like(ranks, tf.bool)
        return ranks <= min(self.topn, tf.int32.max)


@keras.saving.register_keras_serializable(_PACKAGE)
class DCGLambdaWeight(LambdaWeight):
    """LambdaWeight from discounted cumulative gain: `gain(label) * discount(rank)`.

    Args:
        topn: How many places count: in the normaliser for individual weights; pairs with
            neither item within them have weight 0. None for all.
        gain_fn: Gain of a label.
        rank_discount_fn: Discount of a 1-based rank.
        normalized: Divide by the largest DCG within `topn`.
        smooth_fraction: In [0, 1], the part of the absolute-rank discount in a pair weight.

    Source: Wang et al., 2018 (LambdaLoss), and `tfr.keras.losses.DCGLambdaWeight`.

    >>> import tensorflow as tf
    >>> weight = DCGLambdaWeight()
    >>> weight.individual_weights(tf.constant([[1., 2.]]), tf.constant([[2, 1]])).numpy()
    array([[0.5, 2. ]], dtype=float32)
    """

    _functions = ("gain_fn", "rank_discount_fn")
    gain_fn: Function
    rank_discount_fn: Function
    normalized: bool
    smooth_fraction: float

    def __init__(
        self,
        topn: int | None = None,
        gain_fn: Function = identity,
        rank_discount_fn: Function = inverse,
        normalized: bool = False,
        smooth_fraction: float = 0.0,
    ) -> None:
        super().__init__(topn)
        _check_functions(gain_fn=gain_fn, rank_discount_fn=rank_discount_fn)
        if isinstance(smooth_fraction, bool) or not isinstance(smooth_fraction, Real):
            raise TypeError(f"smooth_fraction must be a number, got {smooth_fraction!r}")
        if not 0.0 <= smooth_fraction <= 1.0:
            raise ValueError(f"smooth_fraction must be from 0 to 1, got {smooth_fraction!r}")
        self.gain_fn = gain_fn
        self.rank_discount_fn = rank_discount_fn
        self.normalized = normalized
        self.smooth_fraction = smooth_fraction

    def individual_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """`gain(label) * discount(rank)`, [B, N]; padding (labels below 0) has 0.

        Args:
            labels: Labels, [B, N].
            ranks: 1-based ranks, [B, N].
        """
        labels, ranks = _batched(labels, ranks)
        return self._gains(labels) * self._discounts(ranks, labels.dtype)

    def pair_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """How far a swap of two items moves the metric, times the list size N, [B, N, N].

        N counts padding, as in TF-Ranking.

        Args:
            labels: Labels, [B, N].
            ranks: 1-based ranks, [B, N].
        """
        labels, ranks = _batched(labels, ranks)
        gains = self._gains(labels)
        apart = tf.abs(_differences(tf.cast(ranks, labels.dtype)))
        one_or_more = tf.maximum(apart, 1.0)  # the diagonal is 0: no discount of rank 0
        relative = tf.where(
            apart > 0,
            tf.abs(self.rank_discount_fn(one_or_more) - self.rank_discount_fn(one_or_more + 1.0)),
            tf.zeros_like(apart),
        )
        within = self._within(ranks)
        discounts = self._discounts(ranks, labels.dtype)
        absolute = tf.abs(_differences(tf.where(within, discounts, tf.zeros_like(discounts))))
        discount = (1.0 - self.smooth_fraction) * relative + self.smooth_fraction * absolute
        either = tf.logical_or(within[:, :, None], within[:, None, :])
        there = tf.logical_and((labels >= 0)[:, :, None], (labels >= 0)[:, None, :])
        weights = (
            tf.abs(_differences(gains)) * discount * tf.cast(tf.shape(labels)[1], labels.dtype)
        )
        return tf.where(tf.logical_and(either, there), weights, tf.zeros_like(weights))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, functions as Keras serializes them."""
        return {
            **super().get_config(),
            "normalized": self.normalized,
            "smooth_fraction": self.smooth_fraction,
        }

    def _discounts(self, ranks: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
        return self.rank_discount_fn(tf.cast(ranks, dtype))

    def _gains(self, labels: tf.Tensor) -> tf.Tensor:
        there = labels >= 0
        y = tf.where(there, labels, tf.zeros_like(labels))
        gain: Function = self.gain_fn
        if self.normalized and self.gain_fn is pow_minus_1:
            # Only ratios matter: gains relative to the largest label neither overflow nor
            # lose the small ones. (2^y - 1) / 2^top = (1 - 2^-y) * 2^(y - top).
            top = tf.reduce_max(y, axis=1, keepdims=True)

            def gain(label: tf.Tensor) -> tf.Tensor:
                return -tf.math.expm1(-label * LN_2) * tf.math.exp((label - top) * LN_2)

        gains = tf.where(there, gain(y), tf.zeros_like(y))
        if not self.normalized:
            return gains
        by_label = tf.argsort(tf.where(there, y, -tf.ones_like(y)), direction="DESCENDING", axis=1)
        ideal = tf.gather(gains, by_label, batch_dims=1)
        places = tf.range(1, tf.shape(y)[1] + 1)
        discounts = self._discounts(places, y.dtype)
        counted = tf.where(self._within(places), discounts, tf.zeros_like(discounts))
        best = tf.reduce_sum(ideal * counted, axis=1, keepdims=True)
        return tf.math.divide_no_nan(gains, best)


@keras.saving.register_keras_serializable(_PACKAGE)
class NDCGLambdaWeight(DCGLambdaWeight):
    """LambdaWeight from NDCG: always normalized, gain `2^y - 1`, discount `1 / log2(1 + r)`.

    Args:
        topn: How many places count, as in `DCGLambdaWeight`.
        gain_fn: Gain of a label.
        rank_discount_fn: Discount of a 1-based rank.
        smooth_fraction: As in `DCGLambdaWeight`.

    >>> import tensorflow as tf
    >>> weight = NDCGLambdaWeight()
    >>> weight.individual_weights(tf.constant([[1., 0.]]), tf.constant([[1, 2]])).numpy()
    array([[1., 0.]], dtype=float32)
    """

    def __init__(
        self,
        topn: int | None = None,
        gain_fn: Function = pow_minus_1,
        rank_discount_fn: Function = log2_inverse,
        smooth_fraction: float = 0.0,
    ) -> None:
        super().__init__(
            topn, gain_fn, rank_discount_fn, normalized=True, smooth_fraction=smooth_fraction
        )

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, functions as Keras serializes them."""
        config = super().get_config()
        del config["normalized"]
        return config


@keras.saving.register_keras_serializable(_PACKAGE)
class PrecisionLambdaWeight(LambdaWeight):
    """LambdaWeight from precision: a pair counts where a swap moves precision@topn.

    Args:
        topn: How many places count; None for all.
        positive_fn: Which labels are positive.
    """

    _functions = ("positive_fn",)

    def __init__(self, topn: int | None = None, positive_fn: Function = is_greater_equal_1) -> None:
        super().__init__(topn)
        _check_functions(positive_fn=positive_fn)
        self.positive_fn = positive_fn

    def pair_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """1 where exactly one item is positive and exactly one is within topn, [B, N, N]."""
        labels, ranks = _batched(labels, ranks)
        positive = tf.logical_and(tf.cast(self.positive_fn(labels), tf.bool), labels >= 0)
        within = self._within(ranks)
        there = labels >= 0
        differs = tf.math.logical_xor(positive[:, :, None], positive[:, None, :])
        crosses = tf.math.logical_xor(within[:, :, None], within[:, None, :])
        both = tf.logical_and(there[:, :, None], there[:, None, :])
        return tf.cast(tf.logical_and(tf.logical_and(differs, crosses), both), labels.dtype)


def _function(argument: str, config: Any, custom_objects: dict[str, Any]) -> Any:
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


def _batched(labels: Any, ranks: Any) -> tuple[tf.Tensor, tf.Tensor]:
    """Labels and ranks as tensors [B, N], labels as floats."""
    labels, ranks = tf.convert_to_tensor(labels), tf.convert_to_tensor(ranks)
    if labels.shape.rank not in (2, None) or not labels.shape.is_compatible_with(ranks.shape):
        raise ValueError(
            f"labels has shape {labels.shape} and ranks has shape {ranks.shape}: "
            "expected the same [batch, list]"
        )
    return labels if labels.dtype.is_floating else tf.cast(labels, tf.float32), ranks


def _differences(values: tf.Tensor) -> tf.Tensor:
    return values[:, :, None] - values[:, None, :]


def _check_functions(**functions: Any) -> None:
    for argument, function in functions.items():
        if not callable(function):
            raise TypeError(f"{argument} must be a function of a tensor, got {function!r}")
