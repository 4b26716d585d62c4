"""Tables: a CSV file, or a DataFrame of any library, one row for each item."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from functools import partial
from numbers import Real
from typing import Any

from ranklab.data.cells import columns_of, is_missing, rows_of
from ranklab.data.fields import Grade, checked_label, checked_score, read_label, read_score
from ranklab.data.lines import checked_path, read_lines
from ranklab.data.lists import Lists
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.limits import shown


def read_csv(
    path: str | os.PathLike[str],
    *,
    query: str | None = "query",
    item: str | None = "item",
    score: str = "score",
    label: str = "label",
    delimiter: str = ",",
    grade: Grade | None = None,
    progress: bool = True,
    **options: Any,
) -> Lists:
    """Read lists from a CSV file with a header, one line for each item.

    The lines of a query need not stand together. Columns that are not named are not read.

    Args:
        path: The file, UTF-8, which may be packed with gzip.
        query: The column of the query. None, or no column `query`: all lines are one list.
        item: The column of the item's name. None, or no column `item`: they are numbered.
        score: The column of the score.
        label: The column of the label.
        delimiter: What stands between two fields.
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
    check_options(options)
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '\r\n" ':
        raise ValueError(f"delimiter must be one sign, such as ';', got {shown(delimiter)}")
    names = {"query": query, "item": item, "score": score, "label": label}
    with closing(read_lines(file, progress)) as lines:
        table = split_rows((text for _, text in lines), delimiter, str(file))
        number, header = next(table, (0, []))
        if not header:
            raise ValueError(f"{file} is empty: expected a header such as query,item,score,label")
        where = columns_of(header, names, f"{file}, line {number}")
        titles = {role: repr(name) for role, name in names.items()}
        rows = rows_of(
            str(file),
            table,
            where,
            titles,
            {"score": read_score, "label": partial(read_label, grade=grade)},
        )
    return lists_of(_with_remark(rows, query, where), options)


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
        query: The column of the query, whose values may be numbers. None, or no column `query`:
            all rows are one list.
        item: The column of the item's name. None, or no column `item`: they are numbered.
        score: The column of the score.
        label: The column of the label.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: It is no DataFrame, or an argument has the wrong type.
        ValueError: A value is missing or out of its limits (the message says where), or there is
            no such column.
    """
    import narwhals as nw  # only here: it costs a tenth of a second

    check_options(options)
    try:
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
    where = columns_of(table.columns, names, "the frame")
    cells = zip(*(table[:, column].to_list() for column in where.values()), strict=True)
    places = {role: at for at, role in enumerate(where)}
    titles = {role: repr(name) for role, name in names.items()}
    read = {"score": _frame_score, "label": _frame_label}
    rows = rows_of("the frame", enumerate(cells, start=1), places, titles, read, unit="row")
    return lists_of(_with_remark(rows, query, where), options)


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


def _with_remark(rows: Rows, query: str | None, where: dict[str, int]) -> Rows:
    if query is None or "query" in where:
        return rows
    remark = f"no column {query!r}: all {len(rows.items):,} {rows.unit}s are one list"
    return replace(rows, remarks=(remark,))


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
