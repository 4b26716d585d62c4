"""Read lists from a CSV file or a DataFrame with one row for each item."""

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

    The lines of a query may be anywhere in the file. Other columns are not read.

    Args:
        path: The file, in UTF-8, which may be compressed with gzip.
        query: The column of the query. By default, query, qid, query_id or q. None reads all
            lines as one list.
        item: The column of the item's name. By default, item, name, title, document or doc_id.
            With None, or without such a column, items are numbered.
        score: The column of the score. By default, score, prediction or y_pred.
        label: The column of the label. By default, label, relevance, rel, grade, rating,
            judgement or y_true.
        delimiter: The character between two fields. None detects it from the header: a comma,
            else a semicolon, else a tab; in a .tsv file, a tab comes first.
        grade: Maps a number in the file to a label, if the numbers are not labels from 0 to 30,
            such as `lambda clicks: min(clicks, 4)`.
        progress: Whether to show a progress bar if reading takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message names the place), or there is no such column.
        OSError: The file cannot be read.
    """
    file = checked_path(path)
    check_options(options, read_csv)
    if delimiter is not None and (
        not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '\r\n" '
    ):
        raise ValueError(f"delimiter must be one character, such as ';', got {shown(delimiter)}")
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
    """Read lists from a DataFrame of pandas, Polars, PyArrow or another library.

    The rows of a query may be anywhere in the frame. Messages number rows from 1.

    Args:
        frame: The DataFrame, one row for each item.
        query: The column of the query, or the name of a level of a pandas index; its values may
            be numbers. By default, query, qid, query_id or q. None reads all rows as one list.
        item: The column of the item's name. By default, item, name, title, document or doc_id.
            With None, or without such a column, items are numbered.
        score: The column of the score. By default, score, prediction or y_pred.
        label: The column of the label. By default, label, relevance, rel, grade, rating,
            judgement or y_true.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: `frame` is not a DataFrame, or an argument has the wrong type.
        ValueError: A value is missing or out of its limits (the message names the place), or
            there is no such column.
    """
    import narwhals as nw  # imported late: it takes a tenth of a second

    check_options(options, from_frame)
    try:
        if nw.dependencies.is_pandas_like_dataframe(frame):
            frame = _with_index(frame)
        table = nw.from_native(frame, eager_only=True)
    except ValueError as error:  # two columns have one name, even if neither is read
        said = " ".join(str(error).split())
        raise ValueError(f"the frame cannot be read: {said}: rename one of them") from None
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
    """The lines up to and including the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def split_rows(
    lines: Iterable[str], delimiter: str, source: str
) -> Iterator[tuple[int, list[str]]]:
    """Split lines into fields, and skip empty rows.

    Yields:
        The number of the line in which a row starts, and its fields without surrounding spaces.

    Raises:
        ValueError: The number of fields differs from the first row, or a quote is not closed.
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
                f"got {len(fields)}: put a field that contains {delimiter!r} in quotes"
            )
        yield number, fields


def _of_queries(
    table: Iterable[_Row],
    header: Sequence[str],
    where: Mapping[str, int],
    query: str | None,
    source: str,
) -> Iterator[_Row]:
    """Yield the rows; several rows need a column of the query, unless `query` is None.

    Raises:
        ValueError: There is no such column.
    """
    for at, row in enumerate(table):
        if at and query is not None and "query" not in where:
            raise ValueError(
                f"{source} has no column for the query; it has {some(map(repr, header))}: name "
                "yours with query=..., or make one list of all rows with query=None"
            )
        yield row


def _delimiter(file: Path, header: str) -> str:
    """The character between the fields of a file: the first candidate in its header."""
    signs = "\t,;" if ".tsv" in map(str.lower, file.suffixes) else ",;\t"
    return next((sign for sign in signs if sign in header), ",")


def _with_index(frame: Any) -> Any:
    """A frame like one of pandas, with the named levels of its index as columns."""
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
