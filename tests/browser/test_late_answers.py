"""Python and a hand change a list at once: the kernel's order decides, and neither is lost."""

from typing import Any

import pytest
from stage_page import Stage, drag

from ranklab import Scenario, explain
from ranklab.explanation.formatting import number

SCENARIO = Scenario(scores=[1.0, 0.5, -0.5], labels=[2, 1, 0], items=["a", "b", "c"])
SHORTER = Scenario(scores=[0.5, -0.5], labels=[1, 0], items=["b", "c"])
LONGER = Scenario(scores=[1, 0.5, -0.5, -1], labels=[2, 1, 0, 0], items=["a", "b", "c", "d"])
OTHER = Scenario(scores=[3, 2, 1], labels=[0, 0, 1], items=["x", "y", "z"])


@pytest.fixture
def on_stage(page: Any) -> Stage:
    return Stage(page, SCENARIO)


def test_both_changes_are_kept_and_both_are_steps(on_stage: Stage) -> None:
    drag(on_stage, "c", 100)
    on_stage.python(temperature=0.5)  # before the kernel has heard of the drag
    mine = SCENARIO.replace(scores=on_stage.scores(), temperature=0.5)
    assert mine.scores != SCENARIO.scores
    assert on_stage.loss() == number(explain(mine).loss)
    on_stage.page.mouse.up()
    assert on_stage.settle() == mine
    history = on_stage.explorer.lab.history
    assert history.past == (SCENARIO, SCENARIO.replace(temperature=0.5))
    for shown in (history.past[1], SCENARIO):
        on_stage.page.get_by_role("button", name="Undo").click()
        assert on_stage.loss() == number(explain(shown).loss)
    assert on_stage.settle() == SCENARIO


def test_a_bar_in_the_hand_is_not_torn_away(on_stage: Stage) -> None:
    drag(on_stage, "c", 100)
    on_stage.settle()
    held = on_stage.scores()[2]
    place = on_stage.handle("c").bounding_box()
    on_stage.python(scores=[2.0, 1.5, -3.0])
    assert on_stage.scores() == [2.0, 1.5, held]
    assert on_stage.handle("c").bounding_box()["x"] == pytest.approx(place["x"], abs=1)
    assert on_stage.settle().scores == (2.0, 1.5, held)
    on_stage.page.mouse.up()
    assert on_stage.explorer.lab.history.past[-1].scores == (2.0, 1.5, -3.0)


def test_python_moves_the_other_bars_while_the_hand_moves_one(on_stage: Stage) -> None:
    drag(on_stage, "c", 100)
    on_stage.python(scores=[2.0, 1.5, -3.0])  # before the kernel has heard of the drag
    held = on_stage.scores()[2]
    assert held not in (-0.5, -3.0)
    assert on_stage.scores() == [2.0, 1.5, held]
    assert on_stage.settle().scores == (2.0, 1.5, held)
    on_stage.page.mouse.up()


def test_a_bar_that_is_only_held_goes_where_python_puts_it(on_stage: Stage) -> None:
    box = on_stage.handle("c").bounding_box()
    on_stage.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    on_stage.page.mouse.down()
    on_stage.python(scores=[1, 2, 3])
    assert on_stage.scores() == [1, 2, 3]
    on_stage.page.mouse.up()
    assert on_stage.settle().scores == (1, 2, 3)


@pytest.mark.parametrize("theirs", [SHORTER, LONGER, OTHER])
def test_of_two_lists_the_later_one_stays_and_both_are_steps(
    on_stage: Stage, theirs: Scenario
) -> None:
    on_stage.handle("c").focus()
    on_stage.page.keyboard.press("End")
    mine = SCENARIO.replace(scores=on_stage.scores())
    on_stage.explorer.scenario = theirs  # a cell set it first
    on_stage.show()
    assert on_stage.order() == ["c", "a", "b"]
    assert on_stage.settle() == mine
    assert on_stage.explorer.lab.history.past == (SCENARIO, theirs)


@pytest.mark.parametrize("theirs", [SHORTER, LONGER])
def test_commands_that_wait_are_done_with_the_list_that_python_has_set(
    on_stage: Stage, theirs: Scenario
) -> None:
    page = on_stage.page
    page.get_by_role("button", name="Edit list").click()
    for name in ("Invert", "Add item"):
        page.get_by_role("button", name=name).click()
    on_stage.explorer.scenario = theirs
    on_stage.show()
    inverted = [-score + 0 for score in theirs.scores]
    assert on_stage.scores() == [*inverted, 0]
    assert on_stage.settle().scores == (*inverted, 0)


def test_what_python_has_made_impossible_is_not_done(on_stage: Stage) -> None:
    page = on_stage.page
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("button", name="remove c").click()
    assert on_stage.order() == ["a", "b"]
    on_stage.explorer.scenario = SHORTER
    on_stage.show()
    assert on_stage.order() == ["b", "c"]
    assert on_stage.settle() == SHORTER
    assert "item must be the place" in page.get_by_role("alert").inner_text()


def test_after_a_reload_the_page_asks_for_the_steps(on_stage: Stage) -> None:
    page = on_stage.page
    on_stage.python(temperature=2)
    on_stage.python(temperature=3)
    on_stage.explorer.lab.undo()
    on_stage.mount(page)  # on the same element
    assert on_stage.commands() == ["recall"]
    on_stage.settle()
    assert on_stage.explorer.history["count"] == on_stage.explorer.picture["count"]
    for name, temperature in (("Redo", 3), ("Undo", 2), ("Undo", 1)):
        page.get_by_role("button", name=name).click()
        assert page.get_by_role("textbox", name="temperature").input_value() == str(temperature)
    assert on_stage.settle() == SCENARIO


def test_undo_pressed_before_the_steps_are_known_is_done_when_they_are(on_stage: Stage) -> None:
    on_stage.python(temperature=2)
    on_stage.mount(on_stage.page)
    on_stage.page.get_by_role("button", name="Undo").click()
    assert on_stage.settle() == SCENARIO
    assert on_stage.loss() == number(explain(SCENARIO).loss)


def test_a_message_that_was_lost_is_noticed(on_stage: Stage) -> None:
    with on_stage.explorer.hold_sync():  # two changes, one message
        on_stage.explorer.scenario = SCENARIO.replace(temperature=2)
        on_stage.explorer.scenario = SCENARIO.replace(temperature=3)
    on_stage.settle()
    for temperature in (2, 1):
        on_stage.page.get_by_role("button", name="Undo").click()
        field = on_stage.page.get_by_role("textbox", name="temperature")
        assert field.input_value() == str(temperature)
    assert on_stage.settle() == SCENARIO
