"""The Lab: one way from an edit to every view, a history, and errors that stop at its edge."""

import threading

import pytest

from ranklab import Lab, Scenario, explain
from ranklab.explorer.history import HISTORY

START = Scenario(scores=[0.6, 0.8], labels=[1, 0])


def moved(score: float) -> Scenario:
    return START.replace(scores=[score, 0.8])


def test_a_new_scenario_brings_its_explanation() -> None:
    lab = Lab(START)
    lab.scenario = moved(2.0)
    assert lab.scenario == moved(2.0)
    assert lab.explanation.loss == explain(moved(2.0)).loss


def test_observers_hear_one_change_with_question_and_answer_together() -> None:
    lab = Lab(START)
    heard = []
    lab.observe(lambda change: heard.append(change["new"]), "explanation")
    lab.scenario = moved(2.0)
    assert [(e.scenario, e.loss) for e in heard] == [(moved(2.0), explain(moved(2.0)).loss)]


def test_an_equal_scenario_sends_nothing_and_is_no_step() -> None:
    lab = Lab(START)
    heard = []
    lab.observe(heard.append, "explanation")
    lab.scenario = Scenario(scores=[0.6, 0.8], labels=[1, 0])
    assert heard == []
    assert not lab.can_undo


def test_undo_and_redo_go_back_and_forth() -> None:
    lab = Lab(START)
    lab.scenario = moved(1.0)
    lab.scenario = moved(2.0)
    assert lab.undo()
    assert lab.scenario == moved(1.0)
    assert lab.undo()
    assert lab.scenario == START
    assert not lab.undo()
    assert lab.redo()
    assert lab.redo()
    assert lab.scenario == moved(2.0)
    assert not lab.redo()


def test_an_edit_after_undo_forgets_what_was_undone() -> None:
    lab = Lab(START)
    lab.scenario = moved(1.0)
    lab.undo()
    lab.scenario = moved(3.0)
    assert not lab.can_redo


def test_one_gesture_is_one_step() -> None:
    lab = Lab(START)
    for score in (0.7, 0.8, 0.9):
        lab.edit(moved(score), gesture="drag 1")
    for score in (1.0, 1.1):
        lab.edit(moved(score), gesture="drag 2")
    lab.undo()
    assert lab.scenario == moved(0.9)
    lab.undo()
    assert lab.scenario == START


def test_a_gesture_does_not_go_on_across_an_undo() -> None:
    lab = Lab(START)
    lab.edit(moved(1.0), gesture="drag")
    lab.undo()
    lab.edit(moved(2.0), gesture="drag")
    lab.undo()
    assert lab.scenario == START


def test_reset_goes_back_to_the_start_and_can_be_undone() -> None:
    lab = Lab(START)
    lab.scenario = moved(1.0)
    lab.reset()
    assert lab.scenario == START
    lab.undo()
    assert lab.scenario == moved(1.0)


def test_the_history_is_bounded() -> None:
    lab = Lab(START)
    for step in range(HISTORY + 50):
        lab.scenario = moved(float(step + 1))
    steps = 0
    while lab.undo():
        steps += 1
    assert steps == HISTORY


def test_a_refused_edit_leaves_the_last_good_state_and_a_message() -> None:
    lab = Lab(START)
    assert not lab.attempt(lambda scenario: scenario.replace(temperature=-1))
    assert lab.scenario == START
    assert "temperature" in lab.message
    assert "-1" in lab.message
    assert lab.attempt(lambda scenario: scenario.replace(temperature=2))
    assert lab.message == ""


def test_what_is_not_a_scenario_is_refused() -> None:
    lab = Lab(START)
    with pytest.raises(TypeError, match=r"ranklab\.Scenario, got dict"):
        lab.scenario = {"scores": [1, 2]}  # type: ignore[assignment]


def test_edits_from_many_threads_leave_a_scenario_and_its_own_explanation() -> None:
    lab = Lab(START)

    def work(worker: int) -> None:
        for step in range(50):
            lab.scenario = moved(worker + step / 100)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lab.explanation.loss == explain(lab.scenario).loss


def test_the_metrics_choice_is_no_step_and_stays() -> None:
    lab = Lab(Scenario([2.0, 1.0, 0.0], [1, 3, 0]))
    lab.measure(k=1, gain="linear")
    assert not lab.can_undo
    assert lab.explanation.metrics.dcg_at_k == 1.0
    lab.scenario = lab.scenario.replace(scores=[0.0, 1.0, 2.0])
    assert (lab.explanation.metrics.k, lab.explanation.metrics.gain) == (1, "linear")
    lab.undo()
    assert lab.explanation.metrics.dcg_at_k == 1.0


def test_the_label_from_which_an_item_is_relevant_stays_too() -> None:
    lab = Lab(Scenario([3.0, 2.0, 1.0], [0.14, 0.61, 0]), most=2)
    assert lab.whole is not None
    assert lab.explanation.metrics.mrr == lab.whole.metrics.mrr == 1.0
    lab.measure(relevant_from=0.5)
    assert lab.explanation.metrics.mrr == lab.whole.metrics.mrr == 1 / 2
    lab.scenario = lab.scenario.replace(scores=[2.0, 3.0])
    assert lab.explanation.metrics.mrr == 1.0
    lab.undo()
    assert lab.explanation.metrics.mrr == 1 / 2


def test_a_refused_choice_of_metrics_leaves_a_message() -> None:
    lab = Lab(START)
    assert not lab.guard(lambda: lab.measure(k=0))
    assert "k must be at least 1" in lab.message
    assert lab.explanation.metrics.k == 5
    assert lab.guard(lambda: lab.measure(k=3))
    assert lab.message == ""


def test_what_was_done_takes_the_message_of_what_was_refused_away() -> None:
    lab = Lab(START)
    lab.attempt(lambda scenario: scenario.replace(temperature=0))
    assert "temperature must be" in lab.message
    assert lab.guard(lambda: None)
    assert lab.message == ""
