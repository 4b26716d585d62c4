"""Cells: the columns of a table by their roles, and its rows made into lists."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

from ranklab.data.fields import read_name
from ranklab.data.notes import some
from ranklab.data.rows import ONE_LIST, Rows

NEEDED = ("score", "label")
OPTIONAL = ("query", "item")


def columns_of(
    header: Sequence[str], names: Mapping[str, str | None], source: str
) -> dict[str, int]:
    """Where each role stands among the columns: `names` says what it is called there.

    A query or an item that is called as usual may be missing, or be None and not wanted.

    Raises:
        TypeError: A name is no string.
        ValueError: There is no such column, or it is there twice.
    """
    where = {}
    for role, name in names.items():
        if name is None and role in OPTIONAL:
            continue
        if not isinstance(name, str):
            raise TypeError(f"{role} must be the name of a column, got {name!r}")
        if header.count(name) > 1:
            raise ValueError(f"{source} has {header.count(name)} columns {name!r}: keep one")
        if name in header:
            where[role] = header.index(name)
        elif name != role or role in NEEDED:
            raise ValueError(
                f"{source} has no column {name!r} for the {role}; it has "
                f"{some(map(repr, header))}: name yours with {role}=..."
            )
    return where


def rows_of(
    source: str,
    table: Iterable[tuple[int, Sequence[Any]]],
    where: Mapping[str, int],
    titles: Mapping[str, str | None],
    read: Mapping[str, Callable[[Any], float]],
    unit: str = "line",
) -> Rows:
    """Read the rows of a table.

    Args:
        source: What messages call the table.
        table: Each row with its number.
        where: The column of each role.
        titles: What messages call the column of each role.
        read: How a cell becomes a score, and a label.
        unit: What the numbers count.

    Raises:
        ValueError: A cell is malformed; the message says where.
    """
    queries: dict[str, list[int]] = {}
    items: list[str | None] = []
    numbers, values = array("q"), {role: array("d") for role in NEEDED}
    for number, cells in table:
        role = "query"
        try:
            query = _query(cells[where["query"]]) if "query" in where else ONE_LIST
            for role, column in values.items():
                column.append(read[role](cells[where[role]]))
        except ValueError as error:
            raise ValueError(f"{source}, {unit} {number}, column {titles[role]}: {error}") from None
        queries.setdefault(query, []).append(len(items))
        items.append(_item(cells[where["item"]]) if "item" in where else None)
        numbers.append(number)
    return Rows(source, queries, items, values["score"], values["label"], numbers, unit)


def is_missing(value: Any) -> bool:
    """Whether a cell of a frame holds nothing: None, NaN, or what a library has for it."""
    if isinstance(value, Real):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def _query(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a column of whole numbers, stored as floats
    text = "" if is_missing(value) else str(value).strip()
    if not text:
        raise ValueError("the query is missing")
    return text


def _item(value: Any) -> str:
    return "" if is_missing(value) else read_name(str(value))
