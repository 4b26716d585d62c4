"""Questions of lesson 0: a list is the unit."""

from __future__ import annotations

from math import exp, log

from ranklab import data
from ranklab.course.question import asks_number, asks_state, only
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario

_TWO = Scenario([0.6, 0.8], [1, 0])
_AMERICAS = data.gapminder("Americas", 2007, sample=9, seed=2521)
_CUBA = _AMERICAS.items.index("Cuba")
_CHEAPEST = 1.29  # Cuba's score at which its probability is its target, the others as they are


def _misses_the_cheapest_place(e: Explanation) -> str:
    others = [i for i in range(len(_AMERICAS)) if i != _CUBA]
    if any(e.scenario.scores[i] != _AMERICAS.scores[i] for i in others):
        return "Another country was moved: reset, and drag Cuba alone."
    off = float(e.probabilities[_CUBA] - e.targets[_CUBA])
    if abs(off) <= 0.01:
        return ""
    if off < 0:
        return "Cuba's probability is still below its target: further up, and it costs less."
    if e.ranks[_CUBA] == 1:
        return (
            "On top is not where it is cheapest: the softmax loss does not ask who is first. It "
            "asks for a share, and Cuba has taken more than its own from the others."
        )
    return "Cuba has passed its target: what it takes now, it takes from the others."


QUESTIONS = (
    asks_number(
        name="a loss by hand",
        lesson=0,
        text=(
            "The scores are 0.2 and 1.0, and the first item has the dot. Compute the loss with "
            "paper and a calculator, to three digits. The list shows it once your answer is right."
        ),
        start=Scenario([0.2, 1.0], [1, 0]),
        explorer=only(hide_until_predicted="loss"),
        answer=-log(exp(0.2) / (exp(0.2) + exp(1.0))),
        tolerance=0.001,
        because="-ln(e^0.2 / (e^0.2 + e^1.0)) = -ln 0.310 = 1.171.",
        wrong={
            0.371: "That is minus the logarithm of the other item's probability.",
            0.310: "That is the probability of the relevant item; the loss is minus its logarithm.",
            1.690: "That is a logarithm to base 2; the loss takes the natural one.",
            0.509: "That is a logarithm to base 10; the loss takes the natural one.",
            0.8: "The loss is not the distance of the scores: they become probabilities first.",
            0.693: "That is the loss of equal scores; here the relevant item is behind.",
        },
        hints=(
            "Turn the scores into probabilities first: e^score, divided by the sum of both.",
            "e^0.2 is 1.221 and e^1.0 is 2.718; the relevant item has 1.221 / 3.940.",
            "Take the natural logarithm of 0.310, and drop the minus.",
        ),
    ),
    asks_number(
        name="a model that knows nothing",
        lesson=0,
        text=(
            "An untrained model gives both items the same score. What does it pay for this list? "
            "Make the bars equal, or compute it."
        ),
        start=_TWO,
        explorer=only("scores"),
        answer=log(2),
        tolerance=0.005,
        because="Equal scores mean equal probabilities, and minus the logarithm of 1/2 is ln 2.",
        wrong={
            0.0: (
                "No mistake in the order is not yet no loss: that would need a probability of 1 "
                "for the relevant item, and it has 1/2."
            ),
            0.5: "That is the probability; the loss is minus its logarithm.",
            1.0: "That is a logarithm to base 2; the loss takes the natural one.",
            0.301: "That is a logarithm to base 10; the loss takes the natural one.",
            1.386: "That counts both items; the second is not relevant, and adds nothing.",
        },
        hints=(
            "Drag one bar to the other, or type the same score for both.",
            "Two items of equal score share the probability evenly: 1/2 each.",
            "The loss is minus the logarithm of the relevant item's probability: -ln(1/2).",
        ),
    ),
    asks_state(
        name="the cheapest place",
        lesson=0,
        text="Drag Cuba, and Cuba alone, to where this list costs least.",
        start=_AMERICAS,
        explorer=only("scores"),
        misses=_misses_the_cheapest_place,
        answer=_AMERICAS.replace(
            scores=[_CHEAPEST if i == _CUBA else s for i, s in enumerate(_AMERICAS.scores)]
        ),
        because=(
            "Cuba's probability is its target, 0.188, in third place: there nothing pushes it, "
            "and there the loss is smallest."
        ),
        hints=(
            "Watch the loss while you drag: it falls, and then it rises again.",
            "Watch Cuba's arrow: where it vanishes, neither up nor down is cheaper.",
            "The dark mark in the column probability and target is 0.188; a score of about 1.3.",
        ),
    ),
)
