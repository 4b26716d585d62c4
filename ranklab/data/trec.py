"""Read a TREC run, which holds scores, with its judgements, which hold labels."""

from __future__ import annotations

import math
import os
from array import array
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.data.fields import Grade, checked_grade, read_name
from ranklab.data.lines import checked_path
from ranklab.data.lists import Lists
from ranklab.data.notes import some
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.data.trec_lines import (
    Documents,
    LineFormat,
    judgement_forms,
    read_documents,
    run_forms,
)


def read_trec(
    run: str | os.PathLike[str],
    qrels: str | os.PathLike[str],
    *,
    grade: Grade | None = None,
    progress: bool = True,
    **options: Any,
) -> Lists:
    """Read lists from a TREC run and its judgements, each of which may be compressed with gzip.

    Each query of the run becomes a list, with its documents in the order of the file. The scores
    rank them; the ranks in the run are not used. A document without a judgement has label 0. So
    has a document with a negative judgement, such as spam: it is irrelevant, not padding. Judged
    documents that are not in the run have no score and are in no list; the loss and the metrics
    of a list do not include them. The labels of the relevant ones are in `missed`, and
    `Lists.metrics` includes them. `notes` gives the number of each of these.

    Args:
        run: Lines `query Q0 document rank score tag`, where text after the tag is not read; or
            MS MARCO's `query document rank`, where the score is minus the rank. Lines that start
            with # are comments, here and in the judgements; elsewhere # is an ordinary character.
        qrels: Lines `query iteration document label`; BEIR's `query document label`; or MS
            MARCO's `query document`, where the label is 1. Lines of two or three fields may have
            a header, such as `query-id corpus-id score` or `qid pid`.
        grade: Maps a judgement in the file to a label, if the judgements are not labels from 0 to
            30, such as `lambda judgement: judgement / 10`. Not called for negative judgements.
        progress: Whether to show a progress bar if reading takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message names the place), a document has two scores
            or two labels, or no query of the run is judged.
        OSError: A file cannot be read.
    """
    run_file, qrels_file = checked_path(run, "run"), checked_path(qrels, "qrels")
    check_options(options, read_trec)
    checked_grade(grade)
    judged, _ = read_documents(qrels_file, judgement_forms(grade), progress)
    found, form = read_documents(run_file, run_forms(), progress)
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
    as_judged, missed = np.asarray(labels), _missed(judged, found)
    rows = Rows(
        source=str(run_file),
        queries=queries,
        items=names,
        scores=scores,
        labels=np.where(as_judged > 0, as_judged, 0.0),
        places=numbers,
        remarks=(*_of_ranks(form), *_remarks(judged, found, as_judged, missed)),
    )
    return replace(lists_of(rows, options), missed=missed)


def _missed(judged: Documents, found: Documents) -> dict[str, tuple[float, ...]]:
    """By query of the run, the labels of the relevant documents that are not in it."""
    missed = {
        query: tuple(
            label
            for document, (label, _) in judged.get(query, {}).items()
            if label > 0 and document not in documents
        )
        for query, documents in found.items()
    }
    return {query: labels for query, labels in missed.items() if labels}


def _of_ranks(form: LineFormat | None) -> tuple[str, ...]:
    if form is None or "score" in form.fields:
        return ()
    return ("the run has ranks and no scores: the score of a document is minus its rank",)


def _remarks(
    judged: Documents,
    found: Documents,
    labels: NDArray[np.float64],
    missed: dict[str, tuple[float, ...]],
) -> tuple[str, ...]:
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
    if missed:
        total = sum(map(len, missed.values()))
        remarks.append(
            f"relevant, but not in the run and so in no list: {total:,} in {_queries(list(missed))}"
            "; explain() does not count them, lists.metrics() does"
        )
    return tuple(remarks)


def _part(some_of_them: int, all_of_them: int) -> str:
    verb = "is" if some_of_them == 1 else "are"
    return f"{some_of_them:,} of {all_of_them:,} documents {verb}"


def _queries(queries: list[str]) -> str:
    return f"{len(queries):,} {'query' if len(queries) == 1 else 'queries'} ({some(queries)})"
