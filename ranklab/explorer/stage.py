"""Stage: the synced traits of an explorer, an anywidget that a small ES module computes and draws.

The browser sends one state, `edit`: what its user did since the last answer. The kernel answers
with one message: `answered`, the revision of that edit, and of `picture`, `message` and the other
traits those that have changed. `stage.js` is joined from `src/` and needs nothing but a browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ranklab.explorer.views import checked_views

_STATIC = Path(__file__).parent / "static"


class Stage(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A list on screen.

    Attributes:
        views: What stands below the list, at most three of `VIEWS`.
        message: Why the last edit was refused; empty after one that was not.
        projector: Whether type, strokes and targets are large.
    """

    _esm = _STATIC / "stage.js"
    _css = _STATIC / "stage.css"
    _custom = False  # whether a custom loss is looked at

    # What does not change: where it started, and what is true of that.
    given = traitlets.Dict().tag(sync=True)
    # What was done, by whom, and where that led; of a custom loss the numbers, too.
    picture = traitlets.Dict().tag(sync=True)
    # All the steps, for a browser that asks for them after a reload.
    history = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)
    # No echo: the browser knows what it sent, and a drag would cause twice the traffic.
    edit = traitlets.Dict().tag(sync=True, echo_update=False)
    hint = traitlets.Unicode("").tag(sync=True)
    views = traitlets.Tuple().tag(sync=True)
    projector = traitlets.Bool(False).tag(sync=True)
    verification = traitlets.Dict().tag(sync=True)
    # Of a custom loss.
    descent = traitlets.Dict().tag(sync=True)
    hidden = traitlets.Tuple().tag(sync=True)
    locked = traitlets.Tuple().tag(sync=True)
    # What to guess before an answer is shown: 'loss', 'ndcg' or nothing; 'elsewhere' has no field.
    predicted = traitlets.Unicode("").tag(sync=True)
    exported = traitlets.Dict().tag(sync=True)

    @traitlets.validate("views")
    def _valid_views(self, proposal: Any) -> tuple[str, ...]:
        try:
            return checked_views(proposal["value"], self._custom)
        except (TypeError, ValueError) as error:
            # At this error alone traitlets takes back what a browser sent.
            raise traitlets.TraitError(str(error)) from None
