"""Read SVMlight files, the format of LETOR, MSLR, RankLib, XGBoost and LightGBM.

A line is `label qid:query feature:value feature:value ... # comment`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from numbers import Integral
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ranklab.data.features import MAX_FEATURE, Features
from ranklab.data.fields import Grade, checked_grade
from ranklab.data.groups import groups_of
from ranklab.data.lines import MalformedError, checked_path, place, read_lines
from ranklab.data.lists import Lists
from ranklab.data.missing_values import MISSING, MissingRule, checked_missing
from ranklab.data.rows import Rows, check_options, lists_of
from ranklab.data.svmlight_lines import FileContent, Rule
from ranklab.explanation.checks import MAX_SCORE, checked_count, shown

_Path = str | os.PathLike[str]


@overload
def read_svmlight(path: _Path, scores: Any = None, **options: Any) -> Lists: ...
@overload
def read_svmlight(
    path: Sequence[_Path], scores: Any = None, **options: Any
) -> tuple[Lists, ...]: ...
def read_svmlight(
    path: _Path | Sequence[_Path],
    scores: int | ArrayLike | Sequence[ArrayLike] | None = None,
    *,
    group: _Path | Sequence[int] | Sequence[_Path | Sequence[int]] | None = None,
    zero_based: bool = False,
    missing: MissingRule = MISSING,
    n_features: int | None = None,
    grade: Grade | None = None,
    progress: bool = True,
    **options: Any,
) -> Lists | tuple[Lists, ...]:
    """Read lists from an SVMlight (LETOR) file, which may be compressed with gzip.

    The lines of a query may be anywhere in the file. The name of an item is the `docid` in the
    comment at the end of its line, or else the comment. A feature that a line omits is 0. If a
    line repeats a feature, the last value counts.

    Args:
        path: The file. A list of files, such as `[train, test]`, returns a tuple with one `Lists`
            for each file; their features have the same columns.
        scores: The scores, which the file does not hold: the number of a feature, such as BM25;
            or the predictions of a model, one for each line with an item, such as
            `numpy.loadtxt` reads from LightGBM's output; or None for all 0, as of an untrained
            model. For several files: a feature, or a list with the predictions for each file.
        group: The number of items of each query, if lines have no `qid:`. Either a second file
            with one number per line, as LightGBM and XGBoost use it, or the numbers themselves.
            Queries are then named 1, 2 and so on. For several files: a list with one for each.
        zero_based: Whether features are numbered from 0. Column k of `lists.features` is feature
            k + 1 if False, and feature k if True.
        missing: The markers of missing values, words and numbers, which become NaN in
            `lists.features`. A dictionary gives other values, such as `{"NULL": 0, -999: 0}`.
        n_features: The number of columns of `lists.features`. By default, enough for the largest
            feature number in the files.
        grade: Maps a number in the file to a label, if the numbers are not labels from 0 to 30,
            such as `lambda clicks: min(clicks, 4)`.
        progress: Whether to show a progress bar if reading takes more than a second.
        **options: Other fields of every Scenario, such as `loss` or `temperature`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: A line is malformed (the message names the place), or an argument does not
            match the file.
        OSError: A file cannot be read.
    """
    if not isinstance(zero_based, bool):
        raise TypeError(f"zero_based must be True or False, got {shown(zero_based)}")
    first = 0 if zero_based else 1
    check_options(options, read_svmlight)
    checked_grade(grade)
    if n_features is not None:
        checked_count("n_features", n_features, 1, MAX_FEATURE + 1 - first, "features")
    together = not isinstance(path, str | os.PathLike) and isinstance(path, Sequence)
    paths: Any = path if together else [path]
    files = [checked_path(each) for each in paths]
    if not files:
        raise ValueError("path is an empty list: give at least one file")
    marks = checked_missing(missing)
    by = [_checked_scores(each, first) for each in _each("scores", scores, files, together)]
    groups = _each("group", group, files, together)
    contents = []
    for file, score, sizes in zip(files, by, groups, strict=True):
        scored_by = score if isinstance(score, int) else None
        rule = Rule(first, scored_by, sizes is not None, grade, marks)
        contents.append(_read(file, rule, progress))
    count = n_features or max(_count(content, first) for content in contents)
    lists = []
    for file, content, score, sizes in zip(files, contents, by, groups, strict=True):
        lines = len(content.items)
        rows = Rows(
            source=str(file),
            queries=content.queries if sizes is None else groups_of(sizes, lines, file),
            items=content.items,
            scores=_scores(file, content, score),
            labels=content.labels,
            places=content.numbers,
            remarks=content.remarks(),
        )
        lists.append(lists_of(rows, options, _features(file, content, count, first)))
    return tuple(lists) if together else lists[0]


def _each(argument: str, given: Any, files: Sequence[Path], together: bool) -> Sequence[Any]:
    """The value of an argument for each file; None and a number apply to all files."""
    if given is None or isinstance(given, Integral) or not together:
        return [given] * len(files)
    if isinstance(given, str | os.PathLike) or not hasattr(given, "__len__"):
        given = [given]
    if len(given) != len(files):
        raise ValueError(
            f"{argument} must have one entry for each of the {len(files)} files, got "
            f"{len(given):,}: {shown(given)}"
        )
    return list(given)


def _read(file: Path, rule: Rule, progress: bool) -> FileContent:
    content = FileContent(rule)
    with closing(read_lines(file, progress)) as lines:
        for number, text in lines:
            try:
                content.add(number, text)
            except MalformedError as error:
                raise place(file, number, text, error) from None
    return content


def _checked_scores(scores: Any, first: int) -> int | NDArray[np.float64] | None:
    if scores is None:
        return None
    if isinstance(scores, Integral) and not isinstance(scores, bool):
        if not first <= int(scores) <= MAX_FEATURE:
            from_0 = " (from 0 with zero_based=True)" if first else ""
            raise ValueError(
                f"scores is the number of a feature, from {first} to {MAX_FEATURE:,}{from_0}, "
                f"got {shown(scores)}"
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


def _scores(file: Path, content: FileContent, by: int | NDArray[np.float64] | None) -> ArrayLike:
    if by is None:
        return np.zeros(len(content.items))
    if isinstance(by, int):
        if content.items and by not in content.columns:
            raise ValueError(f"scores is feature {by}, but no line of {file} has it")
        return content.scores
    if by.size != len(content.items):
        raise ValueError(
            f"scores has {by.size:,} numbers, but {file} has {len(content.items):,} lines with an "
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


def _count(content: FileContent, first: int) -> int:
    """The number of columns for the features of a file."""
    return max(content.columns, default=first - 1) + 1 - first


def _features(file: Path, content: FileContent, count: int, first: int) -> Features:
    numbers, starts = np.asarray(content.columns), np.asarray(content.starts)
    beyond = np.flatnonzero(numbers >= count + first)
    if beyond.size:
        row = int(np.searchsorted(starts, beyond[0], side="right")) - 1
        raise ValueError(
            f"{file}, line {content.numbers[row]}: feature {numbers[beyond[0]]} is beyond "
            f"n_features={count}"
        )
    return Features(count, {}, starts, numbers - np.uint16(first), np.asarray(content.values))
