"""The widget of an exercise: a question, a list or a model, hints, and the verdict."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from weakref import WeakSet

import anywidget
import ipywidgets
import traitlets

from ranklab.course import record
from ranklab.course.question import REVEALED, UNREADABLE, Question, Verdict
from ranklab.course.record import Record
from ranklab.explanation.scenario import Scenario
from ranklab.explorer.choices import ELSEWHERE
from ranklab.explorer.opening import explore
from ranklab.training.trainer import Trainer

_HERE = Path(__file__).parent
_NOT_KEPT = "(Your progress could not be saved: {error}.)"


class Card(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """The question on screen, with a field for the answer, buttons and feedback."""

    _esm = _HERE / "card.js"
    _css = _HERE / "card.css"

    question = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True, echo_update=False)
    projector = traitlets.Bool(False).tag(sync=True)


class Exercise(ipywidgets.VBox):  # type: ignore[misc, unused-ignore]
    """A question with an explorer, or with a model to train. Made by `ranklab.exercise`.

    Attributes:
        question: The question.
        explorer: The explorer, or None if a model is trained.
        trainer: The trainer, or None if there is an explorer.
        card: The widget with the question.
    """

    def __init__(self, question: Question, lesson: tuple[str, ...]) -> None:
        self.question = question
        self._lesson = lesson
        self._verdict: Verdict | None = None
        self._answered = 0
        self._note = ""
        self.explorer = self.trainer = None
        if question.start is None:
            self.trainer = Trainer()
        else:
            self.explorer = explore(question.start, hint="", **question.explorer)
            if self.explorer.predicted:  # the card has the field for the answer, and one is enough
                self.explorer.predicted = ELSEWHERE
        # If the file cannot be written, the record lasts as long as this object.
        self._record = record.read().get(question.name, Record())
        self.card = Card(
            question={
                "name": question.name,
                "text": question.text,
                "kind": question.kind,
                "choices": list(question.choices),
                "hints": len(question.hints),
                "number": lesson.index(question.name) + 1,
            }
        )
        if self.explorer is not None:  # the switch of the explorer enlarges both
            traitlets.dlink((self.explorer, "projector"), (self.card, "projector"))
        self._shown_hints = 0
        self._show()
        self.card.observe(self._take, "asked")
        super().__init__([self.card, self.explorer or self.trainer])
        _ON_SCREEN.add(self)

    @property
    def record(self) -> Record:
        """The record of this question, including earlier sessions."""
        return self._record

    def check(self, answer: Any = None) -> Verdict:
        """Judge an answer.

        Args:
            answer: A Scenario, a number, a choice or a training, depending on the question. By
                default, the list in the explorer or the latest training.

        Returns:
            The verdict. An answer that cannot be judged is not counted as an attempt.
        """
        if answer is None and self.trainer is not None and self.trainer.learning:
            self._verdict = Verdict(UNREADABLE, "The model is still training: wait, or stop it.")
        else:
            answer = self._on_screen() if answer is None else answer
            self._verdict = self.question.judge(answer)
        if self._verdict.outcome != UNREADABLE:
            text = _as_text(answer)
            right = self._verdict.right
            self._keep(lambda now: now.with_answer(text, right))
            if right:
                self._uncover()
        self._show()
        return self._verdict

    def hint(self) -> str:
        """Show and return the next hint; after the last one, the last one again."""
        self._shown_hints = min(self._shown_hints + 1, len(self.question.hints))
        count = self._shown_hints
        self._keep(lambda now: now.with_hints(count))
        self._show()
        return self.question.hints[count - 1]

    def reveal(self) -> str:
        """Show an answer and return why it is right; the explorer shows it, and can undo it."""
        self._keep(Record.with_answer_shown)
        answer = self.question.answer
        if isinstance(answer, Scenario):
            assert self.explorer is not None
            self.explorer.lab.edit(answer)
            said = self.question.because
        else:
            shown = f"{answer:.4g}" if isinstance(answer, float) else str(answer)
            said = f"{shown}. {self.question.because}"
        self._uncover()
        self._verdict = Verdict(REVEALED, said)
        self._show()
        return said

    def to_json(self) -> str:
        """The record of this question as JSON, for a teacher to collect."""
        return json.dumps({"exercise": self.question.name, **asdict(self._record)})

    def close(self) -> None:
        """Close all widgets of the exercise."""
        _ON_SCREEN.discard(self)
        for child in getattr(self, "children", ()):
            child.close()
        super().close()

    def __repr__(self) -> str:
        return f"Exercise({self.question.name!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        choices = [f"  - {choice}" for choice in self.question.choices]
        text = "\n".join([repr(self), self.question.text, *choices])
        if "hide_until_predicted" in self.question.explorer:
            return {**bundle, "text/plain": text}  # a picture would show the answer
        beside = self.children[1]._repr_mimebundle_()
        still = beside[0] if isinstance(beside, tuple) else beside
        return {**bundle, "text/plain": text, "image/png": still["image/png"]}

    def _uncover(self) -> None:
        """Show the answers that the explorer has kept back."""
        if self.explorer is not None:
            self.explorer.predicted = ""

    def _on_screen(self) -> Any:
        if self.trainer is not None:
            return self.trainer.training
        if self.explorer is not None and self.question.kind == "state":
            return self.explorer.scenario
        return None

    def _take(self, change: Any) -> None:
        asked = change["new"]
        act, self._answered = asked.get("act"), asked.get("revision", 0)
        try:
            self._do(act, asked.get("answer"))
        except Exception as error:  # otherwise an error in a callback stays invisible
            self._verdict = Verdict(UNREADABLE, f"{type(error).__name__}: {error}")
            self._show()

    def _do(self, act: Any, answer: Any) -> None:
        if act == "check":
            self.check(answer)
        elif act == "hint":
            self.hint()
        elif act == "reveal":
            self.reveal()

    def _keep(self, change: Any) -> None:
        self._note = ""
        try:
            self._record = record.update(self.question.name, change)
        except OSError as error:
            self._record = change(self._record)
            self._note = _NOT_KEPT.format(error=error.strerror or error)
        for other in list(_ON_SCREEN):
            if other.question.name == self.question.name:
                other._record = self._record
            if other is not self and other.question.lesson == self.question.lesson:
                other._show()

    def _show(self) -> None:
        records = {**record.read(), self.question.name: self._record}
        verdict, note = self._verdict, self._note
        self.card.state = {
            "solved": self._record.solved,
            "lesson": [records.get(name, Record()).solved for name in self._lesson],
            "said": " ".join(filter(None, [str(verdict or ""), note])),
            "outcome": verdict.outcome if verdict else "",
            # Makes two equal verdicts differ, so that the browser shows the second one as well.
            "answered": self._answered,
            "hints": list(self.question.hints[: self._shown_hints]),
        }


_ON_SCREEN: WeakSet[Exercise] = WeakSet()


def _as_text(answer: Any) -> str:
    return answer.to_link() if isinstance(answer, Scenario) else str(answer)
