"""What cannot be done says why, where one clicks; nothing gives away what is to be guessed."""

from typing import Any

import pytest
from stage_page import Live

import ranklab
from ranklab import Scenario

SCENARIO = Scenario([1.0, 0.5, -0.5], [2, 1, 0], items=["a", "b", "c"])


def message(live: Live) -> str:
    return str(live.page.locator(".rl-message").inner_text())


@pytest.mark.parametrize(
    ("button", "said"),
    [("Undo", "There is no step to take back."), ("Redo", "No step was taken back")],
)
def test_a_button_that_does_nothing_says_why(page: Any, button: str, said: str) -> None:
    live = Live(page, SCENARIO)
    page.get_by_role("button", name=button).click(force=True)
    assert said in message(live)
    assert live.sent() == []
    live.handle("a").focus()
    page.keyboard.press("ArrowRight")
    live.settle()
    assert message(live) == ""


def test_normalize_labels_says_why_it_does_nothing(page: Any) -> None:
    live = Live(page, SCENARIO.replace(loss="unique_softmax"))
    box = page.get_by_role("checkbox", name="normalize labels")
    box.click(force=True)
    assert message(live) != ""
    assert message(live) == box.get_attribute("data-why")
    assert box.is_checked()
    page.get_by_text("normalize labels").click(force=True)
    box.press("Space")
    assert box.is_checked()
    assert live.sent() == []


def test_keras_is_asked_once_at_a_time(page: Any) -> None:
    live = Live(page, SCENARIO)
    page.evaluate("model.set('verification', {state: 'asking', text: 'Keras is being asked.'})")
    page.get_by_role("button", name="Check with Keras").click(force=True)
    assert message(live) == "Keras is being asked."


@pytest.mark.parametrize(
    ("lock", "place", "said"),
    [
        ("scores", ".rl-handle", "The scores are locked here."),
        ("labels", ".rl-pip", "The labels are locked here."),
        ("loss", ".rl-choice label", "The loss is locked here."),
        ("temperature", "[data-control=temperature]", "The temperature is locked here."),
        ("lambda_weight", "[data-control=lambda_weight]", "The lambda weight is locked here."),
    ],
)
def test_what_is_locked_says_so_where_one_clicks(
    page: Any, lock: str, place: str, said: str
) -> None:
    live = Live(page, SCENARIO, lock=[lock])
    box = page.locator(place).first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert message(live).endswith(said)
    assert live.sent() == []


def test_a_score_and_a_label_that_are_locked_open_no_field(page: Any) -> None:
    live = Live(page, SCENARIO, lock=["scores", "labels"])
    for slider in (live.handle("a"), live.label("a")):
        slider.focus()
        for key in ("Enter", "2", "ArrowUp"):
            page.keyboard.press(key)
        assert "locked here" in message(live)
    live.label("a").dblclick(force=True)
    assert live.sent() == []
    assert not page.locator(".rl-typed").first.is_visible()


# A guess.


def test_scores_are_shown_before_a_guess_and_answers_are_not(page: Any) -> None:
    live = Live(page, SCENARIO, show=["parts"], hide_until_predicted="loss")
    live.handle("a").hover()
    assert page.locator(".rl-row[data-item='0'] .rl-value").is_visible()
    line = page.locator(".rl-line")
    assert line.is_visible()
    assert line.inner_text() == "a: score 1, rank 1, label 2."
    in_rows = [f".rl-places {answer}" for answer in (".rl-part", ".rl-chance", ".rl-arrow")]
    for answer in (".rl-loss", ".rl-metric", ".rl-panel", *in_rows):
        assert not page.locator(answer).first.is_visible()


def test_keras_and_export_give_no_answer_before_a_guess(page: Any) -> None:
    live = Live(page, SCENARIO, hide_until_predicted="loss")
    page.get_by_role("button", name="Check with Keras").click(force=True)
    assert "Guess first" in message(live)
    page.evaluate("model.set('verification', {state: 'done', text: 'Keras computes 1.17.'})")
    assert not page.locator(".rl-verdict").is_visible()
    for kind in ("latex", "png", "svg"):
        page.get_by_label("export").select_option(kind)
        assert "Guess first" in message(live)
    assert live.sent() == []
    page.get_by_label("export").select_option("python")
    live.settle()
    page.get_by_label("to copy").wait_for()  # it holds the question alone
    guess = page.get_by_role("textbox", name="your guess")
    guess.fill("1")
    guess.press("Enter")
    page.get_by_label("export").select_option("latex")
    live.settle()
    page.get_by_label("to copy").wait_for()
    page.get_by_role("button", name="Predict again").click()
    assert not page.get_by_label("to copy").is_visible()


def test_a_note_that_says_what_a_list_costs_waits_for_the_guess(page: Any) -> None:
    Live(page, SCENARIO.replace(labels=[0, 0, 0]), hide_until_predicted="loss")
    assert "costs nothing" not in page.locator(".ranklab").inner_text()


def test_what_is_guessed_elsewhere_has_no_field_here(page: Any) -> None:
    live = Live(page, SCENARIO, hide_until_predicted="loss")
    live.explorer.predicted = "elsewhere"
    live.settle()
    assert not page.locator(".rl-loss").is_visible()
    assert page.get_by_role("textbox", name="your guess").count() == 0
    live.explorer.predicted = ""
    live.settle()
    assert page.locator(".rl-loss").is_visible()


# Ties.


def test_all_tied_says_that_the_metrics_are_those_of_the_order_given(page: Any) -> None:
    live = Live(page, ranklab.preset("all tied"))
    live.handle("item 1").hover()
    said = page.locator(".rl-list > .rl-legend").inner_text()
    assert "the ranking and the metrics follow the order given, not a model" in said
