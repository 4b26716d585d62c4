"""`ranklab explore`: open a small notebook on the hardest list of a file in JupyterLab."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from ranklab import data
from ranklab.cli import server
from ranklab.cli.errors import CommandError
from ranklab.cli.parser import COLUMNS, OF_FILES
from ranklab.cli.paths import expanded
from ranklab.data.file_types import refuse_binary
from ranklab.explanation.checks import MAX_DRAWN

_READERS = {
    ".csv": "read_csv",
    ".dat": "read_svmlight",
    ".svm": "read_svmlight",
    ".tsv": "read_csv",
    ".txt": "read_svmlight",
}
# The options of each reader.
_TAKES = {
    "read_csv": (*COLUMNS, "one_list", "delimiter"),
    "read_svmlight": ("score", "group", "zero_based"),
}
_PACKED = ".gz"


def run(options: argparse.Namespace) -> int:
    """Read the file, write the notebook and serve it."""
    server.check(options)
    path, folder = expanded(options.file), Path.cwd()
    reader = reader_of(path)
    arguments, most = _arguments(options, reader, path), _most(options.most)
    try:  # the reader shows a progress bar
        lists = getattr(data, reader)(path, **arguments)
        hardest = lists.hardest(1).queries[0]
    except (OSError, TypeError, ValueError) as error:
        raise CommandError(_as_options(str(error))) from None
    print(lists)
    try:
        notebook, is_new = written(folder, path, reader, arguments, most)
    except OSError as error:
        raise CommandError(
            f"no notebook can be written to {folder}: {error.strerror or error}"
        ) from None
    state = f"on the hardest list, query {hardest}" if is_new else "as you left it"
    print(f"Opening {notebook.name} {state}", flush=True)
    return server.serve(folder, notebook.name, options)


def _arguments(options: argparse.Namespace, reader: str, path: Path) -> dict[str, Any]:
    """The arguments of the reader.

    Raises:
        CommandError: An option is for another type of file, or is not a feature number.
    """
    given = {name: value for name in OF_FILES if (value := getattr(options, name))}
    for name in given:
        if name not in _TAKES[reader]:
            kinds = ".csv and .tsv" if reader == "read_svmlight" else "SVMlight"
            raise CommandError(
                f"--{name.replace('_', '-')} is for {kinds} files, got {path.name!r}"
            )
    if reader == "read_svmlight" and "score" in given:
        given["scores"] = _feature(given.pop("score"), path)
    if given.pop("one_list", False):
        if "query" in given:
            raise CommandError("--one-list and --query exclude each other: give one of them")
        given["query"] = None
    if given.get("delimiter") == "\\t":  # as one writes a tab in a shell
        given["delimiter"] = "\t"
    return given


def _feature(score: str, path: Path) -> int:
    if not re.fullmatch(r"\d{1,9}", score, re.ASCII):
        raise CommandError(
            f"{path.name} is SVMlight: --score must be the number of a feature, such as 3, "
            f"got {score!r}"
        )
    return int(score)


def _as_options(said: str) -> str:
    """Replace arguments of a reader in a message by options of the command line.

    >>> _as_options("name yours with query=..., or query=None")
    'name yours with --query, or --one-list'
    """
    said = said.replace("query=None", "--one-list").replace("zero_based=True", "--zero-based")
    return re.sub(rf"\b({'|'.join(OF_FILES)})=\.\.\.", r"--\1", said)


def _most(text: str | None) -> int | None:
    """How many items the explorer shows.

    Raises:
        CommandError: It is not a whole number within the limits.
    """
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not 2 <= int(text) <= MAX_DRAWN:
        raise CommandError(f"most must be a whole number from 2 to {MAX_DRAWN} items, got {text!r}")
    return int(text)


def reader_of(path: Path) -> str:
    """The function of `ranklab.data` that reads a file, by the extension of the file.

    Raises:
        CommandError: No function reads this extension.

    >>> reader_of(Path("train.txt.gz"))
    'read_svmlight'
    """
    try:
        return _READERS[_unpacked(path).suffix.lower()]
    except KeyError:
        _refuse_kind(path)
        raise CommandError(
            f"file must end in .csv or .tsv, or in .dat, .svm, .txt for SVMlight, got {path.name!r}"
        ) from None


def _refuse_kind(path: Path) -> None:
    """Refuse a file of a known binary type.

    Raises:
        CommandError: The file is binary or cannot be read.
    """
    try:
        refuse_binary(path)
    except FileNotFoundError:
        return  # the message about the extension comes first
    except (OSError, ValueError) as error:
        raise CommandError(error) from None


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() == _PACKED else path


def written(
    folder: Path,
    path: Path,
    reader: str,
    columns: Mapping[str, Any],
    most: int | None = None,
) -> tuple[Path, bool]:
    """Write a notebook for a file, or find the one that was written for it before.

    Args:
        folder: The folder of the notebook.
        path: The file of the lists.
        reader: The function of `ranklab.data` that reads it.
        columns: The arguments of the reader.
        most: How many items of a list to show; None for the default of the explorer.

    Returns:
        The path of the notebook, and whether it is new. Existing files are never overwritten.
    """
    file = path.absolute()
    if file.is_relative_to(folder):
        file = file.relative_to(folder)  # the folder can then be moved
    about: dict[str, Any] = {"file": file.as_posix(), "reader": reader, "columns": dict(columns)}
    if most is not None:
        about["most"] = most
    stem = re.sub(r"[^\w-]+", "_", _unpacked(path).stem) or "lists"
    for number in count(1):
        target = folder / f"explore_{stem}{'' if number == 1 else f'_{number}'}.ipynb"
        try:
            with target.open("x", encoding="utf-8") as stream:
                json.dump(notebook_for(about), stream, indent=1)
            return target, True
        except FileExistsError:
            if _about(target) == about:
                return target, False
    raise AssertionError("count() is infinite")


def notebook_for(about: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the notebook; the user's names become Python literals in it."""
    arguments = [about["file"], *(f"{name}={value!r}" for name, value in about["columns"].items())]
    arguments[0] = repr(arguments[0])
    most = f", most={about['most']}" if "most" in about else ""
    cells = [
        f"import ranklab\n\nlists = ranklab.data.{about['reader']}({', '.join(arguments)})\n"
        "print(lists)",
        "hard = lists.hardest(min(5, len(lists)))\nprint(hard.queries)",
        "query = hard.queries[0]\n"
        'hint = f"The list with the largest loss: query {query}"\n'
        f"ranklab.explore(lists[query], hint=hint{most})",
    ]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "ranklab": dict(about),
        },
        "cells": [
            {
                "cell_type": "code",
                "id": f"explore-{number}",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": source.splitlines(keepends=True),
            }
            for number, source in enumerate(cells, start=1)
        ],
    }


def _about(notebook: Path) -> Any:
    """What a notebook was written for; None if it was not written by this command."""
    try:
        return json.loads(notebook.read_bytes())["metadata"]["ranklab"]
    except (OSError, RecursionError, ValueError, KeyError, TypeError):
        return None
