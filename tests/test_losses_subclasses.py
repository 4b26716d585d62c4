"""Custom losses and lambda weights: subclasses of those of ranklab."""

from math import log

import numpy as np
import pytest
import tensorflow as tf

from ranklab.losses import (
    DCGLambdaWeight,
    LambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
    SoftmaxLoss,
    UniqueSoftmaxLoss,
)
from ranklab.losses.inputs import divided
from ranklab.losses.listwise import ListwiseLoss

both = pytest.mark.parametrize("loss_class", [SoftmaxLoss, UniqueSoftmaxLoss])
modes = pytest.mark.parametrize("mode", ["eager", "graph"])

LABELS, SCORES = [[1.0, 0.0]], [[-9.0, 9.0]]
CLIPPED = log(1 + np.exp(1 - -1))  # 2.1269, where the loss of the scores as they are is 18.0


def clipping(loss_class):
    class Clipped(loss_class):
        def call(self, y_true, y_pred):
            y_pred = tf.ragged.map_flat_values(lambda s: tf.clip_by_value(s, -1.0, 1.0), y_pred)
            return super().call(y_true, y_pred)

    return Clipped


def as_called(loss, mode):
    return tf.function(loss) if mode == "graph" else loss


@both
@modes
def test_an_overridden_call_is_the_loss(loss_class, mode):
    loss = as_called(clipping(loss_class)(), mode)
    scores = tf.constant(SCORES)
    assert float(loss(LABELS, scores)) == pytest.approx(CLIPPED)
    with tf.GradientTape() as tape:
        tape.watch(scores)
        value = loss(tf.constant(LABELS), 0.1 * scores)
    taken = 1 / (1 + np.exp(-1.8))
    assert tape.gradient(value, scores).numpy()[0] == pytest.approx([-0.1 * taken, 0.1 * taken])


@both
def test_an_overridden_call_reads_nested_and_ragged_lists(loss_class):
    loss = clipping(loss_class)("none", ragged=True)
    wanted = pytest.approx([CLIPPED, 0.0])
    assert loss([[1.0, 0.0], [2.0]], [[-9.0, 9.0], [3.0]]).numpy() == wanted
    assert loss(*map(tf.ragged.constant, ([[1.0, 0.0], [2.0]], [[-9.0, 9.0], [3.0]]))).numpy() == (
        wanted
    )


@both
@pytest.mark.parametrize(
    ("reduction", "factor"),
    [("none", [2, 5]), ("sum", 7), ("auto", 7 / 2), ("mean_with_sample_weight", 1)],
)
def test_an_overridden_call_is_weighted_and_reduced(loss_class, reduction, factor):
    loss = clipping(loss_class)(reduction)
    for weights in ([2.0, 5.0], [[2.0], [5.0]]):
        got = loss(LABELS * 2, SCORES * 2, weights)
        assert got.numpy() == pytest.approx(np.multiply(factor, CLIPPED))


@both
def test_weights_of_items_beside_an_overridden_call_are_refused_in_words(loss_class):
    with pytest.raises(ValueError, match="one per item, but call of Clipped gives one loss per li"):
        clipping(loss_class)()(LABELS, SCORES, [[1.0, 2.0]])


@both
def test_a_call_that_gives_no_loss_for_each_list_is_refused_in_words(loss_class):
    class Reduced(loss_class):
        def call(self, y_true, y_pred):
            return tf.reduce_sum(super().call(y_true, y_pred))

    with pytest.raises(ValueError, match=r"call of Reduced gave the shape \(\); expected .*\[B\]"):
        Reduced()(LABELS, SCORES)


# A loss added as the base class says: `w (log(1 + exp(l)) - y l)` for each item.


class Logistic(ListwiseLoss):
    _traced_attributes = ()

    def __init__(
        self, reduction="auto", name=None, lambda_weight=None, temperature=1.0, ragged=False
    ):
        super().__init__(reduction, name, lambda_weight, temperature, ragged)

    def _losses_and_gradient(self, inputs, temperature):
        weights = tf.cast(inputs.mask, inputs.scores.dtype)
        weights = weights if inputs.weights is None else weights * inputs.weights
        logits = divided(inputs.scores, temperature)
        losses = inputs.total(weights * (tf.math.softplus(logits) - inputs.labels * logits))
        return losses, divided(weights * (tf.sigmoid(logits) - inputs.labels), temperature)

    def _why_ignored(self, lambda_weight):
        return f"{type(lambda_weight).__name__} changes nothing in Logistic."


LAYOUTS = {
    "padded": lambda rows, pad: tf.constant([[*one, *[pad] * (3 - len(one))] for one in rows]),
    "ragged": lambda rows, pad: tf.ragged.constant(rows, ragged_rank=1),
}


@modes
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_added_loss_has_padding_weights_reductions_and_derivatives(layout, mode):
    scores, labels = [[0.5, -1.0], [2.0, 0.25, -0.5]], [[1.0, 0.0], [0.0, 1.0, 0.0]]
    loss = as_called(Logistic(temperature=0.5), mode)
    y_true, y_pred = LAYOUTS[layout](labels, -1.0), LAYOUTS[layout](scores, np.nan)
    flat = y_pred if layout == "padded" else y_pred.flat_values
    with tf.GradientTape() as second, tf.GradientTape() as first:
        first.watch(flat)
        second.watch(flat)
        given = flat if layout == "padded" else y_pred.with_flat_values(flat)
        value = loss(y_true, given, [2.0, 3.0])
        gradient = first.gradient(value, flat)

    def listed(of_an_item):
        rows = zip(labels, scores, [2.0, 3.0], strict=True)
        return [
            w * of_an_item(y, s / 0.5) / 2
            for ys, ss, w in rows
            for y, s in zip(ys, ss, strict=True)
        ]

    there = np.isfinite(flat)
    assert float(value) == pytest.approx(
        sum(listed(lambda y, x: log(1 + np.exp(x)) - y * x)), rel=1e-5
    )
    assert gradient[there].numpy() == pytest.approx(
        listed(lambda y, x: (1 / (1 + np.exp(-x)) - y) / 0.5), rel=1e-5
    )
    assert second.gradient(gradient, flat)[there].numpy() == pytest.approx(
        listed(lambda y, x: np.exp(x) / (1 + np.exp(x)) ** 2 / 0.5**2), rel=1e-5
    )
    assert not np.any(gradient[~there])


def test_an_added_loss_says_that_it_ignores_a_lambda_weight():
    with pytest.warns(UserWarning, match="NDCGLambdaWeight changes nothing in Logistic") as caught:
        Logistic(lambda_weight=NDCGLambdaWeight())
    assert caught[0].filename == __file__


# Attributes that only the subclass knows.


def scaled(loss_class):
    class Scaled(loss_class):
        def __init__(self, scale, tags=None):
            super().__init__()
            self.scale, self.tags = scale, tags

        def get_config(self):
            return {**super().get_config(), "tags": self.tags}

        def _item_weights(self, lists):
            return self.scale * super()._item_weights(lists)

    return Scaled


@both
def test_a_config_may_hold_a_list(loss_class):
    loss = scaled(loss_class)(1.0, tags=["a", ["b"]])
    assert float(loss(LABELS, SCORES)) == pytest.approx(18.0)


@both
def test_instances_that_differ_in_what_no_config_says_share_nothing(loss_class):
    Scaled = scaled(loss_class)
    losses = [float(Scaled(scale)(LABELS, SCORES)) for scale in (1.0, 2.0, 3.0)]
    assert losses == pytest.approx([18.0, 36.0, 54.0])


@both
def test_an_attribute_may_change_between_two_calls(loss_class):
    loss = scaled(loss_class)(1.0)
    assert float(loss(LABELS, SCORES)) == pytest.approx(18.0)
    loss.scale = 2.0
    assert float(loss(LABELS, SCORES)) == pytest.approx(36.0)


def test_normalize_labels_may_change_between_two_calls():
    loss = SoftmaxLoss()
    assert float(loss([[2.0, 0.0]], SCORES)) == pytest.approx(18.0)
    loss.normalize_labels = False
    assert float(loss([[2.0, 0.0]], SCORES)) == pytest.approx(36.0)


# Lambda weights.


class Halves(LambdaWeight):
    """Every item that is there has the weight 0.5."""

    def individual_weights(self, labels, ranks):
        return tf.where(labels >= 0, 0.5, 0.0) * tf.ones_like(labels)


class Pairs(LambdaWeight):
    """It has weights of pairs alone."""

    def pair_weights(self, labels, ranks):
        return tf.ones(tf.stack([tf.shape(labels)[0], tf.shape(labels)[1], tf.shape(labels)[1]]))


@modes
@pytest.mark.parametrize("layout", [tf.constant, tf.ragged.constant], ids=["dense", "ragged"])
def test_custom_item_weights_act_in_softmax(mode, layout):
    loss = as_called(SoftmaxLoss(lambda_weight=Halves()), mode)
    value = loss(layout([[1.0, 0.0]]), layout([[0.6, 0.8]]))
    wanted = 0.5 * log(1 + np.exp(0.8 - 0.6)) + 0.5 * log(1 + np.exp(0.6 - 0.8))
    assert float(value) == pytest.approx(wanted)


@pytest.mark.parametrize("weight", [Pairs(), PrecisionLambdaWeight(1)])
def test_a_weight_of_pairs_alone_changes_nothing_in_softmax_and_says_so(weight):
    with pytest.warns(UserWarning, match="it weights pairs of items, and SoftmaxLoss has none"):
        loss = SoftmaxLoss(lambda_weight=weight)
    assert float(loss(LABELS, SCORES)) == pytest.approx(18.0)


def test_a_subclass_of_a_dcg_weight_acts_as_it_says():
    class Doubled(DCGLambdaWeight):
        def individual_weights(self, labels, ranks):
            return 2 * super().individual_weights(labels, ranks)

    got = SoftmaxLoss(lambda_weight=Doubled())(LABELS, SCORES)
    assert float(got) == pytest.approx(2 * 1 / 2 * 18.0)  # label 1 at rank 2


@both
def test_a_custom_weight_warns_in_unique_softmax(loss_class):
    if loss_class is UniqueSoftmaxLoss:
        with pytest.warns(UserWarning, match="Halves changes nothing in UniqueSoftmaxLoss"):
            loss_class(lambda_weight=Halves())
    else:
        loss_class(lambda_weight=Halves())
