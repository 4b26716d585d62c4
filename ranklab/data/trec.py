"""TREC: a run, which holds scores, beside its judgements, which hold labels."""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.data.fields import Grade, read_label, read_name, read_score
from ranklab.data.lines import MalformedError, checked_path, place, read_lines
from ranklab.data.lists import Lists
from ranklab.data.notes import plain, some
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.limits import parsed, shown

_RUN = ("query", "Q0", "document", "rank", "score", "tag")
_QRELS = ("query", "iteration", "document", "label")

# By query and document: the score, or the label as judged, and the line.
_Documents = dict[str, dict[str, tuple[float, int]]]


def read_trec(
    run: str | os.PathLike[str],
    qrels: str | os.PathLike[str],
    *,
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
        grade: Gives the label for the judgement in the file, where that is none from 0 to 30, such
            as `lambda judgement: judgement / 10`. Negative judgements do not come to it.
        progress: Whether to show a bar when it takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message says where), a document has two scores or
            two labels, or no query of the run is judged.
        OSError: A file cannot be read.
    """
    run_file, qrels_file = checked_path(run, "run"), checked_path(qrels, "qrels")
    check_options(options, read_trec)
    judged = _read(qrels_file, _QRELS, lambda text: _judgement(text, grade), progress)
    found = _read(run_file, _RUN, read_score, progress)
    if not judged:
        raise ValueError(f"{qrels_file} holds no judgement")
    if found and not found.keys() & judged.keys():
        raise ValueError(
            f"no query of {run_file} is judged in {qrels_file}: the run has "
            f"{some(map(repr, found))}, and the judgements have {some(map(repr, judged))}"
        )
    queries: dict[str, range] = {}
    names: list[str] = []
    scores, labels, numbers = array("d"), array("d"), array("q")
    for query, documents in found.items():
        queries[query] = range(len(names), len(names) + len(documents))
        for document, (score, number) in documents.items():
            names.append(read_name(document))
            scores.append(score)
            labels.append(judged.get(query, {}).get(document, (math.nan, 0))[0])
            numbers.append(number)
    as_judged = np.asarray(labels)
    rows = Rows(
        source=str(run_file),
        queries=queries,
        items=names,
        scores=scores,
        labels=np.where(as_judged > 0, as_judged, 0.0),
        places=numbers,
        remarks=_remarks(judged, found, as_judged),
    )
    return lists_of(rows, options)


def _judgement(text: str, grade: Grade | None) -> float:
    value = parsed(text)
    return value if value < 0 else read_label(text, grade)


def _read(
    file: Path, names: tuple[str, ...], read: Callable[[str], float], progress: bool
) -> _Documents:
    """The one number that matters of every line, a score or a label."""
    documents: _Documents = {}
    at = max(names.index(name) for name in ("score", "label") if name in names)
    with closing(read_lines(file, progress)) as lines:
        for number, text in lines:
            fields = text.split()
            if not fields:
                continue
            if len(fields) != len(names):
                said = f"expected {len(names)} fields, {' '.join(names)}, got {len(fields)}"
                raise place(file, number, text, MalformedError(None, said))
            query, document = fields[0], fields[2]
            try:
                value = read(fields[at])
            except ValueError as error:
                raise place(file, number, text, MalformedError(at, str(error))) from None
            earlier, line = documents.setdefault(query, {}).setdefault(document, (value, number))
            if earlier != value:
                said = (
                    f"document {shown(document)} of query {plain(query)} has {names[at]} {value:g} "
                    f"here, and {earlier:g} in line {line}"
                )
                raise place(file, number, text, MalformedError(at, said))
    return documents


def _remarks(judged: _Documents, found: _Documents, labels: NDArray[np.float64]) -> tuple[str, ...]:
    remarks = []
    without = [query for query in found if query not in judged]
    if without:
        remarks.append(f"no judgement for {_queries(without)}: all labels are 0")
    absent = [query for query in judged if query not in found]
    if absent:
        remarks.append(f"judged, but not in the run: {_queries(absent)}")
    unjudged, negative = int(np.isnan(labels).sum()), int((labels < 0).sum())
    if unjudged:
        remarks.append(f"{_part(unjudged, labels.size)} not judged: label 0")
    if negative:
        remarks.append(f"{_part(negative, labels.size)} judged below 0: label 0")
    missed = sum(
        label > 0
        for query, documents in found.items()
        for document, (label, _) in judged.get(query, {}).items()
        if document not in documents
    )
    if missed:
        remarks.append(f"relevant, but not in the run and so in no list: {missed:,}")
    return tuple(remarks)


def _part(some_of_them: int, all_of_them: int) -> str:
    verb = "is" if some_of_them == 1 else "are"
    return f"{some_of_them:,} of {all_of_them:,} documents {verb}"


def _queries(queries: list[str]) -> str:
    return f"{len(queries):,} {'query' if len(queries) == 1 else 'queries'} ({some(queries)})"
