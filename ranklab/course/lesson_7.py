"""Questions of lesson 7: from toy to model."""

from __future__ import annotations

from ranklab.course.question import (
    RIGHT,
    UNREADABLE,
    WRONG,
    Question,
    Verdict,
    asks_choice,
    only,
)
from ranklab.explanation.checks import shown
from ranklab.explanation.scenario import Scenario
from ranklab.training.record import K, Training, shown_list

TARGET, WITHIN = 0.9, 20
_SETTINGS = "any loss and temperature with a learning rate of about 0.03"
_LIST = Scenario([0.6, 0.8, 0.1], [2, 1, 0])


def _judge_training(given: object) -> Verdict:
    if given is None:
        return Verdict(UNREADABLE, "Nothing was trained yet: press Train.")
    if not isinstance(given, Training) or given.shown.items != shown_list().items:
        expected = "what ranklab.train returns for the Gapminder lists"
        return Verdict(UNREADABLE, f"Give {expected}, not {shown(given)}.")
    first = given.first(TARGET)
    if first is not None and first <= WITHIN:
        return Verdict(RIGHT, f"It got there after {first} epochs. {_BECAUSE}")
    best = f"{given.ndcgs[: WITHIN + 1].max():.2f}"
    if first is not None:
        return Verdict(WRONG, f"It got there, after {first} epochs: too slow. A larger rate?")
    if len(given) < WITHIN:
        return Verdict(WRONG, f"After {len(given)} epochs it had {best} at best: let it go on.")
    if given.losses[-1] >= given.losses[0]:
        return Verdict(
            WRONG, f"Its loss has not fallen, and it had {best} at best: a smaller rate?"
        )
    if given.losses[-1] < given.losses[0] / 2:
        return Verdict(
            WRONG,
            f"The loss has fallen by half, and NDCG@{K} got to {best}: a low loss is not what was "
            "asked for.",
        )
    return Verdict(
        WRONG,
        f"It got to {best} within {WITHIN} epochs. It still learns at the end: is the rate too "
        "small, or are the pushes, which a high T divides?",
    )


_BECAUSE = (
    "The rate decides how far each step goes, the temperature how far the scores must go before "
    "the loss is content: both decide how fast."
)

QUESTIONS = (
    Question(
        name="reach the target",
        lesson=7,
        text=(
            f"Choose a loss, a temperature and a rate with which the model reaches NDCG@{K} "
            f"{TARGET} on the held-out lists within {WITHIN} epochs. Train, then Check."
        ),
        kind="training",
        answer=_SETTINGS,
        because=_BECAUSE,
        hints=(
            "Train once with what stands there. Does the curve end, or does it still rise?",
            "Change one thing at a time. A larger rate?",
            "A rate of 0.03 is enough, with most temperatures.",
        ),
        judge=_judge_training,
    ),
    asks_choice(
        name="shapes",
        lesson=7,
        text=(
            "A model scores 32 lists of 10 items, and its last layer is Dense(1): the output has "
            "shape [32, 10, 1]. What does the loss need?"
        ),
        start=_LIST,
        explorer=only(),
        answer="[32, 10]: squeeze the last axis",
        because=(
            "Labels and scores are [lists, items]. In ranklab any other shape is an error that "
            "says what to do; a wrong shape that broadcasts would be a wrong number."
        ),
        wrong={
            "[320]: one long list": (
                "Then all items of all queries would compete with each other: a list is the unit."
            ),
            "[32, 10, 1]: as it is": (
                "The last axis is no item, and labels have the shape [32, 10]."
            ),
            "[32, 1]: one number for each list": (
                "A list has a score for each of its items; the loss is one number for each list."
            ),
        },
        hints=("What shape have the labels?", "A list has ten scores, not ten lists of one."),
    ),
    asks_choice(
        name="which loss is better",
        lesson=7,
        text=(
            "On the same lists softmax ends at a loss of about 2.7, unique softmax at about 280. "
            "Which model ranks better?"
        ),
        start=_LIST,
        explorer=only("loss"),
        answer="that cannot be said from these numbers",
        because=(
            "The gains differ: one divides the labels by their sum, the other takes 2^label - 1. "
            "Compare a metric on held-out lists, over several seeds."
        ),
        wrong={
            "the one with softmax: its loss is lower": (
                "Switch the loss beside this: the number changes, and the ranking is the same."
            ),
            "the one with unique softmax: it learned more": (
                "A larger number of another unit is not more: switch the loss beside this."
            ),
        },
        hints=(
            "Switch the loss of the list beside this: what changes, and what does not?",
            "Which number of both models can be compared?",
        ),
    ),
)
