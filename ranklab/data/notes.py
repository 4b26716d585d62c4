"""Sentences about lists that were read: one note for many lists, with a few of their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from ranklab.explanation.formatting import short
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import all_tied

_NAMED = 3


def tie_notes(lists: Mapping[str, Scenario]) -> tuple[str, ...]:
    """A note on the lists in which all scores are equal.

    >>> tie_notes({"7": Scenario([0, 0], [1, 0]), "8": Scenario([1, 0], [1, 0])})[0][:41]
    'all scores are equal in 1 of 2 lists (7):'
    """
    tied = [query for query, scenario in lists.items() if all_tied(scenario)]
    if not tied:
        return ()
    where = f"{len(tied):,} of {len(lists):,} lists ({some(tied)})"
    if len(tied) == len(lists):
        where = "every list" if len(tied) > 1 else "the list"
    return (
        f"all scores are equal in {where}: ranking and metrics depend on the order of the source, "
        "not on a model",
    )


def plain(name: str) -> str:
    """A name from a file for use in a sentence: short, printable, on one line."""
    return short("".join(sign if sign.isprintable() else "\ufffd" for sign in name[:50]))


def some(names: Iterable[str]) -> str:
    """The first few names, and the number of the others.

    >>> some("abcde")
    'a, b, c and 2 more'
    """
    iterator = iter(names)
    first = ", ".join(map(plain, islice(iterator, _NAMED)))
    more = sum(1 for _ in iterator)
    return f"{first} and {more:,} more" if more else first
