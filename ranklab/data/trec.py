"""TREC: a run, which holds scores, beside its judgements, which hold labels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ranklab.data.fields import Grade, read_label, read_name, read_score
from ranklab.data.lines import MalformedError, checked_path, place, read_lines
from ranklab.data.lists import Lists
from ranklab.data.notes import some
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.limits import MAX_SHOWN, parsed, shown

_RUN = ("query", "Q0", "document", "rank", "score", "tag")
_QRELS = ("query", "iteration", "document", "label")

# By query and document: the label, below 0 as judged, and the line.
_Judgements = dict[str, dict[str, tuple[float, int]]]


def read_trec(
    run: str | os.PathLike[str],
    qrels: str | os.PathLike[str],
    *,
    longest: int | None = MAX_SHOWN,
    grade: Grade | None = None,
    progress: bool = True,
    **options: Any,
) -> Lists:
    """Read lists from a TREC run and its judgements, each of which may be packed with gzip.

    There is one list for each query of the run, its documents in the order of the file; the scores
    rank them, and what the run says about ranks is not used. A document that is not judged has
    label 0, and so has one judged below 0 (spam, say: it was there and was not relevant, so it is
    not padding). Judged documents that the run did not find have no score and are in no list.
    `notes` counts all of these.

    Args:
        run: Lines `query Q0 document rank score tag`.
        qrels: Lines `query iteration document label`.
        longest: Longer lists are cut to so many items, those with the best scores (ties: those
            that come first), and `notes` says so. None keeps up to 10,000.
        grade: Gives the label for the judgement in the file, where that is none from 0 to 30, such
            as `lambda judgement: judgement / 10`. Negative judgements do not come to it.
        progress: Whether to show a bar when it takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message says where), a document stands twice in a
            list or is judged twice, or no query of the run is judged.
        OSError: A file cannot be read.
    """
    run_file, qrels_file = checked_path(run, "run"), checked_path(qrels, "qrels")
    check_options(longest, options)
    judged = _read_qrels(qrels_file, grade, progress)
    queries: dict[str, list[int]] = {}
    seen: dict[str, dict[str, int]] = {}
    names: list[str] = []
    scores, labels, numbers = [], [], []
    negative = unjudged = 0
    for number, text, fields in _fields_of(run_file, _RUN, progress):
        query, document = fields[0], fields[2]
        try:
            score = read_score(fields[4])
        except ValueError as error:
            raise place(run_file, number, text, MalformedError(4, str(error))) from None
        earlier = seen.setdefault(query, {}).setdefault(document, number)
        if earlier != number:
            said = f"document {shown(document)} of query {query} stands in line {earlier} already"
            raise place(run_file, number, text, MalformedError(2, said))
        label, _ = judged.get(query, {}).get(document, (None, 0))
        unjudged += label is None
        negative += label is not None and label < 0
        queries.setdefault(query, []).append(len(names))
        names.append(read_name(document))
        scores.append(score)
        labels.append(max(label or 0.0, 0.0))
        numbers.append(number)
    if queries and not queries.keys() & judged.keys():
        raise ValueError(
            f"no query of {run_file} is judged in {qrels_file}: the run has "
            f"{some(map(repr, queries))}, and the judgements have {some(map(repr, judged))}"
        )
    remarks = _remarks(judged, seen, unjudged, negative, len(names))
    rows = Rows(str(run_file), queries, names, scores, labels, numbers, remarks=remarks)
    return lists_of(rows, longest, options)


def _read_qrels(file: Path, grade: Grade | None, progress: bool) -> _Judgements:
    judged: _Judgements = {}
    for number, text, (query, _, document, judgement) in _fields_of(file, _QRELS, progress):
        value = parsed(judgement)
        try:
            label = value if value < 0 else read_label(judgement, grade)
        except ValueError as error:
            raise place(file, number, text, MalformedError(3, str(error))) from None
        earlier, line = judged.setdefault(query, {}).setdefault(document, (label, number))
        if earlier != label:
            said = (
                f"document {shown(document)} of query {query} is judged {label:g} here, and "
                f"{earlier:g} in line {line}"
            )
            raise place(file, number, text, MalformedError(3, said))
    if not judged:
        raise ValueError(f"{file} holds no judgement")
    return judged


def _fields_of(
    file: Path, names: tuple[str, ...], progress: bool
) -> Iterator[tuple[int, str, list[str]]]:
    """The number, the text and the fields of each line that is not blank."""
    with closing(read_lines(file, progress)) as lines:
        for number, text in lines:
            fields = text.split()
            if not fields:
                continue
            if len(fields) != len(names):
                said = f"expected {len(names)} fields, {' '.join(names)}, got {len(fields)}"
                raise place(file, number, text, MalformedError(None, said))
            yield number, text, fields


def _remarks(
    judged: _Judgements,
    found: dict[str, dict[str, int]],
    unjudged: int,
    negative: int,
    documents: int,
) -> tuple[str, ...]:
    remarks = []
    without = [query for query in found if query not in judged]
    if without:
        remarks.append(f"no judgement for {_queries(without)}: all labels are 0")
    absent = [query for query in judged if query not in found]
    if absent:
        remarks.append(f"judged, but not in the run: {_queries(absent)}")
    if unjudged:
        remarks.append(f"{unjudged:,} of {documents:,} documents are not judged: their label is 0")
    if negative:
        remarks.append(
            f"{negative:,} of {documents:,} documents are judged below 0: their label is 0"
        )
    missed = sum(
        label > 0
        for query, documents_found in found.items()
        for document, (label, _) in judged.get(query, {}).items()
        if document not in documents_found
    )
    if missed:
        remarks.append(f"{missed:,} relevant documents are in no list: the run did not find them")
    return tuple(remarks)


def _queries(queries: list[str]) -> str:
    return f"{len(queries):,} {'query' if len(queries) == 1 else 'queries'} ({some(queries)})"
