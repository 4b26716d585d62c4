"""Checks of the scores."""

from __future__ import annotations

import numpy as np

from ranklab.diagnosis.batches import Batches, Flags
from ranklab.diagnosis.findings import items_found, lists_found
from ranklab.diagnosis.reading import Array
from ranklab.diagnosis.record import Finding

_PROBABLE = 20  # with this many scores, all between 0 and 1 is hardly a coincidence
_FLOOR = 0.1  # a lower bound of the loss from here up is worth a warning
_SUM = 1e-3  # probabilities in half precision sum to 1 within this
_STEP = 2.0**-24  # 1 plus this is 1 in float32
_FLAT = 1e-4  # logits that differ by less have nearly equal probabilities


def not_finite(batches: Batches) -> Finding | None:
    """NaN and infinities outside padding; a score of -inf may mask an irrelevant item."""
    bad_score = np.isnan(batches.scores) | (batches.scores == np.inf)
    bad_score |= (batches.scores == -np.inf) & (batches.labels > 0)
    bad_label, bad_weight = batches.labels == np.inf, ~np.isfinite(batches.weights)
    where = {"y_true": bad_label, "y_pred": bad_score, "sample_weight": bad_weight}
    arguments = [argument for argument, bad in where.items() if (bad & batches.mask).any()]
    return items_found(
        batches,
        "not_finite",
        "error",
        (bad_score | bad_label | bad_weight) & batches.mask,
        f"NaN or infinite in {' and '.join(arguments)}",
        "SoftmaxLoss of such a list, or its gradient, is NaN or infinite, and so is the mean over "
        "the batch. One step with such a gradient makes the weights of the model NaN. Look for NaN "
        "in the features of the example. If the scores grew until they overflowed, lower the "
        "learning rate or clip the gradient.",
        *arguments,
    )


def extra_axis(batches: Batches) -> Finding | None:
    """Arguments of shape [batch, list, 1]."""
    arguments = " and ".join(batches.squeezed)
    return lists_found(
        batches,
        "extra_axis",
        "error",
        np.full(len(batches.lengths), bool(batches.squeezed)),
        f"The shape of {arguments} is [batch, list, 1]",
        "ranklab's losses refuse it. End the model with keras.layers.Reshape((-1,)), or use "
        "tf.squeeze(..., axis=-1). The other findings are about the squeezed numbers.",
    )


def probabilities(batches: Batches) -> Finding | None:
    """Scores that look like the output of a softmax or a sigmoid, which bounds the loss below."""
    lists, n = batches.comparable, np.maximum(batches.there, 2)
    reach = 1.0 / batches.question.temperature
    floor = np.log1p((n - 1) * np.exp(-reach))[lists]
    if not lists.any() or floor.mean() < _FLOOR or not _between_0_and_1(batches):
        return None
    if _sum_to_one(batches):
        what, layer = "Scores that sum to 1 in each list, as after a softmax", "the softmax"
    elif batches.finite.sum() >= _PROBABLE and (batches.spread[lists] > _FLAT).any():
        what, layer = "Scores that all lie between 0 and 1, as after a sigmoid", "the activation"
    else:
        return None
    return lists_found(
        batches,
        "probabilities",
        "warning",
        lists,
        what,
        f"The losses take raw scores and apply a softmax themselves: at T = "
        f"{batches.question.temperature:g} no logit can be more than {reach:g} above another, and "
        f"SoftmaxLoss with one relevant item cannot fall below {floor.mean():.3g} on average here. "
        f"Remove {layer} from the last layer. If the scores must stay as they are, lower T.",
    )


def step(batches: Batches) -> Finding | None:
    """Lists in which the best score has probability 1 in float32."""
    logits = np.where(batches.finite, batches.scores, 0.0) / batches.question.temperature
    behind = logits - batches.largest(logits, batches.finite)[batches.rows]
    parts = np.exp(np.where(batches.finite, behind, -np.inf))
    others = batches.total(parts, batches.finite) - 1.0
    hit = batches.comparable & (others < _STEP)
    if 2 * hit.sum() < batches.comparable.sum():
        return None
    width = float(np.median(batches.spread[hit])) if hit.any() else 0.0
    return lists_found(
        batches,
        "step",
        "warning",
        hit,
        f"At T = {batches.question.temperature:g} the softmax is a step function: the best score "
        "of a list has probability 1 in float32",
        "If that item is the only relevant one, SoftmaxLoss is 0. Otherwise the loss is the gap "
        "between the logits, and that item is the only competitor with a gradient. The logits, "
        f"scores / T, of such a list span {width:.3g} (median); a span of a few units is usual. "
        "Raise T, or make the scores smaller: scale the features, or regularise or normalise the "
        "last layer.",
    )


def equal_scores(batches: Batches) -> Finding | None:
    """Lists whose scores are nearly equal."""
    hit = batches.comparable & (np.nan_to_num(batches.spread) < _FLAT)
    if 2 * hit.sum() < batches.comparable.sum():
        return None
    n = int(batches.count(batches.finite)[hit].max(initial=1))
    return lists_found(
        batches,
        "equal_scores",
        "warning",
        hit,
        "Lists whose scores are all the same (logits within 0.0001)",
        f"Every item has the same probability: SoftmaxLoss is ln n, {np.log(n):.3g} for {n} items, "
        "and the ranking is the order of the data. This is normal before training if the last "
        "layer is initialised to 0. If it remains, the model cannot tell the items apart: look for "
        "features that are equal within a list, dead units, or a T that is too large.",
    )


def zeros_as_padding(batches: Batches) -> Finding | None:
    """Rows that end in label 0 and a constant score that no other item has."""
    runs = np.array([_constant_end(batches, row) for row in range(len(batches.lengths))], np.int64)
    longest = int(np.argmax(runs))
    if runs[longest] < 2:
        return None
    ends = batches.starts + batches.lengths - 1
    value = batches.scores[ends[longest]]
    padded = (runs > 0) & _close(batches.scores[np.maximum(ends, 0)], value)
    hit = np.arange(batches.scores.size) > (ends - np.where(padded, runs, 0))[batches.rows]
    if (
        _close(batches.scores, value) & batches.mask & ~hit
    ).any() or hit.sum() == batches.mask.sum():
        return None
    return items_found(
        batches,
        "zeros_as_padding",
        "warning",
        hit,
        f"Ends of rows that look like padding: label 0 and always the score {value:.4g}",
        "An item of label 0 is irrelevant and still competes: it takes probability from the "
        "others, so the loss is too large and padding has a gradient. If these items are padding, "
        "give them the label -1 (np.where(is_there, labels, -1)), or use ragged lists.",
        "y_true",
        "y_pred",
    )


def _between_0_and_1(batches: Batches) -> bool:
    scores = batches.scores[batches.mask]
    return bool(((scores >= 0) & (scores <= 1)).all())


def _sum_to_one(batches: Batches) -> bool:
    """Whether the scores of each list sum to 1, without its padding or with it."""
    if batches.finite.sum() < 3:
        return False
    everywhere = np.isfinite(batches.scores)
    sums = (
        batches.total(batches.scores, flags)[batches.comparable]
        for flags in (batches.finite, everywhere)
    )
    return any(bool((np.abs(total - 1) < _SUM).all()) for total in sums)


def _constant_end(batches: Batches, row: int) -> int:
    """How many items at the end of a dense row have label 0 and the score of the last item."""
    items = batches.of_list(row)
    labels, scores = batches.labels[items], batches.scores[items]
    if not batches.dense[row] or not labels.size or not np.isfinite(scores[-1]):
        return 0
    other = np.flatnonzero((labels != 0) | ~_close(scores, scores[-1]))
    return int(labels.size - (other[-1] + 1 if other.size else 0))


def _close(values: Array, value: float) -> Flags:
    return np.isclose(values, value, rtol=1e-5, atol=1e-9)
