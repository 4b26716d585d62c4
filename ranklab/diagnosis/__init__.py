"""Diagnosis: find in labels, scores and sample weights why a loss looks strange.

`reading` reads each batch, `batches` joins them, and every function in `checks` examines the
result. Add a check there. `record` holds the records of what was found. The folder imports
`explanation`; it imports `ranklab.losses` only to recognise a loss that the user passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from numbers import Integral
from typing import Any

import numpy as np

from ranklab.diagnosis.batches import Question, asked, joined
from ranklab.diagnosis.checks import CHECKS
from ranklab.diagnosis.reading import FlatBatch, read
from ranklab.diagnosis.record import SEVERITIES, Diagnosis, Example, Finding
from ranklab.explanation.checks import shown

__all__ = ["Diagnosis", "Example", "Finding", "diagnose", "diagnose_model"]


def diagnose(y_true: Any, y_pred: Any, sample_weight: Any = None, *, loss: Any = None) -> Diagnosis:
    """Find what makes a loss look strange in a batch of lists.

    Args:
        y_true: Labels, `[batch, list]`: nested lists (of unequal length too), NumPy, dense or
            ragged tensors. A label below 0 or NaN marks padding.
        y_pred: Scores, of the same shape.
        sample_weight: As for the losses: a scalar, one weight per list or one per item.
        loss: The loss that is computed on them. The checks use its temperature and skip what
            applies to other losses only. With None, T is 1 and the checks cover all of ranklab's
            losses.

    Returns:
        The findings, most severe first. Use `print` to read them.

    Raises:
        TypeError: An argument does not hold numbers, or `loss` is not a loss.
        ValueError: The shapes do not match, or there is no list.

    >>> diagnosis = diagnose([[1, 0], [0, 0]], [[0.6, 0.8], [2.0, 1.0]])
    >>> diagnosis
    Diagnosis(nothing_relevant, one_hot; 2 lists)
    >>> diagnosis.findings[0].example.numbers
    'y_true[1] = [0, 0], y_pred[1] = [2, 1]'
    """
    if callable(y_true):
        raise TypeError(
            f"y_true must be labels, got {shown(y_true)}: for a model and its data, use "
            "ranklab.diagnose_model(model, dataset)"
        )
    return _examined([read(y_true, y_pred, sample_weight)], asked(loss))


def diagnose_model(
    model: Callable[[Any], Any], dataset: Iterable[Any], *, batches: int = 4, loss: Any = None
) -> Diagnosis:
    """Find what makes a model's loss look strange in a few batches of its data.

    Args:
        model: A Keras model, or any function that gives scores for a batch of features.
        dataset: A `tf.data.Dataset` or any iterable of batches `(features, labels)` or `(features,
            labels, sample_weight)`.
        batches: How many batches to examine, starting with the first.
        loss: As for `diagnose`. By default, the loss that the model was compiled with.

    Returns:
        The findings, most severe first. Use `print` to read them.

    Raises:
        TypeError: A batch is malformed or does not hold numbers, or an argument has the wrong
            type.
        ValueError: The shapes do not match (the message names the batch), or there is no list.

    >>> diagnose_model(lambda features: features, [([[0.5]], [[1]]), ([[2.0]], [[0]])])
    Diagnosis(one_item, nothing_relevant; 2 lists)
    """
    if not callable(model):
        raise TypeError(
            f"model must be a model or a function of features, got {shown(model)}: for labels and "
            "scores, use ranklab.diagnose(y_true, y_pred)"
        )
    if isinstance(batches, bool) or not isinstance(batches, Integral) or batches < 1:
        raise ValueError(f"batches must be a whole number from 1, got {shown(batches)}")
    if loss is None:
        compiled = getattr(model, "loss", None)
        loss = compiled if callable(compiled) else None  # a name or a dict of losses has no T
    rows = [
        _batch(model, number, batch)
        for number, batch in enumerate(islice(dataset, batches), start=1)
    ]
    return _examined(rows, asked(loss))


def _batch(model: Callable[[Any], Any], number: int, batch: Any) -> FlatBatch:
    if not isinstance(batch, tuple | list) or len(batch) not in (2, 3):
        raise TypeError(
            f"batch {number} of the dataset must be (features, labels) or (features, labels, "
            f"sample_weight), got {shown(batch)}"
        )
    features, labels, *weights = batch
    scores = model(features)  # inference mode: no dropout
    try:
        return read(labels, scores, *weights)
    except (TypeError, ValueError) as error:
        raise type(error)(f"batch {number} of the dataset: {error}") from error


def _examined(batches: list[FlatBatch], question: Question) -> Diagnosis:
    if not sum(len(batch.lengths) for batch in batches):
        raise ValueError("there is no list to examine: give at least one, such as [[1., 0.]]")
    lists = joined(batches, question)
    with np.errstate(all="ignore"):  # a check reports values that are not finite
        findings = [finding for check in CHECKS if (finding := check(lists)) is not None]
    return Diagnosis(
        findings=tuple(sorted(findings, key=lambda found: SEVERITIES.index(found.severity))),
        checks=tuple(check.__name__ for check in CHECKS),
        lists=len(lists.lengths),
        items=int(lists.mask.sum()),
        batches=len(batches),
        loss=question.loss,
        temperature=question.temperature,
    )
