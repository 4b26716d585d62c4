"""What a diagnosis says of the losses is so: each claim, held against the losses themselves."""

from math import log, log2

import keras
import numpy as np
import pytest
import tensorflow as tf

import ranklab
from ranklab.diagnosis import diagnose
from ranklab.losses import NDCGLambdaWeight, SoftmaxLoss, UniqueSoftmaxLoss

BOTH = [SoftmaxLoss, UniqueSoftmaxLoss]
INF, NAN = float("inf"), float("nan")


def ask(loss, labels, scores, weights=None):
    """The loss and its gradient, as float32."""
    scores = tf.Variable(np.array(scores, np.float32))
    with tf.GradientTape() as tape:
        value = loss(np.array(labels, np.float32), scores, weights)
    return value.numpy(), tf.convert_to_tensor(tape.gradient(value, scores)).numpy()


@pytest.mark.parametrize(
    ("labels", "scores"),
    [
        ([1, 0], [NAN, 1]),
        ([1, 0], [1, NAN]),
        ([0, 0], [1, NAN]),
        ([1, 0], [INF, 1]),
        ([1, 0], [1, INF]),
        ([1, 0], [-INF, 1]),
        ([INF, 0], [1, 0]),
    ],
)
def test_what_is_not_finite_spoils_the_softmax_loss_and_the_mean(labels, scores):
    assert [f.name for f in diagnose([labels], [scores]).findings][:1] == ["not_finite"]
    for loss, rows in ((SoftmaxLoss("none"), [0]), (SoftmaxLoss(), [0, 1])):
        value, gradient = ask(loss, [labels, [0, 1]], [scores, [0.6, 0.8]])
        if len(rows) == 2:
            assert not (np.isfinite(value) and np.isfinite(gradient).all())
        else:
            assert not (np.isfinite(value[0]) and np.isfinite(gradient[0]).all())
            assert np.isfinite(value[1])
            assert np.isfinite(gradient[1]).all()


@pytest.mark.parametrize("loss_class", BOTH)
@pytest.mark.parametrize("weight", [NAN, INF])
def test_weights_that_are_not_finite_spoil_the_loss(loss_class, weight):
    assert np.isnan(ask(loss_class(), [[1, 0]], [[0.6, 0.8]], [weight])[0])
    assert np.isnan(ask(loss_class(), [[1, 0]], [[0.6, 0.8]], [[1, weight]])[0])


@pytest.mark.parametrize("loss_class", BOTH)
def test_minus_infinity_takes_an_irrelevant_item_out(loss_class):
    masked, gradient = ask(loss_class(), [[1, 0, 0]], [[0.6, 0.8, -INF]])
    assert masked == pytest.approx(log(1 + np.exp(0.2)), rel=1e-6)
    assert np.isfinite(gradient).all()


def test_one_step_with_a_nan_makes_the_weights_nan():
    model = keras.Sequential([keras.layers.Dense(1), keras.layers.Reshape((2,))])
    model.compile("sgd", SoftmaxLoss())
    features = np.array([[[0.5, 1], [1, NAN]], [[2, 1], [0, 1]]], np.float32)
    model.fit(features, np.array([[1.0, 0], [0, 1]]), verbose=0)
    assert np.isnan(model.layers[0].kernel.numpy()).any()


def test_a_label_of_128_is_too_much_for_float32():
    scores = [[0.6, 0.8]]
    with pytest.raises(ValueError, match="does not fit float32"):
        ask(UniqueSoftmaxLoss(), [[128, 0]], scores)
    assert np.isnan(tf.function(UniqueSoftmaxLoss())(tf.constant([[128.0, 0]]), scores))
    assert np.isfinite(ask(UniqueSoftmaxLoss(), [[127, 0]], scores)[0])
    assert np.isfinite(ask(SoftmaxLoss(), [[128, 0]], scores)[0])
    weighted = SoftmaxLoss(lambda_weight=NDCGLambdaWeight())
    assert np.isfinite(ask(weighted, [[128, 0]], scores)[0])


SILENT = {
    "one item": ([2, -1, -1], [0.6, 3, 9]),
    "padding alone": ([-1, -1, NAN], [0.6, 3, 9]),
    "nothing relevant": ([0, 0, -1], [0.6, 3, 9]),
}


@pytest.mark.parametrize("loss_class", BOTH)
@pytest.mark.parametrize(("labels", "scores"), SILENT.values(), ids=SILENT)
def test_silent_lists_cost_0_move_nothing_and_lower_the_mean(loss_class, labels, scores):
    value, gradient = ask(loss_class(), [labels], [scores])
    assert value == 0
    assert (gradient == 0).all()
    speaks = [2, 0, 1], [0.6, 0.8, 0.1]
    alone, push = ask(loss_class(), speaks[:1], speaks[1:])
    value, gradient = ask(loss_class(), [labels, speaks[0]], [scores, speaks[1]])
    assert value == pytest.approx(alone / 2, rel=1e-6)
    assert gradient[1] == pytest.approx(push[0] / 2, rel=1e-5)


@pytest.mark.parametrize("loss_class", BOTH)
def test_where_all_weights_are_0_nothing_costs_anything(loss_class):
    value, gradient = ask(loss_class(), [[1, 0]], [[0.6, 0.8]], [0])
    assert value == 0
    assert (gradient == 0).all()


def test_equal_labels_cost_nothing_or_pull_together():
    value, gradient = ask(UniqueSoftmaxLoss(), [[2, 2]], [[0, 1]])
    assert value == 0
    assert (gradient == 0).all()
    _, (push,) = ask(SoftmaxLoss(), [[2, 2]], [[0, 1]])
    assert push[0] < 0 < push[1]  # descent raises the lower score and lowers the higher one
    value, gradient = ask(SoftmaxLoss(), [[2, 2]], [[1, 1]])
    assert value == pytest.approx(log(2), rel=1e-6)
    assert gradient == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_scores_between_0_and_1_hold_the_loss_up(temperature):
    # The best that such scores can do: 1 for the relevant item, 0 for all others.
    loss = SoftmaxLoss(temperature=temperature)
    floor = log(1 + 4 * np.exp(-1 / temperature))
    value, _ = ask(loss, [[1, 0, 0, 0, 0]], [[1, 0, 0, 0, 0]])
    assert value == pytest.approx(floor, rel=1e-6)
    scores = np.tile([[0.0, 1, 0, 0, 0], [0.5, 0.25, 0, 0.25, 1]], (2, 1))
    finding = diagnose(np.tile([[0, 1, 0, 0, 0], [0, 0, 0, 1, 2]], (2, 1)), scores, loss=loss)
    assert f"cannot fall below {floor:.3g} on average" in finding.findings[0].sentence


def test_a_step_costs_nothing_or_the_gap_and_pushes_the_best_item():
    scores = [[40, 0, 10]]
    value, gradient = ask(SoftmaxLoss(), [[1, 0, 0]], scores)
    assert value == 0
    assert gradient == pytest.approx(0, abs=1e-12)
    value, gradient = ask(SoftmaxLoss(), [[0, 0, 1]], scores)
    assert value == pytest.approx(30)
    assert gradient[0] == pytest.approx([1, 0, -1], abs=1e-6)
    assert "step" in [f.name for f in diagnose([[0, 0, 1]], scores).findings]
    # Where the others together have a share that float32 can hold, it is no step.
    assert "step" not in [f.name for f in diagnose([[0, 0, 1]], [[16, 0, 0]]).findings]


@pytest.mark.parametrize("labels", [[1, 0, 0], [4, 0, 1], [2, 2, 0]])
def test_equal_scores_cost_ln_n(labels):
    value, _ = ask(SoftmaxLoss(temperature=0.3), [labels], [[5, 5, 5]])
    assert value == pytest.approx(log(3), rel=1e-6)


@pytest.mark.parametrize("loss_class", BOTH)
def test_padding_of_label_0_competes(loss_class):
    labels, scores = [2, 0, 1], [0.6, 0.8, 0.1]
    right, _ = ask(loss_class(), [[*labels, -1, -1]], [[*scores, 0, 0]])
    wrong, gradient = ask(loss_class(), [[*labels, 0, 0]], [[*scores, 0, 0]])
    assert right == pytest.approx(ask(loss_class(), [labels], [scores])[0], rel=1e-6)
    assert wrong > right
    assert (gradient[0, 3:] > 0).all()  # descent pushes them down


def test_a_gain_is_2_to_the_label_less_1():
    # One relevant item among two of equal scores costs its gain times ln 2.
    loud, quiet = (ask(UniqueSoftmaxLoss(), [[y, 0]], [[0, 0]])[0] for y in (12, 1))
    assert loud / quiet == pytest.approx(2**12 - 1, rel=1e-6)
    loud, quiet = (ask(SoftmaxLoss(), [[y, 0]], [[0, 0]])[0] for y in (12, 1))
    assert loud == pytest.approx(quiet)
    assert 6 < log2(100 + 1) < 7  # from a label of 7 on, a gain is 100 or more


@pytest.mark.parametrize("loss_class", BOTH)
def test_an_item_of_weight_0_still_competes(loss_class):
    labels, scores = [[2, 0, 0]], [[0.6, 0.8, 0.1]]
    value, gradient = ask(loss_class(), labels, scores)
    weighted, push = ask(loss_class(), labels, scores, [[1, 0, 1]])
    assert weighted == pytest.approx(value)
    assert push == pytest.approx(gradient)
    gone, _ = ask(loss_class(), [[2, -1, 0]], scores)
    assert gone < value


def test_a_relevant_item_of_weight_0_is_pushed_down_or_weights_its_list():
    labels, scores = [[2, 1, 0]], [[0.6, 0.8, 0.1]]
    p = np.exp(scores[0]) / np.exp(scores[0]).sum()
    _, (push,) = ask(SoftmaxLoss(), labels, scores, [[1, 0, 1]])
    assert push[1] == pytest.approx(2 / 3 * p[1], rel=1e-5)
    value, _ = ask(UniqueSoftmaxLoss(), labels, scores, [[1, 0, 1]])
    whole, _ = ask(UniqueSoftmaxLoss(), labels, scores)
    assert value == pytest.approx(2 / 3 * whole, rel=1e-5)


@pytest.mark.parametrize("loss_class", BOTH)
def test_a_weight_below_0_turns_the_loss_around(loss_class):
    value, gradient = ask(loss_class(), [[1, 0]], [[0.6, 0.8]], [-1])
    assert value < 0
    assert gradient[0, 0] > 0  # descent lowers the relevant item


@pytest.mark.parametrize("loss_class", BOTH)
@pytest.mark.parametrize("pad", [-1, -7, NAN])
def test_padding_is_padding_wherever_it_stands(loss_class, pad):
    inside, _ = ask(loss_class(), [[2, pad, 0, 1]], [[0.6, 9, 0.8, 0.1]])
    assert inside == pytest.approx(ask(loss_class(), [[2, 0, 1]], [[0.6, 0.8, 0.1]])[0], rel=1e-6)


def test_one_hot_labels_make_both_losses_one_classification():
    labels, scores = [[0, 1, 0], [1, 0, 0]], [[0.6, 0.8, 0.1], [2, 0, -1]]
    values = [ask(loss_class(), labels, scores)[0] for loss_class in BOTH]
    plain = keras.losses.CategoricalCrossentropy(from_logits=True)
    assert values == pytest.approx([float(plain(labels, scores))] * 2, rel=1e-6)
    assert ask(SoftmaxLoss(), labels, np.zeros((2, 3)))[0] == pytest.approx(log(3), rel=1e-6)


def test_the_largest_label_is_the_most_relevant():
    # Places, 1 the best: descent raises the last place.
    for loss_class in BOTH:
        _, gradient = ask(loss_class(), [[1, 2, 3]], [[0, 0, 0]])
        assert gradient[0, 2] == gradient.min() < 0 < gradient[0, 0]


# What is read, and what is refused in the words of the losses.


LABELS, SCORES = [[2.0, 0, 1], [0, 3, -1]], [[1.5, -0.5, NAN], [0.5, 2, 0]]
RAGGED = [[2.0, 0, 1], [0, 3]], [[1.5, -0.5, NAN], [0.5, 2]]


class Torchlike:
    """What is known of a tensor of PyTorch that has a gradient."""

    def __init__(self, values):
        self._values = np.array(values)

    def __len__(self):
        return len(self._values)

    def __array__(self, *_, **__):
        raise RuntimeError("call detach first")

    def detach(self):
        return self

    def cpu(self):
        return Plain(self._values)


class Plain:
    """Something that gives up its numbers by numpy() alone."""

    def __init__(self, values):
        self._values = np.array(values)

    def numpy(self):
        return self._values


@pytest.mark.parametrize(
    ("labels", "scores"),
    [
        (LABELS, SCORES),
        (np.array(LABELS), np.array(SCORES, np.float32)),
        (tf.constant(LABELS), tf.Variable(SCORES)),
        (tf.constant(LABELS, tf.bfloat16), tf.constant(SCORES, tf.float16)),
        (Plain(LABELS), Torchlike(SCORES)),
        ([tf.constant(row) for row in LABELS], [np.array(row) for row in SCORES]),
        RAGGED,
        (tf.ragged.constant(RAGGED[0]), tf.ragged.constant(RAGGED[1])),
        (RAGGED[0], tf.ragged.constant(RAGGED[1])),
        (tf.ragged.constant(LABELS), tf.constant(SCORES)),
    ],
)
def test_numbers_are_read_whatever_holds_them(labels, scores):
    diagnosis = diagnose(labels, scores, np.ones(2))
    (finding,) = diagnosis.findings
    assert (diagnosis.lists, diagnosis.items) == (2, 5)
    assert (finding.name, finding.example.numbers) == ("not_finite", "y_pred[0][2] = nan")


def test_a_last_axis_of_1_is_seen_in_ragged_scores_too():
    rows = tf.RaggedTensor.from_row_lengths(tf.constant([[1.5], [-0.5], [2]]), [2, 1])
    assert [f.name for f in diagnose([[2, 1], [-1]], rows).findings] == [
        "extra_axis",
        "only_padding",
    ]


def test_a_keras_mask_says_what_is_padding():
    scores = tf.constant([[1.5, -0.5, NAN], [0.5, 2, 0]])
    scores._keras_mask = tf.constant([[True, True, False], [True, True, True]])
    diagnosis = diagnose([[2, 1, 1], [0, 3, 1]], scores)
    assert (diagnosis.items, diagnosis.findings) == (5, ())


@pytest.mark.parametrize(
    "arguments",
    [
        ([1, 0], [0.6, 0.8]),
        ([[1, 0]], [[0.6, 0.8, 0.1]]),
        ([[1, 0], [1, 0]], [[0.6, 0.8]]),
        (np.zeros((2, 3, 4)), np.zeros((2, 3, 4))),
        (1.0, 1.0),
        (tf.ragged.constant([[1, 0], [1]]), tf.ragged.constant([[0.6], [1.0]])),
        (tf.ragged.constant([[1, 0], [1]]), tf.ragged.constant([[0.6, 1.0]])),
        (tf.ragged.constant([[1, 0], [1]]), tf.constant([[0.6, 1.0], [1, 2]])),
        ([[1, 0]], [[0.6, 0.8]], [1.0, 2, 3]),
        ([[1, 0]], [[0.6, 0.8]], [[1.0, 2, 3]]),
        ([[1, 0]], [[0.6, 0.8]], [[[1.0], [2]]]),
        (tf.ragged.constant([[1, 0], [1]]), tf.ragged.constant([[0.6, 1.0], [1]]), [1.0, 2, 3]),
        (
            tf.ragged.constant([[1, 0], [1]]),
            tf.ragged.constant([[0.6, 1.0], [1]]),
            tf.ragged.constant([[1.0], [1]]),
        ),
        ([[1, 0], [1, 0]], [[0.6, 1.0], [1, 2]], tf.ragged.constant([[1.0], [1, 2]])),
    ],
)
def test_what_does_not_fit_is_refused_in_the_words_of_the_losses(arguments):
    with pytest.raises(ValueError, match=r"expected|lists") as refused:
        SoftmaxLoss()(*arguments)
    with pytest.raises(ValueError, match=r"expected|lists") as here:
        diagnose(*arguments)
    assert str(here.value) == str(refused.value)


def test_scores_with_a_row_for_each_item_are_led_to_their_shape():
    with pytest.raises(ValueError, match="expected the same") as refused:
        diagnose(np.zeros((4, 3)), np.zeros((12, 1)))
    assert str(refused.value) == (
        "y_true has shape (4, 3) but y_pred has shape (12, 1): expected the same [batch, list]; "
        "both hold 12 numbers: if they are in the same order, take tf.reshape(y_pred, (4, 3))"
    )


@pytest.mark.parametrize(
    "wrong", [None, [["a"]], {"a": [[1]]}, [[1j]], [[1, 0], None], [[[1], [1, 2]]]]
)
def test_what_holds_no_numbers_is_refused(wrong):
    with pytest.raises(TypeError, match="y_pred must be a batch of lists of numbers"):
        diagnose([[1, 0]], wrong)


def test_no_list_at_all_is_refused():
    with pytest.raises(ValueError, match="there is no list to examine"):
        diagnose(np.zeros((0, 3)), np.zeros((0, 3)))


# A compiled model.


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (SoftmaxLoss(temperature=0.25), "T = 0.25 (SoftmaxLoss)"),
        (UniqueSoftmaxLoss(), "T = 1 (UniqueSoftmaxLoss)"),
        (keras.losses.MeanSquaredError(), "T = 1 (MeanSquaredError, not ranklab's"),
        ("mse", "T = 1 (loss not known)"),
    ],
)
def test_the_loss_of_a_compiled_model_is_known(loss, said):
    model = keras.Sequential([keras.layers.Dense(1), keras.layers.Reshape((-1,))])
    model.compile("sgd", loss)
    features = np.random.default_rng(0).normal(size=(4, 3, 2)).astype("float32")
    data = tf.data.Dataset.from_tensor_slices((features, np.tile([2.0, 0, 1], (4, 1)))).batch(2)
    diagnosis = ranklab.diagnose_model(model, data.repeat(), batches=3)
    assert (diagnosis.batches, diagnosis.lists, diagnosis.items) == (3, 6, 18)
    assert said in str(diagnosis)
    assert "(SoftmaxLoss)" in str(ranklab.diagnose_model(model, data, loss=SoftmaxLoss()))


def test_a_model_that_ends_in_dense_has_an_axis_too_many():
    model = keras.Sequential([keras.layers.Dense(1)])
    features = np.random.default_rng(0).normal(size=(4, 3, 2)).astype("float32")
    diagnosis = ranklab.diagnose_model(model, [(features, np.tile([2.0, 0, 1], (4, 1)))])
    assert [finding.name for finding in diagnosis.findings] == ["extra_axis"]
    with pytest.raises(ValueError, match="squeeze the last axis"):
        SoftmaxLoss()(np.tile([2.0, 0, 1], (4, 1)), model(features))
