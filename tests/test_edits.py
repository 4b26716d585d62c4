"""Edits of a list: each gives another valid scenario, and leaves the old one alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import scenarios

from ranklab import edits, explain
from ranklab.explanation.scenario import Scenario

THREE = Scenario([3, 1, 2], [1, 0, 2], items=["a", "b", "c"], sample_weight=[1, 2, 3])


def test_a_new_item_stands_at_the_end_under_a_free_name() -> None:
    named = THREE.replace(items=["item 4", "b", "item 5"])
    longer = edits.add_item(named)
    assert longer.items == ("item 4", "b", "item 5", "item 6")
    assert longer.scores == (3, 1, 2, 0)
    assert longer.labels == (1, 0, 2, 0)
    assert longer.sample_weight == (1, 2, 3, 1)


def test_an_item_leaves_with_all_that_is_its_own() -> None:
    shorter = edits.remove_item(THREE, 1)
    assert shorter == Scenario([3, 2], [1, 2], items=["a", "c"], sample_weight=[1, 3])


def test_the_last_item_stays() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        edits.remove_item(Scenario([1], [1]), 0)


@pytest.mark.parametrize("item", [-1, 3, "1", 1.0, True, None])
def test_an_item_that_is_not_there_is_refused(item: object) -> None:
    for edit in (edits.remove_item, lambda s, i: edits.rename_item(s, i, "x")):
        with pytest.raises(ValueError, match="from 0 to 2, got"):
            edit(THREE, item)


def test_a_shortened_list_keeps_its_relevant_items_and_the_best_of_the_others() -> None:
    long = Scenario([5, 9, 1, 7, 3], [0, 0, 1, 0, 2], list("abcde"), sample_weight=[1, 2, 3, 4, 5])
    assert edits.shortened(long, 5) is long
    assert edits.shortened(long, 4).items == ("b", "c", "d", "e")
    assert edits.shortened(long, 3) == Scenario(
        [9, 1, 3], [0, 1, 2], list("bce"), sample_weight=[2, 3, 5]
    )
    assert edits.shortened(long, 2).items == ("c", "e")


def test_a_fifth_of_a_shortened_list_is_for_the_items_that_are_not_relevant() -> None:
    labels = [1] * 30 + [2] * 30 + [0] * 60
    kept = edits.shortened(Scenario(range(120), labels), 50)
    # All of label 2, of label 1 the best ten scores, and of the others the best ten.
    places = [*range(20, 60), *range(110, 120)]
    assert kept.items == tuple(f"item {place + 1}" for place in places)
    # Where there are fewer others, their places are free.
    kept = edits.shortened(Scenario(range(100), [1] * 98 + [0, -1]), 50)
    assert kept.labels == (*[1] * 49, 0)
    assert kept.items[0] == "item 50"


@given(scenarios(), st.integers(1, 6))
def test_a_shortened_list_is_a_part_of_the_list_in_its_order(scenario: Scenario, most: int) -> None:
    kept = edits.shortened(scenario, most)
    assert len(kept) == min(most, len(scenario))
    pairs = list(zip(scenario.items, scenario.scores, scenario.labels, strict=True))
    at = iter(pairs)
    assert all(part in at for part in zip(kept.items, kept.scores, kept.labels, strict=True))


def test_a_name_is_text() -> None:
    hostile = "<script>alert(1)</script>"
    assert edits.rename_item(THREE, 2, hostile).items == ("a", "b", hostile)
    with pytest.raises(ValueError, match="1 to 200 characters"):
        edits.rename_item(THREE, 2, " ")


def test_shuffling_keeps_what_belongs_together_and_the_seed_decides() -> None:
    shuffled = edits.shuffle(THREE, seed=3)
    rows = set(zip(THREE.items, THREE.scores, THREE.labels, THREE.sample_weight, strict=True))
    columns = (shuffled.items, shuffled.scores, shuffled.labels, shuffled.sample_weight)
    assert set(zip(*columns, strict=True)) == rows
    assert edits.shuffle(THREE, seed=3) == shuffled
    assert len({edits.shuffle(THREE, seed=seed).items for seed in range(60)}) == 6


def test_random_scores_come_from_the_seed() -> None:
    fresh = edits.randomise(THREE, seed=1)
    assert fresh == edits.randomise(THREE, seed=1) != edits.randomise(THREE, seed=2)
    assert fresh.labels == THREE.labels


@pytest.mark.parametrize("seed", [-1, 1.5, "1", True, 2**32])
def test_a_seed_is_a_whole_number(seed: object) -> None:
    for edit in (edits.shuffle, edits.randomise):
        with pytest.raises(ValueError, match="seed must be a whole number from 0"):
            edit(THREE, seed)


@given(scenarios())
def test_inverting_twice_is_nothing(scenario: Scenario) -> None:
    assert edits.invert(edits.invert(scenario)) == scenario


@given(scenarios(), st.integers(0, 99))
def test_every_edit_gives_a_list_that_can_be_explained(scenario: Scenario, seed: int) -> None:
    item = seed % len(scenario)
    for edited in (
        edits.add_item(scenario),
        edits.remove_item(edits.add_item(scenario), item),
        edits.rename_item(scenario, item, "new"),
        edits.shuffle(scenario, seed),
        edits.randomise(scenario, seed),
        edits.invert(scenario),
    ):
        assert explain(edited).loss >= 0


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("1.5\n2.5\n-3", (1.5, 2.5, -3)),
        ("1.5\r\n2.5\r\n-3\r\n", (1.5, 2.5, -3)),
        ("1\t2 3", (1, 2, 3)),
        ("1, 2, 3,", (1, 2, 3)),
        ("1;2;3", (1, 2, 3)),
        ("−1 1e-3 +4.", (-1, 0.001, 4)),
        # A comma alone in a number is a decimal one.
        ("0,5\n0,7\n−1,25", (0.5, 0.7, -1.25)),
        ("0,5; 1; 0,125", (0.5, 1, 0.125)),
        ("0,5, 0,7, 2", (0.5, 0.7, 2)),
        # Several commas, or a comma beside points, separate.
        ("1,2,3", (1, 2, 3)),
        ("1,2,3,", (1, 2, 3)),
        ("0.5,0.7\n1", (0.5, 0.7, 1)),
        ("0.125,0.25,2", (0.125, 0.25, 2)),
    ],
)
def test_a_column_of_numbers_can_be_pasted(text: str, scores: tuple[float, ...]) -> None:
    pasted = edits.pasted(THREE, text)
    assert pasted.scores == scores
    assert pasted.labels == THREE.labels


@pytest.mark.parametrize(
    "text", ["1,000 2 3", "100,200,300", "1.000,5 2 3", "1,000.5 2 3", "0,5 0.7 3", "0,5 1,2,3"]
)
def test_what_could_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="in line 1 can be read in two ways: write decimals with"):
        edits.pasted(THREE, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", "1 number is pasted for 3 items: paste one for each item, or choose to resize the "
              "list, which would remove the last 2 items"),
        ("1 2 3 4", "4 numbers are pasted for 3 items: .* which would add 1 item"),
        ("1,5", "1 number is pasted for 3 items, with a comma read as a decimal point: paste"),
    ],
)  # fmt: skip
def test_a_column_of_another_length_is_refused_and_says_what_would_happen(
    text: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        edits.pasted(THREE, text)
    resized = edits.pasted(THREE, text, resize=True)
    assert resized.scores == tuple(float(word.replace(",", ".")) for word in text.split())
    assert resized.labels == (1, 0, 2, 0)[: len(resized)]


def test_a_copied_list_can_be_opened_as_a_link_or_as_json() -> None:
    for text in (THREE.to_link(), f" https://example.org/#{THREE.to_link()}\n", THREE.to_json()):
        assert edits.opened(text) == THREE
    for text, said in [("0.6\n0.8", "no link to a scenario"), ("{", "text is not JSON")]:
        with pytest.raises(ValueError, match=said):
            edits.opened(text)


def test_labels_and_weights_can_be_pasted_too() -> None:
    assert edits.pasted(THREE, "2 -1 0", "labels").labels == (2, -1, 0)
    assert edits.pasted(THREE, "2 1 0", "sample_weight").sample_weight == (2, 1, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing is pasted"),
        (" \n ", "nothing is pasted"),
        ("1\ntwo\n3", "'two' in line 2 is no number"),
        ("1 ,2", "',2' in line 1 is no number"),
        ("1,,2", "'1,,2' in line 1 is no number"),
        ("nan", "'nan' in line 1"),
        ("1e999", "'1e999' in line 1"),
        ("1_000", "'1_000' in line 1"),
        ("<script>alert(1)</script>", "is no number"),
        ("1 " * 10_001, "more than 10,000 numbers"),
        ("x" * 10_000_000, "10,000,000 characters are pasted"),
        ("1 2 2000000", "between -1e6 and 1e6"),
    ],
)
def test_what_is_no_column_of_numbers_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as error:
        edits.pasted(THREE, text)
    assert len(str(error.value)) < 300


def test_what_is_pasted_goes_into_a_field_that_exists() -> None:
    with pytest.raises(ValueError, match="'scores', 'labels' or 'sample_weight', got 'items'"):
        edits.pasted(THREE, "1 2 3", "items")
    with pytest.raises(TypeError, match="text must be a string"):
        edits.pasted(THREE, 3)  # type: ignore[arg-type]
