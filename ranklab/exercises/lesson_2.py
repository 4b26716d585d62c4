"""Questions of lesson 2: unique softmax."""

from __future__ import annotations

from math import log

from ranklab.exercises.question import asks_choice, asks_number, asks_state, only
from ranklab.explanation import Explanation
from ranklab.scenario import Scenario
from ranklab.words import number


def _misses_peace(e: Explanation) -> str:
    if e.competitors[0, 1] or e.competitors[1, 0]:
        lower = 2 if e.competitors[0, 1] else 1
        return (
            f"They still compete: item {lower} has the lower label, so it stands in the other's "
            "race. An item competes with strictly lower labels only."
        )
    if min(e.scenario.labels[:2]) <= 0:
        return (
            "They do not compete, but an item without dots matters to nobody; keep both relevant."
        )
    return ""


def _misses_a_push_from_above(e: Explanation) -> str:
    push = float(e.gradient[2])
    if push > 1:
        return ""
    if push <= 0:
        return (
            "Item 3 is pushed up. Only a higher label pushes down, and only where it is behind: "
            "who has two dots?"
        )
    return (
        f"Item 3 is pushed down by {number(push)}: item 1, with two dots, has to be further "
        "behind it."
    )


QUESTIONS = (
    asks_choice(
        name="both floors",
        lesson=2,
        text=(
            "Items 1 and 2 are relevant, item 3 is not. How low can the loss go? Switch between "
            "both losses, and drag."
        ),
        start=Scenario([1, 0.5, 0], [1, 1, 0]),
        explorer=only("scores", "loss"),
        answer="softmax: ln 2, unique softmax: 0",
        because=(
            "Softmax makes equal labels share one distribution; in unique softmax they do not "
            "compete, and each can win its own race."
        ),
        wrong={
            "softmax: 0, unique softmax: 0": (
                "In softmax both relevant items stand in one denominator: they cannot both have "
                "a probability of 1."
            ),
            "softmax: ln 2, unique softmax: ln 2": (
                "In unique softmax equal labels do not compete: drag both far above item 3."
            ),
            "softmax: 0, unique softmax: ln 2": "It is the other way round: who shares with whom?",
        },
        hints=(
            "Drag items 1 and 2 to the right end and item 3 to the left, under each loss.",
            "In unique softmax item 1 races against item 3 alone, and so does item 2.",
        ),
    ),
    asks_state(
        name="stop the fight",
        lesson=2,
        text=(
            "Items 1 and 2 push each other. Change labels, not scores, until they do not compete, "
            "and both are relevant."
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
            "Item 3 has one dot, and the ranking is perfect. Drag the bars until item 3 is pushed "
            "down by more than 1."
        ),
        start=Scenario([2, 0, 1], [2, 0, 1], loss="unique_softmax"),
        explorer=only("scores", show=["pushes"]),
        misses=_misses_a_push_from_above,
        answer=Scenario([0, 1, 2], [2, 0, 1], loss="unique_softmax"),
        because=(
            "Item 1, with two dots and a gain of 3, has item 3 in its race and loses it: that "
            "pushes item 3 down, more than its own race pulls it up."
        ),
        hints=(
            "Who has item 3 in its race? Only a higher label.",
            "Put item 1 far behind item 3.",
            "Try scores 0, 1, 2.",
        ),
    ),
    asks_number(
        name="a label of 4",
        lesson=2,
        text=(
            "Two tied scores. The labels are 4 and 0. What does unique softmax make of it? "
            "Compute it first; the list starts at label 1."
        ),
        start=Scenario([0, 0], [1, 0], loss="unique_softmax"),
        explorer=only("labels"),
        answer=15 * log(2),
        tolerance=0.02,
        because="The gain is 2^4 - 1 = 15, and a tie between two costs ln 2: 15 ln 2 = 10.4.",
        wrong={
            4 * log(2): "That takes the label as the weight. Unique softmax takes 2^label - 1.",
            16 * log(2): "That forgets the minus one: the gain is 2^label - 1, so that 0 gains 0.",
            log(2): "That is a label of 1: a higher label weighs more.",
            15.0: "That is the gain; it still multiplies the race, which costs ln 2.",
        },
        hints=(
            "A race between two tied items costs ln 2, whatever the labels.",
            "The race is multiplied by the gain, 2^label - 1.",
            "Labels 1, 2, 3 cost 1, 3 and 7 times ln 2. And 4?",
        ),
    ),
)
