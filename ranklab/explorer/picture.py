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
from ranklab.explanation import formatting
from ranklab.explanation.checks import is_own
from ranklab.explanation.derivation import derive
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario


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
        "probabilities": _known(explanation.probabilities),
        "targets": _known(explanation.targets),
        "contributions": _known(explanation.contributions),
        "steps": (-explanation.gradient).tolist(),
        "loss": explanation.loss,
        "ndcg": metrics.ndcg if explanation.teaches else None,
        "mrr": metrics.mrr if explanation.teaches else None,
        "note": _note(explanation),
    }
    if "competitors" in views:
        shares = np.where(explanation.competitors, explanation.shares.round(4), -1.0)
        numbers |= {"shares": shares.tolist(), "weights": explanation.weights.tolist()}
    if "pushes" in views:
        numbers |= {"pull": explanation.pull.tolist(), "push": explanation.push.tolist()}
    if "derivation" in views:
        if followed is not None and not 0 <= followed < len(explanation.mask):
            followed = None
        numbers["derivation"] = [asdict(step) for step in derive(explanation, followed)]
    if "metrics" in views:
        numbers["metrics"] = asdict(metrics)
    if "comparison" in views and compared:
        numbers["comparison"] = _comparison_numbers(explanation.scenario, compared)
    return numbers


def _note(explanation: Explanation) -> str:
    if explanation.teaches or is_own(explanation.scenario.loss):
        return formatting.note(explanation.scenario)
    return formatting.NOTHING_RELEVANT


def _known(values: NDArray[np.float64]) -> list[float]:
    """What each item has, or an empty list: JSON has no NaN."""
    return [] if np.isnan(values).any() else values.tolist()


def _comparison_numbers(scenario: Scenario, choice: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The comparison, or why there is none: a loss of one's own may refuse what the list allows."""
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
        "shares": swept.shares.round(4).tolist(),
    }


def run_numbers(descent: Descent) -> dict[str, Any]:
    """A descent, ready for JSON."""
    return {
        "title": formatting.loss_name(descent.scenario.loss),
        "scores": descent.scores.round(6).tolist(),
        "losses": descent.losses.tolist(),
        "ndcgs": descent.ndcgs.tolist(),
        "stopped": descent.stopped,
    }


def still(explanation: Explanation) -> dict[str, str]:
    """The same list where no widget runs, by MIME type: a picture, for GitHub and nbconvert."""
    return {"image/png": base64.b64encode(figures.ranking(explanation).png()).decode()}
