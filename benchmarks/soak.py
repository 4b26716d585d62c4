"""Whether a long session grows: thousands of edits in a real JupyterLab, and the memory they leave.

Arrow keys on the bars of `ranklab.explore()` with all that can stand below it in turn, each after
the answer to the one before; every tenth is an undo. The keys are sent from
within the page (`KEYS`), so that Playwright does not hold up thousands of them. Memory is taken
after garbage collection: of the kernel process, and of the page with JupyterLab in it, where nodes
count whether or not they are still on screen. The history fills up, and caches with it, in the
first fifth of the edits: what counts is the growth after that.
Limits: kernel 5 MB, page 3 MB. Over them, it exits with an error.

    python benchmarks/soak.py [--edits 10000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from report import print_table, print_versions

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))
from browser import chromium  # noqa: E402
from lab_server import (  # noqa: E402
    ask_kernel,
    jupyter_lab,
    open_notebook,
    run_all,
    write_notebook,
)

PARTS = 5  # of the edits; memory is taken after each
BLOCK = 100  # edits, after which the views change
MOST_KERNEL, MOST_HEAP = 5.0, 3.0  # MB of growth after the first part
SHOWN = (
    "'parts', 'probabilities', 'competitors'",
    "'gradient', 'derivation', 'metrics'",
)
CELL = "import gc, os, ranklab\nexplorer = ranklab.explore()\nexplorer"

# Each key waits for the picture of the one before: the front end merges none of them.
KEYS = """async (count) => {
    const root = document.querySelector('.ranklab');
    const answered = () => root.dataset.pending === 'false';
    const answer = () => new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('the kernel has not answered')), 20000);
        const done = () => { clearTimeout(late); watch.disconnect(); resolve(); };
        const watch = new MutationObserver(() => { if (answered()) done(); });
        watch.observe(root, { attributes: true, attributeFilter: ['data-pending'] });
        if (answered()) done();
    });
    const handles = [...root.querySelectorAll('.rl-handle')];
    for (let edit = 0; edit < count; edit += 1) {
        const handle = handles[edit % handles.length];
        const right = Math.floor(edit / handles.length) % 2 === 0;
        const undo = edit % 10 === 9;
        const key = undo ? 'z' : right ? 'ArrowRight' : 'ArrowLeft';
        const options = { key, ctrlKey: undo, bubbles: true, cancelable: true };
        handle.dispatchEvent(new KeyboardEvent('keydown', options));
        await answer();
    }
}"""


class Memory(NamedTuple):
    """What a session holds after so many edits."""

    edits: int
    kernel: float  # MB, resident
    heap: float  # MB of JavaScript
    nodes: int
    listeners: int


def memory(page: Any, devtools: Any, kernel: psutil.Process, edits: int) -> Memory:
    ask_kernel(page, "gc.collect()")
    for _ in range(2):  # what a finaliser lets go, the second one takes
        devtools.send("HeapProfiler.collectGarbage")
    # `performance.memory` in the page is rounded, and late: this is the same number, exact.
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    found = {metric["name"]: metric["value"] for metric in metrics}
    return Memory(
        edits,
        kernel.memory_info().rss / 1e6,
        found["JSHeapUsedSize"] / 1e6,
        int(found["Nodes"]),
        int(found["JSEventListeners"]),
    )


def soak(edits: int) -> tuple[list[Memory], float, str]:
    """Make so many edits; give the memory on the way, the seconds and the browser's version."""
    with tempfile.TemporaryDirectory() as folder, jupyter_lab(Path(folder)) as address:
        write_notebook(Path(folder, "soak.ipynb"), CELL)
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1600})
            open_notebook(page, address, "soak.ipynb")
            run_all(page)
            page.wait_for_selector(".ranklab")
            kernel = psutil.Process(int(ask_kernel(page, "os.getpid()")))
            devtools = page.context.new_cdp_session(page)
            devtools.send("Performance.enable")
            found = [memory(page, devtools, kernel, 0)]
            start = time.perf_counter()
            done = 0
            for part in range(1, PARTS + 1):
                while done < part * edits // PARTS:
                    views = SHOWN[done // BLOCK % len(SHOWN)]
                    ask_kernel(page, f"explorer.views = [{views}]")
                    block = min(BLOCK, part * edits // PARTS - done)
                    page.evaluate(KEYS, block)
                    done += block
                found.append(memory(page, devtools, kernel, done))
            seconds = time.perf_counter() - start
            if ask_kernel(page, "print(explorer.message)").strip():
                raise RuntimeError("an edit was refused")
            return found, seconds, browser.version


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--edits", type=int, default=10_000, help="how many (default: 10000)")
    edits = parser.parse_args().edits
    if edits < PARTS:
        parser.error(f"--edits must be at least {PARTS}")

    found, seconds, browser_version = soak(edits)
    settled, last = found[1], found[-1]
    print_table(
        f"Memory after edits in JupyterLab ({1000 * seconds / edits:.0f} ms each)",
        ["edits", "kernel MB", "page heap MB", "nodes", "listeners"],
        [
            [
                f"{one.edits:,}", f"{one.kernel:.1f}", f"{one.heap:.1f}",
                f"{one.nodes:,}", f"{one.listeners:,}",
            ]
            for one in found
        ],
    )  # fmt: skip
    kernel, heap = last.kernel - settled.kernel, last.heap - settled.heap
    print(
        f"Growth from {settled.edits:,} edits on: kernel {kernel:+.1f} MB (limit {MOST_KERNEL:g}), "
        f"page {heap:+.1f} MB (limit {MOST_HEAP:g})"
    )
    print_versions(
        "ranklab", "anywidget", "ipywidgets", "jupyterlab", "ipykernel", Chromium=browser_version
    )
    if kernel > MOST_KERNEL or heap > MOST_HEAP:
        sys.exit("a session grows more than it may")


if __name__ == "__main__":
    main()
