"""The notebook of `latency.py`: all views in one page of a real JupyterLab, keys and mouse."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))
from browser import chromium  # noqa: E402
from lab_server import (  # noqa: E402
    RUN_TIMEOUT,
    ask_kernel,
    jupyter_lab,
    open_notebook,
    run_all,
    write_notebook,
)
from slow_line import slow_line  # noqa: E402

RANKLAB, FIGURE, IMAGE = "ranklab", "FigureWidget", "matplotlib"
SHORT_LIST, LONG_LIST = "5", "50"
MOVES = 120  # of the mouse in one drag
PAUSE = 250  # ms between changes: row transitions end, and the kernel is idle again
EDGE = 0.15  # of the track, which a drag leaves free on either side: the axis keeps its reach

CELLS = (  # stopwatch.js knows them by their number
    f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
    "import time, nbformat, peer, ranklab",  # nbformat: see first_explorer.py
    "figure = peer.figure_explorer(peer.list_of(10)); figure",
    "image = peer.image_explorer(peer.list_of(10)); image",
    "explorer = ranklab.explore(peer.list_of(10)); explorer",
    "short = ranklab.explore(peer.list_of(5)); short",
    "long = ranklab.explore(peer.list_of(50)); long",
)
VARIABLES = {
    RANKLAB: "explorer", FIGURE: "figure", IMAGE: "image", SHORT_LIST: "short", LONG_LIST: "long",
}  # fmt: skip
Times = dict[str, float]
Drag = dict[str, Any]


class Notebook:
    """The open notebook, and what one does in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._tools = page.context.new_cdp_session(page)
        # The processor's time, not the wall's: others may share the machine.
        self._tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def ask(self, code: str) -> str:
        return ask_kernel(self.page, code).strip()

    def loss(self, name: str) -> str:
        """What the kernel says that a view shows."""
        return self.ask(f"print(peer.number({VARIABLES[name]}.lab.explanation.loss))")

    def shown(self, name: str) -> str:
        return str(self.page.evaluate("(name) => window.stopwatch.shown(name)", name))

    def start_again(self, name: str, views: Iterable[str]) -> None:
        """Put a list back where it started, and show views below it."""
        self.ask(f"{VARIABLES[name]}.lab.reset(); {VARIABLES[name]}.views = {tuple(views)!r}")

    def press(self, name: str, key: str, changes: int) -> list[Times]:
        """Press a key so many times, each after the answer to the one before."""
        self.page.evaluate("(name) => window.stopwatch.focus(name)", name)
        results = []
        for _ in range(changes):
            self.page.wait_for_timeout(PAUSE)
            self.page.evaluate("(name) => window.stopwatch.start(name)", name)
            self.page.keyboard.press(key)
            results.append(self.page.evaluate("() => window.stopwatch.times"))
        return results

    def drag(self, name: str, *, look: bool = False, busy: str = "") -> Drag:
        """Drag the first bar once over all others and let go.

        Returns what the stopwatch says of it, and the processor time that the page took for it
        in ms: `script`, and `style and layout`. Looking takes time itself. A kernel that is kept
        busy is set free after the release.
        """
        place = self.page.evaluate("(name) => window.stopwatch.place(name)", name)
        room = EDGE * (place["right"] - place["left"])
        in_the_left = place["x"] < (place["left"] + place["right"]) / 2
        to = place["right"] - room if in_the_left else place["left"] + room
        self.page.wait_for_timeout(PAUSE)
        self._watch(name, look)
        if busy:
            self.page.evaluate("(code) => window.stopwatch.busy(code)", busy)
        mouse = self.page.mouse
        mouse.move(place["x"], place["y"])
        before = self._work()
        mouse.down()
        mouse.move(to, place["y"], steps=MOVES)
        mouse.up()
        if busy:
            self.page.evaluate("() => window.stopwatch.free()")
        result = self.page.evaluate("() => window.stopwatch.drag")
        work = {what: value - before[what] for what, value in self._work().items()}
        self._check(name, result)
        return {**result, **work}

    def _watch(self, name: str, look: bool) -> None:
        model = self.ask(f"print({VARIABLES[name]}.model_id)")
        watch = "([name, model, look]) => window.stopwatch.watch(name, model, look)"
        self.page.evaluate(watch, [name, model, look])

    def _work(self) -> Times:
        known = {
            one["name"]: 1e3 * one["value"]
            for one in self._tools.send("Performance.getMetrics")["metrics"]
        }
        return {
            "script": known["ScriptDuration"],
            "style and layout": known["RecalcStyleDuration"] + known["LayoutDuration"],
        }

    def _check(self, name: str, result: Drag) -> None:
        """What was on screen when it was settled is the kernel's answer to the last edit."""
        answered = self.ask(f"print({VARIABLES[name]}.answered)")
        loss = self.loss(name)
        if answered != str(result["revision"]) or result["shown"] != loss:
            raise RuntimeError(f"settled at {result['shown']}, and the kernel says {loss}")


@contextmanager
def notebook(round_trip: float) -> Iterator[tuple[Notebook, str]]:
    """The notebook with all its views on screen, and the browser's version.

    The page is so many ms from its server and kernel, there and back.
    """
    with tempfile.TemporaryDirectory() as folder, jupyter_lab(Path(folder)) as near:
        write_notebook(Path(folder, "latency.ipynb"), *CELLS)
        with slow_line(near, round_trip) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1600})
            open_notebook(page, address, "latency.ipynb")
            page.evaluate((HERE / "stopwatch.js").read_text(encoding="utf-8"))
            run_all(page)
            page.wait_for_function("() => window.stopwatch.ready()", timeout=RUN_TIMEOUT)
            yield Notebook(page), browser.version
