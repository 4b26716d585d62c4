"""What people hand to the losses: tensors in lists, rows of unequal length, unknown shapes."""

from math import log

import numpy as np
import pytest
import tensorflow as tf

from ranklab.losses import SoftmaxLoss, UniqueSoftmaxLoss

both = pytest.mark.parametrize("loss_class", [SoftmaxLoss, UniqueSoftmaxLoss])

LABELS = [[1.0, 0.0]]
GRADIENT = 1 / (
    1 + np.exp(0.6 - 0.8)
)  # the gradient of the item with score 0.8; that of 0.6 is its negative
RAGGED_LABELS, RAGGED_SCORES = [[1.0, 0.0], [0.0, 1.0, 0.0]], [[0.6, 0.8], [0.5, 0.8, 0.4]]
RAGGED_MEAN = (
    log(1 + np.exp(0.8 - 0.6)) + log(1 + np.exp(0.5 - 0.8) + np.exp(0.4 - 0.8))
) / 2  # fmt: skip


def slopes(compute, variables):
    with tf.GradientTape() as tape:
        value = compute()
    return [float(slope) for slope in tape.gradient(value, variables)]


# Lists that hold tensors.

FORMS = {
    "list": lambda a, b: [[a, b]],
    "tuple": lambda a, b: ((a, b),),
    "row_tensor": lambda a, b: [tf.stack([a, b])],
    "tuple_of_row_tensors": lambda a, b: (tf.stack([a, b]),),
    "tensor": lambda a, b: tf.stack([[a, b]]),
}


@both
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("mode", ["eager", "graph"])
@pytest.mark.parametrize("form", FORMS)
def test_a_gradient_flows_to_the_tensors_in_a_list(loss_class, dtype, mode, form):
    a, b = tf.Variable(0.6, dtype=dtype), tf.Variable(0.8, dtype=dtype)

    def compute():
        value = loss_class()(LABELS, FORMS[form](a, b))
        assert value.dtype == dtype
        return value

    compute = tf.function(compute) if mode == "graph" else compute
    assert slopes(compute, [a, b]) == pytest.approx([-GRADIENT, GRADIENT])


@both
def test_a_keras_variable_in_a_list_has_a_gradient(loss_class):
    keras = pytest.importorskip("keras")
    a, b = keras.Variable(0.6), keras.Variable(0.8)
    got = slopes(lambda: loss_class()(LABELS, [[a, b]]), [a.value, b.value])
    assert got == pytest.approx([-GRADIENT, GRADIENT])


@both
@pytest.mark.parametrize("mode", ["eager", "graph"])
def test_labels_and_weights_may_depend_on_a_variable(loss_class, mode):
    scale, scores = tf.Variable(3.0), tf.constant([[0.6, 0.8]])

    def compute():
        with tf.GradientTape() as tape:
            tape.watch(scores)
            value = loss_class()(tf.constant(LABELS) * (scale / 3), scores, scale * [1.0])
        return tape.gradient(value, scores)

    compute = tf.function(compute) if mode == "graph" else compute
    assert compute().numpy()[0] == pytest.approx([-3 * GRADIENT, 3 * GRADIENT])


@both
def test_numbers_and_tensors_may_share_a_list(loss_class):
    a = tf.Variable(0.6, dtype="float64")
    assert slopes(lambda: loss_class()(LABELS, [[a, 0.8]]), [a]) == pytest.approx([-GRADIENT])
    assert slopes(lambda: loss_class()(LABELS, [[a, np.float32(0.8)]]), [a]) == pytest.approx(
        [-GRADIENT], rel=1e-6
    )


@both
@pytest.mark.parametrize("mode", ["eager", "graph"])
def test_row_tensors_of_unequal_length_are_ragged_lists(loss_class, mode):
    variables = [tf.Variable(row) for row in RAGGED_SCORES]

    def compute():
        rows = [tf.identity(variable) for variable in variables]
        return loss_class(ragged=True)(RAGGED_LABELS, rows)

    compute = tf.function(compute) if mode == "graph" else compute
    with tf.GradientTape() as tape:
        value = compute()
    assert float(value) == pytest.approx(RAGGED_MEAN)
    for slope in tape.gradient(value, variables):
        assert float(tf.reduce_sum(slope)) == pytest.approx(0, abs=1e-6)
        assert float(tf.reduce_max(slope)) > 0.1


@both
@pytest.mark.parametrize("as_row", [list, tuple, np.array, tf.constant])
@pytest.mark.parametrize("outer", [list, tuple])
def test_rows_of_any_kind_are_ragged_lists(loss_class, as_row, outer):
    labels, scores = (outer(map(as_row, rows)) for rows in (RAGGED_LABELS, RAGGED_SCORES))
    assert float(loss_class(ragged=True)(labels, scores)) == pytest.approx(RAGGED_MEAN)


@both
def test_numpy_rows_may_be_empty_or_equally_long(loss_class):
    empty = [np.array([1.0, 0.0]), np.array([])], [np.array([0.6, 0.8]), np.array([])]
    assert float(loss_class(ragged=True)(*empty)) == pytest.approx(log(1 + np.exp(0.2)) / 2)
    equal = [np.array([1.0, 0.0])] * 2, [np.array([0.6, 0.8])] * 2
    assert float(loss_class(ragged=True)(*equal)) == pytest.approx(log(1 + np.exp(0.2)))


@both
def test_numpy_rows_of_float64_keep_their_digits(loss_class):
    rows = [np.array([0.6, 0.8]), np.array([0.5, 0.8, 0.4])]
    value = loss_class(ragged=True)(RAGGED_LABELS, rows)
    assert value.dtype == tf.float64
    assert float(value) == pytest.approx(RAGGED_MEAN, rel=1e-14)


@both
@pytest.mark.parametrize("rows", [[np.zeros(2), np.zeros(3)], [tf.zeros(2), tf.zeros(3)]])
def test_rows_of_unequal_length_without_ragged_are_refused_in_words(loss_class, rows):
    with pytest.raises(ValueError, match=r"y_pred must be a batch .* ragged=True"):
        loss_class()(LABELS, rows)


# Shapes that only the graph gets to see.


@both
@pytest.mark.parametrize("unknown", ["labels", "scores", "both"])
def test_a_rank_that_a_graph_does_not_know_is_read(loss_class, unknown):
    rank_2 = tf.TensorSpec([None, None])
    labels = tf.TensorSpec(None) if unknown != "scores" else rank_2
    scores = tf.TensorSpec(None) if unknown != "labels" else rank_2
    compute = tf.function(loss_class(), input_signature=[labels, scores])
    assert float(compute(LABELS, [[0.6, 0.8]])) == pytest.approx(log(1 + np.exp(0.2)))
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        compute([1.0, 0.0], [0.6, 0.8])


@both
@pytest.mark.parametrize("reduction", ["sum", "mean_with_sample_weight"])
@pytest.mark.parametrize("given", [3.0, [3.0, 3.0], [[3.0], [3.0]]])
def test_sample_weights_of_unknown_rank_are_read(loss_class, reduction, given):
    labels, scores = tf.constant(LABELS * 2), tf.constant([[0.6, 0.8]] * 2)
    compute = tf.function(
        lambda weights: loss_class(reduction)(labels, scores, weights),
        input_signature=[tf.TensorSpec(None)],
    )
    times = 6 if reduction == "sum" else 1
    assert float(compute(tf.constant(given))) == pytest.approx(times * log(1 + np.exp(0.2)))
    with pytest.raises(tf.errors.InvalidArgumentError):
        compute(tf.constant([3.0]))


@both
def test_sample_weights_never_widen_a_list(loss_class):
    unknown = tf.TensorSpec([None, None])
    compute = tf.function(loss_class(), input_signature=[unknown] * 3)
    with pytest.raises(tf.errors.InvalidArgumentError, match="one weight per list, or one per"):
        compute([[1.0]], [[0.6]], [[1.0, 1.0, 1.0]])


DENSE = tf.TensorSpec([None, None])
RAGGED = tf.RaggedTensorSpec([None, None], tf.float32, ragged_rank=1, row_splits_dtype=tf.int64)


def ragged(rows):
    return tf.ragged.constant(rows, ragged_rank=1)


MISFITS = {
    "labels_that_broadcast": ([DENSE, DENSE], [[[1.0], [0.0]], [[0.6, 0.8, 0.1]] * 2]),
    "one_list_of_labels": ([DENSE, DENSE], [[[1.0, 0.0]], [[0.6, 0.8]] * 2]),
    "rows": (
        [RAGGED, RAGGED],
        [ragged([[1.0, 0.0], [1.0]]), ragged([[0.6], [0.8, 0.1]])],
    ),
    "weights_of_lists": ([DENSE] * 3, [[[1.0, 0.0]] * 2, [[0.6, 0.8]] * 2, [[2.0]]]),
    "weights_that_widen": ([DENSE] * 3, [[[1.0]] * 2, [[0.6]] * 2, [[2.0, 3.0]] * 2]),
    "ragged_weights_of_lists": (
        [RAGGED, RAGGED, DENSE],
        [ragged([[1.0, 0.0], [1.0]]), ragged([[0.6, 0.8], [0.1]]), [[2.0]]],
    ),
}


@pytest.mark.slow
@both
@pytest.mark.parametrize("reduction", ["auto", "none"])
@pytest.mark.parametrize("name", MISFITS)
def test_shapes_that_do_not_fit_are_never_a_number_under_xla(loss_class, reduction, name):
    signature, given = MISFITS[name]

    def compute(labels, scores, *weights):
        flat = scores.flat_values if isinstance(scores, tf.RaggedTensor) else scores
        with tf.GradientTape() as tape:
            tape.watch(flat)
            given = scores.with_flat_values(flat) if flat is not scores else flat
            value = loss_class(reduction)(labels, given, *weights)
        return value, tape.gradient(value, flat)

    compiled = tf.function(compute, input_signature=signature, jit_compile=True)
    try:
        value, gradient = compiled(*given)
    except (tf.errors.InvalidArgumentError, tf.errors.InternalError, ValueError):
        return  # the compiler knew
    assert np.isnan(value).all()
    assert np.isnan(gradient).all()


@pytest.mark.slow
@both
def test_weights_of_items_are_no_number_under_xla_where_lists_are_weighted(loss_class):
    loss = loss_class("mean_with_sample_weight")
    compiled = tf.function(loss, input_signature=[DENSE] * 3, jit_compile=True)
    lists = LABELS * 2, [[0.6, 0.8]] * 2
    assert np.isnan(compiled(*lists, [[1.0, 2.0]] * 2))
    assert float(compiled(*lists, [[1.0], [2.0]])) == pytest.approx(log(1 + np.exp(0.2)))


@both
def test_a_weight_that_is_no_number_is_never_a_mean(loss_class):
    loss = loss_class("mean_with_sample_weight")
    assert np.isnan(loss(LABELS * 2, [[0.6, 0.8]] * 2, [1.0, np.nan]))


# Lists of one item: what a pointwise model gives.


@both
@pytest.mark.parametrize("form", [tf.constant, ragged], ids=["dense", "ragged"])
def test_lists_of_one_item_cost_nothing_and_warn_once(loss_class, form):
    loss = loss_class()
    labels, scores = form([[1.0], [0.0], [2.0]]), form([[0.6], [0.8], [0.1]])
    with pytest.warns(
        UserWarning, match=r"every list has one item.* reshape .*\[lists, items\]"
    ) as said:
        assert float(loss(labels, scores)) == 0
    assert [warning.filename for warning in said] == [__file__]
    assert float(loss(labels, scores)) == 0  # and, as warnings are errors here, no second one


@both
def test_one_list_of_one_item_is_a_list(loss_class):
    assert float(loss_class()([[1.0]], [[0.6]])) == 0
    assert float(loss_class()(ragged([[1.0]]), ragged([[0.6]]))) == 0
    lists = ragged([[1.0], [], [0.0, 1.0]]), ragged([[0.6], [], [0.5, 0.8]])
    assert float(loss_class("sum")(*lists)) == pytest.approx(log(1 + np.exp(0.5 - 0.8)))


# Labels whose gain does not fit.


@pytest.mark.parametrize(
    ("dtype", "label"), [("float32", 128.0), ("float32", 1000.0), ("float64", 1024.0)]
)
@pytest.mark.parametrize("layout", ["dense", "ragged"])
def test_a_gain_that_does_not_fit_is_refused_in_words(dtype, label, layout):
    form = tf.constant if layout == "dense" else ragged
    labels, scores = form([[label, 0.0]]), tf.cast(form([[0.6, 0.8]]), dtype)
    with pytest.raises(ValueError, match=rf"labels up to {label:g}, .* does not fit {dtype}"):
        UniqueSoftmaxLoss()(labels, scores)
    graph = tf.function(UniqueSoftmaxLoss("none"))
    assert np.isnan(graph(labels, scores)).all()


@pytest.mark.parametrize(("dtype", "label"), [("float32", 127.0), ("float64", 1023.0)])
def test_a_gain_that_fits_is_exact(dtype, label):
    got = UniqueSoftmaxLoss()([[label, 0.0]], tf.constant([[0.6, 0.8]], dtype))
    assert float(got) == pytest.approx(2.0**label * log(1 + np.exp(0.2)), rel=1e-5)


def test_a_sum_of_gains_that_does_not_fit_is_refused_in_words():
    with pytest.raises(ValueError, match=r"labels up to 127, .* does not fit float32"):
        UniqueSoftmaxLoss("sum")([[127.0, 0.0]], tf.constant([[-5.0, 5.0]]))


@both
def test_a_score_that_is_no_number_is_no_fault_of_a_label(loss_class):
    assert np.isnan(loss_class()([[100.0, 0.0]], [[np.nan, 0.8]]))


# What watches the numbers inside, or goes through them forwards.


@pytest.fixture
def check_numerics():
    tf.debugging.enable_check_numerics()
    yield
    tf.debugging.disable_check_numerics()


@pytest.mark.slow
@both
@pytest.mark.parametrize("mode", ["eager", "graph"])
@pytest.mark.parametrize("temperature", [1.0, 0.5])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_no_infinity_stands_inside_a_healthy_loss(
    loss_class, mode, temperature, dtype, check_numerics
):
    long = [[*range(5), -1.0] * 60, [0.25 * (i % 7) for i in range(360)]]
    batches = [
        ([[1.0, 0.0, -1.0], [-1.0] * 3], [[0.6, 0.8, 3.0], [1.0, 2.0, 3.0]]),
        ([long[0], [-1.0] * 360], [long[1]] * 2),
        ([[*long[1][:-1], -1.0], long[0]], [[1e4 * score for score in long[1]]] * 2),
        (ragged([[1.0, 0.0], []]), ragged([[0.6, 0.8], []])),
    ]
    loss = loss_class("none", temperature=temperature)
    for labels, scores in batches:
        scores = tf.cast(scores, dtype)
        compute = tf.function(loss) if mode == "graph" else loss
        with tf.GradientTape() as tape:
            tape.watch(scores if mode == "graph" else getattr(scores, "flat_values", scores))
            losses = compute(labels, scores)
        assert np.isfinite(losses).all()
    wanted = [log(1 + np.exp(0.2 / temperature)), 0]
    assert compute(*batches[0][:1], tf.cast(batches[0][1], dtype)).numpy() == pytest.approx(wanted)


@both
@pytest.mark.parametrize("mode", ["eager", "graph"])
def test_a_forward_accumulator_goes_through(loss_class, mode):
    scores, tangent = tf.constant([[0.6, 0.8]]), tf.constant([[1.0, 0.0]])
    compute = tf.function(loss_class()) if mode == "graph" else loss_class()
    with tf.autodiff.ForwardAccumulator(scores, tangent) as accumulator:
        value = compute(LABELS, scores)
    assert float(accumulator.jvp(value)) == pytest.approx(-GRADIENT)


@both
def test_a_hessian_along_a_direction_forward_over_reverse(loss_class):
    scores, tangent = tf.constant([[0.6, 0.8]]), tf.constant([[1.0, 0.0]])

    @tf.function  # in eager mode the accumulator finds no way through what is traced
    def gradient_of(scores):
        with tf.GradientTape() as tape:
            tape.watch(scores)
            value = loss_class()(LABELS, scores)
        return tape.gradient(value, scores)

    with tf.autodiff.ForwardAccumulator(scores, tangent) as accumulator:
        gradient = gradient_of(scores)
    curvature = GRADIENT * (1 - GRADIENT)
    got = accumulator.jvp(gradient).numpy()[0]
    assert got == pytest.approx([curvature, -curvature], rel=1e-5)
