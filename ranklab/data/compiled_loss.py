"""Compiled: the loss that a model was compiled with, as the fields of a scenario.

Nothing here imports TensorFlow or Keras: a loss is asked what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ranklab.data.notes import plain
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES, LambdaWeight, Loss
from ranklab.explanation.scenario import Scenario

Record = TypeVar("Record", Loss, LambdaWeight)
_ITEM_WEIGHT = ("gain_fn", "rank_discount_fn", "normalized")  # what else makes up a weight


def asked_by(model: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a scenario must ask to be about the loss of a model, and what of it is left out.

    Args:
        model: A Keras model, compiled or not, or any function.

    Returns:
        Fields of a Scenario, none where there is no such loss, and remarks.

    >>> asked_by(lambda features: features)
    ({}, ())
    """
    loss = getattr(model, "loss", None)
    if isinstance(loss, list | tuple) and len(loss) == 1:
        [loss] = loss
    if loss is None:
        return {}, ()
    if isinstance(loss, list | tuple | Mapping):
        return {}, (_instead("several losses"),)
    record = _record_of(loss, LOSSES)
    if record is None:
        return {}, (_instead(f"{_called(loss)}, which is none of ranklab's losses"),)
    fields = {
        "loss": record.name,
        "temperature": loss.temperature,
        "normalize_labels": getattr(loss, "normalize_labels", True),
    }
    weight, remarks = _weight_of(loss, record)
    fields |= weight
    try:
        Scenario([0.0], [0.0], **fields)
    except ValueError as error:  # a loss may have what a scenario may not
        return {}, (_instead(f"{_called(loss)}, but {error}"),)
    return fields, remarks


def _weight_of(loss: Any, definition: Loss) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields that stand for the lambda weight of a loss, and a remark where there are none."""
    weight = loss.lambda_weight
    record = _record_of(weight, LAMBDA_WEIGHTS)
    if weight is None or definition.why_not["lambda_weight"](record):  # where none acts
        return {}, ()
    name = plain(type(weight).__name__)
    if record is not None:
        usual = type(weight)()
        changed = [
            part for part in _ITEM_WEIGHT if getattr(weight, part, 0) != getattr(usual, part, 0)
        ]
        if not changed:
            return {"lambda_weight": record.name, "topn": weight.topn}, ()
        name += f" with another {' and '.join(changed)}"
    return {}, (
        f"the model's loss has a lambda weight that no scenario holds, {name}: the lists are "
        "measured without it",
    )


def _record_of(thing: Any, records: Mapping[str, Record]) -> Record | None:
    """The record whose Keras class a thing is of, or None."""
    kind = type(thing)
    if not kind.__module__.startswith("ranklab.losses."):
        return None
    found = (one for one in records.values() if one.keras_class == kind.__name__)
    return next(found, None)


def _instead(what: str) -> str:
    return f"the model was compiled with {what}: the lists are measured with softmax instead"


def _called(loss: Any) -> str:
    if isinstance(loss, str):
        return plain(loss)
    for name in (getattr(loss, "name", None), getattr(loss, "__name__", None)):
        if isinstance(name, str) and name:
            return plain(name)
    return plain(type(loss).__name__)
