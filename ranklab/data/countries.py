"""The Gapminder lists of countries that come with ranklab."""

from __future__ import annotations

import csv
import random
from functools import cache
from importlib.resources import files
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

from ranklab.explanation import metrics
from ranklab.explanation.scenario import Scenario

LABELS = 5  # 0 to 4


class Country(NamedTuple):
    """A country in a year."""

    name: str
    life_expectancy: float
    gdp_per_head: float


def gapminder(
    continent: str = "Americas",
    year: int = 2007,
    *,
    sample: int | None = 9,
    seed: int = 0,
    **options: Any,
) -> Scenario:
    """A list of countries, with scores from wealth and labels from life expectancy.

    Scores are the logarithm of GDP per head, standardised within the list. Labels are 0 to 4 by
    the rank of life expectancy within the list, in five groups of equal size.

    Args:
        continent: Africa, Americas, Asia, Europe or Oceania.
        year: 1952 to 2007, every five years.
        sample: How many countries to draw; None for all of them.
        seed: The seed of the draw.
        **options: Other fields of the Scenario, such as `loss` or `temperature`.

    Raises:
        ValueError: There is no such list; the message names the lists.

    Source: Gapminder (gapminder.org), CC BY 4.0, as collected by Jennifer Bryan.

    >>> scenario = gapminder("Europe", 2007, sample=8)
    >>> len(scenario), max(scenario.labels)
    (8, 4.0)
    """
    lists = _lists()
    if not isinstance(continent, str) or (continent, year) not in lists:
        continents = sorted({key[0] for key in lists})
        years = sorted({key[1] for key in lists})
        raise ValueError(
            f"there is no Gapminder list for continent={continent!r}, year={year!r}: continents "
            f"are {', '.join(continents)}; years are {years[0]} to {years[-1]}, every five years"
        )
    countries = lists[continent, year]
    if sample is not None:
        if isinstance(sample, bool) or not isinstance(sample, Integral):
            raise TypeError(f"sample must be a whole number of countries or None, got {sample!r}")
        if not 1 <= sample <= len(countries):
            raise ValueError(
                f"sample must be from 1 to {len(countries)}, the countries of {continent} in "
                f"{year}, got {sample}"
            )
        if not isinstance(seed, int):
            raise TypeError(f"seed must be a whole number, got {seed!r}")
        countries = sorted(random.Random(seed).sample(countries, sample))
    wealth = np.log([country.gdp_per_head for country in countries])
    spread = wealth.std() or 1.0
    life = metrics.ranks([-country.life_expectancy for country in countries])  # 1: shortest
    return Scenario(
        scores=np.round((wealth - wealth.mean()) / spread, 3),
        labels=(life - 1) * LABELS // len(countries),
        items=[country.name for country in countries],
        **options,
    )


def continents_and_years() -> list[tuple[str, int]]:
    """The continents and years of all lists, as arguments of `gapminder`."""
    return sorted(_lists())


@cache
def _lists() -> dict[tuple[str, int], list[Country]]:
    lists: dict[tuple[str, int], list[Country]] = {}
    text = files("ranklab.data").joinpath("gapminder.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    for row in rows:
        country = Country(row["country"], float(row["life"]), float(row["gdp"]))
        lists.setdefault((row["continent"], int(row["year"])), []).append(country)
    return lists
