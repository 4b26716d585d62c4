"""Compare trainings with different choices, and test which differences are more than chance.

Every choice is trained with the same seeds and evaluated on the same lists, so that differences
are paired by seed and by list. Seeds and lists are both random, and both are resampled
(bootstrap). This module needs NumPy only; `fitting` does the training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.definitions import loss_title

Array = NDArray[np.float64]

LEAST = 5  # seeds, and lists, for a verdict
MOST_CHOICES = 36  # more would need more draws
CONFIDENCE = 0.95
_DRAWS = 20_000
_ROUNDING = 1e-9  # smaller differences are rounding errors


class Choice(NamedTuple):
    """The choices of a training.

    >>> print(Choice("unique_softmax", 0.5, 0.01))
    unique softmax at T = 0.5, rate 0.01
    """

    loss: str
    temperature: float
    rate: float

    def __str__(self) -> str:
        return f"{loss_title(self.loss)} at T = {self.temperature:g}, rate {self.rate:g}"


@dataclass(frozen=True, eq=False)
class Trials:
    """The results of all trainings.

    Attributes:
        choices: The choices that were trained.
        ndcgs: The final NDCG@5, shape (choices, seeds, lists).
    """

    choices: tuple[Choice, ...]
    ndcgs: Array

    def __post_init__(self) -> None:
        if self.ndcgs.ndim != 3 or len(self.ndcgs) != len(self.choices) or not self.ndcgs.size:
            raise ValueError(
                f"ndcgs must have the shape ({len(self.choices)} choices, seeds, lists), got "
                f"{self.ndcgs.shape}"
            )

    @property
    def means(self) -> Array:
        """The mean NDCG@5 of each choice over seeds and lists."""
        return np.asarray(self.ndcgs.mean(axis=(1, 2)))

    def ranking(self) -> list[int]:
        """The indices of the choices, best mean first."""
        return [int(place) for place in np.argsort(-self.means, kind="stable")]

    def rivals(self, name: str) -> list[int]:
        """For each value of a field of Choice, the index of its best choice; best first.

        >>> trials = Trials(
        ...     (Choice("softmax", 1, 0.1), Choice("softmax", 1, 0.2), Choice("softmax", 2, 0.1)),
        ...     np.array([[[0.5]], [[0.6]], [[0.4]]]),
        ... )
        >>> trials.rivals("temperature"), trials.rivals("rate"), trials.rivals("loss")
        ([1, 2], [1, 0], [1])
        """
        best: dict[object, int] = {}
        for place in self.ranking():
            best.setdefault(getattr(self.choices[place], name), place)
        return list(best.values())

    def why_no_verdict(self) -> str:
        """Why the results are too few for a verdict on differences; '' if they suffice.

        >>> Trials((Choice("softmax", 1, 0.1),), np.ones((1, 2, 50))).why_no_verdict()
        'no verdict from 2 seeds: it takes 5 or more'
        """
        _, seeds, lists = self.ndcgs.shape
        for count, what in ((seeds, "seed"), (lists, "held-out list")):
            if count < LEAST:
                some = what if count == 1 else f"{what}s"
                return f"no verdict from {count} {some}: it takes {LEAST} or more"
        return ""

    def rates_at_the_end(self) -> Iterator[tuple[Choice, str]]:
        """The choices whose best rate is the largest or the smallest that was tried.

        The best rate is that of one loss at one T. Each choice comes with `'largest'` or
        `'smallest'`. There are none if only one rate was tried.
        """
        rates = {choice.rate for choice in self.choices}
        ends = {max(rates): "largest", min(rates): "smallest"} if len(rates) > 1 else {}
        best: dict[tuple[str, float], Choice] = {}
        for place in self.ranking():
            choice = self.choices[place]
            best.setdefault(choice[:2], choice)
        for choice in best.values():
            if choice.rate in ends:
                yield choice, ends[choice.rate]


@dataclass(frozen=True, eq=False)
class Differences:
    """The difference of every two choices, with confidence intervals.

    Attributes:
        means: Choice i minus choice j, shape (c, c).
        margins: Half the 95 % confidence interval, shape (c, c). The intervals are simultaneous:
            they hold for all pairs at once, so also for the largest difference.
    """

    means: Array
    margins: Array

    def shown(self, i: int, j: int) -> bool:
        """Whether choice i and choice j differ by more than chance."""
        return bool(abs(self.means[i, j]) > self.margins[i, j] + _ROUNDING)


def differences(trials: Trials, draws: int = _DRAWS) -> Differences:
    """Compare every two choices, paired by seed and by list.

    Seeds and lists are the sources of chance. Both are resampled by a bootstrap with normal
    weights, the same for all pairs, from a fixed generator. A chi-square draw accounts for the
    uncertainty of a variance estimated from few seeds or lists. For two choices and one source of
    chance, the margin is that of a t interval; for two sources, that of Behrens and Fisher, which
    is slightly conservative. The margins are simultaneous: in 5 % of the draws, at least one pair
    exceeds its margin (Westfall and Young, 1993).

    Args:
        trials: The results.
        draws: The number of draws.

    Raises:
        ValueError: There are too few seeds or lists, or too many choices.
    """
    if said := trials.why_no_verdict():
        raise ValueError(said)
    count = len(trials.choices)
    if count > MOST_CHOICES:
        raise ValueError(f"at most {MOST_CHOICES} choices can be compared at once, got {count}")
    if count == 1:
        return Differences(np.zeros((1, 1)), np.zeros((1, 1)))
    first, second = np.triu_indices(count, 1)
    by_seed, by_list = (trials.ndcgs.mean(axis=axis) for axis in (2, 1))
    random = np.random.default_rng(0)
    noise = sum(_noise(part[first] - part[second], random, draws) for part in (by_seed, by_list))
    margin = _critical(np.abs(noise))
    mean = trials.means[first] - trials.means[second]
    means, margins = np.zeros((2, count, count))
    means[first, second], means[second, first] = mean, -mean
    margins[first, second] = margins[second, first] = margin
    return Differences(means, margins)


def _noise(values: Array, random: np.random.Generator, draws: int) -> Array:
    """Draw the random error of the mean difference of each pair, shape (draws, pairs).

    Args:
        values: The difference of each pair for each seed or each list, shape (pairs, n).
        random: The random generator.
        draws: The number of draws.
    """
    pairs, n = values.shape
    weights = random.normal(size=(draws, n)) / np.sqrt(n * (n - 1))
    resampled = weights @ (values - values.mean(axis=1, keepdims=True)).T
    return np.asarray(resampled / np.sqrt(random.chisquare(n - 1, (draws, pairs)) / (n - 1)))


def _critical(noise: Array) -> Array:
    """The margin of each pair, such that in 5 % of the draws some pair exceeds its margin."""
    order = np.argsort(-noise, axis=0)
    ranks = np.empty(noise.shape, np.int64)
    np.put_along_axis(ranks, order, np.arange(len(noise))[:, np.newaxis], axis=0)
    least = np.sort(ranks.min(axis=1))
    allowed = least[int((1 - CONFIDENCE) * len(noise))]
    return np.asarray(np.take_along_axis(noise, order[allowed][np.newaxis], axis=0)[0])


def choices_of(
    losses: Sequence[str], temperatures: Sequence[float], rates: Sequence[float]
) -> tuple[Choice, ...]:
    """Every combination of loss, temperature and rate."""
    return tuple(Choice(loss, t, rate) for loss in losses for t in temperatures for rate in rates)
