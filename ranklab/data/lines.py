"""Read a text file line by line, compressed or not, and name a place in it."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from ranklab.data.file_types import refuse_binary
from ranklab.data.progress import Bar
from ranklab.explanation.checks import shown

_GZIP, _UTF8_MARK, _UTF16_MARKS = b"\x1f\x8b", b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


class MalformedError(Exception):
    """A field of a line is malformed; the reader adds the file and the line.

    Args:
        field: The index of the field, from 0, or None for the whole line.
        said: What was expected there, and what was given.
    """

    def __init__(self, field: int | None, said: str) -> None:
        super().__init__(said)
        self.field = field


def read_lines(path: Path, progress: bool) -> Generator[tuple[int, str], None, None]:
    """Yield each line of a file with its number, from 1, without a byte order mark.

    A line ends with LF, CR LF or CR.

    Raises:
        ValueError: A line is not UTF-8, a compressed file is damaged, or the file is binary.
    """
    number = 0
    refuse_binary(path)
    with path.open("rb") as file, Bar(path, progress) as bar:
        packed = file.read(2) == _GZIP
        file.seek(0)
        try:
            stream = gzip.GzipFile(fileobj=file) if packed else file
            for number, line in enumerate(_split(stream), start=1):
                bar.advance(number, file)
                yield number, _decoded(path, number, line)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(
                f"{path}, after line {number}: the gzip file is damaged or cut off ({error})"
            ) from None


def _split(stream: Iterable[bytes]) -> Iterator[bytes]:
    for line in stream:
        if b"\r" in line:
            yield from line.splitlines(keepends=True)  # bytes split at CR and LF only
        else:
            yield line


def _decoded(path: Path, number: int, line: bytes) -> str:
    if number == 1:
        if line.startswith(_UTF16_MARKS):
            raise ValueError(f"{path} is UTF-16: save it as UTF-8")
        line = line.removeprefix(_UTF8_MARK)
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode()) + 1
        raise ValueError(
            f"{path}, line {number}, column {column}: byte 0x{line[error.start]:02x} is not "
            "UTF-8: save the file as UTF-8"
        ) from None


def checked_path(path: str | os.PathLike[str], argument: str = "path") -> Path:
    """The path of an existing file.

    Raises:
        TypeError: It is not a path.
        OSError: There is no such file, or it is a directory.
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"{argument} must be the name of a file, got {shown(path)}")
    try:
        file = Path(path).expanduser()
    except RuntimeError:  # pathlib raises this for an unknown user
        raise FileNotFoundError(
            f"there is no home folder for {argument}={shown(str(path))}: write ./~... for a file "
            "whose name starts with ~"
        ) from None
    if file.is_dir():
        raise IsADirectoryError(f"{argument} must be a file, and {file} is a directory")
    if not file.exists():
        raise FileNotFoundError(f"there is no file {file} in {Path.cwd()}")
    return file


def place(path: Path, number: int, text: str, error: MalformedError) -> ValueError:
    """An error that names the file, the line, and the column where the field starts."""
    column = ""
    if error.field is not None:
        starts = [match.start() + 1 for match in re.finditer(r"\S+", text)]
        at = starts[error.field] if error.field < len(starts) else len(text.rstrip()) + 1
        column = f", column {at}"
    return ValueError(f"{path}, line {number}{column}: {error}")
