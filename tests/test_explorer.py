"""The explorer and the controls, driven as a front end drives them: by their state."""

import base64
import json
import math
import threading
from collections.abc import Callable
from math import log2
from typing import Any

import numpy as np
import pytest
import traitlets
from front_end import send

import ranklab
from ranklab import Explorer, Scenario, edits, explain, explore, widgets
from ranklab.explanation.definitions import LOSSES
from ranklab.explanation.formatting import number as words

SMALL = Scenario(scores=[0.6, 0.8], labels=[1, 0])


@pytest.fixture
def explorer() -> Explorer:
    return explore(SMALL)


def command(explorer: Explorer, revision: int, *names: str, **edit: Any) -> None:
    """What the browser does for a button: commands go up, each with a revision, the last's last."""
    first = revision - len(names) + 1
    commands = [{"revision": first + i, "name": name} for i, name in enumerate(names)]
    send(explorer, revision, **edit, commands=commands)


def test_a_drag_in_the_browser_changes_the_scenario_in_the_kernel(explorer: Explorer) -> None:
    send(explorer, 1, scenario={"scores": [2.0, 0.8]}, gesture="1")
    assert explorer.scenario.scores == (2.0, 0.8)
    assert explorer.explanation.loss == explain(explorer.scenario).loss
    assert explorer.lab.scenario == explorer.scenario


def test_the_answer_carries_the_revision_of_the_edit_it_answers(explorer: Explorer) -> None:
    send(explorer, 7, scenario={"scores": [2.0, 0.8]})
    assert explorer.answered == 7
    assert explorer.picture["loss"] == explain(SMALL.replace(scores=[2.0, 0.8])).loss


def test_a_message_says_where_the_kernel_is_and_what_it_computes(explorer: Explorer) -> None:
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    picture = explorer.picture
    assert picture["scenario"]["scores"] == (2.0, 0.8)
    assert picture["loss"] == explorer.explanation.loss
    assert (picture["past"], picture["future"]) == (1, 0)
    assert picture["done"] == [1]
    assert "contributions" not in picture  # the browser computes them


def test_a_browser_is_told_what_others_did_in_the_order_in_which_it_was_done(
    explorer: Explorer,
) -> None:
    def react(change: Any) -> None:
        if change["new"].temperature == 1:
            explorer.scenario = change["new"].replace(temperature=2)

    other = explore(lab=explorer.lab)
    explorer.observe(react, "scenario")
    send(explorer, 1, scenario={"scores": [2.0, 0.8]}, gesture="drag")
    heard = {"name": "edit", "arguments": {"gesture": None, "scenario": explorer.scenario}}
    first, then = explorer.picture["done"]
    assert first == 1
    assert then["name"] == heard["name"]
    assert Scenario.from_record(then["arguments"]["scenario"]) == explorer.scenario
    assert explorer.scenario == SMALL.replace(scores=[2.0, 0.8], temperature=2)
    assert other.scenario == explorer.scenario
    explorer.unobserve(react, "scenario")
    explorer.lab.undo()
    assert other.picture["done"] == [{"name": "undo", "arguments": {}}]


def test_two_hands_change_one_list_at_once(explorer: Explorer) -> None:
    explorer.scenario = SMALL.replace(temperature=2, scores=[0.6, 3.0])
    moved = {"scenario": {**explorer.given["start"], "scores": [5.0, 0.8]}}
    for revision, changes in ((1, {"scores": [0]}), (2, {"scores": None}), (3, {"magic": None})):
        arguments = {**moved, "changes": changes}
        edit = {"revision": revision, "name": "edit", "arguments": arguments}
        explorer.set_state({"edit": {"revision": revision, "commands": [edit]}})
        wanted = [5.0, 3.0] if revision == 1 else [5.0, 0.8]
        assert explorer.scenario == SMALL.replace(temperature=2, scores=wanted)
    assert "changes must name fields of a scenario" in explorer.message


def test_the_steps_are_sent_to_a_browser_that_asks(explorer: Explorer) -> None:
    explorer.scenario = SMALL.replace(temperature=2)
    explorer.lab.edit(SMALL.replace(temperature=3), gesture="drag")
    explorer.lab.scenario = Scenario(range(51), [0] * 51)
    ask(explorer, "recall")
    past = explorer.history["past"]
    assert [Scenario.from_record(one).temperature for one in past] == [1, 2, 3]
    assert explorer.history["count"] == explorer.picture["count"]
    explorer.lab.undo()
    assert explorer.history == {}  # it was of another moment
    ask(explorer, "recall")
    assert explorer.history["future"] == [None]  # too long to be shown


def test_setting_the_scenario_moves_the_picture(explorer: Explorer) -> None:
    explorer.scenario = SMALL.replace(temperature=0.5)
    assert explorer.picture["scenario"]["temperature"] == 0.5
    assert explorer.lab.scenario.temperature == 0.5
    assert explorer.lab.can_undo


def test_observe_hears_the_scenario_and_finds_its_explanation(explorer: Explorer) -> None:
    heard = []
    explorer.observe(lambda c: heard.append((c["new"], explorer.explanation.scenario)), "scenario")
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    moved = SMALL.replace(scores=[2.0, 0.8])
    assert heard == [(moved, moved)]


def test_one_gesture_is_one_step_of_undo(explorer: Explorer) -> None:
    for revision, score in enumerate((0.7, 0.8, 0.9), start=1):
        send(explorer, revision, scenario={"scores": [score, 0.8]}, gesture="drag")
    command(explorer, 4, "undo")
    assert explorer.scenario == SMALL
    command(explorer, 5, "redo")
    assert explorer.scenario.scores == (0.9, 0.8)


def test_undo_pressed_before_the_last_move_arrived_takes_that_move_back(explorer: Explorer) -> None:
    # The front end merges messages that pile up: the move travels with the command.
    command(explorer, 2, "undo", scenario={"scores": [5.0, 0.8]})
    assert explorer.scenario == SMALL


def test_undo_pressed_during_a_drag_takes_the_whole_drag_back(explorer: Explorer) -> None:
    send(explorer, 1, scenario={"scores": [1.0, 0.8]}, gesture="drag")
    command(explorer, 3, "undo", scenario={"scores": [5.0, 0.8]}, gesture="drag")
    assert explorer.scenario == SMALL
    assert not explorer.lab.can_undo


def test_five_quick_undos_take_five_steps_back_however_they_arrive(explorer: Explorer) -> None:
    for revision in range(1, 6):
        send(explorer, revision, scenario={"scores": [float(revision), 0.8]})
    command(explorer, 6, "undo")
    command(explorer, 8, "undo", "undo", "undo")  # two merged with the one that was answered
    assert explorer.scenario.scores == (2.0, 0.8)
    command(explorer, 10, "undo", "undo")
    assert explorer.scenario == SMALL
    command(explorer, 15, *["redo"] * 5)
    assert explorer.scenario.scores == (5.0, 0.8)


def test_one_message_up_is_one_answer_down(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for revision in range(1, 4):
        send(explorer, revision, scenario={"scores": [float(revision), 0.8]})
    sent: list[Any] = []
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(message))
    command(explorer, 6, "undo", "undo", "undo")
    assert [sorted(message["state"]) for message in sent] == [["answered", "picture"]]
    assert sent[0]["state"]["picture"]["loss"] == explain(SMALL).loss


def test_a_typed_value_is_checked_by_the_kernel_and_never_part_of_a_drag(
    explorer: Explorer,
) -> None:
    typed = {"revision": 1, "name": "replace", "arguments": {"temperature": "warm"}}
    send(explorer, 1, commands=[typed])
    assert "'warm'" in explorer.message
    typed = {"revision": 2, "name": "replace", "arguments": {"temperature": 0.5}}
    send(explorer, 2, commands=[typed])
    assert explorer.scenario.temperature == 0.5
    assert explorer.message == ""


def test_a_gesture_that_ends_where_it_began_is_no_step(explorer: Explorer) -> None:
    for revision, score in enumerate((0.7, 0.9, 0.6), start=1):
        send(explorer, revision, scenario={"scores": [score, 0.8]}, gesture="drag")
    assert explorer.scenario == SMALL
    assert not explorer.lab.can_undo


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"temperature": "warm"}, ["temperature", "'warm'"]),
        ({"temperature": 0}, ["temperature", "0.001", "got 0"]),
        ({"scores": [None, 0.8]}, ["score of item 1 (scores[0])", "None"]),
        ({"scores": ["nan", 0.8]}, ["scores[0]", "'nan'"]),
        ({"scores": [1.0]}, ["1 items", "labels has 2"]),
        ({"labels": [31, 0]}, ["labels[0]", "31"]),
        ({"loss": "hinge"}, ["loss", "'softmax'", "'hinge'"]),
        ({"magic": 1}, ["magic"]),
    ],
)
def test_a_bad_edit_keeps_the_last_good_state_and_says_why(
    explorer: Explorer, changes: dict[str, Any], words: list[str]
) -> None:
    good = explorer.picture
    send(explorer, 3, scenario=changes)
    assert explorer.scenario == SMALL
    assert explorer.picture["loss"] == good["loss"]
    assert explorer.picture["scenario"] == good["scenario"]
    assert explorer.answered == 3
    for word in words:
        assert word in explorer.message
    send(explorer, 4, scenario={"temperature": 2})
    assert explorer.message == ""


@pytest.mark.parametrize("scenario", [None, 3, [], {}, {"scores": [1]}, {"scores": 1, "labels": 2}])
def test_a_state_that_is_no_scenario_is_refused_in_words(explorer: Explorer, scenario: Any) -> None:
    edit = {"revision": 1, "name": "edit", "arguments": {"scenario": scenario}}
    explorer.set_state({"edit": {"revision": 1, "commands": [edit]}})
    assert explorer.scenario == SMALL
    assert explorer.message != ""


@pytest.mark.parametrize(
    "edit",
    [{"revision": "x"}, {"commands": [3, {"revision": 9, "name": "close"}]}, {"commands": 3}],
)
def test_a_message_that_is_no_edit_changes_nothing(
    explorer: Explorer, edit: dict[str, Any]
) -> None:
    explorer.set_state({"edit": {"revision": 9, **edit}})
    assert explorer.scenario == SMALL


def test_a_hostile_name_stays_text(explorer: Explorer) -> None:
    name = "<img src=x onerror=alert(1)>"
    explorer.scenario = SMALL.replace(items=[name, "b"])
    assert explorer.picture["scenario"]["items"][0] == name


ONLY_THE_LAST = Scenario(scores=range(120, 0, -1), labels=[0] * 119 + [1])


def test_of_a_longer_list_a_part_is_shown_and_every_explorer_of_it_says_so() -> None:
    explorer = explore(ONLY_THE_LAST)
    assert explorer.scenario.items == (*(f"item {i}" for i in range(1, 50)), "item 120")
    said = (
        "50 of 120 items are kept here: the one relevant item, and of the others those with the "
        "best scores. The loss and the metrics are those of this part."
    )
    again = explore(lab=explorer.lab)
    assert explorer.given["cut"] == again.given["cut"] == said
    whole = explorer.lab.whole
    assert whole is not None
    assert whole.scenario == ONLY_THE_LAST
    assert explorer.describe().splitlines()[-2:] == [
        said,
        # The one relevant item has rank 120.
        f"The list as it was given costs {words(whole.loss)}; NDCG {words(1 / log2(121))}, "
        f"MRR {words(1 / 120)}.",
    ]
    assert explore(ONLY_THE_LAST, most=120).given["cut"] == ""


def test_what_a_longer_list_was_cut_to_is_said_as_long_as_it_is_on_screen() -> None:
    explorer = explore(ONLY_THE_LAST, most=20)
    cut = explorer.given["cut"]
    assert cut.startswith("20 of 120 items are kept here")
    explorer.scenario = edits.shuffle(edits.remove_item(explorer.scenario, 3), seed=1)
    assert cut in explorer.describe()
    explorer.scenario = SMALL
    assert cut not in explorer.describe()
    explorer.lab.reset()
    assert cut in explorer.describe()
    assert len(explorer.scenario) == 20


def test_a_custom_loss_sees_the_whole_list_and_the_part() -> None:
    explorer = explore(ONLY_THE_LAST, loss=lambda y, s: 0 * s[..., 0] + s.shape[-1])
    whole = explorer.lab.whole
    assert whole is not None
    assert (whole.loss, explorer.explanation.loss) == (120, 50)


@pytest.mark.parametrize("wrong", [1, 201, True, 2.0, "all", None])
def test_how_many_to_show_is_a_number_that_fits(wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="most must be"):
        explore(SMALL, most=wrong)


def test_a_longer_list_is_not_cut_behind_ones_back(explorer: Explorer) -> None:
    with pytest.raises(ValueError, match="up to 50 items, and this list has 120: "):
        explorer.scenario = ONLY_THE_LAST
    assert explorer.scenario == SMALL


def test_a_lab_that_grows_too_long_keeps_the_last_good_picture(explorer: Explorer) -> None:
    explorer.lab.scenario = Scenario(scores=range(51), labels=[0] * 51)
    assert explorer.scenario == SMALL
    assert "up to 50 items" in explorer.message
    explorer.lab.undo()
    assert explorer.message == ""


def test_what_was_copied_is_opened() -> None:
    for text in (SMALL.to_link(), SMALL.to_json()):
        assert explore(text).scenario == SMALL
    with pytest.raises(ValueError, match="no link to a scenario"):
        explore("softmax")


@pytest.mark.parametrize("wrong", [3, ["softmax"], {"scores": [1]}])
def test_what_is_not_a_scenario_is_refused(explorer: Explorer, wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"ranklab\.Scenario"):
        explore(wrong)
    with pytest.raises(TypeError, match=r"ranklab\.Scenario"):
        explorer.scenario = wrong
    assert explorer.scenario == SMALL


def test_a_display_carries_text_and_a_still_picture(explorer: Explorer) -> None:
    formats, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in formats
    assert formats["text/plain"].startswith("Explorer(softmax, n=2, T=1.00, loss=0.798139)\n")
    assert explorer.explanation.describe() in formats["text/plain"]
    assert base64.b64decode(formats["image/png"]).startswith(b"\x89PNG")


def test_without_a_scenario_it_opens_on_countries_that_everyone_knows() -> None:
    explorer = explore()
    assert len(explorer.scenario) == 9
    assert {"United States", "Canada", "Mexico", "Cuba"} <= set(explorer.scenario.items)
    # What the hint promises: just above the United States Cuba costs less than where it stands.
    scores = [*explorer.scenario.scores]
    cuba, top = explorer.scenario.items.index("Cuba"), max(scores)
    scores[cuba] = top + 0.1
    assert explain(explorer.scenario.replace(scores=scores)).loss < explorer.explanation.loss


def test_what_is_not_a_lab_is_refused_with_where_to_find_one() -> None:
    for build in (Explorer, widgets.temperature):
        with pytest.raises(TypeError, match=r"lab must be a ranklab\.Lab, such as explorer\.lab"):
            build(SMALL)


def test_a_hint_must_be_a_sentence() -> None:
    with pytest.raises(TypeError, match="hint must be one sentence"):
        explore(SMALL, hint=5)  # type: ignore[arg-type]


def test_after_close_it_no_longer_follows_its_lab(explorer: Explorer) -> None:
    explorer.close()
    explorer.close()
    explorer.lab.scenario = SMALL.replace(temperature=2)
    assert explorer.scenario == SMALL


def test_the_temperature_control_moves_the_lab_and_follows_it() -> None:
    lab = ranklab.Lab(SMALL)
    slider = widgets.temperature(lab)
    slider.set_state({"value": 0.5})
    assert lab.scenario.temperature == 0.5
    lab.scenario = SMALL.replace(temperature=2.0)
    assert slider.value == 2.0


@pytest.mark.parametrize("temperature", [1e-3, 0.0123456, 1 / 3, 1.0, 1e3])
def test_showing_a_temperature_does_not_change_it(temperature: float) -> None:
    lab = ranklab.Lab(SMALL.replace(temperature=temperature))
    slider = widgets.temperature(lab)
    lab.scenario = SMALL
    lab.undo()
    assert slider.value == temperature
    # The browser snaps the slider to a notch and writes that back.
    slider.set_state({"value": 10 ** (round(math.log10(temperature) / 0.05) * 0.05)})
    assert lab.scenario.temperature == temperature
    assert slider.description == f"temperature {temperature:.3g}"


def test_moving_the_temperature_slider_without_a_pause_is_one_step() -> None:
    lab = ranklab.Lab(SMALL)
    slider = widgets.temperature(lab)
    for value in (0.9, 0.8, 0.7):
        slider.set_state({"value": value})
    lab.undo()
    assert lab.scenario == SMALL


# What the browser asks for by name.


def ask(explorer: Explorer, name: str, /, **arguments: Any) -> None:
    """One command, on top of all that was sent before."""
    revision = explorer.answered + 1
    command = {"revision": revision, "name": name, "arguments": arguments}
    send(explorer, revision, commands=[command])


def test_every_preset_can_be_chosen_and_says_what_to_look_for(explorer: Explorer) -> None:
    for name, look_for in ranklab.presets().items():
        ask(explorer, "preset", name=name)
        assert explorer.scenario == ranklab.preset(name)
        assert explorer.hint == look_for


def test_undoing_a_preset_brings_the_first_sentence_back() -> None:
    explorer = explore(Scenario([0.3, 0.1], [1, 0]), hint="Drag a bar.")
    ask(explorer, "preset", name="all tied")
    command(explorer, 2, "undo")
    assert explorer.hint == "Drag a bar."
    ask(explorer, "preset", name="no such thing")
    assert "there is no preset 'no such thing'" in explorer.message


def test_a_list_can_be_edited_by_name(explorer: Explorer) -> None:
    ask(explorer, "add")
    ask(explorer, "rename", item=2, name="<b>new</b>")
    ask(explorer, "paste", text="3\n1\n2", field="scores")
    ask(explorer, "replace", sample_weight=[1, 1, 2])
    ask(explorer, "remove", item=0)
    ask(explorer, "invert")
    wanted = Scenario([-1, -2], [0, 0], items=["item 2", "<b>new</b>"], sample_weight=[1, 2])
    assert explorer.scenario == wanted
    ask(explorer, "randomise", seed=1)
    assert explorer.scenario == edits.randomise(wanted, seed=1)
    command(explorer, explorer.answered + 1, "undo")
    assert explorer.scenario == wanted
    ask(explorer, "shuffle", seed=2)
    assert explorer.scenario == edits.shuffle(wanted, seed=2)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("remove", {"item": 7}, "from 0 to 1, got 7"),
        ("rename", {"item": 0}, "name"),
        ("rename", {"item": 0, "name": ["x"]}, "name of item 1 (items[0]) must be a string"),
        ("paste", {"text": "one"}, "'one' in line 1 is no number"),
        ("paste", {"text": "1 " * 51, "resize": True}, "up to 50 items"),
        ("paste", {"text": "1"}, "choose to resize the list, which would remove the last item"),
        ("open", {"text": "1 2"}, "no link to a scenario"),
        ("paste", {"text": "x" * 10_000_000}, "characters are pasted"),
        ("replace", {"magic": 1}, "magic"),
        ("shuffle", {"seed": "x"}, "seed must be a whole number"),
        ("add", {"colour": "red"}, "colour"),
        ("measure", {"k": 0}, "k must be at least 1"),
        ("measure", {"gain": "cubic"}, "'cubic'"),
        ("measure", {"relevant_from": "x" * 9999}, "relevant_from must be a label above 0"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_all_as_it_is(
    explorer: Explorer, name: str, arguments: dict[str, Any], said: str
) -> None:
    before = explorer.picture
    ask(explorer, name, **arguments)
    assert said in explorer.message
    assert len(explorer.message) < 400
    assert explorer.picture is before


def test_the_browser_can_ask_for_nothing_else(explorer: Explorer) -> None:
    names = ("close", "_show", "__init__", "", None, 3, ["undo"])
    for revision, name in enumerate(names, start=1):
        send(explorer, revision, commands=[{"revision": revision, "name": name}])
        assert explorer.answered == revision
        assert explorer.scenario == SMALL


# What is shown below the list.


@pytest.mark.parametrize(
    ("show", "error", "said"),
    [
        (["pie"], ValueError, "no view 'pie'; there are parts, probabilities"),
        (["parts", "gradient", "metrics", "derivation"], ValueError, "at most 3 views"),
        ("parts", TypeError, r"a list of views such as \['competitors'\], got 'parts'"),
    ],
)
def test_views_that_do_not_exist_are_refused(show: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        explore(SMALL, show=show)


def test_the_metrics_can_be_chosen_in_the_browser(explorer: Explorer) -> None:
    ask(explorer, "measure", k=1, gain="linear")
    metrics = explorer.explanation.metrics
    assert (metrics.k, metrics.gain, metrics.dcg_at_k) == (1, "linear", 0.0)
    assert explorer.picture["measured"] == {"k": 1, "gain": "linear", "relevant_from": None}
    assert not explorer.lab.can_undo


# Several explorers of one Lab.


def test_explorers_of_one_lab_stay_together(explorer: Explorer) -> None:
    other = explore(lab=explorer.lab, show=["parts"])
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    assert other.scenario == explorer.scenario
    assert other.picture["loss"] == explorer.picture["loss"]
    assert other.answered == 0
    command(other, 1, "undo")
    assert explorer.scenario == SMALL
    other.close()
    send(explorer, 2, scenario={"scores": [3.0, 0.8]})
    assert other.scenario == SMALL


def test_a_lab_and_a_scenario_are_one_too_many(explorer: Explorer) -> None:
    with pytest.raises(ValueError, match="or a lab, not both"):
        explore(SMALL, lab=explorer.lab)
    with pytest.raises(TypeError, match=r"lab must be a ranklab\.Lab"):
        explore(lab="lab")  # type: ignore[arg-type]


def test_describe_says_what_is_on_screen(explorer: Explorer) -> None:
    assert explorer.describe() == explain(SMALL).describe()
    send(explorer, 1, scenario={"temperature": 0.5})
    assert "at T = 0.5" in explorer.describe()


# Keras as a witness.


def test_keras_is_asked_and_its_answer_shown(explorer: Explorer) -> None:
    found = explorer.verify()  # TensorFlow is loaded here, or is not: both ways answer
    assert found.difference < 1e-9
    assert explorer.verification == {"state": "done", "text": found.describe()}
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    assert explorer.verification == {}  # it spoke of another list


def test_an_answer_that_comes_too_late_is_not_shown(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(scenario: Scenario) -> Any:
        send(explorer, 1, scenario={"scores": [2.0, 0.8]})
        return ranklab.verify(scenario)

    for name in ("verify", "verify_apart"):
        monkeypatch.setattr(f"ranklab.explorer.explorer.{name}", slow)
    explorer.verify()
    assert explorer.verification == {}


def test_keras_that_cannot_be_asked_is_said(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Scenario) -> Any:
        raise RuntimeError("no TensorFlow here")

    for name in ("verify", "verify_apart"):
        monkeypatch.setattr(f"ranklab.explorer.explorer.{name}", broken)
    with pytest.raises(RuntimeError, match="no TensorFlow here"):
        explorer.verify()
    assert explorer.verification["state"] == "failed"
    assert "no TensorFlow here" in explorer.verification["text"]
    explorer.set_state({"edit": {}})
    ask(explorer, "verify")  # from the button, in a thread of its own: nothing escapes it
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(timeout=5)
    assert explorer.verification["state"] == "failed"


# Export.


@pytest.mark.parametrize("kind", ["link", "json"])
def test_what_is_exported_as_text_can_be_read_back(explorer: Explorer, kind: str) -> None:
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    ask(explorer, "export", kind=kind)
    read = {"link": Scenario.from_link, "json": Scenario.from_json}[kind]
    assert read(explorer.exported["text"]) == explorer.scenario


def test_what_is_exported_as_python_prints_the_number_on_screen(
    explorer: Explorer, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(explorer, "replace", sample_weight=[2, 1], temperature=0.5)
    ask(explorer, "export", kind="python")
    exec(explorer.exported["text"], {})
    assert float(capsys.readouterr().out) == pytest.approx(explorer.explanation.loss)


def test_latex_is_exported_and_nonsense_is_refused(explorer: Explorer) -> None:
    ask(explorer, "export", kind="latex")
    assert explorer.exported["text"].startswith("\\begin{align*}")
    before = explorer.exported
    ask(explorer, "export", kind="telepathy")
    assert "kind must be one of 'link'" in explorer.message
    assert explorer.exported == before


# For a teacher.


@pytest.mark.parametrize(
    ("lock", "name", "arguments"),
    [
        ("scores", "invert", {}),
        ("labels", "replace", {"labels": [0, 1]}),
        ("temperature", "replace", {"temperature": 2}),
        ("loss", "replace", {"loss": "unique_softmax"}),
        ("list", "rename", {"item": 0, "name": "x"}),
        ("list", "remove", {"item": 0}),
        ("list", "replace", {"sample_weight": [1, 2]}),
        ("list", "preset", {"name": "all tied"}),
        ("list", "replace", {"labels": [1, -1]}),
    ],
)
def test_what_is_locked_cannot_be_changed_from_the_browser(
    lock: str, name: str, arguments: dict[str, Any]
) -> None:
    explorer = explore(SMALL, lock=[lock])
    ask(explorer, name, **arguments)
    assert explorer.scenario == SMALL
    assert "locked here" in explorer.message
    free = explore(SMALL)
    ask(free, name, **arguments)
    assert free.scenario != SMALL


def test_a_drag_of_what_is_locked_is_refused_and_python_may_still_move_it() -> None:
    explorer = explore(SMALL, lock=["scores"])
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    assert explorer.scenario == SMALL
    assert explorer.message == "The scores are locked here."
    send(explorer, 2, scenario={"labels": [2, 0]})
    assert explorer.scenario.labels == (2, 0)
    explorer.scenario = SMALL.replace(scores=[3, 1])
    assert explorer.scenario.scores == (3, 1)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"hide": ["everything"]}, ValueError, "hide knows no 'everything'; it knows loss"),
        ({"lock": ["loss", "ndcg"]}, ValueError, "lock knows no 'ndcg'"),
        ({"hide": "loss"}, TypeError, "hide must be a list such as"),
        ({"hide_until_predicted": "mrr"}, ValueError, "must be 'loss' or 'ndcg', got 'mrr'"),
        ({"compare": {"scores": [[1, 2]]}}, ValueError, "'scores' cannot be compared"),
    ],
)
def test_an_explorer_that_cannot_be_is_refused(
    options: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        explore(SMALL, **options)


# Experiments.


def test_what_is_compared_is_sent_once_unless_only_the_kernel_can_compare_it() -> None:
    temperatures = list(np.array([0.5, 2]))
    explorer = explore(SMALL, show=["comparison"], compare={"temperature": temperatures})
    assert json.loads(json.dumps(explorer.given["compared"])) == {"temperature": [0.5, 2]}
    assert "comparison" not in explorer.picture
    topn = explore(SMALL, compare={"topn": list(np.array([1, 2]))})
    assert json.loads(json.dumps(topn.given["compared"])) == {"topn": [1, 2]}


def test_a_descent_of_a_custom_loss_comes_from_the_kernel() -> None:
    explorer = explore(SMALL, loss=lambda y_true, y_pred: (y_true - y_pred) ** 2)
    ask(explorer, "descend", rate=0.1, step="length", race=True)
    first, *others = explorer.descent["runs"]
    # Of a squared error, whose gradient is 2 (s - y), one step goes 0.2 of the way.
    assert len(first["losses"]) > 1
    assert [run["title"] for run in others] == [loss.title for loss in LOSSES.values()]
    assert len(explorer.scenario) == len(SMALL)
    ask(explorer, "descend", rate="quick")
    assert "rate must be a number above 0, got 'quick'" in explorer.message
    assert explorer.descent["id"] == 1


# One way for an edit.


class Count:
    """How often a function is called; it does what it did."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.function(*args, **kwargs)


class Sent:
    """The traits that an explorer sends, a list for each message."""

    def __init__(self, explorer: Explorer, patch: pytest.MonkeyPatch) -> None:
        self.messages: list[list[str]] = []
        patch.setattr(explorer, "_send", self.take)

    def take(self, message: Any, buffers: Any = None) -> None:
        self.messages.append(sorted(message["state"]))


def test_one_edit_is_one_edit_of_the_lab_one_message_and_no_number_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, edited = Count(explain), Count(ranklab.Lab.edit)
    for module in ("explorer.lab", "experiments.comparison"):
        monkeypatch.setattr(f"ranklab.{module}.explain", asked)
    monkeypatch.setattr(ranklab.Lab, "edit", lambda lab, *args: edited(lab, *args))
    explorer = explore(SMALL, show=["comparison", "competitors", "gradient"])
    sent = Sent(explorer, monkeypatch)
    asked.calls = edited.calls = 0
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    assert edited.calls == 1
    assert asked.calls == 1  # by the Lab; of what the views show the browser computes the rest
    assert sent.messages == [["answered", "picture"]]
    assert explorer.answered == 1


def test_an_edit_that_is_refused_or_changes_nothing_sends_no_picture(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(explorer, monkeypatch)
    send(explorer, 1, scenario={"temperature": 0})
    send(explorer, 2)
    assert sent.messages == [["answered", "message"], ["answered", "message"]]
    assert (explorer.answered, explorer.message) == (2, "")


def test_a_scenario_set_in_a_cell_edits_the_lab_and_comes_back_from_it(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, heard = explore(lab=explorer.lab), []
    explorer.observe(lambda change: heard.append(change["new"]), "scenario")
    sent = Sent(explorer, monkeypatch)
    wanted = SMALL.replace(temperature=2)
    explorer.scenario = wanted
    explorer.scenario = wanted
    assert heard == [wanted]
    assert explorer.scenario is explorer.lab.scenario is other.scenario
    assert sent.messages == [["picture"]]
    assert explorer.lab.undo()
    assert not explorer.lab.can_undo


def test_an_edit_after_a_refused_one_travels_with_the_empty_message(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer.lab.attempt(lambda scenario: scenario.replace(temperature=-1))
    assert "temperature" in explorer.message
    sent = Sent(explorer, monkeypatch)
    explorer.scenario = SMALL.replace(temperature=2)
    assert sent.messages == [["message", "picture"]]


def test_scenarios_can_be_linked(explorer: Explorer) -> None:
    other, third = explore(SMALL), explore(SMALL)
    link = traitlets.link((explorer, "scenario"), (other, "scenario"))
    traitlets.dlink((other, "scenario"), (third, "scenario"))
    send(other, 1, scenario={"scores": [2.0, 0.8]})
    moved = SMALL.replace(scores=[2.0, 0.8])
    for one in (explorer, other, third):
        assert one.scenario == one.lab.scenario == moved
        assert one.picture["loss"] == explain(moved).loss
    link.unlink()
    explorer.lab.undo()
    assert (explorer.scenario, other.scenario) == (SMALL, moved)


def test_a_hint_goes_with_the_list_that_it_speaks_of() -> None:
    explorer = explore()
    assert "Cuba" in explorer.hint
    explorer.scenario = explorer.scenario.replace(temperature=0.5)
    assert "Cuba" in explorer.hint
    for item in range(7, 0, -1):
        ask(explorer, "remove", item=item)
    assert explorer.hint == ""
    ask(explorer, "reset")
    assert "Cuba" in explorer.hint
    ask(explorer, "preset", name="a floor above zero")
    assert explorer.hint == ranklab.presets()["a floor above zero"]
    ask(explorer, "randomise", seed=3)
    assert explorer.hint == ""


def test_the_sentence_of_a_preset_goes_with_its_loss() -> None:
    explorer = explore(ranklab.preset("equal grades never fight"))
    assert "neither moves the other" in explorer.hint
    ask(explorer, "replace", temperature=2)
    assert "neither moves the other" in explorer.hint
    ask(explorer, "replace", loss="softmax")  # under which they do
    assert explorer.hint == ""
    ask(explorer, "undo")
    ask(explorer, "undo")
    assert "neither moves the other" in explorer.hint


def test_neither_words_nor_a_picture_give_away_what_is_to_be_guessed() -> None:
    formats, _ = explore(SMALL, hide_until_predicted="loss")._repr_mimebundle_()
    assert formats["text/plain"] == "Explorer(n=2)"
    assert "image/png" not in formats
