"""Explorer: the widget that shows a Lab, and edits it. `ranklab.explore` makes one.

An edit goes one way: browser, Lab, then every explorer of that Lab. The browser shows it at once;
here it is done again, in the order in which it arrives, and each browser is told what others did.
Explorers never write what they show themselves; `_follow` alone does, when the Lab has changed.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import traitlets

from ranklab.experiments.comparison import compare_from
from ranklab.experiments.verification import Verification, verify, verify_apart
from ranklab.explanation import presets
from ranklab.explanation.checks import MAX_SHOWN
from ranklab.explanation.definitions import LOSSES
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import cut_note
from ranklab.explorer.choices import (
    LOCKS,
    NOT_CUSTOM,
    checked_shown,
    hidden,
    named,
    predicted,
)
from ranklab.explorer.commands import KERNEL_ALONE, obey
from ranklab.explorer.lab import Lab, check_lab
from ranklab.explorer.picture import picture, still
from ranklab.explorer.stage import Stage
from ranklab.explorer.telling import given, standing, steps, told
from ranklab.explorer.views import VIEWS, Options, checked_views


class LabScenario(traitlets.TraitType[Any, Any]):
    """The scenario of an explorer's Lab: to set it edits the Lab, which alone writes it."""

    def __set__(self, explorer: Any, scenario: Any) -> None:
        explorer.lab.edit(checked_shown(scenario, explorer.most))


class Explorer(Stage):
    """A list one can touch, with the loss it costs. Made by `explore`.

    Attributes:
        lab: The Lab it shows: `explorer.lab.undo()`, `redo()`, `reset()`.
        scenario: What is on screen. Set it to edit the Lab; `observe` it like any trait.
        explanation: The answer to it.
        most: How many items it shows.

    `explorer.lab.whole` explains a longer list as it was given, where a part of it is on screen.
    """

    scenario = LabScenario()
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
        self.most = max(MAX_SHOWN, most)
        checked_shown(lab.scenario, self.most)
        self.lab = lab
        self._hint = hint
        self._verified: Scenario | None = None
        self._custom = lab.loss is not None
        self._compared = _checked_comparison(lab, compare)
        self._hidden = hidden(hide)
        # What was done since the last message: by the browser, the revision of its command.
        self._done: list[int | dict[str, Any]] = []
        self._doing: int | None = None
        self._count = 0
        self._answering = False
        super().__init__(
            given=given(lab, hint, self.most, self._compared),
            hint=hint,
            views=checked_views(show if isinstance(show, str) else list(show), self._custom),
            hidden=self._hidden,
            locked=named("lock", lock, LOCKS),
            predicted=predicted(hide_until_predicted),
        )
        self._follow()
        self.observe(self._take_edit, "edit")
        self.on_msg(self._take_message)
        self.observe(self._draw, "views")
        lab.observe(self._hear, "last")
        lab.observe(self._follow, "explanation")
        lab.observe(self._say_message, "message")
        self._follows = True

    def __repr__(self) -> str:
        return repr(self.explanation).replace("Explanation", "Explorer", 1)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        formats, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        if self.predicted:  # words and a picture would give the answer away
            return {**formats, "text/plain": f"Explorer(n={len(self.scenario)})"}, metadata
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

        Where TensorFlow is not loaded, another process is asked, so that this one stays free.

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
        """Take the widget off the screen; it no longer follows its Lab."""
        if getattr(self, "_follows", False):
            self.lab.unobserve(self._hear, "last")
            self.lab.unobserve(self._follow, "explanation")
            self.lab.unobserve(self._say_message, "message")
            self._follows = False
        super().close()

    def verify_quietly(self) -> None:
        """Verify in a thread: what fails is said on screen, in `verification`."""
        with contextlib.suppress(Exception):
            self.verify()

    def recall(self) -> None:
        """Send all the steps of the history."""
        self.history = steps(self.lab, self._count, self.most)

    def _cut(self) -> str:
        """What is left of a longer list, as long as most items on screen belong to it."""
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
        """Do what one message from the browser says, command by command.

        Messages that pile up are merged on their way, so each holds all that is unanswered. What
        is answered already is skipped.
        """
        edit = change["new"]
        commands = edit.get("commands")
        with self.lab.lock, self.hold_sync():  # one message back, when all is done
            self._answering = True
            try:
                for command in commands if isinstance(commands, list) else []:
                    if _revision(command) > self.answered:
                        # What the page cannot do itself it is told, as if another had done it.
                        known = command.get("name") not in KERNEL_ALONE
                        self._doing = _revision(command) if known else None
                        obey(self, command)
            finally:  # a browser that got no answer would never send again
                self._doing, self._answering = None, False
                if self._done:
                    self._draw()
                self.answered = max(self.answered, _revision(edit))

    def _take_message(self, _: Any, message: Any, __: Any = None) -> None:
        """Do what the last of a gesture says: it comes beside the state, and does not wait."""
        if isinstance(message, dict):
            self._take_edit({"new": message})

    def _hear(self, change: Any) -> None:
        """Note what was done to the Lab, to tell it to the browser."""
        with self.lab.lock:
            mine, self._doing = self._doing, None  # what follows from it, another does
            self._done.append(told(change["new"], self.most) if mine is None else mine)

    def _follow(self, _: Any = None) -> None:
        """Show the Lab; if its list is too long, keep the last one that could be shown."""
        with self.lab.lock, self.hold_sync():  # one message
            self._say_message()
            if not self._too_long():
                before = self.scenario if self.trait_has_value("scenario") else self.lab.scenario
                self.set_trait("explanation", self.lab.explanation)
                self.set_trait("scenario", self.lab.scenario)
                self._follow_scenario(before)
            if not self._answering:
                self._draw()

    def _follow_scenario(self, before: Scenario) -> None:
        """What depends on the scenario besides the picture."""
        if self._custom:
            self.hidden = self._hidden_for_custom()
        self.hint = self._hint_after(before)
        if self.verification and self.scenario != self._verified:
            self.verification = {}

    def _hint_after(self, before: Scenario) -> str:
        """The sentence for the list on screen; empty where it speaks of another list."""
        now = self.scenario
        if now == self.lab.start:
            return self._hint
        moved = sum(a != b for a, b in zip(before.scores, now.scores, strict=False))
        same = before.items == now.items and moved <= 1
        if self.hint in presets.presets().values():  # which is about its loss
            same = same and before.loss == now.loss
        return presets.look_for(now) or (self.hint if same else "")

    def _say_message(self, _: Any = None) -> None:
        self.message = self._too_long() or self.lab.message

    def _too_long(self) -> str:
        """Why the list of the Lab cannot be shown; empty where it can."""
        try:
            checked_shown(self.lab.scenario, self.most)
        except ValueError as error:
            return str(error)
        return ""

    def _draw(self, _: Any = None) -> None:
        with self.lab.lock, self.hold_sync():
            self._count += 1
            done, self._done = self._done, []
            heard = standing(self.lab, self.explanation)
            self.picture = {**self._numbers(), **heard, "count": self._count, "done": done}
            if self.history:
                self.history = {}  # it was of another moment

    def _numbers(self) -> dict[str, Any]:
        """What the browser cannot compute itself: all of a custom loss, or what is beside one."""
        options = Options(compared=self._compared, loss=self.lab.loss)
        if self._custom:
            return picture(self.explanation, self.views, options)
        if self.given["compared"] is None and "comparison" in self.views:
            return VIEWS["comparison"].numbers(self.explanation, options)
        return {}


def _checked_comparison(
    lab: Lab, compare: Mapping[str, Sequence[Any]] | None
) -> dict[str, Sequence[Any]]:
    """What the comparison compares; what `compare` refuses is refused here, at once.

    Raises:
        TypeError: Not exactly one choice is given, or it is no list of values.
        ValueError: It cannot be compared.
    """
    if lab.loss is not None and compare is not None and set(compare) != {"loss"}:
        raise ValueError(
            f"beside a custom loss only losses can be compared, got {', '.join(compare)}: "
            "the rest belongs to the losses of ranklab"
        )
    losses = tuple(LOSSES) if lab.loss is None else (lab.loss, *LOSSES)
    compared: dict[str, Sequence[Any]] = {"loss": losses} if compare is None else dict(compare)
    compare_from(lab.explanation, compared, lab.loss)
    return compared


def _revision(message: Any, name: str = "revision") -> int:
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, int) else 0
