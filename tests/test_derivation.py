"""The derivation: every line, typed into a calculator, gives the number that it claims."""

import math
import re

import pytest
from hypothesis import given, settings
from strategies import ordinary_scenarios

from ranklab import derive, explain, preset, presets
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.scenario import Scenario

LIST = Scenario([1.5, 0.5, 2.0, -0.5, 9.0], [1, 3, 0, 2, -1], temperature=0.7)
FUNCTIONS = {"ln": math.log, "exp": math.exp, "log2": math.log2, "__builtins__": {}}


def calculated(text):
    assert re.fullmatch(r"[0-9a-z.+\-*/^() ]+", text), text
    return eval(text.replace("^", "**"), dict(FUNCTIONS))


def assert_it_calculates(scenario, item=None):
    explanation = explain(scenario)
    steps = derive(explanation, item)
    for step in steps:
        assert calculated(step.text) == pytest.approx(step.value, rel=1e-6, abs=1e-7), step.title
    assert steps[-1].value == explanation.loss
    return steps


@pytest.mark.parametrize("name", presets())
def test_every_preset_can_be_checked_with_a_calculator(name):
    assert_it_calculates(preset(name))


@pytest.mark.parametrize("sample_weight", [None, [2, 0.5, 1, 3, 9]])
@pytest.mark.parametrize("normalize_labels", [True, False])
@pytest.mark.parametrize("lambda_weight", [None, *LAMBDA_WEIGHTS])
@pytest.mark.parametrize("loss", LOSSES)
def test_every_choice_can_be_checked(loss, lambda_weight, normalize_labels, sample_weight):
    scenario = LIST.replace(
        loss=loss,
        lambda_weight=lambda_weight,
        normalize_labels=normalize_labels,
        sample_weight=sample_weight,
        topn=3,
    )
    explanation = explain(scenario)
    for item in range(4):
        weight, logit, total, term, part, loss_step = assert_it_calculates(scenario, item)
        assert weight.value == pytest.approx(explanation.weights[item])
        assert logit.value == explanation.logits[item]
        assert total.items == tuple(
            sorted(explanation.competitors[item].nonzero()[0], key=lambda j: explanation.ranks[j])
        )
        assert term.value == pytest.approx(total.value - logit.value)
        assert part.value == explanation.contributions[item]
        assert set(loss_step.items) == set(explanation.weights.nonzero()[0])


@settings(max_examples=50)
@given(ordinary_scenarios)
def test_any_list_can_be_checked(scenario):
    if explain(scenario).costs_nothing:
        assert derive(explain(scenario)) == ()
    else:
        assert_it_calculates(scenario)


def test_exponentials_that_no_calculator_takes_are_taken_from_the_best():
    steps = assert_it_calculates(Scenario([4000.0, 3999.0, -5000.0], [0, 1, 0]))
    assert steps[2].text == "4000 + ln(exp(0) + exp(-1) + exp(-9000))"
    below = assert_it_calculates(Scenario([-4000.0, -3999.0], [1, 0]))
    assert below[2].text == "ln(exp(0) + exp(-1)) - 3999"


def test_it_follows_the_item_one_asks_for_and_the_costliest_otherwise():
    explanation = explain(LIST)
    assert derive(explanation, 3)[0].title == "weight of item 4"
    assert derive(explanation)[0].title == "weight of item 4"
    assert [step.title for step in derive(explanation, 4)] == ["loss"]  # padding has no part
    with pytest.raises(ValueError, match="from 0 to 4, got 5"):
        derive(explanation, 5)
    with pytest.raises(TypeError, match=r"must be a ranklab\.Explanation, got Scenario"):
        derive(LIST)


def test_a_formula_holds_names_as_text_and_known_elements_alone():
    hostile = LIST.replace(items=["<b>", "a\nb", "c", "d" * 100, "e"])
    known = {"mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "mfrac", "munder"}

    def walk(node):
        tag, *rest = node
        assert tag in known
        for part in rest:
            if isinstance(part, tuple):
                walk(part)
            elif isinstance(part, dict):
                assert set(part) == {"item"}
            else:
                assert isinstance(part, str)
                assert len(part) <= 20

    for item in range(4):
        for step in derive(explain(hostile), item):
            walk(step.formula)


@pytest.mark.parametrize("difference", [700, 730, 745, 1000])
def test_a_term_has_all_digits_where_the_probability_has_few(difference):
    # p = exp(-730) is below 2^-1022: such a number has fewer digits than others.
    steps = derive(explain(Scenario([0, difference], [1, 0])))
    [term] = [step for step in steps if step.title == "term of item 1"]
    assert term.value == pytest.approx(difference, rel=1e-15)
    assert steps[-2].text == f"1 * {difference}"
