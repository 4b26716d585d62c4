"""States that one reaches in the middle of things: axe finds nothing wrong with any of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from accessibility import violations
from stage_page import Live

from ranklab import Scenario

SCENARIO = Scenario([1.5, 0.5, -0.5, 2.5], [2, 1, 0, -1], items=["a", "b", "c", "d"])
LONG = Scenario([0.1 * i for i in range(50)], [i % 5 for i in range(50)])
WIDTHS = (500, 1280)


class State(NamedTuple):
    """A list, how it is shown, what one then does, and what one must see before axe looks."""

    options: dict[str, Any]
    act: Callable[[Live], None] = lambda live: None
    seen: str = ".ranklab"
    scenario: Scenario = SCENARIO


def press(name: str) -> Callable[[Live], None]:
    return lambda live: live.page.get_by_role("button", name=name, exact=True).click()


def type_in(name: str, text: str) -> Callable[[Live], None]:
    def act(live: Live) -> None:
        live.page.get_by_role("textbox", name=name, exact=True).fill(text)
        live.page.keyboard.press("Enter")

    return act


def descend_and_move_on(live: Live) -> None:
    press("Start from here")(live)
    live.page.get_by_role("button", name="+1", exact=True).click()
    live.page.get_by_text("unique softmax", exact=True).first.click()


def race(live: Live) -> None:
    live.page.get_by_label("race").check()


def ask_for_a_fourth(live: Live) -> None:
    press("Metrics")(live)


def refuse_a_pasted_text(live: Live) -> None:
    press("Edit list")(live)
    live.page.get_by_label("numbers to paste").fill("1\n2")
    press("Paste as scores")(live)


STATES = {
    "a temperature that is none": State(
        {}, type_in("temperature, as a number", "-1"), "[role=alert]"
    ),
    "a rate that is none": State(
        {"show": ["descent"]}, type_in("rate", "fast"), "[role=alert]"
    ),
    "a fourth view": State({"show": ["parts", "sweep", "descent"]}, ask_for_a_fourth),
    "a pasted text that is refused": State({}, refuse_a_pasted_text, "[role=alert]"),
    "a descent of an earlier list": State(
        {"show": ["descent"]}, descend_and_move_on, ".rl-earlier"
    ),
    "a race": State({"show": ["descent"]}, race, ".rl-played"),
    "a list that costs nothing": State(
        {"show": ["sweep", "derivation", "parts"]}, scenario=SCENARIO.replace(labels=[0] * 4)
    ),
    "locked bars": State({"lock": ["scores", "labels", "temperature"]}),
    "before a guess": State({"hide_until_predicted": "loss", "show": ["comparison"]}),
    "a list of 50": State(
        {"show": ["competitors", "gradient", "comparison"]}, scenario=LONG
    ),
    "all tied": State({"show": ["metrics"]}, scenario=SCENARIO.replace(scores=[1.0] * 4)),
    "far scores": State(
        {"show": ["comparison", "derivation"]},
        scenario=SCENARIO.replace(scores=[1e6, -1e6, 0.0, 5.0], temperature=0.001),
    ),
}  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_any_state(page: Any, axe: str, name: str, width: int) -> None:
    state = STATES[name]
    page.set_viewport_size({"width": width, "height": 900})
    live = Live(page, state.scenario, **state.options)
    state.act(live)
    live.settle()
    page.locator(state.seen).first.wait_for()
    assert violations(page, axe) == []


def test_a_screen_reader_is_told_each_step_of_a_drag_by_keys(page: Any) -> None:
    """What the tree of accessibility says on the way: what one is on, its value, what it led to."""
    live = Live(page, SCENARIO)
    live.handle("b").focus()
    assert 'slider "score of b"' in live.handle("b").aria_snapshot()
    said = live.handle("b").get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    live.settle()
    now = live.handle("b").get_attribute("aria-valuetext")
    assert now != said
    assert now.startswith(f"{live.explorer.scenario.scores[1]:g}")
    spoken = page.locator("[aria-live=polite].rl-spoken")
    spoken.filter(has_text=f"Loss {live.loss()}").wait_for(state="attached")
    assert spoken.inner_text().startswith("b: score 0.6")
    head = page.get_by_role("group", name="Loss and metrics").aria_snapshot()
    assert live.loss() in head
    page.keyboard.press("Control+z")
    live.settle()
    assert live.handle("b").get_attribute("aria-valuetext") == said
    spoken.filter(has_text=f"Loss {live.loss()}").wait_for(state="attached")
