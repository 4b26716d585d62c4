"""Found: how a check says what it found."""

from __future__ import annotations

import numpy as np

from ranklab.diagnosis.record import Example, Finding
from ranklab.diagnosis.seen import Flags, Seen


def lists_found(
    seen: Seen, name: str, severity: str, hit: Flags, what: str, why: str, numbers: str = ""
) -> Finding | None:
    """A finding about the lists that are hit, [B]."""
    if not hit.any():
        return None
    example = seen.list_example(int(np.flatnonzero(hit)[0]), numbers)
    return _finding(name, severity, (what, why), (int(hit.sum()), hit.size, "lists"), example)


def items_found(
    seen: Seen, name: str, severity: str, hit: Flags, what: str, why: str, *arguments: str
) -> Finding | None:
    """A finding about the items that are hit, [M]."""
    if not hit.any():
        return None
    example = seen.item_example(int(np.flatnonzero(hit)[0]), *arguments)
    counts = int(hit.sum()), int((seen.mask | hit).sum()), "items"
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
