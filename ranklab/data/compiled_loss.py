"""Read the fields of a scenario from the loss that a model was compiled with.

Nothing here imports TensorFlow or Keras: the attributes of the loss say enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from ranklab.data.notes import plain
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.records import LambdaWeight, Loss
from ranklab.explanation.scenario import Scenario

Record = TypeVar("Record", Loss, LambdaWeight)
_ITEM_WEIGHT = ("gain_fn", "rank_discount_fn", "normalized")  # a scenario cannot change these


def asked_by(model: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a scenario that stand for the loss of a model.

    Args:
        model: A Keras model, compiled or not, or any function.

    Returns:
        Fields of a Scenario, empty if the loss is not one of ranklab's, and remarks on what a
        scenario cannot represent.

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
        return {}, (_instead(f"{_called(loss)}, which is not one of ranklab's losses"),)
    fields = {
        "loss": record.name,
        "temperature": loss.temperature,
        "normalize_labels": getattr(loss, "normalize_labels", True),
    }
    weight, remarks = _weight_of(loss, record)
    fields |= weight
    try:
        Scenario([0.0], [0.0], **fields)
    except ValueError as error:  # such as a temperature outside the limits of a scenario
        return {}, (_instead(f"{_called(loss)}, but {error}"),)
    return fields, remarks


def _weight_of(loss: Any, definition: Loss) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields that stand for the lambda weight of a loss, or a remark if there are none."""
    weight = loss.lambda_weight
    record = _record_of(weight, LAMBDA_WEIGHTS)
    if weight is None or definition.why_not["lambda_weight"](record):  # the weight has no effect
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
        f"the model's loss has a lambda weight that a scenario cannot hold, {name}: the lists are "
        "measured without it",
    )


def _record_of(thing: Any, records: Mapping[str, Record]) -> Record | None:
    """The record of a Keras object's class, or None if it is not one of ranklab's."""
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
