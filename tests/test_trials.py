"""Verdicts on made trials of which one knows the truth."""

import numpy as np
import pytest

from ranklab.training.trials import Choice, Trials, choices_of, differences

DRAWS = 2_000
# How much a choice changes by seed, by list, and by both: whichever of them rules.
MIXTURES = ((1, 0, 0.1), (0, 1, 0.1), (0.3, 1, 1), (1, 0.3, 1))


def made(random, count, seeds, lists, spread, means=0.0, draw="normal"):
    """NDCGs that are the sum of random parts; what all choices share cancels in a difference."""
    sample = {
        "normal": lambda *shape: random.normal(size=shape),
        "heavy": lambda *shape: random.standard_t(4, size=shape),
    }[draw]
    by_seed, by_list, by_both = spread
    shared = 3 * random.normal(size=(1, seeds, 1)) + 3 * random.normal(size=(1, 1, lists))
    ndcgs = (
        shared
        + by_seed * sample(count, seeds, 1)
        + by_list * sample(count, 1, lists)
        + by_both * sample(count, seeds, lists)
    )
    return trials(ndcgs + np.reshape(means, (-1, 1, 1)))


def trials(ndcgs):
    choices = tuple(Choice("softmax", 1.0, float(i + 1)) for i in range(len(ndcgs)))
    return Trials(choices, np.asarray(ndcgs, np.float64))


def shown(verdicts):
    """The pairs that are said to differ."""
    count = len(verdicts.means)
    return [(i, j) for i in range(count) for j in range(i) if verdicts.shown(i, j)]


def by_two_standard_errors_over_seeds(some):
    """What one would do in a hurry: the best two, seed by seed."""
    first, second = some.ranking()[:2]
    by_seed = (some.ndcgs[first] - some.ndcgs[second]).mean(axis=1)
    return by_seed.mean() > 2 * by_seed.std(ddof=1) / np.sqrt(len(by_seed))


@pytest.mark.parametrize("draw", ["normal", "heavy"])
@pytest.mark.parametrize(("count", "seeds", "lists", "times"), [(2, 5, 15, 200), (5, 8, 30, 60)])
def test_pure_noise_is_seldom_called_a_difference(count, seeds, lists, times, draw):
    random = np.random.default_rng(count)
    called = [
        bool(shown(differences(made(random, count, seeds, lists, spread, draw=draw), DRAWS)))
        for spread in MIXTURES
        for _ in range(times)
    ]
    assert np.mean(called) <= 0.065


def test_the_same_noise_looks_like_a_difference_to_seeds_alone():
    random = np.random.default_rng(6)
    called = [
        by_two_standard_errors_over_seeds(made(random, 6, 8, 30, MIXTURES[1])) for _ in range(100)
    ]
    assert np.mean(called) > 0.3


@pytest.mark.parametrize("spread", [(0.01, 0.03, 0.03), (0.002, 0.05, 0.02)])
def test_a_clear_difference_is_seen(spread):
    random = np.random.default_rng(1)
    found = [
        shown(differences(made(random, 3, 5, 50, spread, means=[0.5, 0.5, 0.6]), DRAWS))
        for _ in range(60)
    ]
    assert np.mean([{(2, 0), (2, 1)} <= set(pairs) for pairs in found]) > 0.95
    assert np.mean([(1, 0) in pairs for pairs in found]) <= 0.07


def test_more_choices_ask_for_more():
    margins = []
    for count in (2, 12):
        random = np.random.default_rng(2)
        runs = [made(random, count, 8, 40, (0.3, 1, 1)) for _ in range(10)]
        margins.append(np.mean([differences(run, DRAWS).margins[0, 1] for run in runs]))
    assert margins[1] > 1.3 * margins[0]


def differ_by(by_seed, by_list):
    """Two choices whose difference is so much for a seed plus so much for a list."""
    difference = np.reshape(by_seed, (-1, 1)) + np.reshape(by_list, (1, -1))
    return trials([0.6 + difference, np.full(difference.shape, 0.6)])


# 0.1 and -0.1 in turn over 50 lists: the standard error over lists is 0.1 / sqrt(49) = 0.014.
FIFTY = np.tile([0.1, -0.1], 25)
FIRST_TWO, NEXT_FIVE = [0.010, 0.008], [-0.006, -0.003, -0.005, -0.002, -0.004]


def test_a_difference_whose_sign_turns_with_the_seeds_is_none():
    early = differ_by(FIRST_TWO, FIFTY)
    by_seed = np.array(FIRST_TWO)
    assert by_seed.mean() == pytest.approx(0.009)
    assert by_seed.std(ddof=1) / np.sqrt(2) == pytest.approx(0.001)
    assert by_two_standard_errors_over_seeds(early)
    assert early.why_no_verdict() == "no verdict from 2 seeds: it takes 5 or more"
    with pytest.raises(ValueError, match="no verdict from 2 seeds"):
        differences(early)
    for seeds in (NEXT_FIVE, FIRST_TWO + NEXT_FIVE):
        assert shown(differences(differ_by(seeds, FIFTY))) == []


def test_lists_that_differ_widen_what_seeds_alone_say():
    seeds = [0.010, 0.008, 0.009, 0.011, 0.007]
    narrow, wide = (differences(differ_by(seeds, lists)) for lists in (np.zeros(50), FIFTY))
    assert shown(narrow) == [(1, 0)]
    assert shown(wide) == []
    assert wide.means[0, 1] == pytest.approx(0.009)
    error = np.sqrt(np.var(seeds, ddof=1) / 5 + 0.1**2 / 49)
    assert 1.8 * error < wide.margins[0, 1] < 2.3 * error  # 49 lists: near the normal's 1.96


def test_the_margin_of_two_choices_is_that_of_a_t_interval():
    seeds = [0.03, 0.01, 0.02, 0.00, 0.04]
    margin = differences(differ_by(seeds, np.zeros(8))).margins[0, 1]
    error = np.std(seeds, ddof=1) / np.sqrt(5)
    assert margin == pytest.approx(2.776 * error, rel=0.1)  # t with 4 degrees, from a table


def test_the_same_trials_have_the_same_verdict_whatever_their_order():
    run = made(np.random.default_rng(3), 4, 5, 20, (1, 1, 1), means=[0, 1, 2, 3])
    there, again = differences(run), differences(run)
    assert there.margins.tolist() == again.margins.tolist()
    assert there.means == pytest.approx(-there.means.T)
    assert there.margins == pytest.approx(there.margins.T)
    assert there.means[3, 0] == pytest.approx(run.means[3] - run.means[0])


def test_choices_that_do_the_same_do_not_differ():
    same = np.random.default_rng(4).uniform(size=(1, 5, 9))
    both = differences(trials(np.concatenate([same, same, same + 0.1])))
    assert shown(both) == [(2, 0), (2, 1)]
    assert both.margins[0, 1] == 0


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((2, 4, 50), "no verdict from 4 seeds: it takes 5 or more"),
        ((2, 1, 50), "no verdict from 1 seed: it takes 5 or more"),
        ((2, 5, 4), "no verdict from 4 held-out lists: it takes 5 or more"),
        ((37, 5, 5), "at most 36 choices can be compared at once, got 37"),
    ],
)
def test_too_few_and_too_many_are_refused(shape, said):
    with pytest.raises(ValueError, match=said):
        differences(trials(np.zeros(shape)))


def test_one_choice_differs_from_nothing():
    assert differences(trials(np.zeros((1, 5, 5)))).margins.tolist() == [[0]]


def test_a_record_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"shape \(1 choices, seeds, lists\), got \(2, 5, 5\)"):
        Trials((Choice("softmax", 1, 1),), np.zeros((2, 5, 5)))


def grid(means):
    choices = choices_of(["softmax"], [1.0, 10.0], [0.001, 0.01, 0.03])
    return Trials(choices, np.reshape(means, (6, 1, 1)))


def test_the_best_rate_at_the_end_of_its_grid_is_found():
    run = grid([0.1, 0.3, 0.2, 0.4, 0.5, 0.6])
    assert list(run.rates_at_the_end()) == [(Choice("softmax", 10.0, 0.03), "largest")]
    run = grid([0.3, 0.2, 0.1, 0.4, 0.6, 0.5])
    assert list(run.rates_at_the_end()) == [(Choice("softmax", 1.0, 0.001), "smallest")]
    one = Trials(choices_of(["softmax"], [1.0], [0.01]), np.ones((1, 1, 1)))
    assert list(one.rates_at_the_end()) == []


def test_rivals_are_the_best_of_each_value():
    run = grid([0.1, 0.3, 0.2, 0.4, 0.5, 0.6])
    assert run.ranking() == [5, 4, 3, 1, 2, 0]
    assert run.rivals("temperature") == [5, 1]
    assert run.rivals("rate") == [5, 4, 3]
    assert run.rivals("loss") == [5]
