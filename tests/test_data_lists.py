"""Lists: by query, cut to their best scores, drawn at random, and the hardest among them."""

import math

import numpy as np
import pytest

import ranklab
from ranklab import Scenario
from ranklab.data import Lists, paste, read_svmlight
from ranklab.data.rows import Rows, lists_of


def rows(queries, scores, labels, **others):
    """Rows with the query of each one spelled out."""
    by_query = {}
    for row, query in enumerate(queries):
        by_query.setdefault(query, []).append(row)
    items = [f"item {row}" for row in range(len(scores))]
    return Rows("here", by_query, items, scores, labels, range(1, len(scores) + 1), **others)


# The right order; one swap; the wrong order; nothing relevant.
FOUR = """\
query item score label
right a 2 1
right b 0 0
close a 0 1
close b 0.5 0
wrong a 0 1
wrong b 3 0
none a 1 0
none b 0 0
"""


def test_lists_are_found_by_their_query_and_come_in_order():
    lists = paste(FOUR)
    assert lists.queries == ("right", "close", "wrong", "none")
    assert len(lists) == 4
    assert lists["close"] == Scenario([0, 0.5], [1, 0], ["a", "b"])
    assert [scenario.scores[1] for scenario in lists] == [0, 0.5, 3, 0]
    assert "wrong" in lists
    assert "item" not in lists
    assert lists.features.count == 0


def test_a_query_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(
        KeyError, match="no query 'left'; there are 'right', 'close', 'wrong' and 1"
    ):
        _ = paste(FOUR)["left"]
    with pytest.raises(KeyError, match="no query 0"):
        _ = paste(FOUR)[0]


def test_lists_say_what_they_are():
    lists = paste(FOUR)
    assert repr(lists) == "Lists(4 lists, 8 items)"
    assert str(lists).splitlines() == [
        "4 lists: 8 items, 2 to 2 in a list; labels 0 to 1",
        "1 list with no relevant item costs 0 and has no gradient",
    ]
    assert str(paste("1 1")) == "1 list: 1 item; labels 1 to 1"


def test_notes_are_announced_and_names_in_them_are_plain():
    lists = paste("query,item,score,label\n\x1b[31mred,tea,0,1\n\x1b[31mred,tea,1,0")
    assert repr(lists) == "Lists(1 list, 2 items, 1 to note)"
    assert lists.notes[0].endswith("and are kept, in query \ufffd[31mred")
    assert str(lists).splitlines()[1:] == list(lists.notes)


def test_lists_and_their_queries_belong_together():
    scenario = Scenario([1], [1])
    for queries, scenarios in ((("a",), ()), (("a", "a"), (scenario, scenario)), ((), ())):
        with pytest.raises(ValueError, match="queries must hold one unique name for each scenario"):
            Lists(queries, scenarios)


def test_reading_cuts_nothing():
    scores, labels = np.arange(10_000), np.arange(10_000) % 3
    lists = lists_of(rows("a" * 10_000, scores, labels))
    assert lists["a"].scores == tuple(scores)
    assert lists["a"].labels == tuple(labels)
    assert lists.notes == ()
    longer = rows("a" * 10_001, np.zeros(10_001), np.zeros(10_001))
    with pytest.raises(ValueError, match="here, line 10001: query a has more than 10,000 items"):
        lists_of(longer)


def test_every_item_keeps_its_features(tmp_path):
    path = tmp_path / "lists.svm"
    path.write_text("0 qid:1 1:1\n0 qid:2 1:9\n" + "1 qid:1 1:3\n" * 60)
    lists = read_svmlight(path, scores=1)
    assert lists["1"].scores == (1, *[3] * 60)
    assert lists.features["1"].tolist() == [[1], *[[3]] * 60]


def test_a_list_whose_one_relevant_item_is_last_of_60_is_among_the_hardest():
    last = "\n".join(f"long {60 - i} {int(i == 59)}" for i in range(60))
    lists = paste(f"query score label\n{last}\nshort 0 1\nshort 1 0")
    assert lists.hardest(2).queries == ("long", "short")
    # log of the sum of e^(s - s_last): 59 above the one that costs it
    wanted = math.log(sum(math.exp(i) for i in range(60)))
    assert ranklab.explain(lists["long"]).loss == pytest.approx(wanted)


def test_a_sample_is_drawn_again_by_its_seed_and_keeps_the_order():
    lists = lists_of(rows([str(i) for i in range(100)], np.arange(100), np.ones(100)))
    sample = lists.sample(10, seed=1)
    assert len(sample) == 10
    assert sample.queries == lists.sample(10, seed=1).queries
    assert sample.queries != lists.sample(10, seed=2).queries
    assert list(sample.queries) == sorted(sample.queries, key=int)
    assert all(sample[query] == lists[query] for query in sample.queries)
    assert lists.sample(100).queries == lists.queries


def test_what_is_drawn_keeps_its_own_features(tmp_path):
    path = tmp_path / "lists.svm"
    path.write_text("0 qid:1 1:1\n1 qid:1 1:3\n1 qid:2 1:9\n")
    lists = read_svmlight(path, scores=1)
    for sample in [lists.sample(1, seed=seed) for seed in range(20)]:
        assert list(sample.features) == list(sample.queries)
        kept = {"1": [[1.0], [3.0]], "2": [[9.0]]}[sample.queries[0]]
        assert sample.features[sample.queries[0]].tolist() == kept
        assert sample.features.values.size == len(kept)  # the others are let go


@pytest.mark.parametrize("by", ["loss", "gap"])
def test_a_list_with_nothing_relevant_is_never_hard(by):
    assert "none" not in paste(FOUR).hardest(4, by=by).queries
    with pytest.raises(ValueError, match="no list has a relevant item"):
        paste("1 0\n2 0").hardest(1, by=by)


def test_the_hardest_by_loss_have_the_largest_loss():
    lists = paste(FOUR)
    assert lists.hardest(2).queries == ("wrong", "close")
    assert lists.hardest(4).queries == ("wrong", "close", "right")
    # log(1 + e^d) for one pair whose irrelevant item is d ahead
    losses = [ranklab.explain(scenario).loss for scenario in lists.hardest(3)]
    assert losses == pytest.approx([math.log1p(math.exp(d)) for d in (3, 0.5, -2)])


def test_the_hardest_by_gap_are_those_about_which_loss_and_ndcg_disagree():
    # Loss places: wrong 5/6, close 3/6, right 1/6. By 1 - NDCG wrong and close are equal, with
    # 1 of 3 below them and 2 of 3 up to and with them: (1/3 + 3/3) / 2 = 4/6; right 1/6.
    lists = paste(FOUR)
    assert lists.hardest(3, by="gap").queries == ("close", "wrong", "right")
    # A perfect ranking of near ties beside a wrong one of few items: loss says one, NDCG another.
    many = "\n".join(["tie 1.001 1"] + ["tie 1 0"] * 40)
    lists = paste("query score label\n" + many + "\nwrong 0 1\nwrong 0.01 0\nfine 9 1\nfine 0 0")
    assert lists.hardest(1, by="gap").queries == ("tie",)


@pytest.mark.parametrize("method", ["sample", "hardest"])
def test_how_many_is_a_whole_number_of_lists_that_are_there(method):
    take = getattr(paste(FOUR), method)
    for wrong in (0, 5):
        with pytest.raises(ValueError, match="n must be from 1 to 4 lists, got"):
            take(wrong)
    for wrong in (True, 1.0, "2"):
        with pytest.raises(TypeError, match="n must be a whole number of lists, got"):
            take(wrong)
    assert len(take(np.int64(2))) == 2


def test_other_arguments_are_checked():
    with pytest.raises(ValueError, match="by must be 'loss' or 'gap', got 'ndcg'"):
        paste(FOUR).hardest(1, by="ndcg")
    with pytest.raises(TypeError, match="seed must be a whole number, got None"):
        paste(FOUR).sample(1, seed=None)


def test_options_reach_the_measure_of_hardness():
    cold = paste("query score label\na 3 0\na 0 1\nb 0 0\nb 0 0\nb 0 0\nb 0 1", temperature=100)
    assert cold.hardest(1).queries == ("b",)
    assert paste("query score label\na 3 0\na 0 1\nb 0 0\nb 0 0\nb 0 0\nb 0 1").hardest(
        1
    ).queries == ("a",)


# Lists that nothing ranks.

TIED = "ranking and metrics depend on the order of the source, not on a model"


def test_a_list_without_scores_says_that_its_metrics_are_of_no_model(tmp_path):
    path = tmp_path / "judged.svm"
    path.write_text("2 qid:1 1:5\n0 qid:1 1:6\n1 qid:2 1:7\n0 qid:2 1:1\n")
    lists = read_svmlight(path)
    assert [note for note in lists.notes if TIED in note] == [
        f"all scores are equal in every list: {TIED}"
    ]
    assert TIED in str(lists)
    said = ranklab.explain(lists["1"]).describe()
    assert "All scores are equal: the ranking and the metrics follow the order given" in said
    ranked = read_svmlight(path, scores=1)
    assert not any(TIED in note for note in ranked.notes)
    assert "All scores are equal" not in ranklab.explain(ranked["1"]).describe()


def test_only_the_lists_that_nothing_ranks_are_named():
    lists = paste("query score label\n7 1 1\n7 1 0\n8 1 0\n8 2 1\n9 3 1")
    assert [note for note in lists.notes if TIED in note] == [
        f"all scores are equal in 1 of 3 lists (7): {TIED}"
    ]
