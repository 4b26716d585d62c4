"""Nothing on screen is cut, lies over something else, or leaves the page, at any width."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stage_page import Live

import ranklab
from ranklab import Scenario
from ranklab.explorer.views import VIEWS

MEASURE = Path(__file__).with_name("measure_layout.js").read_text("utf-8")
WIDTHS = (360, 500, 850, 1024, 1280)
NAMES = tuple(VIEWS)
SETS = [[name] for name in NAMES] + [list(NAMES[at : at + 3]) for at in (0, 3, 6)]
ORDINARY = ranklab.explore().scenario


def fifty() -> Scenario:
    draws = np.random.default_rng(3)
    return Scenario(scores=draws.normal(size=50).round(1).tolist(), labels=draws.integers(0, 5, 50))


LISTS = {
    "ordinary": ORDINARY,
    "two items": Scenario(scores=[1.0, 2.0], labels=[1, 0]),
    "fifty items": fifty(),
    "scores of a million": Scenario(
        scores=[1e6, -1e6, 123456.7, -999999.0, -0.00012345], labels=[1, 0, 2, 3, 12.5]
    ),
    "T = 0.001": ORDINARY.replace(temperature=0.001),
    "long names": Scenario(
        scores=[1.0, 2.0, -1.0, 2.0],
        labels=[1, 0, 3, 1],
        items=[
            "https://example.org/" + "a" * 180,
            "هذا اسم طويل جدا لعنصر في القائمة",
            "An item whose name is a sentence of many words that goes on",
            "Rindfleischetikettierungsüberwachungsaufgabe",
        ],
    ),
}


@pytest.fixture(params=LISTS)
def listed(request: Any) -> Scenario:
    return LISTS[request.param]


def problems(live: Live, names: list[str]) -> Iterator[str]:
    live.explorer.views = names
    live.show()
    for width in WIDTHS:
        for problem in live.page.evaluate(MEASURE, width):
            yield f"{width} px, {', '.join(names) or 'no view'}: {problem}"


@pytest.mark.parametrize("projector", [False, True])
def test_nothing_is_cut_or_lies_over_something_else(
    page: Any, listed: Scenario, projector: bool
) -> None:
    page.emulate_media(reduced_motion="reduce")  # what moves is measured where it will be
    page.set_viewport_size({"width": 1320, "height": 900})
    live = Live(page, listed)
    live.explorer.projector = projector
    live.show()
    found = [problem for names in [[], *SETS] for problem in problems(live, names)]
    assert not found, "\n".join([f"{len(found)} problems", *found[:40]])


def test_the_measure_finds_what_is_cut(page: Any) -> None:
    live = Live(page, ORDINARY)
    page.add_style_tag(content=".rl-part { width: 10px !important; overflow: hidden }")
    assert any("is cut by" in problem for problem in problems(live, []))


def test_the_measure_finds_what_lies_over_something_else(page: Any) -> None:
    live = Live(page, ORDINARY)
    page.add_style_tag(content=".rl-value { margin-right: -80px !important }")
    assert any("lies over" in problem for problem in problems(live, []))
