"""What the browser writes to take away is what Python writes."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest
from browser_agreement import ask
from browser_cases import drawn, known, record

from ranklab import Scenario, derive, explain, preset, presets
from ranklab.drawing.latex import to_latex

NAMES = [
    "50 % of_a & b",
    "{x}^2 ~ $1 #2",
    "a\\b <c> …",
    "  two   words\tand a tab ",
    "عرب−ية \U0001f600",
]


def lists() -> list[Scenario]:
    named = Scenario(
        scores=[1e-5, -0.0001, 1e6, -123456.789, 0.1], labels=[0, 2, -1, 0.5, 30], items=NAMES,
        sample_weight=[1, 0.5, 2, 1e-7, 3], temperature=0.001, normalize_labels=False,
    )  # fmt: skip
    weighted = [named.replace(lambda_weight=weight, topn=2) for weight in ("ndcg", "dcg")]
    return [named, *weighted, *map(preset, presets()), *known()[:40], *drawn(60)]


def test_json_python_and_latex_are_those_of_python() -> None:
    scenarios = lists()
    answers = ask(exported=[record(scenario) for scenario in scenarios])["exported"]
    for scenario, said in zip(scenarios, answers, strict=True):
        assert said["json"] == scenario.to_json()
        assert said["python"] == scenario.to_python()
        assert said["latex"].splitlines()[0] == r"\begin{align*}"


def test_latex_of_a_list_by_hand_is_that_of_python() -> None:
    scenarios = [Scenario([0.6, 0.8], [1, 0], items=items) for items in pairwise(NAMES)]
    answers = ask(exported=[record(scenario) for scenario in scenarios])["exported"]
    for scenario, said in zip(scenarios, answers, strict=True):
        assert said["latex"] == to_latex(derive(explain(scenario)))


def test_a_link_of_the_browser_is_read_by_python() -> None:
    scenarios = lists()
    answers = ask(exported=[record(scenario) for scenario in scenarios])["exported"]
    read = [Scenario.from_link(said["link"]) for said in answers]
    assert read == scenarios


def test_a_list_too_long_for_a_link_is_refused_in_the_same_words_but_for_the_length() -> None:
    draw = random.Random(1)
    items = ["".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(60)) for _ in range(400)]
    scenario = Scenario(scores=[draw.random() for _ in items], labels=[0] * len(items), items=items)
    (said,) = ask(link_refused=[record(scenario)])["link_refused"]
    with pytest.raises(ValueError, match="characters is too long") as refused:
        scenario.to_link()
    plain = str(refused.value).split(" is too long")[1]
    assert said["refused"].endswith(plain)


def test_a_number_has_all_the_digits_that_python_gives_it() -> None:
    draw = random.Random(7)
    sizes = [draw.uniform(1, 10) * 10.0**power for power in range(-30, 30) for _ in range(20)]
    whole = [0.0, 1.0, -1.0, 1e15, 1e16, 123456789012345680.0, 0.0001, 0.00001, 2**-1074]
    values = [*sizes, *(-size for size in sizes), *whole, *np.nextafter(whole, math.inf).tolist()]
    assert ask(float=values)["float"] == [repr(value) for value in values]
