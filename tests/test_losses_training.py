"""The Keras losses at work: graphs, XLA, training, saving, several replicas."""

import copy
import pickle
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from ranklab import losses, textbook
from ranklab.losses import (
    DCGLambdaWeight,
    NDCGLambdaWeight,
    SoftmaxLoss,
    UniqueSoftmaxLoss,
    listwise,
)

pytestmark = pytest.mark.slow

both = pytest.mark.parametrize("loss_class", [SoftmaxLoss, UniqueSoftmaxLoss])

LABELS = [[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]
SCORES = [[0.6, 0.8, 0.1], [0.5, 0.8, 0.4]]
RAGGED_LABELS, RAGGED_SCORES = [[1.0, 0.0], [], [0.0, 1.5, 2.0]], [[0.6, 0.8], [], [0.5, 0.8, 0.4]]


def ragged(rows):
    return tf.ragged.constant(rows, ragged_rank=1)


def exactly(loss_class, labels, scores, sample_weight=1.0):
    """What the textbook says of one list."""
    loss = {SoftmaxLoss: textbook.softmax_loss, UniqueSoftmaxLoss: textbook.unique_softmax_loss}
    return loss[loss_class](scores, labels, sample_weight=sample_weight)


def losses_and_gradient(loss, y_true, y_pred):
    scores = y_pred.flat_values if isinstance(y_pred, tf.RaggedTensor) else y_pred
    with tf.GradientTape() as tape:
        tape.watch(scores)
        is_ragged = isinstance(y_pred, tf.RaggedTensor)
        values = loss(y_true, y_pred.with_flat_values(scores) if is_ragged else scores)
    return values, tape.gradient(values, scores)


# Graphs and XLA.


@both
@pytest.mark.parametrize("sample_weight", [None, "per list"])
def test_one_trace_serves_every_shape(loss_class, sample_weight):
    traces = []
    unknown = tf.TensorSpec([None, None])
    weights = [] if sample_weight is None else [tf.TensorSpec([None])]

    @tf.function(input_signature=[unknown, unknown, *weights])
    def compute(y_true, y_pred, weights=None):
        traces.append(1)
        return loss_class("none")(y_true, y_pred, weights)

    for size in (1, 2, 3):
        labels, scores = [LABELS[0][:size]] * size, [SCORES[0][:size]] * size
        given = [] if sample_weight is None else [[2.0] * size]
        wanted = exactly(loss_class, labels[0], scores[0], 2.0 if given else 1.0)
        assert compute(labels, scores, *given).numpy() == pytest.approx([wanted] * size)
    assert len(traces) == 1


@both
@pytest.mark.parametrize("form", [tf.constant, ragged], ids=["dense", "ragged"])
def test_eager_lists_of_every_size_temperature_and_name_share_a_trace(loss_class, form):
    def evaluate(size, temperature):
        loss = loss_class(name=f"of_{size}_items", temperature=temperature)
        return loss(form([LABELS[0][:size]] * size), form([SCORES[0][:size]] * size))

    evaluate(2, 1.0)
    before = len(listwise._traces)
    for size in (1, 3):
        scores = np.array(SCORES[0][:size]) / size
        wanted = exactly(loss_class, LABELS[0][:size], scores)
        assert float(evaluate(size, float(size))) == pytest.approx(wanted)
    assert len(listwise._traces) == before


@both
def test_shapes_that_do_not_fit_fail_inside_a_graph_too(loss_class):
    unknown = tf.TensorSpec([None, None])
    compute = tf.function(loss_class(), input_signature=[unknown, unknown])
    with pytest.raises(tf.errors.InvalidArgumentError, match="must have the same shape"):
        compute([[1.0]], [[0.6, 0.8, 0.1]])  # shapes that would broadcast in silence


@both
@pytest.mark.parametrize("row_splits", ["int32", "int64"])
def test_ragged_lists_inside_a_graph(loss_class, row_splits):
    labels = tf.ragged.constant(RAGGED_LABELS, row_splits_dtype=row_splits)
    compute = tf.function(loss_class())
    eager = loss_class()(labels, ragged(RAGGED_SCORES))
    assert float(compute(labels, ragged(RAGGED_SCORES))) == pytest.approx(float(eager))


@both
def test_ragged_rows_of_unequal_length_fail_inside_a_graph_too(loss_class):
    compute = tf.function(loss_class())
    with pytest.raises(tf.errors.InvalidArgumentError, match="rows of equal length"):
        compute(ragged([[1.0, 0.0], [1.0]]), ragged([[0.6, 0.8], [0.1, 0.2]]))


@pytest.mark.parametrize(
    "loss",
    [
        SoftmaxLoss("none"),
        SoftmaxLoss("none", None, NDCGLambdaWeight(2)),
        UniqueSoftmaxLoss("none"),
    ],
    ids=["softmax", "ndcg", "unique"],
)
def test_xla_compiles_dense_lists(loss):
    scores = tf.constant([[0.6, 0.6, 0.6], [0.5, 99.0, 0.4]])  # ties, and padding
    labels = tf.constant([[0.0, 2.0, 1.0], [1.0, -1.0, 0.0]])
    compiled = tf.function(losses_and_gradient, jit_compile=True)
    for got, wanted in zip(
        compiled(loss, labels, scores), losses_and_gradient(loss, labels, scores), strict=True
    ):
        assert got.numpy() == pytest.approx(wanted.numpy(), abs=1e-7)


@both
@pytest.mark.parametrize("reduction", ["none", "auto"])
def test_xla_compiles_ragged_lists(loss_class, reduction):
    loss, lists = loss_class(reduction), (ragged(RAGGED_LABELS), ragged(RAGGED_SCORES))
    compiled = tf.function(losses_and_gradient, jit_compile=True)
    for got, wanted in zip(compiled(loss, *lists), losses_and_gradient(loss, *lists), strict=True):
        assert got.numpy() == pytest.approx(wanted.numpy(), abs=1e-7)


def a_list(kind, size):
    """Labels and scores for each way in which unique softmax is computed."""
    random = np.random.default_rng(size)
    labels = (
        random.integers(0, 5, (1, size)) if kind == "grades" else random.uniform(0, 4, (1, size))
    )
    scale = 400.0 if kind == "far apart" else 1.0
    return tf.constant(labels, tf.float64), tf.constant(random.normal(size=(1, size)) * scale)


SECOND = [("pairs", 5), ("grades", 300), ("fractions", 300), ("far apart", 300)]


@both
@pytest.mark.parametrize(
    ("kind", "size", "compile_it"),
    [
        *((*one, False) for one in SECOND),
        ("pairs", 5, True),
        ("grades", 300, True),
    ],
)
def test_second_derivatives_are_right(loss_class, kind, size, compile_it):
    loss = loss_class("sum")
    labels, scores = a_list(kind, size)
    direction = tf.cos(scores)

    def along_the_direction(scores):
        with tf.GradientTape() as tape:
            tape.watch(scores)
            slope = tf.reduce_sum(direction * losses_and_gradient(loss, labels, scores)[1])
        return tape.gradient(slope, scores)

    compute = tf.function(along_the_direction) if compile_it else along_the_direction
    ahead = losses_and_gradient(loss, labels, scores + 1e-5 * direction)[1]
    behind = losses_and_gradient(loss, labels, scores - 1e-5 * direction)[1]
    wanted = (ahead - behind).numpy() / 2e-5
    np.testing.assert_allclose(compute(scores), wanted, atol=1e-6 * np.abs(wanted).max())


@both
def test_the_gradient_flows_to_the_scores_alone(loss_class):
    labels, scores, weights = map(tf.constant, (LABELS, SCORES, [1.0, 2.0]))
    for function in (loss_class(), tf.function(loss_class())):
        with tf.GradientTape() as tape:
            tape.watch([labels, weights])
            value = function(labels, scores, weights)
        assert tape.gradient(value, [labels, weights]) == [None, None]


# Training.


def features_and_labels(lists=16, items=6):
    """Items with three features; the one with the largest first feature is relevant."""
    features = np.random.default_rng(3).normal(size=(lists, items, 3)).astype(np.float32)
    return features, np.eye(items, dtype=np.float32)[features[..., 0].argmax(axis=1)]


def dense_model():
    keras.utils.set_random_seed(5)
    return keras.Sequential(
        [keras.Input((None, 3)), keras.layers.Dense(1), keras.layers.Reshape((-1,))]
    )


@keras.saving.register_keras_serializable("ranklab-tests")
class RaggedModel(keras.Model):
    """Scores ragged lists, item by item."""

    def __init__(self):
        super().__init__()
        self.score = keras.layers.Dense(1)

    def call(self, lists):
        return tf.ragged.map_flat_values(lambda items: self.score(items)[:, 0], lists)


def ragged_model():
    keras.utils.set_random_seed(5)
    return RaggedModel()


def ragged_features_and_labels():
    lengths = [2, 6, 3, 5] * 4
    return [tf.RaggedTensor.from_tensor(dense, lengths) for dense in features_and_labels()]


def compiled(model, loss, **options):
    model.compile(optimizer=keras.optimizers.SGD(0.5), loss=loss, **options)
    return model


@both
@pytest.mark.parametrize("jit_compile", [False, True], ids=["graph", "xla"])
def test_fit_reduces_the_loss_of_dense_lists(loss_class, jit_compile):
    model = compiled(dense_model(), loss_class(), jit_compile=jit_compile)
    history = model.fit(*features_and_labels(), epochs=5, verbose=0).history["loss"]
    assert history[-1] < 0.8 * history[0]


@both
def test_fit_reduces_the_loss_of_ragged_lists(loss_class):
    model = compiled(ragged_model(), loss_class(ragged=True))
    lists = ragged_features_and_labels()
    history = model.fit(*lists, epochs=5, batch_size=8, verbose=0).history["loss"]
    assert history[-1] < 0.8 * history[0]


@both
def test_fit_reads_a_pipeline_of_ragged_lists(loss_class):
    pipeline = tf.data.Dataset.from_tensor_slices(tuple(ragged_features_and_labels())).batch(8)
    model = compiled(ragged_model(), loss_class(ragged=True))
    history = model.fit(pipeline, epochs=5, shuffle=False, verbose=0).history["loss"]
    assert history[-1] < 0.8 * history[0]


@both
@pytest.mark.parametrize("is_ragged", [False, True], ids=["dense", "ragged"])
def test_fit_and_evaluate_weight_the_lists(loss_class, is_ragged):
    features, labels = ragged_features_and_labels() if is_ragged else features_and_labels()
    model = compiled(ragged_model() if is_ragged else dense_model(), loss_class(ragged=is_ragged))
    weights = np.linspace(0, 2, 16)
    wanted = pytest.approx(float(loss_class()(labels, model(features), weights)), rel=1e-5)
    options = {"batch_size": 16, "sample_weight": weights, "verbose": 0}
    assert model.evaluate(features, labels, **options) == wanted
    assert model.fit(features, labels, **options).history["loss"][0] == wanted


@both
@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16", "float64"])
def test_fit_under_another_precision(loss_class, policy):
    dtype = keras.dtype_policies.DTypePolicy(policy)
    layers = [keras.layers.Dense(1, dtype=dtype), keras.layers.Reshape((-1,), dtype=dtype)]
    keras.utils.set_random_seed(5)
    model = compiled(keras.Sequential([keras.Input((None, 3)), *layers]), loss_class())
    features, labels = features_and_labels()
    assert model(features).dtype == dtype.compute_dtype
    history = model.fit(features, labels, epochs=5, verbose=0).history["loss"]
    assert history[-1] < 0.8 * history[0]


def test_a_lambda_weight_in_the_place_of_a_loss_is_named():
    model = compiled(dense_model(), NDCGLambdaWeight())
    with pytest.raises(TypeError, match=r"NDCGLambdaWeight is no loss .* SoftmaxLoss\(lambda"):
        model.fit(*features_and_labels(), verbose=0)


# Saving.


@keras.saving.register_keras_serializable("ranklab-tests")
def half(label):
    return 0.5 * label


def with_a_registered_gain():
    return SoftmaxLoss("sum", lambda_weight=DCGLambdaWeight(2, half, normalized=True))


# Keras itself warns under NumPy 2 when it saves, and of the format of .h5.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize(
    "loss",
    [with_a_registered_gain(), UniqueSoftmaxLoss(temperature=0.5)],
    ids=["softmax", "unique"],
)
def test_a_saved_model_brings_its_loss_back(tmp_path, loss, ending):
    lists = features_and_labels()
    model = compiled(dense_model(), loss)
    model.fit(*lists, verbose=0)
    model.save(tmp_path / f"model.{ending}")
    back = keras.models.load_model(tmp_path / f"model.{ending}")
    assert back.loss.get_config() == loss.get_config()
    again = back.evaluate(*lists, verbose=0)
    assert again == pytest.approx(model.evaluate(*lists, verbose=0))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_trained_model_is_exported(tmp_path):
    features, labels = features_and_labels()
    model = compiled(dense_model(), UniqueSoftmaxLoss())
    model.fit(features, labels, verbose=0)
    model.export(tmp_path, verbose=False)
    served = tf.saved_model.load(tmp_path)
    np.testing.assert_allclose(served.serve(features), model(features), rtol=1e-5)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda loss: pickle.loads(pickle.dumps(loss))])
@pytest.mark.parametrize(
    "loss", [SoftmaxLoss(lambda_weight=NDCGLambdaWeight(3)), UniqueSoftmaxLoss()]
)
def test_a_loss_can_be_copied_and_pickled(loss, copied):
    back = copied(loss)
    assert back.get_config() == loss.get_config()
    assert back(LABELS, SCORES).numpy() == loss(LABELS, SCORES).numpy()


# Several replicas.


def test_replicas_learn_what_one_device_learns():
    # In a process of its own: TensorFlow splits a processor only before it has used it.
    run = subprocess.run(
        [sys.executable, __file__], capture_output=True, text=True, timeout=300, check=False
    )
    assert run.stdout == "agreed\n", run.stderr


def _weights_after_three_steps(loss, strategy):
    with strategy.scope():
        model = compiled(dense_model(), loss, jit_compile=False)
    features, labels = features_and_labels()
    model.fit(features, labels, batch_size=16, epochs=3, shuffle=False, verbose=0)
    return np.concatenate([np.ravel(weight) for weight in model.get_weights()])


def _custom_step(loss, strategy):
    """A training loop without fit: gradients are added over the replicas."""
    scores = tf.constant(np.tile(SCORES, (2, 1)), tf.float32)
    labels = tf.constant(np.tile(LABELS, (2, 1)), tf.float32)

    def gradient(labels, scores):
        return losses_and_gradient(loss, labels, scores)[1]

    parts = [
        strategy.experimental_distribute_values_from_function(
            lambda context, whole=whole: whole[2 * context.replica_id_in_sync_group :][:2]
        )
        for whole in (labels, scores)
    ]
    gathered = tf.concat(strategy.experimental_local_results(strategy.run(gradient, parts)), 0)
    np.testing.assert_allclose(gathered, gradient(labels, scores), rtol=1e-5)


def _unequal_replicas(loss_class, strategy):
    """Two lists on one replica and one on the other: what one gets, and how to get the mean."""
    lists = tf.constant([*LABELS, [1.0, 0.0, 0.0]]), tf.constant([*SCORES, [-3.0, 2.0, 1.0]])
    parts = [
        strategy.experimental_distribute_values_from_function(
            lambda context, whole=whole: (whole[:2], whole[2:])[context.replica_id_in_sync_group]
        )
        for whole in lists
    ]

    def added(reduction):
        values = strategy.run(loss_class(reduction), parts)
        return float(strategy.reduce("SUM", values, axis=None))

    each = loss_class("none")(*lists).numpy()
    np.testing.assert_allclose(added("auto"), (each[:2].mean() + each[2]) / 2, rtol=1e-5)
    np.testing.assert_allclose(added("sum") / 3, each.mean(), rtol=1e-5)


def _compare_replicas():
    (processor,) = tf.config.list_physical_devices("CPU")
    halves = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(processor, halves)
    one, two = tf.distribute.get_strategy(), tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    for name in ("softmax_loss", "unique_softmax_loss"):
        for reduction in ("auto", "sum"):
            loss = losses.get(name, reduction)
            weights = [_weights_after_three_steps(loss, strategy) for strategy in (one, two)]
            np.testing.assert_allclose(*weights, rtol=1e-4, atol=1e-6)
        _custom_step(losses.get(name), two)
        _unequal_replicas(type(losses.get(name)), two)
        with two.scope(), pytest.raises(ValueError, match="'auto' does not know the size"):
            losses.get(name)(LABELS, SCORES)
    print("agreed")


if __name__ == "__main__":
    _compare_replicas()
