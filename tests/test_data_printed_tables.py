"""Tables as pandas, Polars, DuckDB and psql print them, pasted."""

import textwrap

import pytest

from ranklab.data import paste

COLUMNS = {
    "query": ["a", "a", "b"],
    "item": ["New York", "Lima", "Rio"],
    "score": [0.5, -0.75, 0.0],
    "label": [1, 0, 2],
}
EXPECTED = {"a": [("New York", 0.5, 1), ("Lima", -0.75, 0)], "b": [("Rio", 0, 2)]}


def listed(lists):
    return {
        query: list(zip(lists[query].items, lists[query].scores, lists[query].labels, strict=True))
        for query in lists.queries
    }


def pandas_frame(columns=COLUMNS):
    return pytest.importorskip("pandas").DataFrame(columns)


def test_a_frame_of_pandas_is_read_as_it_is_printed():
    frame = pandas_frame()
    for printed in (
        str(frame),
        str(frame)[2:],  # copied from the first name on
        textwrap.indent(str(frame), "    "),
        str(frame[["label", "score", "item", "query"]]),
        str(frame.set_index([[5, 7, 11]])),
        str(frame.set_index("query")),
        str(frame.set_index(["query", "item"])),
    ):
        assert listed(paste(printed)) == EXPECTED, printed
        assert paste(printed).notes == ()


def test_a_frame_of_pandas_without_its_index_is_read_where_no_name_has_a_blank():
    frame = pandas_frame({**COLUMNS, "item": ["York", "Lima", "Rio"]})
    assert listed(paste(frame.to_string(index=False)))["a"][0] == ("York", 0.5, 1)
    with pytest.raises(ValueError, match="if a name contains a space"):
        paste(pandas_frame().to_string(index=False))


def test_a_frame_that_is_printed_in_part_is_refused():
    pandas = pytest.importorskip("pandas")
    many = pandas.concat([pandas_frame()] * 30, ignore_index=True)
    wide = pandas_frame().assign(**{f"x{number}": 1.5 for number in range(30)})
    with pytest.raises(ValueError, match="the text, line 7: the table was printed in part"):
        paste(str(many))
    with pandas.option_context("display.width", 80, "display.max_columns", 8):
        assert listed(paste(str(wide))) == EXPECTED  # columns that are left out were not wanted
    polars = pytest.importorskip("polars")
    with pytest.raises(ValueError, match="the text, line 12: the table was printed in part"):
        paste(str(polars.DataFrame({"score": range(90), "label": range(90)})))


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"tbl_hide_column_data_types": True},
        {"tbl_hide_dataframe_shape": True},
        {"tbl_column_data_type_inline": True, "tbl_hide_column_data_types": True},
        {"tbl_formatting": "ASCII_MARKDOWN"},
        {"tbl_formatting": "ASCII_FULL"},
        {"tbl_formatting": "UTF8_FULL"},
        {"tbl_formatting": "NOTHING"},
    ],
    ids=str,
)
def test_a_frame_of_polars_is_read_as_it_is_printed(style):
    polars = pytest.importorskip("polars")
    with polars.Config(**style):
        printed = str(polars.DataFrame(COLUMNS))
    assert listed(paste(printed)) == EXPECTED, printed


DUCKDB = """\
┌─────────┬──────────┬──────────────┬───────┐
│  query  │   item   │    score     │ label │
│ varchar │ varchar  │ decimal(3,2) │ int32 │
├─────────┼──────────┼──────────────┼───────┤
│ a       │ New York │         0.50 │     1 │
│ a       │ Lima     │        -0.75 │     0 │
│ b       │ Rio      │         0.00 │     2 │
└─────────┴──────────┴──────────────┴───────┘
"""
PSQL = """\
 query |   item   | score | label
-------+----------+-------+-------
 a     | New York |   0.5 |     1
 a     | Lima     | -0.75 |     0
 b     | Rio      |     0 |     2
(3 rows)

"""


@pytest.mark.parametrize(
    "printed",
    [
        DUCKDB,
        DUCKDB.replace(
            "└─────────┴──────────┴──────────────┴───────┘",
            "├─────────┴──────────┴──────────────┴───────┤\n"
            "│ 3 rows                          4 columns │\n"
            "└───────────────────────────────────────────┘",
        ),
        PSQL,
        PSQL.replace("(3 rows)", "(1 row)"),
        PSQL.replace("|", "│").replace(
            "-------+----------+-------+-------", "───────┼──────────┼─"
        ),
        "+-------+----------+-------+-------+\n"
        + "".join(f"|{line}|\n" for line in PSQL.splitlines()[:5])
        + "+-------+----------+-------+-------+\n(3 rows)\n",
    ],
    ids=[
        "DuckDB",
        "DuckDB with a count",
        "psql",
        "one row",
        "psql in Unicode",
        "psql with borders",
    ],
)
def test_a_table_of_a_database_is_read_as_it_is_printed(printed):
    assert listed(paste(printed)) == EXPECTED


def test_a_table_of_duckdb_that_is_printed_in_part_is_refused():
    rows = "│    ·    │    ·     │      ·       │   ·   │\n" * 3
    line = "│ a       │ Lima     │        -0.75 │     0 │\n"
    with pytest.raises(ValueError, match="the text, line 6: the table was printed in part"):
        paste(DUCKDB.replace(line, rows))


def test_a_first_row_of_words_is_no_row_of_types():
    with pytest.raises(ValueError, match=r"line 3, column 'score': the score must be .* 'high'"):
        paste("| item | score | label |\n|---|---|---|\n| cat | high | good |\n| dog | 1 | 1 |")
