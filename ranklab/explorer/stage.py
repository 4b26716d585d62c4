"""Stage: the list one can touch, an anywidget drawn by its own small ES module.

It draws an explanation as numbers and computes none. One state goes up (`edit`, what the browser
did), one explanation comes down (`picture`), each with a revision. `stage.js` is joined from
`src/`; running it needs nothing but a browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ranklab.explorer.choices import checked_views

_STATIC = Path(__file__).parent / "static"


class Stage(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A list on screen, and what a hand did to it.

    Attributes:
        views: What stands below the list, at most three of `VIEWS`.
        projector: Whether type, strokes and targets are large.
    """

    _esm = _STATIC / "stage.js"
    _css = _STATIC / "stage.css"
    _custom = False  # whether a custom loss is looked at

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
    exported = traitlets.Dict().tag(sync=True)

    @traitlets.validate("views")
    def _valid_views(self, proposal: Any) -> tuple[str, ...]:
        try:
            return checked_views(proposal["value"], self._custom)
        except (TypeError, ValueError) as error:
            # The one error at which traitlets takes back what a browser sent.
            raise traitlets.TraitError(str(error)) from None
