"""A custom loss on screen: what it has is live; what it lacks is absent, and a line says so."""

from typing import Any

import tensorflow as tf
from accessibility import violations
from stage_page import HOSTILE, Live

from ranklab import Scenario
from ranklab.explanation.formatting import number

SCENARIO = Scenario([1.0, 0.5, 4.0], [2, 0, 1], ["a", HOSTILE, "c"])


def squares(y_true: Any, y_pred: Any) -> Any:
    return tf.square(y_true - y_pred)


def cold(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_sum(tf.sqrt(5.0 - y_pred))


def test_its_number_and_its_arrows_follow_the_hand(page: Any) -> None:
    live = Live(page, SCENARIO, loss=squares)
    assert page.locator(".rl-loss").inner_text() == number(1 + 0.25 + 9)
    live.handle("c").focus()
    page.keyboard.press("Home")
    live.settle()
    low = live.explorer.scenario.scores[2]
    assert low < 0
    assert page.locator(".rl-loss").inner_text() == number(1 + 0.25 + (low - 1) ** 2)
    said = (
        f"c: score −{-low:g}, rank 3, label 1. "
        f"Moves up by {number(2 * (1 - low))} in one step. "
        f"Costs {number((low - 1) ** 2)} of {number(1.25 + (low - 1) ** 2)}."
    )
    assert page.locator(".rl-line").inner_text().startswith(said)  # then how far keys go


def test_what_it_has_not_is_absent_and_said(page: Any) -> None:
    Live(page, SCENARIO, loss=cold)
    assert "A custom loss, cold" in page.locator(".rl-line").inner_text()
    for away in ("temperature", "lambda weight", "Check with Keras", "Sweep", "Parts", "Presets"):
        assert not page.get_by_text(away, exact=True).first.is_visible(), away
    for cell in (".rl-chance", ".rl-part"):
        assert not page.locator(cell).first.is_visible()
    for there in ("Metrics", "Compare", "Descent", "Edit list", "Undo"):
        assert page.get_by_role("button", name=there, exact=True).is_visible(), there


def test_where_it_fails_the_last_good_picture_stays_and_it_says_why(page: Any) -> None:
    live = Live(page, SCENARIO, loss=cold)
    before = page.locator(".rl-loss").inner_text()
    live.handle("c").focus()
    page.keyboard.press("End")
    live.settle()
    assert "cold is not finite here" in page.get_by_role("alert").inner_text()
    assert page.locator(".rl-loss").inner_text() == before
    assert live.handle("c").get_attribute("aria-valuenow") == "4"
    page.keyboard.press("ArrowLeft")
    live.settle()
    assert page.get_by_role("alert").inner_text() == ""
    assert page.locator(".rl-loss").inner_text() != before


def test_beside_the_losses_of_ranklab_axe_finds_nothing(page: Any, axe: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1600})
    live = Live(page, SCENARIO, loss=squares, show=["metrics", "comparison", "descent"])
    page.get_by_label("race").check()
    live.settle()
    titles = page.locator("[data-view=comparison] .rl-variant-head span").all_inner_texts()
    assert titles == ["squares", "softmax", "unique softmax"]
    said = page.locator("[data-view=descent] .rl-legend[role=status]").inner_text()
    assert "squares: loss" in said
    assert "; softmax: loss" in said
    assert "unique softmax: loss" in said
    assert violations(page, axe) == []


def test_a_comparison_that_is_refused_says_why_in_its_place(page: Any) -> None:
    live = Live(page, SCENARIO, compare={"loss": [cold, "softmax"]}, show=["comparison"])
    panel = page.locator("[data-view=comparison].rl-panel")
    variants = panel.locator(".rl-variants")
    assert variants.is_visible()
    live.handle("c").focus()
    page.keyboard.press("End")
    live.settle()
    assert not variants.is_visible()
    assert "cold is not finite here" in panel.inner_text()
    assert page.get_by_role("alert").inner_text() == ""
    page.keyboard.press("Home")
    live.settle()
    assert variants.is_visible()
    assert "each picture has an axis of its own" in panel.inner_text()
