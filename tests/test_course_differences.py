"""Differences: each line says what this package computes, and what the table of the docs holds."""

import re
from math import exp, expm1, log
from pathlib import Path

import pytest

from ranklab import explain, preset
from ranklab.course.differences import difference, differences

PAGE = Path(__file__).parents[1] / "docs" / "differences_from_tf_ranking.md"
TABLE = PAGE.read_text("utf-8")
P1 = exp(0.6) / (exp(0.6) + exp(0.8))
FIRST, SECOND = -log(P1), -log(1 - P1)  # what each of two items at 0.6 and 0.8 costs

FORMULAS = {
    "labels that do not sum to 1": (2 * FIRST + SECOND) / 3,
    "a weight that unique softmax ignores": FIRST,
    "a precision weight": FIRST,
    "padding that leaks": log(1 + exp(-1)),
    "normalized labels under a DCG weight": 2 / 2 * FIRST + 1 / 1 * SECOND,
    # gains 1, 0, 3 at ranks 1, 2, 3 over the best DCG; each of three ties costs ln 3
    "ties ranked at random": (1 + 3 / 2) / (3 + log(2) / log(3)) * log(3),
    "a weight and normalized labels": 2 * (2 * FIRST + SECOND) / 3,
    "a negative label in a ragged list": FIRST,
    "a label near 0": expm1(1e-8 * log(2)) * FIRST,
}


def test_every_difference_has_its_formula():
    assert [one.name for one in differences()] == list(FORMULAS)


@pytest.mark.parametrize("name", FORMULAS)
def test_ranklab_says_what_the_formula_says(name):
    one = difference(name)
    assert one.ranklab == pytest.approx(FORMULAS[name], rel=1e-9)
    said = f"{one.ranklab:.4f}" if one.ranklab > 1e-4 else f"{one.ranklab:.4g}"
    assert said in one.formula
    assert str(one).endswith(f"ranklab says              {said}")
    # a preset, with a sentence that is no longer than those of the menu
    assert explain(preset(name)).has_relevant_item


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("labels that do not sum to 1", "`SoftmaxLoss`, labels"),
        ("padding that leaks", "padding in"),
        ("normalized labels under a DCG weight", "`normalize_labels` under"),
        ("a negative label in a ragged list", "a negative label"),
    ],
)
def test_frozen_numbers_are_those_of_the_table(name, row):
    (line,) = re.findall(rf"^\| {re.escape(row)}.*\|$", TABLE, re.MULTILINE)
    theirs = line.split("|")[3]
    assert all(f"{value:.4f}" in theirs for value in difference(name).frozen)


def test_random_ties_have_the_losses_that_tie_orders_finds():
    from ranklab import tie_orders

    found = sorted(tie_orders(preset("ties ranked at random")).losses)
    assert list(difference("ties ranked at random").frozen) == pytest.approx(found, abs=5e-5)


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no difference 'x'; there are labels that do not sum"):
        difference("x")
