"""The explanation: complete, consistent with itself, and there for every valid scenario."""

from dataclasses import fields
from math import e, exp, log, log2

import numpy as np
import pytest
from differences import finite_differences
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ordinary_scenarios, scenarios

from ranklab import explain, textbook
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario

PADDED = Scenario([2, 9, 0.5, 1], [1, -1, 3, 0])
UNBOUNDED = ("k", "dcg_at_k", "gain", "relevant_from")
every_loss = pytest.mark.parametrize("loss", LOSSES)


def arrays(explanation):
    """The fields of an explanation that hold numbers of the items."""
    values = {field.name: getattr(explanation, field.name) for field in fields(Explanation)}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


def there(scenario):
    """Positions of the items that are there."""
    return [i for i, label in enumerate(scenario.labels) if label >= 0]


def acts(scenario):
    """Whether the lambda weight has a say in the loss."""
    return scenario.loss == "softmax" and scenario.lambda_weight in ("dcg", "ndcg")


# By hand.


@every_loss
def test_two_items_by_hand(loss):
    explanation = explain(Scenario([0.6, 0.8], [1, 0], loss=loss))
    p = 1 / (1 + exp(0.8 - 0.6))
    assert explanation.loss == pytest.approx(-log(p))
    assert explanation.ranks.tolist() == [2, 1]
    assert explanation.weights == pytest.approx([1, 0])
    assert explanation.contributions == pytest.approx([-log(p), 0])
    assert explanation.gradient == pytest.approx([p - 1, 1 - p])
    assert explanation.targets == pytest.approx({"softmax": [1, 0], "unique_softmax": [1, 1]}[loss])
    assert explanation.metrics.ndcg == pytest.approx(1 / log2(3))
    assert explanation.metrics.mrr == 1 / 2


@pytest.mark.parametrize("temperature", [0.5, 1, 10])
def test_the_temperature_divides_logits_and_gradient(temperature):
    explanation = explain(Scenario([1, 2, 0], [1, 0, 0], temperature=temperature))
    parts = np.exp(np.array([1, 2, 0]) / temperature)
    assert explanation.logits == pytest.approx(np.array([1, 2, 0]) / temperature)
    pushes = (parts / parts.sum() - [1, 0, 0]) / temperature
    assert explanation.gradient == pytest.approx(pushes)


@pytest.mark.parametrize(("score", "rank"), [(1.999, 2), (2.001, 1)])
def test_a_rank_swap_makes_the_weighted_loss_jump_up(score, rank):
    explanation = explain(Scenario([score, 2, 0], [1, 0, 0], lambda_weight="ndcg"))
    probability = exp(score) / (exp(score) + e**2 + 1)
    assert explanation.loss == pytest.approx(-log(probability) / log2(1 + rank))


def test_topn_divides_an_ndcg_weight_and_cuts_no_item_off():
    scores, labels = [0, 2, 1], [2, 1, 0]
    weights = [3 / log2(4), 1 / log2(2), 0]
    for topn, best in [(1, 3), (2, 3 + 1 / log2(3)), (None, 3 + 1 / log2(3))]:
        scenario = Scenario(scores, labels, lambda_weight="ndcg", topn=topn)
        assert explain(scenario).weights == pytest.approx(np.array(weights) / best)


@pytest.mark.parametrize(
    ("loss", "lambda_weight"),
    [("softmax", "precision"), *[("unique_softmax", w) for w in LAMBDA_WEIGHTS]],
)
def test_an_inert_lambda_weight_changes_no_number_and_says_so(loss, lambda_weight):
    plain = explain(PADDED.replace(loss=loss))
    weighted = explain(PADDED.replace(loss=loss, lambda_weight=lambda_weight, topn=1))
    for name, values in arrays(plain).items():
        np.testing.assert_array_equal(getattr(weighted, name), values)
    assert "changes nothing" in weighted.describe()
    assert "changes nothing" not in plain.describe()


def test_k_is_the_cut_off_of_the_metrics():
    first, both = (explain(Scenario([0, 1], [1, 0]), k=k).metrics for k in (1, 2))
    assert (first.k, first.ndcg_at_k, first.precision_at_k) == (1, 0, 0)
    assert (both.k, both.precision_at_k) == (2, 1 / 2)
    assert both.ndcg_at_k == pytest.approx(1 / log2(3))


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (([0.6, 0.8],), TypeError, "scenario must be a ranklab.Scenario, got list"),
        ((PADDED, 1.5), TypeError, "k must be a whole number of places, got 1.5"),
        ((PADDED, True), TypeError, "k must be a whole number of places, got True"),
        ((PADDED, 0), ValueError, "k must be at least 1, got 0"),
    ],
)
def test_a_bad_argument_is_refused_in_words(arguments, error, said):
    with pytest.raises(error, match=said):
        explain(*arguments)


# Ranks and competitors.


def test_ties_rank_by_position_and_padding_after_every_item():
    scenario = Scenario(scores=[1, 5, 1, 2, 9, 1], labels=[0, -1, 1, 0, -1, 2])
    assert explain(scenario).ranks.tolist() == [2, 5, 3, 1, 6, 4]


@given(ordinary_scenarios)
def test_competitors_are_the_whole_list_or_the_strictly_less_relevant(scenario):
    labels, items = scenario.labels, there(scenario)
    competes = {
        "softmax": lambda i, j: True,
        "unique_softmax": lambda i, j: i == j or labels[j] < labels[i],
    }[scenario.loss]
    wanted = np.zeros((len(scenario), len(scenario)), bool)
    for i in items:
        wanted[i, items] = [competes(i, j) for j in items]
    np.testing.assert_array_equal(explain(scenario).competitors, wanted)


@given(ordinary_scenarios)
def test_probabilities_are_a_softmax_among_competitors(scenario):
    explanation = explain(scenario)
    parts = np.exp(np.array(scenario.scores) / scenario.temperature)
    for i in there(scenario):
        wanted = parts[i] / parts[explanation.competitors[i]].sum()
        assert explanation.probabilities[i] == pytest.approx(wanted)


@given(ordinary_scenarios)
def test_targets_are_what_the_loss_wants_each_probability_to_be(scenario):
    explanation = explain(scenario)
    weights = explanation.weights
    if scenario.loss == "unique_softmax":
        wanted = explanation.mask.astype(float)  # first among its competitors
    else:
        wanted = weights / (weights.sum() or 1.0)
    assert explanation.targets == pytest.approx(wanted)


# The parts fit the whole.


@given(ordinary_scenarios)
def test_the_contributions_sum_to_the_loss(scenario):
    explanation = explain(scenario)
    items = there(scenario)
    costs = -np.log(explanation.probabilities[items])
    assert explanation.contributions[items] == pytest.approx(explanation.weights[items] * costs)
    assert explanation.contributions.sum() == pytest.approx(explanation.loss)


@given(ordinary_scenarios.filter(lambda scenario: not acts(scenario)))
def test_the_loss_is_the_textbook_loss_of_the_items_that_are_there(scenario):
    items = there(scenario)
    scores, labels = np.array(scenario.scores)[items], np.array(scenario.labels)[items]
    weights = 1 if scenario.sample_weight is None else np.array(scenario.sample_weight)[items]
    if not items:
        wanted = 0
    elif scenario.loss == "softmax":
        normalize = scenario.normalize_labels
        wanted = textbook.softmax_loss(scores, labels, scenario.temperature, weights, normalize)
    else:
        wanted = textbook.unique_softmax_loss(scores, labels, scenario.temperature, weights)
    assert explain(scenario).loss == pytest.approx(wanted)


@given(ordinary_scenarios.filter(lambda scenario: not acts(scenario)))
def test_the_gradient_is_the_derivative_of_the_loss(scenario):
    def loss(scores):
        return explain(scenario.replace(scores=scores)).loss

    numeric = finite_differences(loss, np.array(scenario.scores))
    assert explain(scenario).gradient == pytest.approx(numeric, rel=1e-5, abs=1e-7)


@given(ordinary_scenarios)
def test_the_gradient_sums_to_zero(scenario):
    assert explain(scenario).gradient.sum() == pytest.approx(0, abs=1e-12)


@every_loss
def test_a_list_too_long_for_one_block_is_still_the_textbook(loss):
    random = np.random.default_rng(7)
    scores, labels = random.normal(size=1_600), random.integers(0, 4, 1_600)
    explanation = explain(Scenario(scores, labels, loss=loss))
    weights, competitors = {
        "softmax": (textbook.softmax_weights, textbook.softmax_competitors),
        "unique_softmax": (textbook.unique_softmax_weights, textbook.unique_softmax_competitors),
    }[loss]
    parts = scores, weights(labels), competitors(labels)
    assert explanation.contributions == pytest.approx(textbook.contributions(*parts))
    assert explanation.gradient == pytest.approx(textbook.gradient(*parts), abs=1e-12)


# Padding is not there.


@given(ordinary_scenarios)
def test_padding_is_zero_everywhere(scenario):
    explanation = explain(scenario)
    padding = np.array(scenario.labels) < 0
    np.testing.assert_array_equal(explanation.mask, ~padding)
    for name in ("weights", "probabilities", "targets", "contributions", "gradient"):
        assert not getattr(explanation, name)[padding].any()
    assert not explanation.competitors[padding].any()
    assert not explanation.competitors[:, padding].any()


@given(scenarios(), st.integers(0, 8), st.floats(-1e6, 1e6))
def test_a_padding_item_changes_nothing_bit_for_bit(scenario, place, score):
    place = min(place, len(scenario))
    weights = scenario.sample_weight
    padded = scenario.replace(
        scores=np.insert(scenario.scores, place, score),
        labels=np.insert(scenario.labels, place, -1),
        items=None,
        sample_weight=None if weights is None else np.insert(weights, place, 7.0),
    )
    before, after = explain(scenario), explain(padded)
    assert after.loss == before.loss
    assert after.metrics == before.metrics
    assert after.ranks[place] > max(after.ranks[after.mask], default=0)
    items = there(scenario)
    for name, values in arrays(before).items():
        kept = np.delete(getattr(after, name), place, axis=0)
        if name == "competitors":
            kept = np.delete(kept, place, axis=1)
        if name == "ranks":  # the new padding may rank before another padding, never before an item
            kept, values = kept[items], values[items]
        np.testing.assert_array_equal(kept, values, err_msg=name)


# Every valid scenario has an answer, that stays as it is.


def assert_whole(explanation):
    for name, values in arrays(explanation).items():
        assert np.isfinite(values).all(), name
    assert np.isfinite(explanation.loss)
    assert explanation.loss >= 0
    measured = vars(explanation.metrics).items()
    assert all(0 <= value <= 1 for name, value in measured if name not in UNBOUNDED)
    assert sorted(explanation.ranks) == list(range(1, len(explanation.scenario) + 1))
    assert explanation.describe()
    assert repr(explanation)


@settings(max_examples=100)
@given(scenarios(), st.integers(1, 20))
def test_every_valid_scenario_has_a_finite_answer(scenario, k):
    assert_whole(explain(scenario, k))


@every_loss
@pytest.mark.parametrize("lambda_weight", [None, *LAMBDA_WEIGHTS])
@pytest.mark.parametrize("temperature", [1e-3, 1e3])
@pytest.mark.parametrize(
    ("scores", "labels"),
    [
        ([1e6, -1e6], [0, 30]),
        ([-1e6, 1e6], [0, 30]),
        ([1e6] * 3, [30] * 3),
        ([0, 0], [5e-324, 5e-324]),
        ([0], [1]),
        ([0], [0]),
        ([3, 4], [-1, -1]),
    ],
)
def test_the_corners_have_a_finite_answer(loss, lambda_weight, temperature, scores, labels):
    options = {"loss": loss, "lambda_weight": lambda_weight, "temperature": temperature}
    assert_whole(explain(Scenario(scores, labels, **options)))


@given(scenarios())
def test_every_array_is_read_only(scenario):
    for name, values in arrays(explain(scenario)).items():
        assert not values.flags.writeable, name


@given(scenarios())
def test_the_same_question_has_the_same_answer(scenario):
    one, other = explain(scenario), explain(scenario)
    assert one.scenario is scenario
    assert (one.loss, one.metrics) == (other.loss, other.metrics)
    for name, values in arrays(one).items():
        np.testing.assert_array_equal(getattr(other, name), values)
    assert one.describe() == other.describe()
    assert repr(one) == repr(other)


# In words.


def test_repr_names_the_question_and_the_loss():
    two = Scenario([0.6, 0.8], [1, 0])
    assert repr(explain(two)) == "Explanation(softmax, n=2, T=1.00, loss=0.798139)"
    weighted = two.replace(lambda_weight="ndcg", temperature=0.5)
    wanted = log(1 + exp(0.2 / 0.5)) / log2(3)
    assert repr(explain(weighted)) == (
        f"Explanation(softmax with ndcg, n=2, T=0.50, loss={wanted:.6f})"
    )


def test_describe_says_who_is_on_top_who_costs_and_who_is_pushed_where():
    scenario = Scenario([0.6, 0.8], [1, 0], items=["low", "high"])
    text = explain(scenario).describe()
    cost, push = f"{log(1 + exp(0.2)):.3f}", f"{1 - 1 / (1 + exp(0.2)):.3f}"
    assert f"at T = 1: {cost}." in text
    assert "On top: high" in text
    assert f"Costs most: low, {cost}" in text
    assert f"moves up low (by {push})" in text
    assert f"moves down high (by {push})" in text


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        (PADDED, "Padding, not there: 1 item."),
        (Scenario([1, 2], [-1, -1]), "No item is there"),
        (Scenario([1, 2], [0, 0]), "No relevant item"),
        (Scenario([30, 30, 0], [1, 1, 0]), "the loss is at its floor"),
    ],
)
def test_describe_names_what_is_special(scenario, said):
    assert said in explain(scenario).describe()


def test_describe_does_not_take_a_high_temperature_for_the_floor():
    # Every gradient is small at T = 1000, and the loss of ln 2 has all its way to 0 before it.
    explanation = explain(Scenario([0.8, 0.6], [1, 0], temperature=1_000))
    assert explanation.loss == pytest.approx(log(2), abs=1e-3)
    assert "floor" not in explanation.describe()


# Sample weights, and the halves of the gradient.


def test_twice_the_sample_weight_is_twice_the_loss_of_softmax_item_by_item():
    plain = explain(Scenario([1, 2, 0], [2, 1, 0]))
    weighted = explain(plain.scenario.replace(sample_weight=[2, 0.5, 9]))
    assert weighted.weights == pytest.approx([2 * 2 / 3, 0.5 * 1 / 3, 0])
    assert weighted.contributions == pytest.approx(plain.contributions * [2, 0.5, 9])


def test_unique_softmax_weights_a_list_by_its_labels():
    plain = explain(Scenario([1, 2, 0], [2, 1, 0], loss="unique_softmax"))
    weighted = explain(plain.scenario.replace(sample_weight=[2, 0.5, 9]))
    assert weighted.loss == pytest.approx(plain.loss * (2 * 2 + 0.5 * 1) / 3)
    assert weighted.gradient == pytest.approx(plain.gradient * (2 * 2 + 0.5 * 1) / 3)


@settings(max_examples=50)
@given(ordinary_scenarios)
def test_pull_and_push_are_the_two_halves_of_the_gradient(scenario):
    explanation = explain(scenario)
    assert (explanation.pull_up >= 0).all()
    assert (explanation.push_down >= 0).all()
    scale = 1e-12 * (1 + np.abs(explanation.pull_up).max())
    assert explanation.push_down - explanation.pull_up == pytest.approx(
        explanation.gradient, abs=scale
    )
    # Every race hands out what it takes: all pulls together are all pushes together.
    assert explanation.pull_up.sum() == pytest.approx(explanation.push_down.sum(), abs=10 * scale)


@settings(max_examples=50)
@given(ordinary_scenarios)
def test_shares_add_up_to_1_among_the_competitors_of_each_item(scenario):
    explanation = explain(scenario)
    assert explanation.race_probabilities.sum(axis=1) == pytest.approx(
        explanation.mask.astype(float)
    )
    assert (explanation.race_probabilities[~explanation.competitors] == 0).all()
    assert np.diagonal(explanation.race_probabilities) == pytest.approx(explanation.probabilities)


def test_the_gain_of_the_metrics_can_be_chosen():
    scenario = Scenario([2, 1, 0], [1, 3, 0])
    usual, linear = explain(scenario, k=2), explain(scenario, k=2, gain="linear")
    assert usual.metrics.dcg_at_k == pytest.approx(1 + 7 / log2(3))
    assert linear.metrics.dcg_at_k == pytest.approx(1 + 3 / log2(3))
    assert linear.metrics.ndcg_at_k == pytest.approx((1 + 3 / log2(3)) / (3 + 1 / log2(3)))
    assert linear.loss == usual.loss
    with pytest.raises(ValueError, match="'exponential', 'linear', got 'cubic'"):
        explain(scenario, gain="cubic")


def test_labels_below_1_are_relevant_where_none_reaches_1_and_the_threshold_can_be_chosen():
    scenario = Scenario([3, 2, 1], [0.61, 0.14, 0])
    usual = explain(scenario, k=2)
    chosen = explain(scenario, k=2, relevant_from=0.5)
    for metrics, precision in ((usual.metrics, 2 / 2), (chosen.metrics, 1 / 2)):
        assert metrics.ndcg == metrics.mrr == metrics.average_precision == 1
        assert metrics.precision_at_k == precision
    assert explain(scenario, relevant_from=1).metrics.mrr == 0
    assert "MRR 1.00 (relevant from label 0.14)." in usual.describe()
    assert "relevant from" not in explain(scenario.replace(labels=[1, 0.14, 0])).describe()
    assert chosen.loss == usual.loss  # which asks for a label above 0
    with pytest.raises(ValueError, match=r"relevant_from must be a label above 0, .* got 0"):
        explain(scenario, relevant_from=0)
