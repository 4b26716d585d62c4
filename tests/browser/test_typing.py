"""Labels and scores are typed where they stand, by mouse, by touch and by keys."""

from typing import Any

import pytest
from accessibility import violations
from stage_page import HOSTILE, Live

from ranklab import Scenario
from ranklab.course.exercises import exercise

SCENARIO = Scenario([1.0, 0.5, -0.5], [2, 1, 0], items=["a", HOSTILE, "c"])
LATER = 1100  # ms after which a digit begins another number


@pytest.fixture
def live(page: Any) -> Live:
    return Live(page, SCENARIO)


def field(live: Live, what: str) -> Any:
    return live.page.get_by_role("textbox", name=f"{what}, typed", exact=True)


def row(live: Live, item: int) -> Any:
    return live.page.locator(f".rl-row[data-item='{item}']")


def test_a_score_is_typed_on_its_bar(live: Live) -> None:
    live.handle("a").focus()
    live.page.keyboard.type("2,75")
    assert field(live, "score of a").input_value() == "2,75"
    live.page.keyboard.press("Enter")
    live.settle()
    assert live.explorer.scenario.scores == (2.75, 0.5, -0.5)
    assert not field(live, "score of a").is_visible()
    # The keys go on where they were.
    live.page.keyboard.type("-1.5")
    live.page.keyboard.press("Escape")
    live.page.keyboard.press("Enter")
    assert field(live, "score of a").input_value() == "2.75"
    live.page.keyboard.type("-3")
    live.page.keyboard.press("Tab")  # to leave it takes it, too
    live.settle()
    assert live.explorer.scenario.scores == (-3, 0.5, -0.5)
    live.explorer.lab.undo()
    assert live.explorer.scenario.scores == (2.75, 0.5, -0.5)


@pytest.mark.parametrize("how", ["number", "handle"])
def test_a_score_is_typed_with_a_mouse(live: Live, how: str) -> None:
    live.handle("c").hover()
    if how == "number":
        row(live, 2).locator(".rl-value").click()
    else:
        live.handle("c").dblclick()
    typed = field(live, "score of c")
    assert typed.input_value() == "−0.5"
    typed.fill("1e3")
    typed.press("Enter")
    live.settle()
    assert live.explorer.scenario.scores == (1, 0.5, 1000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "a: score of item 1 (scores[0]) must be a number, got 'abc'"),
        ("2e6", "a: score of item 1 (scores[0]) must be a finite number between -1e6 and 1e6"),
        ("1,000", "This can be read in two ways: write decimals with a point"),
        (HOSTILE, "must be a number"),
    ],
)
def test_what_was_refused_stays_in_the_field_and_says_why(live: Live, text: str, said: str) -> None:
    live.handle("a").focus()
    live.page.keyboard.press("Enter")
    typed = field(live, "score of a")
    typed.fill(text)
    typed.press("Enter")
    assert typed.input_value() == text
    assert typed.get_attribute("aria-invalid") == "true"
    assert said in row(live, 0).get_by_role("alert").inner_text()
    assert live.sent() == []
    live.label("c").focus()  # to leave it changes nothing
    assert typed.input_value() == text
    typed.press("Escape")
    assert not typed.is_visible()
    assert live.sent() == []
    assert live.page.evaluate("window.hacked") is None


def test_digits_pressed_on_a_label_are_one_number(live: Live) -> None:
    live.label("c").focus()
    live.page.keyboard.type("12")
    live.settle()
    assert live.explorer.scenario.labels == (2, 1, 12)
    live.explorer.lab.undo()
    assert live.explorer.scenario.labels == (2, 1, 0)  # one number, one step
    live.settle()
    live.page.wait_for_timeout(LATER)
    live.page.keyboard.type("1.5")
    live.settle()
    assert live.explorer.scenario.labels == (2, 1, 1.5)
    live.page.wait_for_timeout(LATER)
    live.page.keyboard.press("3")
    live.settle()
    assert live.explorer.scenario.labels == (2, 1, 3)


def test_digits_that_make_no_label_stay_in_a_field_and_say_why(live: Live) -> None:
    live.label("c").focus()
    live.page.keyboard.type("45")
    typed = field(live, "label of c")
    assert typed.input_value() == "45"
    assert "must be a number from 0 to 30" in row(live, 2).get_by_role("alert").inner_text()
    typed.fill("25")
    typed.press("Enter")
    live.settle()
    assert live.explorer.scenario.labels == (2, 1, 25)


def test_a_label_above_the_dots_is_typed_where_one_clicks(live: Live) -> None:
    live.explorer.scenario = SCENARIO.replace(labels=[12, 1, 0])
    live.settle()
    for place in (".rl-label-number", ".rl-pip >> nth=0"):
        row(live, 0).locator(place).click()
        assert field(live, "label of a").input_value() == "12"
        live.page.keyboard.press("Escape")
    row(live, 0).locator(".rl-label-number").click()
    field(live, "label of a").fill("0,5")
    live.page.keyboard.press("Enter")
    live.settle()
    assert live.explorer.scenario.labels == (0.5, 1, 0)


def test_a_double_click_on_the_dots_opens_the_field_and_changes_nothing(live: Live) -> None:
    row(live, 0).locator(".rl-pip").nth(3).dblclick()
    assert field(live, "label of a").input_value() == "2"
    live.page.keyboard.press("Escape")
    live.settle()
    assert live.explorer.scenario == SCENARIO
    assert not live.explorer.lab.can_undo


def test_a_field_that_is_open_passes_axe(live: Live, axe: str) -> None:
    live.handle("a").focus()
    live.page.keyboard.press("Enter")
    field(live, "score of a").fill("x")
    live.page.keyboard.press("Enter")
    live.page.keyboard.press("Tab")
    live.label("a").focus()
    live.page.keyboard.press("Enter")
    assert violations(live.page, axe) == []


@pytest.mark.parametrize("text", ["heavy", "-1"])
def test_a_sample_weight_that_is_none_stays_in_its_field(page: Any, text: str) -> None:
    live = Live(page, SCENARIO.replace(sample_weight=[1, 1, 1]))
    page.get_by_role("button", name="Edit list").click()
    weight = page.get_by_role("textbox", name="sample weight of c")
    weight.fill(text)
    weight.press("Enter")
    live.settle()
    assert weight.input_value() == text
    assert (
        "c: sample weight of item 3 (sample_weight[2])" in page.locator(".rl-message").inner_text()
    )
    weight.fill("2")
    weight.press("Enter")
    live.settle()
    assert live.explorer.scenario.sample_weight == (1, 1, 2)
    assert weight.get_attribute("aria-invalid") is None
    assert page.locator(".rl-message").inner_text() == ""


# Fine steps.


def test_comma_and_period_are_a_tenth_of_a_step_and_the_steps_are_said(live: Live) -> None:
    handle = live.handle("a")
    live.page.get_by_role("button", name="Reset").focus()
    for _ in range(20):
        live.page.keyboard.press("Tab")
        if handle.evaluate("(node) => node === document.activeElement"):
            break
    said = "Arrow keys: 0.1, with Shift 0.5; comma and period: 0.01."
    assert said in live.page.locator(".rl-line").inner_text()
    assert said in handle.get_attribute("title")
    for key, score in [(".", 1.01), (".", 1.02), ("ArrowRight", 1.12), (",", 1.11)]:
        live.page.keyboard.press(key)
        live.settle()
        assert live.explorer.scenario.scores[0] == pytest.approx(score, abs=1e-9)
    live.label("a").focus()
    assert said not in live.page.locator(".rl-line").inner_text()


def test_an_answer_between_two_steps_is_reached_by_keys_alone(page: Any) -> None:
    asked = exercise("the cheapest place").question
    assert asked.start is not None
    live = Live(page, asked.start, **asked.explorer)
    cuba = asked.start.items.index("Cuba")
    live.handle("Cuba").focus()

    def press_until(key: str, low: bool) -> bool:
        """Press a key until Cuba's score is too low, or is not; say whether the one before did."""
        solved = False
        while (live.explorer.explanation.gradient[cuba] < 0) != low:
            solved = asked.judge(live.explorer.scenario).right
            page.keyboard.press(key)
            live.settle()
        return solved

    for key in ("End", "PageUp"):  # the axis grows, and its steps with it
        page.keyboard.press(key)
        live.settle()
    assert not press_until("ArrowLeft", low=True)  # a step before was too much
    assert not asked.judge(live.explorer.scenario).right  # and this one is too little
    press_until(".", low=False)
    assert asked.judge(live.explorer.scenario).right


# One parser for all fields.


def test_a_column_of_another_length_is_refused_until_one_chooses_to_resize(page: Any) -> None:
    live = Live(page, SCENARIO)
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("textbox", name="numbers to paste").fill("0,5\n0,7")
    page.get_by_role("button", name="Paste as scores").click()
    live.settle()
    assert page.locator(".rl-message").inner_text() == (
        "2 numbers are pasted for 3 items, with a comma read as a decimal point: paste one for "
        "each item, or choose to resize the list, which would remove the last item"
    )
    assert live.explorer.scenario == SCENARIO
    page.get_by_role("checkbox", name="resize the list").check()
    page.get_by_role("button", name="Paste as scores").click()
    live.settle()
    assert live.explorer.scenario.scores == (0.5, 0.7)


@pytest.mark.parametrize("kind", ["link", "json"])
def test_what_export_copies_the_explorer_opens(page: Any, kind: str) -> None:
    live = Live(page, SCENARIO)
    page.get_by_label("export").select_option(kind)
    live.settle()
    copied = page.get_by_label("to copy")
    copied.wait_for()
    assert "Edit list, paste it, Open" in page.locator(".rl-exported").inner_text()
    text = copied.input_value()
    page.get_by_label("preset").select_option("two items")
    live.settle()
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("textbox", name="a copied list").fill(text)
    page.get_by_role("button", name="Open", exact=True).click()
    live.settle()
    assert live.explorer.scenario == SCENARIO


def test_enter_takes_a_rate_and_a_good_one_takes_its_error_away(page: Any) -> None:
    live = Live(page, SCENARIO, show=["descent"])
    rate = page.get_by_role("textbox", name="rate", exact=True)
    moved = []
    for text in ("-1", "0,5", "0,5", "0.25"):
        rate.fill(text)
        rate.press("Enter")
        refused = text == "-1"
        assert ("rate must be" in page.locator(".rl-message").inner_text()) == refused
        assert page.locator(".rl-played").is_visible() == (not refused)
        if not refused:
            page.get_by_role("button", name="+1", exact=True).click()
            moved.append(abs(live.scores()[0] - SCENARIO.scores[0]))
            page.get_by_role("button", name="Undo").click()
    assert moved == [moved[0], moved[0], pytest.approx(moved[0] / 2, rel=1e-3)]
