"""Explorer: the list one can touch, ready-made, over a Lab: what `ranklab.explore` gives."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Thread
from typing import Any

import traitlets

from ranklab import data
from ranklab.experiments import comparison
from ranklab.experiments.descent import descend
from ranklab.experiments.verification import Verification, verify, verify_apart
from ranklab.explanation import presets
from ranklab.explanation.checks import MAX_SHOWN
from ranklab.explanation.definitions import LOSSES
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import cut_note
from ranklab.explorer import edits
from ranklab.explorer.choices import (
    LOCKS,
    NOT_CUSTOM,
    checked_most,
    checked_views,
    hidden,
    named,
    predicted,
)
from ranklab.explorer.export import export
from ranklab.explorer.lab import Lab, check_lab
from ranklab.explorer.picture import picture, run_numbers, still, sweep_numbers
from ranklab.explorer.stage import Stage

DESCENT_STEPS = 200

FIRST_HINT = (
    "Ranked by wealth; the dots say how long people live. Drag Cuba above the United States."
)

# What the browser may ask for by name: all that only the kernel can do to a list.
_EDITS: dict[str, Callable[..., Scenario]] = {
    "replace": Scenario.replace,
    "preset": lambda _, name: presets.preset(name),
    "add": edits.add_item,
    "remove": edits.remove_item,
    "rename": edits.rename_item,
    "paste": edits.pasted,
    "shuffle": edits.shuffle,
    "invert": edits.invert,
    "randomise": edits.randomise,
}


class Explorer(Stage):
    """A list one can touch, with the loss it costs. Made by `explore`.

    Attributes:
        lab: The Lab it shows: `explorer.lab.undo()`, `redo()`, `reset()`.
        scenario: What is on screen; set it to move the picture. `observe` it like any trait.
        explanation: The answer to it.

    `explorer.lab.whole` explains a longer list as it was given, where a part of it is on screen.
    """

    # Any would let None pass unchecked.
    scenario: traitlets.TraitType[Any, Any] = traitlets.TraitType()
    explanation = traitlets.Instance(Explanation, read_only=True)

    def __init__(
        self,
        lab: Lab,
        hint: str = "",
        show: Iterable[str] = (),
        compare: Mapping[str, Sequence[Any]] | None = None,
        hide: Iterable[str] = (),
        lock: Iterable[str] = (),
        hide_until_predicted: str = "",
        most: int = MAX_SHOWN,
    ) -> None:
        check_lab(lab)
        self._most = max(MAX_SHOWN, most)
        _check_shown(lab.scenario, self._most)
        self.lab = lab
        self._revision = 0
        self._hint = hint
        self._verified: Scenario | None = None
        self._custom = lab.loss is not None
        if self._custom and compare is not None and set(compare) != {"loss"}:
            raise ValueError(
                f"beside a custom loss only losses can be compared, got {', '.join(compare)}: "
                "the rest belongs to the losses of ranklab"
            )
        losses = tuple(LOSSES) if lab.loss is None else (lab.loss, *LOSSES)
        self._compared = {"loss": losses} if compare is None else dict(compare)
        comparison.compare(lab.scenario, **self._compared)  # what it refuses, it refuses at once
        self._hidden = hidden(hide)
        super().__init__(
            hint=hint,
            scenario=lab.scenario,
            views=checked_views(show if isinstance(show, str) else list(show), self._custom),
            presets=tuple(presets.presets()),
            hidden=self._hidden,
            locked=named("lock", lock, LOCKS),
            predicted=predicted(hide_until_predicted),
        )
        self._show()
        self.observe(self._take_edit, "edit")
        self.observe(self._take_scenario, "scenario")
        self.observe(self._show, ["views", "followed"])
        self.observe(self._sweep, ["explanation", "views"])
        self._sweep()
        lab.observe(self._show, ["explanation", "message"])
        self._follows = True

    @traitlets.validate("scenario")
    def _valid_scenario(self, proposal: Any) -> Scenario:
        return _check_shown(proposal["value"], self._most)

    def __repr__(self) -> str:
        return repr(self.explanation).replace("Explanation", "Explorer", 1)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        formats, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        text = f"{self!r}\n{self.describe()}"
        return {**formats, "text/plain": text, **still(self.explanation)}, metadata

    def describe(self) -> str:
        """Say in words what is on screen, one sentence a line."""
        said = self.explanation.describe()
        cut, whole = self._cut(), self.lab.whole
        if not cut or whole is None:
            return said
        as_given = f"The list as it was given costs {number(whole.loss)}"
        if whole.has_relevant_item:
            as_given += f"; NDCG {number(whole.metrics.ndcg)}, MRR {number(whole.metrics.mrr)}"
        return f"{said}\n{cut}\n{as_given}."

    def verify(self) -> Verification:
        """Ask Keras for the loss and the gradient of the list on screen.

        Where TensorFlow is not yet loaded, a process of its own is asked: the picture goes on.

        Raises:
            RuntimeError: Keras could not be asked.
            ValueError: It is a custom loss: Keras computes what is on screen already.
        """
        if self._custom:
            raise ValueError("this is a custom loss: Keras computes what is on screen already")
        scenario = self.scenario
        self._verified = scenario
        self.verification = {"state": "asking", "text": "Keras is being asked."}
        ask = verify if "tensorflow" in sys.modules else verify_apart
        try:
            found = ask(scenario)
        except Exception as error:
            self._say_verified(scenario, "failed", f"Keras could not be asked: {error}")
            raise
        self._say_verified(scenario, "done", found.describe())
        return found

    def close(self) -> None:
        """Take the widget off the screen and let go of its Lab."""
        if getattr(self, "_follows", False):
            self.lab.unobserve(self._show, ["explanation", "message"])
            self._follows = False
        super().close()

    def _cut(self) -> str:
        """What is left of a longer list, as long as most items on screen are of it."""
        whole, start = self.lab.whole, self.lab.start
        if whole is None or 2 * len(set(self.scenario.items) & set(start.items)) < len(start):
            return ""
        return cut_note(whole.scenario, start)

    def _hidden_for_custom(self) -> tuple[str, ...]:
        """What was to be hidden, and what a custom loss does not have."""
        parts = ("parts",) if self.explanation.contributions is None else ()
        return tuple(dict.fromkeys((*self._hidden, *NOT_CUSTOM, *parts)))

    def _say_verified(self, scenario: Scenario, state: str, text: str) -> None:
        """Say it, unless the list has changed meanwhile: then it says nothing about the screen."""
        with self.lab.lock:
            if scenario == self.scenario:
                self.verification = {"state": state, "text": text}
            elif scenario == self._verified:
                self.verification = {}

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
                    lambda now: self._allowed(now, Scenario.from_record(edit.get("scenario"))),
                    edit.get("gesture"),
                )
            commands = edit.get("commands")
            for command in commands if isinstance(commands, list) else []:
                if _revision(command) > answered:
                    self._do(command)
            self._show()

    def _do(self, command: dict[str, Any]) -> None:
        name, arguments = command.get("name"), command.get("arguments", {})
        if not isinstance(name, str) or not isinstance(arguments, dict):
            return  # that is no command
        if name in ("undo", "redo", "reset"):
            self.lab.guard(getattr(self.lab, name))
        elif name == "export":
            self._export(arguments)
        elif name == "descend":
            self._descend(arguments)
        elif name == "verify":
            Thread(target=self._verify_quietly, daemon=True).start()
        elif name == "measure":
            self.lab.guard(lambda: self.lab.measure(**arguments))
        elif name in _EDITS:
            self.lab.attempt(lambda now: self._allowed(now, _EDITS[name](now, **arguments)))

    def _allowed(self, now: Scenario, wanted: Scenario) -> Scenario:
        """What the browser wants, unless it is too long to show or something locked would change.

        Raises:
            ValueError: It may not be.
        """
        lock = edits.changed_lock(now, wanted, self.locked)
        if lock:
            verb = "are" if lock in ("scores", "labels") else "is"
            raise ValueError(f"The {lock.replace('_', ' ')} {verb} locked here.")
        return _check_shown(wanted, self._most)

    def _export(self, arguments: Any) -> None:
        def act() -> None:
            number = self.exported.get("id", 0) + 1
            self.exported = {"id": number, **export(self.explanation, **arguments)}

        self.lab.guard(act)

    def _descend(self, arguments: Any) -> None:
        """Compute a descent from the list on screen, and the other loss's beside it in a race."""

        def act() -> None:
            scenario = self.lab.scenario
            runs = [(scenario, self.lab.loss)]
            options = dict(arguments)
            if options.pop("race", False):
                others = [loss for loss in LOSSES if loss != scenario.loss]
                runs += [(scenario.replace(loss=loss), None) for loss in others]
            taken = [descend(run, steps=DESCENT_STEPS, loss=loss, **options) for run, loss in runs]
            number = self.descent.get("id", 0) + 1
            self.descent = {"id": number, "runs": [run_numbers(one) for one in taken]}

        self.lab.guard(act)

    def _sweep(self, _: Any = None) -> None:
        """Send the sweep where it is shown; the temperature itself changes nothing in it."""
        if "sweep" in self.views:
            self.sweep = sweep_numbers(self.lab.scenario.replace(temperature=1.0))

    def _verify_quietly(self) -> None:
        with contextlib.suppress(Exception):  # it stands in the widget
            self.verify()

    def _take_scenario(self, change: Any) -> None:
        try:
            self.lab.scenario = change["new"]
        except ValueError:
            self.scenario = self.lab.scenario  # what is on screen
            raise

    def _show(self, _: Any = None) -> None:
        """Draw the Lab, or say why it cannot be drawn and keep the last good picture."""
        with self.lab.lock:
            too_long = ""
            try:
                _check_shown(self.lab.scenario, self._most)
            except ValueError as error:
                too_long = str(error)
            else:
                self.set_trait("explanation", self.lab.explanation)
                self.scenario = self.lab.scenario
                if self._custom:
                    self.hidden = self._hidden_for_custom()
                look_for = presets.look_for(self.scenario)
                if look_for or self.scenario == self.lab.start:
                    self.hint = self._hint if self.scenario == self.lab.start else look_for
                if self.verification and self.scenario != self._verified:
                    self.verification = {}
            self.picture = {
                **picture(self.explanation, self.views, self.followed, self._compared),
                "revision": self._revision,
                "cut": self._cut(),
                # Read last: to set the scenario above has cleared the Lab's.
                "message": too_long or self.lab.message,
                "can_undo": self.lab.can_undo,
                "can_redo": self.lab.can_redo,
            }


def explore(
    scenario: Scenario | None = None,
    *,
    loss: Callable[[Any, Any], Any] | None = None,
    lab: Lab | None = None,
    hint: str | None = None,
    show: Iterable[str] = (),
    compare: Mapping[str, Sequence[Any]] | None = None,
    hide: Iterable[str] = (),
    lock: Iterable[str] = (),
    hide_until_predicted: str = "",
    most: int = MAX_SHOWN,
) -> Explorer:
    """Show a list one can touch: drag a bar, click a label, choose a loss.

    Args:
        scenario: Where to start; without one, nine countries out of the Gapminder data.
        loss: A custom loss in the place of ranklab's: a Keras loss, or a function of
            `(y_true, y_pred)`, each of shape `[1, n]`, whose value is a number or one for each
            item. Its gradient comes from automatic differentiation. What only ranklab's losses
            have (probabilities, competitors, temperature, most views) is not shown.
        lab: A Lab that another explorer shows already: both stay together.
        hint: One sentence above the list that says what to try.
        show: What stands below the list, at most three: `'parts'` (of the loss, a stack),
            `'probabilities'` (against their targets), `'competitors'` (who competes with whom),
            `'gradient'` (each item's step and its two halves), `'derivation'` (every line, from a
            label to the loss), `'metrics'`, `'sweep'` (over the temperature), `'comparison'`,
            `'descent'`.
        compare: What the comparison compares, such as `{'temperature': [0.1, 1, 10]}`; both losses
            if not given.
        hide: What not to show. Of the controls `'loss'`, `'temperature'`, `'lambda_weight'`,
            `'normalize_labels'`, `'history'`, `'views'`, `'presets'`, `'order'`, `'edit'`,
            `'projector'`, `'verify'`, `'export'`; of the list `'metrics'`, `'steps'`,
            `'probabilities'`, `'parts'`. `'controls'` stands for the first four, `'toolbar'` for
            the row below the list, but for `'projector'`.
        lock: What shows but cannot be changed on screen: `'scores'`, `'labels'`, `'loss'`,
            `'temperature'`, `'lambda_weight'`, `'normalize_labels'`, `'list'` (its items, names,
            places and weights).
        hide_until_predicted: `'loss'` or `'ndcg'`: asks for a guess before it shows any answer,
            and says how far off it was.
        most: How many items to show. Of a longer list a part is shown, relevant items first, and a
            line above it says so: see `edits.shortened`. More than 50 are slow to draw.

    Returns:
        The widget. The next cell finds what is on screen in `.scenario` and `.explanation`.

    Raises:
        TypeError: `scenario` is not a Scenario, `lab` not a Lab, or `loss` cannot be called.
        ValueError: `most` is out of its limits; both a lab and what a lab has
            are given; there is no such view; or the loss failed on this list.

    >>> explore(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Explorer(softmax, n=2, T=1.00, loss=0.798139)
    """
    if not isinstance(hint, str | None):
        raise TypeError(f"hint must be one sentence, a string, got {hint!r}")
    options: dict[str, Any] = {
        "show": show,
        "compare": compare,
        "hide": hide,
        "lock": lock,
        "hide_until_predicted": hide_until_predicted,
        "most": checked_most(most),
    }
    if lab is not None:
        if scenario is not None or loss is not None:
            raise ValueError(
                "give a scenario and a loss, or a lab, not both: the lab has its scenario and loss"
            )
        return Explorer(lab, hint or "", **options)
    if scenario is None:
        scenario = data.gapminder("Americas", 2007, sample=9, seed=2521)
        hint = FIRST_HINT if hint is None else hint
    _check_is_scenario(scenario)
    if hint is None:  # what a preset shows, it shows under a loss of ranklab
        hint = "" if loss is not None else presets.look_for(scenario)
    return Explorer(Lab(scenario, loss, most), hint, **options)


def _revision(message: Any, name: str = "revision") -> int:
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, int) else 0


def _check_is_scenario(scenario: Any) -> None:
    if not isinstance(scenario, Scenario):
        raise TypeError(
            f"scenario must be a ranklab.Scenario, got {type(scenario).__name__}: "
            "build one with ranklab.Scenario(scores=[...], labels=[...])"
        )


def _check_shown(scenario: Scenario, most: int) -> Scenario:
    _check_is_scenario(scenario)
    if len(scenario) > most:
        raise ValueError(
            f"this explorer shows up to {most} items, and this list has {len(scenario):,}: "
            "ranklab.explore(scenario) shows a part of a longer list and says which; "
            "ranklab.explain takes lists of any length"
        )
    return scenario
