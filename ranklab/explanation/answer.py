"""Answer: `explain`, which computes the explanation of a scenario.

NumPy alone, in closed form, so that a drag is answered at once and nothing here waits for
TensorFlow; a custom loss asks TensorFlow. `ranklab.experiments.verification` compares the answer
with the Keras loss.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics
from ranklab.explanation.custom_loss import CustomLoss
from ranklab.explanation.definitions import lambda_weight_of, loss_of
from ranklab.explanation.explanation import Array, Explanation, frozen, padding_last
from ranklab.explanation.races import Layout, Rows
from ranklab.explanation.records import Settings
from ranklab.explanation.scenario import Scenario, check_scenario

DEFAULT_K = 5


def explain(
    scenario: Scenario,
    k: int = DEFAULT_K,
    gain: str = "exponential",
    relevant_from: float | None = None,
    *,
    loss: Callable[[Any, Any], Any] | None = None,
) -> Explanation:
    """Compute the loss of a scenario, every item's part in it, and the gradient.

    Args:
        scenario: The question. Every valid scenario has an answer.
        k: The cut-off of NDCG@k, DCG@k and precision@k, in places.
        gain: The gain of NDCG and DCG: `'exponential'`, 2^label - 1, or `'linear'`, the label.
        relevant_from: The label from which an item counts as relevant for MRR, precision and
            average precision. None: 1, or, where no label reaches 1, any label above 0.
        loss: A custom loss in the place of the scenario's: a Keras loss, or a function of
            `(y_true, y_pred)`, each of shape `[1, n]`; padding is left out. Its value is a number,
            or one for each item: their sum is the loss. Its gradient comes from automatic
            differentiation. Temperature, lambda weight, `normalize_labels` and sample weights
            belong to the losses of ranklab, and the scenario must leave them as they are.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: `k` is below 1, `gain` is not one of both, `relevant_from` is not above 0, or
            the custom loss failed, is not finite, or has no gradient.
        TensorFlowMissingError: A custom loss needs TensorFlow and Keras; the message says what to
            install.

    >>> explain(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Explanation(softmax, n=2, T=1.00, loss=0.798139)
    """
    if loss is not None:
        custom = CustomLoss(loss)
        return explain_custom(custom.asked(scenario), custom, k, gain, relevant_from)
    check_scenario(scenario)
    check_k(k)

    labels = np.array(scenario.labels)
    scores = np.array(scenario.scores)
    n = labels.size
    mask = labels >= 0
    there = np.flatnonzero(mask)
    padded = there.size < n
    y, s = (labels[there], scores[there]) if padded else (labels, scores)
    races = races_of(scenario, y, s, there)
    outcome = races.outcome(s / scenario.temperature)
    ranks = metrics.ranks(s)

    def everywhere(values: NDArray[Any]) -> NDArray[Any]:
        """Put values of the items that are there among the zeros of those that are not."""
        if not padded:
            return frozen(values)
        result = np.zeros(n, values.dtype)
        result[there] = values
        return frozen(result)

    competitors = races.who_competes()
    if padded:
        matrix = np.zeros((n, n), bool)
        matrix[np.ix_(there, there)] = competitors
        competitors = matrix
    of_each: dict[str, Array] = {}
    if isinstance(races, Rows) and outcome.probabilities is not None:
        of_each = {
            "weights": everywhere(races.weights.view()),
            "probabilities": everywhere(outcome.probabilities),
            "targets": everywhere(races.targets()),
        }
    return Explanation(
        scenario=scenario,
        logits=frozen(scores / scenario.temperature),
        mask=frozen(mask),
        ranks=frozen(padding_last(ranks, mask) if padded else ranks),
        competitors=frozen(competitors.view()),
        contributions=everywhere(outcome.contributions + 0.0),  # no -0.0, which shows its sign
        gradient=everywhere(outcome.gradient / scenario.temperature + 0.0),
        loss=float(outcome.contributions.sum()) + 0.0,
        metrics=metrics.measure(y, ranks, int(k), gain, relevant_from),
        races=races,
        pull_up=everywhere(outcome.pull_up / scenario.temperature + 0.0),
        push_down=everywhere(outcome.push_down / scenario.temperature + 0.0),
        **of_each,
    )


def races_of(scenario: Scenario, labels: Array, scores: Array, there: NDArray[np.int64]) -> Layout:
    """The races of a list.

    Args:
        scenario: Which loss, and its settings.
        labels: The labels of the items that are there, shape (m,).
        scores: Their scores, shape (m,).
        there: Their places in the scenario, shape (m,).
    """
    return loss_of(scenario.loss).races(labels, scores, settings_of(scenario, there))


def settings_of(scenario: Scenario, there: NDArray[np.int64]) -> Settings:
    """What a scenario says besides the list and the loss, for the items that are there."""
    weights = scenario.sample_weight
    return Settings(
        lambda_weight=lambda_weight_of(scenario.lambda_weight),
        topn=scenario.topn,
        normalize_labels=scenario.normalize_labels,
        sample_weight=None if weights is None else np.array(weights)[there],
    )


def explain_custom(
    scenario: Scenario,
    custom: CustomLoss,
    k: int = DEFAULT_K,
    gain: str = "exponential",
    relevant_from: float | None = None,
) -> Explanation:
    """Ask a custom loss about a scenario that names it.

    Raises:
        TypeError: `scenario` is not a Scenario, or `k` is not a whole number.
        ValueError: The scenario asks about something else, or the loss failed, is not finite, or
            has no gradient.
    """
    custom.check(scenario)
    check_k(k)
    labels, scores = np.array(scenario.labels), np.array(scenario.scores)
    n, mask = labels.size, labels >= 0
    there = np.flatnonzero(mask)
    loss, gradient = 0.0, np.zeros(n)
    contributions: Array | None = np.zeros(n)
    if there.size:
        parts, gradient[there] = custom.value_and_gradient(labels[there], scores[there])
        loss = float(parts.sum())
        if parts.ndim and contributions is not None:
            contributions[there] = parts
        else:
            contributions = None
    ranks = metrics.ranks(scores[there])
    return Explanation(
        scenario=scenario,
        logits=frozen(scores),
        mask=frozen(mask),
        ranks=frozen(padding_last(ranks, mask)),
        competitors=frozen(np.zeros((n, n), bool)),
        contributions=None if contributions is None else frozen(contributions),
        gradient=frozen(gradient),
        loss=loss,
        metrics=metrics.measure(labels[there], ranks, int(k), gain, relevant_from),
    )


def check_k(k: Any) -> None:
    """Refuse what is no cut-off.

    Raises:
        TypeError: It is not a whole number.
        ValueError: It is below 1.
    """
    if isinstance(k, bool) or not isinstance(k, Integral):
        raise TypeError(f"k must be a whole number of places, got {k!r}")
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
