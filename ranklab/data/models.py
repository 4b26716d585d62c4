"""Read lists from the batches that a model is trained on, with the scores of the model.

Nothing here imports TensorFlow or Keras: tensors convert themselves to arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from ranklab.data.columns import query_name
from ranklab.data.compiled_loss import asked_by
from ranklab.data.fields import checked_label, checked_score
from ranklab.data.lists import Lists
from ranklab.data.notes import some
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.explanation.checks import MAX_SAMPLE_WEIGHT, checked_count, shown

_SOURCE = "the dataset"

Array = NDArray[np.float64]


def from_model(
    model: Any,
    dataset: Iterable[Any],
    *,
    queries: Iterable[Any] | None = None,
    n: int | None = None,
    **options: Any,
) -> Lists:
    """Read lists from the batches that a model is trained on, with its current scores.

    Every scenario has the loss that the model was compiled with, if it is one of ranklab's;
    otherwise `notes` says so. Options override the fields of that loss. Items with a label below
    0 or NaN are padding, and are dropped.

    Args:
        model: A Keras model, or any function that returns scores for a batch of features: `[batch,
            list]`, `[batch, list, 1]` or ragged.
        dataset: A `tf.data.Dataset` or any iterable of batches `(features, labels)` or `(features,
            labels, sample_weight)`, dense or ragged. Labels are `[batch, list]`; weights are
            `[batch, list]`, `[batch]` or None.
        queries: The names of the lists, one for each (with `n`, at least `n`): text, numbers or a
            tensor of them. By default "1", "2" and so on.
        n: The number of lists to read, from the first on; None for all.
        **options: Other fields of every Scenario, such as `temperature`. If they include `loss`,
            the loss of the model is not used.

    Raises:
        TypeError: A batch is malformed or does not hold numbers, or an argument has the wrong
            type.
        ValueError: Scores and labels do not match, a number is out of its limits (the message
            names the place), there is no list, or the dataset is infinite.

    >>> double = lambda features: 2 * features
    >>> lists = from_model(double, [(np.array([[0.25, 0.5]]), np.array([[1, 0]]))])
    >>> lists["1"].scores
    (0.5, 1.0)
    """
    asked, remarks = ({}, ()) if "loss" in options else asked_by(model)
    check_options(options, from_model)
    options = {**asked, **options}
    if n is not None:
        checked_count("n", n, 1, 1 << 62, "lists")
    elif hasattr(dataset, "cardinality") and int(dataset.cardinality()) == -1:
        raise ValueError("dataset repeats forever: give n, the number of lists to take")
    names = _names(queries)
    by_query: dict[str, range] = {}
    items: list[str] = []
    scores, labels, weights, numbers = array("d"), array("d"), array("d"), array("q")
    empty = number = 0
    for number, row in enumerate(islice(_scored(model, dataset), n), start=1):
        try:
            query = next(names, None)
        except ValueError as error:
            raise ValueError(f"queries must name each list: for list {number} {error}") from None
        if query is None or query in by_query:
            given = "there is none" if query is None else f"{shown(query)} is already taken"
            raise ValueError(f"queries must name each list: for list {number} {given}")
        try:
            there, s, y, w = _present(*row)
        except ValueError as error:
            raise ValueError(f"{_SOURCE}, list {number}: {error}") from None
        if not there:
            empty += 1
            continue
        by_query[query] = range(len(scores), len(scores) + len(there))
        items += [f"item {i + 1}" for i in there]  # numbered in the row, padding included
        scores.extend(s)
        labels.extend(y)
        weights.extend(w)
        numbers.extend([number] * len(there))
    if queries is not None and number != n and next(names, None) is not None:
        raise ValueError(
            f"queries must name each list: the dataset has {number:,}, and there are more names"
        )
    if empty:
        left_out = f"{empty:,} of {number:,} lists hold only padding and are left out"
        remarks = (*remarks, left_out)
    rows = Rows(
        source=_SOURCE,
        queries=by_query,
        items=items,
        scores=scores,
        labels=labels,
        places=numbers,
        unit="list",
        weights=None if all(weight == 1 for weight in weights) else weights,
        remarks=remarks,
    )
    return lists_of(rows, options)


def _names(queries: Any) -> Iterator[str]:
    """The names as text; the elements of a tensor are numbers or bytes."""
    if queries is None:
        return map(str, count(1))
    if isinstance(queries, str | bytes) or not isinstance(queries, Iterable):
        raise TypeError(
            f"queries must be a list of names, one for each list, got {shown(queries)}: put it in "
            "brackets"
        )
    return map(_name, queries)


def _name(query: Any) -> str:
    held = query.numpy() if hasattr(query, "numpy") else query
    if isinstance(held, bytes):
        held = held.decode(errors="backslashreplace")  # different bytes stay different names
    return query_name(held)


def _scored(model: Any, dataset: Iterable[Any]) -> Iterator[tuple[Array, Array, Array]]:
    """Yield scores, labels and sample weights, list by list."""
    for number, batch in enumerate(dataset, start=1):
        if not isinstance(batch, tuple | list) or len(batch) not in (2, 3):
            raise TypeError(
                f"batch {number} of the dataset must be (features, labels), got {shown(batch)}"
            )
        given = model(batch[0])  # inference mode: no dropout
        try:
            scores = _lists_in(given, "scores")
            labels = _lists_in(batch[1], "labels")
            weights = [np.ones(1)] * len(labels)
            if len(batch) == 3 and batch[2] is not None:
                weights = _lists_in(batch[2], "sample_weight")
            if not len(scores) == len(labels) == len(weights):
                raise ValueError(
                    f"scores for {len(scores)} lists, labels for {len(labels)} and weights for "
                    f"{len(weights)}"
                )
        except TypeError as error:
            raise TypeError(f"{_SOURCE}, batch {number}: {error}") from None
        except ValueError as error:
            raise ValueError(f"{_SOURCE}, batch {number}: {error}") from error
        yield from zip(scores, labels, weights, strict=True)


def _lists_in(values: Any, what: str) -> list[Array]:
    """One array for each list of a batch, dense or ragged."""
    if hasattr(values, "row_lengths"):
        rows = [_floats(row, what) for row in values.to_list()]
    else:
        dense = _floats(values, what)
        if dense.ndim == 1 and what == "sample_weight":
            dense = dense[:, np.newaxis]
        if dense.ndim < 2 or dense.shape[2:] not in ((), (1,)):
            raise ValueError(
                f"{what} must be [batch, list], got shape {dense.shape}: a dataset of single lists "
                "needs .batch(1) first"
            )
        rows = list(dense)
    return [row.reshape(-1) for row in rows]


def _floats(values: Any, what: str) -> Array:
    array = np.asarray(values)
    # These would convert to floats: the real part of a complex number, a date's nanoseconds.
    if values is None or array.dtype.kind in "cmMSU":
        _refuse(values, what)
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        _refuse(values, what)


def _refuse(values: Any, what: str) -> NoReturn:
    hint = ""
    if isinstance(values, Mapping):
        hint = f": pick one of {some(map(repr, values))}"
        if what == "scores":
            hint += ", as lambda features: model(features)[...]"
    raise TypeError(f"{what} must be real numbers, [batch, list], got {shown(values)}{hint}")


def _present(
    s: Array, y: Array, w: Array
) -> tuple[list[int], list[float], list[float], list[float]]:
    """Which items of a list are not padding; their scores, labels and weights."""
    if s.size != y.size or w.size not in (1, y.size):
        raise ValueError(
            f"{s.size} scores, {y.size} labels and {w.size} weights: expected one for each item"
        )
    there = [i for i, label in enumerate(y.tolist()) if label >= 0]  # NaN is padding too
    return (
        there,
        [checked_score(score, score) for score in s[there].tolist()],
        [checked_label(label, label) for label in y[there].tolist()],
        [_checked_weight(weight) for weight in np.broadcast_to(w, y.shape)[there].tolist()],
    )


def _checked_weight(weight: float) -> float:
    if not 0 <= weight <= MAX_SAMPLE_WEIGHT:
        raise ValueError(f"a sample weight must be a number from 0 to 1e6, got {weight}")
    return weight
