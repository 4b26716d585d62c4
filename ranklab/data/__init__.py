"""Real lists: your own, read from the formats of ranking, and the countries that come along."""

from __future__ import annotations

from ranklab.data.countries import Country, continents_and_years, gapminder
from ranklab.data.features import Features
from ranklab.data.lists import Lists
from ranklab.data.notes import Cut
from ranklab.data.svmlight import read_svmlight

__all__ = [
    "Country",
    "Cut",
    "Features",
    "Lists",
    "continents_and_years",
    "gapminder",
    "read_svmlight",
]
