"""A click on an item pins it everywhere; a second click or Escape lets go."""

from typing import Any

import pytest
from accessibility import violations
from stage_page import Live

from ranklab import Scenario, derive, explain

LONG = "a name of " + "many " * 30 + "words"
SCENARIO = Scenario(
    [1.0, 0.5, -0.5, 0.2], [2, 1, 0, 1], items=["a", "b", "c", LONG], loss="unique_softmax"
)


def pinned(live: Live) -> set[str]:
    return set(
        live.page.evaluate(
            "[...document.querySelectorAll('[data-pinned][data-item]')].map((n) => n.dataset.item)"
        )
    )


def row(live: Live, item: int) -> Any:
    return live.page.locator(f".rl-row[data-item='{item}']")


def line(live: Live) -> str:
    return str(live.page.locator(".rl-line").inner_text())


def test_a_click_on_a_name_pins_its_item_in_all_views(page: Any) -> None:
    live = Live(page, SCENARIO, show=["parts", "derivation", "competitors"])
    row(live, 1).locator(".rl-name").click()
    page.locator(".rl-derivation .rl-line-title", has_text="logit of b").wait_for()
    assert pinned(live) == {"1"}
    assert line(live).startswith("Pinned (Escape lets go): b: score 0.5")
    assert "b competes with" in page.locator("[data-view=competitors].rl-panel p").inner_text()
    titles = [step.title for step in derive(explain(SCENARIO), 1)]
    shown = page.locator(".rl-derivation .rl-line-title")
    assert shown.all_inner_texts() == titles
    assert row(live, 1).get_attribute("aria-current") == "true"
    # The pointer crosses others, Tab goes past others: it stays.
    for item in (0, 2, 3):
        row(live, item).hover()
    live.handle("c").focus()
    page.wait_for_timeout(300)
    live.settle()
    assert shown.all_inner_texts() == titles
    assert line(live).startswith("Pinned")
    row(live, 1).locator(".rl-name").click()
    assert pinned(live) == set()


@pytest.mark.parametrize(
    ("view", "mark"),
    [("parts", ".rl-sum [data-item='2'], .rl-stack [data-item='1']"),
     ("probabilities", "[data-item='1']"), ("gradient", "[data-item='1']"),
     ("derivation", "math [data-item]"), ("comparison", ".rl-item[data-item='1']")],
)  # fmt: skip
def test_a_click_on_a_mark_in_a_view_pins_and_escape_lets_go(
    page: Any, view: str, mark: str
) -> None:
    live = Live(page, SCENARIO, show=[view])
    page.locator(f"[data-view={view}].rl-panel").locator(mark).first.click()
    assert len(pinned(live)) == 1
    page.keyboard.press("Escape")
    assert pinned(live) == set()


def test_a_click_on_the_matrix_pins_the_item_of_its_row(page: Any) -> None:
    live = Live(page, SCENARIO, show=["competitors"])
    box = page.locator("[data-view=competitors].rl-panel svg").bounding_box()
    rows = len(SCENARIO) + 1.2  # the numbers of the columns stand above the first
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 2.5 / rows)
    assert pinned(live) == {"1"}


def test_space_pins_and_what_is_pinned_stays_while_one_works_elsewhere(page: Any) -> None:
    live = Live(page, SCENARIO)
    live.handle("a").focus()
    page.keyboard.press("Space")
    assert pinned(live) == {"0"}
    live.handle("c").focus()
    page.keyboard.press("End")
    live.settle()
    assert line(live).startswith("Pinned (Escape lets go): a: score 1")
    assert row(live, 2).locator(".rl-value").is_visible()  # of the bar that one moves
    page.keyboard.press("Escape")
    assert line(live).startswith("c: score")
    assert live.explorer.scenario.scores[2] > 1


def test_the_name_of_a_pinned_item_is_shown_whole(page: Any) -> None:
    live = Live(page, SCENARIO)
    row(live, 3).locator(".rl-name").click()
    assert LONG in line(live)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth")


def test_a_pin_goes_with_its_item(page: Any) -> None:
    live = Live(page, SCENARIO)
    row(live, 1).locator(".rl-name").click()
    explorer = live.explorer

    def becomes(scenario: Scenario) -> set[str]:
        explorer.scenario = scenario
        live.settle()
        return pinned(live)

    names = ["b", "a", "c", LONG]
    assert becomes(SCENARIO.replace(items=names)) == {"0"}  # it moved
    assert becomes(SCENARIO.replace(items=["new", *names[1:]])) == {"0"}  # another name
    assert becomes(Scenario([1, 2], [1, 0], items=["a", "new"])) == {"1"}
    assert becomes(Scenario([1, 2], [1, 0], items=["a", "c"])) == {"1"}  # a rename, as it looks
    assert becomes(Scenario([1], [1], items=["a"])) == set()


def test_a_click_that_does_something_else_pins_nothing(page: Any) -> None:
    live = Live(page, SCENARIO, show=["derivation"])
    row(live, 0).locator(".rl-pip").first.click()
    live.handle("b").click()
    page.locator(".rl-derivation code").first.click()
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("textbox", name="name of c").click()
    assert pinned(live) == set()


def test_a_pin_passes_axe(page: Any, axe: str) -> None:
    live = Live(page, SCENARIO, show=["parts", "derivation", "comparison"])
    row(live, 1).locator(".rl-name").click()
    live.settle()
    assert violations(page, axe) == []


def test_a_tap_shows_an_item_and_opens_its_field(chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 500, "height": 900}, has_touch=True)
    live = Live(context.new_page(), SCENARIO, show=["probabilities"])
    row(live, 1).locator(".rl-name").tap()
    assert pinned(live) == {"1"}
    assert line(live).startswith("Pinned (Escape lets go): b: score 0.5")
    row(live, 1).locator(".rl-value").tap()
    typed = live.page.get_by_role("textbox", name="score of b, typed")
    assert typed.get_attribute("inputmode") == "text"  # a phone's keys for decimals have no minus
    typed.fill("−1,5")
    typed.press("Enter")
    live.settle()
    assert live.explorer.scenario.scores[1] == -1.5
    live.label("b").tap()
    assert live.page.get_by_role("textbox", name="label of b, typed").input_value() == "1"
    context.close()


# Targets.

SMALL = """(least) => [...document.querySelectorAll(
        '.ranklab :is(button, select, textarea, input, .rl-handle, .rl-label[role=slider])')]
    .filter((node) => !['radio', 'checkbox'].includes(node.type))
    .concat([...document.querySelectorAll('.ranklab label:has(input)')])
    .concat([...document.querySelectorAll('.ranklab .rl-pip')]
        .filter((node) => getComputedStyle(node).pointerEvents !== 'none'))
    .map((node) => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("width", [500, 1280])
@pytest.mark.parametrize(("touch", "least"), [(False, 24), (True, 44)])
def test_every_target_is_large_enough(chromium: Any, touch: bool, least: int, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, has_touch=touch)
    page = context.new_page()
    Live(page, SCENARIO.replace(sample_weight=[1] * 4), show=["metrics", "descent", "sweep"])
    assert page.evaluate(SMALL, least) == []
    page.get_by_role("button", name="Edit list").click()
    assert page.evaluate(SMALL, least) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
