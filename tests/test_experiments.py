"""Compare, sweep, descend, tie orders: from plain Python, pinned to numbers done by hand."""

import time
from itertools import permutations
from math import exp, log, log2, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ordinary_scenarios, scenarios

from ranklab import Scenario, compare, descend, explain, preset, sweep, tie_orders
from ranklab.experiments.sweeps import TEMPERATURES

THREE = Scenario([1, 2, 0], [1, 0, 0])


# Compare.


def test_compared_explanations_differ_in_one_choice_alone():
    both = compare(THREE, loss=["softmax", "unique_softmax"])
    assert [e.scenario for e in both.explanations] == [
        THREE, THREE.replace(loss="unique_softmax")
    ]  # fmt: skip
    assert both.explanations[1].loss == explain(THREE.replace(loss="unique_softmax")).loss


def test_an_item_pushed_both_ways_is_marked():
    # A perfect ranking whose best item softmax pushes down, and unique softmax up.
    both = compare(preset("the best item pushed down"), loss=["softmax", "unique_softmax"])
    assert both.disagree == (True, False, False)
    lines = str(both).splitlines()
    assert lines[0].split() == ["softmax", "unique", "softmax"]
    assert lines[1].split() == ["loss", "1.07", "0.511"]
    assert lines[2].split() == ["≠", "item", "1", "−0.270", "/", "0.0439", "0.191", "/", "0.198"]
    assert not any("≠" in line for line in lines[3:5])


def test_temperatures_are_compared_in_the_order_given():
    three = compare(THREE, temperature=[10, 0.1])
    assert three.values == (10, 0.1)
    losses = [log(1 + exp(1 / t) + exp(-1 / t)) for t in (10, 0.1)]  # of both over the relevant
    assert repr(three) == f"Comparison(temperature, 10: {losses[0]:.6f}, 0.1: {losses[1]:.6f})"


@pytest.mark.parametrize(
    ("choice", "error", "said"),
    [
        ({}, TypeError, "exactly one choice"),
        ({"loss": ["softmax"], "topn": [1]}, TypeError, "exactly one choice"),
        ({"loss": "softmax"}, TypeError, "a list of values"),
        ({"loss": []}, TypeError, "a list of values"),
        ({"scores": [[1, 2]]}, ValueError, "'scores' cannot be compared"),
        ({"temperature": [1, 0]}, ValueError, "temperature must be"),
    ],
)
def test_what_cannot_be_compared_is_refused(choice, error, said):
    with pytest.raises(error, match=said):
        compare(THREE, **choice)


@given(scenarios())
def test_any_list_can_be_compared(scenario):
    both = compare(
        scenario,
        temperature=[0.1, 1, 10],
    )
    assert len(str(both).splitlines()) == len(scenario) + 3


# Sweep.


def test_the_weaker_competitor_shares_as_its_odds_say():
    temperatures = [0.1, 0.5, 0.679, 1, 10]
    swept = sweep(THREE, temperatures)
    for row, temperature in enumerate(temperatures):
        weaker = 1 / (1 + exp(2 / temperature))
        assert swept.push_shares[row] == pytest.approx([1, -(1 - weaker), -weaker], abs=1e-12)
        parts = np.exp(np.array([1, 2, 0]) / temperature)
        p = parts / parts.sum()
        assert swept.losses[row] == pytest.approx(-log(p[0]))
        assert swept.sizes[row] == pytest.approx(
            sqrt((p[0] - 1) ** 2 + p[1] ** 2 + p[2] ** 2) / temperature
        )
    assert -swept.push_shares[2, 2] == pytest.approx(0.05, abs=1e-3)


@settings(max_examples=30)
@given(scenarios(max_items=5))
def test_a_sweep_is_the_explanation_at_each_temperature(scenario):
    swept = sweep(scenario, [0.01, 1.0, 100.0])
    for row, temperature in enumerate(swept.temperatures):
        explanation = explain(scenario.replace(temperature=temperature))
        assert swept.losses[row] == explanation.loss
        assert swept.sizes[row] == pytest.approx(np.linalg.norm(explanation.gradient))
    assert np.isfinite(swept.push_shares).all()
    assert (np.abs(swept.push_shares) <= 1 + 1e-9).all()


def test_a_list_that_teaches_nothing_shares_nothing():
    swept = sweep(Scenario([1, 2], [0, 0]))
    assert (swept.losses == 0).all()
    assert (swept.push_shares == 0).all()
    assert len(swept.temperatures) == len(TEMPERATURES)
    assert (TEMPERATURES[0], TEMPERATURES[-1]) == (0.01, 100)


@pytest.mark.parametrize(
    ("temperatures", "said"),
    [([], "1 to 1000 temperatures, got 0"), ([1, 1], "must ascend"), ([2, 1], "must ascend"),
     ([0.5, 1e9], "temperature must be"), (range(1, 1500), "got 1499")],
)  # fmt: skip
def test_temperatures_that_make_no_axis_are_refused(temperatures, said):
    with pytest.raises(ValueError, match=said):
        sweep(THREE, temperatures)


# Descent.


def test_a_step_is_the_gradient_times_the_rate():
    taken = descend(THREE, rate=0.5, steps=1)
    start = explain(THREE)
    assert taken.scores[1] == pytest.approx(np.array([1, 2, 0]) - 0.5 * start.gradient)
    assert taken.losses[0] == start.loss
    assert taken.losses[1] == pytest.approx(explain(taken.at(1)).loss)
    assert taken.ndcgs.tolist() == [start.metrics.ndcg, explain(taken.at(1)).metrics.ndcg]
    assert len(taken) == 1


def test_steps_of_equal_length_are_of_equal_length():
    taken = descend(THREE, rate=0.25, steps=7, step="length")
    lengths = np.linalg.norm(np.diff(taken.scores, axis=0), axis=1)
    assert lengths == pytest.approx(np.full(7, 0.25))


def test_temperature_is_scale_and_direction():
    # At a fixed rate T decides how fast; at a fixed length of a step, hardly.
    by_rate, by_length = (
        [descend(THREE.replace(temperature=t), 0.1, 400, step).first() for t in (0.1, 1, 10)]
        for step in ("rate", "length")
    )
    assert by_rate == [1, 9, 99]
    assert by_length == [8, 8, 8]


@settings(max_examples=30, deadline=None)
@given(ordinary_scenarios, st.sampled_from(["rate", "length"]))
def test_every_step_is_what_explain_says_of_it(scenario, step):
    taken = descend(scenario, rate=0.05, steps=5, step=step)
    for at in range(len(taken) + 1):
        explanation = explain(taken.at(at))
        assert taken.losses[at] == pytest.approx(explanation.loss, abs=1e-12)
        assert taken.ndcgs[at] == explanation.metrics.ndcg
        assert taken.sizes[at] == pytest.approx(np.linalg.norm(explanation.gradient), abs=1e-12)
    padding = np.array(scenario.labels) < 0
    assert (taken.scores[:, padding] == np.array(scenario.scores)[padding]).all()


def test_it_stops_when_converged_and_where_scores_would_leave_their_limits():
    floor = descend(Scenario([1, 0, -50], [1, 1, 0]), rate=1.0, steps=1000)
    assert floor.stopped == "converged"
    assert floor.losses[-1] == pytest.approx(log(2))
    assert len(floor) < 100
    assert descend(Scenario([1, 2], [0, 0])).stopped == "converged"
    wild = descend(THREE, rate=1e9, steps=5)
    assert wild.stopped == "diverged"
    assert len(wild) == 0
    assert descend(THREE, steps=3).stopped == "steps"


def test_two_hundred_steps_of_twenty_items_are_there_at_once():
    random = np.random.default_rng(0)
    scenario = Scenario(random.normal(size=20), random.integers(0, 5, 20), loss="unique_softmax")
    descend(scenario, steps=5)
    start = time.perf_counter()
    descend(scenario, steps=200)
    assert time.perf_counter() - start < 5  # 0.03 on an idle machine: benchmarks/explain.py


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"rate": 0}, ValueError, "rate must be a finite number above 0"),
        ({"rate": float("nan")}, ValueError, "rate must be"),
        ({"rate": "fast"}, TypeError, "rate must be a number"),
        ({"steps": 0}, ValueError, "from 1 to 10,000"),
        ({"steps": 1.5}, TypeError, "a whole number"),
        ({"step": "leap"}, ValueError, "'rate' or 'length', got 'leap'"),
    ],
)
def test_a_descent_that_makes_no_sense_is_refused(arguments, error, said):
    with pytest.raises(error, match=said):
        descend(THREE, **arguments)


# Ties.


def test_three_tied_scores_have_six_losses():
    orders = tie_orders(preset("all tied"))
    best = 3 + 1 / log2(3)
    wanted = sorted(
        log(3) * (3 / log2(1 + a) + 1 / log2(1 + b)) / best for a, b, _ in permutations((1, 2, 3))
    )
    assert sorted(orders.losses) == pytest.approx(wanted)
    assert orders.mean == pytest.approx(sum(wanted) / 6)
    assert (orders.count, orders.sampled) == (6, False)
    assert orders.ndcgs.max() == pytest.approx(1)


def test_without_ties_there_is_one_order_and_it_is_the_explanation():
    orders = tie_orders(THREE)
    assert orders.losses.tolist() == [explain(THREE).loss]
    assert orders.count == 1


def test_where_no_rank_acts_every_order_costs_the_same():
    orders = tie_orders(Scenario([0, 0, 0], [2, 1, 0]))
    assert len(set(orders.losses)) == 1
    assert len(set(orders.ndcgs.round(9))) > 1


def test_too_many_orders_are_sampled_and_that_is_said():
    many = Scenario([0] * 8, [3, 2, 1, 0] * 2, lambda_weight="ndcg")
    sample = tie_orders(many, most=400, seed=1)
    assert sample.sampled
    assert sample.count == 40320
    assert len(sample.losses) == 400
    assert repr(sample).startswith("TieOrders(a sample of 400 of 40,320 orders, ")
    assert sample.mean == pytest.approx(tie_orders(many, most=400, seed=2).mean, rel=0.05)
    assert tie_orders(many, most=400, seed=1).losses.tolist() == sample.losses.tolist()


@settings(max_examples=30, deadline=None)
@given(scenarios(max_items=5))
def test_the_order_by_position_is_among_the_orders(scenario):
    orders = tie_orders(scenario, most=120)
    explanation = explain(scenario)
    assert np.isclose(orders.losses, explanation.loss, rtol=1e-9, atol=1e-12).any()
    assert np.isclose(orders.ndcgs, explanation.metrics.ndcg).any()
