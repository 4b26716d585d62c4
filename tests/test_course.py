"""The numbers of the course: what must become visible, each with the flag that it holds for.

`u` stands for `normalize_labels=False`; the default divides the labels by their sum.
"""

from math import e, exp, log

import numpy as np
import pytest

from ranklab import Scenario, descend, explain, sweep, tie_orders, weigh_lists


def softmax(scores, labels, **changes):
    return explain(Scenario(scores, labels, **changes))


def unique(scores, labels, **changes):
    return explain(Scenario(scores, labels, loss="unique_softmax", **changes))


def close(value, digits=4):
    return pytest.approx(value, abs=0.51 * 10**-digits)


U = {"normalize_labels": False}
NDCG = {"lambda_weight": "ndcg"}


def test_1_softmax_has_a_floor_above_zero():
    scores, labels = [30, 30, 0], [1, 1, 0]
    assert softmax(scores, labels).loss == pytest.approx(log(2))
    assert softmax(scores, labels, **U).loss == pytest.approx(2 * log(2))
    assert unique(scores, labels).loss == pytest.approx(0, abs=1e-12)


def test_2_softmax_can_push_the_best_item_down():
    scores, labels = [4, 1, 0], [2, 1, 0]
    assert softmax(scores, labels).metrics.ndcg == 1
    assert softmax(scores, labels, **U).gradient[0] == close(0.8087)
    assert softmax(scores, labels).gradient[0] == close(0.8087 / 3)
    assert unique(scores, labels).gradient[0] == close(-0.1913)
    ends = [
        descend(Scenario(scores, labels, loss=loss), rate=1, steps=2000).scores[-1]
        for loss in ("softmax", "unique_softmax")
    ]
    assert ends[0][0] - ends[0][1] == pytest.approx(log(2), abs=1e-3)
    assert ends[1][0] - ends[1][1] > 3


def test_3_unique_softmax_competes_with_strictly_lower_labels_alone():
    answer = unique([0, 1, 2], [2, 0, 1])
    assert answer.gradient[2] == close(1.7268)
    assert answer.competitors.tolist() == [
        [True, True, True],
        [False, True, False],
        [False, True, True],
    ]


@pytest.mark.parametrize(("label", "of_unique"), [(1, 0.69), (2, 2.08), (3, 4.85), (4, 10.40)])
def test_4_gains_differ_silently(label, of_unique):
    assert softmax([0, 0], [label, 0], **U).loss == pytest.approx(label * log(2))
    assert softmax([0, 0], [label, 0]).loss == pytest.approx(log(2))
    assert unique([0, 0], [label, 0]).loss == close(of_unique, 2)


def test_5_a_lambda_weight_on_softmax_is_not_lambdarank():
    plain = softmax([0.6, 0.8, 0.1], [2, 1, 0])
    weighed = softmax([0.6, 0.8, 0.1], [2, 1, 0], lambda_weight="precision")
    assert weighed.loss == plain.loss
    for weight in ("dcg", "ndcg", "precision"):
        answer = unique([0.6, 0.8, 0.1], [2, 1, 0], lambda_weight=weight)
        assert answer.loss == unique([0.6, 0.8, 0.1], [2, 1, 0]).loss
    # gain x discount(current rank): the worse the mistake, the weaker the pull
    weights = softmax([4, 3, 2, 1, 0], [0, 1, 0, 0, 1], **NDCG).weights
    assert weights[1] / weights[4] == pytest.approx(log(6) / log(3))
    cut = softmax([4, 3, 2, 1, 0], [0, 1, 0, 0, 1], topn=1, **NDCG).weights
    assert cut[1] / weights[1] == pytest.approx(cut[4] / weights[4])  # the normaliser alone
    assert cut[4] > weights[4]


def test_6_a_swap_makes_the_weighted_loss_jump_upward():
    before, after = (softmax([score, 2, 0], [1, 0, 0], **NDCG) for score in (1.999, 2.001))
    assert (before.loss, after.loss) == (close(0.4790), close(0.7581))
    assert (before.metrics.ndcg, after.metrics.ndcg) == (close(log(2) / log(3)), 1)
    assert before.gradient[0] < 0
    assert after.gradient[0] < 0  # no gradient sees it


def test_7_temperature_is_not_just_a_learning_rate():
    start = Scenario([1, 2, 0], [1, 0, 0])
    assert explain(start.replace(temperature=0.1)).loss == close(10.0, 1)
    assert explain(start.replace(temperature=10)).loss == close(1.10, 2)
    for temperature in (0.1, 0.679, 1, 10):
        gradient = explain(start.replace(temperature=temperature)).gradient
        share = gradient[2] / (gradient[1] + gradient[2])
        assert share == pytest.approx(1 / (1 + exp(2 / temperature)))
    assert 1 / (1 + e ** (2 / 0.679)) < 0.05 < 1 / (1 + e ** (2 / 0.68))
    warm = [start.replace(temperature=t) for t in (0.1, 1, 10)]
    assert [descend(s, rate=0.05, steps=500).first() for s in warm] == [2, 17, 197]
    assert [descend(s, rate=0.02, steps=500, step="length").first() for s in warm] == [36, 36, 40]
    assert {explain(s).metrics.ndcg for s in warm} == {explain(start).metrics.ndcg}
    assert np.all(np.diff(sweep(start).losses) <= 1e-12)


def test_8_six_tie_orders_are_six_losses():
    orders = tie_orders(Scenario([0, 0, 0], [2, 1, 0], **NDCG))
    assert orders.count == len(set(orders.losses.round(6))) == 6
    assert (orders.losses.min(), orders.losses.max()) == (close(0.6448), close(1.0986))


def test_9_padding_means_not_there():
    assert softmax([0, 5, 1], [1, -1, 0]).loss == pytest.approx(log(1 + e))
    assert softmax([0, 5, 1], [1, 0, 0]).loss == close(5.025, 3)


def test_10_reduction_and_weights_decide_who_is_heard():
    teaches, empty = Scenario([0.6, 0.8], [1, 0]), Scenario([0.6, 0.8], [0, 0])
    alone, both = weigh_lists([teaches]), weigh_lists([teaches, empty])
    assert both.reductions["sum_over_batch_size"] == pytest.approx(
        alone.reductions["sum_over_batch_size"] / 2
    )
    for loss in ("softmax", "unique_softmax"):
        pair = Scenario([1, 0.5, 0], [1, 1, 0], loss=loss)
        on_irrelevant = explain(pair.replace(sample_weight=[1, 1, 10]))
        assert on_irrelevant.loss == pytest.approx(explain(pair).loss)
    relabelled = softmax([1, 0.5, 0], [1, 1, 0], sample_weight=[1, 2, 1])
    assert relabelled.targets == pytest.approx([1 / 3, 2 / 3, 0])
    stretched = unique([1, 0.5, 0], [1, 1, 0], sample_weight=[1, 2, 1])
    plain = unique([1, 0.5, 0], [1, 1, 0])
    assert stretched.gradient == pytest.approx(1.5 * plain.gradient)
    for n in (2, 100):
        assert softmax([0] * n, [1] + [0] * (n - 1)).loss == pytest.approx(log(n))


def test_11_a_lower_loss_can_be_a_worse_ranking():
    labels = [2, 0, 1, 0]
    good, bad = [3, 2.9, -3, -3], [0, 0.1, 0.05, -9]
    assert (softmax(good, labels, **U).loss, softmax(bad, labels, **U).loss) == (
        close(7.94, 2),
        close(3.40, 2),
    )
    assert (unique(good, labels).loss, unique(bad, labels).loss) == (close(7.85, 2), close(4.17, 2))
    ndcgs = [softmax(scores, labels).metrics.ndcg for scores in (good, bad)]
    assert ndcgs == [close(0.964, 3), close(0.587, 3)]
