"""Real lists: readers for the usual file formats, DataFrames and models, and the Gapminder lists.

The folder imports `explanation` and `installed`. Add a file format as a module with a public
reader, and list the reader here.

A malformed file raises an error that names the place; no file is read in part. Item names are
stripped of control characters and cut to 200 characters. All other values are kept as they are.
"""

from __future__ import annotations

from ranklab.data.countries import Country, continents_and_years, gapminder
from ranklab.data.features import Features
from ranklab.data.lists import Lists
from ranklab.data.models import from_model
from ranklab.data.pasting import paste
from ranklab.data.svmlight import read_svmlight
from ranklab.data.tables import from_frame, read_csv
from ranklab.data.trec import read_trec

__all__ = [
    "Country",
    "Features",
    "Lists",
    "continents_and_years",
    "from_frame",
    "from_model",
    "gapminder",
    "paste",
    "read_csv",
    "read_svmlight",
    "read_trec",
]
