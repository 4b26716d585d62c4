"""Questions of lesson 5: ties and padding."""

from __future__ import annotations

from math import log

from ranklab.course.question import asks_number, asks_state, only
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario

_THREE = Scenario([0, 5, 1], [1, 0, 0])


def _misses_the_empty_place(e: Explanation) -> str:
    labels, scores = e.scenario.labels, e.scenario.scores
    if (labels[0], labels[2]) != (1, 0) or (scores[0], scores[2]) != (0, 1):
        return "Items 1 and 3 stay as they are: reset, and change item 2 alone."
    if labels[1] < 0:
        return ""
    if labels[1] > 0:
        return "With a dot item 2 is there, and relevant: now it even pays. It should not be there."
    if scores[1] < 0:
        return (
            "Very bad is not the same as not there: however low its score, item 2 still takes a "
            "share, and is still pushed."
        )
    return (
        "A label of 0 is an item that is there and not relevant: it competes. An empty place "
        "does not."
    )


QUESTIONS = (
    asks_state(
        name="not there",
        lesson=5,
        text=("Item 2 does not exist: its place only fills the batch. Make the list say so."),
        start=_THREE,
        explorer=only("scores", "labels", "list", "edit"),
        misses=_misses_the_empty_place,
        resized=(
            "Another length is another batch: the place stays, and is empty. Reset, and say of "
            "item 2 that it is not there."
        ),
        answer=_THREE.replace(labels=[1, -1, 0]),
        because=(
            "Padding is said by a label below 0, and from then on the score of the place means "
            "nothing: 1.31 instead of 5.02."
        ),
        hints=(
            "A label of 0 will not do, nor will a very low score.",
            "Press Edit list: each row has a switch that says whether the item is there.",
        ),
    ),
    asks_number(
        name="one more empty place",
        lesson=5,
        text=(
            "Your batch needs lists of four: an empty place is added. By how much does the loss "
            "change?"
        ),
        start=_THREE,
        explorer=only("list", "edit", "labels"),
        answer=0.0,
        tolerance=1e-6,
        because="An empty place has no weight and stands in nobody's race: it is not there.",
        wrong={
            log(4 / 3): (
                "That is what one more item of the same score would cost. An empty place is no "
                "item of score 0: it is no item."
            ),
            1.0: "Nothing is added: there is nobody whom it would compete with.",
        },
        hints=(
            "Edit list, Add item, then empty its place. Watch the loss.",
            "Who has the empty place in its denominator?",
        ),
    ),
    asks_number(
        name="how many losses",
        lesson=5,
        text=(
            "Four items are tied; the labels are 3, 2, 1, 0, the weight is NDCG. Ties are broken "
            "at random. How many different losses can this one input have?"
        ),
        start=Scenario([0, 0, 0, 0], [3, 2, 1, 0], lambda_weight="ndcg"),
        explorer=only("order"),
        answer=24.0,
        tolerance=0.1,
        because=(
            "Four tied items have 4 x 3 x 2 x 1 orders, and each gives other ranks, other "
            "discounts, another loss, from 0.759 to 1.386."
        ),
        wrong={
            1.0: (
                "The scores are the same, but the weight looks at ranks, and somebody has to stand "
                "first. ranklab decides by position; at random there are more."
            ),
            4.0: "That is who stands first; who stands second matters, too.",
            6.0: "That is three tied items; here there are four.",
            16.0: "That is who stands first and who second, and lets both be the same item.",
        },
        hints=(
            "In how many orders can four items stand? Three have six.",
            "ranklab.tie_orders tries them all.",
        ),
    ),
    asks_number(
        name="a shift",
        lesson=5,
        text="100 is added to every score of this list. By how much does the loss change?",
        start=Scenario([0, 5, 1], [1, -1, 0]),
        explorer=only("scores"),
        answer=0.0,
        tolerance=1e-6,
        because=(
            "Only gaps between scores count, and the empty place takes no part. A loss in which "
            "padding leaks would fail here: that is how one tests for it."
        ),
        wrong={
            100.0: "Who is ahead of whom, and by how much? A shift changes no gap.",
            1.0: "Who is ahead of whom, and by how much? A shift changes no gap.",
        },
        hints=(
            "Move all the bars that are there by the same distance, and watch the loss.",
            "e^(s + 100) is e^s times e^100, above and below the line.",
        ),
    ),
)
