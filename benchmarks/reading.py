"""How long lists take to be read: 100,000 lines of 46 features, as in LETOR, and as a CSV file.

Beside it stands the floor: the same lines split, and every number of them made a float, which any
reader in plain Python has to do. Memory is the peak of the process above what it was before; the
features take six bytes a value of it. Target: seconds.

    python benchmarks/reading.py [--short]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from report import is_short, print_table, print_versions

from ranklab.data import read_csv, read_svmlight

LINES, FEATURES, PER_QUERY = 100_000, 46, 100
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # of what getrusage counts in


def write_svmlight(path: Path, lines: int) -> None:
    random = np.random.default_rng(0)
    with path.open("w") as file:
        for line in range(lines):
            values = random.random(FEATURES).round(6).tolist()
            features = " ".join(f"{number}:{value}" for number, value in enumerate(values, start=1))
            query, label = line // PER_QUERY, random.integers(5)
            file.write(f"{label} qid:{query} {features} #docid = GX{line:07} inc = 1 prob = 0.1\n")


def write_csv(path: Path, lines: int) -> None:
    random = np.random.default_rng(0)
    with path.open("w") as file:
        file.write("query,item,score,label\n")
        for line in range(lines):
            score, label = random.normal(), random.integers(5)
            file.write(f"{line // PER_QUERY},document {line},{score:.6f},{label}\n")


def floor(path: Path) -> None:
    with path.open() as file:
        for line in file:
            for word in line.partition("#")[0].split()[2:]:
                float(word.partition(":")[2])


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def row(name: str, lines: int, read: Callable[[], object]) -> list[str]:
    start = time.perf_counter()
    read()
    seconds = time.perf_counter() - start
    return [name, f"{seconds:.2f}", f"{lines / seconds:,.0f}"]


def main() -> None:
    lines = LINES // 10 if is_short(__doc__) else LINES
    with tempfile.TemporaryDirectory() as folder:
        small, letor, table = (Path(folder) / name for name in ("small.svm", "letor.svm", "t.csv"))
        write_svmlight(small, 2 * PER_QUERY)
        write_svmlight(letor, lines)
        write_csv(table, lines)
        read_svmlight(small).hardest(1)  # all that is imported and loaded once
        before = peak()
        start = time.perf_counter()
        lists = read_svmlight(letor, scores=1)
        seconds = time.perf_counter() - start
        more = peak() - before
        kept = lists.features.values.nbytes + lists.features.columns.nbytes
        items = sum(map(len, lists))
        rows = [
            row("floor: split, float()", lines, lambda: floor(letor)),
            ["read_svmlight", f"{seconds:.2f}", f"{lines / seconds:,.0f}"],
            row("read_csv, no features", lines, lambda: read_csv(table)),
            row("lists.hardest(10)", items, lambda: lists.hardest(10)),
        ]
        size = letor.stat().st_size / 2**20
    print_versions("ranklab", "numpy")
    print_table(
        f"{lines:,} lines of {FEATURES} features ({size:.0f} MB)",
        ["what", "seconds", "lines or items / s"],
        rows,
    )
    print(
        f"\nread_svmlight: peak {more:.0f} MB more than before, "
        f"of which {kept / 2**20:.0f} MB are features"
    )


if __name__ == "__main__":
    main()
