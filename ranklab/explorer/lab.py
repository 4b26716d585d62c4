"""Lab: the one observable scenario, its explanation and its history. It knows no widgets.

    lab.scenario = scenario.replace(temperature=0.5)   ->   lab.explanation, and every observer

Widget callbacks come from threads of their own: the Lab owns the one lock, and everything else
is a pure function of a frozen record.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from threading import RLock
from typing import Any

import traitlets

from ranklab.explanation.answer import DEFAULT_K, explain, explain_custom
from ranklab.explanation.custom_loss import CustomLoss
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario
from ranklab.explorer.edits import shortened
from ranklab.explorer.history import Act, History


class Lab(traitlets.HasTraits):  # type: ignore[misc, unused-ignore]
    """One scenario that can be edited, undone and observed.

    Args:
        scenario: Where it starts, and where `reset` goes back to.
        loss: A custom loss: a Keras loss, or a function of `(y_true, y_pred)`, as `explain` takes
            it. None for the losses of ranklab.
        most: A longer list is cut to so many items by `edits.shortened`; None keeps all.

    Attributes:
        whole: The explanation of the list as it was given, where that was cut; else None.
        history: The present scenario, and those that `undo` and `redo` go to.
        measured_by: How the metrics are computed: see `measure`.

    Observe `explanation`: it changes once for each change of the scenario, and holds it. The
    trait `message` says in words why the last edit was refused; it is empty after one that was
    not. The trait `last` holds what was done last, in one word and its arguments.

    >>> lab = Lab(Scenario([0.6, 0.8], [1, 0]))
    >>> lab.scenario = lab.scenario.replace(scores=[1.0, 0.8])
    >>> lab.undo()
    True
    >>> lab.scenario.scores
    (0.6, 0.8)
    """

    explanation = traitlets.Instance(Explanation, read_only=True)
    message = traitlets.Unicode("", read_only=True)
    last = traitlets.Instance(Act, allow_none=True, read_only=True)

    def __init__(
        self,
        scenario: Scenario,
        loss: Callable[[Any, Any], Any] | None = None,
        most: int | None = None,
    ) -> None:
        super().__init__()
        self.lock = RLock()
        self.loss = loss
        self._explain: Callable[..., Explanation] = explain
        if loss is not None:
            custom = CustomLoss(loss)
            scenario = custom.asked(scenario)
            self._explain = partial(explain_custom, custom=custom)
        self.measured_by: dict[str, Any] = {
            "k": DEFAULT_K, "gain": "exponential", "relevant_from": None,
        }  # fmt: skip
        explanation = self._explain(scenario, **self.measured_by)
        self.whole: Explanation | None = None
        if most is not None and len(scenario) > most:
            self.whole = explanation
            explanation = self._explain(shortened(scenario, most), **self.measured_by)
        self._start = explanation.scenario
        self.history = History(self._start)
        self.set_trait("explanation", explanation)

    @property
    def start(self) -> Scenario:
        """Where it started, and where `reset` goes back to."""
        return self._start

    @property
    def scenario(self) -> Scenario:
        """The present scenario; set it to change what every explorer of this Lab shows."""
        scenario: Scenario = self.explanation.scenario
        return scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self.edit(scenario)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return bool(self.history.future)

    def edit(self, scenario: Scenario, gesture: Hashable = None) -> None:
        """Replace the present scenario.

        Args:
            scenario: The new one. One that equals the present one changes nothing.
            gesture: Consecutive edits of one gesture, such as one drag, are one step of the
                history.

        Raises:
            TypeError: `scenario` is not a Scenario.
        """
        with self.lock:
            if scenario == self.scenario:
                self._answer(self.explanation)
                return
            # Explained first: if that is refused, the history stays as it is.
            explanation = self._explain(scenario, **self.measured_by)
            answered = explanation.scenario
            self.history = self.history.edited(answered, gesture)
            self._answer(explanation, Act("edit", {"scenario": answered, "gesture": gesture}))

    def attempt(self, change: Callable[[Scenario], Scenario], gesture: Hashable = None) -> bool:
        """Edit by a function of the scenario; one that is refused leaves a message in words.

        Errors end here: a callback of a widget shows them nowhere.

        Returns:
            Whether the change was accepted.
        """
        return self.guard(lambda: self.edit(change(self.scenario), gesture))

    def guard(self, act: Callable[[], None]) -> bool:
        """Do something; where it is refused, leave a message in words, and where not, none.

        Returns:
            Whether it was done.
        """
        with self.lock:
            try:
                act()
            except (ValueError, TypeError) as error:
                self.set_trait("message", str(error))
                return False
            self.set_trait("message", "")
            return True

    def measure(
        self, k: int = DEFAULT_K, gain: str = "exponential", relevant_from: float | None = None
    ) -> None:
        """Choose how the metrics are computed. It is no step of the history: the list stays.

        Args:
            k: The cut-off of NDCG@k, DCG@k and precision@k, in places.
            gain: `'exponential'`, 2^label - 1, or `'linear'`, the label itself.
            relevant_from: The label from which an item counts as relevant for MRR, precision and
                average precision. None: 1, or, where no label reaches 1, any label above 0.

        Raises:
            TypeError: `k` is not a whole number, or `relevant_from` not a number.
            ValueError: `k` is below 1, there is no such gain, or `relevant_from` is not above 0.
        """
        with self.lock:
            measured_by = {"k": k, "gain": gain, "relevant_from": relevant_from}
            explanation = self._explain(self.scenario, **measured_by)
            if self.whole is not None:
                self.whole = self._explain(self.whole.scenario, **measured_by)
            self.measured_by = measured_by
            self._answer(explanation, Act("measure", measured_by))

    def undo(self) -> bool:
        """Take the last step back; say whether there was one."""
        with self.lock:
            return self._step(Act("undo"), self.can_undo, self.history.undone())

    def redo(self) -> bool:
        """Take the last undone step again; say whether there was one."""
        with self.lock:
            return self._step(Act("redo"), self.can_redo, self.history.redone())

    def reset(self) -> None:
        """Go back to the scenario it started with; `undo` takes that back too."""
        self.edit(self._start)

    def _step(self, act: Act, possible: bool, history: History) -> bool:
        explanation = self.explanation
        if possible:
            explanation = self._explain(history.present, **self.measured_by)
        self.history = history
        self._answer(explanation, act)
        return possible

    def _answer(self, explanation: Explanation, act: Act | None = None) -> None:
        """Replace the explanation and clear the message; observers hear when all is done."""
        with self.hold_trait_notifications():
            if act is not None:
                self.set_trait("last", act)
            self.set_trait("explanation", explanation)
            self.set_trait("message", "")


def check_lab(lab: Any) -> None:
    """Refuse what is not a Lab, and say how to get one.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(lab, Lab):
        raise TypeError(
            f"lab must be a ranklab.Lab, such as explorer.lab, got {type(lab).__name__}"
        )
