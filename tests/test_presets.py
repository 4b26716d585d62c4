"""Each preset shows the numbers that it exists to show."""

from math import e, log

import pytest

import ranklab
from ranklab import explain, preset


def loss(name, **changes):
    return explain(preset(name).replace(**changes)).loss


def gradient(name, **changes):
    return explain(preset(name).replace(**changes)).gradient


def test_every_preset_says_in_a_sentence_what_to_look_for():
    assert len(ranklab.presets()) >= 13
    for name, look_for in ranklab.presets().items():
        assert explain(preset(name)).has_relevant_item
        assert look_for.endswith(".")
        assert len(look_for) < 100


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(
        ValueError, match=r"no preset 'twoitems'; ranklab.presets\(\) lists two item"
    ):
        preset("twoitems")


def test_the_documented_examples():
    assert loss("two items") == pytest.approx(0.7981389)  # the API page prints these
    assert gradient("two items") == pytest.approx([-0.549834, 0.549834])
    documented = loss("two items", loss="unique_softmax") + loss("three items")
    assert documented / 2 == pytest.approx(0.83911896)


def test_a_floor_above_zero():
    name = "a floor above zero"
    assert loss(name) == pytest.approx(log(2))
    assert explain(preset(name)).metrics.ndcg == 1
    assert loss(name, loss="unique_softmax") == pytest.approx(0, abs=1e-9)


def test_the_best_item_pushed_down():
    name = "the best item pushed down"
    assert explain(preset(name)).metrics.ndcg == 1
    assert gradient(name)[0] == pytest.approx(0.8087 / 3, abs=1e-4)  # above 0: down
    assert gradient(name, loss="unique_softmax")[0] == pytest.approx(-0.1913, abs=1e-4)


def test_equal_grades_never_fight():
    competitors = explain(preset("equal grades never fight")).competitors
    assert not competitors[0, 1]
    assert not competitors[1, 0]


def test_pushed_from_above_alone():
    name = "pushed from above alone"
    assert gradient(name)[2] == pytest.approx(1.7268, abs=1e-4)
    assert explain(preset(name)).ranks[2] == 1


@pytest.mark.parametrize("grade", [4, 3, 2, 1])
def test_gains_grow_fast(grade):
    wanted = (2**grade - 1) * log(2)
    assert loss("gains grow fast", labels=[grade, 0]) == pytest.approx(wanted)
    said = {4: "10.4", 3: "4.85", 2: "2.08", 1: "0.69"}[grade]
    assert said in ranklab.presets()["gains grow fast"]
    assert float(said) == pytest.approx(wanted, rel=5e-3)


def test_the_worse_the_weaker():
    weights = explain(preset("the worse, the weaker")).weights
    assert weights[4] / weights[1] == pytest.approx(log(1 + 2) / log(1 + 5))  # ranks 2 and 5


def test_a_swap_makes_it_jump():
    name = "a swap makes it jump"
    after = {"scores": [2.001, 2, 0]}
    assert loss(name) == pytest.approx(0.4790, abs=1e-4)
    assert loss(name, **after) == pytest.approx(0.7581, abs=1e-4)
    assert explain(preset(name).replace(**after)).metrics.ndcg == 1


def test_temperature_picks_the_rival():
    name = "temperature picks the rival"
    assert loss(name) == pytest.approx(10.0, abs=1e-4)
    cold, hot = gradient(name), gradient(name, temperature=10)
    assert cold[2] / (cold[1] + cold[2]) == pytest.approx(1 / (1 + e**20))
    assert hot[2] / (hot[1] + hot[2]) == pytest.approx(1 / (1 + e**0.2))


def test_all_tied():
    name = "all tied"
    assert loss(name) == pytest.approx(1.0986, abs=1e-4)
    assert loss(name, labels=[0, 1, 2]) == pytest.approx(0.6448, abs=1e-4)  # other rows first


def test_an_empty_place():
    name = "an empty place"
    assert loss(name) == pytest.approx(1.313, abs=1e-3)
    assert loss(name, labels=[1, 0, 0]) == pytest.approx(5.025, abs=1e-3)
    assert loss(name, scores=[0, 99, 1]) == loss(name)


def test_an_untrained_list():
    assert loss("an untrained list") == pytest.approx(log(10))


def test_lower_loss_worse_ranking():
    name, good = "lower loss, worse ranking", {"scores": [3, 2.9, -3, -3]}
    bad, better = explain(preset(name)), explain(preset(name).replace(**good))
    assert (bad.loss, better.loss) == pytest.approx((3.3985 / 3, 7.9410 / 3), abs=1e-4)
    assert (bad.metrics.ndcg, better.metrics.ndcg) == pytest.approx((0.587, 0.964), abs=1e-3)
    assert f"{bad.loss:.2f}" in ranklab.presets()[name]
    assert f"{better.loss:.2f}" in ranklab.presets()[name]
