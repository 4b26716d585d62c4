"""How soon the screen follows a hand, in a real JupyterLab in Chromium: keys and drags.

One notebook, one kernel, one run, everything in turn (`latency_page.py`): the explorer of a list
of 10, the same picture as a plotly FigureWidget and as a matplotlib PNG, each driven by a Lab of
its own (`peer.py`), and explorers of 5 and of 50 items. Times are taken in the page
(`stopwatch.js`): Playwright, which presses and drags, does not count. What must hold stands in
each table.

    python benchmarks/latency.py [--short]
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from latency_page import (
    FIGURE,
    IMAGE,
    LONG_LIST,
    MOVES,
    RANKLAB,
    SHORT_LIST,
    VARIABLES,
    Notebook,
    Times,
    notebook,
)
from report import bound, is_short, median_and_p95, print_table, print_versions, verdict

FASTER, FASTER_GOAL = 1.5, 2.5  # times as fast as the FigureWidget
SETTLED = 150.0  # ms after the release of a drag
RATIO = 2.0  # of the list of 50 to the list of 5
KEYS = ("ArrowRight", "ArrowLeft")  # a block to the right, a block back
VIEWS = ("parts", "competitors", "gradient")
NAMES = {
    RANKLAB: "ranklab.explore",
    FIGURE: "plotly FigureWidget",
    IMAGE: "matplotlib, Image widget",
}
SLEEP = "time.sleep(60)"  # until it is interrupted
# Callbacks of widgets run beside a sleeping cell; only a Lab that is held answers nothing at all.
BUSY = {"idle": "", "in a cell with time.sleep": SLEEP, "answers nothing": None}
Drag = dict[str, Any]


class Plan(NamedTuple):
    """How often what is done."""

    blocks: int  # of key presses
    changes: int  # in a block
    looks: int  # drags in each state of the kernel, watched frame by frame
    rounds: int  # of drags on each list
    rounds_of_views: int  # the same with views open


class Size(NamedTuple):
    """What was measured on one list, with or without views."""

    keys: list[float]
    live: list[Drag]
    held: list[Drag]  # while the kernel answers nothing: the moves alone


def holding(name: str) -> str:
    return f"with {VARIABLES[name]}.lab.lock: {SLEEP}"


def key_presses(page: Notebook, blocks: int, changes: int) -> dict[str, list[Times]]:
    """Measure blocks of all three pictures in turn; all must end at the same loss."""
    times: dict[str, list[Times]] = {name: [] for name in NAMES}
    for block in range(blocks):
        for name in times:
            times[name] += page.press(name, KEYS[block % 2], changes)
        losses = {page.loss(name) for name in times} | {page.shown(RANKLAB), page.shown(FIGURE)}
        if len(losses) > 1:
            raise RuntimeError(f"the views show different losses: {losses}")
    return times


def watched_drags(page: Notebook, rounds: int) -> dict[str, list[Drag]]:
    drags: dict[str, list[Drag]] = {state: [] for state in BUSY}
    for _ in range(rounds):
        for state, code in BUSY.items():
            busy = holding(RANKLAB) if code is None else code
            drags[state].append(page.drag(RANKLAB, look=True, busy=busy))
    return drags


def sizes(page: Notebook, rounds: int, changes: int, views: tuple[str, ...]) -> dict[str, Size]:
    found = {name: Size([], [], []) for name in (SHORT_LIST, LONG_LIST)}
    for _ in range(rounds):
        for name, size in found.items():
            page.start_again(name, views)
            size.keys.extend(one["loss"] for one in page.press(name, KEYS[0], changes))
            size.live.append(page.drag(name))
            size.held.append(page.drag(name, busy=holding(name)))
    for name in found:
        page.start_again(name, ())
    return found


def print_following(drags: dict[str, list[Drag]]) -> None:
    rows = []
    for state, own in drags.items():
        moves, followed = (sum(one[what] for one in own) for what in ("moves", "followed"))
        median, p95 = median_and_p95(time for one in own for time in one["frames"])
        answers = sum(one["answers"] for one in own)
        rows.append(
            [
                state, f"{moves}", f"{followed}", f"{median:.0f}", f"{p95:.0f}", f"{answers}",
                "all", "yes" if followed == moves else "NO",
            ]
        )  # fmt: skip
    print_table(
        "A dragged bar, its handle and the order of the list: moves that the next frame shows, "
        "ms from the move until that is drawn",
        ["kernel", "moves", "followed", "median", "p95", "answers", "must be", "holds"],
        rows,
    )


def print_key_presses(times: dict[str, list[Times]]) -> None:
    peers = {
        what: median_and_p95(one[what] for one in times[FIGURE])[0] for what in ("loss", "drawn")
    }
    rows = []
    for name, own in times.items():
        median, p95 = median_and_p95(one["loss"] for one in own)
        drawn, drawn_p95 = median_and_p95(one["drawn"] for one in own)
        faster = peers["loss"] / median
        row = [NAMES[name], f"{len(own)}", f"{median:.1f}", f"{p95:.1f}", f"{faster:.2f}"]
        row += [f"{drawn:.1f}", f"{drawn_p95:.1f}", f"{peers['drawn'] / drawn:.2f}"]
        if name == RANKLAB:
            row += [bound(FASTER, False), bound(FASTER_GOAL, False)]
            row.append(verdict(faster, FASTER, FASTER_GOAL, at_most=False))
        rows.append([*row, *[""] * (11 - len(row))])
    print_table(
        "From a key press to the kernel's numbers, 10 items: ms until they are in the page, and "
        "until their frame is drawn; x: times as fast as the FigureWidget (the first must hold)",
        [
            "what", "presses", "median", "p95", "x", "drawn", "p95", "x",
            "must be", "goal", "holds",
        ],
        rows,
    )  # fmt: skip
    handle = [one["handle"] for one in times[RANKLAB]]
    in_frame = sum(one["handle"] < one["frame"] for one in times[RANKLAB])
    median, p95 = median_and_p95(handle)
    print(
        f"ranklab's handle itself: {median:.1f} ms, p95 {p95:.1f}, "
        f"before the next frame in {in_frame} of {len(handle)}."
    )


def print_settling(drags: dict[str, list[Drag]]) -> None:
    rows = []
    for name, own in drags.items():
        settled = [one["settled"] for one in own]
        median, p95 = median_and_p95(settled)
        rows.append(
            [
                name, f"{len(own)}", f"{median:.0f}", f"{p95:.0f}", f"{max(settled):.0f}",
                bound(SETTLED, True), verdict(p95, SETTLED, None, at_most=True),
            ]
        )  # fmt: skip
    print_table(
        f"From the release of a fast drag of {MOVES} moves until its numbers are settled, ms",
        ["list", "drags", "median", "p95", "longest", "must be (p95)", "holds"],
        rows,
    )


def print_sizes(found: dict[str, Size], views: tuple[str, ...]) -> None:
    def per_move(drags: list[Drag], *what: str) -> float:
        each = [sum(one[key] for key in what) / one["moves"] for one in drags]
        return median_and_p95(each)[0]

    both = ("script", "style and layout")
    measured: dict[str, tuple[Callable[[Size], float], bool]] = {
        "a move: script": (lambda size: per_move(size.held, "script"), not views),
        "a move: style and layout": (lambda size: per_move(size.held, "style and layout"), False),
        "a move, all of it": (lambda size: per_move(size.held, *both), not views),
        "a move with the kernel's answers": (lambda size: per_move(size.live, *both), False),
        "key press to the numbers": (lambda size: median_and_p95(size.keys)[0], not views),
    }
    rows = []
    for what, (take, promised) in measured.items():
        few, many = take(found[SHORT_LIST]), take(found[LONG_LIST])
        must = RATIO if promised else math.nan
        rows.append(
            [
                what, f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}",
                *([bound(must, True), verdict(many / few, must, None, at_most=True)]
                  if promised else ["", ""]),
            ]
        )  # fmt: skip
    shown = f"with the views {', '.join(views)} open" if views else "no view open"
    print_table(
        f"A list of 50 beside a list of 5, {shown}, ms of processor time (to the numbers: of time)",
        ["what", "5 items", "50 items", "ratio", "must be", "holds"],
        rows,
    )


def main() -> None:
    plan = Plan(2, 4, 1, 1, 1) if is_short(__doc__) else Plan(4, 12, 2, 4, 2)
    with notebook() as (page, browser_version):
        key_presses(page, 2, 3)  # both ways, to warm up
        times = key_presses(page, plan.blocks, plan.changes)
        watched = watched_drags(page, plan.looks)
        page.start_again(RANKLAB, ())
        drags = [page.drag(RANKLAB) for _ in range(2 * plan.rounds)]
        plain = sizes(page, plan.rounds, plan.changes // 2, ())
        viewed = sizes(page, plan.rounds_of_views, plan.changes // 2, VIEWS)
    print_following(watched)
    print_key_presses(times)
    print_settling(
        {"10 items": drags, **{f"{name} items": size.live for name, size in plain.items()}}
    )
    print_sizes(plain, ())
    print_sizes(viewed, VIEWS)
    print_versions(
        "ranklab", "anywidget", "plotly", "matplotlib", "ipywidgets", "jupyterlab", "ipykernel",
        Chromium=browser_version,
    )  # fmt: skip


if __name__ == "__main__":
    main()
