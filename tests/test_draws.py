"""Draws: a seed decides them, and they are as random as a lesson needs."""

import statistics
from collections import Counter

import pytest

from ranklab.explanation.draws import Draws


def test_the_seed_decides() -> None:
    one, other, again = (Draws(seed) for seed in (7, 8, 7))
    drawn = [one.next() for _ in range(5)]
    assert drawn == [again.next() for _ in range(5)] != [other.next() for _ in range(5)]
    assert Draws(2**32 + 7).next() == Draws(7).next()


def test_without_a_seed_two_differ() -> None:
    assert [Draws().next() for _ in range(3)] != [Draws().next() for _ in range(3)]


@pytest.mark.parametrize("limit", [1, 2, 6, 10])
def test_each_number_below_a_limit_is_as_likely(limit: int) -> None:
    draws, times = Draws(1), 3000
    counts = Counter(draws.below(limit) for _ in range(times))
    expected = times / limit
    assert set(counts) == set(range(limit))
    # The statistic of Pearson's test, far above what chance makes.
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 30


def test_each_order_is_as_likely() -> None:
    counts = Counter(tuple(Draws(seed).permutation(3)) for seed in range(3000))
    assert len(counts) == 6
    assert sum((count - 500) ** 2 / 500 for count in counts.values()) < 30


def test_scores_are_about_normal_with_two_decimals() -> None:
    draws = Draws(1)
    drawn = [draws.normal() for _ in range(4000)]
    assert abs(statistics.mean(drawn)) < 0.06  # four standard errors
    assert abs(statistics.stdev(drawn) - 1) < 0.05
    assert abs(sum(abs(score) < 1.96 for score in drawn) / 4000 - 0.95) < 0.02
    assert all(score == round(score, 2) for score in drawn)
