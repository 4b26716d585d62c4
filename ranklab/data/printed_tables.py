"""Clean up tables printed by pandas, Polars, DuckDB and psql: remove all that is not a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

_Row = tuple[int, list[str]]

_BARS = str.maketrans("│┆┃║", "||||")
_BORDER = re.compile(r"\s*[─━═╌┄┈┌┬┐├┼┤└┴┘╭╮╰╯╞╪╡╒╤╕╘╧╛╔╦╗╠╬╣╚╩╝]+\s*")
_AROUND = re.compile(
    r"\s*(?:shape: \([\d_,\s]+\)"  # Polars, above
    r"|\[\d+ rows x \d+ columns\]"  # pandas, below
    r"|\([\d,]+ rows?\)"  # psql, below
    r"|\| *[\d,.]+ rows?\b[^|]*\|)\s*"  # DuckDB, in its last line
)
_TYPE = re.compile(
    r"(?:str|string|cat|enum|bool|boolean|varchar|text|u?(?:tiny|small|big|huge)?int(?:eger)?\d*"
    r"|[iuf]\d+|float\d*|double|decimal|date|time|datetime|timestamp|duration|interval|list|struct"
    r"|binary|blob|uuid|null|object|json|enum)(?:\W.*)?",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"\.{2,3}|[…·:.⋮]")


def plain_lines(lines: Sequence[str]) -> list[str]:
    """The lines with ASCII borders; lines above or below the table become blank.

    >>> plain_lines(["shape: (1, 2)", "┌───┬───┐", "│ a ┆ b │"])
    ['', '---', '| a | b |']
    """
    plain = ("---" if _BORDER.fullmatch(line) else line.translate(_BARS) for line in lines)
    return ["" if _AROUND.fullmatch(line) else line for line in plain]


def without_types(rows: list[_Row]) -> list[_Row]:
    """The rows without the column types that Polars and DuckDB print below the names."""
    if len(rows) > 1 and all(map(_TYPE.fullmatch, rows[1][1])):
        return [rows[0], *rows[2:]]
    return rows


def without_index(rows: Sequence[_Row]) -> list[_Row] | None:
    """The rows of a printed pandas DataFrame; None if it is not one.

    An unnamed index has no column in the header, and is dropped. pandas prints the names of an
    index on a separate line, and omits a value of an outer level that repeats the row above; such
    values are filled in.
    """
    header, below = rows[0][1], rows[1:]
    levels: list[str] = []
    if len(below) > 1 and len(below[0][1]) < len(below[1][1]):
        levels = " ".join(below[0][1]).split()
        below = below[1:]
    index = max(len(levels), 1)
    if below and len(below[0][1]) != len(header) + index:
        header = " ".join(header).split()  # names may be one space apart, their values two
    if len(header) < 2 or not below or len(below[0][1]) != len(header) + index:
        return None
    filled: list[_Row] = []
    before: list[str] = []
    for number, fields in below:
        absent = len(header) + index - len(fields)
        if not 0 <= absent < index:
            return None
        before = [*before[:absent], *fields]
        filled.append((number, before))
    if levels:
        return [(rows[0][0], [*levels, *header]), *filled]
    if not all(re.fullmatch(r"\d+|\.\.", fields[0]) for _, fields in filled):
        return None
    return [(rows[0][0], header), *((number, fields[1:]) for number, fields in filled)]


def refuse_left_out(rows: Sequence[_Row], source: str) -> None:
    """Refuse a table that was printed with some rows omitted.

    Raises:
        ValueError: A row is an ellipsis; the message names it.
    """
    for number, fields in rows:
        if all(map(_LEFT_OUT.fullmatch, fields)):
            raise ValueError(
                f"{source}, line {number}: the table was printed in part, and this line stands for "
                "omitted rows: print all rows, or pass the frame to from_frame"
            )
