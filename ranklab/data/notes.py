"""Notes: what was done to lists on their way in, in sentences, few of them for thousands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ranklab.words import items, short

_SAID_APART = 3  # cuts that have a sentence each; more are said in one
_NAMED = 3


@dataclass(frozen=True)
class Cut:
    """A list that was longer.

    Attributes:
        query: Its query.
        items: How many items it had.
        kept: How many it has.
        relevant: How many of them were relevant.
        relevant_kept: How many of them still are there.
        tied: Whether all scores were equal, so that the first items were kept.
    """

    query: str
    items: int
    kept: int
    relevant: int
    relevant_kept: int
    tied: bool


def cut_notes(cuts: Sequence[Cut]) -> list[str]:
    """Say what was cut.

    >>> cut_notes([Cut("7", 212, 50, 5, 2, False)])
    ['query 7: 212 items, cut to the 50 with the best scores; 3 of 5 relevant ones went']
    """
    if len(cuts) <= _SAID_APART:
        return [_cut_note(cut) for cut in cuts]
    longest = max(cuts, key=lambda cut: cut.items)
    note = (
        f"{len(cuts):,} lists had more than {items(longest.kept)} (query {plain(longest.query)} "
        f"had {longest.items:,}) and are cut to the {longest.kept:,} with the best scores"
    )
    if all(cut.tied for cut in cuts):
        note = note.replace("with the best scores", "first (all scores are equal)")
    poorer = [cut for cut in cuts if cut.relevant_kept < cut.relevant]
    if poorer:
        gone = sum(cut.relevant - cut.relevant_kept for cut in poorer)
        total = sum(cut.relevant for cut in cuts)
        note += f"; {gone:,} of their {total:,} relevant items went"
    bare = [cut.query for cut in poorer if not cut.relevant_kept]
    if bare:
        note += f", so that {len(bare):,} have none left: {some(bare)}"
    return [note]


def _cut_note(cut: Cut) -> str:
    best = f"first {cut.kept:,} (all scores are equal)"
    if not cut.tied:
        best = f"{cut.kept:,} with the best scores"
    note = f"query {plain(cut.query)}: {items(cut.items)}, cut to the {best}"
    gone = cut.relevant - cut.relevant_kept
    if not gone:
        return note
    if cut.relevant_kept:
        return f"{note}; {gone:,} of {cut.relevant:,} relevant ones went"
    return f"{note}; no relevant one is left of {cut.relevant:,}, so it teaches nothing"


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
