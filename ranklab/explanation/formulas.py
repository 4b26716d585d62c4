"""Formulas: a number in symbols, with its numbers put in, and as text for a calculator.

A formula is a small tree named after the elements of MathML, which a browser sets and reads aloud
by itself: `("mfrac", ("mi", "y"), ("mn", "2"))`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics
from ranklab.explanation.formatting import MINUS, number

NAME_LENGTH = 10  # of an index
SHOWN_TERMS = 3  # of a sum; a longer one is cut in the picture, never in the text

Formula = tuple[Any, ...]  # (tag, child, ...) or (tag, {"item": i}, child, ...); text is a child


class Item(NamedTuple):
    """An item of a list: what a formula needs of it.

    Attributes:
        place: Its place in the list, from 0.
        name: Its name.
        labels: The labels of the whole list, 0 for padding, shape (n,).
        rank: Its rank.
        topn: How many places a lambda weight counts, or None for all.
    """

    place: int
    name: str
    labels: NDArray[np.float64]
    rank: int
    topn: int | None

    @property
    def label(self) -> float:
        """Its label."""
        return float(self.labels[self.place])


class WeightFormula(NamedTuple):
    """How a weight is computed.

    Attributes:
        symbols: In symbols.
        filled: With its numbers put in.
        text: As a calculator takes it: `3 / 4`.
        asks_all: Whether other items have a part in it.
    """

    symbols: Formula
    filled: Formula
    text: str
    asks_all: bool = False


# The weights of the losses.


def label(item: Item) -> WeightFormula:
    """The label itself: `y`."""
    return WeightFormula(of("y", item.place, item.name), given(item.label), plain(item.label))


def normalized_label(item: Item) -> WeightFormula:
    """The label divided by the sum of all: `y_i / sum_j y_j`."""
    total = float(item.labels.sum())
    summed = row(("munder", ("mo", "∑"), ("mi", "j")), ("msub", ("mi", "y"), ("mi", "j")))
    return WeightFormula(
        ("mfrac", of("y", item.place, item.name), summed),
        ("mfrac", given(item.label), given(total)),
        f"{plain(item.label)} / {plain(total)}",
        asks_all=True,
    )


def gain(item: Item) -> WeightFormula:
    """The gain of the label: `2^y - 1`."""
    power = ("msup", ("mn", "2"), of("y", item.place, item.name))
    text = f"2^{plain(item.label)} - 1"
    return WeightFormula(row(power, MINUS, ("mn", "1")), _power(item.label), text)


def label_over_rank(item: Item) -> WeightFormula:
    """Gain times discount of a DCG weight: `y / rank`."""
    filled = ("mfrac", given(item.label), ("mn", str(item.rank)))
    return WeightFormula(_GAIN_DISCOUNT, filled, f"{plain(item.label)} / {item.rank}")


def discounted_gain(item: Item) -> WeightFormula:
    """Gain times discount of an NDCG weight, over the best DCG that these labels reach."""
    log2 = ("msub", ("mi", "log"), ("mn", "2"))
    ideal = np.sort(metrics.pow_minus_1(item.labels))[::-1][: item.topn]
    best = float(np.sum(ideal * metrics.log2_inverse(np.arange(1, ideal.size + 1))))
    gained = ("mfrac", _power(item.label), row(log2, "(", ("mn", str(1 + item.rank)), ")"))
    return WeightFormula(
        ("mfrac", _GAIN_DISCOUNT, ("mtext", "best DCG")),
        row(("mfrac", ("mn", "1"), rounded(best)), "·", gained),
        f"(2^{plain(item.label)} - 1) / log2(1 + {item.rank}) / {plain(best)}",
        asks_all=True,
    )


def times(formula: WeightFormula, sample_weight: float | None) -> WeightFormula:
    """The same formula times a sample weight; unchanged where there is none."""
    if sample_weight is None:
        return formula
    return WeightFormula(
        row(formula.symbols, "·", ("mtext", "sample weight")),
        row(formula.filled, "·", given(sample_weight)),
        f"({formula.text}) * {plain(sample_weight)}",
        formula.asks_all,
    )


_GAIN_DISCOUNT: Formula = ("mrow", ("mtext", "gain"), ("mo", "·"), ("mtext", "discount"))


# What formulas are made of.


def row(*parts: Formula | str) -> Formula:
    """Formulas side by side; a plain string is an operator."""
    return ("mrow", *(("mo", part) if isinstance(part, str) else part for part in parts))


def total(terms: list[Formula]) -> Formula:
    """A sum, of which the first terms are shown."""
    shown = terms[:SHOWN_TERMS] + ([("mo", "⋯")] if len(terms) > SHOWN_TERMS else [])
    return row(*[part for term in shown for part in ("+", term)][1:])


def of(letter: str, place: int, name: str) -> Formula:
    """A letter with the name of its item below it."""
    name = " ".join(name.split())
    shown = name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
    return ("msub", {"item": place}, ("mi", letter), ("mtext", shown))


def given(value: float) -> Formula:
    """A number as it was given: a label, a score, a temperature."""
    return _signed(f"{value:.4g}".replace("e+0", "e").replace("e-0", "e-"))


def rounded(value: float) -> Formula:
    """A number that was computed, as people read it."""
    return _signed(number(value))


def plain(value: float) -> str:
    """A number as a calculator reads it, with ten digits.

    >>> plain(0.1 + 0.2)
    '0.3'
    """
    return f"{value:.10g}".replace("e+", "e")


def _power(label: float) -> Formula:
    return row(("msup", ("mn", "2"), given(label)), MINUS, ("mn", "1"))


def _signed(text: str) -> Formula:
    if text[0] not in (MINUS, "-"):
        return ("mn", text)
    return row(MINUS, ("mn", text[1:]))
