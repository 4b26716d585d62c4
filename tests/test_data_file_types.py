"""Files that are no text are named as what they are, with what to do."""

import bz2
import io
import lzma
import re
import sqlite3
import zipfile

import numpy as np
import pytest

from ranklab.data import read_csv, read_svmlight, read_trec

TABLE = "query,score,label\n7,1,0\n7,2,1\n"


def zipped(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, TABLE)
    return stream.getvalue()


def saved():
    stream = io.BytesIO()
    np.save(stream, np.ones(3))
    return stream.getvalue()


def parquet():
    stream = io.BytesIO()
    pytest.importorskip("polars").DataFrame({"score": [1.0]}).write_parquet(stream)
    return stream.getvalue()


KINDS = [
    (lambda: bz2.compress(TABLE.encode()), "packed with bzip2: unpack it first"),
    (lambda: lzma.compress(TABLE.encode()), "packed with xz: unpack it first"),
    (lambda: zipped("table.csv"), "a zip archive: unpack it first"),
    (lambda: zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook: save it as"),
    (lambda: zipped("mimetype", "content.xml"), "an Excel workbook: save it as CSV, or read it"),
    (lambda: zipped("table.csv")[:40], "a zip archive: unpack it first"),
    (parquet, "a Parquet file: read it into a DataFrame and give that to ranklab.data.from_frame"),
    (saved, "a NumPy file: read it with numpy.load"),
    (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old Excel workbook"),
    (lambda: b"\x28\xb5\x2f\xfd" + bytes(99), "packed with Zstandard"),
]


@pytest.mark.parametrize(("content", "said"), KINDS)
@pytest.mark.parametrize("read", [read_csv, read_svmlight, lambda path: read_trec(path, path)])
def test_a_file_that_is_no_text_is_named(tmp_path, content, said, read):
    path = tmp_path / "data.csv"
    path.write_bytes(content())
    with pytest.raises(ValueError, match=re.escape(f"data.csv is {said}")):
        read(path)


def test_a_database_is_named(tmp_path):
    path = tmp_path / "data.csv"
    with sqlite3.connect(path) as database:
        database.execute("create table lists (score)")
    database.close()
    with pytest.raises(
        ValueError, match=r"data\.csv is an SQLite database: read it into a DataFra"
    ):
        read_csv(path)


@pytest.mark.parametrize("query", ["PAR1", "BZh9", "7z"])
def test_text_that_starts_like_such_a_file_is_read(tmp_path, query):
    path = tmp_path / "data.txt"
    path.write_text(f"{query},score,label\na,1,0\n")
    assert read_csv(path, query=query).queries == ("a",)
