"""Three losses that are not ranklab's, as records: one for each layout that its own do not use."""

import numpy as np

from ranklab.explanation import formulas
from ranklab.explanation.races import Line, Pairs, Rows
from ranklab.explanation.records import SETTINGS, Loss, acts, never

WHY_NOT = {
    **dict.fromkeys(SETTINGS, never("It changes nothing here.")),
    "temperature": acts,
    "sample_weight": acts,
}


def weights_of(labels, settings):
    return np.ones(labels.size) if settings.sample_weight is None else settings.sample_weight


def one(item, settings):
    weight = 1.0 if settings.sample_weight is None else float(settings.sample_weight[item.place])
    return formulas.WeightFormula(
        formulas.given(weight), formulas.given(weight), formulas.plain(weight)
    )


def list_mle(labels, scores, settings):
    """Item i races all that come after it in the order of labels; of equal labels, of scores."""
    order = np.lexsort((-scores, -labels))
    place = np.empty(labels.size, int)
    place[order] = np.arange(labels.size)
    return Rows(weights_of(labels, settings), place[None, :] >= place[:, None])


def pairwise_logistic(labels, scores, settings):
    weights = weights_of(labels, settings)
    return Pairs(
        labels.size, lambda rows: weights[rows, None] * (labels[rows, None] > labels[None, :])
    )


def sigmoid_cross_entropy(labels, scores, settings):
    weights = weights_of(labels, settings)
    return Line(weights * labels, weights * (1 - labels))


TOYS = {
    races.__name__: Loss(
        name=races.__name__,
        title=races.__name__.replace("_", " "),
        sentence="A toy",
        keras_class="NoSuchLoss",
        races=races,
        weight_formula=one,
        why_not=WHY_NOT,
    )
    for races in (list_mle, pairwise_logistic, sigmoid_cross_entropy)
}
