"""How soon the screen follows a hand, in a real JupyterLab in Chromium: keys and drags.

One run for each delay between the page and its kernel (`slow_line.py`), everything in turn
(`latency_page.py`): the explorer of a list of 10, the same picture as a plotly FigureWidget and as
a matplotlib PNG, each driven by a Lab of its own (`peer.py`), and explorers of 5 and of 50 items.
Times are taken in the page (`stopwatch.js`): Playwright, which presses and drags, does not count.
What the first frame after a move shows is read there, too, and compared here with what Python
computes for the scores on screen. What must hold stands in each table.

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
    Drag,
    Notebook,
    Times,
    notebook,
)
from peer import list_of
from report import bound, is_short, median_and_p95, print_table, print_versions, verdict

from ranklab import explain
from ranklab.explanation.formatting import number

ROUND_TRIPS = (0, 100, 250)  # ms between the page and its kernel, there and back
WHOLE, WHOLE_GOAL = 0.99, 1.0  # of the moves: the first frame shows everything
FASTER, FASTER_GOAL = 1.5, 2.5  # times as fast as the FigureWidget
SETTLED = 150.0  # ms after the release of a drag and a round trip
RATIO = 2.0  # of the list of 50 to the list of 5
HARDLY = 5e-7  # a step that is no more than rounding
KEYS = ("ArrowRight", "ArrowLeft")  # a block to the right, a block back
VIEWS = ("parts", "competitors", "gradient")
NAMES = {
    RANKLAB: "ranklab.explore",
    FIGURE: "plotly FigureWidget",
    IMAGE: "matplotlib, Image widget",
}
LISTS = {RANKLAB: list_of(10), LONG_LIST: list_of(50)}
SHOWN = {RANKLAB: VIEWS, LONG_LIST: ()}
SLEEP = "time.sleep(60)"  # until it is interrupted
# Callbacks of widgets run beside a sleeping cell; only a Lab that is held answers nothing at all.
BUSY = {"idle": "", "in a cell with time.sleep": SLEEP, "answers nothing": None}


class Plan(NamedTuple):
    """How often what is done."""

    blocks: int  # of key presses
    changes: int  # in a block
    looks: int  # drags of each list at each delay, watched frame by frame
    busy: int  # the same in each state of the kernel
    rounds: int  # of drags on each list
    rounds_of_views: int  # the same with views open


class Size(NamedTuple):
    """What was measured on one list, with or without views."""

    keys: list[float]
    live: list[Drag]
    held: list[Drag]  # while the kernel answers nothing: the moves alone


class Far(NamedTuple):
    """What was measured at one delay."""

    keys: dict[str, list[Times]]
    drags: dict[str, list[Drag]]


def holding(name: str) -> str:
    return f"with {VARIABLES[name]}.lab.lock: {SLEEP}"


def expected(name: str, scores: list[float]) -> dict[str, Any]:
    """The texts that an explorer must show for some scores, computed by Python."""
    explanation = explain(LISTS[name].replace(scores=scores))
    order = sorted(range(len(scores)), key=lambda i: explanation.ranks[i])
    parts = [number(part) for part in explanation.contributions]
    terms = [f"{parts[i]} item {i + 1}" for i in order if explanation.contributions[i] > 0]
    metrics = explanation.metrics
    return {
        "scores": scores,
        "loss": number(explanation.loss),
        "metrics": [f"{metrics.ndcg:.3f}", f"{metrics.mrr:.3f}"],
        "parts": parts,
        "sum": [f"{number(explanation.loss)} = {' + '.join(terms)}"] if SHOWN[name] else [],
        "steps": [step(-one) for one in explanation.gradient] if SHOWN[name] else [],
    }


def step(size: float) -> str:
    if abs(size) < HARDLY:
        return "0"
    return ("+" if size > 0 else "") + number(size)


def whole(name: str, drag: Drag) -> int:
    """How many first frames of a drag showed the marks in their place and every number right."""
    return sum(one == {"followed": True, **expected(name, one["scores"])} for one in drag["seen"])


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


def far_away(page: Notebook, plan: Plan) -> Far:
    """Key presses in all three pictures, and drags of two lists."""
    key_presses(page, 2, 3)  # both ways, to warm up
    keys = key_presses(page, plan.blocks, plan.changes)
    for name, views in SHOWN.items():
        page.start_again(name, views)
    drags: dict[str, list[Drag]] = {name: [] for name in SHOWN}
    for _ in range(plan.looks):
        for name, own in drags.items():
            own.append(page.drag(name, look=True))
    for name in SHOWN:
        page.start_again(name, ())
    return Far(keys, drags)


def busy_drags(page: Notebook, rounds: int) -> dict[str, list[Drag]]:
    drags: dict[str, list[Drag]] = {state: [] for state in BUSY}
    page.start_again(RANKLAB, VIEWS)
    for _ in range(rounds):
        for state, code in BUSY.items():
            busy = holding(RANKLAB) if code is None else code
            drags[state].append(page.drag(RANKLAB, look=True, busy=busy))
    page.start_again(RANKLAB, ())
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


def print_following(title: str, drags: dict[tuple[str, str], list[Drag]]) -> None:
    """Print one row for each kind of drag: its name there, and the list that was dragged."""
    rows = []
    for (kind, name), own in drags.items():
        moves = sum(one["moves"] for one in own)
        good = sum(whole(name, one) for one in own)
        median, p95 = median_and_p95(time for one in own for time in one["frames"])
        answers = sum(one["answers"] for one in own)
        views = f", {len(SHOWN[name])} views" if SHOWN[name] else ""
        rows.append(
            [
                kind, f"{len(LISTS[name].scores)} items{views}", f"{moves}", f"{good}",
                f"{median:.0f}", f"{p95:.0f}", f"{answers}", bound(WHOLE, False),
                verdict(good / moves, WHOLE, WHOLE_GOAL, at_most=False),
            ]
        )  # fmt: skip
    print_table(
        "A dragged bar: moves of which the first frame shows everything (handle, bar, order, loss, "
        "metrics, parts, views), and ms from the move until that is drawn",
        [title, "list", "moves", "whole", "median", "p95", "answers", "must be", "holds"],
        rows,
    )


def print_key_presses(round_trip: int, times: dict[str, list[Times]]) -> None:
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
        f"From a key press to the new numbers, 10 items, the kernel {round_trip} ms away: ms until "
        "they are in the page, and until their frame is drawn; x: times as fast as the "
        "FigureWidget (the first must hold)",
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


def print_settling(found: dict[int, dict[str, list[Drag]]]) -> None:
    rows = []
    for round_trip, drags in found.items():
        for name, own in drags.items():
            settled = [one["settled"] for one in own]
            median, p95 = median_and_p95(settled)
            must = round_trip + SETTLED
            rows.append(
                [
                    f"{round_trip} ms", f"{len(LISTS[name].scores)} items", f"{len(own)}",
                    f"{median:.0f}", f"{p95:.0f}", f"{max(settled):.0f}", bound(must, True),
                    verdict(p95, must, None, at_most=True),
                ]
            )  # fmt: skip
    print_table(
        f"From the release of a fast drag of {MOVES} moves until the kernel has answered, ms",
        ["round trip", "list", "drags", "median", "p95", "longest", "must be (p95)", "holds"],
        rows,
    )


def print_sizes(found: dict[str, Size], views: tuple[str, ...]) -> None:
    def per_move(drags: list[Drag], *what: str) -> float:
        each = [sum(one[key] for key in what) / one["moves"] for one in drags]
        return median_and_p95(each)[0]

    both = ("script", "style and layout")
    measured: dict[str, tuple[Callable[[Size], float], bool]] = {
        "a move: script": (lambda size: per_move(size.held, "script"), False),
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
    plan = Plan(2, 4, 1, 1, 1, 1) if is_short(__doc__) else Plan(4, 12, 6, 2, 4, 2)
    found: dict[int, Far] = {}
    for round_trip in ROUND_TRIPS:
        with notebook(round_trip) as (page, browser_version):
            found[round_trip] = far_away(page, plan)
            if round_trip == 0:
                busy = busy_drags(page, plan.busy)
                plain = sizes(page, plan.rounds, plan.changes // 2, ())
                viewed = sizes(page, plan.rounds_of_views, plan.changes // 2, VIEWS)
    print_following(
        "round trip",
        {
            (f"{round_trip} ms", name): own
            for round_trip, far in found.items()
            for name, own in far.drags.items()
        },
    )
    print_following("kernel", {(state, RANKLAB): own for state, own in busy.items()})
    for round_trip, far in found.items():
        print_key_presses(round_trip, far.keys)
    print_settling({round_trip: far.drags for round_trip, far in found.items()})
    print_sizes(plain, ())
    print_sizes(viewed, VIEWS)
    print_versions(
        "ranklab", "anywidget", "plotly", "matplotlib", "ipywidgets", "jupyterlab", "ipykernel",
        Chromium=browser_version,
    )  # fmt: skip


if __name__ == "__main__":
    main()
