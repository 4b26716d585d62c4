"""What one puts into a notebook: the ready-made Explorer, and controls to compose.

A control is a pair (read, write) on the scenario of a Lab, a view is a function of its
explanation. Both end where nothing changes: equal scenarios send nothing.
"""

from __future__ import annotations

import math
import time
from typing import Any

import ipywidgets
import traitlets

from ranklab import data
from ranklab.explanation import Explanation
from ranklab.lab import Lab
from ranklab.scenario import MAX_TEMPERATURE, MIN_TEMPERATURE, Scenario
from ranklab.stage import Stage, picture, still

MAX_SHOWN = 50
_DECADE_STEP = 0.05  # of a temperature slider, in powers of ten
_PAUSE = 0.7  # seconds without a change after which a slider's next one is a new step

FIRST_HINT = (
    "Ranked by wealth; the dots say how long people live. Drag Cuba above the United States."
)


class Explorer(Stage):
    """A list one can touch, with the loss it costs. Made by `explore`.

    Attributes:
        lab: The Lab it shows: `explorer.lab.undo()`, `redo()`, `reset()`.
        scenario: What is on screen; set it to move the picture. `observe` it like any trait.
        explanation: The answer to it.
    """

    scenario = traitlets.Any()
    explanation = traitlets.Instance(Explanation, read_only=True)

    def __init__(self, lab: Lab, hint: str = "") -> None:
        _check_lab(lab)
        _check_shown(lab.scenario)
        self.lab = lab
        self._revision = 0
        super().__init__(hint=hint, scenario=lab.scenario)
        self._show()
        self.observe(self._take_edit, "edit")
        self.observe(self._take_scenario, "scenario")
        lab.observe(self._show, ["explanation", "message"])
        self._follows = True

    @traitlets.validate("scenario")
    def _valid_scenario(self, proposal: Any) -> Scenario:
        return _check_shown(proposal["value"])

    def __repr__(self) -> str:
        return repr(self.explanation).replace("Explanation", "Explorer", 1)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        formats, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        text = f"{self!r}\n{self.explanation.describe()}"
        return {**formats, "text/plain": text, **still(self.explanation)}, metadata

    def close(self) -> None:
        """Take the widget off the screen and let go of its Lab."""
        if getattr(self, "_follows", False):
            self.lab.unobserve(self._show, ["explanation", "message"])
            self._follows = False
        super().close()

    def _take_edit(self, change: Any) -> None:
        """One message from the browser: what a hand moved, then commands. Old parts are skipped.

        Messages that pile up are merged on their way, so each holds all that is unanswered.
        """
        edit = change["new"]
        with self.lab.lock, self.hold_sync():  # one answer, when all is done
            answered = self._revision
            self._revision = max(answered, _revision(edit))
            if _revision(edit, "moved") > answered:
                self.lab.attempt(
                    lambda _: Scenario.from_record(edit.get("scenario")), edit.get("gesture")
                )
            for command in edit.get("commands", []):
                if _revision(command) > answered:
                    self._do(command)
            self._show()

    def _do(self, command: dict[str, Any]) -> None:
        if command.get("name") in ("undo", "redo", "reset"):
            getattr(self.lab, command["name"])()
        elif command.get("name") == "replace":
            changes = command.get("changes", {})
            self.lab.attempt(lambda scenario: scenario.replace(**changes))

    def _take_scenario(self, change: Any) -> None:
        self.lab.scenario = change["new"]

    def _show(self, _: Any = None) -> None:
        """Draw the Lab, or say why it cannot be drawn and keep the last good picture."""
        with self.lab.lock:
            message = self.lab.message
            try:
                _check_shown(self.lab.scenario)
            except ValueError as error:
                message = str(error)
            else:
                self.set_trait("explanation", self.lab.explanation)
                self.scenario = self.lab.scenario
            self.picture = {
                **picture(self.explanation),
                "revision": self._revision,
                "message": message,
                "can_undo": self.lab.can_undo,
                "can_redo": self.lab.can_redo,
            }


def explore(scenario: Scenario | None = None, *, hint: str | None = None) -> Explorer:
    """Show a list one can touch: drag a bar, click a label, choose a loss.

    Args:
        scenario: Where to start; without one, nine countries out of the Gapminder data.
        hint: One sentence below the list that says what to try.

    Returns:
        The widget. The next cell finds what is on screen in `.scenario` and `.explanation`.

    Raises:
        TypeError: `scenario` is not a Scenario.
        ValueError: The list is longer than the explorer shows well.

    >>> explore(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Explorer(softmax, n=2, T=1.00, loss=0.798139)
    """
    if scenario is None:
        scenario = data.gapminder("Americas", 2007, sample=9, seed=2521)
        hint = FIRST_HINT if hint is None else hint
    if not isinstance(hint, str | None):
        raise TypeError(f"hint must be one sentence, a string, got {hint!r}")
    return Explorer(Lab(_check_shown(scenario)), hint or "")


def temperature(lab: Lab) -> ipywidgets.FloatLogSlider:
    """A slider for the temperature of a Lab, on a logarithmic scale over all that is allowed.

    Args:
        lab: The Lab it moves, and follows.
    """
    _check_lab(lab)
    slider = ipywidgets.FloatLogSlider(
        value=lab.scenario.temperature,
        min=math.log10(MIN_TEMPERATURE),
        max=math.log10(MAX_TEMPERATURE),
        step=_DECADE_STEP,
        readout=False,
        tooltip="Low: only the strongest competitors count. High: all share",
        style={"description_width": "16ch"},  # fixed: a label that grows would move the track
        layout={"width": "360px"},
    )
    last = 0.0
    gesture = object()

    def notch(value: float) -> int:
        return round(math.log10(value) / _DECADE_STEP)

    def write(change: Any) -> None:
        nonlocal last, gesture
        # The browser moves the slider to the nearest notch and says so: nobody chose that.
        if notch(change["new"]) == notch(lab.scenario.temperature):
            return
        now = time.monotonic()
        if now - last > _PAUSE:
            gesture = object()
        last = now
        value = float(f"{change['new']:.3g}")
        lab.attempt(lambda scenario: scenario.replace(temperature=value), gesture)

    def read(_: Any = None) -> None:
        slider.description = f"temperature {lab.scenario.temperature:.3g}"
        slider.value = lab.scenario.temperature

    slider.observe(write, "value")
    lab.observe(read, "explanation")
    read()
    return slider


def _revision(message: Any, name: str = "revision") -> int:
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, int) else 0


def _check_lab(lab: Any) -> None:
    if not isinstance(lab, Lab):
        raise TypeError(
            f"lab must be a ranklab.Lab, such as explorer.lab, got {type(lab).__name__}"
        )


def _check_shown(scenario: Any) -> Scenario:
    if not isinstance(scenario, Scenario):
        raise TypeError(
            f"scenario must be a ranklab.Scenario, got {type(scenario).__name__}: "
            "build one with ranklab.Scenario(scores=[...], labels=[...])"
        )
    if len(scenario) > MAX_SHOWN:
        raise ValueError(
            f"the explorer shows up to {MAX_SHOWN} items well, and this scenario has "
            f"{len(scenario):,}: keep a part of it, such as the {MAX_SHOWN} best scores; "
            "ranklab.explain takes lists of any length"
        )
    return scenario
