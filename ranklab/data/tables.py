"""Tables: a CSV file, or a DataFrame of any library, one row for each item."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from functools import partial
from itertools import chain
from numbers import Real
from pathlib import Path
from typing import Any

from ranklab.data.columns import columns_of, is_missing, other_columns, rows_of
from ranklab.data.fields import (
    Grade,
    checked_grade,
    checked_label,
    checked_score,
    read_label,
    read_score,
)
from ranklab.data.lines import checked_path, read_lines
from ranklab.data.lists import Lists
from ranklab.data.notes import some
from ranklab.data.rows import check_options, lists_of
from ranklab.explanation.checks import shown

_Row = tuple[int, Sequence[Any]]


def read_csv(
    path: str | os.PathLike[str],
    *,
    query: str | None = "query",
    item: str | None = "item",
    score: str = "score",
    label: str = "label",
    delimiter: str | None = None,
    grade: Grade | None = None,
    progress: bool = True,
    **options: Any,
) -> Lists:
    """Read lists from a CSV file with a header, one line for each item.

    The lines of a query need not stand together. Columns that are not named are not read.

    Args:
        path: The file, UTF-8, which may be packed with gzip.
        query: The column of the query. By default one that is called query, qid, query_id or q;
            None makes one list of all lines.
        item: The column of the item's name, by default one called item, name, title, document or
            doc_id. None, or no such column: items are numbered.
        score: The column of the score, by default score, prediction or y_pred.
        label: The column of the label, by default label, relevance, rel, grade, rating, judgement
            or y_true.
        delimiter: What stands between two fields. None: a comma, or where the header has none, a
            semicolon or a tab; in a .tsv file a tab comes first.
        grade: Gives the label for the number in the file, where that is none from 0 to 30, such
            as `lambda clicks: min(clicks, 4)`.
        progress: Whether to show a bar when it takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message says where), or there is no such column.
        OSError: The file cannot be read.
    """
    file = checked_path(path)
    check_options(options, read_csv)
    if delimiter is not None and (
        not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '\r\n" '
    ):
        raise ValueError(f"delimiter must be one sign, such as ';', got {shown(delimiter)}")
    checked_grade(grade)
    names = {"query": query, "item": item, "score": score, "label": label}
    with closing(read_lines(file, progress)) as lines:
        texts = (text for _, text in lines)
        head = list(_until_text(texts))
        sign = delimiter or _delimiter(file, head[-1] if head else "")
        table = split_rows(chain(head, texts), sign, str(file))
        number, header = next(table, (0, []))
        if not header:
            raise ValueError(f"{file} is empty: expected a header such as query,item,score,label")
        source = f"{file}, line {number}"
        where = columns_of(header, names, source)
        rows = rows_of(
            str(file),
            _of_queries(table, header, where, query, source),
            where,
            {role: repr(header[at]) for role, at in where.items()},
            {"score": read_score, "label": partial(read_label, grade=grade)},
            remarks=other_columns(header, where),
        )
    return lists_of(rows, options)


def from_frame(
    frame: Any,
    *,
    query: str | None = "query",
    item: str | None = "item",
    score: str = "score",
    label: str = "label",
    **options: Any,
) -> Lists:
    """Take lists from a DataFrame of pandas, Polars, PyArrow or another library.

    The rows of a query need not stand together. Messages count rows from 1.

    Args:
        frame: The DataFrame, one row for each item.
        query: The column of the query, or the name of a level of the index of pandas; its values
            may be numbers. By default one that is called query, qid, query_id or q; None makes
            one list of all rows.
        item: The column of the item's name, by default one called item, name, title, document or
            doc_id. None, or no such column: items are numbered.
        score: The column of the score, by default score, prediction or y_pred.
        label: The column of the label, by default label, relevance, rel, grade, rating, judgement
            or y_true.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: It is no DataFrame, or an argument has the wrong type.
        ValueError: A value is missing or out of its limits (the message says where), or there is
            no such column.
    """
    import narwhals as nw  # only here: it costs a tenth of a second

    check_options(options, from_frame)
    try:
        if nw.dependencies.is_pandas_like_dataframe(frame):
            frame = _with_index(frame)
        table = nw.from_native(frame, eager_only=True)
    except ValueError as error:  # two columns share a name, and be it one that nobody asked for
        said = " ".join(str(error).split())
        raise ValueError(
            f"the frame cannot be read: {said}: give each column a name of its own"
        ) from None
    except TypeError:
        raise TypeError(
            "frame must be a DataFrame with its data in memory, such as one of pandas or Polars, "
            f"got {type(frame).__name__}"
        ) from None
    names = {"query": query, "item": item, "score": score, "label": label}
    header = table.columns
    where = columns_of(header, names, "the frame")
    cells = zip(*(table[:, column].to_list() for column in where.values()), strict=True)
    rows = rows_of(
        "the frame",
        _of_queries(enumerate(cells, start=1), header, where, query, "the frame"),
        {role: at for at, role in enumerate(where)},
        {role: repr(header[at]) for role, at in where.items()},
        {"score": _frame_score, "label": _frame_label},
        unit="row",
        remarks=other_columns(header, where),
    )
    return lists_of(rows, options)


def _until_text(lines: Iterable[str]) -> Iterator[str]:
    """The lines up to the first one that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def split_rows(
    lines: Iterable[str], delimiter: str, source: str
) -> Iterator[tuple[int, list[str]]]:
    """Split lines into fields; rows with nothing in them are left out.

    Yields:
        The number of the line that a row starts in, and its fields without blanks around them.

    Raises:
        ValueError: A row has more or fewer fields than the first one, or a quote is not closed.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    while True:
        number = reader.line_num + 1
        try:
            fields = [field.strip() for field in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise ValueError(f"{source}, line {number}: {error}") from None
        if not any(fields):
            continue
        width = width or len(fields)
        if len(fields) != width:
            raise ValueError(
                f"{source}, line {number}: expected {width} fields, as in the first line, "
                f"got {len(fields)}: does one hold {delimiter!r}? Then it needs quotes"
            )
        yield number, fields


def _of_queries(
    table: Iterable[_Row],
    header: Sequence[str],
    where: Mapping[str, int],
    query: str | None,
    source: str,
) -> Iterator[_Row]:
    """The rows of a table; more than one of them need a query, or to be told that there is none.

    Raises:
        ValueError: They have no query.
    """
    for at, row in enumerate(table):
        if at and query is not None and "query" not in where:
            raise ValueError(
                f"{source} has no column for the query; it has {some(map(repr, header))}: name "
                "yours with query=..., or make one list of all rows with query=None"
            )
        yield row


def _delimiter(file: Path, header: str) -> str:
    """What stands between the fields of a file: the first of a few signs in its header."""
    signs = "\t,;" if ".tsv" in map(str.lower, file.suffixes) else ",;\t"
    return next((sign for sign in signs if sign in header), ",")


def _with_index(frame: Any) -> Any:
    """A frame of pandas, or like it, with the levels of its index that have a name as columns."""
    names = list(frame.index.names)
    wanted = {
        name: at
        for at, name in reversed(list(enumerate(names)))
        if isinstance(name, str) and name not in frame.columns
    }
    return frame.reset_index(level=sorted(wanted.values())) if wanted else frame


def _frame_score(value: Any) -> float:
    return checked_score(_real(value, "score"), value)


def _frame_label(value: Any) -> float:
    return checked_label(_real(value, "label"), value)


def _real(value: Any, what: str) -> float:
    if is_missing(value):
        raise ValueError(f"the {what} is missing")
    if not isinstance(value, Real | Decimal):
        raise ValueError(f"the {what} must be a number, got {shown(value)}")
    try:
        return float(value)
    except OverflowError:
        return float("inf")
