"""Records: what a loss and a lambda weight must say of themselves. `definitions` holds them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.formulas import Item, WeightFormula
from ranklab.explanation.races import Layout

Array = NDArray[np.float64]
Ranks = NDArray[np.int64]

# What a scenario says besides the list and the loss, and what a loss may leave out.
SETTINGS = ("temperature", "lambda_weight", "topn", "normalize_labels", "sample_weight")


def _check_texts(record: Any, *names: str) -> None:
    for name in names:
        value = getattr(record, name)
        if not isinstance(value, str) or not value:
            raise TypeError(f"{name} of {type(record).__name__} must be some text, got {value!r}")


@dataclass(frozen=True, kw_only=True)
class LambdaWeight:
    """What is true of a lambda weight.

    Attributes:
        name: As a scenario names it: `'ndcg'`.
        title: As people write it: `'NDCG'`.
        sentence: What it does, for a menu.
        keras_class: The class in `ranklab.losses`.
        item_weights: The weight of each item by `(labels, ranks, topn)`, shape (n,); None where it
            weights pairs alone.
        item_formula: How the weight of one item is computed, in symbols and in numbers; None where
            `item_weights` is.
        topn_acts: Whether `topn` changes the weight of an item.
    """

    name: str
    title: str
    sentence: str
    keras_class: str
    item_weights: Callable[[Array, Ranks, int | None], Array] | None
    item_formula: Callable[[Item], WeightFormula] | None
    topn_acts: bool

    def __post_init__(self) -> None:
        _check_texts(self, "name", "title", "sentence", "keras_class")
        if (self.item_weights is None) != (self.item_formula is None):
            raise TypeError(f"{self.name} must have both item_weights and item_formula, or neither")


@dataclass(frozen=True, eq=False)
class Settings:
    """What a scenario says besides the list and the loss, for the items that are there.

    Attributes:
        lambda_weight: The record of the lambda weight, or None.
        topn: How many places the lambda weight counts, or None for all.
        normalize_labels: Whether the labels are divided by their sum.
        sample_weight: A weight for each item, shape (n,), or None.
    """

    lambda_weight: LambdaWeight | None = None
    topn: int | None = None
    normalize_labels: bool = True
    sample_weight: Array | None = None


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What is true of a loss.

    Attributes:
        name: As a scenario names it: `'unique_softmax'`.
        title: As people write it: `'unique softmax'`.
        sentence: Who competes with whom, for a menu.
        keras_class: The class in `ranklab.losses`.
        races: The races of a list by `(labels, scores, settings)`, in one of the layouts of
            `ranklab.explanation.races`. Ranks act through a lambda weight alone.
        weight_formula: How the weight of an item's race is computed, in symbols and in numbers.
        why_not: For each of `SETTINGS` a function of the lambda weight (or None) that says why the
            setting changes nothing; an empty string where it acts.
        keras_arguments: Settings that the Keras class takes besides lambda weight and temperature.
    """

    name: str
    title: str
    sentence: str
    keras_class: str
    races: Callable[[Array, Array, Settings], Layout]
    weight_formula: Callable[[Item, Settings], WeightFormula]
    why_not: Mapping[str, Callable[[LambdaWeight | None], str]]
    keras_arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_texts(self, "name", "title", "sentence", "keras_class")
        for part in ("races", "weight_formula"):
            if not callable(getattr(self, part)):
                raise TypeError(f"{part} of {self.name} must be a function")
        if set(self.why_not) != set(SETTINGS):
            raise TypeError(
                f"why_not of {self.name} must have the settings {', '.join(SETTINGS)}, got "
                f"{', '.join(self.why_not)}"
            )


def acts(_: LambdaWeight | None) -> str:
    """A setting that acts: there is no reason why not."""
    return ""


def never(reason: str) -> Callable[[LambdaWeight | None], str]:
    """A setting that changes nothing, for a reason."""
    return lambda _: reason
