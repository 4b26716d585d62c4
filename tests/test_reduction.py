"""Several lists: who is heard in their mean, held against the Keras losses."""

from math import log

import numpy as np
import pytest

import ranklab
from ranklab import Scenario, explain
from ranklab.experiments.reduction import weigh_lists

RICH = Scenario([0.6, 0.8], [1, 0])
SILENT = Scenario([0.6, 0.8], [0, 0])


@pytest.mark.parametrize("silent", [0, 1, 3])
def test_lists_without_a_relevant_item_dilute_the_mean(silent):
    batch = weigh_lists([RICH, *[SILENT] * silent])
    assert batch.reductions["sum_over_batch_size"] == pytest.approx(
        explain(RICH).loss / (1 + silent)
    )
    assert batch.loss_shares.tolist() == [1.0] + [0.0] * silent


def test_an_untrained_long_list_is_louder_than_a_short_one():
    short, long = (Scenario([0] * n, [1] + [0] * (n - 1)) for n in (2, 100))
    batch = weigh_lists([short, long])
    assert batch.losses == pytest.approx([log(2), log(100)])
    assert batch.loss_shares == pytest.approx([log(2) / log(200), log(100) / log(200)])


@pytest.mark.slow
@pytest.mark.parametrize("weights", [None, [2.0, 0.5, 1.0]])
@pytest.mark.parametrize("loss", ["softmax", "unique_softmax"])
def test_the_reductions_are_those_of_the_keras_losses(loss, weights):
    rows = [([0.6, 0.8, 0.1], [1, 0, 2]), ([1.0, 0.5, -1.0], [0, 0, 0]), ([3.0, 0, 1], [0, 1, 1])]
    batch = weigh_lists([Scenario(s, y, loss=loss) for s, y in rows], weights)
    labels, scores = (np.array([row[at] for row in rows], float) for at in (1, 0))
    for reduction, value in batch.reductions.items():
        keras_loss = ranklab.losses.get(f"{loss}_loss", reduction=reduction)
        assert float(keras_loss(labels, scores, weights)) == pytest.approx(value)


def test_the_table_says_who_is_heard():
    lines = str(weigh_lists([RICH, SILENT], [1, 2])).splitlines()
    assert lines[1].split() == ["1", "2", "1", "0.798", "100.0%", "100.0%"]
    assert lines[2].split() == ["2", "(no", "relevant", "item)", "2", "2", "0", "0.0%", "0.0%"]
    assert lines[3:] == [
        "sum: 0.798", "sum_over_batch_size: 0.399", "mean_with_sample_weight: 0.266"
    ]  # fmt: skip


def test_nobody_is_heard_where_nothing_is_relevant():
    batch = weigh_lists([SILENT, SILENT])
    assert batch.loss_shares.tolist() == batch.push_shares.tolist() == [0, 0]
    assert set(batch.reductions.values()) == {0}


@pytest.mark.parametrize(
    ("scenarios", "weights", "error", "said"),
    [
        ([], None, ValueError, "at least one list"),
        ([RICH, "list"], None, TypeError, r"must be a ranklab\.Scenario, got str"),
        ([RICH], [1, 2], ValueError, "1 lists but 2 weights"),
        (
            [RICH],
            [-1],
            ValueError,
            r"weight of list 1 \(weights\[0\]\) must be finite and 0 or above",
        ),
        ([RICH], [float("nan")], ValueError, r"weights\[0\]"),
        ([RICH], ["1"], TypeError, r"weight of list 1 \(weights\[0\]\) must be a number"),
        ([RICH], "1", TypeError, "a list of numbers"),
    ],
)
def test_what_is_no_batch_is_refused(scenarios, weights, error, said):
    with pytest.raises(error, match=said):
        weigh_lists(scenarios, weights)
