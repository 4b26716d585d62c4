"""Recognise binary files by their first bytes, and say what to do with them."""

from __future__ import annotations

import zipfile
from pathlib import Path

_UNPACK = "unpack it first, or pack it with gzip"
_FRAME = "read it into a DataFrame and give that to ranklab.data.from_frame"

_KINDS = (
    (b"BZh", "packed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "packed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard", _UNPACK),
    (b"\x04\x22\x4d\x18", "packed with LZ4", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"PAR1", "a Parquet file", _FRAME),
    (b"ARROW1\x00\x00", "an Arrow (Feather) file", _FRAME),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", f"save it as CSV, or {_FRAME}"),
    (b"\x89HDF\r\n", "an HDF5 file", _FRAME),
    (b"SQLite format 3\x00", "an SQLite database", _FRAME),
    (b"\x93NUMPY", "a NumPy file", "read it with numpy.load and make a DataFrame of it"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BOOKS = ("xl/", "content.xml")  # members of an Excel and of an OpenDocument workbook


def refuse_binary(path: Path) -> None:
    """Refuse a file of a known binary type.

    Raises:
        ValueError: The file is binary; the message names its type and says what to do.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(1024)
    is_text = first.isascii() and b"\x00" not in first  # text may start with the same bytes
    kind = next((kind for kind in _KINDS if first.startswith(kind[0])), None)
    if kind is not None and not is_text:
        raise ValueError(f"{path} is {kind[1]}: {kind[2]}")
    if first.startswith(_ZIP):
        if any(name.startswith(_BOOKS) for name in _names(path)):
            raise ValueError(f"{path} is an Excel workbook: save it as CSV, or {_FRAME}")
        raise ValueError(f"{path} is a zip archive: {_UNPACK}")


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return []
