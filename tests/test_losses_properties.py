"""What holds for every list, whatever its length: the properties of the losses.

Each property is tried on lists of a few items, where looking at all pairs is cheapest, and on
lists far too long for that, of grades and of labels that are fractions.
"""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from witness import (
    LAYOUTS,
    LONG,
    TOLERANCES,
    ask,
    assert_close,
    built,
    losses_and_gradient,
)

from ranklab import textbook
from ranklab.losses import NDCGLambdaWeight, SoftmaxLoss, UniqueSoftmaxLoss

pytestmark = pytest.mark.slow

both = pytest.mark.parametrize("loss_class", [SoftmaxLoss, UniqueSoftmaxLoss])
# A form for all pairs may end where a batch has 2^16 of them: at a list of 256.
SIZES = {"short": st.integers(1, 7), "border": st.just(256), "long": st.integers(LONG, LONG + 1)}
sizes = pytest.mark.parametrize("size", ["short", "long"])
few = settings(max_examples=8)
fewer = settings(max_examples=4)

WAYS = st.sampled_from([(dtype, layout) for dtype in TOLERANCES for layout in LAYOUTS])

PADDING_SCORES = st.sampled_from([0.0, 1e30, -1e30, np.nan, np.inf, -np.inf])


def some_labels(rng, kind, size):
    """Labels of one list; where kinds are mixed, there is padding too."""
    return {
        "grades": lambda: rng.integers(0, 5, size).astype(float),
        "fractions": lambda: rng.permutation(size) / 128,
        "mixed": lambda: np.where(
            rng.random(size) < 0.5, rng.integers(-1, 4, size), rng.integers(-20, 80, size) / 16
        ),
    }[kind]()


@st.composite
def batches(draw, size, max_lists=3, weighted=False, spreads=(1, 30, 400)):
    """Rows of labels and scores (and weights): the scores are multiples of 1/64, and often tie."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(["grades", "fractions", "mixed"]))
    spread = draw(st.sampled_from(spreads))
    rows = []
    for _ in range(draw(st.integers(1, max_lists))):
        items = draw(SIZES[size])
        scores = np.round(spread * rng.normal(size=items) * 64) / 64
        rows.append((some_labels(rng, kind, items), scores))
        if weighted:
            rows[-1] += (rng.integers(0, 8, items) / 4,)
    return rows


def assert_same(got, wanted, dtype):
    """Two answers to one question agree: each list's loss, and each list's gradient."""
    for one, other in zip(got, wanted, strict=True):
        for mine, theirs in zip(one, other, strict=True):
            assert_close(mine, theirs, dtype)


def textbook_answer(loss_class, labels, scores, sample_weight=None):
    """Loss and gradient of one row by the closed form of the textbook."""
    there = labels >= 0
    sample_weight = np.ones(there.sum()) if sample_weight is None else sample_weight[there]
    labels, scores = labels[there], scores[there]
    if loss_class is SoftmaxLoss:
        weights = sample_weight * textbook.softmax_weights(labels)
        competitors = textbook.softmax_competitors(labels)
    else:
        list_weight = np.sum(sample_weight * textbook.softmax_weights(labels))
        weights = list_weight * textbook.unique_softmax_weights(labels)
        competitors = textbook.unique_softmax_competitors(labels)
    asked = scores, weights, competitors
    gradient = np.zeros(there.size)
    gradient[there] = textbook.gradient(*asked)
    return textbook.contributions(*asked).sum(), gradient


@both
@sizes
@few
@given(data=st.data(), way=WAYS, weighted=st.booleans())
def test_the_textbook_says_the_same(loss_class, size, data, way, weighted):
    if weighted:
        way = "float32", way[1]  # a graph less to trace for each layout
    rows = data.draw(batches(size, weighted=weighted))
    wanted = zip(*(textbook_answer(loss_class, *row) for row in rows), strict=True)
    assert_same(ask(built(loss_class), rows, *way), wanted, way[0])


@both
@sizes
@few
@given(data=st.data(), way=WAYS)
def test_the_order_of_the_items_does_not_matter(loss_class, size, data, way):
    rows = data.draw(batches(size))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    orders = [rng.permutation(len(labels)) for labels, _ in rows]
    shuffled = [
        (labels[order], scores[order]) for (labels, scores), order in zip(rows, orders, strict=True)
    ]
    losses, gradients = ask(built(loss_class), rows, *way)
    wanted = [pushes[order] for pushes, order in zip(gradients, orders, strict=True)]
    assert_same(ask(built(loss_class), shuffled, *way), (losses, wanted), way[0])


@both
@sizes
@few
@given(data=st.data(), way=WAYS, shift=st.integers(-(10**5), 10**5))
def test_a_common_shift_of_the_scores_does_not_matter(loss_class, size, data, way, shift):
    rows = data.draw(batches(size))  # whose scores float32 can hold after the shift too
    shifted = [(labels, scores + shift) for labels, scores in rows]
    plain = ask(built(loss_class), rows, *way)
    assert_same(ask(built(loss_class), shifted, *way), plain, way[0])


@both
@sizes
@few
@given(data=st.data())
def test_a_temperature_is_a_division_of_the_scores(loss_class, size, data):
    rows = data.draw(batches(size, spreads=(1, 30, 40_000)))
    divided = [(labels, scores / 100) for labels, scores in rows]
    losses, gradients = ask(built(loss_class), divided, "float64")
    wanted = losses, [pushes / 100 for pushes in gradients]
    assert_same(ask(built(loss_class, 100.0), rows, "float64"), wanted, "float64")


def assert_padding_is_not_there(loss_class, rows, way, place, pads, score):
    labels, scores = rows[0]
    places = [place] * pads
    more = [(np.insert(labels, places, -1), np.insert(scores, places, score)), *rows[1:]]
    losses, (first, *others) = ask(built(loss_class), more, *way)
    assert not first[place : place + pads].any()
    kept = np.delete(first, range(place, place + pads))
    wanted = ask(built(loss_class), rows, *way)
    assert_same((losses, [kept, *others]), wanted, way[0])
    return losses, wanted[0]


@both
@pytest.mark.parametrize("size", ["short", "border", "long"])
@few
@given(data=st.data(), way=WAYS, score=PADDING_SCORES)
def test_one_more_pad_changes_nothing(loss_class, size, data, way, score):
    rows = data.draw(batches(size, max_lists=1 if size == "border" else 3))
    place = data.draw(st.integers(0, len(rows[0][0])))
    losses, wanted = assert_padding_is_not_there(loss_class, rows, way, place, 1, score)
    np.testing.assert_allclose(losses, wanted, rtol=1e-6, atol=1e-7)


@both
@few
@given(data=st.data(), way=WAYS, score=PADDING_SCORES)
def test_so_many_pads_that_another_form_is_faster_change_nothing(loss_class, data, way, score):
    rows = data.draw(batches("short"))
    place = data.draw(st.integers(0, len(rows[0][0])))
    assert_padding_is_not_there(loss_class, rows, way, place, LONG, score)


@both
@sizes
@few
@given(data=st.data(), layout=st.sampled_from(list(LAYOUTS)))
def test_the_gradient_is_the_derivative_of_the_loss(loss_class, size, data, layout):
    (row,) = data.draw(batches(size, max_lists=1, spreads=(1, 4)))
    labels, scores = row
    (loss,), (gradient,) = ask(built(loss_class), [row], "float64", layout)
    rng = np.random.default_rng(3)
    directions = np.eye(scores.size) if size == "short" else rng.normal(size=(2, scores.size))
    step = 1e-5
    # All steps in one batch: they are lists like any other.
    steps = [
        (labels, scores + sign * step * direction) for direction in directions for sign in (1, -1)
    ]
    losses, _ = ask(built(loss_class), steps, "float64", layout)
    numeric = (losses[::2] - losses[1::2]) / (2 * step)
    # The rounding of the loss, over the step; the third derivative, times its square.
    size_of_error = 1e-9 * (loss + np.abs(gradient).sum())
    np.testing.assert_allclose(directions @ gradient, numeric, rtol=1e-6, atol=size_of_error)


@both
@sizes
@few
@given(data=st.data(), way=WAYS)
def test_the_gradient_sums_to_zero(loss_class, size, data, way):
    rows = data.draw(batches(size))
    _, gradients = ask(built(loss_class), rows, *way)
    digits = {"float32": 1e-6, "float64": 1e-14}[way[0]]
    for pushes in gradients:
        size_of_error = digits * np.abs(pushes).sum() + digits
        assert abs(pushes.sum(dtype=np.float64)) <= size_of_error


@both
@sizes
@few
@given(data=st.data(), way=WAYS)
def test_lists_do_not_influence_one_another(loss_class, size, data, way):
    rows = data.draw(batches(size)) + data.draw(batches("short"))
    alone = [ask(built(loss_class), [row], *way) for row in rows]
    wanted = [loss for (loss,), _ in alone], [pushes for _, (pushes,) in alone]
    assert_same(ask(built(loss_class), rows, *way), wanted, way[0])


@both
@sizes
@few
@given(data=st.data(), way=WAYS, score=st.sampled_from([np.nan, np.inf, -np.inf, 1e30]))
def test_an_ill_list_does_not_influence_the_others(loss_class, size, data, way, score):
    rows = data.draw(batches(size))
    ill = np.array([1.0, 0.0, 2.0]), np.array([score, 0.5, 0.25])
    losses, gradients = ask(built(loss_class), [rows[0], ill, *rows[1:]], *way)
    others = np.delete(losses, 1), gradients[:1] + gradients[2:]
    assert_same(others, ask(built(loss_class), rows, *way), way[0])


@both
@sizes
@few
@given(data=st.data(), dtype=st.sampled_from(list(TOLERANCES)))
def test_dense_lists_are_ragged_lists(loss_class, size, data, dtype):
    rows = data.draw(batches(size))
    wanted = ask(built(loss_class), rows, dtype, "dense")
    assert_same(ask(built(loss_class), rows, dtype, "ragged"), wanted, dtype)


NDCG = SoftmaxLoss("none", lambda_weight=NDCGLambdaWeight(5))


@sizes
@few
@given(data=st.data())
def test_dense_lists_are_ragged_lists_under_a_lambda_weight(size, data):
    rows = data.draw(batches(size))
    wanted = ask(NDCG, rows, "float64", "dense")
    assert_same(ask(NDCG, rows, "float64", "ragged"), wanted, "float64")


@both
@sizes
@few
@given(data=st.data(), reduction=st.sampled_from(["sum", "auto"]))
def test_a_reduction_is_the_sum_or_the_mean_of_the_lists(loss_class, size, data, reduction):
    rows = data.draw(batches(size))
    labels, scores = LAYOUTS["dense"](rows, "float64")
    losses = built(loss_class)(labels, scores).numpy()
    value = built(loss_class, 1.0, reduction)(labels, scores)
    reduce = {"sum": np.sum, "auto": np.mean}[reduction]
    assert float(value) == pytest.approx(reduce(losses), rel=1e-12)


@both
@sizes
@fewer
@given(data=st.data(), way=WAYS)
def test_a_graph_says_what_eager_calls_say(loss_class, size, data, way):
    weighted = way[0] == "float32" and data.draw(st.booleans())
    rows = data.draw(batches(size, weighted=weighted))
    wanted = ask(built(loss_class), rows, *way, mode="eager")
    assert_same(ask(built(loss_class), rows, *way, mode="graph"), wanted, way[0])


@pytest.mark.parametrize("shape", [(2, 5), (1, LONG)])
def test_a_graph_of_known_shape_says_the_same(shape):
    # A graph that knows its shapes may choose a form when it is traced.
    loss, compute = built(UniqueSoftmaxLoss), tf.function(losses_and_gradient)
    rng = np.random.default_rng(2)
    for kind in ("grades", "fractions", "mixed"):
        rows = [(some_labels(rng, kind, shape[1]), rng.normal(size=shape[1]))] * shape[0]
        losses, gradient = compute(loss, *LAYOUTS["dense"](rows, "float64"))
        wanted, gradients = ask(loss, rows, "float64")
        assert_close(losses, wanted, "float64")
        for place, pushes in enumerate(gradients):
            assert_close(gradient[place].numpy() / 2**place, pushes, "float64")
