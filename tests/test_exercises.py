"""Every exercise: right answers, typical wrong ones, nonsense. Students read notebooks; so here."""

import dataclasses
import json
import os
import stat
import subprocess
import sys
from math import e, exp, log
from pathlib import Path

import numpy as np
import pytest

import ranklab
from ranklab import Scenario, data, exercises
from ranklab.course import record
from ranklab.course.question import RIGHT, UNREADABLE, WRONG, Question
from ranklab.training.record import Training

AMERICAS = data.gapminder("Americas", 2007, sample=9, seed=2521)


def with_cuba(score, **others):
    scores = dict(zip(AMERICAS.items, AMERICAS.scores, strict=True)) | {"Cuba": score} | others
    return AMERICAS.replace(scores=scores.values())


def unique(scores, labels):
    return Scenario(scores, labels, loss="unique_softmax")


def ndcg(scores, **changes):
    return Scenario(scores, [1, 0, 0], lambda_weight="ndcg", **changes)


def trained(*ndcgs, epochs=40, losses=None, items=None):
    losses = np.linspace(3.0, 2.0, len(ndcgs)) if losses is None else np.array(losses)
    scores = np.zeros((len(ndcgs), 9))
    shown = Scenario(scores[0], AMERICAS.labels, items or AMERICAS.items)
    return Training(
        "softmax",
        1.0,
        0.01,
        0,
        epochs,
        losses,
        np.array(ndcgs),
        scores,
        shown,
        np.array(ndcgs[-1:]),
    )


# The name; right answers; wrong ones, each with the words that name what is misunderstood.
CASES = [
    (
        "a model that knows nothing",
        [log(2), "0.693", "0,693", 0.69, "ln 2", "log(2)", "1 * ln 2"],
        {0.0: "probability of 1", 0.5: "is the probability", "0.301": "base 10", 3: "less than"},
    ),
    (
        "a loss by hand",
        [log(1 + exp(0.8)), "1.171"],
        {
            0.31: "is the probability",
            log(1 + exp(-0.8)): "other item",
            0.8: "distance",
            1.1: "more",
        },
    ),
    (
        "the cheapest place",
        [with_cuba(1.29)],
        {
            AMERICAS: "below its target",
            with_cuba(1.7): "passed its target",
            with_cuba(2.5): "On top is not where it is cheapest",
            with_cuba(1.29, Canada=0.0): "drag Cuba alone",
        },
    ),
    (
        "perfect, yet pushed down",
        [Scenario([4, 1, 0], [2, 1, 0]), Scenario([9, -3, -4], [2, 1, 0])],
        {
            Scenario([1, 4, 0], [2, 1, 0]): "not perfect",
            Scenario([0.2, 0.1, 0], [2, 1, 0]): "still pushed up",
            Scenario([4, 1, 0], [0, 1, 0]): "labels must stay",
        },
    ),
    (
        "the floor",
        [log(3), "1.1", "ln 3"],
        {0: "sum to 1", 3 * log(3): "labels as they are", log(2): "here there are three"},
    ),
    (
        "nobody is pushed",
        [Scenario([log(2), 0, 0], [2, 1, 1]), Scenario([5 + log(2), 5, 5], [2, 1, 1])],
        {
            Scenario([5, 0, 0], [2, 1, 1]): "not what the softmax loss asks for",
            Scenario([0, 0, 0], [2, 1, 1]): "item 1 is pushed up",
        },
    ),
    (
        "the pushes add up",
        [0, "0", "-0.0"],
        {1: "probabilities sum to 1", 1.417: "without their signs", 0.3: "less"},
    ),
    (
        "both floors",
        ["softmax: ln 3, unique softmax: 0"],
        {
            "softmax: 0, unique softmax: 0": "one denominator",
            "softmax: ln 3, unique softmax: ln 3": "equal labels do not compete",
        },
    ),
    (
        "stop the fight",
        [unique([1, 1.2, 0], [2, 2, 0]), unique([1, 1.2, 0], [1, 1, 3])],
        {
            unique([1, 1.2, 0], [2, 1, 0]): "item 2 has the lower label",
            unique([1, 1.2, 0], [1, 2, 0]): "item 1 has the lower label",
            unique([1, 1.2, 0], [0, 0, 1]): "keep both relevant",
            unique([1, 0, 0], [2, 2, 0]): "scores must stay",
        },
    ),
    (
        "pushed down from above",
        [unique([0, 1, 2], [2, 0, 1])],
        {
            unique([2, 0, 1], [2, 0, 1]): "lose more of its race",
            unique([9, 2, 1], [2, 0, 1]): "pushed up",
        },
    ),
    (
        "a label of 3 among three",
        [(2**3 - 1) * log(3), "7.69", "7 ln 3"],
        {"3 ln 3": "label as the weight", 2**3 * log(3): "minus one", 7 * log(2): "race of two"},
    ),
    (
        "the weaker competitor",
        [Scenario([1, 2, 0], [1, 0, 0], temperature=t) for t in (0.871, 2 / log(9) - 1e-6)],
        {
            Scenario([1, 2, 0], [1, 0, 0], temperature=2 / log(9) + 1e-3): "too much",
            Scenario([1, 2, 0], [1, 0, 0], temperature=0.5): "T can be larger",
            Scenario([1, 2, 0], [1, 0, 0], temperature=0.001): "not the largest",
        },
    ),
    ("temperature and the ranking", ["it stays as it is"], {"it rises": "overtakes"}),
    (
        "scores instead of temperature",
        [Scenario([2, 4, 0], [1, 0, 0]), Scenario([1, 3, -1], [1, 0, 0])],
        {
            Scenario([0.5, 1, 0], [1, 0, 0]): "probabilities of T = 2",
            Scenario([1, 2, 0], [1, 0, 0]): "should be 0.117, 0.867",
            Scenario([1, 2, 0], [1, 0, 0], temperature=0.5): "temperature must stay",
        },
    ),
    (
        "only a learning rate?",
        ["no: it also changes who is pushed"],
        {"yes: it only changes how far all are pushed": "proportion"},
    ),
    (
        "who acts on what",
        ["DCG and NDCG, under softmax alone"],
        {"all three, under softmax alone": "pairs alone"},
    ),
    (
        "better, and more expensive",
        [ndcg([2.01, 2, 0])],
        {
            ndcg([1.9, 2, 0]): "not perfect",
            ndcg([9, 2, 0]): "too far ahead",
            ndcg([0, 0, 0]): "drag item 1 alone",
            ndcg([2.01, 2, 0], topn=1): "topn must stay",
            ndcg([2.01, 2, 0], temperature=2): "temperature must stay",
        },
    ),
    (
        "the worse, the weaker",
        [log(5) / log(3), "1.46"],
        {log(3) / log(5): "other way round", 2: "DCG weight", 1: "rank counts"},
    ),
    ("what topn cuts", ["it grows, as every weight does"], {"it becomes 0": "normaliser alone"}),
    ("one more empty place", [0, "0"], {log(4) - log(3): "no item of score 0"}),
    (
        "not there",
        [Scenario([0, 5, 1], [1, -1, 0]), Scenario([0, -9, 1], [1, -1, 0])],
        {
            Scenario([0, 5, 1], [1, 0, 0]): "it competes",
            Scenario([0, -99, 1], [1, 0, 0]): "Very bad is not the same as not there",
            Scenario([0, 5, 1], [1, -1, -1]): "change item 2 alone",
            Scenario([0, 5, 1], [1, 1, 0]): "now it even pays",
            Scenario([0, 1], [1, 0]): "the place stays, and is empty",
        },
    ),
    ("how many losses", [4 * 3 * 2 * 1], {1: "by position", 4: "second", 6: "three tied"}),
    ("a shift", [0], {100: "changes no gap"}),
    ("a diluted gradient", [1 / (1 + 9), "1/10"], {1: "are counted", "1/9": "included"}),
    ("a thousand items", [log(1000), "ln 1000"], {log(2): "list of two", log(10): "list of ten"}),
    (
        "weights that relabel",
        [
            Scenario([1, 0.5, 0], [1, 1, 0], sample_weight=weights)
            for weights in ([0.5, 1, 1], [1, 2, 1], [3, 6, 0])
        ],
        {
            Scenario([1, 0.5, 0], [1, 1, 0], sample_weight=[1, 1, 9]): "does nothing",
            Scenario([1, 0.5, 0], [1, 1, 0]): "twice as much",
            Scenario([1, 0.5, 0], [1, 2, 0]): "labels must stay",
            Scenario([1, 0.5], [1, 1]): "Keep the 3 items",
        },
    ),
    (
        "reach the target",
        [trained(0.2, 0.91, 0.8), trained(*[0.5] * 20, 0.9)],
        {
            trained(*[0.5] * 21, 0.95): "too slow",
            trained(0.2, 0.3): "After 1 epochs it had 0.30 at best: let it go on",
            trained(0.2, 0.3, epochs=1): "let it go on",
            trained(*[0.5] * 41, losses=[3] + [4] * 40): "a smaller rate?",
            trained(*[0.5] * 41): "still learns at the end",
            trained(*[0.5] * 41, losses=[9] + [4] * 40): "a low loss is not what was asked",
        },
    ),
    (
        "shapes",
        ["[32, 10]: squeeze the last axis"],
        {"[320]: one long list": "a list is the unit"},
    ),
    (
        "which loss is better",
        ["that cannot be said from these numbers"],
        {"the one with softmax: its loss is lower": "ranking is the same"},
    ),
]
NONSENSE = [
    "",
    "???",
    "1/0",
    "ln 0",
    "ln -1",
    "2 3",
    "1e999",
    "__import__",
    "1_0",
    float("nan"),
    float("inf"),
    10**400,
    True,
    [],
    {},
    object(),
    b"0.5",
    1j,
]


def question(name: str) -> Question:
    (found,) = (
        asked for lesson in range(8) for asked in exercises.questions(lesson) if asked.name == name
    )
    return found


@pytest.fixture(autouse=True)
def progress_file(tmp_path, monkeypatch):
    path = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv(record.VARIABLE, str(path))
    return path


def test_every_lesson_has_three_and_all_are_here():
    assert all(len(exercises.questions(lesson)) >= 3 for lesson in range(8))
    assert sorted(name for name, _, _ in CASES) == sorted(exercises.names())
    assert len(set(exercises.names())) == len(exercises.names())


@pytest.mark.parametrize(("name", "right", "wrong"), CASES, ids=[name for name, _, _ in CASES])
def test_an_exercise_judges_right_wrong_and_nonsense(name, right, wrong):
    asked = question(name)
    for answer in right:
        verdict = asked.judge(answer)
        assert (verdict.outcome, verdict.right) == (RIGHT, True), (answer, verdict)
        assert asked.because in verdict.feedback
    for answer, misconception in wrong.items():
        verdict = asked.judge(answer)
        assert verdict.outcome == WRONG, (answer, verdict)
        assert misconception in verdict.feedback, verdict
    for answer in [*NONSENSE, None]:
        assert asked.judge(answer).outcome == UNREADABLE, answer


@pytest.mark.parametrize("name", [name for name, _, _ in CASES])
def test_what_is_revealed_is_right_and_what_one_starts_with_is_not(name):
    asked = question(name)
    if asked.kind != "training":
        assert asked.judge(asked.answer).right
    if asked.kind == "state":
        assert asked.judge(asked.start).outcome == WRONG
    if asked.kind == "choice":
        assert all(asked.judge(choice).outcome in (RIGHT, WRONG) for choice in asked.choices)
    assert 2 <= len(asked.hints) <= 3
    assert len(asked.text) < 250


@pytest.mark.parametrize("name", [name for name, _, _ in CASES])
def test_an_exercise_says_itself_in_words_and_as_a_picture(name):
    shown = ranklab.exercise(name)
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"].startswith(f"Exercise({name!r})\n{shown.question.text}")
    hidden = "hide_until_predicted" in shown.question.explorer
    assert bundle.get("image/png", "").startswith("" if hidden else "iVBOR")
    assert ("image/png" in bundle) is not hidden  # it would give the answer away
    shown.close()


def test_the_numbers_in_what_is_said_are_those_of_the_lists():
    assert f"{1 / (1 + e**2):.1%}" in question("the weaker competitor").hints[1]
    before = ranklab.explain(question("better, and more expensive").start)
    assert before.loss == pytest.approx(log(3) ** -1 * log(2) * log(1 + e**0.1 + e**-1.9))
    assert f"{before.loss:.3f}" in question("better, and more expensive").text
    with_pad, without = (
        ranklab.explain(Scenario([0, 5, 1], labels)).loss for labels in ([1, -1, 0], [1, 0, 0])
    )
    assert f"{with_pad:.2f} instead of {without:.2f}" in question("not there").because
    tied = ranklab.tie_orders(question("how many losses").start).losses
    assert len(set(tied.round(6))) == 24
    assert f"from {tied.min():.3f} to {tied.max():.3f}" in question("how many losses").because
    relevant = ranklab.explain(question("what topn cuts").start).contributions[4]
    cut = ranklab.explain(question("what topn cuts").start.replace(topn=1)).contributions[4]
    assert cut > relevant > 0


# The record


def test_progress_survives_and_is_no_part_of_a_repr(progress_file):
    shown = ranklab.exercise("a loss by hand")
    assert shown.check("0.31").outcome == WRONG
    assert shown.check("nonsense").outcome == UNREADABLE  # not counted
    shown.hint()
    assert shown.check(1.171).right
    again = ranklab.exercise("a loss by hand")  # as after a restart
    assert again.record == record.Record(2, True, 1, False, ("0.31", "1.171"))
    assert again.card.state["solved"]
    assert again.card.state["lesson"] == [True, False, False]
    assert repr(again) == "Exercise('a loss by hand')"
    assert repr(exercises.progress()) == "Progress(29 exercises)"
    assert str(exercises.progress()).splitlines()[0] == "lesson 0  ● ○ ○  1 of 3 solved"
    assert (
        json.loads(exercises.progress().to_json())["exercises"]
        == json.loads(progress_file.read_text("utf-8"))["exercises"]
    )
    assert json.loads(again.to_json()) == {
        "exercise": "a loss by hand", "attempts": 2, "solved": True, "hints": 1,
        "revealed": False, "answers": ["0.31", "1.171"],
    }  # fmt: skip


def test_all_exercises_on_screen_hear_of_progress():
    first, second = (ranklab.exercise(name) for name in exercises.names()[:2])
    first.check(log(1 + exp(0.8)))
    assert second.card.state["lesson"] == [True, False, False]


def test_a_state_is_kept_as_a_link():
    shown = ranklab.exercise("perfect, yet pushed down")
    shown.explorer.scenario = Scenario([4, 1, 0], [2, 1, 0])
    assert shown.check().right  # what is on screen
    (link,) = shown.record.answers
    assert Scenario.from_link(link) == shown.explorer.scenario


def test_an_answer_can_be_revealed_and_undone():
    shown = ranklab.exercise("perfect, yet pushed down")
    start = shown.explorer.scenario
    assert "Its target is 2/3" in shown.reveal()
    assert shown.explorer.scenario == shown.question.answer
    assert shown.explorer.lab.undo()
    assert shown.explorer.scenario == start
    assert shown.record.revealed
    number = ranklab.exercise("the floor")
    assert number.reveal().startswith("1.099. At best")
    choice = ranklab.exercise("shapes")
    choice.check("[32, 10]: squeeze the last axis")
    choice.reveal()
    assert not choice.record.revealed  # it had been found


def test_one_switch_makes_the_card_and_the_list_large():
    shown = ranklab.exercise("the floor")
    shown.explorer.projector = True
    assert shown.card.projector


def test_hints_come_one_by_one_and_end():
    shown = ranklab.exercise("the floor")
    said = [shown.hint() for _ in range(4)]
    assert said == [*shown.question.hints, shown.question.hints[-1]]
    assert shown.card.state["hints"] == list(shown.question.hints)


def test_two_kernels_lose_nothing_of_each_other(progress_file):
    code = (
        "import sys; from ranklab.course import record\n"
        "for i in range(10): record.update(f'{sys.argv[1]} {i}', lambda now: now.with_hints(1))"
    )
    command = [sys.executable, "-c", code]
    kernels = [subprocess.Popen([*command, name]) for name in ("a", "b", "c")]
    assert [kernel.wait() for kernel in kernels] == [0, 0, 0]
    assert len(record.read()) == 30


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    for named in (tmp_path / "mine", "."):
        monkeypatch.setenv(record.VARIABLE, str(named))
        shown = ranklab.exercise("the floor")
        assert shown.check(log(3)).right
        assert "which is not a file" in shown.card.state["said"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_link_stays_a_link_and_the_mode_stays(tmp_path, progress_file):
    progress_file.parent.mkdir()
    target = tmp_path / "collected.json"
    target.write_text(record.to_json({}))
    target.chmod(0o664)
    progress_file.symlink_to(target)
    ranklab.exercise("the floor").check(log(3))
    assert progress_file.is_symlink()
    assert "the floor" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o664


def test_a_home_is_a_home(monkeypatch):
    monkeypatch.setenv(record.VARIABLE, "~/progress.json")
    assert record.place() == Path.home() / "progress.json"


def test_one_bad_entry_costs_no_other(progress_file):
    progress_file.parent.mkdir()
    entries = {"the floor": {"attempts": 3.5}, "shapes": {"attempts": 2, "solved": True}}
    progress_file.write_text("\ufeff" + json.dumps({"exercises": entries}), "utf-8")
    assert list(record.read()) == ["shapes"]
    ranklab.exercise("both floors").check("softmax: ln 3, unique softmax: 0")
    assert sorted(record.read()) == ["both floors", "shapes"]
    kept = progress_file.with_name("progress.json.unreadable")
    assert "3.5" in kept.read_text("utf-8")


def test_an_answer_that_no_file_can_hold_is_kept_and_a_long_one_is_cut(progress_file):
    shown = ranklab.exercise("a shift")
    shown.check("1" + "0" * 200)
    record.update("a shift", lambda now: now.with_answer("x" * 200_000, False))
    record.update("a shift", lambda now: now.with_answer("\ud800", False))
    assert [len(answer) for answer in record.read()["a shift"].answers] == [201, 10_000, 1]
    names = {path.name for path in progress_file.parent.iterdir()}
    assert names <= {"progress.json", "progress.json.lock"}


def test_one_exercise_shown_twice_is_one_exercise():
    first, second = (ranklab.exercise("the floor") for _ in range(2))
    first.check(log(3))
    assert second.record.solved
    assert second.card.state["solved"]
    assert json.loads(second.to_json())["attempts"] == 1


def test_whatever_goes_wrong_in_judging_is_said(monkeypatch):
    shown = ranklab.exercise("the floor")

    def fail(_):
        raise RuntimeError("broken")

    monkeypatch.setattr(shown, "question", dataclasses.replace(shown.question, judge=fail))
    shown.card.set_state({"asked": {"revision": 1, "act": "check", "answer": "0"}})
    assert shown.card.state["said"] == "That cannot be judged. RuntimeError: broken"


def test_a_training_of_other_lists_is_no_answer():
    asked = question("reach the target")
    assert asked.judge(trained(0.2, 0.95, items=tuple("abcdefghi"))).outcome == UNREADABLE


def test_a_model_that_is_still_learning_is_not_judged(monkeypatch):
    shown = ranklab.exercise("reach the target")
    shown.trainer.training = trained(0.2, 0.95)
    assert shown.check().right
    monkeypatch.setattr(type(shown.trainer), "learning", True)
    assert "still training" in str(shown.check())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"exercises": 3}',
        '{"exercises": {"the floor": {"solved": 7}}}',
    ],
)
def test_a_file_that_says_nothing_is_put_aside_and_not_lost(text, progress_file):
    progress_file.parent.mkdir(parents=True)
    progress_file.write_text(text, encoding="utf-8")
    assert ranklab.exercise("the floor").check(log(3)).right
    assert record.read()["the floor"].solved
    aside = progress_file.with_name("progress.json.unreadable")
    assert not text or aside.read_text("utf-8") == text


def test_where_nothing_can_be_written_the_verdict_is_still_given(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(record.VARIABLE, str(tmp_path / "file" / "progress.json"))
    shown = ranklab.exercise("the floor")
    assert shown.check(0.0).outcome == WRONG
    assert "could not be saved" in shown.card.state["said"]
    assert shown.record.attempts == 1


def test_the_file_is_the_users_own(monkeypatch):
    monkeypatch.delenv(record.VARIABLE)
    place = record.place()
    assert place.name == "progress.json"
    assert Path(ranklab.__file__).parents[1] not in place.parents


def test_only_the_latest_answers_are_kept(progress_file):
    shown = ranklab.exercise("the floor")
    for number in range(30):
        shown.check(number)
    assert shown.record.attempts == 30
    assert shown.record.answers == tuple(str(number) for number in range(10, 30))
    assert os.name == "nt" or stat.S_IMODE(progress_file.stat().st_mode) == 0o600


def test_a_name_that_is_not_there_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="no exercise 'floor'; there are a loss by hand"):
        ranklab.exercise("floor")
    for lesson in (9, True, 1.0, "1"):
        with pytest.raises(ValueError, match=f"lesson must be from 0 to 7, got {lesson!r}"):
            exercises.questions(lesson)


# What a front end sends


def test_the_card_checks_hints_and_reveals():
    shown = ranklab.exercise("the floor")
    shown.card.set_state({"asked": {"revision": 1, "act": "check", "answer": "0"}})
    assert shown.card.state["outcome"] == "wrong"
    shown.card.set_state({"asked": {"revision": 2, "act": "check", "answer": "0"}})
    assert shown.card.state["answered"] == 2  # the same words again are an answer, too
    shown.card.set_state({"asked": {"revision": 3, "act": "hint", "answer": None}})
    assert len(shown.card.state["hints"]) == 1
    shown.card.set_state({"asked": {"revision": 4, "act": "reveal", "answer": None}})
    assert shown.card.state["said"].startswith("An answer: 1.099.")
    for nonsense in ({}, {"act": 7}, {"act": "check", "answer": {"a": 1}}, {"revision": "x"}):
        shown.card.set_state({"asked": nonsense})
    assert shown.record.attempts == 2


def test_an_exercise_with_a_field_has_no_second_one_and_shows_the_loss_once_it_is_right():
    for answer in ("1,171", None):
        shown = ranklab.exercise("a loss by hand")
        assert shown.explorer.predicted == "elsewhere"
        shown.check("0.31")
        assert shown.explorer.predicted == "elsewhere"
        shown.check(answer) if answer else shown.reveal()
        assert shown.explorer.predicted == ""


def test_a_comma_in_an_answer_is_a_decimal_one():
    assert question("a loss by hand").judge("1,171").right
    assert question("a model that knows nothing").judge("ln 2,0").right
