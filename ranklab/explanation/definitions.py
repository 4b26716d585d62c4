"""Definitions: what is true of each loss and of each lambda weight, one record for each.

Everything else reads these records: explanations, derivations, menus, training, the command line.
Nothing branches on a name. To add a loss, add its record to `LOSSES`; to add a lambda weight, add
its record to `LAMBDA_WEIGHTS`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ranklab.explanation import formulas, metrics, textbook
from ranklab.explanation.checks import checked_choice
from ranklab.explanation.formulas import WeightFormula
from ranklab.explanation.races import Rows
from ranklab.explanation.records import Array, LambdaWeight, Loss, Ranks, Settings, acts, never

CUSTOM = "custom:"  # before the name of a custom loss


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
        f"The {weight.title} weight has pair weights alone, and softmax has no pairs: "
        "it changes nothing here."
    )


def _softmax_topn(weight: LambdaWeight | None) -> str:
    if weight is None:
        return "Without a lambda weight, topn changes nothing."
    if weight.item_weights is None:
        return _softmax_lambda_weight(weight)
    return (
        ""
        if weight.topn_acts
        else f"The {weight.title} weight of an item is the same for any topn."
    )


def _softmax_normalizes(weight: LambdaWeight | None) -> str:
    if weight is None or weight.item_weights is None:
        return ""
    return (
        f"The {weight.title} weight takes the place of the labels: nothing is divided by their sum."
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
    'The DCG weight takes the place of the labels: nothing is divided by their sum.'
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
