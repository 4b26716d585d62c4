"""Models: lists as a model scores them, from the batches it is trained on.

Nothing here imports TensorFlow or Keras: tensors are asked for what they hold.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import count, islice, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.data.fields import checked_count, checked_label, checked_score
from ranklab.data.lists import Lists
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.limits import MAX_SAMPLE_WEIGHT, MAX_SHOWN, shown

_SOURCE = "the dataset"

Array = NDArray[np.float64]


def from_model(
    model: Any,
    dataset: Iterable[Any],
    *,
    queries: Iterable[Any] | None = None,
    n: int | None = None,
    longest: int | None = MAX_SHOWN,
    **options: Any,
) -> Lists:
    """Take lists from the batches a model is trained on, with the scores it gives them now.

    Labels below 0 or NaN are padding, and left out.

    Args:
        model: A Keras model, or any function that gives scores for a batch of features: `[batch,
            list]`, `[batch, list, 1]` or ragged.
        dataset: A `tf.data.Dataset` or any iterable of batches `(features, labels)` or `(features,
            labels, sample_weight)`, dense or ragged; labels are `[batch, list]`, weights that or
            `[batch]`.
        queries: The name of each list, one after another; "1", "2", ... if not given.
        n: Only the first so many lists; None for all.
        longest: Longer lists are cut to so many items, those with the best scores (ties: those
            that come first), and `notes` says so. None keeps up to 10,000.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: Something is no batch, or an argument has the wrong type.
        ValueError: Scores and labels do not fit, a number is out of its limits (the message says
            where), there is no list, or the dataset repeats forever.

    >>> double = lambda features: 2 * features
    >>> lists = from_model(double, [(np.array([[0.25, 0.5]]), np.array([[1, 0]]))])
    >>> lists["1"].scores
    (0.5, 1.0)
    """
    check_options(longest, options)
    if n is not None:
        checked_count("n", n, 1 << 62, "lists")
    elif hasattr(dataset, "cardinality") and int(dataset.cardinality()) == -1:
        raise ValueError("dataset repeats forever: give n, the number of lists to take")
    names = map(str, count(1)) if queries is None else map(str, queries)
    by_query: dict[str, range] = {}
    scores, labels, weights, numbers = array("d"), array("d"), array("d"), array("q")
    empty = 0
    for number, row in enumerate(islice(_scored(model, dataset), n), start=1):
        query = next(names, None)
        if query is None or query in by_query:
            given = "no more" if query is None else f"{shown(query)} again"
            raise ValueError(
                f"queries must hold a name for each list; for list {number:,}, {given}"
            )
        try:
            s, y, w = _present(*row)
        except ValueError as error:
            raise ValueError(f"{_SOURCE}, list {number:,}: {error}") from None
        if not s:
            empty += 1
            continue
        by_query[query] = range(len(scores), len(scores) + len(s))
        scores.extend(s)
        labels.extend(y)
        weights.extend(w)
        numbers.extend([number] * len(s))
    remark = f"{empty:,} of {number:,} lists hold padding alone and are left out" if empty else ""
    rows = Rows(
        source=_SOURCE,
        queries=by_query,
        items=[None] * len(scores),
        scores=scores,
        labels=labels,
        places=numbers,
        unit="list",
        weights=None if all(weight == 1 for weight in weights) else weights,
        remarks=(remark,) if remark else (),
    )
    return lists_of(rows, longest, options)


def _scored(model: Any, dataset: Iterable[Any]) -> Iterator[tuple[Array, Array, Array]]:
    """Scores, labels and sample weights of one list after another."""
    for batch in dataset:
        if not isinstance(batch, tuple | list) or len(batch) not in (2, 3):
            raise TypeError(f"a batch must be (features, labels), got {type(batch).__name__}")
        features, *others = batch
        # A Keras model would drop out units as in training if its default said so.
        given = model(features, training=False) if hasattr(model, "predict") else model(features)
        scores, labels = _lists_in(given, "scores"), _lists_in(others[0], "labels")
        if len(scores) != len(labels):
            raise ValueError(
                f"the model gives scores for {len(scores)} lists, and the batch has labels for "
                f"{len(labels)}"
            )
        weights: Iterable[Array] = repeat(np.ones(1))
        if len(others) == 2:
            weights = _lists_in(others[1], "sample_weight")
        yield from zip(scores, labels, weights, strict=False)


def _lists_in(values: Any, what: str) -> list[Array]:
    """One array for each list of a batch, dense or ragged."""
    if hasattr(values, "row_lengths"):
        rows = [np.array(row, np.float64) for row in values.to_list()]
    else:
        dense = np.asarray(values).astype(np.float64)
        if dense.ndim == 1 and what == "sample_weight":
            dense = dense[:, np.newaxis]
        if dense.ndim < 2 or dense.shape[2:] not in ((), (1,)):
            raise ValueError(
                f"{what} must be [batch, list], got shape {dense.shape}: a dataset of single lists "
                "needs .batch(1) first"
            )
        rows = list(dense)
    return [row.reshape(-1) for row in rows]


def _present(s: Array, y: Array, w: Array) -> tuple[list[float], list[float], list[float]]:
    """The scores, labels and weights of the items of one list that are really there."""
    if s.size != y.size or w.size not in (1, y.size):
        raise ValueError(
            f"{s.size} scores, {y.size} labels and {w.size} weights: expected one for each item"
        )
    there = [i for i, label in enumerate(y.tolist()) if label >= 0]  # NaN is padding, too
    return (
        [checked_score(score, score) for score in s[there].tolist()],
        [checked_label(label, label) for label in y[there].tolist()],
        [_checked_weight(weight) for weight in np.broadcast_to(w, y.shape)[there].tolist()],
    )


def _checked_weight(weight: float) -> float:
    if not 0 <= weight <= MAX_SAMPLE_WEIGHT:
        raise ValueError(f"a sample weight must be a number from 0 to 1e6, got {weight}")
    return weight
