"""Picture: the numbers of an explanation as the browser draws them, ready for JSON.

Only those of a custom loss are sent: the others the browser computes
(`src/explanation/picture.js`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ranklab.drawing import figures
from ranklab.experiments.descent import Descent
from ranklab.explanation.definitions import loss_title
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.sentences import NO_WEIGHT, NOTHING_RELEVANT, note
from ranklab.explorer.views import NO_OPTIONS, VIEWS, Options, listed


def picture(
    explanation: Explanation,
    views: Iterable[str] = (),
    options: Options = NO_OPTIONS,
) -> dict[str, Any]:
    """The numbers that the browser draws, ready for JSON.

    Args:
        explanation: What to draw.
        views: The names of the views that are open: what they need is added.
        options: What these views show.
    """
    metrics = explanation.metrics
    numbers: dict[str, Any] = {
        "scenario": asdict(explanation.scenario),
        "probabilities": listed(explanation.probabilities),
        "targets": listed(explanation.targets),
        "contributions": listed(explanation.contributions),
        "steps": (-explanation.gradient).tolist(),
        "loss": explanation.loss,
        "ndcg": metrics.ndcg if explanation.has_relevant_item else None,
        "mrr": metrics.mrr if explanation.has_relevant_item else None,
        "note": _note(explanation),
    }
    for view in views:
        numbers |= VIEWS[view].numbers(explanation, options)
    return numbers


def _note(explanation: Explanation) -> str:
    if explanation.races is None or not explanation.costs_nothing:
        return note(explanation.scenario)
    return NO_WEIGHT if explanation.has_relevant_item else NOTHING_RELEVANT


def run_numbers(descent: Descent) -> dict[str, Any]:
    """A descent, ready for JSON."""
    return {
        "title": loss_title(descent.scenario.loss),
        "scenario": asdict(descent.scenario),
        "scores": descent.scores.round(6).tolist(),
        "losses": descent.losses.tolist(),
        "ndcgs": descent.ndcgs.tolist(),
        "stopped": descent.stopped,
    }


def still(explanation: Explanation) -> dict[str, str]:
    """The same list where no widget runs, by MIME type: a picture, for GitHub and nbconvert."""
    return {"image/png": base64.b64encode(figures.ranking(explanation).png()).decode()}
