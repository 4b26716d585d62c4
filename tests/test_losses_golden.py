"""The Keras losses against TF-Ranking's numbers, and against exact ones."""

from functools import cache

import golden
import pytest
import tensorflow as tf
from golden import AGREED, ANSWERS, CASES, META, assert_close

from ranklab import losses

LAMBDA_WEIGHTS = {
    "DCG": losses.DCGLambdaWeight,
    "NDCG": losses.NDCGLambdaWeight,
    "Precision": losses.PrecisionLambdaWeight,
}
BY_NAME = {case["name"]: case for case in CASES}

# Precision weights, and every weight on unique softmax, warn that they change nothing.
pytestmark = pytest.mark.filterwarnings("ignore:.* changes nothing in:UserWarning")


def build(case, reduction, normalize_labels):
    config = case["config"]
    weight = config["lambda_weight"]
    if weight is not None:
        arguments = {
            name: getattr(losses, value) if name.endswith("_fn") else value
            for name, value in weight.items()
            if name != "kind"
        }
        weight = LAMBDA_WEIGHTS[weight["kind"]](**arguments)
    arguments = {
        "reduction": reduction,
        "lambda_weight": weight,
        "temperature": config["temperature"],
        "ragged": config["ragged"],
    }
    if case["loss"] == "unique":
        return losses.UniqueSoftmaxLoss(**arguments)
    return losses.SoftmaxLoss(**arguments, normalize_labels=normalize_labels)


def tensor(rows, ragged):
    if ragged:
        return tf.ragged.constant(rows, ragged_rank=1, dtype=tf.float32)
    return tf.constant(rows, tf.float32)


@cache
def answer(name, normalize_labels):
    """What the Keras loss says of a case: its value under each reduction, and the gradient."""
    case = BY_NAME[name]
    ragged, weight = case["config"]["ragged"], case["sample_weight"]
    y_true, y_pred = tensor(case["y_true"], ragged), tensor(case["y_pred"], ragged)
    if weight is not None:
        weight = tensor(weight, ragged and case["weight_kind"].startswith("item"))
    loss = {
        reduction: build(case, reduction, normalize_labels)
        for reduction in ("none", "sum", "sum_over_batch_size")
    }
    with tf.GradientTape() as tape:
        scores = y_pred.flat_values if ragged else y_pred
        tape.watch(scores)
        total = loss["sum"](y_true, y_pred.with_flat_values(scores) if ragged else scores, weight)
    return {
        "none": loss["none"](y_true, y_pred, weight),
        "sum": total,
        "sum_over_batch_size": loss["sum_over_batch_size"](y_true, y_pred, weight),
        "grad_sum": tf.convert_to_tensor(tape.gradient(total, scores)),
    }


def test_the_cases_are_whole():
    assert len(BY_NAME) == len(CASES) == 265
    assert "TensorFlow Ranking 0.5.5 on TensorFlow 2.15.1" in META["origin"]


@pytest.mark.parametrize(("case", "key"), ANSWERS, ids=golden.name)
def test_exact(case, key):
    got = answer(case["name"], normalize_labels=key == "exact_normalized")
    for quantity, wanted in case[key].items():
        assert_close(got[quantity], wanted)


@pytest.mark.parametrize("case", AGREED, ids=golden.name)
def test_tf_ranking(case):
    got = answer(case["name"], normalize_labels=False)
    for quantity, wanted in case["tfr"].items():
        assert_close(got[quantity], wanted)
