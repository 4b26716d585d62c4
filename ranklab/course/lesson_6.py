"""Questions of lesson 6: reduction and weights."""

from __future__ import annotations

from math import log

from ranklab.course.question import asks_number, asks_state, only
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario

_PAIR = Scenario([1, 0.5, 0], [1, 1, 0])


def _misses_the_relabelled_list(e: Explanation) -> str:
    target = float(e.targets[1])
    if abs(target - 2 / 3) <= 0.01:
        return ""
    weights = e.scenario.sample_weight or (1.0,) * len(e.scenario)
    if abs(target - 0.5) <= 0.01 and weights[2] != 1:
        return "A weight on an item that is not relevant does nothing: it multiplies a label of 0."
    return (
        f"The target of item 2 is {number(target)}. Targets are weight times label, divided by "
        "their sum: item 2 has to weigh twice as much as item 1."
    )


QUESTIONS = (
    asks_number(
        name="a diluted gradient",
        lesson=6,
        text=(
            "One list teaches. Nine lists without a relevant item join its batch. Which part of "
            "the gradient on the first list is left in the mean?"
        ),
        start=Scenario([0.6, 0.8], [1, 0]),
        explorer=only("labels"),
        answer=0.1,
        tolerance=0.002,
        because=(
            "The mean divides by all ten lists, and nine add nothing: k such lists leave "
            "1 / (1 + k)."
        ),
        wrong={
            1.0: (
                "The nine lists cost nothing, but they are counted: the mean divides by the "
                "number of lists."
            ),
            1 / 9: "The mean divides by all lists, the one that teaches included.",
            0.9: "That is what is lost; asked is what is left.",
            10.0: "That is how many times smaller it is; asked is the fraction that is left.",
        },
        hints=(
            "Without a relevant item a list costs 0 and pushes nobody: take the dot away.",
            "The default reduction is the sum divided by the number of lists.",
        ),
    ),
    asks_number(
        name="a thousand items",
        lesson=6,
        text=(
            "An untrained model gives a thousand items the same score, and one is relevant. What "
            "does the list cost?"
        ),
        start=Scenario([0] * 10, [0] * 9 + [1]),
        explorer=only("list", "edit"),
        answer=log(1000),
        tolerance=0.01,
        because=(
            "Each item has a probability of 1/1000, and -ln(1/1000) = ln 1000 = 6.91. A long list "
            "starts louder than a short one: never compare the losses of different lengths."
        ),
        wrong={
            log(2): "That is a list of two: with more items the relevant one has a smaller share.",
            log(10): "That is the list of ten that you see.",
            log(100): "That is a hundred items.",
            0.001: "That is the probability; the loss is minus its logarithm.",
            1.0: "The loss is no probability: it has no upper end.",
            3.0: "That is a logarithm to base 10; the loss takes the natural one.",
        },
        hints=(
            "Add and remove items, and watch: what do 2, 5, 10 of them cost?",
            "n equal scores have a probability of 1/n each.",
        ),
    ),
    asks_state(
        name="weights that relabel",
        lesson=6,
        text=(
            "Items 1 and 2 have the same label. By sample weights alone, make the softmax loss "
            "want a probability of 2/3 for item 2."
        ),
        start=_PAIR,
        explorer=only("list", "edit", show=["probabilities"]),
        misses=_misses_the_relabelled_list,
        answer=_PAIR.replace(sample_weight=[0.5, 1, 1]),
        because=(
            "Under softmax a weight on a relevant item acts like another label: it moves the "
            "target, not only the size of the step."
        ),
        hints=(
            "Press Edit list: each row has a field for its weight.",
            "A target is weight times label, divided by the sum of those.",
            "Weigh item 1 with 0.5, or item 2 with 2.",
        ),
    ),
)
