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
from ranklab.limits import MAX_DRAWN

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
    columns, most = _columns(options, reader, path), _most(options.most)
    try:  # a long file shows its own progress
        lists = getattr(data, reader)(path, **columns)
        hardest = lists.hardest(1).queries[0]
    except (OSError, TypeError, ValueError) as error:
        raise Refused(error) from None
    print(lists)
    try:
        notebook, is_new = written(folder, path, reader, columns, most)
    except OSError as error:
        raise Refused(
            f"no notebook can be written to {folder}: {error.strerror or error}"
        ) from None
    state = f"on the hardest list, query {hardest}" if is_new else "as you left it"
    print(f"Opening {notebook.name} {state}", flush=True)
    return server.serve(folder, notebook.name, options)


def _columns(options: argparse.Namespace, reader: str, path: Path) -> dict[str, Any]:
    """Where what stands, as the reader takes it; a column of SVMlight is the number of a feature.

    Raises:
        Refused: The file has no such columns.
    """
    columns = {name: getattr(options, name) for name in COLUMNS if getattr(options, name)}
    if reader == "read_csv":
        return columns
    score = columns.pop("score", None)
    if columns:
        raise Refused(f"{path.name} has no columns to name: --{min(columns)} is for .csv files")
    if score is None:
        return {}
    if not re.fullmatch(r"\d{1,9}", score, re.ASCII):
        raise Refused(
            f"{path.name} is SVMlight: --score must be the number of a feature, such as 3, "
            f"got {score!r}"
        )
    return {"scores": int(score)}


def _most(text: str | None) -> int | None:
    """How many items the explorer shows.

    Raises:
        Refused: It shows no such number.
    """
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not 2 <= int(text) <= MAX_DRAWN:
        raise Refused(f"most must be a whole number from 2 to {MAX_DRAWN} items, got {text!r}")
    return int(text)


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


def written(
    folder: Path,
    path: Path,
    reader: str,
    columns: Mapping[str, Any],
    most: int | None = None,
) -> tuple[Path, bool]:
    """A notebook in a folder for a file: a new one, or the one that was written for it before.

    Args:
        folder: Where it goes.
        path: The file of the lists.
        reader: The function of `ranklab.data` that reads it.
        columns: The columns that it is told.
        most: How many items of a list to show; None for as many as the explorer does.

    Returns:
        The notebook, and whether it is new. No file is ever written over.
    """
    file = path.absolute()
    if file.is_relative_to(folder):
        file = file.relative_to(folder)  # so that the folder can be moved
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
    raise AssertionError("count() ends nowhere")


def notebook_for(about: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook, as its file holds it: names from outside stand in it as Python literals."""
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
    """What a notebook was written for; None where it was not written here."""
    try:
        return json.loads(notebook.read_bytes())["metadata"]["ranklab"]
    except (OSError, RecursionError, ValueError, KeyError, TypeError):
        return None
