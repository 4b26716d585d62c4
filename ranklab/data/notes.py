"""Notes: what was done to lists on their way in, in sentences, few of them for thousands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ranklab.words import short

_NAMED = 3


def plain(name: str) -> str:
    """A name from a file that fits into a sentence: one line, short, nothing but signs."""
    return short("".join(sign if sign.isprintable() else "\ufffd" for sign in name[:50]))


def some(names: Iterable[str]) -> str:
    """A few names, and how many more there are.

    >>> some("abcde")
    'a, b, c and 2 more'
    """
    iterator = iter(names)
    first = ", ".join(map(plain, islice(iterator, _NAMED)))
    more = sum(1 for _ in iterator)
    return f"{first} and {more:,} more" if more else first
