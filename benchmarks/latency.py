"""How long a key press takes until its new loss is on screen, in a real JupyterLab in Chromium.

One arrow key on a bar of `ranklab.explore()` with 10 items, and on the slider of the same picture
as a plotly FigureWidget (`peer.py`): one notebook, one kernel, the same changes, in blocks in turn.
Times are taken in the page (`stopwatch.js`), from the key event to the mutation that brings the
new number: Playwright, which presses the key, does not count. The handle itself moves without the
kernel; it should do so before the next animation frame.
Target: ranklab at least 1.5 times as fast as FigureWidget.

    python benchmarks/latency.py [--short]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from report import is_short, median_and_p95, print_table, print_versions

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))
from browser import chromium  # noqa: E402
from lab_server import RUN_TIMEOUT, jupyter_lab, open_notebook, run_all, write_notebook  # noqa: E402

RANKLAB, PEER = "ranklab", "FigureWidget"
KEYS = ("ArrowRight", "ArrowLeft")  # a block to the right, a block back
PAUSE = 250  # ms between changes: row transitions end, and the kernel is idle again

CELLS = (
    f"import sys; sys.path.insert(0, {str(HERE)!r})",
    "import nbformat, peer, ranklab",  # nbformat: see first_explorer.py
    "peer.figure_explorer(peer.list_of_ten())",
    "ranklab.explore(peer.list_of_ten())",
)
Times = dict[str, float]


def measure(page: Any, name: str, key: str, changes: int) -> list[Times]:
    """Press a key so many times, each after the answer to the one before."""
    page.evaluate("(name) => window.stopwatch.focus(name)", name)
    results = []
    for _ in range(changes):
        page.wait_for_timeout(PAUSE)
        page.evaluate("(name) => window.stopwatch.start(name)", name)
        page.keyboard.press(key)
        results.append(page.evaluate("() => window.stopwatch.times"))
    return results


def measure_both(page: Any, blocks: int, changes: int) -> dict[str, list[Times]]:
    """Measure blocks of both views in turn; both must end at the same loss."""
    times: dict[str, list[Times]] = {RANKLAB: [], PEER: []}
    for block in range(blocks):
        for name in times:
            times[name] += measure(page, name, KEYS[block % 2], changes)
        shown = {
            name: page.evaluate("(name) => window.stopwatch.loss(name)", name) for name in times
        }
        if len(set(shown.values())) > 1:
            raise RuntimeError(f"the views show different losses: {shown}")
    return times


def in_jupyterlab(blocks: int, changes: int) -> tuple[dict[str, list[Times]], str]:
    """Both views below each other in one notebook; also gives the browser's version."""
    with tempfile.TemporaryDirectory() as folder, jupyter_lab(Path(folder)) as address:
        write_notebook(Path(folder, "latency.ipynb"), *CELLS)
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1600})
            open_notebook(page, address, "latency.ipynb")
            page.evaluate((HERE / "stopwatch.js").read_text(encoding="utf-8"))
            run_all(page)
            page.wait_for_function("() => window.stopwatch.ready()", timeout=RUN_TIMEOUT)
            measure_both(page, 2, 3)  # both ways, to warm up
            return measure_both(page, blocks, changes), browser.version


def row(name: str, values: list[float], ratio: str) -> list[str]:
    median, p95 = median_and_p95(values)
    return [name, str(len(values)), f"{median:.1f}", f"{p95:.1f}", ratio]


def main() -> None:
    times, browser_version = in_jupyterlab(*((2, 4) if is_short(__doc__) else (4, 12)))
    ours, peers = ([one["loss"] for one in times[name]] for name in (RANKLAB, PEER))
    handle = [one["handle"] for one in times[RANKLAB]]
    in_frame = sum(one["handle"] < one["frame"] for one in times[RANKLAB])
    faster = median_and_p95(peers)[0] / median_and_p95(ours)[0]
    print_table(
        "From a key press to what it changes, ms (x: times as fast as the FigureWidget)",
        ["what", "changes", "median", "p95", "x"],
        [
            row("loss, ranklab.explore", ours, f"{faster:.2f}"),
            row("loss, plotly FigureWidget", peers, "1.00"),
            row("ranklab's handle itself", handle, ""),
        ],
    )
    print(f"The handle moved before the next animation frame in {in_frame} of {len(handle)}.")
    print_versions(
        "ranklab", "anywidget", "plotly", "ipywidgets", "jupyterlab", "ipykernel",
        Chromium=browser_version,
    )  # fmt: skip


if __name__ == "__main__":
    main()
