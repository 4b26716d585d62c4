"""Stage: the list one can touch, an anywidget drawn by its own small ES module.

It draws an explanation as numbers and computes none. One state goes up (`edit`, what the browser
did), one explanation comes down (`picture`), each with a revision. `stage.js` is joined from
`src/`; running it needs nothing but a browser.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from numpy.typing import NDArray

from ranklab import figures, words
from ranklab.comparison import compare
from ranklab.derivation import derive
from ranklab.descent import Descent
from ranklab.explanation import Explanation
from ranklab.limits import is_own
from ranklab.scenario import Scenario
from ranklab.stage.choices import checked_views
from ranklab.sweeps import TEMPERATURES, sweep

_HERE = Path(__file__).parent


class Stage(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A list on screen, and what a hand did to it.

    Attributes:
        views: What stands below the list, at most three of `VIEWS`.
        projector: Whether type, strokes and targets are large.
    """

    _esm = _HERE / "stage.js"
    _css = _HERE / "stage.css"
    _own = False  # whether a loss of one's own is looked at

    picture = traitlets.Dict().tag(sync=True)
    # The browser knows what it sent: an echo of it would only double the traffic of a drag.
    edit = traitlets.Dict().tag(sync=True, echo_update=False)
    hint = traitlets.Unicode("").tag(sync=True)
    views = traitlets.Tuple().tag(sync=True)
    projector = traitlets.Bool(False).tag(sync=True)
    # The item that the derivation follows: the last one that was pointed at.
    followed = traitlets.Int(None, allow_none=True).tag(sync=True, echo_update=False)
    verification = traitlets.Dict().tag(sync=True)
    # Apart from the picture: a temperature changes no sweep, and playing a descent not the descent.
    sweep = traitlets.Dict().tag(sync=True)
    descent = traitlets.Dict().tag(sync=True)
    presets = traitlets.Tuple().tag(sync=True)
    hidden = traitlets.Tuple().tag(sync=True)
    locked = traitlets.Tuple().tag(sync=True)
    # What to guess before it is shown.
    predicted = traitlets.Unicode("").tag(sync=True)
    shared = traitlets.Dict().tag(sync=True)

    @traitlets.validate("views")
    def _valid_views(self, proposal: Any) -> tuple[str, ...]:
        try:
            return checked_views(proposal["value"], self._own)
        except (TypeError, ValueError) as error:
            # The one error at which traitlets takes back what a browser sent.
            raise traitlets.TraitError(str(error)) from None


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
        return words.note(explanation.scenario)
    return words.NOTHING_RELEVANT


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
        "title": words.loss_name(descent.scenario.loss),
        "scores": descent.scores.round(6).tolist(),
        "losses": descent.losses.tolist(),
        "ndcgs": descent.ndcgs.tolist(),
        "stopped": descent.stopped,
    }


def still(explanation: Explanation) -> dict[str, str]:
    """The same list where no widget runs, by MIME type: a picture, for GitHub and nbconvert."""
    return {"image/png": base64.b64encode(figures.ranking(explanation).png()).decode()}
