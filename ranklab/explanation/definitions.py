"""Definitions: what is true of each loss and of each lambda weight, one record for each.

Everything else reads these records: explanations, derivations, menus, training, the command line.
Nothing branches on a name. To add a loss, add its record to `LOSSES`; to add a lambda weight, add
its record to `LAMBDA_WEIGHTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import formulas, metrics, textbook
from ranklab.explanation.checks import checked_choice
from ranklab.explanation.formulas import WeightFormula
from ranklab.explanation.races import Layout, Rows

Array = NDArray[np.float64]
Ranks = NDArray[np.int64]

# What a scenario says besides the list and the loss, and what a loss may leave out.
SETTINGS = ("temperature", "lambda_weight", "topn", "normalize_labels", "sample_weight")
CUSTOM = "custom:"  # before the name of a custom loss


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
    item_formula: Callable[[formulas.Item], WeightFormula] | None
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
    weight_formula: Callable[[formulas.Item, Settings], WeightFormula]
    why_not: Mapping[str, Callable[[LambdaWeight | None], str]]
    keras_arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_texts(self, "name", "title", "sentence", "keras_class")
        for part in ("races", "weight_formula"):
            if not callable(getattr(self, part)):
                raise TypeError(f"{part} of {self.name} must be a function")
        if set(self.why_not) != set(SETTINGS):
            raise TypeError(
                f"why_not of {self.name} must speak of {', '.join(SETTINGS)}, got "
                f"{', '.join(self.why_not)}"
            )


def acts(_: LambdaWeight | None) -> str:
    """A setting that acts: there is no reason why not."""
    return ""


def never(reason: str) -> Callable[[LambdaWeight | None], str]:
    """A setting that changes nothing, for a reason."""
    return lambda _: reason


# Softmax.


def _softmax_races(labels: Array, scores: Array, settings: Settings) -> Rows:
    weight = settings.lambda_weight
    if weight is not None and weight.item_weights is not None:
        weights = weight.item_weights(labels, metrics.ranks(scores), settings.topn)
    else:
        weights = textbook.softmax_weights(labels, settings.normalize_labels)
    return Rows(weights if settings.sample_weight is None else weights * settings.sample_weight)


def _softmax_formula(item: formulas.Item, settings: Settings) -> WeightFormula:
    weight = settings.lambda_weight
    if weight is not None and weight.item_formula is not None:
        formula = weight.item_formula(item)
    elif settings.normalize_labels:
        formula = formulas.normalized_label(item)
    else:
        formula = formulas.label(item)
    sample_weight = settings.sample_weight
    return formulas.times(formula, None if sample_weight is None else sample_weight[item.place])


def _softmax_lambda_weight(weight: LambdaWeight | None) -> str:
    if weight is None or weight.item_weights is not None:
        return ""
    return (
        f"A {weight.title} weight has pair weights alone, and softmax has no pairs: "
        "it changes nothing here."
    )


def _softmax_topn(weight: LambdaWeight | None) -> str:
    if weight is None:
        return "Without a lambda weight, topn changes nothing."
    if weight.item_weights is None:
        return _softmax_lambda_weight(weight)
    return (
        "" if weight.topn_acts else f"A {weight.title} weight of an item is the same for any topn."
    )


def _softmax_normalizes(weight: LambdaWeight | None) -> str:
    if weight is None or weight.item_weights is None:
        return ""
    return (
        f"A {weight.title} weight takes the place of the labels: nothing is divided by their sum."
    )


# Unique softmax.


def _unique_softmax_races(labels: Array, _: Array, settings: Settings) -> Rows:
    weights = textbook.unique_softmax_weights(labels)
    if settings.sample_weight is not None:
        weights = weights * np.sum(settings.sample_weight * textbook.softmax_weights(labels))
    return Rows(weights, textbook.unique_softmax_competitors(labels))


def _unique_softmax_formula(item: formulas.Item, settings: Settings) -> WeightFormula:
    labels, sample_weight = item.labels, settings.sample_weight
    factor = None if sample_weight is None else float(np.sum(sample_weight * labels) / labels.sum())
    return formulas.times(formulas.gain(item), factor)


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss(
            name="softmax",
            title="softmax",
            sentence="Every item competes with the whole list",
            keras_class="SoftmaxLoss",
            races=_softmax_races,
            weight_formula=_softmax_formula,
            why_not={
                "temperature": acts,
                "lambda_weight": _softmax_lambda_weight,
                "topn": _softmax_topn,
                "normalize_labels": _softmax_normalizes,
                "sample_weight": acts,
            },
            keras_arguments=("normalize_labels",),
        ),
        Loss(
            name="unique_softmax",
            title="unique softmax",
            sentence="An item competes with the less relevant ones only",
            keras_class="UniqueSoftmaxLoss",
            races=_unique_softmax_races,
            weight_formula=_unique_softmax_formula,
            why_not={
                "temperature": acts,
                "lambda_weight": lambda weight: (
                    ""
                    if weight is None
                    else "Unique softmax takes no lambda weight: it changes nothing here."
                ),
                "topn": never("Unique softmax takes no lambda weight, and no topn of one."),
                "normalize_labels": never("Unique softmax weights an item by 2^label - 1."),
                "sample_weight": acts,
            },
        ),
    )
}


# Lambda weights.


def _dcg(labels: Array, ranks: Ranks, _: int | None) -> Array:
    return textbook.lambda_weights(
        labels, ranks, gain=metrics.identity, discount=metrics.inverse, normalized=False
    )


def _ndcg(labels: Array, ranks: Ranks, topn: int | None) -> Array:
    return textbook.lambda_weights(labels, ranks, topn=topn)


LAMBDA_WEIGHTS: dict[str, LambdaWeight] = {
    weight.name: weight
    for weight in (
        LambdaWeight(
            name="dcg",
            title="DCG",
            sentence="An item weighs its label over its rank",
            keras_class="DCGLambdaWeight",
            item_weights=_dcg,
            item_formula=formulas.label_over_rank,
            topn_acts=False,
        ),
        LambdaWeight(
            name="ndcg",
            title="NDCG",
            sentence="An item weighs its part of the NDCG",
            keras_class="NDCGLambdaWeight",
            item_weights=_ndcg,
            item_formula=formulas.discounted_gain,
            topn_acts=True,
        ),
        LambdaWeight(
            name="precision",
            title="precision",
            sentence="Weights pairs of items alone",
            keras_class="PrecisionLambdaWeight",
            item_weights=None,
            item_formula=None,
            topn_acts=False,
        ),
    )
}


def loss_of(name: Any) -> Loss:
    """The record of a loss.

    Raises:
        ValueError: There is no such loss.

    >>> loss_of("unique_softmax").keras_class
    'UniqueSoftmaxLoss'
    """
    return LOSSES[checked_choice("loss", name, tuple(LOSSES))]


def lambda_weight_of(name: Any) -> LambdaWeight | None:
    """The record of a lambda weight, or None for none.

    Raises:
        ValueError: There is no such lambda weight.
    """
    if name is None:
        return None
    return LAMBDA_WEIGHTS[checked_choice("lambda_weight", name, (None, *LAMBDA_WEIGHTS))]


def why_not(loss: str, setting: str, lambda_weight: str | None) -> str:
    """Why a setting changes nothing under a loss and a lambda weight; '' where it acts.

    >>> why_not("softmax", "normalize_labels", "dcg")
    'A DCG weight takes the place of the labels: nothing is divided by their sum.'
    """
    return loss_of(loss).why_not[setting](lambda_weight_of(lambda_weight))


def is_custom(loss: Any) -> bool:
    """Whether this names a custom loss."""
    return isinstance(loss, str) and loss.startswith(CUSTOM)


def loss_title(loss: str) -> str:
    """A loss as people call it.

    >>> loss_title("unique_softmax"), loss_title("custom:mean_squared_error")
    ('unique softmax', 'mean squared error')
    """
    if is_custom(loss):
        return loss.removeprefix(CUSTOM).replace("_", " ")
    return loss_of(loss).title
