"""The stage in a blank page, for the browser tests, and a real explorer that hears it on demand."""

import json
from pathlib import Path
from typing import Any

from ranklab import Explorer, Scenario, explore
from ranklab.explorer import stage

HERE = Path(stage.__file__).parent
SOURCE = HERE / "static" / "stage.js"
FAKE_MODEL = Path(__file__).with_name("fake_model.js").read_text("utf-8")
HOSTILE = "<img src=x onerror=window.hacked=1>"
# What the kernel sends: all but the edit, which comes from the page.
SYNCED = ("given", "picture", "history", "answered", "message", "hint", "views", "verification",
          "projector", "descent", "exported", "hidden", "locked", "predicted")  # fmt: skip
HEARD = ("edit", "views", "projector")  # what the page sends


def state_of(explorer: Explorer) -> dict[str, Any]:
    """What the kernel says of an explorer, as it arrives: JSON has no tuples."""
    return dict(json.loads(json.dumps({name: getattr(explorer, name) for name in SYNCED})))


class Stage:
    """A stage on a page, and a real explorer behind it that hears nothing until it is told."""

    def __init__(self, page: Any, scenario: Scenario | None, **options: Any) -> None:
        self.page = page
        self.explorer: Explorer = explore(scenario, **options)
        self.heard = 0  # messages
        page.set_content('<body style="margin:0"><div id="stage"></div></body>')
        page.add_style_tag(content=(HERE / "static" / "stage.css").read_text("utf-8"))
        self.mount(page)

    def mount(self, page: Any) -> None:
        """Show the explorer in the element `#stage`, as after a reload."""
        state = {"edit": json.loads(json.dumps(self.explorer.edit)), **state_of(self.explorer)}
        page.evaluate(FAKE_MODEL, {"source": SOURCE.read_text("utf-8"), "state": state})
        self.heard = 0

    def handle(self, item: str) -> Any:
        return self.page.get_by_role("slider", name=f"score of {item}", exact=True)

    def label(self, item: str) -> Any:
        return self.page.get_by_role("slider", name=f"label of {item}", exact=True)

    def sent(self) -> list[dict[str, Any]]:
        """The edits that went to the kernel."""
        return [message["edit"] for message in self.page.evaluate("model.sent")]

    def last(self) -> dict[str, Any]:
        return self.sent()[-1]

    def commands(self) -> list[str]:
        """The commands of the last message, by name."""
        return [command["name"] for command in self.last()["commands"]]

    def hear(self) -> bool:
        """Let the kernel hear one message, and do not show its answer yet."""
        messages = self.page.evaluate("model.sent")[self.heard :]
        if messages:
            self.heard += 1
            self.explorer.set_state({name: messages[0][name] for name in HEARD})
        return bool(messages)

    def show(self) -> None:
        """Let the page hear what the kernel says."""
        self.page.evaluate("(traits) => model.receive(traits)", state_of(self.explorer))

    def settle(self) -> Scenario:
        """Let both hear all that the other one says; give the list of the kernel."""
        self.show()
        while self.hear():
            self.show()
        scenario: Scenario = self.explorer.scenario
        return scenario

    def python(self, **changes: Any) -> None:
        """What a cell does, heard by the page."""
        self.explorer.scenario = self.explorer.scenario.replace(**changes)
        self.show()

    def pending(self) -> bool:
        return self.page.locator(".ranklab").get_attribute("data-pending") == "true"

    def order(self) -> list[str]:
        """The names from top to bottom, as they stand once no row moves any more."""
        self.page.evaluate(
            "Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null)))"
        )
        return list(
            self.page.evaluate(
                """() => [...document.querySelectorAll('.rl-places .rl-row')]
                    .map((row) => [row.getBoundingClientRect().top, row])
                    .sort((a, b) => a[0] - b[0])
                    .map(([, row]) => row.querySelector('.rl-name').textContent)"""
            )
        )

    def loss(self) -> str:
        return str(self.page.locator(".rl-loss").inner_text())

    def scores(self) -> list[float]:
        """The scores on screen, in the order of the items."""
        return list(
            self.page.evaluate(
                """() => [...document.querySelectorAll('.rl-places .rl-row')]
                    .sort((a, b) => a.dataset.item - b.dataset.item)
                    .map((row) => Number(row.querySelector('.rl-handle').ariaValueNow))"""
            )
        )


Live = Stage  # for tests in which it hears all at once


def drag(on_stage: Stage, item: str, by: float, steps: int = 5) -> None:
    box = on_stage.handle(item).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    on_stage.page.mouse.move(x, y)
    on_stage.page.mouse.down()
    on_stage.page.mouse.move(x + by, y, steps=steps)
