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


def test_a_file_that_counts_features_from_0_is_read_when_told_to(write):
    path = write("1 qid:1 0:5 2:7\n0 qid:1 1:6\n")
    features = read_svmlight(path, zero_based=True).features
    assert features["1"].tolist() == [[5, 0, 7], [0, 6, 0]]
    with pytest.raises(
        ValueError,
        match="column 9: features are numbered from 1, got 0: zero_based=T",
    ):
        read_svmlight(path)
    with pytest.raises(TypeError, match="zero_based must be True or False, got 'auto'"):
        read_svmlight(path, zero_based="auto")


@pytest.mark.parametrize("n_features", [None, 3])
def test_no_feature_moves_where_another_is_missing(write, n_features):
    train = write("1 qid:1 0:5 1:7 2:9\n", "train.svm")
    test = write("1 qid:2 1:7 2:9\n", "test.svm")
    options = {"zero_based": True, "n_features": n_features}
    assert read_svmlight(train, **options).features["1"].tolist() == [[5, 7, 9]]
    assert read_svmlight(test, **options).features["2"].tolist() == [[0, 7, 9]]
    # A file without a feature 1 does not move the others to its place, either.
    assert read_svmlight(test).features["2"].tolist() == [[7, 9]]
    assert read_svmlight(write("1 qid:2 2:9\n")).features["2"].tolist() == [[0, 9]]


def test_the_number_of_a_feature_is_the_files_whatever_its_column(write):
    path = write("1 qid:1 0:5 3:7\n0 qid:1 0:6 3:8\n")
    for feature, scores in ((0, (5, 6)), (3, (7, 8))):
        assert read_svmlight(path, feature, zero_based=True)["1"].scores == scores
    with pytest.raises(ValueError, match="line 1: feature 3 is beyond n_features=3"):
        read_svmlight(path, zero_based=True, n_features=3)
    with pytest.raises(ValueError, match=r"to 65,535 \(from 0 with zero_based=True\), got 0"):
        read_svmlight(path, 0)


def test_the_largest_number_of_a_feature_has_a_column_however_one_counts(write):
    path = write("1 qid:1 65535:5\n")
    for zero_based, count in ((False, 65_535), (True, 65_536)):
        for n_features in (None, count):
            lists = read_svmlight(path, zero_based=zero_based, n_features=n_features)
            assert lists.features["1"].shape == (1, count)
            assert lists.features["1"][0, -1] == 5


def test_files_that_are_read_together_have_the_same_columns(write):
    train = write("1 qid:1 1:5 2:7 4:9\n", "train.svm")
    test = write("1 qid:2 2:7\n", "test.svm")
    for files in ([train, test], (str(train), test)):
        first, second = read_svmlight(files)
        assert first.features["1"].tolist() == [[5, 7, 0, 9]]
        assert second.features["2"].tolist() == [[0, 7, 0, 0]]
    second, first = read_svmlight([test, train], scores=2, n_features=5)
    assert (first["1"].scores, second["2"].scores) == ((7,), (7,))
    assert first.features.count == second.features.count == 5
    [alone] = read_svmlight([test])
    assert alone.features["2"].tolist() == [[0, 7]]
    with pytest.raises(ValueError, match=r"train.svm, line 1: feature 4 is beyond n_features=3"):
        read_svmlight([test, train], n_features=3)
    with pytest.raises(ValueError, match="path is an empty list"):
        read_svmlight([])


def test_files_that_are_read_together_have_predictions_each(write):
    files = [write("1 qid:1 1:5\n0 qid:1 1:6\n", "train.svm"), write("1 qid:2 1:7\n", "test.svm")]
    first, second = read_svmlight(files, scores=[np.array([2.0, 1.0]), [3]])
    assert (first["1"].scores, second["2"].scores) == ((2, 1), (3,))
    with pytest.raises(ValueError, match="scores must have one entry for each of the 2 files, g"):
        read_svmlight(files, scores=[2.0, 1.0, 3.0])


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
    with pytest.raises(ValueError, match=r"scores is feature 4, but no line of .*lists.svm has it"):
        read_svmlight(write(LETOR), scores=4)


def test_predictions_may_be_the_scores_one_for_each_line_with_an_item(write):
    path = write(LETOR)
    for scores in ([3, 2, 1], np.array([[3.0], [2.0], [1.0]])):
        lists = read_svmlight(path, scores)
        assert lists["10"].scores == (3, 2)
        assert lists["18"].scores == (1,)
    with pytest.raises(ValueError, match=r"scores has 2 numbers, but .*lists.svm has 3 lines"):
        read_svmlight(path, [3, 2])
    with pytest.raises(ValueError, match=r"scores\[2\] must be .* got nan .*lists.svm, line 5\)"):
        read_svmlight(path, [3, 2, np.nan])
    with pytest.raises(ValueError, match=r"scores\[0\] must be a number from -1e6 to 1e6"):
        read_svmlight(path, [-2e6, 2, 1])
    for wrong in ("bm25", True, [[1, 2]], [1, [2]]):
        with pytest.raises(TypeError, match="scores must be the number of a feature"):
            read_svmlight(path, wrong)
    with pytest.raises(ValueError, match="scores is the number of a feature, from 1 to 65,535"):
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
        LETOR.replace("\n", "\r").encode(),
        LETOR.replace("\n", "\r", 1).encode(),
        LETOR.replace(" ", "\t").encode(),
        LETOR.replace(" ", "  ").encode(),
        LETOR.rstrip().encode(),
        gzip.compress(LETOR.encode()),
    ],
    ids=[
        "byte order mark",
        "CRLF",
        "CR",
        "CR and LF",
        "tabs",
        "two blanks",
        "no last line end",
        "gzip",
    ],
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
        ("0,5 qid:1 1:1", 1, "got '0,5': use a decimal point"),
        ("1 qid:1 1:0.5 x", 15, "expected feature:value, such as 12:0.5, got 'x'"),
        ("1 qid:1 1:0.5 cost:2", 15, "expected feature:value, such as 12:0.5, got 'cost:2'"),
        ("1 qid:1 1:2:3 4", 9, "the value of feature 1 must be a number"),
        ("1 qid:1 :3 6:", 9, "expected feature:value, such as 12:0.5, got ':3'"),
        ("1 qid:1 2: 3:1", 9, "the value of feature 2 must be a number"),
        ("1 qid:1 1:1 2", 13, "expected feature:value, such as 12:0.5, got '2'"),
        ("1 qid:1 5 : 3", 9, "expected feature:value, such as 12:0.5, got '5'"),
        ("1 qid:1 1:1 2:x", 13, "got 'x' (if that marks a missing value: missing=['x'])"),
        ("1 qid:1 1:1 3:1e39", 13, "the score must be a number from -1e6 to 1e6, got 1e+39"),
        ("1 qid:1 1:1 3:inf", 13, "got inf (feature 3)"),
        (
            "1 qid:1 3:1 03:NULL",
            13,
            "feature 3 is the score and has no value here ('NULL')",
        ),
        ("1 qid:1 0:1", 9, "features are numbered from 1, got 0: zero_based=True"),
        ("1 qid:1 1:1 2:1_0", 13, "got '1_0'"),
        ("1 qid:1 1:1 2:1-0", 13, "got '1-0'"),
        ("1 qid:1 -1:1", 9, "expected feature:value, such as 12:0.5, got '-1:1'"),
        ("1 qid:1 65536:1", 9, "features are numbered up to 65,535, got '65536'"),
        ("1 qid:1 999999999999:1", 9, "features are numbered up to 65,535"),
        ("1 qid:1 1:1 3:2000000", 13, "the score must be a number from -1e6 to 1e6, got 2000000.0"),
    ],
)
def test_a_malformed_line_is_named_with_its_column(write, line, column, said):
    path = write(f"1 qid:1 1:1 2:2 3:3 6:6\n{line}\n")
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read_svmlight(path, scores=3)
    assert str(caught.value).startswith(f"{path}, line 2, column {column}: ")


ISTELLA = """\
1 qid:1 1:1.79769313486e+308 2:3
0 qid:1 1:NULL 2:nan
2 qid:1 1:4 2:-NaN
"""
NAN = float("nan")


def test_what_has_no_value_is_nan_and_noted(write):
    lists = read_svmlight(write(ISTELLA))
    np.testing.assert_equal(lists.features["1"].tolist(), [[NAN, 3], [NAN, NAN], [4, NAN]])
    said = (
        "4 values are missing (first: feature 1 in line 1, '1.79769313486e+308'): NaN in lists.fea"
    )
    assert lists.notes[0].startswith(said)
    assert lists["1"].labels == (1, 0, 2)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (-999, [[1, NAN], [NAN, 0]]),
        ([0, -999.0], [[1, NAN], [NAN, NAN]]),
        ({-999: 0.5}, [[1, 0.5], [0.5, 0]]),
        ("-999", [[1, NAN], [NAN, 0]]),
        ([], [[1, -999], [-999, 0]]),
    ],
)
def test_what_has_no_value_can_be_named(write, missing, expected):
    lists = read_svmlight(write("1 qid:1 1:1 2:-999\n0 qid:1 1:-999 2:0\n"), missing=missing)
    np.testing.assert_equal(lists.features["1"].tolist(), expected)


def test_what_has_no_value_may_be_filled_and_then_be_the_score(write):
    path = write("1 qid:1 1:Null\n0 qid:1 1:2\n")
    lists = read_svmlight(path, scores=1, missing={"NULL": -1})
    assert lists["1"].scores == (-1, 2)
    assert lists.notes == (
        "1 value is missing (first: feature 1 in line 1, 'Null'): filled in as missing=... says",
    )
    with pytest.raises(ValueError, match=r"line 1, .* missing=\['Null'\]"):
        read_svmlight(path, missing=["nan"])


def test_a_rule_for_what_has_no_value_is_words_and_numbers(write):
    path = write("1 qid:1 1:1\n")
    for wrong in (None, [None], [True], [[1]], {"NULL": "0"}, b"NULL"):
        with pytest.raises(TypeError, match="missing"):
            read_svmlight(path, missing=wrong)
    with pytest.raises(ValueError, match=r"missing\['NULL'\] must be a float32 or NaN, got 1e\+39"):
        read_svmlight(path, missing={"NULL": 1e39})


def test_a_feature_that_nobody_asked_for_is_not_judged(write):
    lists = read_svmlight(write("1 qid:1 1:1e39 2:5\n0 qid:1 1:-inf 2:4\n"), scores=2)
    assert (lists["1"].scores, lists["1"].labels) == ((5, 4), (1, 0))
    assert lists.features["1"].tolist() == [[float("inf"), 5], [-float("inf"), 4]]
    assert lists.notes == (
        "2 values are larger than float32 holds (first: feature 1 in line 1, '1e39'): "
        "infinite in lists.features",
    )


def test_of_a_feature_that_stands_twice_in_a_line_the_last_value_counts(write):
    lists = read_svmlight(write("1 qid:1 1:5\n1 qid:1 1:5 2:6 01:7 1:8\n0 qid:1 2:3 2:4\n"), 1)
    assert lists.features["1"].tolist() == [[5, 0], [8, 6], [0, 4]]
    assert lists["1"].scores == (5, 8, 0)
    assert lists.notes == (
        "a feature is repeated in 2 lines (first: feature 1 in line 2): the last value counts",
    )


GROUPED = "2 1:5 # a\n\n0 1:6\n1\n0 2:7\n1 2:8\n"


def test_the_sizes_of_queries_may_stand_in_a_second_file(write):
    sizes = write("3\n\n2\n", "lists.svm.query")
    for group in (sizes, str(sizes), [3, 2], np.array([3, 2])):
        lists = read_svmlight(write(GROUPED), scores=1, group=group)
        assert lists.queries == ("1", "2")
        assert [scenario.labels for scenario in lists] == [(2, 0, 1), (0, 1)]
        assert lists["1"].scores == (5, 6, 0)
        assert lists["1"].items == ("a", "item 2", "item 3")
        assert lists.features["2"].tolist() == [[0, 7], [0, 8]]
    both = read_svmlight([write(GROUPED), write("1 1:1\n", "test.svm")], group=[sizes, [1]])
    assert [len(lists) for lists in both] == [2, 1]


@pytest.mark.parametrize(
    ("group", "error", "said"),
    [
        ([3, 3], ValueError, "group adds up to 6 items in 2 queries, and "),
        ([3, 0], TypeError, "group must be the name of a file with the number of items of each q"),
        (5, TypeError, "group must be the name of a file"),
        ("3\n2.5\n", ValueError, "line 2, column 1: expected the number of items of a query, at l"),
        ("3\n2\n0\n", ValueError, "line 3, column 1: expected the number of items"),
        ("", ValueError, "group adds up to 0 items in 0 queries"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(write, group, error, said):
    given = write(group, "sizes") if isinstance(group, str) else group
    with pytest.raises(error, match=said):
        read_svmlight(write(GROUPED), group=given)


def test_a_query_stands_in_one_file_alone(write):
    with pytest.raises(ValueError, match=r"line 1, column 3: .* 'qid:10': omit group"):
        read_svmlight(write(LETOR), group=[3])
    with pytest.raises(
        ValueError, match=r"line 1, column 3: .*each query, pass it as group=\.\.\.\)"
    ):
        read_svmlight(write(GROUPED))


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
    with pytest.raises(ValueError, match="line 1, column 513183: features are numbered up to 65,5"):
        read_svmlight(write("1 qid:1 " + " ".join(f"{i}:1" for i in range(1, 1_200_000))))


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
    assert lists.remarks == ("several items have one name, and are kept, in query 7",)


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
    with pytest.raises(
        TypeError, match="read_svmlight has no argument 'temprature': did"
    ):  # codespell:ignore temprature
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
    assert lists.remarks == ()


@needs_shared
def test_the_test_lists_of_lightgbm_share_the_columns():
    lists = read_svmlight(SHARED / "letor_test.svm", n_features=300)
    assert len(lists) == 50
    assert sum(len(lists.features[query]) for query in lists.queries) == 768
    assert {lists.features[query].shape[1] for query in lists.queries} == {300}
