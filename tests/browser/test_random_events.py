"""Hundreds of random things that hands do, in a real JupyterLab; then all must agree.

RANKLAB_EVENTS=2000 makes it more of them, as `make soak` does.
"""

import json
import os
import random
from collections.abc import Iterator
from typing import Any

import lab_server
import pytest
from lab_notebook import Notebook

from ranklab import explain
from ranklab.explanation.formatting import number

EVENTS = int(os.environ.get("RANKLAB_EVENTS", "200"))
AGREE_EVERY = 500  # events: a difference is found near to where it began
pytestmark = pytest.mark.slow

KEYS = (
    "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowLeft",
    "PageUp", "PageDown", "Home", "End", "Space", "Enter", "Escape", "0", "1", "3", "9", "+", "-",
    "a", "b", "d", "m", "x", "z", "Control+z", "Control+Shift+z", "Control+y", "Delete",
)  # fmt: skip
TEXTS = (
    "", " ", "0.5", "3", "-3", "1e9", "1,5", "1,000", "nan", "warm", "−2", "9" * 40, "b" * 201,
    "<img src=x onerror=alert(1)>", "\u202e", "🦜", "1\n2\n3", "0.5; 0.25, 2", "1 2 x",
)  # fmt: skip

# One of the elements that can be seen, by a number from 0 to 1; what it is and where it stands.
PICK = """([selector, fraction]) => {
    const root = document.querySelector('.ranklab');
    const seen = [...root.querySelectorAll(selector)].filter((node) => node.checkVisibility());
    const node = seen[Math.floor(fraction * seen.length)];
    if (!node) return null;
    node.scrollIntoView({ block: 'nearest' });
    const { x, y, width, height } = node.getBoundingClientRect();
    window.picked = node;
    return [x + width / 2, y + height / 2];
}"""
# It starts a process with TensorFlow in it, seconds long: no such thing at random.
WITHOUT_KERAS = """() => {
    const buttons = [...document.querySelectorAll('.ranklab button')];
    buttons.find((node) => node.textContent === 'Check with Keras').style.display = 'none';
}"""
CONTROLS = ".rl-handle, .rl-label, button, select, input, code[tabindex]"


class Hand:
    """What a hand does, by chance, always the same for one seed."""

    def __init__(self, notebook: Notebook, seed: int) -> None:
        self.notebook, self.page = notebook, notebook.page
        self.chance = random.Random(seed)
        self.acts = {
            self.drag: 20, self.click: 25, self.click_a_pip: 10, self.press_keys: 25,
            self.type_something: 10, self.choose: 4, self.wheel: 3, self.click_anywhere: 3,
        }  # fmt: skip

    def act(self) -> str:
        (act,) = self.chance.choices([*self.acts], [*self.acts.values()])
        act()
        return act.__name__

    def pick(self, selector: str) -> tuple[float, float] | None:
        found = self.page.evaluate(PICK, [selector, self.chance.random()])
        return None if found is None else (found[0], found[1])

    def drag(self) -> None:
        place = self.pick(".rl-handle, .rl-handle, [type=range]")
        if place is None:
            return
        x, y = place
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        for _ in range(self.chance.randint(0, 3)):
            by = self.chance.choice([0, 1, -1, 40, -40, 300, -300, 2000])
            mouse.move(x + by, y + self.chance.choice([0, 0, 60]), steps=3)
            if self.chance.random() < 0.1:
                self.page.keyboard.press(self.chance.choice(["Control+z", "ArrowUp", "Escape"]))
        mouse.up()

    def click(self) -> None:
        place = self.pick("button, [type=checkbox], [type=radio]")
        if place is not None:
            self.page.mouse.click(*place, click_count=self.chance.choice([1, 1, 1, 2, 3]))

    def click_a_pip(self) -> None:
        place = self.pick(".rl-pip")
        if place is not None:
            self.page.mouse.click(*place, click_count=self.chance.choice([1, 1, 2]))

    def press_keys(self) -> None:
        if self.pick(CONTROLS) is None:
            return
        self.page.evaluate("window.picked.focus()")
        for key in self.chance.choices(KEYS, k=self.chance.randint(1, 4)):
            self.page.keyboard.press(key)
        if self.chance.random() < 0.2:
            self.page.keyboard.press(self.chance.choice(["Tab", "Shift+Tab"]))

    def type_something(self) -> None:
        if self.pick("[type=text], textarea") is None:
            return
        self.page.evaluate("window.picked.focus(), window.picked.select()")
        self.page.keyboard.insert_text(self.chance.choice(TEXTS))
        self.page.keyboard.press(self.chance.choice(["Enter", "Tab", "Escape"]))

    def choose(self) -> None:
        if self.pick("select") is not None:
            select = self.page.evaluate_handle("window.picked").as_element()
            count = self.page.evaluate("window.picked.options.length")
            select.select_option(index=self.chance.randrange(count))

    def wheel(self) -> None:
        self.pick(".rl-row, .rl-panel")
        self.page.mouse.wheel(0, self.chance.choice([-400, -50, 50, 400]))

    def click_anywhere(self) -> None:
        place = self.pick(".rl-row, .rl-panel, .rl-toolbar, .rl-head")
        if place is not None:
            by = self.chance.uniform(-150, 150)
            self.page.mouse.click(place[0] + by, place[1], click_count=self.chance.choice([1, 2]))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("random")
    lab_server.write_notebook(
        folder / "random.ipynb", "import ranklab\nexplorer = ranklab.explore()\nexplorer"
    )
    with lab_server.jupyter_lab(folder) as address:
        yield address


def check_that_all_agree(notebook: Notebook) -> None:
    """The screen, the front end's model and the kernel say the same numbers."""
    page = notebook.page
    page.evaluate("document.activeElement?.blur()")  # what was typed is sent when one leaves
    notebook.settle()
    scenario = notebook.kernel_scenario()
    notebook.settle()
    explanation = explain(scenario)
    shown = page.evaluate(
        """() => JSON.stringify([...document.querySelectorAll('.ranklab .rl-row[data-item]')]
            .sort((a, b) => a.dataset.item - b.dataset.item)
            .map((row) => Number(row.querySelector('.rl-handle').getAttribute('aria-valuenow'))))"""
    )
    assert json.loads(shown) == list(scenario.scores)
    assert notebook.loss_on_screen() == number(explanation.loss)
    model = notebook.model()
    picture, edit = model["picture"], model["edit"]
    assert picture["scenario"] == json.loads(scenario.to_json(), object_hook=without_version)
    assert picture["loss"] == explanation.loss
    assert model["answered"] >= edit.get("revision", 0)


def without_version(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "ranklab"}


def test_after_random_events_screen_model_and_kernel_agree(page: Any, lab: str) -> None:
    notebook = Notebook(page, lab, "random.ipynb")
    cells = notebook.cells()
    page.evaluate(WITHOUT_KERAS)
    hand = Hand(notebook, seed=2521)
    done: list[str] = []
    for event in range(1, EVENTS + 1):
        done.append(hand.act())
        if event % AGREE_EVERY == 0 or event == EVENTS:
            check_that_all_agree(notebook)
    assert notebook.cells() == cells, "a key reached the notebook"
    assert page.locator(".ranklab").count() == 1
    assert len(set(done)) == len(hand.acts)
