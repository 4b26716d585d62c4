"""The checks: each one looks for a single cause of a strange loss.

To add one, write a function of `Batches` that returns a `Finding` or None, and add it to `CHECKS`.
Equally severe findings are reported in the order of `CHECKS`. `tests/test_diagnosis_claims.py`
verifies what the sentences say about the losses.
"""

from __future__ import annotations

from collections.abc import Callable

from ranklab.diagnosis.batches import Batches
from ranklab.diagnosis.labels import (
    equal_labels,
    gain_overflows,
    loud_labels,
    nothing_relevant,
    one_hot,
    one_item,
    only_padding,
    padding_inside,
    places_as_labels,
)
from ranklab.diagnosis.record import Finding
from ranklab.diagnosis.scores import (
    equal_scores,
    extra_axis,
    not_finite,
    probabilities,
    step,
    zeros_as_padding,
)
from ranklab.diagnosis.weights import no_weight, weights_below_0, weights_of_0

CHECKS: tuple[Callable[[Batches], Finding | None], ...] = (
    not_finite,
    gain_overflows,
    no_weight,
    extra_axis,
    only_padding,
    one_item,
    nothing_relevant,
    equal_labels,
    probabilities,
    step,
    equal_scores,
    zeros_as_padding,
    loud_labels,
    weights_of_0,
    weights_below_0,
    padding_inside,
    places_as_labels,
    one_hot,
)
