"""An explanation in words, and numbers as people read them. Views and exports share both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ranklab.scenario import Scenario

if TYPE_CHECKING:
    from ranklab.explanation import Explanation

_AT_THE_FLOOR = 1e-4  # of the largest push that a list could have


def number(value: float) -> str:
    """A number as people read it: three significant digits, a true minus sign.

    >>> number(-0.12345)
    '−0.123'
    >>> number(1234567.0)
    '1.23 million'
    """
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 999.5e6:
        text = f"{value:.2e}".replace("e+0", "e").replace("e+", "e")
    elif size >= 999.5e3:
        text = f"{value / 1e6:.3g} million"
    elif size >= 999.5:
        text = f"{value:,.0f}"
    elif size < 0.0005:
        text = f"{value:.1e}".replace("e-0", "e-")
    else:
        digits = max(0, 2 - int(np.floor(np.log10(size * (1 + 5e-4)))))
        text = f"{value:.{min(digits, 3)}f}"
    return text.replace("-", "−")


def describe(explanation: Explanation) -> str:
    """The loss, who is on top, who costs most, who is pushed where: a sentence a line."""
    scenario, names = explanation.scenario, explanation.scenario.items
    there = np.flatnonzero(explanation.mask)
    loss_name = {"softmax": "Softmax", "unique_softmax": "Unique softmax"}[scenario.loss]
    head = f"{loss_name} loss of {_items(there.size)} at T = {scenario.temperature:g}"
    if scenario.lambda_weight is not None:
        head += f", lambda weight {scenario.lambda_weight}"
    sentences = [f"{head}: {number(explanation.loss)}."]
    if there.size < len(scenario):
        sentences.append(f"Padding, not there: {_items(len(scenario) - there.size)}.")
    if there.size == 0:
        return "\n".join(
            [*sentences, "No item is there: this list costs nothing and teaches nothing."]
        )
    if not explanation.weights.any():
        return "\n".join(
            [*sentences, "No relevant item: this list costs nothing and teaches nothing."]
        )
    order = there[np.argsort(explanation.ranks[there])]
    sentences.append(
        f"On top: {names[order[0]]}; NDCG {number(explanation.metrics.ndcg)}, "
        f"MRR {number(explanation.metrics.mrr)}."
    )
    costly = int(np.argmax(explanation.contributions))
    if explanation.contributions[costly] > 0:
        sentences.append(
            f"Costs most: {names[costly]}, {number(explanation.contributions[costly])}; its "
            f"probability is {number(explanation.probabilities[costly])} where the loss wants "
            f"{number(explanation.targets[costly])}."
        )
    hardest = np.abs(explanation.gradient).max()
    if hardest * scenario.temperature < _AT_THE_FLOOR * explanation.weights.sum():
        sentences.append("Hardly anything is pushed: the loss is at its floor.")
    else:
        for direction, push in (("up", -explanation.gradient), ("down", explanation.gradient)):
            pushed = sorted((i for i in order if push[i] > 0.002 * hardest), key=lambda i: -push[i])
            if pushed:
                listed = ", ".join(f"{names[i]} (by {number(push[i])})" for i in pushed[:3])
                rest = f" and {len(pushed) - 3} more" if len(pushed) > 3 else ""
                sentences.append(f"One step of rate 1 pushes {direction} {listed}{rest}.")
    note = inert(scenario)
    return "\n".join([*sentences, note] if note else sentences)


def inert(scenario: Scenario) -> str:
    """Say which choice changes nothing here, and why; an empty string where every one acts."""
    if scenario.lambda_weight is not None and scenario.loss == "unique_softmax":
        return "Unique softmax takes no lambda weight: it changes nothing here."
    if scenario.lambda_weight == "precision":
        return (
            "A precision weight has pair weights alone, and softmax has no pairs: "
            "it changes nothing here."
        )
    return ""


def _items(count: int) -> str:
    return f"{count:,} item" if count == 1 else f"{count:,} items"
