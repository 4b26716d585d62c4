"""The lists of all batches, joined for the checks, and what is known about the loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ranklab.diagnosis.reading import Array, Counts, FlatBatch
from ranklab.diagnosis.record import Example
from ranklab.explanation.checks import shown

Flags = NDArray[np.bool_]

_AROUND = 6  # how many numbers of a row an example shows


class Question(NamedTuple):
    """What is known about the loss.

    Attributes:
        loss: Its name, and whether it is one of ranklab's; empty if unknown.
        temperature: Its temperature; 1 if it has none.
        unique: Whether it may be UniqueSoftmaxLoss.
        gains: Whether it may weight an item by 2^label - 1.
    """

    loss: str
    temperature: float
    unique: bool
    gains: bool


def asked(loss: Any) -> Question:
    """What is known about a loss; for None, it may be any of ranklab's.

    Raises:
        TypeError: `loss` is a name or a class.
    """
    if loss is None:
        return Question("", 1.0, unique=True, gains=True)
    if isinstance(loss, str | type) or not callable(loss):
        raise TypeError(
            "loss must be a loss such as ranklab.SoftmaxLoss(temperature=0.1), or None, got "
            f"{shown(loss)}"
        )
    temperature = getattr(loss, "temperature", 1.0)
    is_known = isinstance(temperature, Real) and 0 < float(temperature) < np.inf
    name = getattr(loss, "__name__", type(loss).__name__)
    return _compared(loss, name, float(temperature) if is_known else 1.0)


def _compared(loss: Any, name: str, temperature: float) -> Question:
    """Compare a loss with ranklab's losses, which need TensorFlow."""
    from ranklab.losses import SoftmaxLoss, UniqueSoftmaxLoss, pow_minus_1

    if isinstance(loss, SoftmaxLoss):
        gains = getattr(loss.lambda_weight, "gain_fn", None) is pow_minus_1
        return Question(name, temperature, unique=False, gains=gains)
    if not isinstance(loss, UniqueSoftmaxLoss):
        name += ", not ranklab's: the sentences below are about ranklab's losses"
    return Question(name, temperature, unique=True, gains=True)


@dataclass(frozen=True, eq=False)
class Batches:
    """B lists with M items in total, padding included, and what is known about the loss.

    Attributes:
        labels: [M]; below 0 or NaN marks padding.
        scores: [M].
        weights: [M]; 1 where none were given.
        lengths: [B].
        batch: [B], the batch of each list, from 1.
        places: [B], the index of each list in its batch, from 0.
        dense: [B], whether the lists of its batch have one length, so that it may be padded.
        squeezed: Which arguments had the shape [batch, list, 1].
        question: What is known about the loss.
    """

    labels: Array
    scores: Array
    weights: Array
    lengths: Counts
    batch: Counts
    places: Counts
    dense: Flags
    squeezed: tuple[str, ...]
    question: Question

    @cached_property
    def rows(self) -> Counts:
        """[M], the list of each item."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def starts(self) -> Counts:
        """[B], the index of the first item of each list."""
        return np.cumsum(self.lengths) - self.lengths

    @cached_property
    def mask(self) -> Flags:
        """[M], which items are not padding."""
        return self.labels >= 0

    @cached_property
    def finite(self) -> Flags:
        """[M], which items are not padding and have a finite score."""
        return self.mask & np.isfinite(self.scores)

    @cached_property
    def there(self) -> Counts:
        """[B], how many items are not padding."""
        return self.count(self.mask)

    @cached_property
    def relevant(self) -> Counts:
        """[B], how many items have a label above 0."""
        return self.count(self.mask & (self.labels > 0))

    @cached_property
    def comparable(self) -> Flags:
        """[B], which lists have two items or more with a finite score."""
        flags: Flags = self.count(self.finite) >= 2
        return flags

    @cached_property
    def silent(self) -> Flags:
        """[B], which lists cost 0 whatever the scores are."""
        flags: Flags = (self.there < 2) | (self.relevant == 0)
        return flags

    @cached_property
    def spread(self) -> Array:
        """[B], the largest minus the smallest finite logit; NaN for fewer than two."""
        values = self.scores / self.question.temperature
        width = self.largest(values, self.finite) + self.largest(-values, self.finite)
        return np.where(self.comparable, width, np.nan)

    def count(self, flags: Flags) -> Counts:
        """[B], how many items of each list are flagged."""
        return np.bincount(self.rows[flags], minlength=len(self.lengths))

    def total(self, values: Array, flags: Flags) -> Array:
        """[B], the sum over the flagged items of each list."""
        sums = np.bincount(self.rows[flags], values[flags], minlength=len(self.lengths))
        return sums.astype(np.float64)

    def largest(self, values: Array, flags: Flags) -> Array:
        """[B], the largest of the flagged items of each list; -inf for none."""
        best = np.full(len(self.lengths), -np.inf)
        np.maximum.at(best, self.rows[flags], values[flags])
        return best

    def of_list(self, row: int) -> slice:
        """The slice of the items of a list."""
        return slice(self.starts[row], self.starts[row] + self.lengths[row])

    def list_example(self, row: int, numbers: str = "") -> Example:
        """A list as an example, with its labels and scores or with the text `numbers`."""
        items = self.of_list(row)
        place = int(self.places[row])
        numbers = numbers or (
            f"y_true[{place}] = {_shown(self.labels[items])}, "
            f"y_pred[{place}] = {_shown(self.scores[items])}"
        )
        return Example(int(self.batch[row]), place, None, self._in_batch(row, numbers))

    def item_example(self, item: int, *arguments: str) -> Example:
        """An item as an example, with its value in each of the named arguments."""
        row = int(self.rows[item])
        place, within = int(self.places[row]), int(item - self.starts[row])
        numbers = ", ".join(
            f"{argument}[{place}][{within}] = {self._values(argument)[item]:g}"
            for argument in arguments
        )
        return Example(int(self.batch[row]), place, within, self._in_batch(row, numbers))

    def _values(self, argument: str) -> Array:
        return {"y_true": self.labels, "y_pred": self.scores, "sample_weight": self.weights}[
            argument
        ]

    def _in_batch(self, row: int, numbers: str) -> str:
        return f"batch {self.batch[row]}, {numbers}" if self.batch[-1] > 1 else numbers


def joined(batches: Sequence[FlatBatch], question: Question) -> Batches:
    """Join batches into one record."""
    sizes = [len(batch.lengths) for batch in batches]
    return Batches(
        labels=np.concatenate([batch.labels for batch in batches]),
        scores=np.concatenate([batch.scores for batch in batches]),
        weights=np.concatenate([batch.weights for batch in batches]),
        lengths=np.concatenate([batch.lengths for batch in batches]).astype(np.int64),
        batch=np.repeat(np.arange(len(batches)) + 1, sizes),
        places=np.concatenate([np.arange(size) for size in sizes]),
        dense=np.repeat([batch.dense for batch in batches], sizes),
        squeezed=tuple(dict.fromkeys(name for batch in batches for name in batch.squeezed)),
        question=question,
    )


def _shown(values: Array) -> str:
    """A row as text; a long one without its middle.

    >>> _shown(np.arange(9.0))
    '[0, 1, 2, 3, 4, ..., 8]'
    """
    words = [f"{value:.4g}" for value in values]
    if len(words) > _AROUND + 1:
        words = [*words[: _AROUND - 1], "...", words[-1]]
    return f"[{', '.join(words)}]"
