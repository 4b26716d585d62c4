"""Questions of lesson 3: temperature."""

from __future__ import annotations

from math import exp

import numpy as np

from ranklab.course.question import asks_choice, asks_state, only
from ranklab.explanation.answer import explain
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario

_LIST = Scenario([1, 2, 0], [1, 0, 0])
_COLD = explain(_LIST.replace(temperature=0.5)).probabilities
_WARM = explain(_LIST.replace(temperature=2.0)).probabilities


def _misses_the_largest_temperature(e: Explanation) -> str:
    if e.scenario.temperature < 0.01:  # both pushes are nothing but rounding
        return "Far under 10 %, and not the largest such temperature: raise T."
    share = float(e.gradient[2] / (e.gradient[1] + e.gradient[2]))
    if share >= 0.1:
        return (
            f"The weaker competitor has {share:.2%} of the push down: too much. A higher T shares "
            "the blame more evenly; a lower one leaves it to the strongest."
        )
    if share < 0.09:
        return f"{share:.2%} is under 10 %, but T can be larger."
    return ""


def _misses_the_cold_probabilities(e: Explanation) -> str:
    if np.max(np.abs(e.probabilities - _COLD)) <= 0.01:
        return ""
    if np.max(np.abs(e.probabilities - _WARM)) <= 0.01:
        return (
            "Those are the probabilities of T = 2. A temperature below 1 divides by less than 1: "
            "the gaps grow."
        )
    got = ", ".join(number(p) for p in e.probabilities)
    want = ", ".join(number(p) for p in _COLD)
    return f"The probabilities are {got}; they should be {want}."


QUESTIONS = (
    asks_state(
        name="the weaker competitor",
        lesson=3,
        text=(
            "Items 2 and 3 are both pushed down, item 2 harder. Find the largest T at which "
            "item 3, the weaker competitor, gets less than 10 % of the push down."
        ),
        start=_LIST,
        explorer=only("temperature", show=["gradient"]),
        misses=_misses_the_largest_temperature,
        answer=_LIST.replace(temperature=0.9),
        because=(
            "The share is 1 / (1 + e^(2/T)), and that is 10 % at T = 2 / ln 9 = "
            f"{2 / np.log(9):.3f}."
        ),
        hints=(
            "Read the two pushes down, and divide the smaller by their sum.",
            f"At T = 1 it is {1 / (1 + exp(2)):.1%}: go lower.",
            "Items 2 and 3 are 2 apart: the share is 1 / (1 + e^(2/T)).",
        ),
    ),
    asks_choice(
        name="temperature and the ranking",
        lesson=3,
        text="Move T from 0.1 to 10. What happens to NDCG?",
        start=_LIST,
        explorer=only("temperature"),
        answer="it stays as it is",
        because=(
            "T divides all scores alike, and that changes no order. It changes what the loss "
            "teaches, not what the model ranks."
        ),
        wrong={
            "it rises": "T divides every score by the same number: who overtakes whom by that?",
            "it falls": "T divides every score by the same number: who overtakes whom by that?",
        },
        hints=(
            "NDCG stands beside the loss: look at it while you move T.",
            "NDCG knows nothing but the order of the scores.",
        ),
    ),
    asks_state(
        name="scores instead of temperature",
        lesson=3,
        text=(
            "T stays at 1. Drag the scores until the probabilities are what scores 1, 2, 0 have "
            "at T = 0.5."
        ),
        start=_LIST,
        explorer=only("scores", show=["probabilities"]),
        misses=_misses_the_cold_probabilities,
        answer=_LIST.replace(scores=[2, 4, 0]),
        because=(
            "Dividing by 0.5 doubles every gap: scores 2, 4, 0, or all of them shifted by one "
            "number."
        ),
        hints=(
            "The logits are scores / T: what are they at T = 0.5?",
            "1 / 0.5, 2 / 0.5 and 0 / 0.5.",
        ),
    ),
    asks_choice(
        name="only a learning rate?",
        lesson=3,
        text=(
            "A friend says: temperature is nothing but a learning rate. Move T and look at the "
            "arrows of items 2 and 3. What do you answer?"
        ),
        start=_LIST,
        explorer=only("temperature", show=["sweep"]),
        answer="no: it also changes who is pushed",
        because=(
            "A learning rate makes all arrows longer or shorter by one factor. T also changes "
            "their proportion: at 0.1 item 2 takes all, at 10 items 2 and 3 nearly half each."
        ),
        wrong={
            "yes: it only changes how far all are pushed": (
                "Then the arrows of items 2 and 3 would keep their proportion. Compare T = 0.1 "
                "with T = 10."
            ),
            "no: it only changes who is pushed": (
                "The length changes as well: the gradient is divided by T."
            ),
        },
        hints=(
            "A learning rate would stretch all arrows by the same factor.",
            "Below the list, the middle curves are shares of the push. Are they flat?",
        ),
    ),
)
