"""The features of the items of a file, stored sparsely and returned as dense arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ranklab.data.notes import some
from ranklab.explanation.checks import shown

MAX_FEATURE = 65_535  # the largest feature number, which fits into two bytes


@dataclass(frozen=True, eq=False, repr=False)
class Features:
    """The features of each list, by query: `features["query"]` is a dense array (n, f).

    Its rows are in the order of the items.

    Only the values in the file are stored. An array is made on access; a feature that the file
    omits is 0 in it. Column k is feature k + 1, or feature k if the file was read with
    `zero_based=True`.

    Attributes:
        count: The number of columns of every array, f.
        rows: The rows of the file that are the items of each query.
        starts: The index of the first value of each row, and the number of values at the end.
        columns: The column of each value.
        values: The values.
    """

    count: int
    rows: Mapping[str, NDArray[np.int64]]
    starts: NDArray[np.int64]
    columns: NDArray[np.uint16]
    values: NDArray[np.float32]

    def __getitem__(self, query: str) -> NDArray[np.float32]:
        try:
            rows = self.rows[query]
        except (KeyError, TypeError):
            raise KeyError(_missing(query, self.rows)) from None
        dense = np.zeros((len(rows), self.count), np.float32)
        for at, row in enumerate(rows):
            span = slice(self.starts[row], self.starts[row + 1])
            dense[at, self.columns[span]] = self.values[span]
        return dense

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Features({len(self)} queries, {self.count} features)"

    def picked(self, queries: Iterable[str]) -> Features:
        """Select some of the queries."""
        return self.of({query: self.rows[query] for query in queries if query in self.rows})

    def of(self, rows: Mapping[str, NDArray[np.int64]]) -> Features:
        """Select rows by query, and drop the values of all other rows."""
        lengths = np.diff(self.starts)
        kept = np.zeros(lengths.size, bool)
        for members in rows.values():
            kept[members] = True
        within = np.repeat(kept, lengths)
        moved = np.cumsum(kept) - 1
        return Features(
            count=self.count,
            rows={query: moved[members] for query, members in rows.items()},
            starts=np.append(0, np.cumsum(lengths[kept])),
            columns=self.columns[within],
            values=self.values[within],
        )


def _missing(query: object, there: Iterable[str]) -> str:
    named = some(map(repr, there))
    if not named:
        return f"there are no features for {shown(query)}: the source of these lists has none"
    return f"there is no query {shown(query)}; there are features for {named}"


NO_FEATURES = Features(
    0, {}, np.zeros(1, np.int64), np.zeros(0, np.uint16), np.zeros(0, np.float32)
)
