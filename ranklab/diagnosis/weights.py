"""Checks of the sample weights."""

from __future__ import annotations

from ranklab.diagnosis.found import items_found
from ranklab.diagnosis.record import Finding
from ranklab.diagnosis.seen import Seen


def no_weight(seen: Seen) -> Finding | None:
    """Sample weights that are 0 everywhere."""
    if (seen.weights[seen.mask] != 0).any():
        return None
    return items_found(
        seen,
        "no_weight",
        "error",
        seen.mask,
        "sample_weight is 0 everywhere",
        "The loss is always 0, and no score moves. Give weights above 0, or none.",
        "sample_weight",
    )


def weights_of_0(seen: Seen) -> Finding | None:
    """Items of weight 0 in lists where another has a weight."""
    weighted = seen.count(seen.mask & (seen.weights != 0)) > 0
    return items_found(
        seen,
        "weights_of_0",
        "warning",
        seen.mask & (seen.weights == 0) & weighted[seen.rows],
        "Items of weight 0",
        "A weight of 0 does not take an item out: it still competes with the others, and an "
        "irrelevant item's weight changes nothing at all. Take an item out with the label -1.",
        "y_true",
        "sample_weight",
    )


def weights_below_0(seen: Seen) -> Finding | None:
    """Weights below 0."""
    return items_found(
        seen,
        "weights_below_0",
        "warning",
        seen.mask & (seen.weights < 0),
        "Weights below 0",
        "They turn the loss of what they weight around: it is below 0, and training pushes relevant"
        " items down. Give weights of 0 or above.",
        "sample_weight",
    )
