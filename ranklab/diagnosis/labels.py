"""Checks of the labels."""

from __future__ import annotations

import numpy as np

from ranklab.diagnosis.found import items_found, lists_found
from ranklab.diagnosis.record import Finding
from ranklab.diagnosis.seen import Seen

_LOUD = 100.0  # times the gain of a label of 1
_HUGE_LABEL = 127.0  # 2^127 is the largest power of 2 in float32
_PLACES = 6  # so long a list whose labels count 1, 2, 3, ... has no grades


def gain_overflows(seen: Seen) -> Finding | None:
    """Labels whose gain no float32 holds."""
    hit = np.isfinite(seen.labels) & (seen.labels > _HUGE_LABEL) & seen.question.unique
    return items_found(
        seen,
        "gain_overflows",
        "error",
        hit,
        "Labels above 127",
        "UniqueSoftmaxLoss counts an item as 2^label - 1, which float32 does not hold past 127: "
        "the loss is an error, or NaN in a graph. Map the labels to a few grades, such as 0 to 4.",
        "y_true",
    )


def only_padding(seen: Seen) -> Finding | None:
    """Lists in which no item is there."""
    severity, all_silent = _teaches_nothing(seen)
    return lists_found(
        seen,
        "only_padding",
        severity,
        seen.there == 0,
        "Lists of padding alone (every label is below 0 or NaN)",
        "Such a list costs 0 and still counts in the mean, which it lowers. Leave it out of the "
        "data. A label below 0 is padding here, not a bad grade: grades begin at 0." + all_silent,
    )


def one_item(seen: Seen) -> Finding | None:
    """Lists in which one item is there."""
    severity, all_silent = _teaches_nothing(seen)
    shape = ""
    if (seen.lengths == 1).all() and len(seen.lengths) > 1:
        shape = f" The shape is [{len(seen.lengths)}, 1]: each item stands in a row of its own."
    return lists_found(
        seen,
        "one_item",
        severity,
        seen.there == 1,
        "Lists of one item",
        "An item alone has nobody to compete with: under SoftmaxLoss and UniqueSoftmaxLoss it costs"
        " 0 and its score does not move. Put all items of a query into one row, [batch, list], or "
        "leave such lists out." + shape + all_silent,
    )


def nothing_relevant(seen: Seen) -> Finding | None:
    """Lists without a label above 0."""
    severity, all_silent = _teaches_nothing(seen)
    return lists_found(
        seen,
        "nothing_relevant",
        severity,
        (seen.there > 0) & (seen.relevant == 0),
        "Lists without a relevant item (no label above 0)",
        "Such a list costs 0 and moves no score, and still counts in the mean: the loss and its "
        "gradient are smaller by that share. Leave such lists out, or raise the learning rate."
        + all_silent,
    )


def equal_labels(seen: Seen) -> Finding | None:
    """Lists whose items all have the same label, above 0."""
    same = seen.largest(seen.labels, seen.mask) == -seen.largest(-seen.labels, seen.mask)
    return lists_found(
        seen,
        "equal_labels",
        "warning",
        same & (seen.there >= 2) & (seen.relevant > 0),
        "Lists whose labels are all the same",
        "There is nothing to rank: UniqueSoftmaxLoss is 0, and SoftmaxLoss pulls all scores of the "
        "list together and cannot fall below ln n. Leave such lists out. If irrelevant items are "
        "labelled -1, label them 0: below 0 is padding.",
    )


def loud_labels(seen: Seen) -> Finding | None:
    """Labels whose gain is more than 100 times that of a label of 1."""
    hit = seen.mask & (seen.labels > np.log2(_LOUD + 1)) & np.isfinite(seen.labels)
    hit &= seen.question.gains
    loudest = float(seen.labels[hit].max(initial=0.0))
    return items_found(
        seen,
        "loud_labels",
        "warning",
        hit,
        "Labels above 6.6",
        "UniqueSoftmaxLoss, and the gain of NDCG, count an item as 2^label - 1: a label of "
        f"{loudest:g} counts {np.exp2(min(loudest, 1e3)) - 1:.3g} times as much as a label of 1. "
        "Such items drown the rest, and make the loss and its gradient large. Map the labels to a "
        "few grades, such as 0 to 4, or take SoftmaxLoss without a lambda weight, which counts "
        "them in proportion.",
        "y_true",
    )


def padding_inside(seen: Seen) -> Finding | None:
    """Padding that stands before an item that is there."""
    positions = np.arange(seen.labels.size, dtype=np.float64)
    last = seen.largest(positions, seen.mask)
    return items_found(
        seen,
        "padding_inside",
        "note",
        ~seen.mask & (positions < last[seen.rows]),
        "Labels below 0 or NaN before the end of a row",
        "They are padding wherever they stand: the item is in no sum and no competition. If below "
        "0 means a bad grade, shift the grades to begin at 0; if NaN means not judged, decide "
        "whether that is 0 or padding.",
        "y_true",
    )


def places_as_labels(seen: Seen) -> Finding | None:
    """Labels that count through each list: 1, 2, 3, ... in some order."""
    lists = np.flatnonzero(seen.there >= 2)
    if not lists.size or seen.there.max() < _PLACES:
        return None
    if not all(_counts_through(seen, int(row)) for row in lists):
        return None
    return lists_found(
        seen,
        "places_as_labels",
        "note",
        seen.there >= 2,
        "Labels that count 1, 2, 3, ... through each list",
        "The losses take the largest label as the most relevant. If a label is a place and 1 is "
        "the best, training turns the ranking around: take the number of items less the place, or "
        "a few grades.",
    )


def one_hot(seen: Seen) -> Finding | None:
    """Lists that all have one relevant item, of label 1."""
    lists = (seen.there >= 2) & (seen.relevant > 0)
    is_one_hot = (seen.relevant == 1) & (seen.largest(seen.labels, seen.mask) == 1)
    return lists_found(
        seen,
        "one_hot",
        "note",
        lists & bool(is_one_hot[lists].all()),
        "One relevant item in each list, of label 1",
        "That is usual for clicks and purchases. SoftmaxLoss and UniqueSoftmaxLoss are then the "
        "same: plain classification over the list, in which a list of n equal scores costs ln n. "
        "If your data have grades, look where they were lost.",
    )


def _teaches_nothing(seen: Seen) -> tuple[str, str]:
    """How bad a list is that costs 0, and what to add where there is no other."""
    if seen.silent.all():
        return "error", " No list here costs anything: the loss is always 0."
    return "warning", ""


def _counts_through(seen: Seen, row: int) -> bool:
    items = seen.of_list(row)
    labels = np.sort(seen.labels[items][seen.mask[items]])
    return labels[0] in (0, 1) and bool((np.diff(labels) == 1).all())
