"""The stage in a blank page, for the browser tests: answered on demand, or by a real explorer."""

import json
from pathlib import Path
from typing import Any

from ranklab import Explorer, Scenario, explain, explore
from ranklab.explorer import picture as pictures
from ranklab.explorer import stage

HERE = Path(stage.__file__).parent
FAKE_MODEL = Path(__file__).with_name("fake_model.js").read_text("utf-8")
HOSTILE = "<img src=x onerror=window.hacked=1>"
NOTHING_SAID = {"hint": "Drag a bar.", "views": [], "followed": None, "verification": {},
                "projector": False, "sweep": {}, "descent": {}, "exported": {}, "hidden": [],
                "locked": [], "predicted": "", "edit": {}, "answered": 0}  # fmt: skip
# What the kernel sends: all but the edit, which comes from the page.
SYNCED = ("picture", "message", *(name for name in NOTHING_SAID if name != "edit"))


def said(
    scenario: Scenario, answered: int | None = None, message: str = "", **more: Any
) -> dict[str, Any]:
    """The traits that the kernel sends in one message; `answered` only with an answer."""
    numbers = pictures.picture(explain(scenario))
    traits = {
        "picture": {**numbers, "can_undo": False, "can_redo": False, **more},
        "message": message,
    }
    return traits if answered is None else {**traits, "answered": answered}


class Stage:
    """A stage on a page, and the kernel's side of it."""

    def __init__(self, page: Any, scenario: Scenario, **more: Any) -> None:
        self.page = page
        page.set_content('<body style="margin:0"><div id="stage"></div></body>')
        page.add_style_tag(content=(HERE / "static" / "stage.css").read_text("utf-8"))
        state = {**NOTHING_SAID, **said(scenario), **more}
        source = (HERE / "static" / "stage.js").read_text("utf-8")
        page.evaluate(FAKE_MODEL, {"source": source, "state": state})

    def handle(self, item: str) -> Any:
        return self.page.get_by_role("slider", name=f"score of {item}", exact=True)

    def label(self, item: str) -> Any:
        return self.page.get_by_role("slider", name=f"label of {item}", exact=True)

    def sent(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("model.sent"))

    def last(self) -> dict[str, Any]:
        return self.sent()[-1]

    def commands(self) -> list[str]:
        """The commands of the last edit, by name."""
        return [command["name"] for command in self.last()["commands"]]

    def answer(self, **more: Any) -> Scenario:
        """Do what the kernel does with the last edit."""
        edit = self.last()
        scenario = Scenario.from_record(edit["scenario"])
        for command in edit["commands"]:
            if command["name"] == "replace":
                scenario = scenario.replace(**command["arguments"])
        self.show(said(scenario, edit["revision"], **more))
        return scenario

    def show(self, traits: dict[str, Any]) -> None:
        """Receive one message of the kernel."""
        self.page.evaluate("(traits) => model.receive(traits)", traits)

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


class Live(Stage):
    """A stage whose model is that of a real explorer: what it sends is answered as in a kernel."""

    def __init__(self, page: Any, scenario: Scenario, **options: Any) -> None:
        self.explorer: Explorer = explore(scenario, **options)
        super().__init__(page, scenario, **self.state())

    def settle(self) -> None:
        """Let the kernel hear all that was sent, and show its answer."""
        sent = self.page.evaluate("({...model.state, picture: null})")
        news = {name: sent.get(name) for name in ("views", "projector", "followed", "edit")}
        self.explorer.set_state({k: v for k, v in news.items() if v is not None})
        self.show(self.state())

    def state(self) -> dict[str, Any]:
        state = {name: getattr(self.explorer, name) for name in SYNCED}
        return dict(json.loads(json.dumps(state)))


def drag(on_stage: Stage, item: str, by: float, steps: int = 5) -> None:
    box = on_stage.handle(item).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    on_stage.page.mouse.move(x, y)
    on_stage.page.mouse.down()
    on_stage.page.mouse.move(x + by, y, steps=steps)
