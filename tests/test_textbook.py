"""The textbook against exact numbers, by hand, by its invariances, and beside the Keras losses."""

from math import e, exp, log, log1p, log2

import golden
import numpy as np
import pytest
import tensorflow as tf
from differences import finite_differences
from golden import ANSWERS, assert_close
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ordinary_lists

from ranklab import losses, metrics, textbook


def softmax(scores, labels, temperature=1.0):
    return textbook.softmax_loss(scores, labels, temperature)


def raw_softmax(scores, labels, temperature=1.0):
    return textbook.softmax_loss(scores, labels, temperature, normalize_labels=False)


unique_softmax = textbook.unique_softmax_loss


def gradient(loss, scores, labels, temperature=1.0):
    """The closed-form gradient that belongs to one of the three losses above."""
    weights, competitors = {
        softmax: (textbook.softmax_weights, textbook.softmax_competitors),
        raw_softmax: (lambda y: textbook.softmax_weights(y, False), textbook.softmax_competitors),
        unique_softmax: (textbook.unique_softmax_weights, textbook.unique_softmax_competitors),
    }[loss]
    return textbook.gradient(scores, weights(labels), competitors(labels), temperature)


every_loss = pytest.mark.parametrize(
    "loss", [softmax, raw_softmax, unique_softmax], ids=["softmax", "raw", "unique"]
)


# Golden numbers: the textbook and the exact reference are both float64, so they agree closely.

ONE_LIST = [
    (case, key) for case, key in ANSWERS if case["kind"] == "agrees" and len(case["y_true"]) == 1
]


def items_there(case):
    """Labels, scores and weights of the one list of a case, without its padding."""
    labels, scores = np.array(case["y_true"][0]), np.array(case["y_pred"][0])
    there = labels >= 0
    weight = np.ravel(1.0 if case["sample_weight"] is None else case["sample_weight"])
    return labels[there], scores[there], weight[there] if weight.size > 1 else weight[0], there


def golden_weights(case, labels, scores, normalize_labels):
    """How much each item matters in a softmax case."""
    choice = case["config"]["lambda_weight"] or {"kind": None}
    functions = {"DCG": ("identity", "inverse"), "NDCG": ("pow_minus_1", "log2_inverse")}
    if choice["kind"] not in functions:
        return textbook.softmax_weights(labels, normalize_labels)
    gain, discount = functions[choice["kind"]]
    return textbook.lambda_weights(
        labels,
        metrics.ranks(scores),
        gain=getattr(metrics, choice.get("gain_fn", gain)),
        discount=getattr(metrics, choice.get("rank_discount_fn", discount)),
        normalized=choice["kind"] == "NDCG" or choice.get("normalized", False),
        topn=choice.get("topn"),
    )


@pytest.mark.parametrize(("case", "key"), ONE_LIST, ids=golden.name)
def test_golden(case, key):
    labels, scores, sample_weight, there = items_there(case)
    temperature, exact = case["config"]["temperature"], case[key]
    if case["loss"] == "unique":
        weights = textbook.unique_softmax_weights(labels)
        weights = weights * np.sum(sample_weight * textbook.softmax_weights(labels))
        competitors = textbook.unique_softmax_competitors(labels)
        loss = textbook.unique_softmax_loss(scores, labels, temperature, sample_weight)
        assert_close(loss, exact["sum"], 1e-9, 1e-9)
    else:
        normalize = key == "exact_normalized"
        weights = sample_weight * golden_weights(case, labels, scores, normalize)
        competitors = textbook.softmax_competitors(labels)
        if case["config"]["lambda_weight"] is None:
            loss = textbook.softmax_loss(scores, labels, temperature, sample_weight, normalize)
            assert_close(loss, exact["sum"], 1e-9, 1e-9)
    contributions = textbook.contributions(scores, weights, competitors, temperature)
    assert_close(contributions.sum(), exact["sum"], 1e-9, 1e-9)
    pushes = np.zeros(there.size)
    pushes[there] = textbook.gradient(scores, weights, competitors, temperature)
    assert_close(pushes, exact["grad_sum"], 1e-9, 1e-9)


# By hand.


def test_the_example_of_the_api_page():
    for loss in (softmax, unique_softmax):
        assert loss([0.6, 0.8], [1, 0]) == pytest.approx(log(1 + exp(0.8 - 0.6)))


def test_softmax_has_a_floor_above_zero_and_unique_softmax_has_none():
    scores, labels = [30, 30, 0], [1, 1, 0]
    assert softmax(scores, labels) == pytest.approx(log(2))
    assert raw_softmax(scores, labels) == pytest.approx(2 * log(2))
    assert unique_softmax(scores, labels) == pytest.approx(2 * log1p(exp(-30)))


def test_softmax_pushes_the_best_item_of_a_perfect_ranking_down():
    scores, labels = [4, 1, 0], [2, 1, 0]
    p = e**4 / (e**4 + e + 1)
    assert gradient(raw_softmax, scores, labels)[0] == pytest.approx((2 + 1) * p - 2)
    assert gradient(softmax, scores, labels)[0] == pytest.approx(p - 2 / 3)
    assert gradient(unique_softmax, scores, labels)[0] == pytest.approx(3 * (p - 1))


def test_softmax_rests_where_the_probabilities_are_the_normalized_labels():
    labels = [4, 2, 1]
    assert gradient(softmax, np.log(labels), labels) == pytest.approx(np.zeros(3), abs=1e-12)


def test_a_middle_grade_is_pushed_down_only_by_higher_ones():
    scores, labels = [0, 1, 2], [2, 0, 1]
    by_the_higher = (2**2 - 1) * e**2 / (1 + e + e**2)
    by_itself = (2**1 - 1) * (e**2 / (e**2 + e) - 1)
    middle = gradient(unique_softmax, scores, labels)[2]
    assert middle == pytest.approx(by_the_higher + by_itself)
    assert middle == pytest.approx(1.7268, abs=5e-5)


@pytest.mark.parametrize("grade", [1, 2, 3, 4])
def test_the_losses_weigh_a_grade_differently(grade):
    scores, labels = [0, 0], [grade, 0]
    assert softmax(scores, labels) == pytest.approx(log(2))
    assert raw_softmax(scores, labels) == pytest.approx(grade * log(2))
    assert unique_softmax(scores, labels) == pytest.approx((2**grade - 1) * log(2))


def test_equal_grades_compete_in_softmax_alone():
    labels = [1, 0, 1]
    assert textbook.softmax_competitors(labels).all()
    wanted = [[True, True, False], [False, True, False], [False, True, True]]
    assert textbook.unique_softmax_competitors(labels).tolist() == wanted


@every_loss
@pytest.mark.parametrize("labels", [[0, 0, 0], [0]])
def test_a_list_with_nothing_relevant_costs_0_and_pushes_nobody(loss, labels):
    scores = np.arange(len(labels))
    assert loss(scores, labels) == 0
    assert not gradient(loss, scores, labels).any()


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_lambda_weight_is_the_gain_times_the_discount_of_the_rank_it_has(rank):
    labels, ranks = [2, 0, 0], np.roll([1, 2, 3], 1 - rank)
    assert ranks[0] == rank
    dcg = textbook.lambda_weights(
        labels, ranks, gain=metrics.identity, discount=metrics.inverse, normalized=False
    )
    assert dcg == pytest.approx([2 / rank, 0, 0])
    # Normalized by the 3 / log2(2) of a perfect ranking: the worse the mistake, the weaker it is.
    assert textbook.lambda_weights(labels, ranks) == pytest.approx([1 / log2(1 + rank), 0, 0])


@pytest.mark.parametrize("topn", [1, 2, 3, 50, None])
def test_topn_acts_on_the_normaliser_alone(topn):
    labels, ranks = [1, 0, 2], [1, 2, 3]
    best = sum([3 / log2(2), 1 / log2(3), 0 / log2(4)][:topn])
    weights = textbook.lambda_weights(labels, ranks, topn=topn)
    assert weights == pytest.approx([1 / log2(2) / best, 0, 3 / log2(4) / best])


def test_sample_weights_stay_out_of_the_denominator_of_softmax():
    scores, labels = [0.5, 0, 0], [2, 1, 0]
    costs = -np.log(np.exp(scores) / np.exp(scores).sum())
    wanted = (4 * 2 * costs[0] + 5 * 1 * costs[1]) / (2 + 1)
    assert textbook.softmax_loss(scores, labels, 1.0, [4, 5, 6]) == pytest.approx(wanted)


def test_sample_weights_scale_a_whole_list_of_unique_softmax():
    scores, labels = [0.5, 0, 0], [2, 1, 0]
    mean = (4 * 2 + 5 * 1) / (2 + 1)
    weighted = textbook.unique_softmax_loss(scores, labels, 1.0, [4, 5, 6])
    assert weighted == pytest.approx(mean * unique_softmax(scores, labels))


# Invariances.


@every_loss
@given(one=ordinary_lists(max_items=6), places=st.permutations(range(6)))
def test_the_order_of_the_items_does_not_matter(loss, one, places):
    scores, labels, temperature = one
    order = [place for place in places if place < len(scores)]
    shuffled = gradient(loss, scores[order], labels[order], temperature)
    assert loss(scores[order], labels[order], temperature) == pytest.approx(loss(*one))
    assert shuffled == pytest.approx(gradient(loss, *one)[order], abs=1e-12)


@every_loss
@given(one=ordinary_lists(), shift=st.floats(-1e4, 1e4))
def test_a_common_shift_of_the_scores_does_not_matter(loss, one, shift):
    scores, labels, temperature = one
    shifted = loss(scores + shift, labels, temperature)
    assert shifted == pytest.approx(loss(*one), rel=1e-9, abs=1e-9)


@every_loss
@given(one=ordinary_lists())
def test_the_temperature_divides_the_scores(loss, one):
    scores, labels, temperature = one
    assert loss(*one) == pytest.approx(loss(scores / temperature, labels))
    pushes = gradient(loss, scores / temperature, labels) / temperature
    assert gradient(loss, *one) == pytest.approx(pushes, abs=1e-12)


@every_loss
@given(one=ordinary_lists())
def test_the_gradient_is_the_derivative_of_the_loss(loss, one):
    scores, labels, temperature = one
    numeric = finite_differences(lambda s: loss(s, labels, temperature), scores)
    assert gradient(loss, *one) == pytest.approx(numeric, rel=1e-5, abs=1e-7)


@every_loss
@given(one=ordinary_lists())
def test_the_gradient_sums_to_zero(loss, one):
    assert gradient(loss, *one).sum() == pytest.approx(0, abs=1e-12)


# Beside the Keras losses: another algorithm, the same numbers.

KERAS = {
    softmax: losses.SoftmaxLoss,
    raw_softmax: lambda **options: losses.SoftmaxLoss(normalize_labels=False, **options),
    unique_softmax: losses.UniqueSoftmaxLoss,
}


@every_loss
@settings(max_examples=20)
@given(one=ordinary_lists())
def test_keras_agrees(loss, one):
    scores, labels, temperature = one
    y_pred = tf.constant([scores], tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = KERAS[loss](temperature=temperature)([labels], y_pred)
    assert float(value) == pytest.approx(loss(*one), rel=1e-9, abs=1e-12)
    pushes = tape.gradient(value, y_pred)[0].numpy()
    assert pushes == pytest.approx(gradient(loss, *one), rel=1e-9, abs=1e-12)


@settings(max_examples=20)
@given(one=ordinary_lists(), topn=st.none() | st.integers(1, 8))
def test_keras_agrees_on_lambda_weights(one, topn):
    scores, labels, _ = one
    ranks = metrics.ranks(scores)
    keras = losses.NDCGLambdaWeight(topn).individual_weights(tf.constant([labels]), [ranks])
    ours = textbook.lambda_weights(labels, ranks, topn=topn)
    assert keras[0].numpy() == pytest.approx(ours, rel=1e-9, abs=1e-12)
