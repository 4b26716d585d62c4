"""The table of differences from TF-Ranking: ranklab says the numbers that stand there."""

import re
import warnings
from math import inf, nan
from pathlib import Path

import pytest
import tensorflow as tf

from ranklab.losses import (
    DCGLambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
    SoftmaxLoss,
    UniqueSoftmaxLoss,
)

PAGE = Path(__file__).parents[1] / "docs" / "differences_from_tf_ranking.md"
TABLE = PAGE.read_text("utf-8")
TWO = [[1.0, 0.0], [1.0, 0.0]], [[0.6, 0.8], [0.5, 0.8]]
RAGGED = tf.ragged.constant([[1.0, -1.0, 0.0]]), tf.ragged.constant([[0.6, 9.0, 0.8]])

NDCG, DCG, PRECISION = (
    {"lambda_weight": weight}
    for weight in (NDCGLambdaWeight(), DCGLambdaWeight(), PrecisionLambdaWeight(1))
)

# The row begins so; the loss, and the lists that it names.
ROWS = [
    ("`SoftmaxLoss`, labels", SoftmaxLoss, {}, ([[2, 1]], [[0.6, 0.8]])),
    ("`SoftmaxLoss`, labels", SoftmaxLoss, {"normalize_labels": False}, ([[2, 1]], [[0.6, 0.8]])),
    ("a lambda weight", UniqueSoftmaxLoss, NDCG, ([[1, 0]], [[0.6, 0.8]])),
    ("a lambda weight", SoftmaxLoss, PRECISION, ([[1, 0]], [[0.6, 0.8]])),
    ("padding in", SoftmaxLoss, {}, ([[1, 0, -1]], [[-100.0, -101.0, 0.0]])),
    ("`normalize_labels` under", SoftmaxLoss, DCG, ([[2, 1]], [[0.6, 0.8]])),
    ("tied scores", SoftmaxLoss, NDCG, ([[1, 0, 2]], [[0.3, 0.3, 0.3]])),
    ("a NaN in", UniqueSoftmaxLoss, {}, ([[1, 0], [0, 1]], [[nan, 0.8], [0.5, 0.8]])),
    ("a score of `-inf`", SoftmaxLoss, {}, ([[1, 0, 0]], [[0.6, -inf, 0.8]])),
    ("a score of `-inf`", UniqueSoftmaxLoss, {}, ([[1, 0, 0]], [[0.6, -inf, 0.8]])),
    ("`sample_weight` 2, 5", SoftmaxLoss, {}, (*TWO, [2, 5])),
    ("`sample_weight` 2 with", SoftmaxLoss, {}, ([[2, 1]], [[0.6, 0.8]], 2)),
    ("a negative label", SoftmaxLoss, {}, RAGGED),
    ("float16", SoftmaxLoss, {}, ([[1, 0]], tf.constant([[0.6, 0.8]], tf.float64))),
    ("labels near 0", UniqueSoftmaxLoss, {}, ([[1e-8, 0]], [[0.6, 0.8]])),
    ("large labels", SoftmaxLoss, NDCG, ([[128, 0, 1]], [[0.6, 0.8, 0.1]])),
]


@pytest.mark.parametrize(("start", "loss_class", "options", "lists"), ROWS)
def test_the_numbers_of_a_row_are_what_ranklab_says(start, loss_class, options, lists):
    (row,) = re.findall(rf"^\| {re.escape(start)}.*\|$", TABLE, re.MULTILINE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of weights that change nothing
        loss = loss_class("none", **options)
    said = row.split("|")[-2]
    for number in loss(*lists).numpy():
        text = f"{number:.4f}" if abs(number) > 1e-4 else f"{number:.4g}"
        assert text.replace("nan", "NaN") in said
