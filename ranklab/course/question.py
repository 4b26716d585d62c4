"""Questions of the lessons: what is asked, and how answers are judged. No widgets here."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real
from typing import Any

from ranklab.explanation.answer import explain
from ranklab.explanation.checks import MAX_SHOWN, parsed, shown
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario
from ranklab.explorer.choices import LOCKS, hidden
from ranklab.explorer.edits import changed_lock

_PLAIN = r"-?\d+(?:\.\d+)?"

RIGHT, WRONG, UNREADABLE, REVEALED = "right", "wrong", "unreadable", "revealed"
_OPENINGS = {
    RIGHT: "Right.",
    WRONG: "Not yet.",
    UNREADABLE: "That cannot be judged.",
    REVEALED: "An answer:",
}


@dataclass(frozen=True)
class Verdict:
    """The verdict on an answer.

    Attributes:
        outcome: `'right'`, `'wrong'`, `'unreadable'` (not an answer to this question, and not
            counted), or `'revealed'`.
        feedback: The reason in words; for a typical wrong answer, the misconception behind it.
    """

    outcome: str
    feedback: str

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.outcome == RIGHT

    def __str__(self) -> str:
        return f"{_OPENINGS[self.outcome]} {self.feedback}"


@dataclass(frozen=True)
class Question:
    """One question of a lesson.

    Attributes:
        name: Its name, for `ranklab.exercise`.
        lesson: The number of its lesson, 0 to 7.
        text: What is asked.
        kind: The type of answer: `'state'` (the list in the explorer), `'number'`, `'choice'`, or
            `'training'`.
        answer: A right answer, as an argument of `judge`.
        because: Why it is right.
        hints: Hints, each closer to the answer.
        judge: Returns the verdict on an answer, which may be any object.
        start: The list beside the question; None if a model is trained.
        choices: The choices, if the answer is one of them.
        explorer: Arguments of `ranklab.explore` for that list.
    """

    name: str
    lesson: int
    text: str
    kind: str
    answer: Any
    because: str
    hints: tuple[str, ...]
    judge: Callable[[Any], Verdict]
    start: Scenario | None = None
    choices: tuple[str, ...] = ()
    explorer: Mapping[str, Any] = field(default_factory=dict)


def only(*free: str, **options: Any) -> dict[str, Any]:
    """Arguments of `ranklab.explore` that lock or hide all but some fields.

    Args:
        free: What the learner can change: fields of a scenario, `'list'`, and controls to show.
        **options: Further arguments of `ranklab.explore`.
    """
    return {
        "hide": [name for name in hidden(["controls", "toolbar"]) if name not in free],
        "lock": [name for name in LOCKS if name not in free],
        **options,
    }


def asks_number(
    *, answer: float, tolerance: float, because: str, wrong: Mapping[float, str], **rest: Any
) -> Question:
    """A question answered by a number.

    Args:
        answer: The right number.
        tolerance: The largest error of a right number; also of a typical wrong number.
        because: Why it is right.
        wrong: Typical wrong numbers, with feedback on the misconception behind each.
        **rest: The other fields of the Question.
    """

    def judge(given: Any) -> Verdict:
        number = _number(given)
        if number is None:
            return Verdict(
                UNREADABLE, f"Give a number such as 0.5, 1/2 or ln 2, not {shown(given)}."
            )
        if abs(number - answer) <= tolerance:
            return Verdict(RIGHT, because)
        for value, misconception in wrong.items():
            if abs(number - value) <= tolerance:
                return Verdict(WRONG, misconception)
        return Verdict(WRONG, "It is " + ("less" if number > answer else "more") + " than that.")

    return Question(kind="number", answer=answer, because=because, judge=judge, **rest)


def asks_choice(*, answer: str, because: str, wrong: Mapping[str, str], **rest: Any) -> Question:
    """A question answered by a choice.

    Args:
        answer: The right choice.
        because: Why it is right.
        wrong: The other choices, with feedback on the misconception behind each.
        **rest: The other fields of the Question.
    """
    # Sorted, so that the order gives no hint.
    choices = tuple(sorted((answer, *wrong)))

    def judge(given: Any) -> Verdict:
        if isinstance(given, str) and given == answer:
            return Verdict(RIGHT, because)
        if isinstance(given, str) and given in wrong:
            return Verdict(WRONG, wrong[given])
        return Verdict(UNREADABLE, "Choose one of: " + "; ".join(choices) + ".")

    return Question(
        kind="choice", answer=answer, because=because, judge=judge, choices=choices, **rest
    )


def asks_state(
    *,
    start: Scenario,
    answer: Scenario,
    because: str,
    misses: Callable[[Explanation], str],
    explorer: Mapping[str, Any],
    resized: str = "",
    **rest: Any,
) -> Question:
    """A question answered by changing a list in the explorer.

    Args:
        start: The list to start from.
        answer: A list that is a right answer.
        because: Why it is right.
        misses: Returns feedback on what is still wrong, given an explanation; empty if right.
        explorer: Arguments of `ranklab.explore`. What they lock must be unchanged.
        resized: Feedback on a list of another length, if that is a typical answer.
        **rest: The other fields of the Question.
    """

    def judge(given: Any) -> Verdict:
        if not isinstance(given, Scenario):
            expected = "a ranklab.Scenario such as exercise.explorer.scenario"
            return Verdict(UNREADABLE, f"Give a list, {expected}, not {shown(given)}.")
        if len(given) > MAX_SHOWN:
            return Verdict(UNREADABLE, f"Give a list of {len(start)} items, not {len(given):,}.")
        if len(given) != len(start):
            return Verdict(WRONG, resized or f"Keep the {len(start)} items of the list: reset.")
        lock = changed_lock(start, given, (*explorer.get("lock", ()), "topn"))
        if lock:
            return Verdict(WRONG, f"Here the {lock} must stay unchanged: reset, and try again.")
        missing = misses(explain(given))
        return Verdict(WRONG, missing) if missing else Verdict(RIGHT, because)

    return Question(
        kind="state", start=start, answer=answer, because=because, judge=judge,
        explorer=explorer, **rest,
    )  # fmt: skip


def _number(given: Any) -> float | None:
    """The number in an answer, given as a number or as text; None if there is none."""
    if isinstance(given, str):
        number = _typed(given.strip().replace("\N{MINUS SIGN}", "-").replace(",", "."))
    elif isinstance(given, bool) or not isinstance(given, Real | Decimal):
        return None
    else:
        try:
            number = float(given)
        except (ValueError, OverflowError):
            return None
    return number if math.isfinite(number) else None


def _typed(text: str) -> float:
    """The value of a number, a fraction or a logarithm such as `'3 ln 2'`; NaN for other text.

    >>> _typed("1/4"), _typed("ln 1"), _typed("1/0")
    (0.25, 0.0, nan)
    """
    if fraction := re.fullmatch(rf"({_PLAIN})\s*/\s*({_PLAIN})", text):
        above, below = map(float, fraction.groups())
        return above / below if below else math.nan
    if logarithm := re.fullmatch(
        rf"(?:({_PLAIN})\s*\*?\s*)?(?:ln|log)\s*\(?\s*({_PLAIN})\s*\)?", text
    ):
        times, of = float(logarithm[1] or 1), float(logarithm[2])
        return times * math.log(of) if of > 0 else math.nan
    return parsed(text)
