"""The Gapminder lists: real countries, standardised scores, five even groups of labels."""

import csv
import math
from collections import Counter
from pathlib import Path

import pytest

import ranklab
from ranklab.data import continents_and_years, countries, gapminder

FILE = Path(countries.__file__).with_name("gapminder.csv")


def rows(continent: str, year: int) -> dict[str, tuple[float, float]]:
    """Life expectancy and GDP per head by country, read from the file by other means."""
    text = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {
        row["country"]: (float(row["life"]), float(row["gdp"]))
        for row in csv.DictReader(text)
        if (row["continent"], int(row["year"])) == (continent, year)
    }


def test_there_is_a_list_for_each_continent_every_five_years() -> None:
    lists = continents_and_years()
    assert len(lists) == 5 * 12
    assert ("Asia", 1977) in lists


def test_scores_are_the_standardised_logarithm_of_wealth() -> None:
    scenario = gapminder("Asia", 1977, sample=None)
    countries = rows("Asia", 1977)
    logs = [math.log(countries[name][1]) for name in scenario.items]
    mean = sum(logs) / len(logs)
    deviation = math.sqrt(sum((x - mean) ** 2 for x in logs) / len(logs))
    expected = [(x - mean) / deviation for x in logs]
    assert scenario.scores == pytest.approx(expected, abs=5e-4)
    assert set(scenario.items) == set(countries)


def test_labels_follow_life_expectancy_in_five_even_groups() -> None:
    scenario = gapminder("Africa", 2007, sample=10, seed=3)
    life = {name: rows("Africa", 2007)[name][0] for name in scenario.items}
    by_life = sorted(scenario.items, key=life.__getitem__)
    assert Counter(scenario.labels) == {0: 2, 1: 2, 2: 2, 3: 2, 4: 2}
    label = dict(zip(scenario.items, scenario.labels, strict=True))
    assert [label[name] for name in by_life] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_a_seed_draws_the_same_countries_again_and_another_seed_others() -> None:
    assert gapminder(seed=1) == gapminder(seed=1)
    assert gapminder(seed=1).items != gapminder(seed=2).items


def test_every_list_is_a_scenario_that_can_be_explained() -> None:
    for continent, year in continents_and_years():
        scenario = gapminder(continent, year, sample=None, loss="unique_softmax")
        assert ranklab.explain(scenario).loss > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"continent": "Atlantis"}, ["Atlantis", "Africa, Americas"]),
        ({"year": 2008}, ["2008", "1952 to 2007"]),
        ({"sample": 0}, ["sample", "1 to 25", "got 0"]),
        ({"sample": 26}, ["sample", "1 to 25", "got 26"]),
    ],
)
def test_a_list_that_is_not_there_is_refused_with_what_is(
    arguments: dict[str, object], words: list[str]
) -> None:
    with pytest.raises(ValueError, match=words[0]) as caught:
        gapminder(**arguments)  # type: ignore[arg-type]
    for word in words:
        assert word in str(caught.value)
