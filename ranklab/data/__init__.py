"""Real lists: your own, read from the formats of ranking, and the countries that come along.

A file is read as a whole or not at all: what is malformed is an error that names its place. Names
of items lose their control characters and end after 200 characters; so does nothing else.
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
