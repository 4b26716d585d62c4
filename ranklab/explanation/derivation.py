"""Derivation: every line from the labels to the loss, with the numbers of one explanation put in.

A line is a formula, the same formula as text for a calculator, and the items that it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import float_info

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.answer import settings_of
from ranklab.explanation.definitions import is_custom, loss_of, loss_title
from ranklab.explanation.explanation import Explanation, check, contributions_of
from ranklab.explanation.formatting import MINUS, number
from ranklab.explanation.formulas import Formula, Item, given, of, plain, rounded, row, total
from ranklab.explanation.races import Race

_SAFE = 300.0  # the largest exponent that a calculator can take


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes:
        title: What this line computes, in words.
        formula: How, as a tree of MathML elements: `("mrow", ("mi", "w"), ...)`.
        text: The right-hand side as one can paste it into a calculator: `ln(exp(0.8) + 1)`.
        value: What that gives.
        items: The items that the line is about.
    """

    title: str
    formula: Formula
    text: str
    value: float
    items: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.title}: {self.text} = {number(self.value)}"


def derive(explanation: Explanation, item: int | None = None) -> tuple[Line, ...]:
    """Derive the loss line by line, by way of one item.

    Where the item owns one race: its weight, its logit, the log-sum-exp over its competitors, its
    term, and its part of the loss. Where it owns several, what each race costs, and their sum. Then
    the sum of all parts.

    Args:
        explanation: What to derive.
        item: The item to follow; the one that costs most if not given.

    Returns:
        The lines; none where the list costs nothing.

    Raises:
        TypeError: `explanation` is something else.
        ValueError: There is no such item, or it explains a custom loss.

    >>> from ranklab import Scenario, explain
    >>> for line in derive(explain(Scenario([0.6, 0.8], [1, 0]))):
    ...     print(line)
    weight of item 1: 1 / 1 = 1.00
    logit of item 1: 0.6 / 1 = 0.600
    log-sum-exp over its 2 competitors: ln(exp(0.8) + exp(0.6)) = 1.40
    term of item 1: 1.398138869 - 0.6 = 0.798
    its part of the loss: 1 * 0.7981388694 = 0.798
    loss: 0.7981388694 = 0.798
    """
    check(explanation)
    if is_custom(explanation.scenario.loss):
        raise ValueError(
            f"{loss_title(explanation.scenario.loss)} is a custom loss: there is a derivation of "
            "ranklab's losses alone"
        )
    n, contributions = len(explanation.scenario), contributions_of(explanation)
    if item is None:
        item = int(np.argmax(contributions))
    if isinstance(item, bool) or not isinstance(item, int) or not 0 <= item < n:
        raise ValueError(f"item must be the place of an item, from 0 to {n - 1}, got {item!r}")
    if explanation.costs_nothing:
        return ()
    races = explanation.races_of(item)
    if explanation.weights is not None and races:
        [race] = races
        return (*_one_race(explanation, race), _loss(explanation))
    return (*_several_races(explanation, item, races), _loss(explanation))


# An item with one race.


def _one_race(explanation: Explanation, race: Race) -> tuple[Line, ...]:
    lines = _weight(explanation, race), _logit(explanation, race.owner)
    return (
        *lines,
        _log_sum_exp(explanation, race),
        _term(explanation, race),
        _part(explanation, race),
    )


def _weight(explanation: Explanation, race: Race) -> Line:
    """How the weight of the item's race comes from its label."""
    scenario, item = explanation.scenario, race.owner
    everyone = np.arange(len(scenario))
    named = Item(
        place=item,
        name=scenario.items[item],
        labels=np.maximum(np.array(scenario.labels), 0.0),
        rank=int(explanation.ranks[item]),
        topn=scenario.topn,
    )
    formula = loss_of(scenario.loss).weight_formula(named, settings_of(scenario, everyone))
    items = tuple(np.flatnonzero(explanation.mask).tolist()) if formula.asks_all else (item,)
    equation = row(_of("w", explanation, item), "=", formula.symbols, "=", formula.filled)
    return _line(f"weight of {named.name}", equation, formula.text, race.weight, items)


def _logit(explanation: Explanation, item: int) -> Line:
    scenario = explanation.scenario
    score, temperature = scenario.scores[item], scenario.temperature
    symbol = ("mfrac", _of("s", explanation, item), ("mi", "T"))
    filled = ("mfrac", given(score), given(temperature))
    equation = row(_of("l", explanation, item), "=", symbol, "=", filled)
    text = f"{plain(score)} / {plain(temperature)}"
    return _line(f"logit of {scenario.items[item]}", equation, text, score / temperature, (item,))


def _log_sum_exp(explanation: Explanation, race: Race) -> Line:
    best_first = _best_first(explanation, race)
    logits = {j: float(explanation.logits[j]) for j in best_first}
    terms = [("msup", {"item": j}, ("mi", "e"), rounded(logits[j])) for j in best_first]
    among = row(("mi", "j"), "∈", _of("C", explanation, race.owner))
    power = ("msup", ("mi", "e"), ("msub", ("mi", "l"), ("mi", "j")))
    equation = row(
        ("mi", "ln"), ("munder", ("mo", "∑"), among), power, "=",
        ("mi", "ln"), "(", total(terms), ")",
    )  # fmt: skip
    count = len(best_first)
    whom = "itself alone" if count == 1 else f"its {count} competitors"
    text = _log_sum_exp_text(list(logits.values()))
    return _line(
        f"log-sum-exp over {whom}", equation, text, _log_sum(explanation, race), best_first
    )


def _term(explanation: Explanation, race: Race) -> Line:
    item = race.owner
    summed, own = _log_sum(explanation, race), float(explanation.logits[item])
    minus = rounded(own) if own >= 0 else row("(", rounded(own), ")")
    minus_log = row(MINUS, ("mi", "ln"), _of("p", explanation, item))
    equation = row(minus_log, "=", rounded(summed), MINUS, minus)
    title = f"term of {explanation.scenario.items[item]}"
    text = f"{plain(summed)} - {_in_brackets(own)}"
    return _line(title, equation, text, _term_of(explanation, race), (item,))


def _part(explanation: Explanation, race: Race) -> Line:
    item, term = race.owner, _term_of(explanation, race)
    equation = row(_of("w", explanation, item), "·", rounded(term))
    text = f"{plain(race.weight)} * {plain(term)}"
    value = float(contributions_of(explanation)[item])
    return _line("its part of the loss", equation, text, value, (item,))


# An item with several races, or none.


def _several_races(
    explanation: Explanation, item: int, races: tuple[Race, ...]
) -> tuple[Line, ...]:
    if not races:  # padding, or an item whose races have no weight
        return ()
    costs = [race.weight * _term_of(explanation, race) for race in races]
    equation = row(_of("c", explanation, item), "=", total([rounded(cost) for cost in costs]))
    text = " + ".join(map(plain, costs))
    value = float(contributions_of(explanation)[item])
    return (
        _logit(explanation, item),
        *(_race(explanation, race, cost) for race, cost in zip(races, costs, strict=True)),
        _line("its part of the loss", equation, text, value, (item,)),
    )


def _race(explanation: Explanation, race: Race, cost: float) -> Line:
    """What one race costs: its weight times (log-sum-exp - logit of the winner)."""
    best_first = _best_first(explanation, race)
    logits = [float(explanation.logits[j]) for j in best_first]
    terms: list[Formula] = [
        ("msup", {"item": j}, ("mi", "e"), rounded(logit))
        for j, logit in zip(best_first, logits, strict=True)
    ]
    if race.against_line:
        logits.append(0.0)
        terms.append(("mn", "1"))
    winner = 0.0 if race.winner is None else float(explanation.logits[race.winner])
    logarithm = row(("mi", "ln"), "(", total(terms), ")")
    minus = rounded(winner) if winner >= 0 else row("(", rounded(winner), ")")
    equation = row(rounded(race.weight), "·", row("(", logarithm, MINUS, minus, ")"))
    text = f"{plain(race.weight)} * ({_log_sum_exp_text(logits)} - {_in_brackets(winner)})"
    return _line(_race_title(explanation, race), equation, text, cost, best_first)


def _race_title(explanation: Explanation, race: Race) -> str:
    if race.against_line:
        return "race that the line wins" if race.winner is None else "race against the line"
    others = [explanation.scenario.items[j] for j in race.competitors if j != race.owner]
    return f"race against {others[0]}" if len(others) == 1 else f"race against {len(others)} items"


def _loss(explanation: Explanation) -> Line:
    parts = contributions_of(explanation)
    ranked = (int(i) for i in np.argsort(explanation.ranks))
    costly = tuple(i for i in ranked if _has_weight(explanation, i))
    terms = [("mn", {"item": i}, number(float(parts[i]))) for i in costly]
    text = " + ".join(plain(float(parts[i])) for i in costly)
    return _line("loss", row(("mtext", "loss"), "=", total(terms)), text, explanation.loss, costly)


def _has_weight(explanation: Explanation, item: int) -> bool:
    if explanation.weights is not None:
        return bool(explanation.weights[item] != 0)
    return bool(explanation.races_of(item))


# The numbers of a race.


def _best_first(explanation: Explanation, race: Race) -> tuple[int, ...]:
    """Who stands in it, the best-ranked first."""
    there: NDArray[np.int64] = np.array(race.competitors)
    return tuple(there[np.argsort(explanation.ranks[there])].tolist())


def _log_sum(explanation: Explanation, race: Race) -> float:
    """The log-sum-exp over its competitors."""
    logits = explanation.logits[list(_best_first(explanation, race))]
    if race.against_line:
        logits = np.append(logits, 0.0)
    highest = float(logits.max())
    return highest + float(np.log(np.sum(np.exp(logits - highest))))


def _term_of(explanation: Explanation, race: Race) -> float:
    """`-log p` of the winner; where p is too small for a float's digits, by the difference."""
    if race.probability >= float_info.min:
        return float(-np.log(race.probability)) + 0.0
    winner = 0.0 if race.winner is None else float(explanation.logits[race.winner])
    return _log_sum(explanation, race) - winner


def _log_sum_exp_text(logits: list[float]) -> str:
    highest = max(logits)
    # The best logit stands outside where a calculator could not take its exponential.
    shift = highest if max(map(abs, logits)) > _SAFE else 0.0
    text = f"ln({' + '.join(f'exp({plain(logit - shift)})' for logit in logits)})"
    if not shift:
        return text
    return f"{plain(shift)} + {text}" if shift > 0 else f"{text} - {plain(-shift)}"


def _in_brackets(value: float) -> str:
    return plain(value) if value >= 0 else f"({plain(value)})"


def _of(letter: str, explanation: Explanation, item: int) -> Formula:
    return of(letter, item, explanation.scenario.items[item])


def _line(title: str, equation: Formula, text: str, value: float, items: tuple[int, ...]) -> Line:
    return Line(title, row(equation, "=", rounded(value)), text, value, items)
