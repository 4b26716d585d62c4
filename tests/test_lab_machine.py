"""Random edits from browsers and from Python: no message is ever stale, undo restores exactly."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from strategies import numbers, scenarios
from traitlets import TraitError

from ranklab import Explorer, Lab, Scenario, edits, explain, explore
from ranklab.explanation import presets
from ranklab.explanation.answer import DEFAULT_K
from ranklab.explanation.checks import MAX_SHOWN
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.metrics import GAINS
from ranklab.explorer.commands import EDITS
from ranklab.explorer.views import MOST_VIEWS, VIEWS

STEPS = 6  # of the history in these tests, so that its bound is reached
MOST_EXPLORERS = 4
START = Scenario([0.6, 0.8, -1.0], [1, 0, 2])

some_scores = st.sampled_from([0.0, 1.0, -1e6, 1e6]) | numbers(-3, 3)
some_labels = st.sampled_from([-1.0, 0.0, 1.0, 2.0, 30.0]) | numbers(0, 4)
some_weights = st.sampled_from([0.0, 0.5, 1.0, 1e6])
seeds = st.integers(0, 2**32 - 1)
places = st.integers(0, 200)  # of an item or an explorer; taken modulo how many there are
gestures = st.sampled_from([None, "1.1", "1.2"])  # few, so that one often goes on

nonsense = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", [], [None], ["x"], {}, {"a": 1}, float("nan"), float("inf")]
)
bad_places = st.sampled_from([None, True, -1, MAX_SHOWN, 0.0, "0", [0], {}])
bad_seeds = st.sampled_from([True, -1, 2**32, 1.5, "", "seven", [1], {}])
too_long = "\n".join(["0"] * (MAX_SHOWN + 1))

# What the kernel must refuse, by command; each is wrong whatever is on screen.
BAD: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "replace": st.one_of(
        st.sampled_from([None, True, 0, -1, 1001, "warm", [1], {}, float("nan")]).map(
            lambda value: {"temperature": value}
        ),
        nonsense.filter(lambda value: value is not True).map(
            lambda value: {"normalize_labels": value}
        ),
        nonsense.map(lambda value: {"loss": value}),
        nonsense.filter(lambda value: value is not None).map(
            lambda value: {"lambda_weight": value}
        ),
        nonsense.filter(lambda value: value is not None).map(lambda value: {"topn": value}),
        nonsense.map(lambda value: {"scores": value}),
        nonsense.map(lambda value: {"labels": [value] * (MAX_SHOWN + 1)}),
        nonsense.filter(lambda value: value is not None).map(
            lambda value: {"sample_weight": value}
        ),
        st.just({"scores": [0.0] * (MAX_SHOWN + 1), "labels": [0.0] * (MAX_SHOWN + 1)}),
        nonsense.map(lambda value: {"magic": value}),
    ),
    "preset": nonsense.map(lambda value: {"name": value}),
    "add": nonsense.map(lambda value: {"item": value}),
    "remove": bad_places.map(lambda value: {"item": value}) | st.just({}),
    "rename": st.one_of(
        bad_places.map(lambda value: {"item": value, "name": "b"}),
        st.sampled_from([None, 3, "", " ", "x" * 201, ["b"]]).map(
            lambda value: {"item": 0, "name": value}
        ),
        st.just({"item": 0}),
    ),
    "paste": st.one_of(
        st.sampled_from([None, 3, "", "a b", "nan", "1,000", "1_0", "1e7", too_long]).map(
            lambda value: {"text": value}
        ),
        nonsense.map(lambda value: {"text": "1\n2", "field": value}),
    ),
    "open": nonsense.map(lambda value: {"text": value}) | st.just({}),
    "shuffle": bad_seeds.map(lambda value: {"seed": value}),
    "invert": nonsense.map(lambda value: {"seed": value}),
    "randomise": bad_seeds.map(lambda value: {"seed": value}),
    "measure": st.one_of(
        nonsense.map(lambda value: {"k": value}).filter(lambda made: made["k"] != 1),
        nonsense.map(lambda value: {"gain": value}),
        nonsense.filter(lambda value: value not in (None, 1.5)).map(
            lambda value: {"relevant_from": value}
        ),
        nonsense.map(lambda value: {"places": value}),
        nonsense.map(lambda value: {"self": value}),
    ),
}


def good_arguments(name: str, scenario: Scenario) -> st.SearchStrategy[dict[str, Any]]:
    """What the front end sends with a command, for the list on screen."""
    n = len(scenario)
    items = st.integers(0, n - 1)
    weights = st.none() | st.lists(some_weights, min_size=n, max_size=n)
    return {
        "replace": st.fixed_dictionaries(
            {},
            optional={
                "temperature": numbers(1e-3, 1e3),
                "loss": st.sampled_from(list(LOSSES)),
                "lambda_weight": st.sampled_from([None, *LAMBDA_WEIGHTS]),
                "topn": st.none() | st.integers(1, 20),
                "normalize_labels": st.booleans(),
                "sample_weight": weights,
            },
        ),
        "preset": st.fixed_dictionaries({"name": st.sampled_from([*presets.presets()])}),
        "add": st.just({}),
        "remove": st.fixed_dictionaries({"item": items}),
        "rename": st.fixed_dictionaries({"item": items, "name": st.text("ab<&", min_size=1)}),
        "paste": st.one_of(
            st.fixed_dictionaries({"text": pasted(values), "field": st.just(field)})
            for field, values in (
                ("scores", some_scores),
                ("labels", some_labels),
                ("sample_weight", some_weights),
            )
        ).map(lambda arguments: {**arguments, "resize": True}),
        "open": st.fixed_dictionaries({"text": scenarios().map(Scenario.to_link)}),
        "shuffle": st.fixed_dictionaries({"seed": seeds}),
        "invert": st.just({}),
        "randomise": st.fixed_dictionaries({"seed": seeds}),
    }[name]


def pasted(values: st.SearchStrategy[float]) -> st.SearchStrategy[str]:
    return st.lists(values.map(str), min_size=1, max_size=8).map("\n".join)


class History:
    """What the Lab must do, as a plain list of scenarios and a place in it."""

    def __init__(self, start: Scenario) -> None:
        self.steps = [start]
        self.at = 0
        self.gesture: str | None = None
        self.metrics: tuple[int, str, float | None] = (DEFAULT_K, "exponential", None)
        self.shown = (start, *self.metrics)  # the last list that was short enough for a screen

    @property
    def present(self) -> Scenario:
        return self.steps[self.at]

    def edit(self, scenario: Scenario, gesture: str | None = None) -> None:
        if scenario == self.present:
            return
        goes_on = gesture is not None and gesture == self.gesture
        del self.steps[self.at + (not goes_on) :]
        self.steps.append(scenario)
        if self.steps[-2:-1] == [scenario]:  # back where the gesture began
            self.steps.pop()
            gesture = None
        del self.steps[: -(STEPS + 1)]
        self.at = len(self.steps) - 1
        self.gesture = gesture
        self.show()

    def step(self, by: int) -> None:
        self.at = min(max(self.at + by, 0), len(self.steps) - 1)
        self.gesture = None
        self.show()

    def measure(self, k: int, gain: str, relevant_from: float | None) -> None:
        self.metrics = (k, gain, relevant_from)
        self.show()

    def show(self) -> None:
        if len(self.present) <= MAX_SHOWN:
            self.shown = (self.present, *self.metrics)


class Sessions(RuleBasedStateMachine):
    """Some browsers and a notebook, all at one Lab."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = mock.patch("ranklab.explorer.history.HISTORY", STEPS)
        self.patch.start()
        self.lab = Lab(START)
        self.explorers = [explore(lab=self.lab)]
        self.sent: dict[Explorer, dict[str, Any]] = {}
        self.answered: dict[Explorer, int] = {self.explorers[0]: 0}
        self.history = History(START)

    def teardown(self) -> None:
        self.patch.stop()
        for explorer in self.explorers:
            explorer.close()

    def explorer(self, which: int) -> Explorer:
        return self.explorers[which % len(self.explorers)]

    def send(self, explorer: Explorer, steps: int = 1, commands: Any = ()) -> None:
        """One message from a browser, as it arrives: JSON has no tuples."""
        self.answered[explorer] += steps
        revision = self.answered[explorer]
        self.sent[explorer] = {"revision": revision, "sent": revision, "commands": commands}
        explorer.set_state(json.loads(json.dumps({"edit": self.sent[explorer]})))

    def moved(
        self, explorer: Explorer, scenario: Any, gesture: Any = None, changes: Any = None
    ) -> dict[str, Any]:
        """The command of a hand, the next one of this browser."""
        arguments = {"scenario": scenario, "gesture": gesture, "changes": changes}
        revision = self.answered[explorer] + 1
        return {"revision": revision, "name": "edit", "arguments": arguments}

    def move(self, explorer: Explorer, changes: dict[str, Any], gesture: str | None) -> None:
        scenario = {**explorer.picture["scenario"], **changes}
        moves = self.moved(explorer, scenario, gesture, dict.fromkeys(changes))
        self.send(explorer, commands=[moves])
        seen = Scenario.from_record(scenario)
        if self.history.present.items == seen.items:  # what another field holds is left as it is
            seen = self.history.present.replace(**{name: scenario[name] for name in changes})
        self.history.edit(seen, gesture)
        assert explorer.message == ""

    def command(self, explorer: Explorer, *commands: tuple[str, Any]) -> None:
        """Commands in one message, behind those of the last one, which were answered."""
        first = self.answered[explorer] + 1
        made = [
            {"revision": first + i, "name": name, "arguments": arguments}
            for i, (name, arguments) in enumerate(commands)
        ]
        old = self.sent.get(explorer, {}).get("commands", [])
        self.send(explorer, len(made), [*(old if isinstance(old, list) else []), *made])

    def check_refused(self, explorer: Explorer, act: Callable[[], None]) -> None:
        act()
        assert self.lab.message != ""
        assert explorer.message != ""

    # What a hand does in a browser.

    @rule(which=places, item=places, scores=st.lists(some_scores, min_size=1), gesture=gestures)
    def drag(self, which: int, item: int, scores: list[float], gesture: str | None) -> None:
        explorer = self.explorer(which)
        for score in scores:
            moved = [*explorer.picture["scenario"]["scores"]]
            moved[item % len(moved)] = score
            self.move(explorer, {"scores": moved}, gesture)

    @rule(which=places, item=places, label=some_labels, gesture=gestures)
    def click_a_label(self, which: int, item: int, label: float, gesture: str | None) -> None:
        explorer = self.explorer(which)
        labels = [*explorer.picture["scenario"]["labels"]]
        labels[item % len(labels)] = label
        self.move(explorer, {"labels": labels}, gesture)

    @rule(which=places, scenario=scenarios(), gesture=gestures)
    def move_to_anything(self, which: int, scenario: Scenario, gesture: str | None) -> None:
        self.move(self.explorer(which), asdict(scenario), gesture)

    @precondition(lambda self: len(self.lab.scenario) <= MAX_SHOWN)
    @rule(which=places, names=st.lists(st.sampled_from([*EDITS]), min_size=1), data=st.data())
    def ask_for_edits(self, which: int, names: list[str], data: Any) -> None:
        asked, scenario = [], self.history.present
        for name in names:
            if (name == "add" and len(scenario) == MAX_SHOWN) or (
                name == "remove" and len(scenario) == 1
            ):
                continue
            arguments = data.draw(good_arguments(name, scenario), name)
            scenario = EDITS[name](scenario, **arguments)
            asked.append((name, arguments))
            self.history.edit(scenario)
        self.command(self.explorer(which), *asked)
        assert self.lab.message == ""

    @rule(which=places, names=st.lists(st.sampled_from(["undo", "redo", "reset"]), min_size=1))
    def go_back_and_forth(self, which: int, names: list[str]) -> None:
        self.command(self.explorer(which), *[(name, {}) for name in names])
        for name in names:
            self.take_back(name)

    @rule(which=places, scores=some_scores, name=st.sampled_from(["undo", "redo", "reset"]))
    def go_back_before_the_last_move_arrived(self, which: int, scores: float, name: str) -> None:
        explorer = self.explorer(which)
        now = self.answered[explorer]
        scenario = {**explorer.picture["scenario"]}
        scenario["scores"] = [scores, *scenario["scores"][1:]]
        then = {"revision": now + 2, "name": name}
        self.send(explorer, 2, [self.moved(explorer, scenario, "1.3"), then])
        self.history.edit(Scenario.from_record(scenario), "1.3")
        self.take_back(name)

    def take_back(self, name: str) -> None:
        if name == "reset":
            self.history.edit(START)
        else:
            self.history.step(-1 if name == "undo" else 1)

    @rule(
        which=places,
        k=st.integers(1, 60),
        gain=st.sampled_from([*GAINS]),
        relevant_from=st.sampled_from([None, 0.5, 1, 2]),
    )
    def choose_metrics(self, which: int, k: int, gain: str, relevant_from: float | None) -> None:
        arguments = {"k": k, "gain": gain, "relevant_from": relevant_from}
        self.command(self.explorer(which), ("measure", arguments))
        self.history.measure(k, gain, relevant_from)

    @rule(which=places)
    def a_message_comes_twice(self, which: int) -> None:
        explorer = self.explorer(which)
        if explorer in self.sent:
            again = {**self.sent[explorer], "sent": 0}
            explorer.set_state(json.loads(json.dumps({"edit": again})))

    # What a browser should not do.

    @rule(which=places, field=st.sampled_from([*asdict(START)]), data=st.data())
    def move_to_nonsense(self, which: int, field: str, data: Any) -> None:
        explorer = self.explorer(which)
        bad = data.draw(nonsense, field)
        record = {**explorer.picture["scenario"], field: bad}
        try:
            Scenario.from_record(record)
        except ValueError:
            self.check_refused(
                explorer,
                lambda: self.send(explorer, commands=[self.moved(explorer, record)]),
            )

    @rule(which=places, record=nonsense | st.just({"scores": [0] * 51, "labels": [0] * 51}))
    def move_to_no_scenario(self, which: int, record: Any) -> None:
        explorer = self.explorer(which)
        self.check_refused(
            explorer,
            lambda: self.send(explorer, commands=[self.moved(explorer, record)]),
        )

    @rule(which=places, name=st.sampled_from([*BAD]), data=st.data())
    def ask_for_what_cannot_be(self, which: int, name: str, data: Any) -> None:
        explorer = self.explorer(which)
        arguments = data.draw(BAD[name], name)
        self.check_refused(explorer, lambda: self.command(explorer, (name, arguments)))

    @rule(
        which=places, name=st.sampled_from([*BAD]), arguments=st.sampled_from([None, 3, "x", [1]])
    )
    def ask_with_no_arguments(self, which: int, name: str, arguments: Any) -> None:
        self.command(self.explorer(which), (name, arguments))

    @rule(which=places, name=nonsense | st.sampled_from(["close", "_show", "__init__", "edit"]))
    def ask_for_what_is_not_there(self, which: int, name: Any) -> None:
        self.command(self.explorer(which), (name, {}))

    @rule(which=places, commands=nonsense)
    def send_no_commands(self, which: int, commands: Any) -> None:
        self.send(self.explorer(which), commands=commands)

    @rule(which=places, gesture=nonsense.filter(lambda value: not isinstance(value, str)))
    def move_by_no_gesture(self, which: int, gesture: Any) -> None:
        explorer = self.explorer(which)
        seen = explorer.picture["scenario"]
        self.send(explorer, commands=[self.moved(explorer, seen, gesture)])
        self.history.edit(Scenario.from_record(seen))

    @rule(which=places, changes=nonsense.filter(lambda value: value not in (None, {})))
    def move_by_no_changes(self, which: int, changes: Any) -> None:
        explorer = self.explorer(which)
        seen = explorer.picture["scenario"]
        moves = self.moved(explorer, seen, changes=changes)
        self.check_refused(explorer, lambda: self.send(explorer, commands=[moves]))

    @rule(which=places, revision=nonsense)
    def send_no_revision(self, which: int, revision: Any) -> None:
        if isinstance(revision, int):
            return  # that is one: it would count
        message = {"edit": {"revision": revision, "commands": [revision, {"revision": revision}]}}
        self.explorer(which).set_state(json.loads(json.dumps(message)))

    # What is shown below the list, and how many look at it.

    @rule(which=places, views=st.lists(st.sampled_from([*VIEWS]), max_size=MOST_VIEWS, unique=True))
    def choose_views(self, which: int, views: list[str]) -> None:
        explorer = self.explorer(which)
        explorer.set_state({"views": views})
        assert explorer.views == tuple(views)

    @rule(
        which=places,
        views=st.sampled_from(
            [None, 3, "parts", {}, ["pie"], [3], [["parts"]], [None], [*VIEWS], ["parts", "x"]]
        ),
    )
    def choose_views_that_are_none(self, which: int, views: Any) -> None:
        explorer = self.explorer(which)
        before = explorer.views
        with pytest.raises(TraitError):
            explorer.set_state({"views": views})
        assert explorer.views == before

    @precondition(lambda self: len(self.lab.scenario) <= MAX_SHOWN)
    @rule(show=st.lists(st.sampled_from([*VIEWS]), max_size=MOST_VIEWS))
    def show_it_once_more(self, show: list[str]) -> None:
        if len(self.explorers) < MOST_EXPLORERS:
            self.explorers.append(explore(lab=self.lab, show=show))
            self.answered[self.explorers[-1]] = 0

    @rule(which=places)
    def close_one(self, which: int) -> None:
        if len(self.explorers) > 1:
            self.explorers.pop(which % len(self.explorers)).close()

    # What a cell does.

    @rule(which=places, scenario=scenarios())
    def set_the_scenario(self, which: int, scenario: Scenario) -> None:
        explorer = self.explorer(which)
        explorer.scenario = scenario
        self.history.edit(scenario)

    @rule(scenario=scenarios(), gesture=gestures)
    def edit_the_lab(self, scenario: Scenario, gesture: str | None) -> None:
        self.lab.edit(scenario, gesture)
        self.history.edit(scenario, gesture)

    @rule(length=st.integers(MAX_SHOWN + 1, MAX_SHOWN + 3))
    def fill_the_lab_with_more_than_a_screen_holds(self, length: int) -> None:
        self.lab.scenario = Scenario(range(length), [0] * length)
        self.history.edit(self.lab.scenario)

    @rule(name=st.sampled_from(["undo", "redo", "reset"]))
    def take_the_lab_back(self, name: str) -> None:
        getattr(self.lab, name)()
        self.take_back(name)

    @rule(wrong=nonsense)
    def set_what_is_no_scenario(self, wrong: Any) -> None:
        with pytest.raises(TypeError):
            self.lab.edit(wrong)
        with pytest.raises(TypeError):
            self.explorers[0].scenario = wrong

    # What holds after each of these.

    @invariant()
    def the_lab_is_where_the_history_says(self) -> None:
        assert self.lab.scenario == self.history.present
        assert self.lab.can_undo == (self.history.at > 0)
        assert self.lab.can_redo == (self.history.at < len(self.history.steps) - 1)
        assert self.lab.history.present == self.lab.scenario
        assert [*self.lab.history.past] == self.history.steps[: self.history.at]
        assert [*self.lab.history.future] == self.history.steps[: self.history.at : -1]
        assert len(self.lab.history.past) + len(self.lab.history.future) <= STEPS

    @invariant()
    def every_picture_is_the_explanation_of_what_is_on_screen(self) -> None:
        explanation = explain(*self.history.shown)
        shown = explanation.scenario
        for explorer in self.explorers:
            assert explorer.scenario == shown
            assert explorer.explanation.scenario == shown
            # As the browser gets it: JSON has neither tuples nor NaN.
            picture = json.loads(json.dumps(explorer.picture, allow_nan=False))
            assert Scenario.from_record(picture["scenario"]) == shown
            assert picture["loss"] == explanation.loss
            assert picture["past"] == self.history.at
            assert picture["future"] == len(self.history.steps) - 1 - self.history.at
            k, gain, relevant_from = self.history.metrics
            measured = {"k": k, "gain": gain, "relevant_from": relevant_from}
            assert picture["measured"] == measured
            assert explorer.answered == self.answered[explorer]
            if len(self.lab.scenario) <= MAX_SHOWN:
                assert explorer.message == self.lab.message
            else:
                assert "up to 50 items" in explorer.message


Sessions.TestCase.settings = settings(stateful_step_count=40)
TestSessions = pytest.mark.slow(Sessions.TestCase)


# What the machine found, and what one tried on the way to it.


def test_a_message_goes_away_with_the_next_edit_wherever_that_is_made() -> None:
    here = explore(START)
    lab, there = here.lab, explore(lab=here.lab)
    for edit in (lambda: lab.edit(edits.invert(START)), lambda: setattr(here, "scenario", START)):
        lab.attempt(lambda scenario: scenario.replace(temperature=-1))
        assert "temperature" in here.message
        edit()
        assert [here.message, there.message] == ["", ""]


def test_none_is_refused_like_all_that_is_no_scenario() -> None:
    explorer = explore(START)
    with pytest.raises(TypeError, match=r"ranklab\.Scenario, got NoneType"):
        explorer.scenario = None
    assert explorer.scenario == START


@pytest.mark.parametrize("views", [["pie"], [*VIEWS], ["parts", None]])
def test_views_that_are_refused_are_taken_back(views: list[Any]) -> None:
    explorer = explore(START, show=["parts"])
    with pytest.raises(TraitError):
        explorer.set_state({"views": views})
    assert explorer.views == ("parts",)


@pytest.mark.parametrize(
    "commands",
    [
        3,
        None,
        [{"revision": 1, "name": ["undo"]}],
        [{"revision": 1, "name": {}}],
        [{"revision": 1, "name": "measure", "arguments": 3}],
        [{"revision": 1, "name": "measure", "arguments": {"self": 3}}],
        [{"revision": 1, "name": "add", "arguments": None}],
    ],
)
def test_commands_that_are_none_are_answered_and_change_nothing(commands: Any) -> None:
    explorer = explore(START)
    explorer.set_state({"edit": {"revision": 1, "commands": commands}})
    assert explorer.scenario == START
    assert explorer.answered == 1


def test_a_browser_cannot_move_the_lab_to_more_than_it_shows() -> None:
    explorer = explore(START)
    scenario = {"scores": [0] * (MAX_SHOWN + 1), "labels": [0] * (MAX_SHOWN + 1)}
    edit = {"revision": 1, "name": "edit", "arguments": {"scenario": scenario}}
    explorer.set_state({"edit": {"revision": 1, "commands": [edit]}})
    assert "up to 50 items" in explorer.message
    assert explorer.lab.scenario == START
