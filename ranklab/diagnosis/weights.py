"""Checks of the sample weights."""

from __future__ import annotations

from ranklab.diagnosis.batches import Batches
from ranklab.diagnosis.findings import items_found
from ranklab.diagnosis.record import Finding


def no_weight(batches: Batches) -> Finding | None:
    """Sample weights that are 0 everywhere."""
    if (batches.weights[batches.mask] != 0).any():
        return None
    return items_found(
        batches,
        "no_weight",
        "error",
        batches.mask,
        "sample_weight is 0 everywhere",
        "The loss is always 0 and has no gradient. Give weights above 0, or omit sample_weight.",
        "sample_weight",
    )


def weights_of_0(batches: Batches) -> Finding | None:
    """Items of weight 0 in lists in which another item has a weight."""
    weighted = batches.count(batches.mask & (batches.weights != 0)) > 0
    return items_found(
        batches,
        "weights_of_0",
        "warning",
        batches.mask & (batches.weights == 0) & weighted[batches.rows],
        "Items of weight 0",
        "A weight of 0 does not remove an item: it still competes with the others. The weight of "
        "an irrelevant item has no effect. To remove an item, give it the label -1.",
        "y_true",
        "sample_weight",
    )


def weights_below_0(batches: Batches) -> Finding | None:
    """Weights below 0."""
    return items_found(
        batches,
        "weights_below_0",
        "warning",
        batches.mask & (batches.weights < 0),
        "Weights below 0",
        "They change the sign of the loss of what they weight, and training moves relevant items "
        "down. Give weights of 0 or above.",
        "sample_weight",
    )
