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
pytestmark = pytest.mark.filterwarnings(
    "ignore:.* changes nothing in:UserWarning", "ignore:every list has one item:UserWarning"
)


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


def batch(case):
    """Labels, scores and sample weights of a case, as Keras hands them over."""
    ragged, weight = case["config"]["ragged"], case["sample_weight"]
    if weight is not None:
        weight = tensor(weight, ragged and case["weight_kind"].startswith("item"))
    return tensor(case["y_true"], ragged), tensor(case["y_pred"], ragged), weight


@cache
def answer(name, normalize_labels):
    """What the Keras loss says of a case: each list's loss and the gradient of their sum."""
    y_true, y_pred, weight = batch(BY_NAME[name])
    loss = build(BY_NAME[name], "none", normalize_labels)
    with tf.GradientTape() as tape:
        ragged = isinstance(y_pred, tf.RaggedTensor)
        scores = y_pred.flat_values if ragged else y_pred
        tape.watch(scores)
        losses = loss(y_true, y_pred.with_flat_values(scores) if ragged else scores, weight)
    gradient = tf.convert_to_tensor(tape.gradient(losses, scores))
    return {"none": losses, "grad_sum": gradient}


@cache
def reduced(name):
    """The raw losses of a case reduced. Reductions know nothing of how labels are normalized."""
    lists, reductions = batch(BY_NAME[name]), ("sum", "sum_over_batch_size")
    return {reduction: build(BY_NAME[name], reduction, False)(*lists) for reduction in reductions}


def test_the_cases_are_whole():
    assert len(BY_NAME) == len(CASES) == 265
    assert "TensorFlow Ranking 0.5.5 on TensorFlow 2.15.1" in META["origin"]


@pytest.mark.parametrize(("case", "key"), ANSWERS, ids=golden.name)
def test_each_list_and_the_gradient_are_exact(case, key):
    for quantity, got in answer(case["name"], normalize_labels=key == "exact_normalized").items():
        assert_close(got, case[key][quantity])


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=golden.name)
def test_reductions_are_exact(case):
    for reduction, got in reduced(case["name"]).items():
        assert_close(got, case["exact"][reduction])


@pytest.mark.slow  # where TF-Ranking agrees, the test of the exact numbers says the same
@pytest.mark.parametrize("case", AGREED, ids=golden.name)
def test_tf_ranking_says_the_same(case):
    got = answer(case["name"], normalize_labels=False) | reduced(case["name"])
    for quantity, wanted in case["tfr"].items():
        assert_close(got[quantity], wanted)
