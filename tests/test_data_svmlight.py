"""SVMlight files: what lines say, where a malformed one is, and files as others write them."""

import gzip
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranklab.data import read_svmlight

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared real lists")

LETOR = """\
2 qid:10 1:0.5 3:0.25 #docid = GX008-86-4444840 inc = 1 prob = 0.086
0 qid:10 1:0.125 2:1e-3 #docid = GX037-06-11625428 inc = 0.003 prob = 0.2
# a line that is a comment alone

1 qid:18 2:-4
"""


@pytest.fixture
def write(tmp_path):
    def write(content, name="lists.svm"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_line_is_an_item_of_its_query(write):
    lists = read_svmlight(write(LETOR))
    assert lists.queries == ("10", "18")
    assert lists["10"].labels == (2, 0)
    assert lists["10"].items == ("GX008-86-4444840", "GX037-06-11625428")
    assert lists["18"].labels == (1,)
    assert lists["18"].items == ("item 1",)
    assert lists["10"].scores == (0, 0)  # an untrained model


def test_features_are_an_array_by_query(write):
    features = read_svmlight(write(LETOR)).features
    assert features["10"].tolist() == [
        [0.5, 0, 0.25],
        [0.125, float(np.float32(1e-3)), 0],
    ]
    assert features["18"].tolist() == [[0, -4, 0]]
    assert features["18"].dtype == np.float32
    assert (features.count, list(features), len(features)) == (3, ["10", "18"], 2)
    with pytest.raises(KeyError, match="11"):
        _ = features["11"]


def test_a_file_that_counts_features_from_0_has_a_first_column_for_it(write):
    features = read_svmlight(write("1 qid:1 0:5 2:7\n0 qid:1 1:6\n")).features
    assert features["1"].tolist() == [[5, 0, 7], [0, 6, 0]]


def test_a_test_set_gets_the_columns_of_its_training_set(write):
    path = write("1 qid:1 1:5 3:7\n")
    assert read_svmlight(path, n_features=5).features["1"].tolist() == [[5, 0, 7, 0, 0]]
    with pytest.raises(ValueError, match="line 1: feature 3 is beyond n_features=2"):
        read_svmlight(path, n_features=2)
    for wrong in (0, 65_536):
        with pytest.raises(ValueError, match="n_features must be from 1 to 65,535"):
            read_svmlight(path, n_features=wrong)


def test_a_feature_may_be_the_score(write):
    lists = read_svmlight(write(LETOR), scores=1)
    assert lists["10"].scores == (0.5, 0.125)
    assert lists["18"].scores == (0,)  # left out is 0
    with pytest.raises(ValueError, match=r"scores is feature 4, which no line of .*lists.svm has"):
        read_svmlight(write(LETOR), scores=4)


def test_predictions_may_be_the_scores_one_for_each_line_with_an_item(write):
    path = write(LETOR)
    for scores in ([3, 2, 1], np.array([[3.0], [2.0], [1.0]])):
        lists = read_svmlight(path, scores)
        assert lists["10"].scores == (3, 2)
        assert lists["18"].scores == (1,)
    with pytest.raises(ValueError, match=r"scores has 2 numbers, and .*lists.svm has 3 lines"):
        read_svmlight(path, [3, 2])
    with pytest.raises(ValueError, match=r"scores\[2\] must be .* got nan .*lists.svm, line 5\)"):
        read_svmlight(path, [3, 2, np.nan])
    with pytest.raises(ValueError, match=r"scores\[0\] must be a number from -1e6 to 1e6"):
        read_svmlight(path, [-2e6, 2, 1])
    for wrong in ("bm25", True, [[1, 2]], [1, [2]]):
        with pytest.raises(TypeError, match="scores must be the number of a feature"):
            read_svmlight(path, wrong)
    with pytest.raises(ValueError, match="scores is the number of a feature, from 0 to 65,535"):
        read_svmlight(path, -1)


def test_the_lines_of_a_query_need_not_stand_together(write):
    lists = read_svmlight(write("1 qid:a 1:1\n2 qid:b 1:2\n3 qid:a 1:3\n"), scores=1)
    assert lists.queries == ("a", "b")
    assert lists["a"].labels == (1, 3)
    assert lists["a"].scores == (1, 3)
    assert lists.features["a"].tolist() == [[1], [3]]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LETOR.encode(),
        LETOR.replace("\n", "\r\n").encode(),
        LETOR.replace(" ", "\t").encode(),
        LETOR.replace(" ", "  ").encode(),
        LETOR.rstrip().encode(),
        gzip.compress(LETOR.encode()),
    ],
    ids=["byte order mark", "CRLF", "tabs", "two blanks", "no last line end", "gzip"],
)
def test_what_editors_and_archives_add_changes_nothing(write, content):
    expected, lists = read_svmlight(write(LETOR, "plain"), 1), read_svmlight(write(content), 1)
    assert lists.scenarios == expected.scenarios
    assert lists.queries == expected.queries
    for query in lists.queries:
        assert lists.features[query].tolist() == expected.features[query].tolist()


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("1 1:0.5", 3, "expected the query, such as qid:7, got '1:0.5'"),
        ("1", 2, "expected the query, such as qid:7, got the end of the line"),
        ("1 qid: 1:0.5", 3, "expected the query, such as qid:7, got 'qid:'"),
        ("good qid:1 1:1", 1, "the label must be a number from 0 to 30, got 'good'"),
        ("-1 qid:1 1:1", 1, "got '-1' (an item that is not relevant has 0)"),
        ("31 qid:1 1:1", 1, "from 0 to 30, got '31': rescale it"),
        ("nan qid:1 1:1", 1, "the label must be a number from 0 to 30, got 'nan'"),
        ("0,5 qid:1 1:1", 1, "got '0,5': write a point for decimals"),
        ("1 qid:1 1:0.5 x", 15, "expected feature:value, such as 12:0.5, got 'x'"),
        ("1 qid:1 1:0.5 cost:2", 15, "expected feature:value, such as 12:0.5, got 'cost:2'"),
        ("1 qid:1 1:2:3 4", 9, "the value of feature 1 must be a finite number"),
        ("1 qid:1 :3 6:", 9, "expected feature:value, such as 12:0.5, got ':3'"),
        ("1 qid:1 2: 3:1", 9, "the value of feature 2 must be a finite number"),
        ("1 qid:1 5 : 3", 9, "expected feature:value, such as 12:0.5, got '5'"),
        ("1 qid:1 1:1 2:nan", 13, "feature 2 must be a finite number (leave out what is missing)"),
        ("1 qid:1 1:1 2:inf", 13, "got 'inf'"),
        ("1 qid:1 1:1 2:1e39", 13, "got '1e39'"),
        ("1 qid:1 1:1 2:1_0", 13, "got '1_0'"),
        ("1 qid:1 1:1 2:1-0", 13, "got '1-0'"),
        ("1 qid:1 -1:1", 9, "expected feature:value, such as 12:0.5, got '-1:1'"),
        ("1 qid:1 65536:1", 9, "features are numbered up to 65,535, got '65536'"),
        ("1 qid:1 999999999999:1", 9, "features are numbered up to 65,535"),
        ("1 qid:1 1:1 1:2", 13, "feature 1 stands twice in this line"),
        ("1 qid:1 1:1 01:2", 13, "feature 1 stands twice in this line"),
        ("1 qid:1 1:1 3:2000000", 13, "the score must be a number from -1e6 to 1e6, got 2000000.0"),
        ("1 qid:1 3:1\r2 qid:1 3:2", 13, "expected feature:value, such as 12:0.5, got '2'"),
    ],
)
def test_a_malformed_line_is_named_with_its_column(write, line, column, said):
    path = write(f"1 qid:1 1:1 2:2 3:3 6:6\n{line}\n")
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read_svmlight(path, scores=3)
    assert str(caught.value).startswith(f"{path}, line 2, column {column}: ")


def test_what_is_not_utf8_is_named_with_its_place(write):
    with pytest.raises(ValueError, match="line 2, column 10: byte 0xe9 is not UTF-8: save the"):
        read_svmlight(write("1 qid:1 1:1\n1 qid:é1 ".encode() + b"\xe9\n"))
    with pytest.raises(ValueError, match=r"lists.svm is UTF-16: save it as UTF-8"):
        read_svmlight(write(LETOR.encode("utf-16")))


def test_a_file_without_an_item_holds_no_list(write):
    for content in ("", "\n \n", "# nothing\n"):
        with pytest.raises(ValueError, match=r"lists.svm holds no list: it has no line with an it"):
            read_svmlight(write(content))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*nowhere.svm in "):
        read_svmlight(tmp_path / "nowhere.svm")
    with pytest.raises(IsADirectoryError, match=r"path must be a file, and .* is a directory"):
        read_svmlight(tmp_path)
    with pytest.raises(TypeError, match="path must be the name of a file, got 3"):
        read_svmlight(3)


def test_a_damaged_archive_is_said_to_be_damaged(write):
    packed = gzip.compress(LETOR.encode() * 100)
    with pytest.raises(ValueError, match="the gzip file is damaged or cut off"):
        read_svmlight(write(packed[:-20]))
    with pytest.raises(ValueError, match="the gzip file is damaged or cut off"):
        read_svmlight(write(packed[:30] + bytes(20) + packed[50:]))


@pytest.mark.slow
def test_ten_megabytes_on_one_line_are_read_or_refused(write):
    long = "1 qid:1 1:1 # " + "x" * 10_000_000
    [name] = read_svmlight(write(long))["1"].items
    assert name == "x" * 199 + "…"
    with pytest.raises(ValueError, match=r"line 1, column 1: the label must be .*\.\.\.") as caught:
        read_svmlight(write("1" * 10_000_000))
    assert len(str(caught.value)) < 400
    with pytest.raises(ValueError, match="line 1, column 513187: features are numbered up to 65,5"):
        read_svmlight(write("1 qid:1 " + " ".join(f"{i}:1" for i in range(1_200_000))))


def test_names_are_what_a_scenario_takes(write):
    content = "1 qid:1 #  a name\twith a tab \n1 qid:1 # #2\n1 qid:1 #\n1 qid:1 # \x1b[31mred\n"
    assert read_svmlight(write(content))["1"].items == (
        "a name with a tab",
        "#2",
        "item 3",
        "[31mred",
    )


def test_the_same_name_twice_is_kept_and_said(write):
    lists = read_svmlight(write("1 qid:7 # a\n0 qid:7 # a\n0 qid:8 # a\n"))
    assert lists["7"].items == ("a", "a")
    assert lists.notes == ("the same name stands more than once, and is kept, in query 7",)


def test_labels_on_another_scale_are_graded(write):
    path = write("310 qid:1\n0 qid:1\n-1 qid:1\n")
    grade = lambda clicks: max(clicks, 0) / 100  # noqa: E731
    assert read_svmlight(path, grade=grade)["1"].labels == (3.1, 0, 0)
    for wrong in (lambda clicks: -clicks, lambda clicks: None, lambda clicks: "many"):
        with pytest.raises(ValueError, match=r"line 1, column 1: grade\(310\) must give a label"):
            read_svmlight(path, grade=wrong)


def test_options_go_to_every_scenario_and_are_checked_before_the_file_is_read(write):
    lists = read_svmlight(write(LETOR), loss="unique_softmax", temperature=0.5)
    assert {(s.loss, s.temperature) for s in lists} == {("unique_softmax", 0.5)}
    malformed = write("no such line\n")
    with pytest.raises(ValueError, match="temperature must be"):
        read_svmlight(malformed, temperature=0)
    with pytest.raises(TypeError, match="temprature"):  # codespell:ignore temprature
        read_svmlight(malformed, temprature=1)  # codespell:ignore temprature
    with pytest.raises(TypeError, match="sample_weight comes from the data"):
        read_svmlight(malformed, sample_weight=[1])


_words = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=5)
_words = _words.filter(lambda word: word.split() == [word] and "#" not in word)
_names = _words.filter(str.isprintable)
_floats = st.floats(-1e6, 1e6, width=32)
_features = st.dictionaries(st.integers(1, 300), _floats, max_size=6)
_rows = st.lists(st.tuples(_words, st.floats(0, 30), _features, _names), min_size=1, max_size=12)


@given(_rows)
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "round.svm"
    queries = [query for query, _, _, _ in rows]
    lines = [
        f"{label!r} qid:{query} {' '.join(f'{k}:{v!r}' for k, v in features.items())} # {name}\n"
        for query, (_, label, features, name) in zip(queries, rows, strict=True)
    ]
    path.write_text("".join(lines), "utf-8")
    lists = read_svmlight(path, scores=range(len(rows)))
    assert list(lists.queries) == list(dict.fromkeys(queries))
    for query in lists.queries:
        mine = [at for at, name in enumerate(queries) if name == query]
        assert lists[query].scores == tuple(mine)
        assert lists[query].labels == tuple(rows[at][1] for at in mine)
        assert lists[query].items == tuple(rows[at][3] for at in mine)
        dense = np.zeros((len(mine), lists.features.count), np.float32)
        for place, at in enumerate(mine):
            for column, value in rows[at][2].items():
                dense[place, column - 1] = value
        if lists.features.count:
            assert lists.features[query].tolist() == dense.tolist()


@needs_shared
def test_the_training_lists_of_lightgbm_are_read():
    lists = read_svmlight(SHARED / "letor_train.svm", scores=10)
    assert len(lists) == 201
    assert sum(len(scenario) for scenario in lists) == 3_005
    assert {label for scenario in lists for label in scenario.labels} == {0, 1, 2, 3, 4}
    assert lists["1"].scores == (0.89,)
    assert lists.features["1"][0, [0, 9, 10, 299]].tolist() == pytest.approx([0, 0.89, 0.75, 0.43])
    assert lists.notes == ()


@needs_shared
def test_the_test_lists_of_lightgbm_share_the_columns():
    lists = read_svmlight(SHARED / "letor_test.svm", n_features=300)
    assert len(lists) == 50
    assert sum(len(lists.features[query]) for query in lists.queries) == 768
    assert {lists.features[query].shape[1] for query in lists.queries} == {300}
