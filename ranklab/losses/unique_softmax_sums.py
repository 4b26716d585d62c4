"""Every item against the strictly lower labels of its list, without the n x n matrix.

With logits `l = s / T`, weights `w`, `B_i` the sum of exp(l) over the labels below item i's, and
`D_i = B_i + exp(l_i)`:

    loss       = sum_i w_i (log D_i - l_i)
    gradient_k = exp(l_k) * (sum over y_i > y_k of w_i / D_i)  -  w_k B_k / D_k    for each logit

Both sums need only tables over the levels of a list, its distinct labels: what stands below a
level, and what presses from above. Where few pairs compete, their matrix is faster (`_pairs`).
Otherwise a level is the grade itself, or where labels are no grades or logits far apart, the rank
of the label in a sort; and the tables are plain sums (`_near`; `_few` where the
grades are few), or, where not even a float64 could hold both ends of a list, sums kept as pairs
(`_far`). All are exact: long sums are float64.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import tensorflow as tf

from ranklab.losses.lists import Lists, divided

Result = tuple[tf.Tensor, tf.Tensor]  # log D_i - l_i, and the gradient for each logit

# Where the matrix is no slower than the tables (benchmarks/losses.py). It takes up to 4 MB.
MOST_PAIRS = 2**16
TINY = 2**7  # pairs whose exponentials cost less than to ask how far apart logits are
GRADES = 31  # 0 to 30
FEW = 8  # 0 to 7
SHORT = 2**14  # a list whose sums a float32 can hold to six digits
# How far apart logits may be for their exponentials to fit one table: exp(-40) and exp(-500) are
# far from the smallest float, and leave room for weights and for sums.
WIDEST = {tf.float32: 40.0, tf.float64: 500.0}


def loss_and_gradient(
    lists: Lists, weights: tf.Tensor, temperature: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """The loss of each list, [B], and its gradient with respect to the scores, one per item.

    Args:
        lists: Labels and scores.
        weights: How much each item matters, 0 at padding.
        temperature: T, a float64.
    """
    scores = lists.scores
    pairs, levels = (partial(form, lists, weights, temperature) for form in (_pairs, _levels))
    if lists.rows is not None:
        costs, pushes = levels()
    elif scores.shape.is_fully_defined():
        costs, pushes = pairs() if _are_few(*scores.shape) else levels()
    else:
        sizes = tf.unstack(tf.cast(tf.shape(scores), tf.float64))
        costs, pushes = tf.cond(_are_few(*sizes), pairs, levels)
    # An irrelevant item may cost infinitely much (a score of -inf); 0 times that is 0 here.
    losses = lists.total(tf.math.multiply_no_nan(costs, weights))
    return losses, divided(pushes, temperature)


def _are_few(lists: Any, items: Any) -> Any:
    return lists * items * items <= MOST_PAIRS


def _pairs(lists: Lists, weights: tf.Tensor, temperature: tf.Tensor) -> Result:
    """The matrix of pairs: for each item (a row), who is below it."""
    labels = lists.labels
    lower = tf.logical_and(labels[:, None, :] < labels[:, :, None], lists.mask[:, None, :])
    far = partial(_far_pairs, lists.scores, weights, lower, temperature)
    if lower.shape.is_fully_defined() and lower.shape.num_elements() <= TINY:
        return far()
    logits = divided(lists.centred(lists.scores), temperature)
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
    """One exponential for each pair, which no distance can make vanish."""
    leads = divided(scores[:, None, :] - scores[:, :, None], temperature)  # of j over i, in logits
    leads = tf.where(lower, leads, leads.dtype.min)
    # Each race is centred on its best, the item itself (0) or one below, and loses no digit.
    best = tf.stop_gradient(tf.maximum(tf.reduce_max(leads, axis=2), 0.0))
    exp = tf.exp(leads - best[:, :, None])
    below = tf.reduce_sum(exp, axis=2)
    per_total = weights / (below + tf.exp(-best))
    pushes = tf.reduce_sum(exp * per_total[:, :, None], axis=1) - per_total * below
    return best + tf.math.log1p(below + tf.math.expm1(-best)), pushes


def _levels(lists: Lists, weights: tf.Tensor, temperature: tf.Tensor) -> Result:
    labels, centred = lists.labels, divided(lists.centred(lists.scores), temperature)
    lowest, highest = tf.reduce_min(centred), tf.reduce_max(labels)
    are_grades = tf.reduce_max(labels - tf.floor(labels)) <= 0  # False for infinity
    are_grades = tf.logical_and(are_grades, highest < GRADES)
    result: Result = tf.cond(
        tf.logical_and(are_grades, lowest >= -WIDEST[weights.dtype]),
        partial(_graded, lists, centred, weights, highest),
        partial(_sorted_levels, lists, weights, temperature, lowest >= -WIDEST[tf.float64]),
    )
    return result


def _double(values: tf.Tensor) -> tf.Tensor:
    return tf.cast(values, tf.float64)


def _graded(lists: Lists, logits: tf.Tensor, weights: tf.Tensor, highest: tf.Tensor) -> Result:
    """A level is the grade itself; padding stands above all, and competes with nobody."""
    grades = tf.where(lists.mask, tf.cast(lists.labels, tf.int32), GRADES)
    near = partial(_near, lists, logits, weights, grades, GRADES + 1)
    if lists.rows is not None:
        return near()
    are_few = tf.logical_and(highest < FEW, tf.shape(logits)[1] <= SHORT)
    result: Result = tf.cond(are_few, partial(_few, logits, weights, grades), near)
    return result


def _few(logits: tf.Tensor, weights: tf.Tensor, grades: tf.Tensor) -> Result:
    """So few grades that a product with 0 and 1 is the fastest way to sum, and to look up."""
    is_graded = tf.one_hot(grades, FEW, axis=1, dtype=logits.dtype)

    def beyond(values: tf.Tensor, above: bool) -> tf.Tensor:
        sums = tf.linalg.matvec(is_graded, values)
        sums = tf.cumsum(sums, axis=1, exclusive=True, reverse=above)
        return tf.linalg.matvec(is_graded, sums, transpose_a=True)

    return _costs(logits, weights, beyond)


def _near(
    lists: Lists, logits: tf.Tensor, weights: tf.Tensor, levels: tf.Tensor, size: Any
) -> Result:
    """Sums over tables of so many levels for each list."""
    levels += lists.spread(tf.range(lists.count) * size)

    def beyond(values: tf.Tensor, above: bool) -> tf.Tensor:
        sums = tf.math.unsorted_segment_sum(_double(values), levels, lists.count * size)
        sums = tf.reshape(sums, [lists.count, size])
        sums = tf.cumsum(sums, axis=1, exclusive=True, reverse=above)
        return tf.gather(tf.reshape(tf.cast(sums, values.dtype), [-1]), levels)

    return _costs(logits, weights, beyond)


def _costs(
    logits: tf.Tensor, weights: tf.Tensor, beyond: Callable[[tf.Tensor, bool], tf.Tensor]
) -> Result:
    """What `beyond` makes of it: for each item, a sum over the levels below (or above) its own."""
    exp = tf.exp(logits)
    below = beyond(exp, False)
    per_total = weights / (below + exp)
    # Nothing is subtracted that could be nearly equal: small losses keep their digits.
    return tf.math.log1p(below / exp), beyond(per_total, True) * exp - per_total * below


def _sorted_levels(
    lists: Lists, weights: tf.Tensor, temperature: tf.Tensor, are_near: tf.Tensor
) -> Result:
    """The rank of a label among the distinct labels of its list, from 0, is its level."""
    dtype, weights = weights.dtype, _double(weights)
    scores = _double(lists.scores)
    logits, centred = scores / temperature, lists.centred(scores) / temperature
    shape, items = tf.shape(logits), tf.size(logits)
    labels = tf.where(lists.mask, lists.labels, lists.labels.dtype.max)
    if lists.rows is None:
        firsts = tf.broadcast_to((tf.range(shape[0]) * shape[1])[:, None], shape)
        order = tf.argsort(labels, axis=1) + firsts
        order, firsts = tf.reshape(order, [-1]), tf.reshape(firsts, [-1])
        sizes = tf.fill([items], shape[1])
    else:
        order = tf.argsort(labels)
        order = tf.gather(order, tf.argsort(tf.gather(lists.rows, order), stable=True))
        lengths = lists.total(tf.ones_like(lists.rows))
        firsts = lists.spread(tf.cumsum(lengths, exclusive=True))
        sizes = lists.spread(lengths)
    labels = tf.gather(tf.reshape(labels, [-1]), order)
    places = tf.range(items)
    fresh = tf.logical_or(tf.equal(places, firsts), labels > tf.roll(labels, 1, 0))
    nth = tf.cumsum(tf.cast(fresh, tf.int32))
    levels = tf.gather(nth - tf.gather(nth, firsts), tf.math.invert_permutation(order))
    levels = tf.ensure_shape(tf.reshape(levels, shape), logits.shape)
    before = places - firsts
    far = partial(_far, logits, weights, levels + tf.reshape(firsts, shape), before, sizes)
    if lists.rows is not None:
        costs, pushes = far()
    else:
        near = partial(_near, lists, centred, weights, levels, shape[1])
        costs, pushes = tf.cond(are_near, near, far)
    return tf.cast(costs, dtype), tf.cast(pushes, dtype)


def _far(
    logits: tf.Tensor, weights: tf.Tensor, levels: tf.Tensor, before: tf.Tensor, sizes: tf.Tensor
) -> Result:
    """Sums over tables that hold `rest * exp(top)` as a pair, in which nothing can vanish.

    Args:
        logits: Logits.
        weights: Weights, of the same shape.
        levels: The place in the tables of each item's level: a list has as many as items.
        before: For each place, how many places of the same list stand before it.
        sizes: For each place, how many there are in its list.
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
    pushes = rest * tf.exp(top + logits) + per_total * exp - weights
    return tf.math.log(total) + (best - logits), pushes


def _running_sums(top: tf.Tensor, rest: tf.Tensor, reach: tf.Tensor, way: int) -> Result:
    """Sums over all earlier places of a list, as pairs too.

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
