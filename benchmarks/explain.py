"""How long `ranklab.explain` takes, for lists of 2 to 1,000 items and both losses; and `descend`.

Every edit in the explorer is one call, so it must not be felt. For 20 items it stands beside
plain NumPy that computes nothing but the softmax loss and its gradient, call by call in turn:
the ratio is what ranks, weights, targets, competitors, metrics and a frozen record cost.
Then the same in the browser's modules, as Node runs them.
Targets: a median below 0.2 ms for 20 items; `descend` for 200 steps of 20 items below 50 ms; in the
browser's modules 50 items with all views below 4 ms.

    python benchmarks/explain.py [--short]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from report import is_short, median_and_p95, print_table, print_versions

import ranklab
from ranklab.explorer import stage

sys.path.insert(0, str(Path(stage.__file__).parent))
from build import run

SIZES = (2, 20, 50, 1_000)
LOSSES = ("softmax", "unique_softmax")
PEER_SIZE = 20

Array = NDArray[np.float64]


def softmax_loss_and_gradient(scores: Array, labels: Array) -> tuple[float, Array]:
    """The peer: what a hand would write for one list, at temperature 1."""
    centred = scores - scores.max()
    powers = np.exp(centred)
    total = powers.sum()
    weights = labels / labels.sum()
    loss = float(weights @ (np.log(total) - centred))
    return loss, powers / total - weights


def scenario_of(size: int, loss: str) -> ranklab.Scenario:
    random = np.random.default_rng(size)
    labels = random.integers(0, 5, size)
    labels[0] = 4
    return ranklab.Scenario(random.normal(size=size), labels, loss=loss)


def milliseconds(calls: list[Callable[[], object]], seconds: float) -> list[list[float]]:
    """Time calls in turn for about so many seconds."""
    for call in calls:
        call()
    times: list[list[float]] = [[] for _ in calls]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for call, own in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            own.append(1e3 * (time.perf_counter() - start))
    return times


def row(name: str, size: int, times: list[float], ratio: str = "") -> list[str]:
    median, p95 = median_and_p95(times)
    return [name, f"{size:,}", f"{len(times):,}", f"{median:.3f}", f"{p95:.3f}", ratio]


def main() -> None:
    seconds = 0.2 if is_short(__doc__) else 2.0
    rows = []
    for loss in LOSSES:
        for size in SIZES:
            scenario = scenario_of(size, loss)
            (times,) = milliseconds([lambda s=scenario: ranklab.explain(s)], seconds)
            rows.append(row(loss, size, times))

    for loss in LOSSES:
        scenario = scenario_of(PEER_SIZE, loss)
        (times,) = milliseconds([lambda s=scenario: ranklab.descend(s, steps=200)], seconds)
        rows.append(row(f"{loss}, a descent of 200 steps", PEER_SIZE, times))

    scenario = scenario_of(PEER_SIZE, "softmax")
    scores, labels = np.array(scenario.scores), np.array(scenario.labels)
    explanation = ranklab.explain(scenario)
    loss, gradient = softmax_loss_and_gradient(scores, labels)
    np.testing.assert_allclose(loss, explanation.loss)
    np.testing.assert_allclose(gradient, explanation.gradient, atol=1e-12)
    ours, peers = milliseconds(
        [lambda: ranklab.explain(scenario), lambda: softmax_loss_and_gradient(scores, labels)],
        seconds,
    )
    ratio = np.median(ours) / np.median(peers)
    rows.append(row("softmax, beside the peer", PEER_SIZE, ours, f"{ratio:.1f}"))
    rows.append(row("NumPy, loss and gradient", PEER_SIZE, peers, "1.0"))

    print_table(
        "ranklab.explain, ms a call", ["what", "items", "calls", "median", "p95", "ratio"], rows
    )
    in_node = json.loads(run(Path(__file__).with_suffix(".mjs"), str(seconds)))
    print_table(
        "The browser's modules in Node, ms a call",
        ["what", "items", "calls", "median", "p95", "ratio"],
        [row(*measured) for measured in in_node],
    )
    print_versions("ranklab", "numpy")


if __name__ == "__main__":
    main()
