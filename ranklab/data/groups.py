"""Group sizes: the number of lines of each query, as in the group files of LightGBM and XGBoost."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from itertools import accumulate
from numbers import Integral
from pathlib import Path
from typing import Any

from ranklab.data.lines import MalformedError, checked_path, place, read_lines
from ranklab.explanation.checks import shown


def groups_of(group: Any, lines: int, source: Path) -> dict[str, range]:
    """The lines of each query; queries are named 1, 2 and so on.

    Args:
        group: A file with one size per line, or the sizes themselves.
        lines: The number of lines with an item.
        source: The file of these lines.

    Raises:
        TypeError: `group` is neither.
        ValueError: A size is malformed, or the sizes do not add up to the number of lines.
    """
    sizes = _read(group) if isinstance(group, str | os.PathLike) else _checked(group)
    if sum(sizes) != lines:
        raise ValueError(
            f"group adds up to {sum(sizes):,} items in {len(sizes):,} queries, and {source} has "
            f"{lines:,} lines with an item"
        )
    ends = accumulate(sizes)
    return {
        str(number): range(end - size, end)
        for number, (size, end) in enumerate(zip(sizes, ends, strict=True), start=1)
    }


def _read(path: str | os.PathLike[str]) -> list[int]:
    file, sizes = checked_path(path, "group"), []
    with closing(read_lines(file, progress=False)) as lines:
        for number, text in lines:
            word = text.strip()
            if not word:
                continue
            if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word)):
                said = f"expected the number of items of a query, at least 1, got {shown(word)}"
                raise place(file, number, text, MalformedError(0, said))
            sizes.append(int(word))
    return sizes


def _checked(group: Any) -> list[int]:
    sizes = list(group) if isinstance(group, Iterable) else []
    if not sizes or not all(_is_size(size) for size in sizes):
        raise TypeError(
            "group must be the name of a file with the number of items of each query, or these "
            f"numbers, such as [12, 7], got {shown(group)}"
        )
    return [int(size) for size in sizes]


def _is_size(size: Any) -> bool:
    return isinstance(size, Integral) and not isinstance(size, bool) and int(size) > 0
