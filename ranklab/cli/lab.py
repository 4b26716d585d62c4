"""`ranklab lab`: open the course on its first lesson.

In a checkout, the lessons are opened in place. A wheel installs them beside the code; from there
they are copied to a folder of the learner. A lesson that the learner changed is never overwritten.
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
# The hash of each lesson as it was copied: a lesson that still has it was not changed.
RECORD = ".ranklab-lessons.json"
_PACKAGE = Path(__file__).parents[1]


class Copied(NamedTuple):
    """What was done with the lessons, by their paths in the folder.

    Attributes:
        new: Lessons that were copied for the first time.
        updated: Lessons that the learner had not changed, replaced by this version of ranklab.
        kept: Lessons that the learner changed, left as they are.
    """

    new: list[str]
    updated: list[str]
    kept: list[str]


def run(options: argparse.Namespace) -> int:
    """Serve the lessons; outside a checkout, copy them first."""
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
    """The folder of the lessons, and whether it is in a checkout, where they may be changed.

    Raises:
        CommandError: This ranklab has no lessons.
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
    """Copy the lessons to a folder, except those that the learner changed there.

    Several processes may copy to one folder at the same time.

    Args:
        source: The folder of the lessons, with its subfolders.
        folder: The target, created if needed.

    Raises:
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = _read_record(folder)
    copied = Copied([], [], [])
    # A temporary folder that no other process writes to. It is inside the target, so that
    # replacing a file is atomic.
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
    """What was done with the lessons, one line for each kind."""
    lines = []
    if copied.new:
        lines.append(f"New in {folder}: {', '.join(copied.new)}")
    if copied.updated:
        lines.append(f"Updated: {', '.join(copied.updated)}")
    if copied.kept:
        lines.append(
            f"Kept with your changes: {', '.join(copied.kept)} "
            "(to get the original as well, rename yours and run this again)"
        )
    return "\n".join(lines or [f"The lessons in {folder} are up to date."])


def _lessons_in(source: Path) -> Iterator[str]:
    """Every file, by its path in the folder, except hidden files and byte code."""
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
        return {}  # without a record, every lesson that differs counts as changed
    return record if isinstance(record, dict) else {}


def _write(path: Path, content: bytes, scratch: Path) -> None:
    """Write a file atomically: half a lesson would count as changed by the learner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = scratch / path.name
    part.write_bytes(content)
    os.replace(part, path)
