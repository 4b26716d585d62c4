"""Checks of the scores."""

from __future__ import annotations

import numpy as np

from ranklab.diagnosis.found import items_found, lists_found
from ranklab.diagnosis.reading import Array
from ranklab.diagnosis.record import Finding
from ranklab.diagnosis.seen import Flags, Seen

_PROBABLE = 20  # so many scores that all lie between 0 and 1 do so by no accident
_FLOOR = 0.1  # a loss that cannot fall below this is held up
_SUM = 1e-3  # how far from 1 the sum of probabilities of half precision may be
_STEP = 2.0**-24  # 1 plus this is 1 in float32
_FLAT = 1e-4  # logits that differ by less have all but equal probabilities


def not_finite(seen: Seen) -> Finding | None:
    """NaN and infinities that are not padding; a score of -inf masks an irrelevant item."""
    bad_score = np.isnan(seen.scores) | (seen.scores == np.inf)
    bad_score |= (seen.scores == -np.inf) & (seen.labels > 0)
    bad_label, bad_weight = seen.labels == np.inf, ~np.isfinite(seen.weights)
    where = {"y_true": bad_label, "y_pred": bad_score, "sample_weight": bad_weight}
    arguments = [argument for argument, bad in where.items() if (bad & seen.mask).any()]
    return items_found(
        seen,
        "not_finite",
        "error",
        (bad_score | bad_label | bad_weight) & seen.mask,
        f"NaN or infinite in {' and '.join(arguments)}",
        "SoftmaxLoss of such a list, or its gradient, is NaN or infinite, and so is the mean over "
        "the batch; one step with such a gradient makes the weights of the model NaN. Look for NaN "
        "in the features of the example, and at the learning rate: scores that grew until they "
        "overflowed need a lower one, or gradient clipping.",
        *arguments,
    )


def extra_axis(seen: Seen) -> Finding | None:
    """Arguments of shape [batch, list, 1]."""
    arguments = " and ".join(seen.squeezed)
    return lists_found(
        seen,
        "extra_axis",
        "error",
        np.full(len(seen.lengths), bool(seen.squeezed)),
        f"The shape of {arguments} is [batch, list, 1]",
        "ranklab's losses refuse it. Let the model end with keras.layers.Reshape((-1,)), or take "
        "tf.squeeze(..., axis=-1). All else here is said of the squeezed numbers.",
    )


def probabilities(seen: Seen) -> Finding | None:
    """Scores that look as after a softmax or a sigmoid, where that holds up the loss."""
    lists, n = seen.comparable, np.maximum(seen.there, 2)
    reach = 1.0 / seen.question.temperature
    floor = np.log1p((n - 1) * np.exp(-reach))[lists]
    if not lists.any() or floor.mean() < _FLOOR or not _between_0_and_1(seen):
        return None
    if _sum_to_one(seen):
        what, layer = "Scores of each list that sum to 1, as after a softmax", "the softmax"
    elif seen.finite.sum() >= _PROBABLE and (seen.spread[lists] > _FLAT).any():
        what, layer = "Scores that all lie between 0 and 1, as after a sigmoid", "the activation"
    else:
        return None
    return lists_found(
        seen,
        "probabilities",
        "warning",
        lists,
        what,
        f"The losses take raw scores and apply a softmax themselves: at T = "
        f"{seen.question.temperature:g} no logit can be more than {reach:g} ahead, and SoftmaxLoss "
        f"with one relevant item cannot fall below {floor.mean():.3g} on average here. Take "
        f"{layer} off the last layer, or, where scores must be so, lower T.",
    )


def step(seen: Seen) -> Finding | None:
    """Lists in which the best score has, in float32, all of the probability."""
    logits = np.where(seen.finite, seen.scores, 0.0) / seen.question.temperature
    behind = logits - seen.largest(logits, seen.finite)[seen.rows]
    parts = np.exp(np.where(seen.finite, behind, -np.inf))
    others = seen.total(parts, seen.finite) - 1.0
    hit = seen.comparable & (others < _STEP)
    if 2 * hit.sum() < seen.comparable.sum():
        return None
    width = float(np.median(seen.spread[hit])) if hit.any() else 0.0
    return lists_found(
        seen,
        "step",
        "warning",
        hit,
        f"At T = {seen.question.temperature:g} the softmax is a step: the best score of a list has "
        "probability 1 in float32",
        "SoftmaxLoss is 0 there where that item is the only relevant one; elsewhere the loss is "
        "as large as the gap in logits, and of the competitors it pushes that item alone. The "
        f"logits, scores / T, of such a list span {width:.3g} (median); a few are usual. Raise T, "
        "or make the scores smaller: scale the features, regularise or normalise the last layer.",
    )


def equal_scores(seen: Seen) -> Finding | None:
    """Lists whose scores are all but equal."""
    hit = seen.comparable & (np.nan_to_num(seen.spread) < _FLAT)
    if 2 * hit.sum() < seen.comparable.sum():
        return None
    n = int(seen.count(seen.finite)[hit].max(initial=1))
    return lists_found(
        seen,
        "equal_scores",
        "warning",
        hit,
        "Lists whose scores are all the same (logits within 0.0001)",
        f"Every item has the same probability: SoftmaxLoss is ln n, {np.log(n):.3g} for {n} items, "
        "and the ranking is the order of the rows. That is so before training where a last layer "
        "begins at 0. If it stays, the model cannot tell the items apart: features that are the "
        "same for the whole list, dead units, or too large a T.",
    )


def zeros_as_padding(seen: Seen) -> Finding | None:
    """Rows that end in label 0 and one constant score that stands nowhere else."""
    runs = np.array([_constant_end(seen, row) for row in range(len(seen.lengths))], np.int64)
    longest = int(np.argmax(runs))
    if runs[longest] < 2:
        return None
    ends = seen.starts + seen.lengths - 1
    value = seen.scores[ends[longest]]
    padded = (runs > 0) & _close(seen.scores[np.maximum(ends, 0)], value)
    hit = np.arange(seen.scores.size) > (ends - np.where(padded, runs, 0))[seen.rows]
    if (_close(seen.scores, value) & seen.mask & ~hit).any() or hit.sum() == seen.mask.sum():
        return None
    return items_found(
        seen,
        "zeros_as_padding",
        "warning",
        hit,
        f"Ends of rows that look like padding: label 0 and always the score {value:.4g}",
        "A label of 0 is an irrelevant item, and competes: it takes probability from the others, "
        "the loss is too large and rows are pushed that are not there. If they are padding, give "
        "them the label -1 (np.where(is_there, labels, -1)), or use ragged lists.",
        "y_true",
        "y_pred",
    )


def _between_0_and_1(seen: Seen) -> bool:
    scores = seen.scores[seen.mask]
    return bool(((scores >= 0) & (scores <= 1)).all())


def _sum_to_one(seen: Seen) -> bool:
    """Whether each list's scores sum to 1, over its items or over the whole row."""
    if seen.finite.sum() < 3:
        return False
    everywhere = np.isfinite(seen.scores)
    sums = (seen.total(seen.scores, flags)[seen.comparable] for flags in (seen.finite, everywhere))
    return any(bool((np.abs(total - 1) < _SUM).all()) for total in sums)


def _constant_end(seen: Seen, row: int) -> int:
    """How many items at the end of a padded row have label 0 and the score of the last one."""
    items = seen.of_list(row)
    labels, scores = seen.labels[items], seen.scores[items]
    if not seen.dense[row] or not labels.size or not np.isfinite(scores[-1]):
        return 0
    other = np.flatnonzero((labels != 0) | ~_close(scores, scores[-1]))
    return int(labels.size - (other[-1] + 1 if other.size else 0))


def _close(values: Array, value: float) -> Flags:
    return np.isclose(values, value, rtol=1e-5, atol=1e-9)
