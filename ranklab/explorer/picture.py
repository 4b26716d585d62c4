"""Picture: the numbers of an explanation as the browser draws them, ready for JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.drawing import figures
from ranklab.experiments.comparison import compare
from ranklab.experiments.descent import Descent
from ranklab.experiments.sweeps import TEMPERATURES, sweep
from ranklab.explanation.definitions import loss_title
from ranklab.explanation.derivation import derive
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import NO_WEIGHT, NOTHING_RELEVANT, note


def picture(
    explanation: Explanation,
    views: tuple[str, ...] = (),
    followed: int | None = None,
    compared: Mapping[str, Sequence[Any]] | None = None,
) -> dict[str, Any]:
    """The numbers that the stage draws, ready for JSON; of the views, what the shown ones need."""
    metrics = explanation.metrics
    numbers = {
        "scenario": asdict(explanation.scenario),
        "probabilities": _listed(explanation.probabilities),
        "targets": _listed(explanation.targets),
        "contributions": _listed(explanation.contributions),
        "steps": (-explanation.gradient).tolist(),
        "loss": explanation.loss,
        "ndcg": metrics.ndcg if explanation.has_relevant_item else None,
        "mrr": metrics.mrr if explanation.has_relevant_item else None,
        "note": _note(explanation),
    }
    if "competitors" in views:
        numbers |= _races(explanation)
    if "gradient" in views:
        numbers |= {
            "pull_up": _listed(explanation.pull_up),
            "push_down": _listed(explanation.push_down),
        }
    if "derivation" in views:
        if followed is not None and not 0 <= followed < len(explanation.mask):
            followed = None
        numbers["derivation"] = [asdict(line) for line in derive(explanation, followed)]
    if "metrics" in views:
        numbers["metrics"] = asdict(metrics)
    if "comparison" in views and compared:
        numbers["comparison"] = _comparison_numbers(explanation.scenario, compared)
    return numbers


def _note(explanation: Explanation) -> str:
    if explanation.races is None or not explanation.costs_nothing:
        return note(explanation.scenario)
    return NO_WEIGHT if explanation.has_relevant_item else NOTHING_RELEVANT


def _races(explanation: Explanation) -> dict[str, Any]:
    """Row i: each item's probability in the race that i should win, or -1; and that race's weight.

    Where an item should win several races, they are shown as one: the mean, and the sum of weights.
    """
    probabilities, pull_up = explanation.race_probabilities, explanation.pull_up
    if probabilities is None or pull_up is None:
        return {}
    weights = explanation.weights
    if weights is None:  # what its races pull up, over the probability that they are lost
        lost = (1.0 - np.diagonal(probabilities)) / explanation.scenario.temperature
        weights = np.divide(pull_up, lost, out=np.zeros_like(pull_up), where=lost > 0)
    shown = np.where(explanation.competitors, probabilities.round(4), -1.0)
    return {"race_probabilities": shown.tolist(), "weights": weights.tolist()}


def _listed(values: NDArray[np.float64] | None) -> list[float]:
    """What each item has, or an empty list where the loss does not have it."""
    return [] if values is None else values.tolist()


def _comparison_numbers(scenario: Scenario, choice: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The comparison, or why there is none: a custom loss may refuse what the list allows."""
    try:
        compared = compare(scenario, **choice)
    except ValueError as error:
        return {"variants": [], "disagree": [], "refused": str(error)}
    variants = [
        {"title": title, "loss": e.loss, "steps": (-e.gradient).tolist()}
        for title, e in zip(compared.titles, compared.explanations, strict=True)
    ]
    return {"variants": variants, "disagree": list(compared.disagree), "refused": ""}


@lru_cache(maxsize=4)
def sweep_numbers(scenario: Scenario) -> dict[str, Any]:
    """A sweep, ready for JSON; the same object for an equal scenario."""
    swept = sweep(scenario, TEMPERATURES[::2])
    return {
        "temperatures": swept.temperatures.tolist(),
        "losses": swept.losses.tolist(),
        "push_shares": swept.push_shares.round(4).tolist(),
    }


def run_numbers(descent: Descent) -> dict[str, Any]:
    """A descent, ready for JSON."""
    return {
        "title": loss_title(descent.scenario.loss),
        "scores": descent.scores.round(6).tolist(),
        "losses": descent.losses.tolist(),
        "ndcgs": descent.ndcgs.tolist(),
        "stopped": descent.stopped,
    }


def still(explanation: Explanation) -> dict[str, str]:
    """The same list where no widget runs, by MIME type: a picture, for GitHub and nbconvert."""
    return {"image/png": base64.b64encode(figures.ranking(explanation).png()).decode()}
