"""Record: how far a learner has come, in a small JSON file of their own."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs

VARIABLE = "RANKLAB_PROGRESS"
MOST_ANSWERS = 20  # kept of one question: the latest
_WRITING = Lock()


@dataclass(frozen=True)
class Record:
    """What happened with one question.

    Attributes:
        attempts: How many answers were judged.
        solved: Whether one of them was right.
        hints: How many hints were shown.
        revealed: Whether the answer was shown before it was solved.
        answers: The latest answers, as text: a number, a choice, or a list as a link.
    """

    attempts: int = 0
    solved: bool = False
    hints: int = 0
    revealed: bool = False
    answers: tuple[str, ...] = ()

    def with_answer(self, answer: str, right: bool) -> Record:
        """The record after one more answer."""
        answers = (*self.answers, answer)[-MOST_ANSWERS:]
        return replace(
            self, attempts=self.attempts + 1, solved=self.solved or right, answers=answers
        )

    def with_hints(self, count: int) -> Record:
        """The record after so many hints were shown at once."""
        return replace(self, hints=max(self.hints, count))

    def with_answer_shown(self) -> Record:
        """The record after the answer was shown; of one who had found it, nothing changes."""
        return replace(self, revealed=self.revealed or not self.solved)


def place() -> Path:
    """Where the file is: what the variable RANKLAB_PROGRESS names, else in the user's data."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("ranklab") / "progress.json"


def read() -> dict[str, Record]:
    """The record of each question that was tried, by name. No file is no record."""
    try:
        text = place().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    try:
        found = json.loads(text)["exercises"]
        return {name: _record(entry) for name, entry in found.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def update(name: str, change: Callable[[Record], Record]) -> Record:
    """Change the record of one question, and keep it.

    Raises:
        OSError: The file cannot be written.
    """
    with _WRITING:
        records = read()
        if not records and place().exists():
            _put_aside(place())
        records[name] = change(records.get(name, Record()))
        _write(records)
        return records[name]


def to_json(records: dict[str, Record]) -> str:
    """Records as JSON, by the name of the question."""
    entries = {name: asdict(record) for name, record in sorted(records.items())}
    return json.dumps({"ranklab_progress": 1, "exercises": entries}, ensure_ascii=False, indent=1)


def _record(entry: dict[str, Any]) -> Record:
    known = {field.name: entry[field.name] for field in fields(Record) if field.name in entry}
    record = Record(**{**known, "answers": tuple(map(str, known.get("answers", ())))})
    for field in fields(Record):
        kind = type(field.default)
        if type(getattr(record, field.name)) is not kind:
            raise TypeError(f"{field.name} must be of type {kind.__name__}")
    return record


def _put_aside(path: Path) -> None:
    """Keep a file that says nothing: somebody may have edited it by hand."""
    with suppress(OSError):
        if path.stat().st_size:
            path.replace(path.with_name(path.name + ".unreadable"))


def _write(records: dict[str, Record]) -> None:
    """Write all at once: whoever reads meanwhile sees the old file or the new one."""
    path = place()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(to_json(records))
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
