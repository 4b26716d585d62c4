"""Lambda weights: how much a metric says an item, or a pair of items, matters.

In SoftmaxLoss the individual weights of a DCG or NDCG weight replace the labels. As in TF-Ranking,
UniqueSoftmaxLoss accepts a lambda weight without using it, and SoftmaxLoss does not use a precision
weight, which weights pairs only. Both warn that it changes nothing.
"""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import keras
import tensorflow as tf

from ranklab.losses.gains_and_discounts import (
    LN_2,
    PACKAGE,
    Function,
    check_functions,
    identity,
    inverse,
    is_greater_equal_1,
    log2_inverse,
    pow_minus_1,
    read_function,
)


class LambdaWeight:
    """The base of the lambda weights, with `topn` and a config.

    To add a lambda weight, override `individual_weights`, which SoftmaxLoss uses, or
    `pair_weights`, or both. If its constructor takes functions, `_functions` holds the names of
    these arguments.
    """

    _functions: tuple[str, ...] = ()

    def __init__(self, topn: int | None = None) -> None:
        if topn is not None and (isinstance(topn, bool) or not isinstance(topn, Integral)):
            raise TypeError(f"topn must be a whole number of places or None, got {topn!r}")
        if topn is not None and topn < 1:
            raise ValueError(f"topn must be at least 1, or None for all places, got {topn}")
        self.topn = None if topn is None else int(topn)

    def __call__(self, *_: Any, **__: Any) -> None:
        """Raise a TypeError: a lambda weight was passed as a loss."""
        name = type(self).__name__
        raise TypeError(
            f"{name} is no loss but a weight for one: use SoftmaxLoss(lambda_weight={name}())"
        )

    def pair_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """How much each pair matters: [B, N, N] from labels and 1-based ranks [B, N]."""
        raise NotImplementedError

    def individual_weights(self, labels: tf.Tensor, ranks: tf.Tensor) -> tf.Tensor:
        """How much each item matters: [B, N] from labels and 1-based ranks [B, N].

        A subclass that does not override this has the labels as weights. Padding (labels below 0)
        has 0.
        """
        labels, _ = _batched(labels, ranks)
        return tf.where(labels >= 0, labels, tf.zeros_like(labels))

    def weights_items(self) -> bool:
        """Whether this class overrides `individual_weights`."""
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
                arguments[name] = read_function(name, arguments[name], custom_objects or {})
        return cls(**arguments)

    def _within(self, ranks: tf.Tensor) -> tf.Tensor:
        if self.topn is None:
            return tf.ones_like(ranks, tf.bool)
        return ranks <= min(self.topn, tf.int32.max)


@keras.saving.register_keras_serializable(PACKAGE)
class DCGLambdaWeight(LambdaWeight):
    """LambdaWeight from discounted cumulative gain: `gain(label) * discount(rank)`.

    Args:
        topn: The number of ranks that count; None for all. For individual weights, `topn` cuts
            the DCG that `normalized` divides by. A pair has weight 0 if neither item is within it.
        gain_fn: Gain of a label.
        rank_discount_fn: Discount of a 1-based rank.
        normalized: Divide by the largest DCG within `topn`.
        smooth_fraction: From 0 to 1. The discount of a pair is this fraction of the difference of
            the discounts, plus the rest of the discount of the difference in rank.

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
        check_functions(gain_fn=gain_fn, rank_discount_fn=rank_discount_fn)
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
        """The change of the metric if two items swap places, times the list size N, [B, N, N].

        N counts padding, as in TF-Ranking.

        Args:
            labels: Labels, [B, N].
            ranks: 1-based ranks, [B, N].
        """
        labels, ranks = _batched(labels, ranks)
        gains = self._gains(labels)
        apart = tf.abs(_differences(tf.cast(ranks, labels.dtype)))
        one_or_more = tf.maximum(apart, 1.0)  # on the diagonal too: there is no rank 0
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
            # Only ratios of gains matter. Divided by 2^top, where top is the largest label, gains
            # do not overflow: (2^y - 1) / 2^top = (1 - 2^-y) * 2^(y - top).
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


@keras.saving.register_keras_serializable(PACKAGE)
class NDCGLambdaWeight(DCGLambdaWeight):
    """LambdaWeight from NDCG: always normalized, gain `2^y - 1`, discount `1 / log2(1 + r)`.

    Args:
        topn: As in `DCGLambdaWeight`.
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


@keras.saving.register_keras_serializable(PACKAGE)
class PrecisionLambdaWeight(LambdaWeight):
    """LambdaWeight from precision: a pair counts if swapping its items changes precision@topn.

    Args:
        topn: The number of ranks that count; None for all.
        positive_fn: Says which labels are positive.
    """

    _functions = ("positive_fn",)

    def __init__(self, topn: int | None = None, positive_fn: Function = is_greater_equal_1) -> None:
        super().__init__(topn)
        check_functions(positive_fn=positive_fn)
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
