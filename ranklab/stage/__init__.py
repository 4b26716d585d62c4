"""Stage: the list one can touch, an anywidget drawn by its own small ES module.

It draws an explanation as numbers and computes none. One state goes up (`edit`, what the browser
did), one explanation comes down (`picture`), each with a revision. `stage.js` is joined from
`src/`; running it needs nothing but a browser.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ranklab import figures, words
from ranklab.explanation import Explanation

_HERE = Path(__file__).parent


class Stage(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A list on screen, and what a hand did to it."""

    _esm = _HERE / "stage.js"
    _css = _HERE / "stage.css"

    picture = traitlets.Dict().tag(sync=True)
    # The browser knows what it sent: an echo of it would only double the traffic of a drag.
    edit = traitlets.Dict().tag(sync=True, echo_update=False)
    hint = traitlets.Unicode("").tag(sync=True)


def picture(explanation: Explanation) -> dict[str, Any]:
    """The numbers that the stage draws, ready for JSON."""
    return {
        "scenario": asdict(explanation.scenario),
        "probabilities": explanation.probabilities.tolist(),
        "targets": explanation.targets.tolist(),
        "contributions": explanation.contributions.tolist(),
        "steps": (-explanation.gradient).tolist(),
        "loss": explanation.loss,
        "ndcg": explanation.metrics.ndcg if explanation.teaches else None,
        "mrr": explanation.metrics.mrr if explanation.teaches else None,
        "note": words.inert(explanation.scenario),
    }


def still(explanation: Explanation) -> dict[str, str]:
    """The same list where no widget runs, by MIME type: a picture, for GitHub and nbconvert."""
    return {"image/png": base64.b64encode(figures.ranking(explanation).png()).decode()}
