"""Cells: the columns of a table by their roles, and its rows made into lists."""

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

# What the column of a role is called as a rule; of several items the first one here is taken.
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
    """Where each role stands among the columns: `names` says what it is called there.

    A role that has its own name, as `query="query"` is by default, may be called anything in
    `CALLED`. So called, a query or an item may be missing; it may be None, and not wanted.

    Args:
        header: What the columns are called.
        names: What the column of each role is called.
        source: What messages call the table.
        advice: What to do where no column or several are there for a role.

    Raises:
        TypeError: A name is no string.
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
    """The columns that are called as a role is: in full if one is, else by another usual name."""
    words = [_plain_words(column) for column in header]
    found = [at for at, word in enumerate(words) if word == role]
    found = found or [at for at, word in enumerate(words) if word in CALLED[role]]
    if role == "item":
        found = sorted(found, key=lambda at: CALLED[role].index(words[at]))[:1]
    return found


def is_called(role: str, column: Any) -> bool:
    """Whether a column is called as that of a role is as a rule.

    >>> is_called("query", "Query-ID")
    True
    """
    return _plain_words(column) in CALLED[role]


def _plain_words(column: Any) -> str:
    return " ".join(re.sub(r"[_.-]", " ", str(column)).casefold().split())


def other_columns(header: Sequence[str], where: Mapping[str, int]) -> tuple[str, ...]:
    """Say which columns could have been a query, a score or a label, too, but are not read."""
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
        unit: What the numbers count.
        remarks: What there is to say about the table already.

    Raises:
        ValueError: A cell is malformed; the message says where.
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
    """Whether a cell of a frame holds nothing: None, NaN, or what a library has for it."""
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float | np.floating):  # a whole number may be too long for math.isnan
        return bool(np.isnan(value))
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def query_name(value: Any) -> str:
    """The name of a query, whatever it was given as.

    Raises:
        ValueError: It is missing; the message knows no place.

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
        return str(int(value))  # whole numbers with a gap among them are stored as floats
    return str(value)


def _kind(value: Any) -> type:
    """What a value is besides how it is written: all numbers are one kind, and True is none."""
    if isinstance(value, str):
        return str
    if isinstance(value, bool | np.bool_):
        return bool
    return Real if isinstance(value, Real | Decimal) else type(value)


def _remarks(merged: Mapping[str, tuple[Any, Any]]) -> tuple[str, ...]:
    """Say which values of different kinds have the same name, and so are one query."""
    if not merged:
        return ()
    query, (one, other) = next(iter(merged.items()))
    like_it = f" ({len(merged) - 1:,} more like it)" if len(merged) > 1 else ""
    return (
        f"{shown(one)} and {shown(other)} are both query {plain(query)}, one list{like_it}: rename "
        "one to keep them apart",
    )
