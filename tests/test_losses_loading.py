"""Models and configs that come back from a file, in a process that may know nothing of ranklab."""

import json
import os
import subprocess
import sys
from math import log

import keras
import numpy as np
import pytest
import tensorflow as tf

from ranklab.losses import DCGLambdaWeight, LambdaWeight, NDCGLambdaWeight, SoftmaxLoss

LABELS, SCORES = [[2.0, 1.0]], [[0.6, 0.8]]
RAW = 2 * log(1 + np.exp(0.2)) + log(1 + np.exp(-0.2))  # 2.1944; normalized, a third of it
PLAIN = {"reduction": "auto", "name": None, "lambda_weight": None, "temperature": 1.0}
TF_RANKING = {**PLAIN, "ragged": False}

saves = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
endings = pytest.mark.parametrize("ending", ["keras", "h5"])


def squared(label):
    return label * label


class Thirds(LambdaWeight):
    def individual_weights(self, labels, ranks):
        return tf.where(labels >= 0, labels / 3, tf.zeros_like(labels))


def model_with(loss):
    layers = [keras.Input((2, 3)), keras.layers.Dense(1), keras.layers.Reshape((2,))]
    model = keras.Sequential(layers)
    model.compile("sgd", loss)
    return model


def saved(loss, path):
    model_with(loss).save(path)
    return path


def run(program, **environment):
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


# Custom objects.


@saves
@endings
@pytest.mark.parametrize("how", ["argument", "scope"])
@pytest.mark.parametrize(
    ("weight", "known"),
    [(DCGLambdaWeight(gain_fn=squared), {"squared": squared}), (Thirds(), {"Thirds": Thirds})],
    ids=["function", "weight"],
)
def test_custom_objects_reach_the_lambda_weight(tmp_path, ending, how, weight, known):
    path = saved(SoftmaxLoss(lambda_weight=weight), tmp_path / f"model.{ending}")
    if how == "argument":
        loss = keras.models.load_model(path, custom_objects=known).loss
    else:
        with keras.saving.custom_object_scope(known):
            loss = keras.models.load_model(path).loss
    assert type(loss.lambda_weight) is type(weight)
    assert vars(loss.lambda_weight) == vars(weight)


@saves
@endings
def test_a_function_that_is_missing_is_named(tmp_path, ending):
    loss = SoftmaxLoss(lambda_weight=DCGLambdaWeight(gain_fn=squared))
    path = saved(loss, tmp_path / f"model.{ending}")
    with pytest.raises(ValueError, match=r"gain_fn is a function .* custom_objects"):
        keras.models.load_model(path)


# Processes that start fresh.


@saves
@pytest.mark.slow
@endings
@pytest.mark.parametrize("first", ["import keras, ranklab", "import ranklab.losses, keras"])
def test_a_fresh_process_loads_a_model(tmp_path, ending, first):
    path = saved(SoftmaxLoss(temperature=0.5), tmp_path / f"model.{ending}")
    load = f"{first}; print(keras.models.load_model({str(path)!r}).loss.temperature)"
    result = run(load)
    assert result.stdout == "0.5\n", result.stderr


def test_ranklab_alone_loads_neither_keras_nor_tensorflow_and_hooks_no_import():
    program = (
        "import sys; hooks = list(sys.meta_path), list(sys.path_hooks); import ranklab; "
        "assert (list(sys.meta_path), list(sys.path_hooks)) == hooks; "
        "print({'keras', 'tensorflow', 'ranklab.losses'} & set(sys.modules))"
    )
    result = run(program)
    assert result.stdout == "set()\n", result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_another_backend_is_named_and_import_goes_on(tmp_path, backend):
    # Keras itself needs the package of its backend: an empty one is enough to say what is wrong.
    asked = (
        "import sys, types\n"
        "from importlib.util import find_spec\n"
        "keras = types.ModuleType('keras')\n"
        "keras.__spec__ = find_spec('keras')\n"
        f"keras.config = types.SimpleNamespace(backend=lambda: {backend!r})\n"
        "sys.modules['keras'] = keras\n"
        "import ranklab\n"
        "for ask in (lambda: ranklab.SoftmaxLoss, lambda: ranklab.train):\n"
        "    try: ask()\n"
        "    except ImportError as error: print(error)\n"
    )
    result = run(asked)
    said = (
        "the losses of ranklab need the TensorFlow backend of Keras, "
        f"got '{backend}': set the environment variable KERAS_BACKEND=tensorflow before Keras is "
        "imported\n"
    )
    assert result.stdout == said * 2, result.stderr


@pytest.mark.slow
def test_the_explorer_asks_keras_under_its_own_backend():
    program = (
        "from ranklab.experiments.verification import verify_apart; from ranklab import Scenario; "
        "print(verify_apart(Scenario([0.6, 0.8], [1, 0])))"
    )
    result = run(program, KERAS_BACKEND="jax")
    assert result.stdout == "Verification(keras=0.7981, explained=0.7981)\n", result.stderr


# Configs.


def test_a_config_without_normalize_labels_is_read_as_tf_rankings():
    with pytest.warns(
        UserWarning, match=r"without normalize_labels .* TF-Ranking's number"
    ) as said:
        loss = SoftmaxLoss.from_config(TF_RANKING)
    assert said[0].filename == __file__
    assert loss.normalize_labels is False
    assert float(loss(LABELS, SCORES)) == pytest.approx(RAW)


@pytest.mark.parametrize("normalize_labels", [False, True])
def test_a_config_of_ranklab_says_which_it_is(normalize_labels):
    loss = SoftmaxLoss(normalize_labels=normalize_labels)
    back = SoftmaxLoss.from_config(json.loads(json.dumps(loss.get_config())))
    assert float(back(LABELS, SCORES)) == pytest.approx(RAW / 3 if normalize_labels else RAW)


@pytest.mark.parametrize("loss", [SoftmaxLoss(temperature=0.5), SoftmaxLoss("sum", "mine")])
def test_from_config_reads_what_keras_serializes(loss):
    back = SoftmaxLoss.from_config(keras.losses.serialize(loss))
    assert back.get_config() == loss.get_config()


def test_from_config_reads_what_keras_serialized_of_tf_ranking():
    whole = {"class_name": "tensorflow_ranking>SoftmaxLoss", "config": TF_RANKING}
    with pytest.warns(UserWarning, match="without normalize_labels"):
        loss = SoftmaxLoss.from_config(whole)
    assert float(loss(LABELS, SCORES)) == pytest.approx(RAW)


# A lambda weight where a loss belongs.


@pytest.mark.parametrize(
    "given",
    [
        NDCGLambdaWeight(),
        NDCGLambdaWeight,
        [NDCGLambdaWeight()],
        Thirds(),
    ],
    ids=["instance", "class", "list", "own"],
)
def test_a_lambda_weight_in_the_place_of_a_loss_is_named(given):
    model = model_with(given)
    with pytest.raises(TypeError, match=r"LambdaWeight is no loss|Thirds is no loss"):
        model.fit(np.ones((4, 2, 3)), np.ones((4, 2)), verbose=0)
