"""What the first explorer of a session costs: seconds and memory, in a fresh kernel.

A real kernel is started through jupyter_client, as JupyterLab does; its one cell makes and
displays the explorer, still picture included. Then the kernel process is asked for its resident
memory and for whether TensorFlow was imported. The peer is the same picture as a plotly
FigureWidget (`peer.py`); the bare kernel is what both stand on. Most of the peer's time goes to
nbformat, which plotly imports deep inside and whose cost depends on what else is installed: it
has a row of its own. It is imported first because CPython 3.11 may need four times as long for it
at an unlucky depth of the stack.
Target: below 150 MB, without TensorFlow.

    python benchmarks/first_explorer.py [--short]
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

import psutil
from jupyter_client.manager import KernelManager
from report import is_short, median_and_p95, print_table, print_versions

HERE = Path(__file__).parent
TIMEOUT = 120.0  # seconds; a first import without byte code may take long
WIDGET = "application/vnd.jupyter.widget-view+json"
PEER = "plotly FigureWidget"
CELLS = {  # what to run, and what it must show
    "bare kernel": ("", set()),
    "ranklab.explore": ("import ranklab; ranklab.explore()", {WIDGET, "image/png"}),
    PEER: ("import nbformat, peer; peer.figure_explorer(peer.list_of_ten())", {WIDGET}),
    "  of which nbformat": ("import nbformat", set()),
}
QUESTIONS = {"pid": "__import__('os').getpid()", "tf": "'tensorflow' in __import__('sys').modules"}


class Cost(NamedTuple):
    """What one fresh kernel and its cell cost."""

    seconds: float
    megabytes: float
    tensorflow: bool


def cost(cell: str, expected: set[str]) -> Cost:
    """Run a cell in a kernel of its own and display what it returns, by MIME type."""
    manager = KernelManager(kernel_name="python3")
    quiet = ["--log-level=ERROR"]  # it warns that it talks over TCP, as under JupyterLab
    manager.start_kernel(extra_arguments=quiet, env={**os.environ, "PYTHONPATH": str(HERE)})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        shown: set[str] = set()

        def keep(message: dict) -> None:
            if message["msg_type"] == "execute_result":
                shown.update(message["content"]["data"])

        start = time.perf_counter()
        reply = client.execute_interactive(cell, timeout=TIMEOUT, output_hook=keep)
        seconds = time.perf_counter() - start
        if reply["content"]["status"] != "ok":
            raise RuntimeError(reply["content"]["evalue"])
        if not expected <= shown:
            raise RuntimeError(f"{cell!r} showed {sorted(shown)} without {expected - shown}")
        reply = client.execute_interactive("", user_expressions=QUESTIONS, timeout=TIMEOUT)
        answers = reply["content"]["user_expressions"]
        pid, tensorflow = (answers[name]["data"]["text/plain"] for name in QUESTIONS)
        megabytes = psutil.Process(int(pid)).memory_info().rss / 1e6
        return Cost(seconds, megabytes, tensorflow == "True")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> None:
    rounds = 1 if is_short(__doc__) else 7
    costs: dict[str, list[Cost]] = {name: [] for name in CELLS}
    for _ in range(rounds):  # in turn, so that all see the same machine
        for name, (cell, expected) in CELLS.items():
            costs[name].append(cost(cell, expected))

    medians = {
        name: Cost(
            median_and_p95(one.seconds for one in own)[0],
            median_and_p95(one.megabytes for one in own)[0],
            any(one.tensorflow for one in own),
        )
        for name, own in costs.items()
    }
    peer = medians[PEER]
    print_table(
        f"The first explorer of a session, medians of {rounds} (ratios to the FigureWidget)",
        ["what", "seconds", "ratio", "MB", "ratio", "TensorFlow"],
        [
            [
                name, f"{one.seconds:.2f}", f"{one.seconds / peer.seconds:.2f}",
                f"{one.megabytes:.0f}", f"{one.megabytes / peer.megabytes:.2f}",
                "loaded" if one.tensorflow else "no",
            ]
            for name, one in medians.items()
        ],
    )  # fmt: skip
    print_versions("ranklab", "matplotlib", "plotly", "ipywidgets", "ipykernel")


if __name__ == "__main__":
    main()
