"""Checks of the labels."""

from __future__ import annotations

import numpy as np

from ranklab.diagnosis.batches import Batches
from ranklab.diagnosis.findings import items_found, lists_found
from ranklab.diagnosis.record import Finding

_LOUD = 100.0  # times the gain of a label of 1
_HUGE_LABEL = 127.0  # 2^127 is the largest power of 2 in float32
_PLACES = 6  # in a list this long, labels 1, 2, 3, ... are hardly graded relevance


def gain_overflows(batches: Batches) -> Finding | None:
    """Labels whose gain overflows float32."""
    hit = np.isfinite(batches.labels) & (batches.labels > _HUGE_LABEL) & batches.question.unique
    return items_found(
        batches,
        "gain_overflows",
        "error",
        hit,
        "Labels above 127",
        "UniqueSoftmaxLoss weights an item by 2^label - 1, which overflows float32 above 127: the "
        "loss raises an error, or is NaN in a graph. Map the labels to a few values, such as 0 to "
        "4.",
        "y_true",
    )


def only_padding(batches: Batches) -> Finding | None:
    """Lists that hold padding only."""
    severity, all_silent = _teaches_nothing(batches)
    return lists_found(
        batches,
        "only_padding",
        severity,
        batches.there == 0,
        "Lists of padding only (every label is below 0 or NaN)",
        "Such a list costs 0 and lowers the mean, in which it is counted. Remove it from the data. "
        "A label below 0 marks padding, not low relevance: labels start at 0." + all_silent,
    )


def one_item(batches: Batches) -> Finding | None:
    """Lists of a single item."""
    severity, all_silent = _teaches_nothing(batches)
    shape = ""
    if (batches.lengths == 1).all() and len(batches.lengths) > 1:
        shape = f" The shape is [{len(batches.lengths)}, 1]: each item is in a separate row."
    return lists_found(
        batches,
        "one_item",
        severity,
        batches.there == 1,
        "Lists of one item",
        "A single item has no competitor: under SoftmaxLoss and UniqueSoftmaxLoss it costs 0 and "
        "its score has no gradient. Put all items of a query into one row, [batch, list], or "
        "remove such lists." + shape + all_silent,
    )


def nothing_relevant(batches: Batches) -> Finding | None:
    """Lists without a label above 0."""
    severity, all_silent = _teaches_nothing(batches)
    return lists_found(
        batches,
        "nothing_relevant",
        severity,
        (batches.there > 0) & (batches.relevant == 0),
        "Lists without a relevant item (no label above 0)",
        "Such a list costs 0 and has no gradient, but is counted in the mean: the loss and its "
        "gradient are smaller by this fraction of lists. Remove such lists, or raise the learning "
        "rate." + all_silent,
    )


def equal_labels(batches: Batches) -> Finding | None:
    """Lists whose items all have the same label, above 0."""
    same = batches.largest(batches.labels, batches.mask) == -batches.largest(
        -batches.labels, batches.mask
    )
    return lists_found(
        batches,
        "equal_labels",
        "warning",
        same & (batches.there >= 2) & (batches.relevant > 0),
        "Lists whose labels are all the same",
        "There is nothing to rank: UniqueSoftmaxLoss is 0, and SoftmaxLoss moves all scores of the "
        "list towards one another and cannot fall below ln n. Remove such lists. If irrelevant "
        "items have the label -1, give them 0: a label below 0 marks padding.",
    )


def loud_labels(batches: Batches) -> Finding | None:
    """Labels whose gain is more than 100 times that of a label of 1."""
    hit = batches.mask & (batches.labels > np.log2(_LOUD + 1)) & np.isfinite(batches.labels)
    hit &= batches.question.gains
    loudest = float(batches.labels[hit].max(initial=0.0))
    return items_found(
        batches,
        "loud_labels",
        "warning",
        hit,
        "Labels above 6.6",
        "UniqueSoftmaxLoss and the gain of NDCG weight an item by 2^label - 1: a label of "
        f"{loudest:g} counts {np.exp2(min(loudest, 1e3)) - 1:.3g} times as much as a label of 1. "
        "Such items dominate the loss and make it and its gradient large. Map the labels to a few "
        "values, such as 0 to 4, or use SoftmaxLoss without a lambda weight, whose weights are "
        "proportional to the labels.",
        "y_true",
    )


def padding_inside(batches: Batches) -> Finding | None:
    """Padding that comes before an item in its row."""
    positions = np.arange(batches.labels.size, dtype=np.float64)
    last = batches.largest(positions, batches.mask)
    return items_found(
        batches,
        "padding_inside",
        "note",
        ~batches.mask & (positions < last[batches.rows]),
        "Labels below 0 or NaN before the end of a row",
        "They are padding wherever they stand: the losses ignore the item. If a label below 0 "
        "means low relevance, shift the labels to start at 0. If NaN means not judged, decide "
        "whether such an item has the label 0 or is padding.",
        "y_true",
    )


def places_as_labels(batches: Batches) -> Finding | None:
    """Labels that are 1, 2, 3, ... in some order in each list."""
    lists = np.flatnonzero(batches.there >= 2)
    if not lists.size or batches.there.max() < _PLACES:
        return None
    if not all(_counts_through(batches, int(row)) for row in lists):
        return None
    return lists_found(
        batches,
        "places_as_labels",
        "note",
        batches.there >= 2,
        "Labels that are 1, 2, 3, ... in each list",
        "For the losses the largest label is the most relevant. If a label is a rank, and rank 1 "
        "is the best, training reverses the ranking: use the number of items minus the rank, or "
        "a few values of relevance.",
    )


def one_hot(batches: Batches) -> Finding | None:
    """Lists that each have one relevant item, of label 1."""
    lists = (batches.there >= 2) & (batches.relevant > 0)
    is_one_hot = (batches.relevant == 1) & (batches.largest(batches.labels, batches.mask) == 1)
    return lists_found(
        batches,
        "one_hot",
        "note",
        lists & bool(is_one_hot[lists].all()),
        "One relevant item in each list, of label 1",
        "This is usual for clicks and purchases. SoftmaxLoss and UniqueSoftmaxLoss are then equal: "
        "cross-entropy over the list, in which a list of n equal scores costs ln n. If your data "
        "have graded labels, find where the grades were lost.",
    )


def _teaches_nothing(batches: Batches) -> tuple[str, str]:
    """How severe a list that costs 0 is, and what to add where every list costs 0."""
    if batches.silent.all():
        return "error", " Every list here costs 0: the loss is always 0."
    return "warning", ""


def _counts_through(batches: Batches, row: int) -> bool:
    items = batches.of_list(row)
    labels = np.sort(batches.labels[items][batches.mask[items]])
    return labels[0] in (0, 1) and bool((np.diff(labels) == 1).all())
