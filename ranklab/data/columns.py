"""The columns of a table by role (query, item, score, label), and its cells read into rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from ranklab.data.fields import read_name
from ranklab.data.notes import plain, some
from ranklab.data.rows import ONE_LIST, Rows
from ranklab.explanation.checks import shown

NEEDED = ("score", "label")

# Usual names for the column of each role. Of several item columns, the first name here wins.
CALLED = {
    "query": ("query", "qid", "query id", "queryid", "q"),
    "item": (
        *("item", "name", "title", "document", "doc", "docid", "doc id", "docno", "document id"),
        *("corpus id", "pid"),
    ),
    "score": ("score", "scores", "prediction", "predictions", "y pred"),
    "label": (
        *("label", "labels", "relevance", "rel", "grade", "rating", "judgement", "judgment"),
        "y true",
    ),
}
BY_ARGUMENT = "name yours with {role}=..."


def columns_of(
    header: Sequence[str],
    names: Mapping[str, str | None],
    source: str,
    advice: str = BY_ARGUMENT,
) -> dict[str, int]:
    """Find the column of each role.

    Where the name of a role is the role itself, as in the default `query="query"`, any name in
    `CALLED` is accepted; the query and the item may then be missing. None means that a table is
    read without a query or an item.

    Args:
        header: The names of the columns.
        names: The name of the column of each role.
        source: What messages call the table.
        advice: What to do if a role has no column or several.

    Returns:
        The position of the column of each role.

    Raises:
        TypeError: A name is not a string.
        ValueError: There is no such column, or there are several.
    """
    where = {}
    for role, name in names.items():
        if name is None and role not in NEEDED:
            continue
        if not isinstance(name, str):
            raise TypeError(f"{role} must be the name of a column, got {name!r}")
        if header.count(name) > 1:
            raise ValueError(f"{source} has {header.count(name)} columns {name!r}: keep one")
        found = [header.index(name)] if name in header else []
        if not found and name == role:
            found = _called(role, header)
        do = advice.format(role=role)
        if len(found) > 1:
            columns = ", ".join(repr(header[at]) for at in found)
            raise ValueError(f"{source} has {len(found)} columns for the {role}, {columns}: {do}")
        if found:
            where[role] = found[0]
        elif name != role or role in NEEDED:
            missing = (
                f"column {name!r} for the {role}" if name != role else f"column for the {role}"
            )
            raise ValueError(f"{source} has no {missing}; it has {some(map(repr, header))}: {do}")
    return where


def _called(role: str, header: Sequence[str]) -> list[int]:
    """The columns that have the name of a role, or else one of its other usual names."""
    words = [_plain_words(column) for column in header]
    found = [at for at, word in enumerate(words) if word == role]
    found = found or [at for at, word in enumerate(words) if word in CALLED[role]]
    if role == "item":
        found = sorted(found, key=lambda at: CALLED[role].index(words[at]))[:1]
    return found


def is_called(role: str, column: Any) -> bool:
    """Whether a column has one of the usual names of a role.

    >>> is_called("query", "Query-ID")
    True
    """
    return _plain_words(column) in CALLED[role]


def _plain_words(column: Any) -> str:
    return " ".join(re.sub(r"[_.-]", " ", str(column)).casefold().split())


def other_columns(header: Sequence[str], where: Mapping[str, int]) -> tuple[str, ...]:
    """Remarks on columns that look like a query, a score or a label, but are not read."""
    said = []
    for role in ("query", *NEEDED):
        usual = [at for at, name in enumerate(header) if is_called(role, name)]
        others = [repr(header[at]) for at in usual if at not in where.values()]
        if others and role in where:
            verb = "is" if len(others) == 1 else "are"
            taken = header[where[role]]
            said.append(f"column {taken!r} is the {role}; {some(others)} {verb} not read")
    return tuple(said)


def rows_of(
    source: str,
    table: Iterable[tuple[int, Sequence[Any]]],
    where: Mapping[str, int],
    titles: Mapping[str, str],
    read: Mapping[str, Callable[[Any], float]],
    unit: str = "line",
    remarks: tuple[str, ...] = (),
) -> Rows:
    """Read the rows of a table.

    Args:
        source: What messages call the table.
        table: Each row with its number.
        where: The column of each role.
        titles: What messages call the column of each role.
        read: How a cell becomes a score, and a label.
        unit: What the numbers count: lines or rows.
        remarks: Remarks on the table so far.

    Raises:
        ValueError: A cell is malformed; the message names its place.
    """
    queries: dict[str, list[int]] = {}
    first: dict[str, Any] = {}
    merged: dict[str, tuple[Any, Any]] = {}
    items: list[str | None] = []
    numbers, values = array("q"), {role: array("d") for role in NEEDED}
    for number, cells in table:
        role = "query"
        try:
            given = cells[where["query"]] if "query" in where else ONE_LIST
            query = query_name(given)
            for role, column in values.items():
                column.append(read[role](cells[where[role]]))
            role = "item"
            item = _item(cells[where["item"]]) if "item" in where else None
        except ValueError as error:
            raise ValueError(f"{source}, {unit} {number}, column {titles[role]}: {error}") from None
        before = first.setdefault(query, given)
        if type(before) is not type(given) and _kind(before) is not _kind(given):
            merged.setdefault(query, (before, given))
        queries.setdefault(query, []).append(len(items))
        items.append(item)
        numbers.append(number)
    return Rows(
        source=source,
        queries=queries,
        items=items,
        scores=values["score"],
        labels=values["label"],
        places=numbers,
        unit=unit,
        remarks=(*remarks, *_remarks(merged)),
    )


def is_missing(value: Any) -> bool:
    """Whether a cell of a frame is empty: None, NaN, or a library's own marker such as NaT."""
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float | np.floating):  # math.isnan overflows on very large integers
        return bool(np.isnan(value))
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def query_name(value: Any) -> str:
    """The name of a query as text, given as text or as a number.

    Raises:
        ValueError: It is missing. The caller adds the place to the message.

    >>> query_name(7.0), query_name(" 7")
    ('7', '7')
    """
    text = _written(value).strip()
    if not text:
        raise ValueError("the query is missing")
    return text


def _item(value: Any) -> str:
    return read_name(_written(value))


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    if is_missing(value):
        return ""
    if isinstance(value, float | np.floating) and value.is_integer():
        return str(int(value))  # a column of integers with gaps is stored as floats
    return str(value)


def _kind(value: Any) -> type:
    """The kind of a value: text, bool, number, or its type. All numbers are one kind."""
    if isinstance(value, str):
        return str
    if isinstance(value, bool | np.bool_):
        return bool
    return Real if isinstance(value, Real | Decimal) else type(value)


def _remarks(merged: Mapping[str, tuple[Any, Any]]) -> tuple[str, ...]:
    """A remark on values of different kinds that have one name, and are read as one query."""
    if not merged:
        return ()
    query, (one, other) = next(iter(merged.items()))
    like_it = f" ({len(merged) - 1:,} more like it)" if len(merged) > 1 else ""
    return (
        f"{shown(one)} and {shown(other)} are both read as query {plain(query)}, one list"
        f"{like_it}: rename one to keep them apart",
    )
