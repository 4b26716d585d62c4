"""A loss is one record: three toys go through everything that ranklab's own losses go through.

Their races have layouts that ranklab's own do not use: rows that depend on the scores, pairs, and
a line at 0. What they cost is written here as the papers write it, for automatic differentiation.
"""

import json
import math

import numpy as np
import pytest
import tensorflow as tf
from front_end import send
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_losses import TOYS

from ranklab import Lab, Scenario, compare, derive, descend, explain, explore, sweep, tie_orders
from ranklab.drawing import charts, figures, latex
from ranklab.experiments.reduction import weigh_lists
from ranklab.explanation import definitions, races
from ranklab.explanation.races import Line, Pairs, Rows

LIST = Scenario([0.3, -0.5, 1.2, 0.1, 9.0], [1, 0, 1, 0, -1], items=list("abcde"))


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    for name, record in TOYS.items():
        monkeypatch.setitem(definitions.LOSSES, name, record)


# As the papers write them, for the items that are there: the loss of each item, (n,).


def list_mle(y, s, t):
    order = np.lexsort((-s.numpy(), -y))
    z = tf.gather(s, order) / t
    costs = [tf.reduce_logsumexp(z[k:]) - z[k] for k in range(len(order))]
    return tf.gather(tf.stack(costs), np.argsort(order))


def pairwise_logistic(y, s, t):
    better = tf.constant((y[:, None] > y[None, :]).astype(float))
    return tf.reduce_sum(better * tf.math.softplus((s[None, :] - s[:, None]) / t), axis=1)


def sigmoid_cross_entropy(y, s, t):
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=s / t)


PAPERS = {
    "list_mle": list_mle,
    "pairwise_logistic": pairwise_logistic,
    "sigmoid_cross_entropy": sigmoid_cross_entropy,
}
every_toy = pytest.mark.parametrize("name", PAPERS)


def asked_of_the_paper(scenario):
    """The loss of each item and the gradient, 0 at padding."""
    labels, scores = np.array(scenario.labels), np.array(scenario.scores)
    there = np.flatnonzero(labels >= 0)
    weight = np.ones(labels.size)
    if scenario.sample_weight is not None:
        weight = np.array(scenario.sample_weight)
    parts, gradient = np.zeros((2, labels.size))
    if not there.size:
        return parts, gradient
    s = tf.constant(scores[there])
    with tf.GradientTape() as tape:
        tape.watch(s)
        costs = PAPERS[scenario.loss](labels[there], s, scenario.temperature) * weight[there]
    parts[there] = costs.numpy()
    gradient[there] = tf.convert_to_tensor(tape.gradient(costs, s)).numpy()
    return parts, gradient


@st.composite
def lists(draw):
    n = draw(st.integers(1, 6))
    score = st.floats(-5, 5).map(lambda value: round(value, 2))
    return Scenario(
        draw(st.lists(score, min_size=n, max_size=n)),
        draw(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=n, max_size=n)),
        temperature=draw(st.sampled_from([0.5, 1.0, 2.0])),
        sample_weight=draw(
            st.none() | st.lists(st.sampled_from([0.0, 0.5, 2.0]), min_size=n, max_size=n)
        ),
    )


@every_toy
@settings(max_examples=60)
@given(scenario=lists())
def test_the_sum_of_its_races_is_the_loss_of_the_paper(name, scenario):
    scenario = scenario.replace(loss=name)
    explanation = explain(scenario)
    there = [label >= 0 for label in scenario.labels]
    if len({s for s, t in zip(scenario.scores, there, strict=True) if t}) < sum(there):
        return  # of tied scores autodiff and position may take another order
    parts, gradient = asked_of_the_paper(scenario)
    assert explanation.contributions == pytest.approx(parts, abs=1e-9)
    assert explanation.gradient == pytest.approx(gradient, abs=1e-9)
    assert explanation.loss == pytest.approx(parts.sum(), abs=1e-9)


@every_toy
@settings(max_examples=60)
@given(scenario=lists())
def test_what_an_item_owns_is_what_its_races_cost(name, scenario):
    explanation = explain(scenario.replace(loss=name))
    for item in range(len(scenario)):
        costs = [race.weight * -math.log(race.probability) for race in explanation.races_of(item)]
        assert sum(costs) == pytest.approx(explanation.contributions[item], abs=1e-9)


@every_toy
@settings(max_examples=60)
@given(scenario=lists())
def test_the_gradient_is_what_others_push_down_less_what_one_pulls_up(name, scenario):
    e = explain(scenario.replace(loss=name))
    assert e.push_down - e.pull_up == pytest.approx(e.gradient, abs=1e-12)
    t = scenario.temperature
    pull_up, push_down = np.zeros((2, len(scenario)))
    for item in range(len(scenario)):
        for race in e.races_of(item):
            logits = {j: e.logits[j] for j in race.competitors}
            total = sum(map(math.exp, logits.values())) + (1.0 if race.against_line else 0.0)
            for j, logit in logits.items():
                q = math.exp(logit) / total
                if j == race.winner:
                    pull_up[j] += race.weight * (1 - q) / t
                else:
                    push_down[j] += race.weight * q / t
    assert e.pull_up == pytest.approx(pull_up, abs=1e-9)
    assert e.push_down == pytest.approx(push_down, abs=1e-9)


@every_toy
def test_only_one_race_for_each_item_has_weights_probabilities_and_targets(name):
    e = explain(LIST.replace(loss=name))
    one_race = name == "list_mle"
    assert (e.weights is not None) == one_race
    assert (e.probabilities is not None) == one_race
    assert (e.targets is not None) == one_race
    if one_race:
        assert e.targets.tolist() == [1, 1, 1, 1, 0]  # its races do not share their competitors
    there = e.mask
    rows = e.race_probabilities
    assert (rows[~e.competitors] == 0).all()
    if name != "sigmoid_cross_entropy":  # the line has the rest
        wanted = (e.competitors.any(axis=1) & there).astype(float)
        assert rows.sum(axis=1) == pytest.approx(wanted)


def test_a_list_without_a_relevant_item_may_cost_something():
    e = explain(Scenario([1.0, -1.0], [0, 0], loss="sigmoid_cross_entropy"))
    assert not e.has_relevant_item
    assert not e.costs_nothing
    assert e.loss == pytest.approx(math.log1p(math.exp(1)) + math.log1p(math.exp(-1)))
    assert "One step of rate 1 moves down item 1" in e.describe()
    assert "NDCG" not in e.describe()


def test_a_list_whose_weights_are_all_0_costs_nothing_and_says_why():
    e = explain(Scenario([1.0, -1.0], [1, 0], sample_weight=[0, 0]))
    assert e.has_relevant_item
    assert e.costs_nothing
    assert e.describe().splitlines()[1] == (
        "Every weight is 0: this list costs nothing and teaches nothing."
    )


@every_toy
def test_every_line_of_its_derivation_is_what_a_calculator_says(name):
    e = explain(LIST.replace(loss=name))
    words = {"ln": math.log, "exp": math.exp}
    for item in [*range(5), None]:
        lines = derive(e, item)
        for line in lines:
            assert eval(line.text, words) == pytest.approx(line.value, rel=1e-8), line
        assert lines[-1].value == e.loss
        assert latex.to_latex(lines).startswith(r"\begin{align*}")
    titles = [line.title for line in derive(e, 0)]
    assert titles == {
        "list_mle": [
            "weight of a", "logit of a", "log-sum-exp over its 3 competitors", "term of a",
            "its part of the loss", "loss",
        ],
        "pairwise_logistic": [
            "logit of a", "race against b", "race against d", "its part of the loss", "loss",
        ],
        "sigmoid_cross_entropy": [
            "logit of a", "race against the line", "its part of the loss", "loss",
        ],
    }[name]  # fmt: skip


@every_toy
def test_it_goes_through_every_experiment(name):
    scenario = LIST.replace(loss=name)
    swept = sweep(scenario, [0.5, 1.0, 2.0])
    assert swept.losses[1] == explain(scenario).loss
    path = descend(scenario, rate=0.5, steps=5)
    for step in range(len(path)):
        after = explain(path.at(step))
        assert path.losses[step] == pytest.approx(after.loss)
        assert path.at(step).scores[4] == 9.0  # padding stays
    assert path.losses[-1] < path.losses[0]
    both = compare(scenario, loss=[name, "softmax"])
    assert both.titles == (name.replace("_", " "), "softmax")
    assert str(both).splitlines()[1].split()[0] == "loss"
    assert tie_orders(scenario).losses.tolist() == [explain(scenario).loss]
    assert weigh_lists([scenario, scenario]).loss_shares.tolist() == [0.5, 0.5]


def test_races_that_depend_on_scores_are_computed_anew_at_every_step():
    # Equal labels: the item with the better score comes first. One long step swaps both.
    scenario = Scenario([1.0, 0.9, 0.0], [1, 1, 0], loss="list_mle", sample_weight=[0.1, 5, 1])
    path = descend(scenario, rate=3.0, steps=1)
    assert path.scores[0, 0] > path.scores[0, 1]
    assert path.scores[1, 0] < path.scores[1, 1]
    assert path.losses[1] == pytest.approx(explain(path.at(1)).loss)


@every_toy
def test_it_goes_into_json_and_comes_back(name):
    scenario = LIST.replace(loss=name)
    assert Scenario.from_json(scenario.to_json()) == scenario
    assert Scenario.from_link(scenario.to_link()) == scenario
    assert f"ranklab.{TOYS[name].keras_class}(" in scenario.to_python()


@every_toy
def test_it_is_drawn_and_described(name):
    e = explain(LIST.replace(loss=name))
    assert figures.contributions(e).png().startswith(b"\x89PNG")
    assert figures.ranking(e).png().startswith(b"\x89PNG")
    assert len(charts.contributions(e).data[0].x) == 5
    assert e.describe().startswith(f"{name.replace('_', ' ').capitalize()} loss of 4 items at T")


VIEWS = ["parts", "probabilities", "competitors", "gradient", "derivation", "metrics", "comparison"]


@every_toy
def test_it_can_be_touched(name):
    for view in VIEWS:
        explorer = explore(LIST.replace(loss=name), show=[view])
        send(explorer, 1, scenario={"scores": [2, 1, 0, -1, 9]})
        moved = LIST.replace(loss=name, scores=[2, 1, 0, -1, 9])
        assert explorer.scenario == moved
        assert explorer.picture["loss"] == explain(moved).loss
        json.dumps(explorer.picture, allow_nan=False)
        explorer.close()
    lab = Lab(LIST)
    lab.scenario = lab.scenario.replace(loss=name)
    assert lab.undo()


# The layouts.


@given(st.integers(1, 9), st.integers(1, 30), st.randoms(use_true_random=False))
def test_pairs_are_the_same_in_blocks_of_any_size(n, block, random):
    matrix = np.array([[random.random() * (i != j) for j in range(n)] for i in range(n)])
    logits = np.array([random.uniform(-5, 5) for _ in range(n)])
    layout = Pairs(n, lambda rows: matrix[rows])
    before, races._BLOCK = races._BLOCK, block
    try:
        small = layout.outcome(logits), layout.total_weight(), layout.who_competes()
    finally:
        races._BLOCK = before
    whole = layout.outcome(logits)
    assert small[0].contributions == pytest.approx(whole.contributions)
    assert small[0].gradient == pytest.approx(whole.gradient)
    assert small[1] == pytest.approx(matrix.sum())
    assert np.array_equal(small[2], layout.who_competes())


def test_races_of_10_000_items_are_never_held_at_once():
    n, asked = 10_000, []
    labels = np.arange(n) % 2

    def weights(rows):
        asked.append(rows.stop - rows.start)
        return (labels[rows, None] > labels[None, :]).astype(float)

    outcome = Pairs(n, weights).outcome(np.zeros(n))
    assert outcome.contributions[1] == pytest.approx(n / 2 * math.log(2))
    assert max(asked) * n <= races._BLOCK
    assert sum(asked) == n


def test_scores_far_apart_make_no_infinity():
    far = np.array([1e9, -1e9])
    for layout in (
        Rows(np.ones(2)),
        Pairs(2, lambda rows: np.array([[0.0, 1.0], [1.0, 0.0]])[rows]),
        Line(np.ones(2), np.ones(2)),
    ):
        outcome = layout.outcome(far)
        for part in (outcome.contributions, outcome.gradient, outcome.pull_up, outcome.push_down):
            assert np.isfinite(part).all()
        assert outcome.contributions.sum() == pytest.approx(2e9)
