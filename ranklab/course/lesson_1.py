"""Questions of lesson 1: softmax is a competition."""

from __future__ import annotations

from math import log

import numpy as np

from ranklab.course.question import asks_number, asks_state, only
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario


def _misses_perfect_yet_pushed_down(e: Explanation) -> str:
    if e.metrics.ndcg < 1:
        return (
            "The ranking is not perfect yet: the item with two dots belongs first, the one "
            "without last."
        )
    if e.gradient[0] <= 1e-3:
        return (
            "The ranking is perfect, and the best item is still pushed up: its probability is "
            f"{number(e.probabilities[0])}, and its target is {number(e.targets[0])}. "
            "Perfect order alone does not turn the push round."
        )
    return ""


def _misses_rest(e: Explanation) -> str:
    hardest = int(np.argmax(np.abs(e.gradient)))
    if abs(e.gradient[hardest]) <= 0.01:
        return ""
    item, way = e.scenario.items[hardest], "down" if e.gradient[hardest] > 0 else "up"
    perfect = (
        "The ranking is perfect, but that is not what the softmax loss asks for: "
        if e.metrics.ndcg == 1
        else ""
    )
    return (
        f"{perfect}{item} is pushed {way}: its probability is "
        f"{number(e.probabilities[hardest])}, and its target is {number(e.targets[hardest])}."
    )


QUESTIONS = (
    asks_state(
        name="perfect, yet pushed down",
        lesson=1,
        text=(
            "Find a perfect ranking (NDCG 1) whose best item, item 1, is pushed down. "
            "Drag the bars."
        ),
        start=Scenario([1, 1.5, 0], [2, 1, 0]),
        explorer=only("scores"),
        misses=_misses_perfect_yet_pushed_down,
        answer=Scenario([4, 1, 0], [2, 1, 0]),
        because=(
            "Its target is 2/3. A lead large enough gives it more than that, and the loss takes "
            "it back, perfect ranking or not."
        ),
        hints=(
            "First put the items in the order of their dots.",
            "Now raise item 1 further. When does its arrow turn round?",
            "It turns where its probability passes 2/3: try scores 4, 1, 0.",
        ),
    ),
    asks_number(
        name="the floor",
        lesson=1,
        text="Items 1, 2 and 3 are relevant, item 4 is not. What is the lowest loss there can be?",
        start=Scenario([1, 0.5, 0, -0.5], [1, 1, 1, 0]),
        explorer=only("scores"),
        answer=log(3),
        tolerance=0.005,
        because=(
            "At best each of the three has a probability of 1/3, and adds 1/3 of ln 3. Nothing can "
            "give all three a probability of 1."
        ),
        wrong={
            0.0: (
                "A loss of 0 would need a probability of 1 for all relevant items, and the "
                "probabilities of a list sum to 1: they compete with each other, too."
            ),
            3 * log(3): "That is with labels as they are; here they are divided by their sum.",
            log(3) / 3: "That is one of the three relevant items; the others add as much.",
            log(4): "That is the loss of four equal scores; item 4 can sink lower.",
            log(2): "That is the floor of two relevant items; here there are three.",
        },
        hints=(
            "Make items 1 to 3 equal, and drag item 4 far down. Where does the loss stay?",
            "At the lowest point items 1 to 3 are equal, and item 4 has almost no probability.",
            "Then each relevant item adds 1/3 times -ln(1/3).",
        ),
    ),
    asks_state(
        name="nobody is pushed",
        lesson=1,
        text="The labels are 2, 1 and 1. Drag the bars until no arrow is left: nobody is pushed.",
        start=Scenario([3, 0.5, 0], [2, 1, 1]),
        explorer=only("scores"),
        misses=_misses_rest,
        answer=Scenario([log(2), 0, 0], [2, 1, 1]),
        because=(
            "Probabilities 1/2, 1/4, 1/4 are the targets. The gap to the others is ln 2 = 0.693: "
            "the softmax loss fits a distribution, not an order."
        ),
        hints=(
            "Look at each item's probability and its target.",
            "Items 2 and 3 need equal scores, and item 1 twice their probability.",
            "Twice the probability is a lead of ln 2: try 0.69, 0, 0.",
        ),
    ),
    asks_number(
        name="the pushes add up",
        lesson=1,
        text=(
            "Take all the pushes of one step in this list, up as plus, down as minus, and add "
            "them up. What comes out?"
        ),
        start=Scenario([1, 2, 0, 0.5], [1, 0, 2, 0]),
        explorer=only("scores", show=["gradient"]),
        answer=0.0,
        tolerance=0.001,
        because=(
            "The loss looks at differences of scores alone, so what one item is given is taken "
            "from the others: a competition."
        ),
        wrong={
            1.0: "The probabilities sum to 1. The pushes are targets minus probabilities.",
            1.417: "That is all of them without their signs: count those that push down as minus.",
            0.709: "That is those that push up alone: the others count as minus.",
        },
        hints=(
            "The view below the list shows every push with its number.",
            "A push is the target minus the probability. What do the targets sum to?",
            "Targets sum to 1, and so do probabilities.",
        ),
    ),
)
