"""What the checks look at: the lists of all batches, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ranklab.diagnosis.reading import Array, Batch, Counts
from ranklab.diagnosis.record import Example
from ranklab.explanation.checks import shown

Flags = NDArray[np.bool_]

_AROUND = 6  # numbers of a row that an example shows


class Question(NamedTuple):
    """What is known of the loss.

    Attributes:
        loss: Its name, and whether it is ranklab's; empty where it is not known.
        temperature: Its T; 1 where it has none.
        unique: Whether it may be UniqueSoftmaxLoss.
        gains: Whether it may count an item as 2^label - 1.
    """

    loss: str
    temperature: float
    unique: bool
    gains: bool


def asked(loss: Any) -> Question:
    """What is known of a loss: of no loss, both of ranklab's are meant.

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
    """What the losses of ranklab, which need TensorFlow, say of a loss."""
    from ranklab.losses import SoftmaxLoss, UniqueSoftmaxLoss, pow_minus_1

    if isinstance(loss, SoftmaxLoss):
        gains = getattr(loss.lambda_weight, "gain_fn", None) is pow_minus_1
        return Question(name, temperature, unique=False, gains=gains)
    if not isinstance(loss, UniqueSoftmaxLoss):
        name += ", not ranklab's: what is said here is true of ranklab's losses"
    return Question(name, temperature, unique=True, gains=True)


@dataclass(frozen=True, eq=False)
class Seen:
    """B lists with M items in all, padding included, and what is known of the loss.

    Attributes:
        labels: [M]; below 0 or NaN is padding.
        scores: [M].
        weights: [M]; 1 where none were given.
        lengths: [B].
        batches: [B], the batch of each list, from 1.
        places: [B], where it stands in its batch, from 0.
        dense: [B], whether its batch was a rectangle, so that it may be padded.
        squeezed: Which arguments had the shape [batch, list, 1].
        question: What is known of the loss.
    """

    labels: Array
    scores: Array
    weights: Array
    lengths: Counts
    batches: Counts
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
        """[B], where each list begins."""
        return np.cumsum(self.lengths) - self.lengths

    @cached_property
    def mask(self) -> Flags:
        """[M], which items are really there."""
        return self.labels >= 0

    @cached_property
    def finite(self) -> Flags:
        """[M], which items are there and have a finite score."""
        return self.mask & np.isfinite(self.scores)

    @cached_property
    def there(self) -> Counts:
        """[B], how many items are there."""
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
        """[B], the largest logit less the smallest, of finite scores; NaN for less than two."""
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
        """Where the items of a list stand."""
        return slice(self.starts[row], self.starts[row] + self.lengths[row])

    def list_example(self, row: int, numbers: str = "") -> Example:
        """A list, with its labels and scores or with other numbers."""
        items = self.of_list(row)
        place = int(self.places[row])
        numbers = numbers or (
            f"y_true[{place}] = {_shown(self.labels[items])}, "
            f"y_pred[{place}] = {_shown(self.scores[items])}"
        )
        return Example(int(self.batches[row]), place, None, self._in_batch(row, numbers))

    def item_example(self, item: int, *arguments: str) -> Example:
        """An item, with its numbers of some arguments: `y_true`, `y_pred`, `sample_weight`."""
        row = int(self.rows[item])
        place, within = int(self.places[row]), int(item - self.starts[row])
        numbers = ", ".join(
            f"{argument}[{place}][{within}] = {self._values(argument)[item]:g}"
            for argument in arguments
        )
        return Example(int(self.batches[row]), place, within, self._in_batch(row, numbers))

    def _values(self, argument: str) -> Array:
        return {"y_true": self.labels, "y_pred": self.scores, "sample_weight": self.weights}[
            argument
        ]

    def _in_batch(self, row: int, numbers: str) -> str:
        return f"batch {self.batches[row]}, {numbers}" if self.batches[-1] > 1 else numbers


def seen(batches: Sequence[Batch], question: Question) -> Seen:
    """Put batches one after another."""
    sizes = [len(batch.lengths) for batch in batches]
    return Seen(
        labels=np.concatenate([batch.labels for batch in batches]),
        scores=np.concatenate([batch.scores for batch in batches]),
        weights=np.concatenate([batch.weights for batch in batches]),
        lengths=np.concatenate([batch.lengths for batch in batches]).astype(np.int64),
        batches=np.repeat(np.arange(len(batches)) + 1, sizes),
        places=np.concatenate([np.arange(size) for size in sizes]),
        dense=np.repeat([batch.dense for batch in batches], sizes),
        squeezed=tuple(dict.fromkeys(name for batch in batches for name in batch.squeezed)),
        question=question,
    )


def _shown(values: Array) -> str:
    """A row as one reads it, if need be without its middle.

    >>> _shown(np.arange(9.0))
    '[0, 1, 2, 3, 4, ..., 8]'
    """
    words = [f"{value:.4g}" for value in values]
    if len(words) > _AROUND + 1:
        words = [*words[: _AROUND - 1], "...", words[-1]]
    return f"[{', '.join(words)}]"
