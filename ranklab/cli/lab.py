"""`ranklab lab`: the course, opened on its first lesson.

In a checkout the lessons are opened where they are. A wheel holds them beside the code, where
nobody should write; so they are copied to a folder of the learner's, and what the learner changed
there is never written over.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ranklab.cli import server
from ranklab.cli.errors import NOT_WORKING, CommandError
from ranklab.cli.parser import LESSONS_FOLDER
from ranklab.cli.paths import expanded

FIRST = "00_start_here.ipynb"
# What was copied when, by its hash: a lesson that is still like that is nobody's work yet.
RECORD = ".ranklab-lessons.json"
_PACKAGE = Path(__file__).parents[1]


class Copied(NamedTuple):
    """What became of each lesson, by its path in the folder.

    Attributes:
        new: Was not there, and is now.
        updated: Was as we had copied it, and is now as in this ranklab.
        kept: Is the learner's, and not as in this ranklab.
    """

    new: list[str]
    updated: list[str]
    kept: list[str]


def run(options: argparse.Namespace) -> int:
    """Serve the lessons, copied first where they are not a checkout's own."""
    server.check(options)
    source, is_checkout = find()
    if is_checkout and options.folder is None:
        return server.serve(source, FIRST, options)
    folder = expanded(options.folder or LESSONS_FOLDER).absolute()
    try:
        print(report(copy(source, folder), folder), flush=True)
    except OSError as error:
        raise CommandError(
            f"folder {folder} cannot take the lessons: {error.strerror or error}"
        ) from None
    return server.serve(folder, FIRST, options)


def find(package: Path = _PACKAGE) -> tuple[Path, bool]:
    """Where the lessons are, and whether that is a checkout, where they may be written.

    Raises:
        CommandError: This ranklab came without lessons.
    """
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "notebooks" / FIRST).is_file():
        return checkout / "notebooks", True
    if (package / "notebooks" / FIRST).is_file():
        return package / "notebooks", False
    raise CommandError(
        f"this ranklab has no lessons: {package} was not installed whole", NOT_WORKING
    )


def copy(source: Path, folder: Path) -> Copied:
    """Copy the lessons to a folder, and leave what the learner changed there as it is.

    Several may copy to one folder at the same time.

    Args:
        source: The folder of the lessons, and what stands in folders in it.
        folder: Where they go; made if it is not there.

    Raises:
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = _read_record(folder)
    copied = Copied([], [], [])
    # A folder of this process alone, so that nobody else writes there; within the other one, so
    # that a file of it can take the place of another at once.
    with TemporaryDirectory(prefix=".ranklab-", dir=folder) as scratch:
        for name in _lessons_in(source):
            content, target = (source / name).read_bytes(), folder / name
            there = _digest(target.read_bytes()) if target.exists() else None
            if there == _digest(content):
                record[name] = there
                continue
            if there is not None and there != record.get(name):
                copied.kept.append(name)
                continue
            (copied.new if there is None else copied.updated).append(name)
            _write(target, content, Path(scratch))
            record[name] = _digest(content)
        _write(folder / RECORD, json.dumps(record, indent=1).encode(), Path(scratch))
    return copied


def report(copied: Copied, folder: Path) -> str:
    """Say what became of the lessons, a line for each kind."""
    lines = []
    if copied.new:
        lines.append(f"New in {folder}: {', '.join(copied.new)}")
    if copied.updated:
        lines.append(f"Brought up to date: {', '.join(copied.updated)}")
    if copied.kept:
        lines.append(
            f"Kept as you changed them: {', '.join(copied.kept)} "
            "(rename one, and the next start brings the original beside it)"
        )
    return "\n".join(lines or [f"The lessons in {folder} are up to date."])


def _lessons_in(source: Path) -> Iterator[str]:
    """Every file, by its path in the folder; nothing hidden, and no byte code."""
    for path in sorted(source.rglob("*")):
        within = path.relative_to(source)
        if path.is_file() and not any(part.startswith((".", "__")) for part in within.parts):
            yield within.as_posix()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(folder: Path) -> dict[str, str]:
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (OSError, RecursionError, ValueError):
        return {}  # nothing known: whatever differs is taken for the learner's
    return record if isinstance(record, dict) else {}


def _write(path: Path, content: bytes, scratch: Path) -> None:
    """Write a file whole or not at all: half a lesson would be taken for the learner's work."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = scratch / path.name
    part.write_bytes(content)
    os.replace(part, path)
