"""The record of a learner's answers, in a small JSON file."""

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
MOST_ANSWERS = 20  # stored for one question, the latest ones
MOST_CHARACTERS = 10_000  # of one answer; even the link of the longest list is shorter
_PATIENCE = 5.0  # seconds to wait until another kernel has finished writing
_WRITING = Lock()


@dataclass(frozen=True)
class Record:
    """The answers to one question, and the help that was shown.

    Attributes:
        attempts: How many answers were judged.
        solved: Whether one of them was right.
        hints: How many hints were shown.
        revealed: Whether the answer was shown before the question was solved.
        answers: The latest answers as text: a number, a choice, or a list as a link.
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
        """The record after `count` hints were shown."""
        return replace(self, hints=max(self.hints, count))

    def with_answer_shown(self) -> Record:
        """The record after the answer was shown; unchanged if it was already solved."""
        return replace(self, revealed=self.revealed or not self.solved)


def place() -> Path:
    """The path of the file: RANKLAB_PROGRESS if it is set, else in the user's data folder."""
    named = os.environ.get(VARIABLE)
    if not named:
        return platformdirs.user_data_path("ranklab") / "progress.json"
    return Path(os.path.expanduser(named))


def read() -> dict[str, Record]:
    """The record of each question that was tried, by name; empty if there is no file.

    Entries that cannot be read are left out; `update` keeps a copy of such a file.
    """
    try:
        return _parsed(place())[0]
    except OSError:
        return {}


def update(name: str, change: Callable[[Record], Record]) -> Record:
    """Change the record of one question, and store it.

    Raises:
        OSError: The file cannot be read or written, or the path is not a file.
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
    # ASCII, so that every character of an answer can be stored.
    return json.dumps({"ranklab_progress": 1, "exercises": entries}, indent=1)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Lock the file against other threads and other kernels.

    Raises:
        OSError: The lock cannot be taken, or the path is not a file.
    """
    if path.exists() and not path.is_file():
        raise OSError(f"{VARIABLE} names {path}, which is not a file: name a writable file")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _WRITING, FileLock(path.with_name(path.name + ".lock"), timeout=_PATIENCE):
            yield
    except Timeout:
        raise OSError(f"another program has locked {path}") from None


def _parsed(path: Path) -> tuple[dict[str, Record], bool]:
    """The records in a file, and whether all of its entries were readable.

    Raises:
        OSError: The file exists but cannot be read.
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
    """The record in one entry of the file, or None if it is malformed."""
    if not isinstance(entry, dict) or not isinstance(entry.get("answers", []), list):
        return None
    known = {field.name: entry[field.name] for field in fields(Record) if field.name in entry}
    record = Record(**{**known, "answers": tuple(map(str, known.get("answers", ())))})
    fits = all(type(getattr(record, one.name)) is type(one.default) for one in fields(Record))
    return record if fits else None


def _free_name(path: Path) -> Path:
    """An unused path for the copy of an unreadable file, which the user may want to repair."""
    kept = (path.with_name(f"{path.name}.unreadable{number or ''}") for number in range(1_000))
    return next(name for name in kept if not name.exists())


def _write(path: Path, records: dict[str, Record]) -> None:
    """Write the file atomically: a reader sees the old file or the new one."""
    path = path.resolve()  # if it is a link, write its target
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
