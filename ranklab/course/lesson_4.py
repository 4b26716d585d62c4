"""Questions of lesson 4: lambda weights."""

from __future__ import annotations

from math import log

from ranklab.course.question import asks_choice, asks_number, asks_state, only
from ranklab.explanation.answer import explain
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario

_SWAP = Scenario([1.9, 2, 0], [1, 0, 0], lambda_weight="ndcg")
_BEFORE = explain(_SWAP).loss


def _misses_the_jump(e: Explanation) -> str:
    if e.scenario.scores[1:] != _SWAP.scores[1:]:
        return "Another item was moved: reset, and drag item 1 alone."
    if e.metrics.ndcg < 1:
        return "The ranking is not perfect yet: drag item 1 past item 2."
    if e.loss <= _BEFORE:
        return (
            f"The ranking is perfect, and the loss, {number(e.loss)}, is lower than the "
            f"{number(_BEFORE)} at the start: item 1 is too far ahead. Look just past the swap."
        )
    return ""


QUESTIONS = (
    asks_state(
        name="better, and more expensive",
        lesson=4,
        text=(
            f"This ranking is wrong and costs {number(_BEFORE)}. Drag item 1 to where the ranking "
            "is perfect, and the loss is higher."
        ),
        start=_SWAP,
        explorer=only("scores"),
        misses=_misses_the_jump,
        answer=_SWAP.replace(scores=[2.01, 2, 0]),
        because=(
            "At rank 1 the weight of item 1 is 1, at rank 2 only 0.631. The same race weighs more "
            "after the swap, and no gradient sees that step."
        ),
        hints=(
            "Drag item 1 slowly past item 2, and watch the loss.",
            "Stop just behind the swap: a score of 2.01.",
        ),
    ),
    asks_number(
        name="the worse, the weaker",
        lesson=4,
        text=(
            "Items 2 and 4 have the same label, and stand at ranks 2 and 4. How many times as much "
            "as item 4 does item 2 weigh?"
        ),
        start=Scenario([4, 3, 2, 1, 0], [0, 1, 0, 1, 0], lambda_weight="ndcg"),
        explorer=only(show=["derivation"]),
        answer=log(5) / log(3),
        tolerance=0.02,
        because=(
            "The discount is ln 2 / ln(1 + rank): ln 5 / ln 3 = 1.46. The item that is furthest "
            "from where it belongs pulls least."
        ),
        wrong={
            log(3) / log(5): "That is the other way round: the one further up weighs more.",
            2.0: "That is the discount 1 / rank of the DCG weight; NDCG takes ln 2 / ln(1 + rank).",
            1.0: "Equal labels weigh the same without a lambda weight; with one, the rank counts.",
            log(5) / log(2): "That compares rank 1 with rank 4; item 2 stands at rank 2.",
        },
        hints=(
            "Point at item 2, then at item 4: the derivation below shows the discount of each.",
            "The gains are equal, so the discounts decide: ln 2 / ln(1 + rank).",
            "ln 2 / ln 3 is 0.631, and ln 2 / ln 5 is 0.431.",
        ),
    ),
    asks_choice(
        name="who acts on what",
        lesson=4,
        text=(
            "Try each lambda weight under each loss. Which of them change the loss of this list?"
        ),
        start=Scenario([0.6, 0.8, 0.1], [2, 1, 0]),
        explorer=only("loss", "lambda_weight"),
        answer="DCG and NDCG, under softmax alone",
        because=(
            "Softmax puts a weight of one item in the place of its label, and only DCG and NDCG "
            "have such weights. Unique softmax takes none at all, and says so."
        ),
        wrong={
            "all three, under both losses": (
                "Unique softmax accepts a lambda weight and does nothing with it: switch, and "
                "watch the loss."
            ),
            "all three, under softmax alone": (
                "Precision has weights for pairs alone, and softmax knows no pairs: watch the loss."
            ),
            "DCG and NDCG, under both losses": (
                "Unique softmax accepts a lambda weight and does nothing with it: switch, and "
                "watch the loss."
            ),
        },
        hints=(
            "There are two losses and three weights: six looks at the loss.",
            "A line below the controls says when a weight changes nothing.",
        ),
    ),
    asks_choice(
        name="what topn cuts",
        lesson=4,
        text=(
            "The NDCG weight with topn = 1: what becomes of the weight of item 5, at rank 5? "
            "(The comparison has topn = 1 beside none.)"
        ),
        start=Scenario([4, 3, 2, 1, 0], [0, 1, 0, 0, 1], lambda_weight="ndcg"),
        explorer=only(show=["comparison"], compare={"topn": [None, 1]}),
        answer="it grows, as every weight does",
        because=(
            "topn cuts the normaliser alone, the best DCG by which all are divided: that of one "
            "place is smaller than that of all. No item is cut off."
        ),
        wrong={
            "it becomes 0": (
                "That is what the name suggests. But item 5 is still pushed: of an individual "
                "weight, topn cuts the normaliser alone."
            ),
            "it stays as it is": "Compare the parts of the loss in both columns.",
        },
        hints=(
            "Compare both columns: is item 5 still pushed with topn = 1?",
            "An NDCG weight is divided by the largest DCG within topn.",
        ),
    ),
)
