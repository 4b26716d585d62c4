"""`ranklab explore`: a small notebook on the hardest list of a file, opened in JupyterLab."""

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
from ranklab.cli.parser import COLUMNS
from ranklab.cli.paths import expanded
from ranklab.cli.refusal import Refused

_READERS = {
    ".csv": "read_csv",
    ".dat": "read_svmlight",
    ".svm": "read_svmlight",
    ".txt": "read_svmlight",
}
_PACKED = ".gz"


def run(options: argparse.Namespace) -> int:
    """Read the file, write the notebook and serve it."""
    server.check(options)
    path, folder = expanded(options.file), Path.cwd()
    reader = reader_of(path)
    columns = {name: getattr(options, name) for name in COLUMNS if getattr(options, name)}
    if columns and reader != "read_csv":
        raise Refused(f"{path.name} has no columns to name: --{min(columns)} is for .csv files")
    try:  # a long file shows its own progress
        lists = getattr(data, reader)(path, **columns)
        hardest = lists.hardest(1).queries[0]
    except (OSError, TypeError, ValueError) as error:
        raise Refused(error) from None
    print(lists)
    try:
        notebook, is_new = written(folder, path, reader, columns)
    except OSError as error:
        raise Refused(
            f"no notebook can be written to {folder}: {error.strerror or error}"
        ) from None
    state = f"on the hardest list, query {hardest}" if is_new else "as you left it"
    print(f"Opening {notebook.name} {state}", flush=True)
    return server.serve(folder, notebook.name, options)


def reader_of(path: Path) -> str:
    """The function of `ranklab.data` that reads a file, by the end of its name.

    Raises:
        Refused: No function does.

    >>> reader_of(Path("train.txt.gz"))
    'read_svmlight'
    """
    try:
        return _READERS[_unpacked(path).suffix.lower()]
    except KeyError:
        raise Refused(
            f"file must end in .csv, or in {', '.join(sorted(set(_READERS) - {'.csv'}))} for "
            f"SVMlight, got {path.name!r}"
        ) from None


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() == _PACKED else path


def written(folder: Path, path: Path, reader: str, columns: Mapping[str, str]) -> tuple[Path, bool]:
    """A notebook in a folder for a file: a new one, or the one that was written for it before.

    Args:
        folder: Where it goes.
        path: The file of the lists.
        reader: The function of `ranklab.data` that reads it.
        columns: The columns that it is told.

    Returns:
        The notebook, and whether it is new. No file is ever written over.
    """
    file = path.absolute()
    if file.is_relative_to(folder):
        file = file.relative_to(folder)  # so that the folder can be moved
    about = {"file": file.as_posix(), "reader": reader, "columns": dict(columns)}
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
    raise AssertionError("count() ends nowhere")


def notebook_for(about: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook, as its file holds it: names from outside stand in it as Python literals."""
    arguments = [about["file"], *(f"{name}={value!r}" for name, value in about["columns"].items())]
    arguments[0] = repr(arguments[0])
    cells = [
        f"import ranklab\n\nlists = ranklab.data.{about['reader']}({', '.join(arguments)})\n"
        "print(lists)",
        "hard = lists.hardest(min(5, len(lists)))\nprint(hard.queries)",
        "query = hard.queries[0]\n"
        'ranklab.explore(lists[query], hint=f"The list with the largest loss: query {query}")',
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
    """What a notebook was written for; None where it was not written here."""
    try:
        return json.loads(notebook.read_bytes())["metadata"]["ranklab"]
    except (OSError, RecursionError, ValueError, KeyError, TypeError):
        return None
