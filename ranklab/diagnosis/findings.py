"""Build the finding of a check from a flag for each list or each item."""

from __future__ import annotations

import numpy as np

from ranklab.diagnosis.batches import Batches, Flags
from ranklab.diagnosis.record import Example, Finding


def lists_found(
    batches: Batches, name: str, severity: str, hit: Flags, what: str, why: str, numbers: str = ""
) -> Finding | None:
    """A finding about the flagged lists, or None where none is flagged; `hit` is [B]."""
    if not hit.any():
        return None
    example = batches.list_example(int(np.flatnonzero(hit)[0]), numbers)
    return _finding(name, severity, (what, why), (int(hit.sum()), hit.size, "lists"), example)


def items_found(
    batches: Batches, name: str, severity: str, hit: Flags, what: str, why: str, *arguments: str
) -> Finding | None:
    """A finding about the flagged items, or None where none is flagged; `hit` is [M]."""
    if not hit.any():
        return None
    example = batches.item_example(int(np.flatnonzero(hit)[0]), *arguments)
    counts = int(hit.sum()), int((batches.mask | hit).sum()), "items"
    return _finding(name, severity, (what, why), counts, example)


def _finding(
    name: str,
    severity: str,
    words: tuple[str, str],
    counts: tuple[int, int, str],
    example: Example,
) -> Finding:
    count, total, unit = counts
    sentence = f"{words[0]}: {count:,} of {total:,} {unit}. {words[1]}"
    return Finding(name, severity, sentence, count, total, unit, example)
