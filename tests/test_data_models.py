"""The lists of a model: dense, ragged and padded batches, with the scores it gives them now."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import ranklab
from ranklab.data import from_model

FEATURES = np.array([[[1.0], [2], [3]], [[4], [5], [6]], [[7], [8], [9]]], np.float32)
LABELS = np.array([[1, 0, 2], [0, -1, 1], [np.nan, 3, -1]], np.float32)


def doubled(features):
    """A model that says twice the one feature."""
    return 2 * features[..., 0]


@pytest.fixture
def batches():
    return tf.data.Dataset.from_tensor_slices((FEATURES, LABELS)).batch(2)


def test_lists_have_the_scores_of_the_model(batches):
    lists = from_model(doubled, batches)
    assert lists.queries == ("1", "2", "3")
    assert [scenario.scores for scenario in lists] == [(2, 4, 6), (8, 12), (16,)]
    assert [scenario.labels for scenario in lists] == [(1, 0, 2), (0, 1), (3,)]
    assert [scenario.sample_weight for scenario in lists] == [None] * 3


def test_padding_is_left_out_and_the_others_keep_their_numbers(batches):
    lists = from_model(doubled, batches)
    assert [scenario.items for scenario in lists] == [
        ("item 1", "item 2", "item 3"),
        ("item 1", "item 3"),
        ("item 2",),
    ]
    lists = from_model(doubled, [(FEATURES, np.where(LABELS == 2, 2, -1))])
    assert lists.queries == ("1",)
    assert lists.notes == ("2 of 3 lists hold only padding and are left out",)


@pytest.mark.parametrize("last", [keras.layers.Reshape((3,)), keras.layers.Identity()])
def test_a_keras_model_is_asked_as_in_inference(last, batches):
    model = keras.Sequential(
        [keras.layers.Dense(1, kernel_initializer="ones"), keras.layers.Dropout(0.9), last]
    )
    lists = from_model(model, batches)
    assert [scenario.scores for scenario in lists] == [(1, 2, 3), (4, 6), (8,)]


@pytest.mark.slow
def test_a_trained_model_is_seen_to_have_learnt():
    keras.utils.set_random_seed(0)
    features = np.random.default_rng(0).normal(size=(32, 5, 3)).astype("float32")
    labels = (features[..., 0] > 0.5).astype("float32")
    model = keras.Sequential([keras.layers.Dense(1), keras.layers.Reshape((5,))])
    before = from_model(model, [(features, labels)])
    model.compile(optimizer=keras.optimizers.Adam(0.1), loss=ranklab.SoftmaxLoss())
    history = model.fit(features, labels, epochs=20, verbose=0)
    after = from_model(model, [(features, labels)])
    losses = [
        sum(ranklab.explain(scenario).loss for scenario in lists) / 32 for lists in (before, after)
    ]
    assert losses[1] < losses[0] / 2
    assert losses[1] == pytest.approx(float(model.evaluate(features, labels, verbose=0)), rel=1e-5)
    assert losses[1] <= history.history["loss"][-1]


def test_ragged_batches_are_read():
    features = tf.ragged.constant([[1.0, 2], [3]])
    labels = tf.ragged.constant([[1.0, -1], [0]])
    lists = from_model(lambda ragged: 2 * ragged, [(features, labels)])
    assert [scenario.scores for scenario in lists] == [(2,), (6,)]
    assert [scenario.labels for scenario in lists] == [(1,), (0,)]
    deeper = tf.ragged.constant([[[1.0], [2]], [[3]]], ragged_rank=1)  # [batch, list, 1]
    lists = from_model(lambda _: deeper, [(features, labels)])
    assert [scenario.scores for scenario in lists] == [(1,), (3,)]


def test_half_precision_and_whole_labels_are_read():
    scores, labels = tf.constant([[0.5, 2]], tf.bfloat16), tf.constant([[1, 0]], tf.int8)
    assert from_model(lambda _: scores, [(None, labels)])["1"].scores == (0.5, 2)


def test_sample_weights_are_per_list_or_per_item():
    lists = from_model(doubled, [(FEATURES[:2], LABELS[:2], [2, 1])])
    assert [scenario.sample_weight for scenario in lists] == [(2, 2, 2), (1, 1)]
    lists = from_model(doubled, [(FEATURES[:2], LABELS[:2], [[1, 2, 3], [4, 5, 6]])])
    assert [scenario.sample_weight for scenario in lists] == [(1, 2, 3), (4, 6)]


def test_queries_may_be_named_and_counted(batches):
    assert from_model(doubled, batches, queries=["a", 7, "c"]).queries == ("a", "7", "c")
    assert from_model(doubled, batches.repeat(), n=2).queries == ("1", "2")
    assert from_model(doubled, batches, temperature=0.5)["1"].temperature == 0.5


@pytest.mark.parametrize(
    ("dataset", "options", "said"),
    [
        ([(FEATURES, LABELS[0])], {}, r"batch 1: labels must be \[batch, list\], got shape \(3,\)"),
        ([(FEATURES, LABELS[:2])], {}, "batch 1: scores for 3 lists, labels for 2 and weights for"),
        ([(FEATURES, LABELS, [1, 2])], {}, "labels for 3 and weights for 2"),
        ([(FEATURES, LABELS[:, :2])], {}, "list 1: 3 scores, 2 labels and 1 weights: expected one"),
        ([(FEATURES, LABELS, [[1, 2]] * 3)], {}, "list 1: 3 scores, 3 labels and 2 weights"),
        ([(FEATURES, LABELS, [1, 1, -1])], {}, "list 3: a sample weight must be .* got -1.0"),
        (
            [(FEATURES * np.inf, LABELS)],
            {},
            "list 1: the score must be a number from -1e6 to 1e6, got",
        ),
        ([(FEATURES, LABELS + 30)], {}, "list 1: the label must be a number from 0 to 30, got 31"),
        ([(FEATURES, LABELS)], {"queries": ["a", "b"]}, "for list 3 there is none"),
        ([(FEATURES, LABELS)], {"queries": ["a", "b", "a"]}, "for list 3 'a' is already taken"),
        ([(FEATURES, LABELS)], {"queries": ["a", None, "b"]}, "for list 2 the query is missing"),
        (
            [(FEATURES, LABELS)],
            {"queries": ["a", "b", "c", "d"]},
            "the dataset has 3, and there are more names",
        ),
        (
            [(FEATURES, LABELS)],
            {"queries": ["a", "b", "c", "d"], "n": 4},
            "the dataset has 3, and there are more names",
        ),
        ([(FEATURES, LABELS)], {"n": 0}, "n must be from 1 to .* lists, got 0"),
        ([(FEATURES, LABELS - 9)], {}, "the dataset holds no list"),
        ([], {}, "the dataset holds no list"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_place(dataset, options, said):
    with pytest.raises(ValueError, match=said):
        from_model(doubled, dataset, **options)


@pytest.mark.parametrize(
    ("queries", "names"),
    [
        (tf.constant([7, 8, 9]), ("7", "8", "9")),
        (tf.constant(["a", "ä", "c"]), ("a", "ä", "c")),
        (tf.data.Dataset.from_tensor_slices(["a", "b", "c"]), ("a", "b", "c")),
        ([b"a", b"\xff", np.bytes_(b"c")], ("a", "\\xff", "c")),
        (np.array([1.0, 2.0, 2.5]), ("1", "2", "2.5")),
        (iter("abc"), ("a", "b", "c")),
    ],
    ids=["numbers", "words", "dataset", "bytes", "floats", "iterator"],
)
def test_names_are_what_is_held_and_not_how_it_is_held(queries, names, batches):
    assert from_model(doubled, batches, queries=queries).queries == names


def test_the_first_lists_need_the_first_names_alone(batches):
    assert from_model(doubled, batches, n=2, queries=["a", "b", "c"]).queries == ("a", "b")


@pytest.mark.parametrize("queries", ["abc", b"abc", 7])
def test_queries_that_are_no_list_are_refused(queries, batches):
    with pytest.raises(TypeError, match="queries must be a list of names, one for each list, got"):
        from_model(doubled, batches, queries=queries)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"a": LABELS, "b": LABELS},
            r"pick one of 'a', 'b', as lambda features: model\(features\)",
        ),
        (LABELS + 1j, "got array"),
        (tf.ragged.constant([[1j]]), "got"),
        (LABELS.astype(str), "got array"),
        (LABELS.astype("m8[s]"), "got array"),
        (None, "got None"),
    ],
    ids=["dict", "complex", "ragged complex", "words", "times", "none"],
)
def test_scores_that_are_no_real_numbers_are_refused_with_the_place(given, said):
    place = r"the dataset, batch 1: scores must be real numbers, \[batch, list\], "
    with pytest.raises(TypeError, match=f"(?s){place}.*{said}"):
        from_model(lambda _: given, [(FEATURES, LABELS)])


def test_no_sample_weight_may_be_said_as_keras_says_it():
    lists = from_model(doubled, [(FEATURES, LABELS, None)])
    assert [scenario.sample_weight for scenario in lists] == [None] * 3


def test_a_dataset_that_repeats_forever_needs_an_end(batches):
    with pytest.raises(ValueError, match="dataset repeats forever: give n"):
        from_model(doubled, batches.repeat())


def test_what_is_no_batch_is_refused():
    for wrong in ([FEATURES], [(FEATURES,)], ["ab"]):
        with pytest.raises(TypeError, match=r"batch 1 of the dataset must be \(features, labels\)"):
            from_model(doubled, wrong)


# The loss that the model was compiled with.


class Compiled(keras.Model):
    """A model that says twice the one feature, compiled with a loss."""

    def __init__(self, loss):
        super().__init__()
        self.compile(optimizer="sgd", loss=loss)

    def call(self, features):
        return doubled(features)


@pytest.mark.parametrize(
    "loss",
    [
        ranklab.UniqueSoftmaxLoss(temperature=10),
        ranklab.SoftmaxLoss(temperature=0.5, normalize_labels=False),
        ranklab.SoftmaxLoss(lambda_weight=ranklab.NDCGLambdaWeight(topn=2)),
        ranklab.SoftmaxLoss(lambda_weight=ranklab.DCGLambdaWeight()),
        [ranklab.UniqueSoftmaxLoss()],
    ],
)
def test_lists_ask_about_the_loss_that_the_model_was_compiled_with(batches, loss):
    lists = from_model(Compiled(loss), batches)
    assert lists.notes == ()
    [keras_loss] = loss if isinstance(loss, list) else [loss]
    for scenario in lists:
        wanted = keras_loss([scenario.labels], np.array([scenario.scores]))
        assert ranklab.explain(scenario).loss == pytest.approx(float(wanted), rel=1e-6)


def test_the_hardest_lists_are_those_of_the_loss_of_the_model():
    # At T = 1 the first list costs most: log(1 + e^6). At T = 10 a gain of 2^4 - 1 decides:
    # log(1 + e^0.6) = 1.04 against 15 log(1 + e^-0.1) = 9.7.
    features = np.array([[[0.0], [3]], [[0.5], [0]]], np.float32)
    batch = [(features, np.array([[1, 0], [4, 0]]))]
    assert from_model(doubled, batch).hardest(1).queries == ("1",)
    model = Compiled(ranklab.UniqueSoftmaxLoss(temperature=10))
    assert from_model(model, batch).hardest(1).queries == ("2",)
    # What is given stands in its place.
    assert from_model(model, batch, loss="softmax")["1"].temperature == 1
    assert from_model(model, batch, temperature=2)["1"].loss == "unique_softmax"


def own_weight(ranks):
    return 1.0 / ranks**2


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ("mse", "compiled with mse, which is not one of ranklab's losses: the lists are measured"),
        (keras.losses.Huber(), "compiled with huber_loss, which is not one of ranklab's losses"),
        ({"a": "mse"}, "compiled with several losses: the lists are measured with softmax instead"),
        (ranklab.SoftmaxLoss(temperature=1e-5), "but temperature must be a number from 0.001 to"),
        (
            ranklab.SoftmaxLoss(
                lambda_weight=ranklab.DCGLambdaWeight(rank_discount_fn=own_weight, normalized=True)
            ),
            "a scenario cannot hold, DCGLambdaWeight with another rank_discount_fn and normalized",
        ),
    ],
)
def test_a_loss_that_no_scenario_asks_about_is_noted(batches, loss, said):
    lists = from_model(Compiled(loss), batches)
    [note] = lists.notes
    assert said in note
    assert lists["1"].loss == "softmax"
    assert from_model(Compiled(loss), batches, loss="unique_softmax").notes == ()
