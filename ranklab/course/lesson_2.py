"""Questions of lesson 2: unique softmax."""

from __future__ import annotations

from math import log

from ranklab.course.question import asks_choice, asks_number, asks_state, only
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario


def _misses_peace(e: Explanation) -> str:
    if e.competitors[0, 1] or e.competitors[1, 0]:
        lower = 2 if e.competitors[0, 1] else 1
        return (
            f"They still compete: item {lower} has the lower label, so it stands in the other's "
            "race. An item competes with strictly lower labels only."
        )
    if min(e.scenario.labels[:2]) <= 0:
        return "They do not compete, but an item without dots runs no race; keep both relevant."
    return ""


def _misses_a_push_from_above(e: Explanation) -> str:
    push = float(e.gradient[2])
    if push > 1:
        return ""
    if push <= 0:
        return (
            "Item 3 is pushed up. Only an item with a higher label pushes it down, and the harder "
            "the more it loses: who has two dots?"
        )
    return (
        f"Item 3 is pushed down by {number(push)}: item 1, with two dots, has to lose more of its "
        "race. Bring it nearer to item 3, or behind."
    )


QUESTIONS = (
    asks_choice(
        name="both floors",
        lesson=2,
        text=(
            "Items 1, 2 and 3 are relevant, item 4 is not. How low can the loss go? Switch between "
            "the two losses, and drag."
        ),
        start=Scenario([1, 0.5, 0, -0.5], [1, 1, 1, 0]),
        explorer=only("scores", "loss"),
        answer="softmax: ln 3, unique softmax: 0",
        because=(
            "Softmax makes equal labels share one distribution; in unique softmax they do not "
            "compete, and each can win its own race."
        ),
        wrong={
            "softmax: 0, unique softmax: 0": (
                "In softmax all relevant items stand in one denominator: they cannot all have a "
                "probability of 1."
            ),
            "softmax: ln 3, unique softmax: ln 3": (
                "In unique softmax equal labels do not compete: drag all three far above item 4."
            ),
            "softmax: 0, unique softmax: ln 3": "It is the other way round: who shares with whom?",
        },
        hints=(
            "Make items 1 to 3 equal and drag item 4 far to the left, under each loss.",
            "In unique softmax item 1 races against item 4 alone, and so do items 2 and 3.",
        ),
    ),
    asks_state(
        name="stop the fight",
        lesson=2,
        text=(
            "Items 1 and 2 compete. Change labels, not scores, until they do not, and both are "
            "still relevant."
        ),
        start=Scenario([1, 1.2, 0], [2, 1, 0], loss="unique_softmax"),
        explorer=only("labels", show=["competitors"]),
        misses=_misses_peace,
        answer=Scenario([1, 1.2, 0], [2, 2, 0], loss="unique_softmax"),
        because="Equal labels never fight: neither stands in the other's race.",
        hints=(
            "The matrix below the list has a row for each item's race: who stands in it?",
            "An item competes with itself and with strictly lower labels.",
            "Give items 1 and 2 the same number of dots.",
        ),
    ),
    asks_state(
        name="pushed down from above",
        lesson=2,
        text=(
            "Item 3 has one dot, and the ranking is perfect now; you may spoil it. Drag the bars "
            "until item 3 is pushed down by more than 1."
        ),
        start=Scenario([2, 0, 1], [2, 0, 1], loss="unique_softmax"),
        explorer=only("scores", show=["gradient"]),
        misses=_misses_a_push_from_above,
        answer=Scenario([0, 1, 2], [2, 0, 1], loss="unique_softmax"),
        because=(
            "Item 1, with two dots and a gain of 3, has item 3 in its race and loses to it: that "
            "pushes item 3 down, more than its own race pulls it up."
        ),
        hints=(
            "Who has item 3 in its race? Only a higher label.",
            "Put item 1 behind item 3.",
            "Try scores 0, 1, 2.",
        ),
    ),
    asks_number(
        name="a label of 3 among three",
        lesson=2,
        text=(
            "Three tied scores. The labels are 3, 0 and 0. What is the unique softmax loss? "
            "Compute it first; the list starts at label 1."
        ),
        start=Scenario([0, 0, 0], [1, 0, 0], loss="unique_softmax"),
        explorer=only("labels"),
        answer=7 * log(3),
        tolerance=0.02,
        because="The gain is 2^3 - 1 = 7, and a tie of three costs ln 3: 7 ln 3 = 7.69.",
        wrong={
            3 * log(3): "That takes the label as the weight. Unique softmax takes 2^label - 1.",
            8 * log(3): "That forgets the minus one: the gain is 2^label - 1, so that 0 gains 0.",
            log(3): "That is a label of 1: a higher label weighs more.",
            7 * log(2): "That is a race of two; here three items are tied.",
            7.0: "That is the gain; it still multiplies the race, which costs ln 3.",
        },
        hints=(
            "A race of three tied items costs ln 3, whatever the labels.",
            "The race is multiplied by the gain, 2^label - 1.",
            "Labels 1 and 2 cost 1 and 3 times ln 3. And 3?",
        ),
    ),
)
