"""Every item against the strictly lower labels of its list, in O(n log n) where n is large.

With logits `l = s / T`, weights `w`, `B_i` the sum of exp(l) over the labels below item i's, and
`D_i = B_i + exp(l_i)`:

    loss       = sum_i w_i (log D_i - l_i)
    gradient_k = exp(l_k) * (sum over y_i > y_k of w_i / D_i)  -  w_k B_k / D_k    for each logit

Both sums need only a table with one entry for each level of a list, that is, for each distinct
label: the first adds up the levels below an item's own, the second the levels above it.

Which form computes them depends on the batch:

- `_pairs`: the n x n matrix. It is faster than tables where a batch has few pairs.
- `_graded`: labels are small whole numbers, and the label is the level. The tables are plain sums:
  `_few` where there are fewer than 8 grades, else `_near`.
- `_sorted_levels`: labels are sorted, and the rank of the label is the level. The tables are plain
  sums (`_near`), or pairs of a factor and an exponent (`_far`) where logits of a list are so far
  apart that not even a float64 holds the exponentials of both ends.

All forms are exact; long sums are float64.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import tensorflow as tf

from ranklab.losses.inputs import Inputs, divided

Result = tuple[tf.Tensor, tf.Tensor]  # log D_i - l_i, and the gradient for each logit

# Up to so many pairs the matrix is no slower than tables (benchmarks/losses.py). It takes 4 MB.
MOST_PAIRS = 2**16
TINY = 2**7  # up to so many pairs, `_far_pairs` is faster than finding out whether logits are near
GRADES = 31  # the grades 0 to 30
FEW = 8  # the grades 0 to 7
SHORT = 2**14  # up to so many items, a float32 sum keeps six digits
# How far apart logits may be for one table to hold their exponentials: exp(-40) and exp(-500) are
# far above the smallest float32 and float64, which leaves room for weights and sums.
WIDEST = {tf.float32: 40.0, tf.float64: 500.0}


def losses_and_gradient(
    inputs: Inputs, weights: tf.Tensor, temperature: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """The loss of each list, [B], and its gradient with respect to the scores, one per item.

    Args:
        inputs: Cleaned labels and scores.
        weights: The gain of each item times the weight of its list, 0 at padding.
        temperature: T, a float64.
    """
    scores = inputs.scores
    pairs, levels = (partial(form, inputs, weights, temperature) for form in (_pairs, _levels))
    if inputs.is_ragged:
        costs, gradient = levels()
    elif scores.shape.is_fully_defined():
        costs, gradient = pairs() if _are_few(*scores.shape) else levels()
    else:
        sizes = tf.unstack(tf.cast(tf.shape(scores), tf.float64))
        costs, gradient = tf.cond(_are_few(*sizes), pairs, levels)
    # A score of -inf costs infinity; with weight 0 it must contribute 0.
    losses = inputs.total(tf.math.multiply_no_nan(costs, weights))
    return losses, divided(gradient, temperature)


def _are_few(lists: Any, items: Any) -> Any:
    return lists * items * items <= MOST_PAIRS


def _pairs(inputs: Inputs, weights: tf.Tensor, temperature: tf.Tensor) -> Result:
    """Sums over the matrix of pairs: for each item, a row that says which labels are lower."""
    labels = inputs.labels
    lower = tf.logical_and(labels[:, None, :] < labels[:, :, None], inputs.mask[:, None, :])
    far = partial(_far_pairs, inputs.scores, weights, lower, temperature)
    if lower.shape.is_fully_defined() and lower.shape.num_elements() <= TINY:
        return far()
    logits = divided(inputs.centred(inputs.scores), temperature)
    near = partial(_near_pairs, logits, weights, lower)
    result: Result = tf.cond(tf.reduce_min(logits) >= -WIDEST[weights.dtype], near, far)
    return result


def _near_pairs(logits: tf.Tensor, weights: tf.Tensor, lower: tf.Tensor) -> Result:
    """One exponential for each item."""
    is_lower = tf.cast(lower, logits.dtype)

    def beyond(values: tf.Tensor, above: bool) -> tf.Tensor:
        return tf.linalg.matvec(is_lower, values, transpose_a=above)

    return _costs(logits, weights, beyond)


def _far_pairs(
    scores: tf.Tensor, weights: tf.Tensor, lower: tf.Tensor, temperature: tf.Tensor
) -> Result:
    """One exponential for each pair of items, exact however far apart their logits are."""
    leads = divided(scores[:, None, :] - scores[:, :, None], temperature)  # of j over i, in logits
    leads = tf.where(lower, leads, leads.dtype.min)
    # Centre each race on its largest logit, that of the item itself (0) or of a lower label.
    best = tf.stop_gradient(tf.maximum(tf.reduce_max(leads, axis=2), 0.0))
    exp = tf.exp(leads - best[:, :, None])
    below = tf.reduce_sum(exp, axis=2)
    per_total = weights / (below + tf.exp(-best))
    gradient = tf.reduce_sum(exp * per_total[:, :, None], axis=1) - per_total * below
    return best + tf.math.log1p(below + tf.math.expm1(-best)), gradient


def _levels(inputs: Inputs, weights: tf.Tensor, temperature: tf.Tensor) -> Result:
    labels, centred = inputs.labels, divided(inputs.centred(inputs.scores), temperature)
    lowest, highest = tf.reduce_min(centred), tf.reduce_max(labels)
    are_grades = tf.reduce_max(labels - tf.floor(labels)) <= 0  # False for infinity
    are_grades = tf.logical_and(are_grades, highest < GRADES)
    result: Result = tf.cond(
        tf.logical_and(are_grades, lowest >= -WIDEST[weights.dtype]),
        partial(_graded, inputs, centred, weights, highest),
        partial(_sorted_levels, inputs, weights, temperature, lowest >= -WIDEST[tf.float64]),
    )
    return result


def _double(values: tf.Tensor) -> tf.Tensor:
    return tf.cast(values, tf.float64)


def _graded(inputs: Inputs, logits: tf.Tensor, weights: tf.Tensor, highest: tf.Tensor) -> Result:
    """Levels that are the grades themselves. Padding has a level above all, and weight 0."""
    grades = tf.where(inputs.mask, tf.cast(inputs.labels, tf.int32), GRADES)
    near = partial(_near, inputs, logits, weights, grades, GRADES + 1)
    if inputs.is_ragged:
        return near()
    are_few = tf.logical_and(highest < FEW, tf.shape(logits)[1] <= SHORT)
    result: Result = tf.cond(are_few, partial(_few, logits, weights, grades), near)
    return result


def _few(logits: tf.Tensor, weights: tf.Tensor, grades: tf.Tensor) -> Result:
    """Tables of few grades: products with a one-hot matrix are the fastest way to fill and read."""
    is_graded = tf.one_hot(grades, FEW, axis=1, dtype=logits.dtype)

    def beyond(values: tf.Tensor, above: bool) -> tf.Tensor:
        sums = tf.linalg.matvec(is_graded, values)
        sums = tf.cumsum(sums, axis=1, exclusive=True, reverse=above)
        return tf.linalg.matvec(is_graded, sums, transpose_a=True)

    return _costs(logits, weights, beyond)


def _near(
    inputs: Inputs, logits: tf.Tensor, weights: tf.Tensor, levels: tf.Tensor, size: Any
) -> Result:
    """Tables with `size` levels for each list, filled by segment sums."""
    levels += inputs.spread(tf.range(inputs.count) * size)

    def beyond(values: tf.Tensor, above: bool) -> tf.Tensor:
        sums = tf.math.unsorted_segment_sum(_double(values), levels, inputs.count * size)
        sums = tf.reshape(sums, [inputs.count, size])
        sums = tf.cumsum(sums, axis=1, exclusive=True, reverse=above)
        return tf.gather(tf.reshape(tf.cast(sums, values.dtype), [-1]), levels)

    return _costs(logits, weights, beyond)


def _costs(
    logits: tf.Tensor, weights: tf.Tensor, beyond: Callable[[tf.Tensor, bool], tf.Tensor]
) -> Result:
    """Costs and gradient by two sums.

    Args:
        logits: Logits, near enough for plain exponentials.
        weights: Weights, of the same shape.
        beyond: Gives each item the sum of values over the levels below its own, or above if told.
    """
    exp = tf.exp(logits)
    below = beyond(exp, False)
    per_total = weights / (below + exp)
    # log1p and not a difference of logarithms: small losses keep their digits.
    return tf.math.log1p(below / exp), beyond(per_total, True) * exp - per_total * below


def _sorted_levels(
    inputs: Inputs, weights: tf.Tensor, temperature: tf.Tensor, are_near: tf.Tensor
) -> Result:
    """Levels that are the rank of a label among the distinct labels of its list, from 0."""
    dtype, weights = weights.dtype, _double(weights)
    scores = _double(inputs.scores)
    logits, centred = scores / temperature, inputs.centred(scores) / temperature
    shape, items = tf.shape(logits), tf.size(logits)
    labels = tf.where(inputs.mask, inputs.labels, inputs.labels.dtype.max)
    if not inputs.is_ragged:
        firsts = tf.broadcast_to((tf.range(shape[0]) * shape[1])[:, None], shape)
        order = tf.argsort(labels, axis=1) + firsts
        order, firsts = tf.reshape(order, [-1]), tf.reshape(firsts, [-1])
        sizes = tf.fill([items], shape[1])
    else:
        order = tf.argsort(labels)
        order = tf.gather(order, tf.argsort(tf.gather(inputs.rows, order), stable=True))
        lengths = inputs.total(tf.ones_like(inputs.rows))
        firsts = inputs.spread(tf.cumsum(lengths, exclusive=True))
        sizes = inputs.spread(lengths)
    labels = tf.gather(tf.reshape(labels, [-1]), order)
    places = tf.range(items)
    fresh = tf.logical_or(tf.equal(places, firsts), labels > tf.roll(labels, 1, 0))
    nth = tf.cumsum(tf.cast(fresh, tf.int32))
    levels = tf.gather(nth - tf.gather(nth, firsts), tf.math.invert_permutation(order))
    levels = tf.ensure_shape(tf.reshape(levels, shape), logits.shape)
    before = places - firsts
    far = partial(_far, logits, weights, levels + tf.reshape(firsts, shape), before, sizes)
    if inputs.is_ragged:
        costs, gradient = far()
    else:
        near = partial(_near, inputs, centred, weights, levels, shape[1])
        costs, gradient = tf.cond(are_near, near, far)
    return tf.cast(costs, dtype), tf.cast(gradient, dtype)


def _far(
    logits: tf.Tensor, weights: tf.Tensor, levels: tf.Tensor, before: tf.Tensor, sizes: tf.Tensor
) -> Result:
    """Tables that hold a sum as a pair, `rest * exp(top)`, which cannot underflow.

    Args:
        logits: Logits.
        weights: Weights, of the same shape.
        levels: For each item, the place of its level in the tables. A list has as many places as
            items.
        before: For each place, how many places of the same list come before it.
        sizes: For each place, how many places its list has.
    """
    places = tf.size(logits)

    def beyond(values: tf.Tensor, exponents: tf.Tensor, above: bool) -> Result:
        """For each item, the sum of values * exp(exponents) below (or above) its level."""
        top = tf.stop_gradient(tf.math.unsorted_segment_max(exponents, levels, places))
        scaled = values * tf.exp(exponents - tf.gather(top, levels))
        rest = tf.math.unsorted_segment_sum(scaled, levels, places)
        if above:
            top, rest = _running_sums(top, rest, sizes - 1 - before, way=-1)
        else:
            top, rest = _running_sums(top, rest, before, way=1)
        return tf.gather(top, levels), tf.gather(rest, levels)

    top, rest = beyond(tf.ones_like(logits), logits, above=False)
    best = tf.stop_gradient(tf.maximum(top, logits))
    exp = tf.exp(logits - best)
    total = rest * tf.exp(top - best) + exp
    per_total = tf.math.divide_no_nan(weights, total)
    top, rest = beyond(per_total, -best, above=True)
    gradient = rest * tf.exp(top + logits) + per_total * exp - weights
    return tf.math.log(total) + (best - logits), gradient


def _running_sums(top: tf.Tensor, rest: tf.Tensor, reach: tf.Tensor, way: int) -> Result:
    """For each place, the sum over all earlier places of its list, as a pair `rest * exp(top)`.

    Args:
        top: Exponents, one per place.
        rest: Factors, one per place.
        reach: How many earlier places each place has in its list.
        way: 1 where earlier means to the left, -1 where it means to the right.
    """

    def earlier(step: tf.Tensor, values: tf.Tensor, neutral: float) -> tf.Tensor:
        return tf.where(reach >= step, tf.roll(values, way * step, 0), neutral)

    def doubled(step: tf.Tensor, top: tf.Tensor, rest: tf.Tensor) -> tuple[tf.Tensor, ...]:
        other_top, other_rest = earlier(step, top, top.dtype.min), earlier(step, rest, 0.0)
        best = tf.maximum(top, other_top)
        rest = rest * tf.exp(top - best) + other_rest * tf.exp(other_top - best)
        return 2 * step, best, rest

    one = tf.constant(1)
    start = one, earlier(one, top, top.dtype.min), earlier(one, rest, 0.0)
    longest = tf.reduce_max(reach)
    _, top, rest = tf.while_loop(lambda step, *_: step <= longest, doubled, start)
    return top, rest
