"""Derivation: every step from the labels to the loss, with the numbers of one explanation put in.

A step is a formula, the same formula as text for a calculator, and the items it speaks of. Formulas
are small trees named after the elements of MathML, which a browser sets and reads aloud by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ranklab.explanation.checks import entry, is_own
from ranklab.explanation.explanation import Explanation, check
from ranklab.explanation.formatting import MINUS, loss_name, number

NAME_LENGTH = 10  # of an index
SHOWN_TERMS = 3  # of a sum; a longer one is cut in the picture, never in the text
_SAFE = 300.0  # the largest exponent that a calculator can take

Formula = tuple[Any, ...]  # (tag, child, ...) or (tag, {"item": i}, child, ...); text is a child


@dataclass(frozen=True)
class Step:
    """One line of a derivation.

    Attributes:
        title: What this step does, in words.
        formula: What it computes, as a tree of MathML elements: `("mrow", ("mi", "w"), ...)`.
        text: The right-hand side as one can paste it into a calculator: `ln(exp(0.8) + 1)`.
        value: What that gives.
        items: The items that the step speaks of.
    """

    title: str
    formula: Formula
    text: str
    value: float
    items: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.title}: {self.text} = {number(self.value)}"


def derive(explanation: Explanation, item: int | None = None) -> tuple[Step, ...]:
    """Derive the loss step by step, by way of one item.

    Weight, logit, log-sum-exp over its competitors, term and contribution of the item; then the sum
    of all contributions.

    Args:
        explanation: What to derive.
        item: The item to follow; the one that costs most if not given.

    Returns:
        The steps; none where nothing is relevant.

    Raises:
        TypeError: `explanation` is something else.
        ValueError: There is no such item, or it explains a loss of one's own.

    >>> from ranklab import Scenario, explain
    >>> for step in derive(explain(Scenario([0.6, 0.8], [1, 0]))):
    ...     print(step)
    weight of item 1: 1 / 1 = 1.00
    logit of item 1: 0.6 / 1 = 0.600
    log-sum-exp over its 2 competitors: ln(exp(0.8) + exp(0.6)) = 1.40
    term of item 1: 1.398138869 - 0.6 = 0.798
    its part of the loss: 1 * 0.7981388694 = 0.798
    loss: 0.7981388694 = 0.798
    """
    check(explanation)
    if is_own(explanation.scenario.loss):
        raise ValueError(
            f"{loss_name(explanation.scenario.loss)} is a loss of your own: there is a derivation "
            "of softmax and unique softmax alone"
        )
    n = len(explanation.scenario)
    if item is None:
        item = int(np.argmax(explanation.contributions))
    if isinstance(item, bool) or not isinstance(item, int) or not 0 <= item < n:
        raise ValueError(f"item must be the place of an item, from 0 to {n - 1}, got {item!r}")
    if not explanation.teaches:
        return ()
    if not explanation.mask[item]:  # padding has no part in any formula
        return (_loss(explanation),)
    return (
        _weight(explanation, item),
        _logit(explanation, item),
        _log_sum_exp(explanation, item),
        _term(explanation, item),
        _part(explanation, item),
        _loss(explanation),
    )


def _weight(explanation: Explanation, item: int) -> Step:
    """How the item's weight comes from its label: symbols, numbers, and text."""
    scenario = explanation.scenario
    symbol, filled, text = entry("loss", _WEIGHTS, scenario.loss)(explanation, item)
    factor = _sample_factor(explanation, item)
    if factor is not None:
        symbol = _row(symbol, "·", ("mtext", "sample weight"))
        filled = _row(filled, "·", _given(factor))
        text = f"({text}) * {_plain(factor)}"
    # Dividing by the sum of the labels, or by the best DCG, asks every item.
    alone = scenario.loss == "unique_softmax" or not scenario.normalize_labels
    items = (item,) if alone else tuple(np.flatnonzero(explanation.mask).tolist())
    equation = _row(_of("w", explanation, item), "=", symbol, "=", filled)
    value = float(explanation.weights[item])
    return _step(f"weight of {scenario.items[item]}", equation, text, value, items)


def _softmax_weight(explanation: Explanation, item: int) -> tuple[Formula, Formula, str]:
    weight = str(explanation.scenario.lambda_weight)
    return entry("lambda_weight", _LAMBDA_WEIGHTS, weight)(explanation, item)


def _gain_weight(explanation: Explanation, item: int) -> tuple[Formula, Formula, str]:
    label = explanation.scenario.labels[item]
    symbol = _row(("msup", ("mn", "2"), _of("y", explanation, item)), MINUS, ("mn", "1"))
    return symbol, _power(label), f"2^{_plain(label)} - 1"


def _metric_weight(explanation: Explanation, item: int) -> tuple[Formula, Formula, str]:
    label, rank = explanation.scenario.labels[item], int(explanation.ranks[item])
    symbol = _row(("mtext", "gain"), "·", ("mtext", "discount"))
    if explanation.scenario.lambda_weight == "dcg":
        filled = ("mfrac", _given(label), ("mn", str(rank)))
        return symbol, filled, f"{_plain(label)} / {rank}"
    log2 = ("msub", ("mi", "log"), ("mn", "2"))
    filled = ("mfrac", _power(label), _row(log2, "(", ("mn", str(1 + rank)), ")"))
    best = _best_dcg(explanation)
    symbol = ("mfrac", symbol, ("mtext", "best DCG"))
    filled = _row(("mfrac", ("mn", "1"), _number(best)), "·", filled)
    return symbol, filled, f"(2^{_plain(label)} - 1) / log2(1 + {rank}) / {_plain(best)}"


def _label_weight(explanation: Explanation, item: int) -> tuple[Formula, Formula, str]:
    labels = _labels(explanation)
    label, total = float(labels[item]), float(labels.sum())
    symbol = _of("y", explanation, item)
    if not explanation.scenario.normalize_labels:
        return symbol, _given(label), _plain(label)
    summed = _row(("munder", ("mo", "∑"), ("mi", "j")), ("msub", ("mi", "y"), ("mi", "j")))
    filled = ("mfrac", _given(label), _given(total))
    return ("mfrac", symbol, summed), filled, f"{_plain(label)} / {_plain(total)}"


def _sample_factor(explanation: Explanation, item: int) -> float | None:
    """What the sample weights multiply the item's weight by; None where there are none."""
    scenario = explanation.scenario
    if scenario.sample_weight is None:
        return None
    weights = np.array(scenario.sample_weight)
    return entry("loss", _SAMPLE_FACTORS, scenario.loss)(weights, _labels(explanation), item)


def _best_dcg(explanation: Explanation) -> float:
    """The largest DCG that any ranking of these labels reaches within the weight's topn."""
    gains = np.sort(np.expm1(_labels(explanation) * np.log(2.0)))[::-1]
    gains = gains[: explanation.scenario.topn]
    return float(np.sum(gains / np.log2(np.arange(2, gains.size + 2))))


def _labels(explanation: Explanation) -> Any:
    """Labels, with 0 for padding."""
    return np.maximum(np.array(explanation.scenario.labels), 0.0)


_Weight = Callable[[Explanation, int], tuple[Formula, Formula, str]]
_WEIGHTS: dict[str, _Weight] = {"softmax": _softmax_weight, "unique_softmax": _gain_weight}
_LAMBDA_WEIGHTS: dict[str, _Weight] = {
    "None": _label_weight,
    "dcg": _metric_weight,
    "ndcg": _metric_weight,
    "precision": _label_weight,
}
_SAMPLE_FACTORS: dict[str, Callable[[Any, Any, int], float]] = {
    "softmax": lambda weights, _, item: float(weights[item]),
    "unique_softmax": lambda weights, labels, _: float(np.sum(weights * labels) / labels.sum()),
}


def _logit(explanation: Explanation, item: int) -> Step:
    scenario = explanation.scenario
    score, temperature = scenario.scores[item], scenario.temperature
    symbol = ("mfrac", _of("s", explanation, item), ("mi", "T"))
    filled = ("mfrac", _given(score), _given(temperature))
    equation = _row(_of("l", explanation, item), "=", symbol, "=", filled)
    text = f"{_plain(score)} / {_plain(temperature)}"
    value = score / temperature
    return _step(f"logit of {scenario.items[item]}", equation, text, value, (item,))


def _log_sum_exp(explanation: Explanation, item: int) -> Step:
    rivals = _rivals(explanation, item)
    logits = {j: float(explanation.logits[j]) for j in rivals}
    highest = max(logits.values())
    # The best logit stands outside where a calculator could not take its exponential.
    shift = highest if max(map(abs, logits.values())) > _SAFE else 0.0
    text = f"ln({' + '.join(f'exp({_plain(logits[j] - shift)})' for j in rivals)})"
    if shift:
        text = f"{_plain(shift)} + {text}" if shift > 0 else f"{text} - {_plain(-shift)}"
    terms = [("msup", {"item": j}, ("mi", "e"), _number(logits[j])) for j in rivals]
    among = _row(("mi", "j"), "∈", _of("C", explanation, item))
    power = ("msup", ("mi", "e"), ("msub", ("mi", "l"), ("mi", "j")))
    equation = _row(
        ("mi", "log"), ("munder", ("mo", "∑"), among), power, "=",
        ("mi", "log"), "(", _sum(terms), ")",
    )  # fmt: skip
    whom = "itself alone" if len(rivals) == 1 else f"its {len(rivals)} competitors"
    return _step(f"log-sum-exp over {whom}", equation, text, _total(explanation, item), rivals)


def _term(explanation: Explanation, item: int) -> Step:
    total, own = _total(explanation, item), float(explanation.logits[item])
    minus = _number(own) if own >= 0 else _row("(", _number(own), ")")
    minus_log = _row(MINUS, ("mi", "log"), _of("p", explanation, item))
    equation = _row(minus_log, "=", _number(total), MINUS, minus)
    text = f"{_plain(total)} - {_plain(own) if own >= 0 else f'({_plain(own)})'}"
    title = f"term of {explanation.scenario.items[item]}"
    return _step(title, equation, text, _cost(explanation, item), (item,))


def _part(explanation: Explanation, item: int) -> Step:
    cost = _cost(explanation, item)
    equation = _row(_of("w", explanation, item), "·", _number(cost))
    text = f"{_plain(float(explanation.weights[item]))} * {_plain(cost)}"
    value = float(explanation.contributions[item])
    return _step("its part of the loss", equation, text, value, (item,))


def _loss(explanation: Explanation) -> Step:
    parts = explanation.contributions
    ranked = (int(i) for i in np.argsort(explanation.ranks))
    costly = tuple(i for i in ranked if explanation.weights[i] > 0)
    equation = _row(
        ("mtext", "loss"), "=", _sum([("mn", {"item": i}, number(float(parts[i]))) for i in costly])
    )
    text = " + ".join(_plain(float(parts[i])) for i in costly)
    return _step("loss", equation, text, explanation.loss, costly)


def _rivals(explanation: Explanation, item: int) -> tuple[int, ...]:
    """Who stands in the item's denominator, the best-ranked first."""
    rivals = np.flatnonzero(explanation.competitors[item])
    return tuple(rivals[np.argsort(explanation.ranks[rivals])].tolist())


def _total(explanation: Explanation, item: int) -> float:
    """The log-sum-exp over the item's competitors."""
    logits = explanation.logits[list(_rivals(explanation, item))]
    highest = float(logits.max())
    return highest + float(np.log(np.sum(np.exp(logits - highest))))


def _cost(explanation: Explanation, item: int) -> float:
    """`-log p` of the item; where p is too small for a float, by the difference."""
    p = float(explanation.probabilities[item])
    if p > 0:
        return float(-np.log(p)) + 0.0
    return _total(explanation, item) - float(explanation.logits[item])


# Formulas.


def _step(title: str, equation: Formula, text: str, value: float, items: tuple[int, ...]) -> Step:
    return Step(title, _row(equation, "=", _number(value)), text, value, items)


def _row(*parts: Formula | str) -> Formula:
    """Formulas side by side; a plain string is an operator."""
    return ("mrow", *(("mo", part) if isinstance(part, str) else part for part in parts))


def _sum(terms: list[Formula]) -> Formula:
    shown = terms[:SHOWN_TERMS] + ([("mo", "⋯")] if len(terms) > SHOWN_TERMS else [])
    return _row(*[part for term in shown for part in ("+", term)][1:])


def _of(letter: str, explanation: Explanation, item: int) -> Formula:
    """A letter with the name of its item below it."""
    name = " ".join(explanation.scenario.items[item].split())
    shown = name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
    return ("msub", {"item": item}, ("mi", letter), ("mtext", shown))


def _power(label: float) -> Formula:
    return _row(("msup", ("mn", "2"), _given(label)), MINUS, ("mn", "1"))


def _given(value: float) -> Formula:
    """A number as it was given: a label, a score, a temperature."""
    return _signed(f"{value:.4g}".replace("e+0", "e").replace("e-0", "e-"))


def _number(value: float) -> Formula:
    return _signed(number(value))


def _signed(text: str) -> Formula:
    if text[0] not in (MINUS, "-"):
        return ("mn", text)
    return _row(MINUS, ("mn", text[1:]))


def _plain(value: float) -> str:
    """A number as a calculator reads it, with ten digits."""
    return f"{value:.10g}".replace("e+", "e")
