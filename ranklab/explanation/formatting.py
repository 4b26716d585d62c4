"""Formatting: numbers, names, counts and tables as people read them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

MINUS = "−"
_NAME_LENGTH = 22
_HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # whatever a notebook sets for its own


def number(value: float) -> str:
    """A number as people read it: three significant digits, a true minus sign.

    From 1,000 it is whole; from 100,000, and below 0.001, it has an exponent. There is no comma
    in it: the explorer reads one as a decimal point.

    >>> number(-0.12345)
    '−0.123'
    >>> number(12345.6)
    '12346'
    >>> number(1234567.0)
    '1.23e6'
    """
    size = abs(value)
    if size == 0:
        return "0"
    if not np.isfinite(size):
        return str(value).replace("-", MINUS)
    if size >= 99999.5 or size < 0.0009995:
        rounded = _rounded(value, 2 - int(np.floor(np.log10(size))))
        text = f"{rounded:.2e}".replace("e+", "e")
    else:
        text = str(_rounded(value, 0 if size >= 999.5 else _decimals(size)))
    return text.replace("-", MINUS)


def _decimals(size: float) -> int:
    """How many decimals leave three significant digits."""
    return max(0, 2 - int(np.floor(np.log10(size * (1 + 5e-4)))))


def _rounded(value: float, decimals: int) -> Decimal:
    """Half away from zero, as a browser rounds: 1.125 is 1.13 there, too."""
    step = Decimal((0, (1,), -decimals))
    return Decimal.from_float(float(value)).quantize(step, context=_HALF_UP)


def short(name: str) -> str:
    """A name that fits beside a bar, without what no file of a picture can hold."""
    kept = "".join("�" if unicodedata.category(c) in ("Cc", "Cn") else c for c in name)
    return kept if len(kept) <= _NAME_LENGTH else f"{kept[: _NAME_LENGTH - 1]}…"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines of text: the first column to the left, the others to the right.

    >>> print(table([["", "loss"], ["softmax", "0.798"]]))
               loss
    softmax   0.798
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in rows
    )


def items(count: int) -> str:
    """How many items, in words."""
    return f"{count:,} item" if count == 1 else f"{count:,} items"
