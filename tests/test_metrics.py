"""Ranks, gains, discounts and metrics against their formulas."""

from itertools import permutations
from math import log, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranklab import metrics

grades = st.lists(st.integers(-1, 4), min_size=1, max_size=8)


@given(st.lists(st.sampled_from([-2.0, -0.0, 0.0, 0.5, 0.5 + 1e-16, 1e6]), max_size=9))
def test_a_rank_counts_the_better_items_and_the_equal_ones_before(scores):
    wanted = [
        1 + sum(other > score for other in scores) + sum(other == score for other in scores[:i])
        for i, score in enumerate(scores)
    ]
    assert metrics.ranks(scores).tolist() == wanted


def test_gains():
    labels = [0, 0.5, 1, 2, 30]
    assert metrics.identity(labels).tolist() == labels
    assert metrics.pow_minus_1(labels) == pytest.approx([2**y - 1 for y in labels], rel=1e-12)


def test_the_gain_of_a_tiny_label_keeps_its_digits():
    assert metrics.pow_minus_1(1e-20) == pytest.approx(1e-20 * log(2), rel=1e-12, abs=0)


def test_discounts():
    places = np.arange(1, 20)
    assert metrics.inverse(places) == pytest.approx([1 / r for r in places])
    assert metrics.log2_inverse(places) == pytest.approx([1 / log2(1 + r) for r in places])


# One list worked by hand: the items at rank 1 to 4 have labels 0, 3, padding, 1.
LABELS, RANKS = [3, 1, -1, 0], [2, 4, 3, 1]
TERMS = {1: 0, 2: 7 / log2(3), 3: 0, 4: 1 / log2(5)}
BEST = {1: 7, 2: 1 / log2(3), 3: 0, 4: 0}


@pytest.mark.parametrize("k", [1, 2, 3, 4, 9, None])
def test_dcg_and_ndcg_count_the_first_k_places(k):
    counted = [r for r in TERMS if k is None or r <= k]
    dcg, best = sum(TERMS[r] for r in counted), sum(BEST[r] for r in counted)
    assert metrics.dcg(LABELS, RANKS, k) == pytest.approx(dcg)
    assert metrics.ndcg(LABELS, RANKS, k) == pytest.approx(dcg / best)


def test_missed_items_stand_in_the_best_ranking_alone():
    # At rank 1 and 2: labels 1 and 0; labels 3, 1 and 0 were not found.
    found = {"labels": [0, 1], "ranks": [2, 1], "missed": [1, 3, 0]}
    measured = metrics.measure(**found, k=1)
    assert measured.ndcg == pytest.approx(1 / (7 + 1 / log2(3) + 1 / log2(4)))
    assert measured.ndcg_at_k == pytest.approx(1 / 7)
    assert measured.average_precision == pytest.approx(1 / 3)
    linear = metrics.measure(**found, k=1, gain="linear")
    assert linear.ndcg == pytest.approx(1 / (3 + 1 / log2(3) + 1 / log2(4)))
    assert metrics.measure([0, 0], [1, 2], k=1, missed=[2]).ndcg == 0


@pytest.mark.parametrize("k", [1, 2, None])
@given(labels=st.lists(st.integers(0, 4), min_size=1, max_size=5))
def test_no_ranking_beats_the_one_that_ndcg_divides_by(k, labels):
    rankings = permutations(range(1, len(labels) + 1))
    best = max(metrics.dcg(labels, ranking, k) for ranking in rankings)
    mine = range(1, len(labels) + 1)
    wanted = metrics.dcg(labels, mine, k) / best if best else 0
    assert metrics.ndcg(labels, mine, k) == pytest.approx(wanted)


def test_ndcg_of_a_perfect_ranking_is_1_wherever_its_items_stand():
    for labels in permutations([0, 1, 2, 3, 3, 4]):
        assert metrics.ndcg(labels, metrics.ranks(labels)) == 1.0


@pytest.mark.parametrize("labels", [[0, 0], [0, -1], [-1]])
def test_nothing_relevant_measures_0(labels):
    measured = metrics.measure(labels, range(1, len(labels) + 1), k=2)
    assert measured == metrics.Metrics(
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, k=2, gain="exponential", relevant_from=None, threshold=1.0
    )


@pytest.mark.parametrize(
    ("labels", "ranks", "wanted"),
    [
        ([1, 0, 0], [1, 2, 3], 1),
        ([1, 0, 0], [3, 1, 2], 1 / 3),
        ([0, 2, 1], [1, 3, 2], 1 / 2),
        ([0.99, 1], [1, 2], 1 / 2),  # relevant from label 1 up
        ([-1, 1], [1, 2], 1 / 2),
    ],
)
def test_mrr(labels, ranks, wanted):
    assert metrics.mrr(labels, ranks) == wanted


@pytest.mark.parametrize(
    ("k", "wanted"), [(1, 0 / 1), (2, 1 / 2), (3, 1 / 3), (4, 2 / 4), (10, 2 / 10)]
)
def test_precision_divides_by_k_in_shorter_lists_too(k, wanted):
    assert metrics.precision(LABELS, RANKS, k) == wanted


@pytest.mark.parametrize(
    ("labels", "ranks", "wanted"),
    [
        (LABELS, RANKS, (1 / 2 + 2 / 4) / 2),
        ([1, 1, 1], [3, 1, 2], 1),
        ([0, 0.5, 1], [1, 2, 3], 1 / 3),
    ],
)
def test_average_precision(labels, ranks, wanted):
    assert metrics.average_precision(labels, ranks) == pytest.approx(wanted)


@given(grades, st.integers(1, 10))
def test_measure_holds_every_metric_within_0_and_1(labels, k):
    ranks = metrics.ranks(np.arange(len(labels)) % 3)
    measured = metrics.measure(labels, ranks, k)
    assert measured == metrics.Metrics(
        ndcg=metrics.ndcg(labels, ranks),
        ndcg_at_k=metrics.ndcg(labels, ranks, k),
        dcg_at_k=metrics.dcg(labels, ranks, k),
        mrr=metrics.mrr(labels, ranks),
        precision_at_k=metrics.precision(labels, ranks, k),
        average_precision=metrics.average_precision(labels, ranks),
        k=k,
        gain="exponential",
        relevant_from=None,
        threshold=1.0,
    )
    unbounded = {"k": 0, "dcg_at_k": 0, "gain": 0, "relevant_from": 0}
    bounded = {**vars(measured), **unbounded}
    assert all(0 <= value <= 1 for value in bounded.values())


# From which label an item is relevant.

PARTLY, IN_ORDER = [0.61, 0.14, 0], [1, 2, 3]


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ([0.61, 0.14, 0], 0.14),  # none reaches 1: any label above 0
        ([1, 0.14, 0], 1),
        ([4, 3, 2], 1),  # an ordinary list keeps its rule
        ([0, 0, 0], 1),
        ([-1, 0.5, -1], 0.5),
        ([5e-324, 0, -1], 5e-324),
        ([0, -0.0, 0], 1),
        ([], 1),
    ],
)
def test_an_item_is_relevant_from_label_1_or_where_none_reaches_it_above_0(labels, wanted):
    assert metrics.relevance_threshold(labels) == wanted


def test_a_perfect_ranking_of_labels_below_1_is_perfect_in_every_metric():
    measured = metrics.measure(PARTLY, IN_ORDER, k=2)
    assert measured.ndcg == measured.mrr == measured.average_precision == 1
    assert measured.precision_at_k == 2 / 2
    assert (measured.relevant_from, measured.threshold) == (None, 0.14)


@pytest.mark.parametrize(
    ("relevant_from", "mrr", "precision", "average_precision"),
    [
        (None, 1 / 2, 2 / 3, (1 / 2 + 2 / 3) / 2),
        (0.14, 1 / 2, 2 / 3, (1 / 2 + 2 / 3) / 2),
        (0.5, 1 / 3, 1 / 3, 1 / 3),
        (1, 0, 0, 0),
    ],
)
def test_one_threshold_for_mrr_precision_and_average_precision(
    relevant_from, mrr, precision, average_precision
):
    ranks = [3, 2, 1]
    measured = metrics.measure(PARTLY, ranks, k=3, relevant_from=relevant_from)
    assert measured.mrr == metrics.mrr(PARTLY, ranks, relevant_from) == mrr
    assert measured.precision_at_k == precision
    assert metrics.precision(PARTLY, ranks, 3, relevant_from) == precision
    assert measured.average_precision == pytest.approx(average_precision)
    assert metrics.average_precision(PARTLY, ranks, relevant_from) == pytest.approx(
        average_precision
    )
    assert measured.ndcg == metrics.ndcg(PARTLY, ranks)  # which looks at gains alone


def test_a_threshold_can_be_above_1():
    assert metrics.mrr([1, 2, 3], [1, 2, 3], relevant_from=3) == 1 / 3


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (0, ValueError),
        (-1, ValueError),
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        (10**400, ValueError),
        (True, TypeError),
        ("1", TypeError),
        ([1], TypeError),
    ],
)
def test_a_threshold_that_is_none_is_refused_in_words(given, error):
    with pytest.raises(error, match=r"relevant_from must be .* got "):
        metrics.measure(PARTLY, IN_ORDER, k=1, relevant_from=given)
