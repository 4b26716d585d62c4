"""Hard numbers: scores, labels and lists at which a fast form of a loss may lose its digits.

Whatever form computes a loss, an answer is right or wrong by `witness.exact`. Forms are chosen by
the size of a batch and by what is in it, so the same hard lists are asked in a batch of a few
items, beside a long list of grades, and beside a long list of fractions that all differ.
"""

from functools import cache

import numpy as np
import pytest
import tensorflow as tf
from witness import (
    LAYOUTS,
    LONG,
    TOLERANCES,
    ask,
    assert_close,
    assert_exact,
    built,
    compiled,
    exact,
    losses_and_gradient,
    rounded,
)

from ranklab import metrics, textbook
from ranklab.losses import DCGLambdaWeight, NDCGLambdaWeight, SoftmaxLoss, UniqueSoftmaxLoss

pytestmark = pytest.mark.slow

INF, NAN = np.inf, np.nan

both = pytest.mark.parametrize("loss_class", [SoftmaxLoss, UniqueSoftmaxLoss])
layouts = pytest.mark.parametrize("layout", LAYOUTS)
modes = pytest.mark.parametrize("mode", ["eager", "graph"])
companies = pytest.mark.parametrize("company", ["alone", "grades", "fractions"])

RNG = np.random.default_rng(17)


# Hard lists.


def row(labels, scores):
    return np.array(labels, np.float64), np.array(scores, np.float64)


def foot_race(top):
    """The best item is also the most relevant; the others race far below it."""
    return row([3, 2, 1, 0, 2, 1, 0, 0], [top, 0.5, 0.1, 0.25, -0.3, 0.7, 0.0, -0.4])


def ladder(spread):
    """Every score is as far from the next as it can be; the grades are in disorder."""
    return row(np.arange(9) * 2 % 5, np.linspace(0, spread, 9))


def padded(one, pads):
    """Padding between the items, with scores that would ruin everything."""
    labels, scores = one
    places = np.linspace(0, labels.size, pads).astype(int)
    missing = np.resize([-1.0, NAN, -0.5], pads)
    worst = np.resize([NAN, INF, 1e30, -INF, -1e30, 7.0], pads)
    return np.insert(labels, places, missing), np.insert(scores, places, worst)


ORDINARY = row([2, 0, 1, 0, 2], [0.5, -0.25, 1.5, 0.125, -1.0])

# At T = 1.
WARM = {
    "ordinary": ORDINARY,
    "scores_of_1e4": row([3, 0, 1, 0, 2, 3, 1], [1e4, -1e4, 0.2, 0.7, -0.3, 1e4, -1e4]),
    "a_foot_race_above_minus_1e4": row([0, 0, 1, 2, 0, 3], [-1e4, 0.5, 0.2, -0.3, 0.1, 0.0]),
    "scores_of_1e30": row([3, 0, 1, 0, 2, 3, 1], [1e30, -1e30, 0.2, 0.7, -0.3, 1e30, -1e30]),
    "ties_at_minus_1e30_below_1e30": row([3, 2, 1, 0, 0], [1e30, -1e30, -1e30, -1e30, -1e30]),
    "1e30_on_an_irrelevant_item": row([0, 1, 2, 0], [1e30, 0.2, 0.7, -0.5]),
    "a_shift_of_1e5": row([2, 0, 1, 0], [1e5 + 0.5, 1e5 - 0.25, 1e5 + 1.5, 1e5 + 0.1]),
    "a_shift_of_minus_1e5": row([2, 0, 1, 0], [-1e5 + 0.5, -1e5 - 0.25, -1e5 + 1.5, -1e5]),
    "tiny_labels": row([1e-8, 2e-8, 0, 1e-8, 1e-4], [0.5, -0.5, 1.0, 0.2, 0.7]),
    "a_tiny_label_among_grades": row([2, 1e-8, 0, 1, 0], [0.5, -0.5, 1.0, 0.2, 0.7]),
    "large_labels": row([100, 99.5, 64, 3, 0, 31.5], [0.5, 1.5, -1.0, 0.2, 0.7, 1.0]),
    "large_grades": row([100, 99, 64, 3, 0, 99], [0.5, 1.5, -1.0, 0.2, 0.7, 1.0]),
    "grades_up_to_30": row([30, 29, 0, 28, 30, 1], [0.5, 1.5, -1.0, 0.2, 0.7, 1.0]),
    "grades_up_to_31": row([31, 30, 0, 29, 31, 1], [0.5, 1.5, -1.0, 0.2, 0.7, 1.0]),
    "a_grade_of_32": row([32, 30, 31, 0], [0.5, 1.5, -1.0, 0.2]),
    "halves_between_grades": row([0, 0.5, 1, 1.5, 2, 1, 0.5], [1.0, 0.5, 0.2, 0.7, -0.5, 0.0, 2.0]),
    "one_fraction_among_grades": row([2, 0, 1, 29.5, 30, 0], [0.5, -0.25, 1.5, 1.0, 0.1, 0.7]),
    "labels_up_to_1": row([0.25, 0.75, 0, 1, 0.25], [0.5, -0.25, 1.5, 0.1, -1.0]),
    "labels_that_are_neighbours": row(
        [1, np.nextafter(np.float32(1), np.float32(2)), 1, 0], [0.5, -0.25, 1.5, 0.1]
    ),
    "one_relevant_item": row([1], [3.0]),
    "one_irrelevant_item": row([0], [3.0]),
    "two_items": row([0, 1], [0.7, 0.2]),
    "all_labels_0": row([0, 0, 0], [0.5, -0.25, 1.5]),
    "all_labels_2": row([2, 2, 2], [0.5, -0.25, 1.5]),
    "all_labels_one_fraction": row([2.5, 2.5], [0.5, -0.25]),
    "all_scores_equal": row([2, 0, 1, 0, 2], [0.2] * 5),
    "duplicates": row([1, 0, 2, 1, 0, 2, 1, 0], [0.5, 0.5, 0.2, 0.5, 0.2, 0.2, 0.5, 0.5]),
    "negative_zeros": row([-0.0, 0.0, 1, -0.0, 2], [0.0, -0.0, -0.0, 0.5, 0.0]),
    "minus_infinity_on_irrelevant_items": row([2, 0, 1, 0, 0], [0.5, -INF, 0.2, -INF, 0.7]),
    "minus_infinity_on_all_irrelevant_items": row([2, 0, 1, 0], [0.5, -INF, 0.2, -INF]),
    "minus_infinity_below_1e30": row([3, 0, 1, 0, 2], [1e30, -INF, 0.2, 0.7, 0.5]),
    "padding_alone": row([-1, NAN, -0.5], [NAN, 1e30, 0.5]),
    "padding_between": padded(ORDINARY, 4),
    "a_thousand_pads": padded(ORDINARY, 1000),
    "a_thousand_pads_and_1e30": padded(foot_race(1e30), 1000),
    "sixty_grades": row(RNG.integers(0, 6, 60), 3 * RNG.normal(size=60)),
    "sixty_labels_of_their_own": row(RNG.permutation(60) / 16, 3 * RNG.normal(size=60)),
    **{f"a_foot_race_below_{top:.0f}": foot_race(top) for top in (499, 501, 720, 1400, 1e4)},
    "a_foot_race_below_1e30": foot_race(1e30),
    **{f"a_ladder_of_{spread}": ladder(spread) for spread in (499, 501, 720, 1400)},
}
# At T = 1e-3: the logits are the scores times 1,000.
COLD = {
    "ordinary": row([2, 0, 1, 0, 2], [0.0005, -0.0025, 0.0015, 0.001, -0.001]),
    "wide": ORDINARY,
    "a_ladder_of_501": ladder(0.501),
    "a_foot_race_below_50": row([3, 2, 1, 0, 0], [50, 0.0005, 0.0015, 0.001, -0.001]),
    "a_shift_of_1e5": row([2, 0, 1, 0], 1e5 + np.array([0.0123, 0.0317, 0.0219, 0.0041])),
    "scores_of_1e4": row([3, 0, 1, 0, 2], [1e4, -1e4, 0.25, 0.2505, 0.251]),
    "scores_of_1e30": row([3, 2, 1, 0, 0], [1e30, -1e30, -1e30, -1e30, -1e30]),
    "grades_up_to_31": row([31, 30, 0, 29], [0.0005, 0.0015, -0.001, 0.0025]),
    "padding_between": padded(row([2, 0, 1], [0.0005, -0.0025, 0.0015]), 4),
    "a_thousand_pads": padded(row([2, 0, 1], [0.0005, -0.0025, 0.0015]), 1000),
}
# At T = 100.
HOT = {
    "ordinary": row([2, 0, 1, 0, 2], [50, -25, 150, 12.5, -100]),
    "scores_of_1e4": row([2, 0, 1, 0, 2], [1e4, -1e4, 0.25, 75, -25]),
    "a_foot_race_below_1e30": row([3, 2, 1, 0, 0], [1e30, -25, 50, 12.5, -100]),
    "a_shift_of_1e5": row([2, 0, 1, 0], 1e5 + np.array([1.3, 300.7, 200.1, 0.9])),
    "fractions": row([2.5, 0, 1e-8, 0.5], [50, -25, 150, 12.5]),
    "padding_between": padded(row([2, 0, 1], [50, -25, 150]), 4),
    "a_thousand_pads": padded(row([2, 0, 1], [50, -25, 150]), 1000),
}
LISTS = {1.0: WARM, 1e-3: COLD, 100.0: HOT}


# Batches for every form.


def long_list(kind, temperature=1.0):
    """A long list of small logits: grades 0 to 4, or fractions that all differ."""
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 5, LONG) if kind == "grades" else rng.permutation(LONG) / 128
    return row(labels, temperature * rng.normal(size=LONG))


def are_grades(one, temperature):
    """Whole labels up to 30, and logits that float64 can sum after one shift."""
    labels, scores = (part[one[0] >= 0] for part in one)
    whole = (labels == np.floor(labels)) & (labels <= 30)
    return labels.size > 0 and whole.all() and np.ptp(scores) < 450 * temperature


def batches(lists, temperature):
    wide = {name: one for name, one in lists.items() if one[0].size > LONG}
    others = {name: one for name, one in lists.items() if name not in wide}

    def grades(some):
        return {name: one for name, one in some.items() if are_grades(one, temperature)}

    return {
        "few_items": {name: one for name, one in others.items() if one[0].size < 10},
        "grades": {"long": long_list("grades", temperature), **grades(others)},
        "anything": {"long": long_list("fractions", temperature), "empty": row([], []), **others},
        # Apart: a thousand places for every list would be a long wait for some forms.
        "padded_grades": grades(wide),
        "padded": {**wide, "fractions": long_list("fractions", temperature)},
    }


BATCHES = {temperature: batches(lists, temperature) for temperature, lists in LISTS.items()}


def test_there_is_a_batch_for_every_form():
    for batch in BATCHES.values():
        sizes = {kind: [one[0].size for one in lists.values()] for kind, lists in batch.items()}
        assert len(sizes["few_items"]) * max(sizes["few_items"]) ** 2 < 2**12
        assert len(sizes["grades"]) > 3
        assert max(sizes["grades"]) == max(sizes["anything"]) == LONG
        assert min(sizes["padded_grades"]) > 1000
    assert not {"grades_up_to_31", "a_ladder_of_499"} & BATCHES[1.0]["grades"].keys()


def in_company(one, company):
    """A list alone, or last in a batch after a long list and one with nothing in it."""
    if company == "alone":
        return [one]
    return [long_list(company), row([], []), one]


# The witness itself.


@both
@pytest.mark.parametrize(
    ("temperature", "name"),
    [(temperature, name) for temperature in LISTS for name in LISTS[temperature]],
)
def test_the_witness_and_the_textbook_agree(loss_class, temperature, name):
    labels, scores = LISTS[temperature][name]
    items = (labels >= 0) & (scores != -INF)  # the textbook knows neither padding nor infinities
    labels, scores = labels[items], scores[items]
    if loss_class is SoftmaxLoss:
        weights, competitors = textbook.softmax_weights, textbook.softmax_competitors
    else:
        weights, competitors = textbook.unique_softmax_weights, textbook.unique_softmax_competitors
    asked = scores, weights(labels), competitors(labels), temperature
    loss, gradient = exact(loss_class, labels, scores, temperature)
    # The textbook divides by T first: a shift of 1e5 at T = 1e-3 leaves it 1e-16 * 1e8.
    digits = 1e-13 + 1e-15 * np.abs(scores[np.abs(scores) < 1e6]).max(initial=0) / temperature
    size = digits * weights(labels).max(initial=0) / temperature
    textbook_loss = textbook.contributions(*asked).sum()
    np.testing.assert_allclose(loss, textbook_loss, rtol=digits, atol=size)
    np.testing.assert_allclose(gradient, textbook.gradient(*asked), rtol=digits, atol=size)


def test_the_witness_knows_a_foot_race_by_heart():
    labels, scores = WARM["ties_at_minus_1e30_below_1e30"]
    loss, gradient = exact(UniqueSoftmaxLoss, labels, scores)
    assert loss == pytest.approx((2**2 - 1) * np.log(4) + (2**1 - 1) * np.log(3))
    second, third = 3 * (1 - 1 / 4), 1 - 1 / 3
    shared = 3 / 4 + 1 / 3
    assert gradient == pytest.approx([0, -second, 3 / 4 - third, shared, shared])


# Every hard list, in every form.


@cache
def answers(loss_class, temperature, batch, layout, dtype):
    """What a loss says of a whole batch, by the names of its lists."""
    lists = BATCHES[temperature][batch]
    losses, gradients = ask(built(loss_class, temperature), list(lists.values()), dtype, layout)
    return dict(zip(lists, zip(losses, gradients, strict=True), strict=True))


# Each of them is one graph to trace: other temperatures go fewer ways.
WAYS = [
    *((1.0, layout, dtype) for layout in LAYOUTS for dtype in TOLERANCES),
    (1e-3, "dense", "float64"),
    (1e-3, "ragged", "float32"),
    (100.0, "dense", "float64"),
]
ASKED = [
    (*way, batch, name)
    for way in WAYS
    for batch, lists in BATCHES[way[0]].items()
    for name in lists
]


@both
@pytest.mark.parametrize(("temperature", "layout", "dtype", "batch", "name"), ASKED)
def test_a_hard_list_is_exact(loss_class, temperature, layout, dtype, batch, name):
    loss, gradient = answers(loss_class, temperature, batch, layout, dtype)[name]
    one = BATCHES[temperature][batch][name]
    assert_exact(loss_class, [one], (loss[None], [gradient]), dtype, temperature)


NO_GRADES = [
    (*way, name) for way in WAYS for name in LISTS[way[0]] if name not in BATCHES[way[0]]["grades"]
]


@pytest.mark.parametrize(("temperature", "layout", "dtype", "name"), NO_GRADES)
def test_one_list_that_a_table_of_grades_cannot_hold_is_exact(temperature, layout, dtype, name):
    # Its labels are past 30 or no whole numbers, or its logits are too far apart: by a little, by
    # far, and in this list alone.
    rows = [long_list("grades", temperature), LISTS[temperature][name]]
    got = ask(built(UniqueSoftmaxLoss, temperature), rows, dtype, layout)
    assert_exact(UniqueSoftmaxLoss, rows, got, dtype, temperature)


@both
@layouts
@pytest.mark.parametrize("batch", BATCHES[1.0])
def test_hard_lists_are_exact_without_a_graph(loss_class, layout, batch):
    rows = list(BATCHES[1.0][batch].values())
    assert_exact(loss_class, rows, ask(built(loss_class), rows, layout=layout, mode="eager"))


@both
@layouts
@pytest.mark.parametrize(
    ("batch", "reduction", "reduce"),
    [("few_items", "sum", np.sum), ("grades", "auto", np.mean), ("anything", "auto", np.mean)],
)
def test_a_reduced_batch_is_exact(loss_class, layout, batch, reduction, reduce):
    # Without the 1e30: beside it nothing else would count.
    lists = BATCHES[1.0][batch].values()
    rows = [one for one in lists if exact(loss_class, *one)[0] < 1e6]
    assert len(rows) > 10
    wanted = [exact(loss_class, *one) for one in rounded(rows, "float32")]
    loss = loss_class() if reduction == "auto" else built(loss_class, 1.0, reduction)
    value, gradient = losses_and_gradient(loss, *LAYOUTS[layout](rows, "float32"))
    assert value.shape == ()
    assert_close(float(value), reduce([loss for loss, _ in wanted]))
    scale = reduce([1.0] + [0.0] * (len(rows) - 1))  # of one list in the sum, or in the mean
    for got, (_, exactly) in zip(gradient.numpy(), wanted, strict=True):
        assert_close(got[: exactly.size], scale * exactly)


def test_hard_lists_are_exact_under_xla():
    # One shape for all: a compilation takes seconds.
    compute = tf.function(losses_and_gradient, jit_compile=True)
    for company, others in [
        ("grades", ("padding_between", "ordinary")),
        ("fractions", ("a_foot_race_below_1e30", "minus_infinity_below_1e30")),
    ]:
        rows = [long_list(company), *(WARM[name] for name in others)]
        tensors = LAYOUTS["dense"](rows, "float32")
        losses, gradient = compute(built(UniqueSoftmaxLoss), *tensors)
        gradients = [
            got[: one[0].size] / 2.0**place
            for place, (one, got) in enumerate(zip(rows, gradient.numpy(), strict=True))
        ]
        assert_exact(UniqueSoftmaxLoss, rows, (losses.numpy(), gradients))


@both
@companies
def test_one_eager_call_is_not_taken_for_another(loss_class, company):
    # Whatever is kept from call to call, it must not outlive what it was made for.
    rows = in_company(ORDINARY, company)
    weighted = [(*one, np.full(one[0].size, 2.0)) for one in rows]
    for _ in range(2):
        for temperature in (1.0, 100.0):
            loss = built(loss_class, temperature)
            for dtype, layout in (
                ("float32", "dense"),
                ("float64", "dense"),
                ("float32", "ragged"),
            ):
                for lists in (rows, weighted, rows[-1:]):
                    got = ask(loss, lists, dtype, layout, mode="eager")
                    assert_exact(loss_class, lists, got, dtype, temperature)


@both
@layouts
@modes
@companies
def test_the_gradient_reaches_what_made_the_scores(loss_class, layout, mode, company):
    rows = in_company(ORDINARY, company)
    labels, scores = LAYOUTS[layout](rows, "float32")
    # Zero times the NaN of a padded score is NaN in the model's own chain rule, whatever the loss.
    scores = tf.ragged.map_flat_values(lambda s: tf.where(tf.math.is_finite(s), s, 0.0), scores)
    shift = tf.Variable(2.0)
    scale = tf.Variable(3.0)

    def compute():
        with tf.GradientTape() as tape:
            made = tf.ragged.map_flat_values(lambda s: s * (scale / 3) + shift, scores)
            value = built(loss_class)(labels, made)
        return tape.gradient(value, [shift, scale])

    moved, stretched = (tf.function(compute) if mode == "graph" else compute)()
    answers = [exact(loss_class, *one) for one in rounded(rows, "float32")]
    wanted = sum(
        wanted_gradient @ one[1] for one, (_, wanted_gradient) in zip(rows, answers, strict=True)
    )
    assert float(stretched) == pytest.approx(wanted / 3, rel=1e-4)
    assert float(moved) == pytest.approx(0, abs=1e-5 * sum(np.abs(p).sum() for _, p in answers))


# Digits that a careless form loses.


@both
@layouts
@companies
@pytest.mark.parametrize(("grade", "lead"), [(20, 12), (30, 16), (30, 30)])
def test_a_large_gain_keeps_the_digits_of_a_small_cost(loss_class, layout, company, grade, lead):
    # Where p is near 1, the difference 1 - p has few digits.
    one = row([grade, 0, 0], [lead, 0.0, 0.5])
    losses, gradients = ask(built(loss_class), in_company(one, company), layout=layout)
    wanted, wanted_gradient = exact(loss_class, *one)
    gain = 2**grade - 1 if loss_class is UniqueSoftmaxLoss else 1
    assert wanted == pytest.approx(gain * np.log1p((1 + np.exp(0.5)) * np.exp(-lead)))
    assert_close(losses[-1], wanted)
    assert_close(gradients[-1], wanted_gradient)


@layouts
@companies
def test_the_gains_of_tiny_labels_keep_their_digits(layout, company):
    one = row([1e-8, 3e-8, 0, 1e-8], [0.5, -0.5, 1.0, 0.25])
    losses, gradients = ask(built(UniqueSoftmaxLoss), in_company(one, company), layout=layout)
    wanted, wanted_gradient = exact(UniqueSoftmaxLoss, *one)
    assert losses[-1] == pytest.approx(wanted, rel=1e-5)  # of some 1e-8
    assert gradients[-1] == pytest.approx(wanted_gradient, rel=1e-5, abs=1e-14)


@layouts
@companies
def test_labels_that_only_float64_tells_apart_compete(layout, company):
    one = row([1, 1 + 1e-12, 0], [2.0, 0.0, -1.0])
    rows = in_company(one, company)
    losses, gradients = ask(built(UniqueSoftmaxLoss), rows, "float64", layout)
    first = np.log1p(np.exp(-1 - 2))
    second = np.log1p(np.exp(2 - 0) + np.exp(-1 - 0))
    assert losses[-1] == pytest.approx(first + second, rel=1e-10)
    wanted, wanted_gradient = exact(UniqueSoftmaxLoss, *one)
    assert losses[-1] == pytest.approx(wanted, rel=1e-10)
    assert gradients[-1] == pytest.approx(wanted_gradient, rel=1e-10)


@both
@layouts
@companies
def test_whole_numbers_are_labels_whatever_the_form(loss_class, layout, company):
    labels, scores = padded(ORDINARY, 4)
    rows = in_company((np.where(labels >= 0, labels, -1), scores), company)
    y_true, y_pred = LAYOUTS[layout](rows, "float32")
    whole = tf.cast(y_true * (16 if company == "fractions" else 1), tf.int32)
    wanted = built(loss_class)(tf.cast(whole, tf.float32), y_pred)
    np.testing.assert_allclose(built(loss_class)(whole, y_pred), wanted, rtol=1e-5)


# Sample weights.


@both
@layouts
@companies
def test_sample_weights_are_exact_whatever_the_form(loss_class, layout, company):
    names = "padding_between", "tiny_labels", "grades_up_to_30", "all_labels_0", "padding_alone"
    if company == "grades":
        names = "padding_between", "grades_up_to_30", "all_labels_0", "padding_alone"
    plain = [*in_company(ORDINARY, company), *(WARM[name] for name in names)]
    weights = [np.where(labels >= 0, RNG.uniform(0, 3, labels.size), NAN) for labels, _ in plain]
    weights[0][::2] = 0
    rows = [(*one, weight) for one, weight in zip(plain, weights, strict=True)]
    assert_exact(loss_class, rows, ask(built(loss_class), rows, layout=layout))


@both
@layouts
@companies
def test_a_weight_of_0_takes_a_list_out_and_one_below_0_turns_it_round(loss_class, layout, company):
    rows = [*in_company(ORDINARY, company), WARM["duplicates"]]
    weights = np.resize([0.0, -2.0], len(rows)).astype(np.float32)
    tensors = LAYOUTS[layout](rows, "float32")
    losses, gradient = losses_and_gradient(built(loss_class), *tensors, weights)
    for place, one in enumerate(rounded(rows, "float32")):
        wanted, wanted_gradient = exact(loss_class, *one)
        got = gradient[place].numpy()[: wanted_gradient.size] / 2 ** (place % 3)
        assert_close(losses[place], weights[place] * wanted)
        assert_close(got, weights[place] * wanted_gradient)


# Lambda weights: they stand on ranks, and ranks on the smallest difference of scores.

WEIGHTS = {
    "dcg": DCGLambdaWeight(),
    "ndcg@3": NDCGLambdaWeight(3),
}
WEIGHTED = {name: SoftmaxLoss("none", lambda_weight=WEIGHTS[name]) for name in WEIGHTS}


def assert_weighted_exactly(name, one, loss, gradient):
    labels, scores = rounded([one], "float32")[0]
    there = labels >= 0
    options = {
        "dcg": {"gain": metrics.identity, "discount": metrics.inverse, "normalized": False},
        "ndcg@3": {"topn": 3},
    }
    weights = textbook.lambda_weights(labels[there], metrics.ranks(scores[there]), **options[name])
    wanted, wanted_gradient = exact(SoftmaxLoss, labels, scores, weights=weights)
    assert_close(loss, wanted)
    assert_close(gradient, wanted_gradient)


@layouts
@pytest.mark.parametrize("name", WEIGHTS)
def test_lambda_weights_are_exact_on_hard_lists(layout, name):
    # Of labels up to 30, as the textbook holds them.
    rows = [long_list("fractions"), *(one for one in WARM.values() if np.nanmax(one[0]) <= 30)]
    answers = ask(WEIGHTED[name], rows, layout=layout)
    for one, loss, gradient in zip(rows, *answers, strict=True):
        assert_weighted_exactly(name, one, loss, gradient)


@layouts
@pytest.mark.parametrize("name", WEIGHTS)
def test_a_nan_score_leaves_the_ranks_of_other_lists_alone(layout, name):
    ill = row([1, 0, 2], [0.5, NAN, 0.25])
    rows = [WARM["duplicates"], ill, WARM["padding_between"], ORDINARY]
    losses, gradients = ask(WEIGHTED[name], rows, layout=layout)
    assert np.isnan(losses[1])
    assert np.isnan(gradients[1]).all()
    for place in (0, 2, 3):
        assert_weighted_exactly(name, rows[place], losses[place], gradients[place])


# Scores that are no numbers.

ILL = {
    "nan_on_a_relevant_item": row([2, 1, 0, 1, 0], [0.5, NAN, 0.25, 0.0, -0.5]),
    "nan_on_an_irrelevant_item": row([2, 1, 0, 1, 0], [0.5, 0.25, NAN, 0.0, -0.5]),
    "nan_on_the_most_relevant_item": row([2, 1, 0, 1, 0], [NAN, 0.5, 0.25, 0.0, -0.5]),
    "nan_first_of_the_irrelevant": row([0, 0, 1], [NAN, 0.5, 0.25]),
    "nan_last_of_the_irrelevant": row([0, 0, 1], [0.5, NAN, 0.25]),
    "nan_beside_padding": row([-1, 1, 0, -1, 0], [0.0, 0.5, NAN, 0.25, 0.125]),
    "nan_above_1e30": row([0, 3, 1, 0], [NAN, 1e30, 0.25, 0.5]),
    "nan_and_infinity": row([0, 1, 0], [NAN, 0.5, INF]),
    "nan_and_minus_infinity": row([0, 1, 0], [-INF, 0.5, NAN]),
    "nan_everywhere": row([0, 2, 1], [NAN, NAN, NAN]),
    "infinity_on_an_irrelevant_item": row([0, 1, 2], [INF, 0.5, 0.25]),
    "infinity_on_both": row([0, 1, 2], [INF, 0.5, INF]),
    "minus_infinity_on_a_relevant_item": row([0, 1, 2], [0.5, -INF, 0.25]),
}


def assert_ill(loss_class, one, loss, gradient):
    """Never a finite wrong number: what does not come out as NaN is right."""
    wanted, wanted_gradient = exact(loss_class, *rounded([one], "float32")[0])
    assert not np.isfinite(wanted)
    assert not np.isfinite(loss)
    if np.isnan(one[1]).any():
        assert np.isnan(loss)
        assert np.isnan(gradient[np.isnan(wanted_gradient)]).all()
    finite = np.isfinite(gradient) & np.isfinite(wanted_gradient)
    assert_close(gradient[finite], wanted_gradient[finite])


@both
@layouts
@companies
@pytest.mark.parametrize("name", ILL)
def test_a_score_that_is_no_number_is_never_a_finite_wrong_loss(loss_class, layout, company, name):
    rows = [*in_company(ILL[name], company), ORDINARY, WARM["padding_alone"]]
    losses, gradients = ask(built(loss_class), rows, layout=layout)
    ill = len(rows) - 3
    assert_ill(loss_class, rows[ill], losses[ill], gradients[ill])
    rows.pop(ill)
    gradients.pop(ill)
    assert_exact(loss_class, rows, (np.delete(losses, ill), gradients))


@both
@layouts
@pytest.mark.parametrize("kind", ["grades", "fractions"])
@pytest.mark.parametrize("score", [NAN, INF])
@pytest.mark.parametrize("label", [0, 2])
def test_one_bad_score_in_a_long_list_is_never_lost(loss_class, layout, kind, score, label):
    # Wherever it stands, and however many items are compared at once.
    rows = [ORDINARY]
    for place in (0, 1, 7, LONG // 2, LONG - 1):
        labels, scores = (part.copy() for part in long_list(kind))
        labels[place], scores[place] = label, score
        rows.append((labels, scores))
    losses, gradients = ask(built(loss_class), rows, layout=layout)
    assert_exact(loss_class, rows[:1], (losses[:1], gradients[:1]))
    for one, loss, gradient in zip(rows[1:], losses[1:], gradients[1:], strict=True):
        assert_ill(loss_class, one, loss, gradient)


# Long lists, and nothing at all.


@layouts
@pytest.mark.parametrize(
    ("loss_class", "kind", "spread"),
    [
        (SoftmaxLoss, "grades", 2),
        (UniqueSoftmaxLoss, "grades", 2),
        (UniqueSoftmaxLoss, "fractions", 2),
        (UniqueSoftmaxLoss, "fractions", 1e4),
    ],
)
def test_a_list_of_10_000_items_is_exact(layout, loss_class, kind, spread):
    rng = np.random.default_rng(11)
    labels = rng.integers(0, 5, 10_000) if kind == "grades" else rng.permutation(10_000) / 1024
    one = row(labels, spread * rng.normal(size=10_000))
    assert_exact(loss_class, [one], ask(built(loss_class), [one], layout=layout))


def assert_nothing(loss_class, layout, mode, labels, scores):
    """No loss and no gradient; the mean of no lists is 0 as well."""
    if mode == "graph":
        losses, gradient = compiled(built(loss_class), "float32", layout)(labels, scores)
    else:
        losses, gradient = losses_and_gradient(built(loss_class), labels, scores)
        mean, _ = losses_and_gradient(loss_class(), labels, scores)
        assert mean.shape == ()
        assert float(mean) == 0
    if layout == "ragged":
        assert losses.shape == labels.nrows()
        gradient, scores = gradient.flat_values, scores.flat_values
    else:
        assert losses.shape == labels.shape[0]
    assert gradient.shape == scores.shape
    assert not losses.numpy().any()
    assert not gradient.numpy().any()


@both
@modes
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 3)])
def test_dense_batches_with_nothing_in_them_cost_nothing(loss_class, mode, shape):
    assert_nothing(loss_class, "dense", mode, tf.fill(shape, -1.0), tf.fill(shape, NAN))


@both
@modes
@pytest.mark.parametrize("lengths", [[], [0], [0, 0, 0], [2, 0]])
def test_ragged_batches_with_nothing_in_them_cost_nothing(loss_class, mode, lengths):
    labels, scores = (
        tf.RaggedTensor.from_row_lengths(
            np.full(sum(lengths), value, np.float32), np.int64(lengths)
        )
        for value in (-1.0, NAN)
    )
    assert_nothing(loss_class, "ragged", mode, labels, scores)


@both
@companies
@pytest.mark.parametrize("splits", ["int32", "uniform"])
def test_row_splits_of_any_kind_are_rows(loss_class, company, splits):
    labels, scores = LAYOUTS["ragged"](in_company(ORDINARY, company), "float32")
    wanted = built(loss_class)(labels, scores)
    if splits == "int32":
        labels = labels.with_row_splits_dtype(tf.int32)
    else:
        labels = tf.RaggedTensor.from_tensor(labels.to_tensor(-1.0))
        scores = tf.RaggedTensor.from_tensor(scores.to_tensor(NAN))
    np.testing.assert_allclose(built(loss_class)(labels, scores), wanted, rtol=1e-6)


@both
@modes
@companies
def test_empty_rows_stand_anywhere_among_ragged_lists(loss_class, mode, company):
    empty = row([], [])
    rows = [empty, empty, *in_company(ORDINARY, company), empty, WARM["two_items"], empty]
    assert_exact(loss_class, rows, ask(built(loss_class), rows, layout="ragged", mode=mode))
