"""Read the lines of runs and judgements in the formats of TREC, BEIR and MS MARCO."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ranklab.data.columns import is_called
from ranklab.data.fields import Grade, read_label, read_score
from ranklab.data.lines import MalformedError, place, read_lines
from ranklab.data.notes import plain
from ranklab.explanation.checks import parsed, shown

# By query and document: the score, or the judgement, and the number of the line.
Documents = dict[str, dict[str, tuple[float, int]]]


@dataclass(frozen=True)
class LineFormat:
    """The format of all lines of a file.

    Attributes:
        fields: The names of the fields.
        what: What the lines hold: `'score'` or `'label'`.
        read: Reads its field, or the text "1" if the format has no such field.
        more: Whether more fields may follow.
    """

    fields: tuple[str, ...]
    what: str
    read: Callable[[str], float]
    more: bool = False

    def __str__(self) -> str:
        return f"{len(self.fields)} fields, {' '.join(self.fields)}"

    def fits(self, fields: Sequence[str]) -> bool:
        """Whether a line has this format."""
        if self.more and len(fields) > len(self.fields):
            # Any text may follow the tag. But a document name with a space shifts the rank.
            return not math.isnan(parsed(fields[self.fields.index("rank")]))
        return len(fields) == len(self.fields)

    @property
    def at(self) -> int:
        """The index of the field that is read; one past the last if there is none."""
        for name in (self.what, "rank"):
            if name in self.fields:
                return self.fields.index(name)
        return len(self.fields)


def run_forms() -> tuple[LineFormat, ...]:
    """The formats of a run."""
    return (
        LineFormat(
            ("query", "Q0", "document", "rank", "score", "tag"), "score", read_score, more=True
        ),
        LineFormat(("query", "document", "rank"), "score", _minus_rank),
    )


def judgement_forms(grade: Grade | None) -> tuple[LineFormat, ...]:
    """The formats of judgements."""

    def read(text: str) -> float:
        value = parsed(text)
        return value if value < 0 else read_label(text, grade)

    return (
        LineFormat(("query", "iteration", "document", "label"), "label", read),
        LineFormat(("query", "document", "label"), "label", read),
        LineFormat(("query", "document"), "label", read),
    )


def read_documents(
    file: Path, forms: Sequence[LineFormat], progress: bool
) -> tuple[Documents, LineFormat | None]:
    """Read the score or the judgement of every line, and find the format of the lines.

    Blank lines, lines that start with # and, in a format of 2 or 3 fields, a header are skipped.

    Raises:
        ValueError: A line is malformed, or a document has two different numbers; the message
            names the place.
    """
    documents: Documents = {}
    form: LineFormat | None = None
    with closing(read_lines(file, progress)) as lines:
        for number, text in lines:
            fields = text.split()
            if not fields or fields[0].startswith("#"):
                continue
            try:
                if form is None:
                    form = _form_of(fields, forms)
                    if _is_header(fields):
                        continue
                _add(documents, form, fields, number)
            except MalformedError as error:
                raise place(file, number, text, error) from None
    return documents, form


def _is_header(fields: Sequence[str]) -> bool:
    short = len(fields) in (2, 3)
    return short and is_called("query", fields[0]) and is_called("item", fields[1])


def _form_of(fields: Sequence[str], forms: Sequence[LineFormat]) -> LineFormat:
    for form in forms:
        if form.fits(fields):
            return form
    expected = ", or ".join(map(str, forms))
    raise MalformedError(None, f"expected {expected}, got {len(fields)}")


def _add(documents: Documents, form: LineFormat, fields: Sequence[str], number: int) -> None:
    if not form.fits(fields):
        raise MalformedError(None, f"expected {form}, got {len(fields)}")
    query, document = fields[0], fields[form.fields.index("document")]
    try:
        value = form.read(fields[form.at] if form.at < len(form.fields) else "1")
    except ValueError as error:
        raise MalformedError(form.at, str(error)) from None
    earlier, line = documents.setdefault(query, {}).setdefault(document, (value, number))
    if earlier != value:
        raise MalformedError(
            form.at,
            f"document {shown(document)} of query {plain(query)} has {form.what} {value:g} here, "
            f"and {earlier:g} in line {line}",
        )


def _minus_rank(text: str) -> float:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise ValueError(f"the rank must be a whole number, got {shown(text)}")
    return -float(text) + 0.0
