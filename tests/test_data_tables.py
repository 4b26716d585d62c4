"""CSV files, DataFrames and pasted tables: which column is which, and where a fault is."""

import csv
import gzip
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranklab.data import from_frame, paste, read_csv

TABLE = """\
query,item,score,label
cats,tabby,0.5,2
dogs,"pug, small",-1,0
cats,calico,0.25,1
"""


def listed(lists):
    """All that was read, by query."""
    return {
        query: list(zip(scenario.items, scenario.scores, scenario.labels, strict=True))
        for query, scenario in zip(lists.queries, lists, strict=True)
    }


EXPECTED = {
    "cats": [("tabby", 0.5, 2), ("calico", 0.25, 1)],
    "dogs": [("pug, small", -1, 0)],
}


@pytest.fixture
def read(tmp_path):
    def read(content, **options):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_csv(path, **options)

    return read


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (TABLE, {}),
        (b"\xef\xbb\xbf" + TABLE.encode(), {}),
        (TABLE.replace("\n", "\r\n"), {}),
        (TABLE.replace("\n", "\n\n , , , \n"), {}),
        (gzip.compress(TABLE.encode()), {}),
        (TABLE.replace(",", ";").replace("; small", ", small"), {"delimiter": ";"}),
        (TABLE.replace(",", ";").replace("; small", ", small"), {}),
        ("\n" + TABLE.replace(",", "\t").replace("\t small", ", small"), {}),
        (TABLE.replace("\n", "\r"), {}),
        (TABLE.replace("query", "Query_ID").replace("score", "y_pred"), {}),
        (TABLE.replace("query", "q").replace("item", "doc-id").replace("label", "Relevance"), {}),
        (TABLE.replace("query", "qid").replace("score", "bm25"), {"query": "qid", "score": "bm25"}),
        (TABLE.replace("label", "clicks"), {"label": "clicks"}),
        (TABLE.replace("item", "name"), {"item": "name"}),
    ],
    ids=[
        *("plain", "mark", "CRLF", "blank lines", "gzip", "semicolons", "semicolons found"),
        *("tabs found", "CR", "usual names", "other usual names", "names", "label", "item"),
    ],
)
def test_a_csv_file_is_read_by_the_names_of_its_columns(read, content, options):
    assert listed(read(content, **options)) == EXPECTED


def test_columns_that_may_be_missing(read):
    lists = read("score,label\n0.5,1\n0.25,0\n", query=None)
    assert listed(lists) == {"1": [("item 1", 0.5, 1), ("item 2", 0.25, 0)]}
    assert listed(read("score,label\n0.5,1\n")) == {"1": [("item 1", 0.5, 1)]}
    lists = read(TABLE, query=None, item=None)
    assert listed(lists) == {"1": [("item 1", 0.5, 2), ("item 2", -1, 0), ("item 3", 0.25, 1)]}
    assert lists.notes == ()


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (TABLE, {"score": "bm25"}, "line 1 has no column 'bm25' for the score; it has 'query', 'i"),
        (TABLE, {"query": "qid"}, "line 1 has no column 'qid' for the query"),
        (
            TABLE.replace(",", ";"),
            {"delimiter": ","},
            "line 1 has no column for the score; it has 'query;item;score;lab…: name yours with",
        ),
        (
            "session,score,label\na,1,0\nb,2,1\n",
            {},
            "table.csv, line 1 has no column for the query; it has 'session', 'score', 'label': "
            "name yours with query=..., or make one list of all rows with query=None",
        ),
        (
            "qid,q,score,label\n",
            {},
            "line 1 has 2 columns for the query, 'qid', 'q': name yours with query=...",
        ),
        ("qid,score,rel,grade\n", {}, "2 columns for the label, 'rel', 'grade': name yours with l"),
        ("score,score,label\n1,1,1\n", {}, "line 1 has 2 columns 'score': keep one"),
        ("", {}, "is empty: expected a header such as query,item,score,label"),
        ("score,label\n", {}, "holds no list: it has no line with an item"),
        (TABLE + "cats,x,1\n", {}, "line 5: expected 4 fields, as in the first line, got 3"),
        (TABLE + "cats,a,b,1,0\n", {}, "line 5: expected 4 fields, as in the first line, got 5"),
        (TABLE + 'cats,"x,1,0\n', {}, "line 5: unexpected end of data"),
        (TABLE + "cats,x,high,0\n", {}, "line 5, column 'score': the score must be a number"),
        (TABLE + "cats,x,,0\n", {}, "line 5, column 'score': the score must be a number"),
        (TABLE + "cats,x,1,-1\n", {}, "line 5, column 'label': the label must be a number from 0"),
        (TABLE + 'cats,x,"0,5",1\n', {}, "got '0,5': use a decimal point"),
        (TABLE + ",x,1,1\n", {}, "line 5, column 'query': the query is missing"),
        (TABLE + 'cats,"x\ny",1,1\ncats,z,nan,1\n', {}, "line 7, column 'score'"),
        (TABLE + f"cats,{'x' * 200_000},1,1\n", {}, "line 5: field larger than field limit"),
        (TABLE.encode() + b"cats,\xe9,1,1\n", {}, "line 5, column 6: byte 0xe9 is not UTF-8"),
        (TABLE, {"delimiter": ",,"}, "delimiter must be one character"),
        (TABLE, {"delimiter": '"'}, "delimiter must be one character"),
    ],
)
def test_a_malformed_csv_file_is_refused_with_the_place(read, content, options, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        read(content, **options)


def test_the_name_of_a_column_is_a_string(read):
    with pytest.raises(TypeError, match="score must be the name of a column, got None"):
        read(TABLE, score=None)


def test_labels_of_a_csv_file_may_be_graded(read):
    assert read(TABLE, grade=lambda label: 10 * label)["cats"].labels == (20, 10)
    said = r"line 2, column 'label': grade\(2\) must give a label from 0 to 30, got 1000"
    with pytest.raises(ValueError, match=said):
        read(TABLE, grade=lambda _: 10**400)


def test_a_home_folder_that_is_not_there_is_a_file_that_is_not_there():
    with pytest.raises(FileNotFoundError, match=r"no home folder for path='~nosuchuser/x\.csv'"):
        read_csv("~nosuchuser/x.csv")


_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
_texts = _texts.filter(lambda text: text == text.strip())
_table = st.lists(
    st.tuples(_texts, _texts, st.floats(-1e6, 1e6), st.floats(0, 30)), min_size=1, max_size=12
)


@given(_table)
def test_what_the_csv_module_writes_is_read_back(tmp_path_factory, table):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("query", "item", "score", "label"), *table])
    expected = {}
    for query, *item in table:
        expected.setdefault(query, []).append(tuple(item))
    assert listed(read_csv(path)) == expected


FRAMES = ["pandas", "polars"]


@pytest.mark.parametrize("library", FRAMES)
def test_a_frame_of_any_library_is_read(library):
    frame = pytest.importorskip(library).DataFrame
    columns = {
        "query": ["cats", "dogs", "cats"],
        "item": ["tabby", "pug, small", "calico"],
        "score": [0.5, -1.0, 0.25],
        "label": [2, 0, 1],
    }
    assert listed(from_frame(frame(columns))) == EXPECTED
    numbered = frame({"qid": [7, 8, 7], "bm25": [1, 2, 3], "clicked": [True, False, False]})
    lists = from_frame(numbered, query="qid", score="bm25", label="clicked", temperature=2.0)
    assert listed(lists) == {
        "7": [("item 1", 1, 1), ("item 2", 3, 0)],
        "8": [("item 1", 2, 0)],
    }
    assert lists["7"].temperature == 2
    usual = frame({"query_id": [7, 8], "prediction": [1, 2], "relevance": [0, 1]})
    assert from_frame(usual).queries == ("7", "8")
    without = frame({"score": [1, 2], "label": [0, 1]})
    assert from_frame(without, query=None).queries == ("1",)
    with pytest.raises(ValueError, match="the frame has no column for the query; it has 'score', "):
        from_frame(without)


def test_a_level_of_the_index_of_pandas_is_a_column():
    pandas = pytest.importorskip("pandas")
    columns = {"qid": [7, 8, 7], "doc": ["a", "b", "c"], "score": [1, 2, 3], "label": [0, 1, 2]}
    expected = {"7": [("a", 1, 0), ("c", 3, 2)], "8": [("b", 2, 1)]}
    frame = pandas.DataFrame(columns)
    for index in ("qid", ["qid", "doc"], ["doc", "qid"]):
        assert listed(from_frame(frame.set_index(index))) == expected
    renamed = frame.set_index("qid").rename_axis("session")
    assert listed(from_frame(renamed, query="session")) == expected
    with pytest.raises(ValueError, match="no column for the query; it has 'session', 'doc', 'sco"):
        from_frame(renamed)
    # A level that a column repeats, or that has no name, is no column.
    assert listed(from_frame(frame.set_index("qid", drop=False))) == expected
    assert listed(from_frame(frame.set_index([["x", "y", "z"], "qid"]))) == expected


def test_a_column_that_is_called_as_its_role_is_taken_and_the_other_is_noted(read):
    lists = read(TABLE.replace("item,score", "qid,score"), temperature=2)
    assert lists.queries == ("cats", "dogs")
    assert lists.notes == ("column 'query' is the query; 'qid' is not read",)
    lists = read("qid,score,rating,label\n7,1,2,3\n", label="rating")
    assert lists["7"].labels == (2,)
    assert lists.notes == ("column 'rating' is the label; 'label' is not read",)
    assert read("qid,title,doc_id,score,label\n7,a,b,1,1\n")["7"].items == ("a",)


@pytest.mark.parametrize("query", ["qid", "query_id", "Query", "q", "query-id", "queryId"])
def test_one_rule_says_which_column_is_the_query(read, query):
    rows = [("a", 1.0, 0), ("b", 2.0, 1)]
    text = f"{query},score,label\na,1,0\nb,2,1\n"
    frame = pytest.importorskip("pandas").DataFrame(rows, columns=[query, "score", "label"])
    for lists in (read(text), paste(text), from_frame(frame), from_frame(frame.set_index(query))):
        assert listed(lists) == {"a": [("item 1", 1, 0)], "b": [("item 1", 2, 1)]}


def test_a_pasted_table_without_a_query_is_one_list_and_says_so_where_a_column_may_be_it():
    lists = paste("session,score,label\na,1,0\nb,2,1\n")
    assert len(lists) == 1
    assert lists.notes == (
        "no column for the query among 'session', 'score', 'label': all 2 lines are one list",
    )
    assert paste("item,score,label\na,1,0\nb,2,1\n").notes == ()


def test_true_and_false_are_labels(read):
    text = "qid,score,label\n7,1,True\n7,2,False\n7,3,true\n7,4,FALSE\n"
    for lists in (read(text), paste(text)):
        assert lists["7"].labels == (1, 0, 1, 0)
    assert read(text, grade=lambda label: 3 * label)["7"].labels == (3, 0, 3, 0)
    with pytest.raises(
        ValueError, match=r"line 2, column 'score': the score must be .* got 'True'"
    ):
        read("qid,score,label\n7,True,1\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sep": ";"}, "read_csv has no argument 'sep': did you mean delimiter?"),
        ({"labels_": "x"}, "read_csv has no argument 'labels_': did you mean label?"),
        ({"temperature_": 2}, "read_csv has no argument 'temperature_': did you mean temperature?"),
        ({"xyz": 2}, "read_csv has no argument 'xyz': it takes path, query, item, score, label, "),
        ({"items": ["a"]}, "items comes from the data"),
        ({"grade": 3}, "grade must be a function that maps a number"),
    ],
)
def test_a_wrong_argument_is_the_readers(read, options, said):
    with pytest.raises(TypeError, match=re.escape(said)):
        read(TABLE, **options)


def test_a_wrong_argument_of_a_frame_or_a_text_is_theirs():
    polars = pytest.importorskip("polars")
    with pytest.raises(TypeError, match="from_frame has no argument 'sep': it takes frame, query"):
        from_frame(polars.DataFrame(), sep=";")
    with pytest.raises(TypeError, match="paste has no argument 'query'"):
        paste(TABLE, query="x")


@pytest.mark.parametrize("library", FRAMES)
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"score": [1.0, None]}, "the frame, row 2, column 'score': the score is missing"),
        ({"score": [1.0, float("nan")]}, "row 2, column 'score': the score is missing"),
        ({"score": [1.0, 1e7]}, "row 2, column 'score': the score must be a number from -1e6"),
        ({"score": ["1.5", "x"]}, "row 1, column 'score': the score must be a number, got '1.5'"),
        ({"label": [1, None]}, "row 2, column 'label': the label is missing"),
        ({"label": [1, -1]}, "row 2, column 'label': the label must be a number from 0 to 30"),
        ({"label": [1, 31]}, "row 2, column 'label': the label must be a number from 0 to 30"),
        ({"query": ["a", None]}, "row 2, column 'query': the query is missing"),
    ],
)
def test_a_malformed_cell_of_a_frame_is_named(library, columns, said):
    good = {"query": ["a", "a"], "score": [1.0, 2.0], "label": [1, 0]}
    frame = pytest.importorskip(library).DataFrame({**good, **columns})
    with pytest.raises(ValueError, match=re.escape(said)):
        from_frame(frame)


def test_whole_numbers_that_a_frame_stores_as_floats_name_a_query():
    frame = pytest.importorskip("pandas").DataFrame(
        {"query": [7.0, 8.5], "item": ["a", None], "score": [1, 2], "label": [1, 0]}
    )
    assert listed(from_frame(frame)) == {"7": [("a", 1, 1)], "8.5": [("item 1", 2, 0)]}


@pytest.mark.parametrize("role", ["query", "item", "score", "label"])
def test_a_whole_number_of_hundreds_of_digits_is_a_name_and_no_score(role):
    pandas = pytest.importorskip("pandas")
    good = {"query": ["a", "a"], "item": ["x", "y"], "score": [1.0, 2.0], "label": [1, 0]}
    frame = pandas.DataFrame({**good, role: pandas.Series([1, 10**400], dtype=object)})
    if role in ("query", "item"):
        names = from_frame(frame).queries if role == "query" else from_frame(frame)["a"].items
        assert names[1].startswith("1000000000")
    else:
        place = f"the frame, row 2, column '{role}': the {role} must be a number from"
        with pytest.raises(ValueError, match=place):
            from_frame(frame)


def test_a_name_that_cannot_be_written_is_refused_with_the_place():
    pandas = pytest.importorskip("pandas")
    item = pandas.Series([1, 10**5000], dtype=object)  # Python writes no more than 4,300 digits
    with pytest.raises(ValueError, match=r"the frame, row 2, column 'item': .*4300 digits"):
        from_frame(pandas.DataFrame({"item": item, "score": [1, 2], "label": [1, 0]}), query=None)


@pytest.mark.parametrize("library", FRAMES)
def test_decimals_are_numbers(library):
    frame = pytest.importorskip(library).DataFrame
    score = [Decimal("1.5"), Decimal("2.25")]
    lists = from_frame(frame({"score": score, "label": [Decimal(1), Decimal(0)]}), query=None)
    assert (lists["1"].scores, lists["1"].labels) == ((1.5, 2.25), (1, 0))


@pytest.mark.parametrize(
    ("score", "said"),
    [("NaN", "the score is missing"), ("sNaN", "the score is missing"), ("Inf", "from -1e6 to 1e")],
)
def test_a_decimal_that_is_no_score_is_named(score, said):
    frame = pytest.importorskip("pandas").DataFrame({"score": [Decimal(score)], "label": [1]})
    with pytest.raises(ValueError, match=f"the frame, row 1, column 'score': .*{said}"):
        from_frame(frame)


@pytest.mark.parametrize(
    ("one", "other"), [(1, "1"), (True, "True"), (1.0, "1"), (Decimal(1), "1"), (np.int8(1), "1")]
)
def test_values_of_two_kinds_that_are_one_query_are_noted(one, other):
    pandas = pytest.importorskip("pandas")
    query = pandas.Series([one, other], dtype=object)
    lists = from_frame(pandas.DataFrame({"query": query, "score": [1, 2], "label": [1, 0]}))
    assert lists.notes == (
        f"{one!r} and {other!r} are both read as query {other}, one list: rename one "
        "to keep them apart",
    )


def test_many_queries_of_two_kinds_are_one_note():
    pandas = pytest.importorskip("pandas")
    query = pandas.Series([1, 2, "1", "2", 1], dtype=object)
    lists = from_frame(pandas.DataFrame({"query": query, "score": 1.0, "label": 1}))
    assert lists.remarks == (
        "1 and '1' are both read as query 1, one list (1 more like it): rename one "
        "to keep them apart",
    )


def test_equal_numbers_of_several_types_are_one_query_and_no_note():
    pandas = pytest.importorskip("pandas")
    query = pandas.Series([1, 1.0, np.float32(1), np.int8(1)], dtype=object)
    lists = from_frame(pandas.DataFrame({"query": query, "score": 1.0, "label": 1}))
    assert (lists.queries, lists.remarks) == (("1",), ())


def test_whole_numbers_with_a_gap_among_them_name_items_as_whole_numbers():
    columns = {"query": "a", "item": [101, None, 7.5], "score": [1, 2, 3], "label": [1, 0, 0]}
    lists = from_frame(pytest.importorskip("pandas").DataFrame(columns))
    assert lists["a"].items == ("101", "item 2", "7.5")


@pytest.mark.parametrize("twice", ["score", "x"])
def test_a_frame_with_a_column_twice_is_refused(twice):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([[1, 2, 3, 4]], columns=[twice, twice, "score", "label"])
    with pytest.raises(
        ValueError, match=f"the frame cannot be read: .*'{twice}' .*: rename one of them"
    ):
        from_frame(frame)


def test_what_is_no_frame_is_refused():
    for wrong in ({"score": [1], "label": [1]}, np.ones((2, 2)), [1, 2], "table.csv"):
        with pytest.raises(TypeError, match="frame must be a DataFrame with its data in memory"):
            from_frame(wrong)
    lazy = pytest.importorskip("polars").DataFrame({"score": [1], "label": [1]}).lazy()
    with pytest.raises(TypeError, match="frame must be a DataFrame with its data in memory"):
        from_frame(lazy)


def test_an_empty_frame_holds_no_list():
    polars = pytest.importorskip("polars")
    with pytest.raises(ValueError, match="the frame holds no list: it has no row with an item"):
        from_frame(polars.DataFrame({"score": [], "label": []}))


THREE = [("New York", 0.6, 1), ("Lima", -0.8, 0), ("Rio", 0, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "New York\t0.6\t1\nLima\t-0.8\t0\nRio\t0\t2",
        "New York\t0.6\t1\r\nLima\t-0.8\t0\r\nRio\t0\t2\r\n",
        "New York;0.6;1\rLima;-0.8;0\rRio;0;2",
        "New York, 0.6, 1\nLima, -0.8, 0\nRio, 0, 2",
        '"New York",0.6,1\n\n"Lima",-0.8,0\n"Rio",0,2\n',
        "New York   0.6  1\nLima      -0.8  0\nRio          0  2\n",
        "  New York   0.6  1  \n  Lima      −0.8  0\n  Rio         0  2",
        "item      score  label\nNew York    0.6      1\nLima       -0.8      0\nRio  0  2",
        "Label\tScore\tPrice\tName\n1\t0.6\t9\tNew York\n0\t-0.8\t9\tLima\n2\t0\t9\tRio",
        "\ufeffdoc_id,relevance,y_pred\nNew York,1,0.6\nLima,0,-0.8\nRio,2,0",
        "| item | score | label |\n|:--|--:|--:|\n| New York | 0.6 | 1 |\n| Lima | -0.8 | 0 |\n"
        "| Rio | 0 | 2 |",
        "New York|0.6|1\nLima|-0.8|0\nRio|0|2",
        "+---+---+\n| item | score | label |\n+---+---+\n| New York | 0.6 | 1 |\n|---|---|\n"
        "| Lima | -0.8 | 0 |\n| Rio | 0 | 2 |\n+---+---+",
        "| item | score | label |\n| - | - | - |\n| New York | 0.6 | 1 |\n| Lima | -0.8 | 0 |\n"
        "| Rio | 0 | 2 |",
    ],
)
def test_a_table_is_pasted_as_it_comes(text):
    assert listed(paste(text)) == {"1": THREE}


def test_two_columns_are_score_and_label_and_four_have_query_and_item():
    assert listed(paste("0.6 1\n0.8 0")) == {"1": [("item 1", 0.6, 1), ("item 2", 0.8, 0)]}
    assert listed(paste("0.5,1\n0.25,0")) == {"1": [("item 1", 0.5, 1), ("item 2", 0.25, 0)]}
    assert listed(paste("7 a 1 0\n8 b 2 1\n7 c 3 0")) == {
        "7": [("a", 1, 0), ("c", 3, 0)],
        "8": [("b", 2, 1)],
    }
    assert paste("1 1", loss="unique_softmax")["1"].loss == "unique_softmax"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text is empty"),
        (" \n\t\n", "text is empty"),
        ("|---|---|", "text is empty"),
        (
            "cat;0,5;1\ndog;1;0",
            "line 1, column 2: the score must be a number from -1e6 to 1e6, got",
        ),
        ("cat\t1\t1\ndog\t0,25\t0", "line 2, column 2: .* got '0,25': use a decimal point"),
        ("cat 0,5 1\ndog 0,25 0", "line 1, column 2: .* got '0,5': use a decimal point"),
        ("score label\n1 x", "line 2, column 'label': the label must be a number from 0 to 30, g"),
        ("1\t-1", "line 1, column 2: the label must be .*an item that is not relevant has 0"),
        ("1\t2\t3", "line 1: the first of three columns of numbers may be a query or an item: add"),
        ("5", "line 1: 1 field and no header: expected score and label"),
        ("1 2 3 4 5", "line 1: 5 fields and no header: expected score and label"),
        (
            "a,b\n1,2",
            "line 1 has no column for the score; it has 'a', 'b': name one of them score",
        ),
        (
            "score,grade,rating\n1,2,3",
            "line 1 has 2 columns for the label, 'grade', 'rating': name one of them label",
        ),
        ("score,label", "the text holds no list"),
        (
            "New York 1 1\nLima 1 0",
            "line 2: expected 4 fields, as in the first line, got 3: if a",
        ),
        ("a,1,1\nb,c,1,1", "line 2: expected 3 fields, as in the first line, got 4"),
        ('"a\t1\t1', "line 1: unexpected end of data"),
        ("|a|1|0|\n|b|2|1|\n| - | - | - |", "line 3, column 2: the score must be .* got '-'"),
        ("a 1 0\nb 2 1\n- - -", "line 3, column 2: the score must be a number .* got '-'"),
        ("query\tscore\tlabel\n\t1\t1", "line 2, column 'query': the query is missing"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(text, said):
    with pytest.raises(ValueError, match=said):
        paste(text)


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match="text must be a string with a table, got list"):
        paste([1, 2])


_cells = st.text(st.characters(min_codepoint=97, max_codepoint=0x2FF), min_size=1, max_size=6)
_cells = _cells.filter(lambda text: text.isalpha())


@given(
    st.lists(
        st.tuples(_cells, _cells, st.floats(-1e6, 1e6), st.floats(0, 30)), min_size=1, max_size=9
    ),
    st.sampled_from(["\t", ";", ",", " ", "   ", "|", " | "]),
    st.booleans(),
)
def test_a_table_is_the_same_whatever_stands_between_its_fields(table, sign, header):
    lines = [sign.join([query, item, repr(s), repr(y)]) for query, item, s, y in table]
    if header:
        lines.insert(0, sign.join(["query", "item", "score", "label"]))
    expected = {}
    for query, *item in table:
        expected.setdefault(query, []).append(tuple(item))
    assert listed(paste("\n".join(lines))) == expected
