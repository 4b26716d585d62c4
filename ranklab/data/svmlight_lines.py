"""Parse the lines of an SVMlight file into arrays, with remarks on their values."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from ranklab.data.features import MAX_FEATURE
from ranklab.data.fields import Grade, read_label, read_name
from ranklab.data.lines import MalformedError
from ranklab.data.missing_values import FLOAT32, Missing, number_of
from ranklab.explanation.checks import MAX_SCORE, shown

_DOCID = re.compile(r"docid\s*[=:]\s*(\S+)")
_NUMERIC = b"0123456789+-.eE"  # the characters of a number


@dataclass(frozen=True)
class Rule:
    """How lines are read.

    Attributes:
        first: The smallest feature number, 0 or 1.
        scored_by: The feature that gives the score, or None.
        grouped: Whether the queries are in another file, so that lines have no `qid:`.
        grade: Maps a number in the file to a label.
        missing: The markers of missing values.
    """

    first: int
    scored_by: int | None
    grouped: bool
    grade: Grade | None
    missing: Missing


class FileContent:
    """The content of the lines so far, in arrays: six bytes for each value of a feature."""

    def __init__(self, rule: Rule) -> None:
        self.queries: dict[str, list[int]] = {}  # empty if another file has them
        self.items: list[str | None] = []
        self.labels, self.numbers, self.scores = array("d"), array("q"), array("d")
        self.columns, self.values, self.starts = array("H"), array("f"), array("q", [0])
        self._rule = rule
        self._known: dict[str, int] = {}  # feature numbers by their text, after checking
        # The markers that fit into float32. The fast path of `_pairs` rejects larger values.
        self._marks = {mark for mark in rule.missing.numbers if abs(mark) <= FLOAT32}
        self._gaps, self._large, self._twice = _Tally(), _Tally(), _Tally()

    def add(self, number: int, text: str) -> None:
        """Parse one line and store it. A malformed line is not stored, not even in part.

        Raises:
            MalformedError: The line is malformed.
        """
        head, _, comment = text.partition("#")
        words = head.split()
        if not words:
            return
        try:
            label = read_label(words[0], self._rule.grade)
        except ValueError as error:
            raise MalformedError(0, str(error)) from None
        start = self._start_of_pairs(words)
        columns, values = self._pairs(words, start, number)
        if self._rule.scored_by is not None:
            self.scores.append(_score(self._rule.scored_by, columns, values, words))
        if not self._rule.grouped:
            self.queries.setdefault(words[1][4:], []).append(len(self.items))
        self.items.append(_name(comment) if comment else None)
        self.labels.append(label)
        self.numbers.append(number)
        self.columns.extend(columns)
        self.values.extend(values)
        self.starts.append(len(self.values))

    def remarks(self) -> tuple[str, ...]:
        """Remarks on the values: missing, too large or repeated."""
        said = []
        if self._gaps.count:
            fills = [*self._rule.missing.words.values(), *self._rule.missing.numbers.values()]
            nan = all(map(math.isnan, fills))
            instead = "NaN in lists.features" if nan else "filled in as missing=... says"
            said.append(f"{_values(self._gaps.count)} missing ({self._gaps.first}): {instead}")
        if self._large.count:
            said.append(
                f"{_values(self._large.count)} larger than float32 holds ({self._large.first}): "
                "infinite in lists.features"
            )
        if self._twice.count:
            lines = "1 line" if self._twice.count == 1 else f"{self._twice.count:,} lines"
            said.append(
                f"a feature is repeated in {lines} ({self._twice.first}): the last value counts"
            )
        return tuple(said)

    def _start_of_pairs(self, words: Sequence[str]) -> int:
        """The index of the first feature among the words of a line."""
        second = words[1] if len(words) > 1 else ""
        if self._rule.grouped:
            if second.startswith("qid:"):
                raise MalformedError(1, f"the line names its query, {shown(second)}: omit group")
            return 1
        if not second.startswith("qid:") or second == "qid:":
            given = shown(second) if second else "the end of the line"
            raise MalformedError(
                1,
                f"expected the query, such as qid:7, got {given} (if a second file has the number "
                "of items of each query, pass it as group=...)",
            )
        return 2

    def _pairs(
        self, words: Sequence[str], start: int, number: int
    ) -> tuple[list[int], list[float]]:
        """The features of a line and their values; the fast path converts all at once."""
        count = len(words) - start
        text = " ".join(words[start:])
        if text.encode().translate(None, _NUMERIC) == b" ".join([b":"] * count):
            flat = text.replace(":", " ").split()
            try:
                columns = [self._known[number] for number in flat[::2]]
                values = list(map(float, flat[1::2]))
            except (KeyError, ValueError):
                columns, values = [], []
            whole = len(flat) == 2 * count and len(set(columns)) == count
            plain = not self._marks or self._marks.isdisjoint(values)
            if whole and plain and sum(map(abs, values)) <= FLOAT32:
                return columns, values
        pairs: dict[int, float] = {}
        for field, word in enumerate(words[start:], start):
            feature, value = self._pair(field, word, number)
            if feature in pairs:
                self._twice.add(f"first: feature {feature} in line {number}", number)
            pairs[feature] = value
        return list(pairs), list(pairs.values())

    def _pair(self, field: int, word: str, number: int) -> tuple[int, float]:
        """A feature and its value, with an error message for each mistake."""
        name, colon, text = word.partition(":")
        feature = (colon and self._known.get(name)) or self._feature(field, word)
        value = number_of(text)
        instead = self._rule.missing.instead(text, value)
        if instead is not None:
            self._gaps.add(f"first: feature {feature} in line {number}, {shown(text)}")
            return feature, instead
        if value is None:
            raise MalformedError(
                field,
                f"the value of feature {feature} must be a number, got {shown(text)} (if that "
                f"marks a missing value: missing=[{shown(text)}])",
            )
        if abs(value) > FLOAT32:
            self._large.add(f"first: feature {feature} in line {number}, {shown(text)}")
        return feature, value

    def _feature(self, field: int, word: str) -> int:
        name, colon, _ = word.partition(":")
        if not colon or not (name.isascii() and name.isdigit()):
            raise MalformedError(
                field, f"expected feature:value, such as 12:0.5, got {shown(word)}"
            )
        if len(name) > 9 or int(name) > MAX_FEATURE:
            raise MalformedError(
                field, f"features are numbered up to {MAX_FEATURE:,}, got {shown(name)}"
            )
        if int(name) < self._rule.first:
            raise MalformedError(
                field,
                "features are numbered from 1, got 0: zero_based=True reads a file that counts "
                "from 0",
            )
        return self._known.setdefault(name, int(name))


class _Tally:
    """Counts something, and keeps the place of its first occurrence."""

    def __init__(self) -> None:
        self.count, self.first = 0, ""
        self._line: int | None = None

    def add(self, place: str, line: int | None = None) -> None:
        """Count one occurrence; with `line`, at most one for each line."""
        self.first = self.first or place
        if line is None or line != self._line:
            self.count += 1
        self._line = line


def _score(
    feature: int, columns: Sequence[int], values: Sequence[float], words: Sequence[str]
) -> float:
    """The score that a feature gives: 0 if the line omits the feature."""
    if feature not in columns:
        return 0.0
    value = values[columns.index(feature)]
    if abs(value) <= MAX_SCORE:
        return value + 0.0  # -0.0 and 0.0 are one score
    spelled = re.compile(rf"0*{feature}:")
    field = max(at for at, word in enumerate(words) if spelled.match(word))
    if math.isnan(value):
        text = shown(words[field].partition(":")[2])
        raise MalformedError(
            field,
            f"feature {feature} is the score and has no value here ({text}): "
            f"missing={{{text}: 0}} fills one in",
        )
    raise MalformedError(
        field, f"the score must be a number from -1e6 to 1e6, got {value} (feature {feature})"
    )


def _name(comment: str) -> str:
    docid = _DOCID.search(comment)
    return read_name(docid[1] if docid else comment)


def _values(count: int) -> str:
    return "1 value is" if count == 1 else f"{count:,} values are"
