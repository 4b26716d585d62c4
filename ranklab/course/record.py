"""Record: how far a learner has come, in a small JSON file of their own."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs
from filelock import FileLock, Timeout

VARIABLE = "RANKLAB_PROGRESS"
MOST_ANSWERS = 20  # kept of one question: the latest
MOST_CHARACTERS = 10_000  # of one answer; the link of the longest list has fewer
_PATIENCE = 5.0  # seconds for another kernel to finish writing
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
        answers = (*self.answers, answer[:MOST_CHARACTERS])[-MOST_ANSWERS:]
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
    if not named:
        return platformdirs.user_data_path("ranklab") / "progress.json"
    return Path(os.path.expanduser(named))


def read() -> dict[str, Record]:
    """The record of each question that was tried, by name. No file is no record.

    What cannot be read is left out: `update` keeps a copy of such a file.
    """
    try:
        return _parsed(place())[0]
    except OSError:
        return {}


def update(name: str, change: Callable[[Record], Record]) -> Record:
    """Change the record of one question, and keep it.

    Raises:
        OSError: The file cannot be read or written, or its place is taken by something else.
    """
    path = place()
    with _alone(path):
        records, whole = _parsed(path)
        if not whole:
            path.replace(_free_name(path))
        records[name] = change(records.get(name, Record()))
        _write(path, records)
        return records[name]


def to_json(records: dict[str, Record]) -> str:
    """Records as JSON, by the name of the question."""
    entries = {name: asdict(record) for name, record in sorted(records.items())}
    # ASCII, so that no answer can hold a character that a file cannot.
    return json.dumps({"ranklab_progress": 1, "exercises": entries}, indent=1)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else writes meanwhile, no other kernel either.

    Raises:
        OSError: The place cannot be had.
    """
    if path.exists() and not path.is_file():
        raise OSError(f"{VARIABLE} names {path}, which is no file: name one that may be written")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _WRITING, FileLock(path.with_name(path.name + ".lock"), timeout=_PATIENCE):
            yield
    except Timeout:
        raise OSError(f"another program holds {path}") from None


def _parsed(path: Path) -> tuple[dict[str, Record], bool]:
    """What a file holds, and whether that is all of it.

    Raises:
        OSError: There is a file, and it cannot be read.
    """
    if not path.exists():
        return {}, True
    try:
        entries = json.loads(path.read_text("utf-8-sig"))["exercises"].items()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}, False
    records = {name: _record(entry) for name, entry in entries}
    return {n: r for n, r in records.items() if r is not None}, None not in records.values()


def _record(entry: Any) -> Record | None:
    """One entry of the file, or None where it is none."""
    if not isinstance(entry, dict) or not isinstance(entry.get("answers", []), list):
        return None
    known = {field.name: entry[field.name] for field in fields(Record) if field.name in entry}
    record = Record(**{**known, "answers": tuple(map(str, known.get("answers", ())))})
    fits = all(type(getattr(record, one.name)) is type(one.default) for one in fields(Record))
    return record if fits else None


def _free_name(path: Path) -> Path:
    """Where a file that says nothing is kept: somebody may have edited it by hand."""
    kept = (path.with_name(f"{path.name}.unreadable{number or ''}") for number in range(1_000))
    return next(name for name in kept if not name.exists())


def _write(path: Path, records: dict[str, Record]) -> None:
    """Write all at once: whoever reads meanwhile sees the old file or the new one."""
    path = path.resolve()  # of a link, what it points to
    mode = path.stat().st_mode if path.exists() else None
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(to_json(records))
        if mode is not None:
            os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
