"""What the benchmarks share: the command line, quantiles, a table and the versions behind it."""

from __future__ import annotations

import argparse
import math
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version

import numpy as np


def is_short(description: str | None) -> bool:
    """Read the command line; say whether it asks for the short run of a few seconds."""
    return bool(read_options(description).short)


def read_options(description: str | None, **flags: str) -> argparse.Namespace:
    """Read the command line: `--short`, and flags of one benchmark with what they mean."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, meaning in {"short": "a few seconds, for CI", **flags}.items():
        parser.add_argument(f"--{name}", action="store_true", help=meaning)
    return parser.parse_args()


def median_and_p95(values: Iterable[float]) -> tuple[float, float]:
    """The middle of some measurements, and what 95 % of them stay below."""
    median, p95 = np.percentile(list(values), [50, 95])
    return float(median), float(p95)


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows below a title: the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    print(f"\n{title}")
    for row in (head, ["-" * width for width in widths], *rows):
        first, *others = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]))


def bound(value: float | None, at_most: bool) -> str:
    return "" if value is None else f"{'<=' if at_most else '>='} {value:,g}"


def verdict(measured: float | None, must: float | None, goal: float | None, at_most: bool) -> str:
    """Whether the must holds, or even the goal."""
    if measured is None or math.isnan(measured):
        return "-"
    sign = -1 if at_most else 1
    if goal is not None and sign * measured >= sign * goal:
        return "yes, and the goal"
    if must is None:
        return "goal missed"
    return "yes" if sign * measured >= sign * must else "NO"


def print_versions(*packages: str, **others: str) -> None:
    """Print what was measured and on how many cores: compare rows, not absolute numbers."""
    known = {"python": platform.python_version(), **{name: version(name) for name in packages}}
    text = ", ".join(f"{name} {number}" for name, number in {**known, **others}.items())
    print(f"{text}; {os.cpu_count()} cores")
