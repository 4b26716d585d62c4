"""Read a table that was pasted from a spreadsheet, a chat or a terminal."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ranklab.data.columns import columns_of, other_columns, rows_of
from ranklab.data.fields import read_label, read_score
from ranklab.data.lists import Lists
from ranklab.data.notes import some
from ranklab.data.printed_tables import (
    plain_lines,
    refuse_left_out,
    without_index,
    without_types,
)
from ranklab.data.rows import check_options, lists_of
from ranklab.data.tables import split_rows
from ranklab.explanation.checks import parsed

_SOURCE = "the text"
_BY_HEADER = {role: role for role in ("query", "item", "score", "label")}
_BY_WIDTH = {
    2: ("score", "label"),
    3: ("item", "score", "label"),
    4: ("query", "item", "score", "label"),
}
_RULE = re.compile(r"[\s|:+=-]*[-=][\s|:+=-]*")  # a horizontal line of a text table
_DECIMAL_COMMA = re.compile(r"(^|\s)[-+]?\d+,\d+(\s|$)")

_Row = tuple[int, list[str]]


def paste(text: str, **options: Any) -> Lists:
    r"""Read lists from a pasted table, one line for each item.

    Fields are separated by tabs, semicolons, commas, vertical bars or spaces (two or more if
    names contain spaces). Tables as printed by pandas, Polars, DuckDB and psql are read as well.
    With a header, columns are found by name, as in `read_csv`: score and label, and optionally
    query and item. Without a header, there are two columns, score and label; three, with the item
    first; or four, with the query first and the item second. A table without a query is one list;
    `notes` says so if another column may be the query.

    Args:
        text: The table; numbers have a decimal point.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: `text` is not a string, or an option has the wrong type.
        ValueError: The table is malformed; the message names the place.

    >>> lists = paste("item  score  label\ncat     0.6      1\ndog     0.8      0")
    >>> lists["1"].items, lists["1"].scores
    (('cat', 'dog'), (0.6, 0.8))
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string with a table, got {type(text).__name__}")
    check_options(options, paste)
    rows = _split(text.removeprefix("\ufeff"))
    if not rows:
        raise ValueError("text is empty: give one line for each item, with score and label")
    refuse_left_out(rows, _SOURCE)
    number, first = rows[0]
    remarks: tuple[str, ...] = ()
    if any(not math.isnan(parsed(cell)) for cell in first):
        where = _by_width(rows)
        titles = {role: str(at + 1) for role, at in where.items()}
    else:
        rows = rows[1:]
        source = f"{_SOURCE}, line {number}"
        where = columns_of(first, _BY_HEADER, source, "name one of them {role}")
        titles = {role: repr(first[at]) for role, at in where.items()}
        remarks = _remarks(first, where, len(rows))
    read = {"score": read_score, "label": read_label}
    table = rows_of(_SOURCE, rows, where, titles, read, remarks=remarks)
    return lists_of(table, options)


def _remarks(header: Sequence[str], where: Mapping[str, int], lines: int) -> tuple[str, ...]:
    """Remarks on columns that are not read; one of them may be the query."""
    said = other_columns(header, where)
    if "query" in where or len(header) == len(where) or lines == 1:
        return said
    named = some(map(repr, header))
    return (f"no column for the query among {named}: all {lines:,} lines are one list", *said)


def _split(text: str) -> list[_Row]:
    """The fields of each line that is not blank, with the number of the line."""
    lines = plain_lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    sign = _delimiter([line for line in lines if line.strip()])
    if sign in ("\t", ";", ","):
        return list(split_rows([f"{line}\n" for line in lines], sign, _SOURCE))
    stripped = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    numbered = _without_rules([(number, line) for number, line in stripped if line])
    if sign == "|":
        cells = [(number, line.strip("|").split("|")) for number, line in numbered]
        rows = [(number, [cell.strip() for cell in fields]) for number, fields in cells]
        return _even(without_types(rows))
    wide = without_types([(number, re.split(r"\s{2,}", line)) for number, line in numbered])
    if all(len(fields) == len(wide[0][1]) > 1 for _, fields in wide):
        return wide
    framed = without_index(wide) if wide else None
    if framed:
        return framed
    return _even([(number, line.split()) for number, line in numbered])


def _delimiter(lines: Sequence[str]) -> str:
    """The character between two fields; a space if there is no other."""
    if any("\t" in line for line in lines):
        return "\t"
    for sign in "|;,":
        if all(sign in line or (sign == "|" and _is_rule(line)) for line in lines):
            # 0,5 between spaces is a decimal comma, which is refused, rather than two fields.
            decimal = sign == "," and any(
                len(line.split()) > 1 and _DECIMAL_COMMA.search(line) for line in lines
            )
            return " " if decimal else sign
    return " "


def _without_rules(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines without horizontal rules. `| - | - |` is a rule only below the header."""
    kept: list[tuple[int, str]] = []
    for number, line in lines:
        may_be = len(kept) == 1 or len(line.split()) == 1  # a border contains no spaces
        if not (may_be and _is_rule(line)):
            kept.append((number, line))
    return kept


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None


def _even(rows: list[_Row]) -> list[_Row]:
    for number, fields in rows:
        if len(fields) != len(rows[0][1]):
            raise ValueError(
                f"{_SOURCE}, line {number}: expected {len(rows[0][1])} fields, as in the first "
                f"line, got {len(fields)}: if a name contains a space, separate the fields by tabs "
                "or commas"
            )
    return rows


def _by_width(rows: Sequence[_Row]) -> dict[str, int]:
    number, first = rows[0]
    roles = _BY_WIDTH.get(len(first))
    if roles is None:
        raise ValueError(
            f"{_SOURCE}, line {number}: {len(first)} {'field' if len(first) == 1 else 'fields'} "
            "and no header: expected score and label; item, score and label; query, item, score "
            "and label; or a header with these names"
        )
    if len(first) == 3 and not any(math.isnan(parsed(fields[0])) for _, fields in rows):
        raise ValueError(
            f"{_SOURCE}, line {number}: the first of three columns of numbers may be a query or "
            "an item: add a header such as query, score, label"
        )
    return {role: at for at, role in enumerate(roles)}
