"""Listwise ranking losses for Keras 3, with the documented API of TF-Ranking.

    model.compile(optimizer="sgd", loss=ranklab.losses.SoftmaxLoss())

The losses are batched and masked, take dense or ragged lists, and are an independent second
witness of `ranklab.textbook`: another algorithm, another precision, held together by tests.
"""

from ranklab.losses.lambda_weights import (
    DCGLambdaWeight,
    LambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
    identity,
    inverse,
    is_greater_equal_1,
    log2_inverse,
    pow_minus_1,
)
from ranklab.losses.softmax import SoftmaxLoss
from ranklab.losses.unique_softmax import UniqueSoftmaxLoss

__all__ = [
    "DCGLambdaWeight",
    "LambdaWeight",
    "NDCGLambdaWeight",
    "PrecisionLambdaWeight",
    "SoftmaxLoss",
    "UniqueSoftmaxLoss",
    "identity",
    "inverse",
    "is_greater_equal_1",
    "log2_inverse",
    "pow_minus_1",
]
