"""Listwise ranking losses for Keras 3, with the documented API of TF-Ranking.

    model.compile(optimizer="sgd", loss=ranklab.losses.SoftmaxLoss())

The losses take batches of dense, padded or ragged lists. They compute what `ranklab.textbook`
computes, by other algorithms; tests compare the two.

This folder imports nothing of ranklab but `installed`. To add a loss, write a subclass of
`ranklab.losses.listwise.ListwiseLoss`, whose docstring says what it must define, in a file of its
own, and name it here and in `ranklab/__init__.py`.
"""

import re
from typing import Any

from ranklab.installed import check_backend, check_tensorflow

check_tensorflow()  # before the imports below, which would fail with a long traceback
check_backend()

from ranklab.losses.gains_and_discounts import (  # noqa: E402
    identity,
    inverse,
    is_greater_equal_1,
    log2_inverse,
    pow_minus_1,
)
from ranklab.losses.lambda_weights import (  # noqa: E402
    DCGLambdaWeight,
    LambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
)
from ranklab.losses.listwise import ListwiseLoss  # noqa: E402
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

# By TF-Ranking's name for each: "softmax_loss" is SoftmaxLoss, "list_mle_loss" a ListMLELoss.
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LOSSES: dict[str, type[ListwiseLoss]] = {
    _WORDS.sub("_", loss.__name__).lower(): loss for loss in (SoftmaxLoss, UniqueSoftmaxLoss)
}


def get(
    loss: str,
    reduction: str = "auto",
    lambda_weight: LambdaWeight | None = None,
    name: str | None = None,
    **config: Any,
) -> ListwiseLoss:
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
