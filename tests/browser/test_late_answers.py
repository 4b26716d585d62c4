"""Answers to an earlier message, of another length than the list that a hand has before it."""

from typing import Any

import pytest
from stage_page import Stage, said

from ranklab import Scenario

SCENARIO = Scenario(scores=[1.0, 0.5, -0.5], labels=[2, 1, 0], items=["a", "b", "c"])
SHORTER = Scenario(scores=[0.5, -0.5], labels=[1, 0], items=["b", "c"])
LONGER = Scenario(scores=[1, 0.5, -0.5, -1], labels=[2, 1, 0, 0], items=["a", "b", "c", "d"])


@pytest.fixture
def on_stage(page: Any) -> Stage:
    return Stage(page, SCENARIO)


@pytest.mark.parametrize("answer", [SHORTER, LONGER])
def test_a_command_may_wait_while_another_has_changed_the_length(
    on_stage: Stage, answer: Scenario
) -> None:
    page = on_stage.page
    page.get_by_role("button", name="Edit list").click()
    for name in ("Invert", "Invert"):
        page.get_by_role("button", name=name).click()
    assert on_stage.commands() == ["invert", "invert"]
    on_stage.show(said(answer, answered=1))
    assert on_stage.order() == list(answer.items)
    assert on_stage.pending()
    on_stage.show(said(answer, answered=2))
    assert not on_stage.pending()


@pytest.mark.parametrize("answer", [SHORTER, LONGER])
def test_a_drag_that_waits_is_not_lost_when_the_length_changes(
    on_stage: Stage, answer: Scenario
) -> None:
    on_stage.handle("c").focus()
    on_stage.page.keyboard.press("End")
    moved = on_stage.last()["scenario"]
    on_stage.show(said(answer))  # a cell set another list meanwhile
    assert on_stage.order() == list(answer.items)
    on_stage.page.get_by_role("button", name="Reset").click()
    assert on_stage.last()["scenario"] == moved
    assert on_stage.last()["moved"] == 1
