"""SVMlight: the lines that LETOR, MSLR, RankLib, XGBoost and LightGBM share.

label qid:query feature:value feature:value ... # comment
"""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Sequence
from contextlib import closing
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ranklab.data.features import MAX_FEATURE, Features
from ranklab.data.fields import Grade, checked_count, checked_score, read_label, read_name
from ranklab.data.lines import MalformedError, checked_path, place, read_lines
from ranklab.data.lists import Lists
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.limits import MAX_SCORE, parsed, shown

_DOCID = re.compile(r"docid\s*[=:]\s*(\S+)")
_NUMERIC = b"0123456789+-.eE"  # what numbers are written with
_FLOAT32 = float(np.finfo(np.float32).max)


def read_svmlight(
    path: str | os.PathLike[str],
    scores: int | ArrayLike | None = None,
    *,
    n_features: int | None = None,
    grade: Grade | None = None,
    progress: bool = True,
    **options: Any,
) -> Lists:
    """Read lists from an SVMlight (LETOR) file, which may be packed with gzip.

    The lines of a query need not stand together. An item is called what the comment at the end of
    its line says, or the `docid` in it.

    Args:
        path: The file.
        scores: The file holds none. The number of a feature, such as BM25; or the predictions of
            a model, one for each line with an item, such as `numpy.loadtxt` reads what LightGBM
            writes; None for an untrained model: all 0.
        n_features: How many columns `lists.features` has; the largest number of a feature in the
            file if not given. A test set may lack what a training set has.
        grade: Gives the label for the number in the file, where that is none from 0 to 30, such
            as `lambda clicks: min(clicks, 4)`.
        progress: Whether to show a bar when it takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message says where), or an argument does not fit.
        OSError: The file cannot be read.
    """
    file = checked_path(path)
    check_options(options)
    by = _checked_scores(scores)
    if n_features is not None:
        checked_count("n_features", n_features, MAX_FEATURE, "features")
    content = _Content(by if isinstance(by, int) else None, grade)
    with closing(read_lines(file, progress)) as lines:
        for number, text in lines:
            try:
                content.add(number, text)
            except MalformedError as error:
                raise place(file, number, text, error) from None
    rows = Rows(
        source=str(file),
        queries=content.queries,
        items=content.items,
        scores=_scores(file, content, by),
        labels=content.labels,
        places=content.numbers,
    )
    return lists_of(rows, options, _features(file, content, n_features))


class _Content:
    """What the lines so far say, in arrays: a value of a feature takes six bytes."""

    def __init__(self, scored_by: int | None, grade: Grade | None) -> None:
        self.queries: dict[str, list[int]] = {}
        self.items: list[str | None] = []
        self.labels, self.numbers, self.scores = array("d"), array("q"), array("d")
        self.columns, self.values, self.starts = array("H"), array("f"), array("q", [0])
        self._scored_by = scored_by
        self._grade = grade
        self._known: dict[str, int] = {}  # numbers of features as spelled, once they are checked

    def add(self, number: int, text: str) -> None:
        """Take in one line, or nothing of it.

        Raises:
            MalformedError: It is no such line.
        """
        head, _, comment = text.partition("#")
        words = head.split()
        if not words:
            return
        try:
            label = read_label(words[0], self._grade)
        except ValueError as error:
            raise MalformedError(0, str(error)) from None
        if len(words) < 2 or not words[1].startswith("qid:") or words[1] == "qid:":
            given = shown(words[1]) if len(words) > 1 else "the end of the line"
            raise MalformedError(1, f"expected the query, such as qid:7, got {given}")
        columns, values = self._pairs(words[2:])
        if self._scored_by is not None:
            self.scores.append(_score(self._scored_by, columns, values))
        self.queries.setdefault(words[1][4:], []).append(len(self.items))
        self.items.append(_name(comment) if comment else None)
        self.labels.append(label)
        self.numbers.append(number)
        self.columns.extend(columns)
        self.values.extend(values)
        self.starts.append(len(self.values))

    def _pairs(self, words: Sequence[str]) -> tuple[list[int], list[float]]:
        """The features of a line and their values, several times as fast as one by one."""
        text = " ".join(words)
        if text.encode().translate(None, _NUMERIC) == b" ".join([b":"] * len(words)):
            flat = text.replace(":", " ").split()
            try:
                columns = [self._known[number] for number in flat[::2]]
                values = list(map(float, flat[1::2]))
            except (KeyError, ValueError):
                columns, values = [], []
            whole = len(flat) == 2 * len(words) and len(set(columns)) == len(words)
            if whole and sum(map(abs, values)) <= _FLOAT32:
                return columns, values
        columns, values = _checked_pairs(words)
        self._known |= zip((word.partition(":")[0] for word in words), columns, strict=True)
        return columns, values


def _checked_pairs(words: Sequence[str]) -> tuple[list[int], list[float]]:
    """The features of a line and their values, one by one, with words for what is wrong."""
    columns: dict[int, float] = {}
    for field, word in enumerate(words, start=2):
        number, colon, text = word.partition(":")
        if not colon or not (number.isascii() and number.isdigit()):
            raise MalformedError(
                field, f"expected feature:value, such as 12:0.5, got {shown(word)}"
            )
        if len(number) > 9 or int(number) > MAX_FEATURE:
            raise MalformedError(
                field, f"features are numbered up to {MAX_FEATURE:,}, got {shown(number)}"
            )
        value = parsed(text)
        if not abs(value) <= _FLOAT32:
            raise MalformedError(
                field,
                f"the value of feature {number} must be a finite number (leave out what is "
                f"missing), got {shown(text)}",
            )
        if int(number) in columns:
            raise MalformedError(field, f"feature {int(number)} stands twice in this line")
        columns[int(number)] = value
    return list(columns), list(columns.values())


def _score(feature: int, columns: list[int], values: list[float]) -> float:
    """The score that a feature gives: 0 where the line leaves it out."""
    if feature not in columns:
        return 0.0
    at = columns.index(feature)
    try:
        return checked_score(values[at], values[at])
    except ValueError as error:
        raise MalformedError(at + 2, f"{error} (feature {feature})") from None


def _name(comment: str) -> str:
    docid = _DOCID.search(comment)
    return read_name(docid[1] if docid else comment)


def _checked_scores(scores: Any) -> int | NDArray[np.float64] | None:
    if scores is None:
        return None
    if isinstance(scores, Integral) and not isinstance(scores, bool):
        if not 0 <= int(scores) <= MAX_FEATURE:
            raise ValueError(
                f"scores is the number of a feature, from 0 to {MAX_FEATURE:,}, got {shown(scores)}"
            )
        return int(scores)
    try:
        predictions = np.asarray(scores, np.float64)
    except (TypeError, ValueError):
        predictions = np.zeros(())
    if predictions.ndim == 2 and predictions.shape[1] == 1:
        predictions = predictions[:, 0]
    if predictions.ndim != 1:
        raise TypeError(
            "scores must be the number of a feature, one number for each line, or None, "
            f"got {shown(scores)}"
        )
    return predictions


def _scores(file: Path, content: _Content, by: int | NDArray[np.float64] | None) -> ArrayLike:
    if by is None:
        return np.zeros(len(content.items))
    if isinstance(by, int):
        if content.items and by not in content.columns:
            raise ValueError(f"scores is feature {by}, which no line of {file} has")
        return content.scores
    if by.size != len(content.items):
        raise ValueError(
            f"scores has {by.size:,} numbers, and {file} has {len(content.items):,} lines with an "
            "item: give one for each"
        )
    bad = np.flatnonzero(~(np.abs(by) <= MAX_SCORE))
    if bad.size:
        row = int(bad[0])
        raise ValueError(
            f"scores[{row}] must be a number from -1e6 to 1e6, got {by[row]} "
            f"(for {file}, line {content.numbers[row]})"
        )
    return by


def _features(file: Path, content: _Content, n_features: int | None) -> Features:
    columns, starts = np.asarray(content.columns), np.asarray(content.starts)
    first = 0 if columns.size and columns.min() == 0 else 1
    columns = columns - np.uint16(first)
    count = int(columns.max()) + 1 if columns.size else 0
    if n_features is not None:
        beyond = np.flatnonzero(columns >= n_features)
        if beyond.size:
            row = int(np.searchsorted(starts, beyond[0], side="right")) - 1
            raise ValueError(
                f"{file}, line {content.numbers[row]}: feature {columns[beyond[0]] + first} is "
                f"beyond n_features={n_features}"
            )
        count = n_features
    return Features(count, {}, starts, columns, np.asarray(content.values))
