"""Real lists: the countries that come with ranklab."""

from __future__ import annotations

from ranklab.data.countries import Country, continents_and_years, gapminder

__all__ = ["Country", "continents_and_years", "gapminder"]
