"""Listwise ranking losses for Keras 3, with the documented API of TF-Ranking.

    model.compile(optimizer="sgd", loss=ranklab.losses.SoftmaxLoss())

The losses are batched and masked, take dense or ragged lists, and are an independent second
witness of `ranklab.textbook`: another algorithm, another precision, held together by tests.
"""

from typing import Any

from ranklab.installed import check_backend, check_tensorflow

check_tensorflow()  # in one sentence, before an import fails deep inside
check_backend()

from ranklab.losses.lambda_weights import (  # noqa: E402
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
from ranklab.losses.softmax import SoftmaxLoss  # noqa: E402
from ranklab.losses.unique_softmax import UniqueSoftmaxLoss  # noqa: E402

__all__ = [
    "DCGLambdaWeight",
    "LambdaWeight",
    "NDCGLambdaWeight",
    "PrecisionLambdaWeight",
    "SoftmaxLoss",
    "UniqueSoftmaxLoss",
    "get",
    "identity",
    "inverse",
    "is_greater_equal_1",
    "log2_inverse",
    "pow_minus_1",
]

_LOSSES: dict[str, type[SoftmaxLoss] | type[UniqueSoftmaxLoss]] = {
    "softmax_loss": SoftmaxLoss,
    "unique_softmax_loss": UniqueSoftmaxLoss,
}


def get(
    loss: str,
    reduction: str = "auto",
    lambda_weight: LambdaWeight | None = None,
    name: str | None = None,
    **config: Any,
) -> SoftmaxLoss | UniqueSoftmaxLoss:
    """Build a loss by TF-Ranking's name for it.

    Args:
        loss: `'softmax_loss'` or `'unique_softmax_loss'`.
        reduction: As for the loss.
        lambda_weight: As for the loss.
        name: As for the loss.
        **config: The other arguments of the loss, by name.

    Raises:
        ValueError: There is no loss of this name.

    Source: `tfr.keras.losses.get`.

    >>> get("softmax_loss", temperature=0.5).temperature
    0.5
    """
    if loss not in _LOSSES:
        raise ValueError(f"loss must be one of {', '.join(map(repr, _LOSSES))}, got {loss!r}")
    return _LOSSES[loss](reduction=reduction, name=name, lambda_weight=lambda_weight, **config)
