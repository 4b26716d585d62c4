"""The documented API of the Keras losses: arguments, input of every kind, configs."""

from inspect import signature
from math import exp, log

import keras
import numpy as np
import pytest
import tensorflow as tf

from ranklab import losses, textbook
from ranklab.losses import (
    DCGLambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
    SoftmaxLoss,
    UniqueSoftmaxLoss,
    log2_inverse,
    pow_minus_1,
)

BOTH = [SoftmaxLoss, UniqueSoftmaxLoss]
both = pytest.mark.parametrize("loss_class", BOTH)

LABELS = [[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]
SCORES = [[0.6, 0.8, 0.1], [0.5, 0.8, 0.4]]
RAGGED_LABELS, RAGGED_SCORES = [[1.0, 0.0], [0.0, 1.0, 2.0]], [[0.6, 0.8], [0.5, 0.8, 0.4]]
PADDED_LABELS = [[1.0, 0.0, -1.0], [0.0, 1.0, 2.0]]
PADDED_SCORES = [[0.6, 0.8, 99.0], [0.5, 0.8, 0.4]]


def ragged(rows):
    return tf.ragged.constant(rows, ragged_rank=1)


def each(loss_class, y_true, y_pred, sample_weight=None, **options):
    """The loss of each list, as an array."""
    return loss_class("none", **options)(y_true, y_pred, sample_weight).numpy()


def exactly(loss_class, labels, scores, sample_weight=1.0):
    """What the textbook says of one list."""
    loss = {SoftmaxLoss: textbook.softmax_loss, UniqueSoftmaxLoss: textbook.unique_softmax_loss}
    return loss[loss_class](scores, labels, sample_weight=sample_weight)


def gradient(loss, y_true, y_pred):
    scores = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(scores)
        value = loss(y_true, scores)
    return tape.gradient(value, scores).numpy()


# Arguments.


@both
def test_the_documented_arguments_come_in_the_documented_order(loss_class):
    parameters = signature(loss_class).parameters.values()
    positional = {p.name: p.default for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD}
    assert list(positional.items()) == [
        ("reduction", "auto"),
        ("name", None),
        ("lambda_weight", None),
        ("temperature", 1.0),
        ("ragged", False),
    ]


def test_normalize_labels_goes_by_its_name_alone():
    parameter = signature(SoftmaxLoss).parameters["normalize_labels"]
    assert (parameter.kind, parameter.default) == (parameter.KEYWORD_ONLY, True)


def test_positional_arguments_arrive():
    weight = NDCGLambdaWeight()
    loss = SoftmaxLoss("sum", "mine", weight, 2, True)
    assert (loss.reduction, loss.name, loss.temperature, loss.ragged) == ("sum", "mine", 2.0, True)
    assert loss.lambda_weight is weight


@both
@pytest.mark.parametrize(
    ("reduction", "reduce"),
    [
        ("auto", np.mean),
        ("sum_over_batch_size", np.mean),
        ("sum", np.sum),
        ("none", np.asarray),
        ("mean", np.mean),
        ("mean_with_sample_weight", np.mean),
        (tf.losses.Reduction.AUTO, np.mean),
        (tf.losses.Reduction.SUM, np.sum),
        (tf.losses.Reduction.NONE, np.asarray),
    ],
)
def test_reductions(loss_class, reduction, reduce):
    lists = [exactly(loss_class, *one) for one in zip(LABELS, SCORES, strict=True)]
    assert loss_class(reduction)(LABELS, SCORES).numpy() == pytest.approx(reduce(lists))


@pytest.mark.slow
@both
@pytest.mark.parametrize(
    ("weights", "mean"), [([2.0, 5.0], 7 / 2), ([[2.0], [5.0]], 7 / 2), (3.0, 3.0)]
)
def test_mean_with_sample_weight_divides_by_the_weights_of_the_lists(loss_class, weights, mean):
    lists = (LABELS, SCORES), (ragged(LABELS), ragged(SCORES))
    for one in lists:
        weighted = loss_class("mean")(*one, weights)
        divided = loss_class("mean_with_sample_weight")(*one, weights)
        assert float(divided) == pytest.approx(float(weighted) / mean)


@both
@pytest.mark.parametrize("form", [tf.constant, ragged], ids=["dense", "ragged"])
def test_mean_with_sample_weight_refuses_weights_of_items(loss_class, form):
    loss = loss_class("mean_with_sample_weight")
    with pytest.raises(ValueError, match="sample_weight has one per item: give one per list"):
        loss(form(LABELS), form(SCORES), form(SCORES))


@both
def test_call_is_the_loss_of_each_list(loss_class):
    assert loss_class("sum").call(LABELS, SCORES).numpy() == pytest.approx(
        each(loss_class, LABELS, SCORES)
    )


@both
def test_lists_without_a_relevant_item_count_in_the_mean(loss_class):
    one = float(loss_class()([[1, 0]], [[1, 2]]))
    three = loss_class()([[1, 0], [0, 0], [-1, -1]], [[1, 2], [3, 4], [5, 6]])
    assert float(three) == pytest.approx(one / 3)


@both
def test_the_temperature_divides_the_scores(loss_class):
    hot = each(loss_class, LABELS, SCORES, temperature=0.5)
    assert hot == pytest.approx(each(loss_class, LABELS, np.array(SCORES) / 0.5))


def test_normalize_labels_divides_by_the_sum_of_the_labels():
    raw = each(SoftmaxLoss, LABELS, SCORES, normalize_labels=False)
    assert each(SoftmaxLoss, LABELS, SCORES) == pytest.approx(raw / np.sum(LABELS, axis=1))


@both
@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"reduction": "average"}, ValueError, "reduction must be one of 'auto', .* got 'average'"),
        ({"reduction": None}, ValueError, "reduction must be one of 'auto', .* got None"),
        ({"temperature": 0}, ValueError, "temperature must be .* above 0, got 0"),
        ({"temperature": -1}, ValueError, "temperature must be .* above 0, got -1"),
        ({"temperature": float("nan")}, ValueError, "temperature must be .* above 0, got nan"),
        ({"temperature": float("inf")}, ValueError, "temperature must be .* above 0, got inf"),
        ({"temperature": "1"}, TypeError, "temperature must be a number above 0, got '1'"),
        ({"temperature": True}, TypeError, "temperature must be a number above 0, got True"),
        (
            {"lambda_weight": "ndcg"},
            TypeError,
            r"lambda_weight .* NDCGLambdaWeight\(\), .* 'ndcg'",
        ),
        ({"lambda_weight": NDCGLambdaWeight}, TypeError, r"lambda_weight .* got <class"),
    ],
)
def test_a_bad_argument_is_refused_in_words(loss_class, arguments, error, said):
    with pytest.raises(error, match=said):
        loss_class(**arguments)


# Lambda weights.


@pytest.mark.parametrize(
    ("weight", "wanted"),
    [
        (DCGLambdaWeight(), [2 / 2, 0, 1 / 1, 0]),
        (DCGLambdaWeight(normalized=True), [2 / 2 / 2.5, 0, 1 / 1 / 2.5, 0]),
        (DCGLambdaWeight(normalized=True, topn=1), [2 / 2 / 2, 0, 1 / 1 / 2, 0]),
        (DCGLambdaWeight(gain_fn=tf.square), [4 / 2, 0, 1 / 1, 0]),
        (DCGLambdaWeight(rank_discount_fn=tf.ones_like), [2, 0, 1, 0]),
        (NDCGLambdaWeight(topn=1), [3 / np.log2(3) / 3, 0, 1 / np.log2(2) / 3, 0]),
        (PrecisionLambdaWeight(), [2, 0, 1, 0]),
    ],
)
def test_individual_weights(weight, wanted):
    labels, ranks = tf.constant([[2.0, 0.0, 1.0, -1.0]]), tf.constant([[2, 3, 1, 4]])
    assert weight.individual_weights(labels, ranks)[0].numpy() == pytest.approx(np.array(wanted))


@pytest.mark.parametrize("fraction", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("topn", [1, 2, None])
def test_dcg_pair_weights(fraction, topn):
    labels, ranks = [2, 0, 1, -1], [2, 3, 1, 4]
    within = [topn is None or rank <= topn for rank in ranks]
    discount = [1 / rank if close else 0 for rank, close in zip(ranks, within, strict=True)]
    wanted = np.zeros((4, 4))
    for i in range(3):
        for j in range(3):
            if i != j and (within[i] or within[j]):
                apart = abs(ranks[i] - ranks[j])
                relative = abs(1 / apart - 1 / (apart + 1))
                absolute = abs(discount[i] - discount[j])
                moved = (1 - fraction) * relative + fraction * absolute
                wanted[i, j] = abs(labels[i] - labels[j]) * moved * 4
    weight = DCGLambdaWeight(topn, smooth_fraction=fraction)
    got = weight.pair_weights(tf.constant([labels], tf.float32), tf.constant([ranks]))
    np.testing.assert_allclose(got[0], wanted, rtol=1e-5)


def test_ndcg_pair_weights_are_normalized_dcg_ones():
    labels, ranks = tf.constant([[2.0, 0.0, 1.0, -1.0]]), tf.constant([[2, 3, 1, 4]])
    plain = DCGLambdaWeight(2, pow_minus_1, log2_inverse).pair_weights(labels, ranks)
    best = 3 / np.log2(2) + 1 / np.log2(3)
    got = NDCGLambdaWeight(2).pair_weights(labels, ranks)
    np.testing.assert_allclose(got, plain / best, rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"topn": 2}, [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]),
        ({"topn": 1}, [[0, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]),
        (
            {"topn": 1, "positive_fn": lambda label: label > 1},
            [[0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]],
        ),
        ({}, np.zeros((4, 4)).tolist()),
    ],
    ids=["2", "1", "positive_fn", "all"],
)
def test_precision_pair_weights_count_the_pairs_that_cross_the_cut(options, wanted):
    labels, ranks = tf.constant([[2.0, 0.0, 1.0, -1.0]]), tf.constant([[2, 3, 1, 4]])
    got = PrecisionLambdaWeight(**options).pair_weights(labels, ranks)
    assert got[0].numpy().tolist() == wanted


@pytest.mark.parametrize(
    "weight", [DCGLambdaWeight(), NDCGLambdaWeight(), PrecisionLambdaWeight(1)]
)
@pytest.mark.parametrize("method", ["individual_weights", "pair_weights"])
def test_a_lambda_weight_reads_lists_and_whole_numbers(weight, method):
    compute = getattr(weight, method)
    wanted = compute(tf.constant([[2.0, 0.0, 1.0]]), tf.constant([[2, 3, 1]]))
    np.testing.assert_array_equal(compute([[2, 0, 1]], np.array([[2, 3, 1]])), wanted)
    with pytest.raises(ValueError, match=r"labels has shape \(1, 3\) and ranks has shape \(1, 2\)"):
        compute([[2, 0, 1]], [[2, 1]])


@pytest.mark.parametrize("weight_class", [DCGLambdaWeight, NDCGLambdaWeight])
def test_ties_under_a_lambda_weight_rank_by_position(weight_class):
    first, last = each(
        SoftmaxLoss, [[1, 0, 0], [0, 0, 1]], np.zeros((2, 3)), lambda_weight=weight_class()
    )
    discount = {DCGLambdaWeight: 1 / 3, NDCGLambdaWeight: 1 / np.log2(1 + 3)}[weight_class]
    assert (first, last) == pytest.approx((log(3), log(3) * discount))


@pytest.mark.parametrize("jit_compile", [False, True], ids=["graph", "xla"])
def test_a_negative_zero_ties_with_zero(jit_compile):
    loss = SoftmaxLoss("none", lambda_weight=DCGLambdaWeight())
    compiled = tf.function(loss, jit_compile=jit_compile)
    losses = compiled(tf.constant([[1.0, 0.0]]), tf.constant([[-0.0, 0.0]]))
    assert losses.numpy() == pytest.approx([log(2)])


@pytest.mark.parametrize("topn", [3, 2**31, 10**12])
def test_a_topn_past_the_end_counts_the_whole_list(topn):
    whole = each(SoftmaxLoss, LABELS, SCORES, lambda_weight=NDCGLambdaWeight())
    cut = each(SoftmaxLoss, LABELS, SCORES, lambda_weight=NDCGLambdaWeight(topn))
    assert cut == pytest.approx(whole)


def test_labels_past_float32_keep_their_ndcg_weights():
    gains, discounts = np.array([1 / 2, 1, 0]), 1 / np.log2([2, 3, 4])  # gains over 2^1000
    best = np.sort(gains)[::-1] @ discounts
    wanted = gains @ discounts / best * log(3)
    got = each(SoftmaxLoss, [[999, 1000, 0]], tf.zeros((1, 3)), lambda_weight=NDCGLambdaWeight())
    assert got[0] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("loss_class", "weight_class"),
    [
        (SoftmaxLoss, PrecisionLambdaWeight),
        (UniqueSoftmaxLoss, DCGLambdaWeight),
        (UniqueSoftmaxLoss, NDCGLambdaWeight),
        (UniqueSoftmaxLoss, PrecisionLambdaWeight),
    ],
)
def test_an_inert_lambda_weight_warns_the_caller_and_changes_nothing(loss_class, weight_class):
    said = f"{weight_class.__name__} changes nothing in {loss_class.__name__}"
    with pytest.warns(UserWarning, match=said) as caught:
        loss = loss_class("none", lambda_weight=weight_class())
    assert caught[0].filename == __file__
    assert loss(LABELS, SCORES).numpy() == pytest.approx(each(loss_class, LABELS, SCORES))


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (
            NDCGLambdaWeight(smooth_fraction=0.5),
            "smooth_fraction of NDCGLambdaWeight changes nothing",
        ),
        (DCGLambdaWeight(topn=2), "topn of DCGLambdaWeight changes nothing .* normalized=True"),
    ],
)
def test_an_argument_of_a_weight_that_cannot_act_warns(weight, said):
    with pytest.warns(UserWarning, match=said):
        SoftmaxLoss(lambda_weight=weight)


@pytest.mark.parametrize("weight_class", [DCGLambdaWeight, NDCGLambdaWeight, PrecisionLambdaWeight])
@pytest.mark.parametrize(
    ("topn", "error", "said"),
    [
        (0, ValueError, "topn must be at least 1, .* got 0"),
        (1.5, TypeError, "topn must be a whole number of places or None, got 1.5"),
        (True, TypeError, "topn must be a whole number of places or None, got True"),
    ],
)
def test_a_bad_topn_is_refused_in_words(weight_class, topn, error, said):
    with pytest.raises(error, match=said):
        weight_class(topn)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_a_bad_smooth_fraction_is_refused_in_words(fraction):
    with pytest.raises(ValueError, match=f"smooth_fraction must be from 0 to 1, got {fraction}"):
        DCGLambdaWeight(smooth_fraction=fraction)


@pytest.mark.parametrize("argument", ["gain_fn", "rank_discount_fn"])
def test_a_name_in_place_of_a_function_is_refused_in_words(argument):
    with pytest.raises(TypeError, match=f"{argument} must be a function of a tensor, got 'square'"):
        DCGLambdaWeight(**{argument: "square"})


# Configs.


@keras.saving.register_keras_serializable("ranklab-tests")
def registered_gain(label):
    return label * label


def unregistered_gain(label):
    return label * label


def gain_loss(gain):
    return SoftmaxLoss("sum", lambda_weight=DCGLambdaWeight(2, gain, normalized=True))


@pytest.mark.parametrize("round_trip", ["from_config", "keras"])
@pytest.mark.parametrize(
    "loss",
    [
        SoftmaxLoss(),
        SoftmaxLoss("sum", "mine", temperature=0.5, ragged=True, normalize_labels=False),
        SoftmaxLoss(lambda_weight=NDCGLambdaWeight(3)),
        gain_loss(registered_gain),
        UniqueSoftmaxLoss(),
        UniqueSoftmaxLoss("none", "mine", temperature=2, ragged=True),
    ],
    ids=lambda loss: type(loss).__name__,
)
def test_a_config_brings_a_loss_back(loss, round_trip):
    if round_trip == "keras":
        back = keras.losses.deserialize(keras.losses.serialize(loss))
    else:
        back = type(loss).from_config(loss.get_config())
    assert type(back) is type(loss)
    assert back.get_config() == loss.get_config()
    assert type(back.lambda_weight) is type(loss.lambda_weight)
    labels, scores = tf.constant(LABELS), tf.constant(SCORES)
    assert back(labels, scores).numpy() == pytest.approx(loss(labels, scores).numpy())


@pytest.mark.parametrize(
    "weight",
    [
        DCGLambdaWeight(2, registered_gain, normalized=True, smooth_fraction=0.5),
        NDCGLambdaWeight(3, registered_gain),
        PrecisionLambdaWeight(4),
    ],
)
def test_a_config_brings_a_lambda_weight_back(weight):
    back = type(weight).from_config(weight.get_config())
    assert vars(back) == vars(weight)


def test_the_names_in_a_config_are_those_of_the_package():
    assert keras.saving.get_registered_name(SoftmaxLoss) == "ranklab>SoftmaxLoss"
    assert keras.saving.get_registered_name(UniqueSoftmaxLoss) == "ranklab>UniqueSoftmaxLoss"


def test_a_function_that_keras_does_not_know_is_named():
    config = gain_loss(unregistered_gain).get_config()
    with pytest.raises(ValueError, match=r"gain_fn .* Keras does not know: register it"):
        SoftmaxLoss.from_config(config)


def test_custom_objects_name_a_function_that_keras_does_not_know():
    config = gain_loss(unregistered_gain).get_config()
    back = SoftmaxLoss.from_config(config, custom_objects={"unregistered_gain": unregistered_gain})
    assert back.lambda_weight.gain_fn is unregistered_gain


without_normalize_labels = pytest.mark.filterwarnings("ignore:a config of SoftmaxLoss without")

# As TF-Ranking 0.5.5 writes them: of a loss, and of a lambda weight by itself.
TF_RANKING_CONFIGS = [
    (
        {
            "class_name": "tensorflow_ranking>NDCGLambdaWeight",
            "config": {
                "topn": 5,
                "gain_fn": "tensorflow_ranking>pow_minus_1",
                "rank_discount_fn": "tensorflow_ranking>log2_inverse",
                "normalized": True,
                "smooth_fraction": 0.0,
            },
        },
        NDCGLambdaWeight(5),
    ),
    (
        {
            "module": "tensorflow_ranking.python.keras.losses",
            "class_name": "DCGLambdaWeight",
            "config": {
                "topn": None,
                "gain_fn": {
                    "module": "builtins",
                    "class_name": "function",
                    "config": "identity",
                    "registered_name": "function",
                },
                "rank_discount_fn": "my_discount",
                "normalized": False,
                "smooth_fraction": 0.0,
            },
            "registered_name": "tensorflow_ranking>DCGLambdaWeight",
        },
        DCGLambdaWeight(rank_discount_fn=log2_inverse),
    ),
]


@without_normalize_labels
@pytest.mark.parametrize(("config", "weight"), TF_RANKING_CONFIGS, ids=["NDCG", "DCG"])
def test_a_config_of_tf_ranking_is_read_and_says_so(config, weight):
    whole = {"reduction": "auto", "name": None, "ragged": False, "temperature": 0.5}
    with pytest.warns(UserWarning, match="comes from a config of TF-Ranking") as caught:
        loss = SoftmaxLoss.from_config(
            {**whole, "lambda_weight": config}, custom_objects={"my_discount": log2_inverse}
        )
    assert caught[0].filename == __file__
    assert loss.temperature == 0.5
    assert type(loss.lambda_weight) is type(weight)
    assert vars(loss.lambda_weight) == vars(weight)


@without_normalize_labels
def test_an_unknown_lambda_weight_of_tf_ranking_is_named():
    config = {"class_name": "tensorflow_ranking>LabelDiffLambdaWeight", "config": {}}
    with pytest.raises(ValueError, match=r"lambda_weight is .*LabelDiff.*, expected one of .*NDCG"):
        SoftmaxLoss.from_config({"lambda_weight": config})


@without_normalize_labels
def test_a_string_that_tf_ranking_made_of_a_function_is_refused():
    config, _ = TF_RANKING_CONFIGS[1]
    with (
        pytest.warns(UserWarning, match="TF-Ranking"),
        pytest.raises(ValueError, match=r"rank_discount_fn is a function .* got my_discount"),
    ):
        SoftmaxLoss.from_config({"lambda_weight": config})


@both
def test_keras_finds_a_loss_by_its_registered_name(loss_class):
    config = {"temperature": 0.5}
    if loss_class is SoftmaxLoss:
        config["normalize_labels"] = True
    identifier = {"class_name": f"ranklab>{loss_class.__name__}", "config": config}
    loss = keras.losses.get(identifier)
    assert (type(loss), loss.temperature) == (loss_class, 0.5)


@pytest.mark.parametrize(
    ("name", "loss_class"),
    [("softmax_loss", SoftmaxLoss), ("unique_softmax_loss", UniqueSoftmaxLoss)],
)
def test_get_builds_a_loss_by_the_name_of_tf_ranking(name, loss_class):
    loss = losses.get(name, "sum", temperature=0.5, ragged=True)
    assert type(loss) is loss_class
    assert (loss.reduction, loss.temperature, loss.ragged) == ("sum", 0.5, True)


def test_get_names_what_it_knows():
    with pytest.raises(
        ValueError, match="'softmax_loss', 'unique_softmax_loss', got 'list_mle_loss'"
    ):
        losses.get("list_mle_loss")


# Padding, ragged, and what is not finite.


@pytest.mark.parametrize(
    ("loss_class", "weight"),
    [
        (SoftmaxLoss, None),
        (SoftmaxLoss, DCGLambdaWeight()),
        (SoftmaxLoss, NDCGLambdaWeight(1)),
        (UniqueSoftmaxLoss, None),
    ],
    ids=["softmax", "dcg", "ndcg", "unique"],
)
def test_ragged_and_padded_lists_are_the_lists_themselves(loss_class, weight):
    options = {"lambda_weight": weight}
    rows = zip(RAGGED_LABELS, RAGGED_SCORES, strict=True)
    alone = [each(loss_class, [y], [s], **options)[0] for y, s in rows]
    for lists in (
        (ragged(RAGGED_LABELS), ragged(RAGGED_SCORES)),
        (PADDED_LABELS, PADDED_SCORES),
    ):
        assert each(loss_class, *lists, **options) == pytest.approx(alone)
    nested = each(loss_class, RAGGED_LABELS, RAGGED_SCORES, ragged=True, **options)
    assert nested == pytest.approx(alone)


@both
@pytest.mark.parametrize(
    ("padding", "score"),
    [(-1, 1e6), (-0.5, float("nan")), (float("nan"), float("inf")), (-1, -float("inf"))],
)
def test_padding_is_not_there(loss_class, padding, score):
    alone = [[1.0, 0.0]], [[0.6, 0.8]]
    padded = [[1.0, padding, 0.0]], [[0.6, score, 0.8]]
    assert each(loss_class, *padded) == pytest.approx(each(loss_class, *alone))
    wanted = np.insert(gradient(loss_class(), *alone), 1, 0, axis=1)
    assert gradient(loss_class(), *padded) == pytest.approx(wanted)


@both
def test_a_negative_label_in_a_ragged_row_is_padding(loss_class):
    lists = ragged([[1, -1, 0], [0, 1]]), ragged([[0.6, 9, 0.8], [0.5, 0.8]])
    wanted = exactly(loss_class, [1, 0], [0.6, 0.8]), exactly(loss_class, [0, 1], [0.5, 0.8])
    assert each(loss_class, *lists) == pytest.approx(wanted)


@both
def test_a_dense_tensor_beside_a_ragged_one_of_its_size_is_read(loss_class):
    wanted = pytest.approx(each(loss_class, LABELS, SCORES))
    assert each(loss_class, LABELS, ragged(SCORES)) == wanted
    assert each(loss_class, ragged(LABELS), SCORES) == wanted
    assert each(loss_class, LABELS, SCORES, ragged=True) == wanted


@both
def test_a_keras_mask_is_padding(loss_class):
    scores = tf.constant([[0.6, 99.0, 0.8]])
    scores._keras_mask = tf.constant([[True, False, True]])
    wanted = exactly(loss_class, [1, 0], [0.6, 0.8])
    assert each(loss_class, [[1, 5, 0]], scores) == pytest.approx([wanted])


@both
@pytest.mark.parametrize(
    "lists",
    [
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.zeros((2, 0)), np.zeros((2, 0))),
        (ragged([[], []]), ragged([[], []])),
    ],
    ids=["no_lists", "no_items", "empty_rows"],
)
def test_nothing_at_all_costs_nothing(loss_class, lists):
    assert float(loss_class()(*lists)) == 0


@both
@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_no_number_stays_in_its_list(loss_class, score):
    labels, scores = [[1.0, 0.0], [0.0, 1.0]], [[0.6, score], [0.5, 0.8]]
    wanted = exactly(loss_class, labels[1], scores[1])
    assert each(loss_class, labels, scores)[1] == pytest.approx(wanted)
    alone = gradient(loss_class("sum"), labels[1:], scores[1:])
    assert gradient(loss_class("sum"), labels, scores)[1:] == pytest.approx(alone)


@both
def test_minus_infinity_on_an_irrelevant_item_contributes_nothing(loss_class):
    labels, scores = [[2.0, 0.0, 1.0]], [[0.6, -float("inf"), 0.1]]
    alone = [[2.0, 1.0]], [[0.6, 0.1]]
    assert each(loss_class, labels, scores) == pytest.approx(each(loss_class, *alone))
    wanted = np.insert(gradient(loss_class(), *alone), 1, 0, axis=1)
    assert gradient(loss_class(), labels, scores) == pytest.approx(wanted)


@both
def test_a_common_shift_costs_no_precision(loss_class):
    scores = np.array([[0.5, 0.75, 0.125]], np.float32)  # float32 holds these plus 2^17 exactly
    shifted = scores + np.float32(2**17)
    assert each(loss_class, LABELS[:1], shifted) == each(loss_class, LABELS[:1], scores)


def test_the_gain_of_a_tiny_label_keeps_its_digits():
    wanted = 1e-8 * log(2) * log(1 + exp(0.5))
    assert each(UniqueSoftmaxLoss, [[1e-8, 0]], [[0, 0.5]])[0] == pytest.approx(wanted, rel=1e-5)


# Sample weights.


@pytest.mark.slow
@both
@pytest.mark.parametrize(
    ("given", "spread"),
    [
        (3.0, [[3, 3, 3], [3, 3, 3]]),
        ([2.0, 5.0], [[2, 2, 2], [5, 5, 5]]),
        ([[2.0], [5.0]], [[2, 2, 2], [5, 5, 5]]),
        ([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[1, 2, 3], [4, 5, 6]]),
    ],
    ids=["scalar", "B", "B1", "BN"],
)
def test_sample_weights_belong_to_lists_or_items(loss_class, given, spread):
    lists = zip(LABELS, SCORES, spread, strict=True)
    wanted = [exactly(loss_class, *one) for one in lists]
    assert each(loss_class, LABELS, SCORES, given) == pytest.approx(wanted)
    mean = loss_class()(LABELS, SCORES, sample_weight=given)
    assert float(mean) == pytest.approx(np.mean(wanted))


@both
def test_one_weight_per_list_where_lists_are_as_many_as_items(loss_class):
    lists = [[1, 0], [1, 0]], [[0.6, 0.8], [0.5, 0.8]]
    plain = each(loss_class, *lists)
    assert each(loss_class, *lists, [2.0, 5.0]) == pytest.approx(plain * [2, 5])


@both
@pytest.mark.parametrize(
    ("given", "spread"),
    [
        ([2.0, 5.0], [[2, 2], [5, 5, 5]]),
        ([[2.0], [5.0]], [[2, 2], [5, 5, 5]]),
        (ragged([[1.0, 2.0], [3.0, 4.0, 5.0]]), [[1, 2], [3, 4, 5]]),
    ],
    ids=["B", "B1", "ragged"],
)
def test_sample_weights_of_ragged_lists(loss_class, given, spread):
    lists = zip(RAGGED_LABELS, RAGGED_SCORES, spread, strict=True)
    wanted = [exactly(loss_class, *one) for one in lists]
    got = each(loss_class, ragged(RAGGED_LABELS), ragged(RAGGED_SCORES), given)
    assert got == pytest.approx(wanted)


@both
def test_the_weight_of_padding_does_not_matter(loss_class):
    weights = np.array([[1.0, 2.0, 7.0], [3.0, 4.0, 5.0]])
    others = np.where(np.array(PADDED_LABELS) < 0, np.nan, weights)
    assert each(loss_class, PADDED_LABELS, PADDED_SCORES, others) == pytest.approx(
        each(loss_class, PADDED_LABELS, PADDED_SCORES, weights)
    )


def test_sample_weights_multiply_the_weights_of_a_lambda_weight():
    options = {"lambda_weight": DCGLambdaWeight()}
    plain = each(SoftmaxLoss, [[1, 0, 0]], [[0, 1, 2]], **options)
    assert each(SoftmaxLoss, [[1, 0, 0]], [[0, 1, 2]], [[3, 4, 5]], **options) == 3 * plain


# Shapes that do not fit.


@both
@pytest.mark.parametrize(
    ("y_true", "y_pred", "said"),
    [
        (np.ones((2, 3)), np.ones((2, 4)), r"y_true has shape \(2, 3\) .* y_pred .* \(2, 4\)"),
        (np.ones((2, 3)), np.ones((1, 3)), r"y_true has shape \(2, 3\) .* y_pred .* \(1, 3\)"),
        (np.ones(3), np.ones(3), r"y_true has shape \(3,\); expected .* \[batch, list\]"),
        (1.0, 1.0, r"y_true has shape \(\); expected .* \[batch, list\]"),
        (np.ones((2, 3, 1)), np.ones((2, 3)), r"y_true has shape \(2, 3, 1\); .* squeeze"),
        (np.ones((2, 3)), np.ones((2, 3, 1)), r"y_pred has shape \(2, 3, 1\); .* squeeze"),
        (np.ones((2, 3, 4)), np.ones((2, 3, 4)), r"y_true has shape \(2, 3, 4\); expected"),
        (ragged([[1, 0], [1]]), ragged([[1, 0], [1, 2]]), "row 1 of y_true has 1 .* y_pred has 2"),
        (ragged([[1, 0], [1]]), ragged([[1, 0]]), "y_true has 2 lists but y_pred has 1"),
        (np.ones((2, 2)), ragged([[1, 0], [1]]), "row 1 of y_true has 2 .* y_pred has 1"),
        (ragged([[1, 0], [1]]), np.ones((2, 2)), "row 1 of y_true has 1 .* y_pred has 2"),
        (RAGGED_LABELS, RAGGED_SCORES, "y_pred .* unequal length must be a tf.RaggedTensor"),
        ([["a"]], [["b"]], "y_pred must hold numbers, got dtype string"),
    ],
)
def test_shapes_that_do_not_fit_are_named(loss_class, y_true, y_pred, said):
    with pytest.raises((ValueError, TypeError), match=said):
        loss_class()(y_true, y_pred)


@both
@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 1), (2, 2), (2, 3, 1)])
def test_sample_weights_that_do_not_fit_are_named(loss_class, shape):
    said = ", ".join(map(str, shape))
    with pytest.raises(ValueError, match=rf"sample_weight has shape \({said}.*\[2\].*\(2, 3\)"):
        loss_class()(LABELS, SCORES, np.ones(shape))


@both
def test_ragged_sample_weights_that_do_not_fit_name_the_row(loss_class):
    weights = ragged([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(ValueError, match=r"row 1 of sample_weight has 2 items but .* 3"):
        loss_class()(ragged(RAGGED_LABELS), ragged(RAGGED_SCORES), weights)


@both
def test_ragged_sample_weights_of_dense_lists_must_fill_them(loss_class):
    rows = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    wanted = pytest.approx(each(loss_class, LABELS, SCORES, rows))
    assert each(loss_class, LABELS, SCORES, ragged(rows)) == wanted
    with pytest.raises(ValueError, match=r"row 1 of sample_weight has 4 items .* y_pred has 3"):
        loss_class()(LABELS, SCORES, ragged([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]))


# Types of numbers.


@both
@pytest.mark.parametrize(
    ("dtype", "digits"),
    [("float16", 1e-3), ("bfloat16", 1e-2), ("float32", 1e-6), ("float64", 1e-12)],
)
def test_scores_of_any_precision(loss_class, dtype, digits):
    wanted = [exactly(loss_class, *one) for one in zip(LABELS, SCORES, strict=True)]
    losses = loss_class("none")(LABELS, tf.cast(tf.constant(SCORES, tf.float64), dtype))
    assert losses.dtype == ("float64" if dtype == "float64" else "float32")
    assert losses.numpy() == pytest.approx(wanted, rel=digits)


@both
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64", "int32", "int64", "uint8"])
def test_labels_of_any_type(loss_class, dtype):
    labels = tf.cast(tf.constant(LABELS), dtype)
    assert each(loss_class, labels, SCORES) == pytest.approx(each(loss_class, LABELS, SCORES))


@both
@pytest.mark.parametrize("form", [list, tuple, np.array, tf.constant])
def test_true_is_a_label_of_1(loss_class, form):
    wanted = each(loss_class, [[1.0, 0.0]], [[0.6, 0.8]])
    assert each(loss_class, form([[True, False]]), [[0.6, 0.8]]) == pytest.approx(wanted)


@both
def test_whole_numbers_are_scores_too(loss_class):
    wanted = each(loss_class, [[1, 0]], [[3.0, 2.0]])
    assert each(loss_class, [[1, 0]], [[3, 2]]) == pytest.approx(wanted)
