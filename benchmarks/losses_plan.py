"""The plan of `losses.py`: who is measured on which lists, and what must come out of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from losses_worker import Job
from report import bound, verdict

UNIQUE, SOFTMAX = "UniqueSoftmaxLoss", "SoftmaxLoss"
GRADES, DISTINCT = "grades", "distinct"


class Case(NamedTuple):
    """A loss and the lists it gets."""

    loss: str
    lists: int
    items: int
    labels: str = GRADES

    def __str__(self) -> str:
        return f"{self.lists:,} x {self.items:,} {self.labels}"


class Entry(NamedTuple):
    """Who is measured, and how it runs."""

    contender: str
    mode: str
    form: str = "dense"

    def job(self, case: Case, kind: str) -> Job:
        loss = SOFTMAX if is_floor(self) else case.loss  # there is one floor for both losses
        return Job(self.contender, loss, *case[1:], self.form, self.mode, kind)


Times = dict[Entry, list[float]]  # seconds of a step, one number for each round
Results = dict[Case, Times]

THOUSAND, TWO_HUNDRED = (32, 1_000), (128, 200)
SMALL = ((1_024, 10), (32, 10), (1, 5), (1, 50))
HUGE = ((8, 10_000), (1, 100_000))
ZIPF = (32, 2_000)  # 32 lists of lengths from 1 to 2,000

GRAPH, XLA, EAGER = (Entry("ranklab", mode) for mode in ("graph", "xla", "eager"))
FLOOR, FLOOR_XLA = Entry("floor", "graph"), Entry("floor", "xla")
OLD_FLOOR_XLA = Entry("old floor", "xla")  # on the TensorFlow that TF-Ranking needs
TFR, TFR_XLA, TFR_EAGER = (Entry("TF-Ranking", mode) for mode in ("graph", "xla", "eager"))
RAX = Entry("Rax", "xla")
RAGGED, PADDED = (Entry("ranklab", "graph", form) for form in ("ragged", "padded"))
TFR_RAGGED = Entry("TF-Ranking", "graph", "ragged")
BESIDE = {GRAPH: (FLOOR, TFR, RAX), XLA: (FLOOR_XLA, TFR_XLA, RAX), EAGER: (TFR_EAGER,)}


def cases(loss: str, *shapes: tuple[int, int], labels: Iterable[str] = (GRADES,)) -> list[Case]:
    return [Case(loss, *shape, kind) for shape in shapes for kind in labels]


def all_cases(loss: str) -> list[Case]:
    both = cases(loss, THOUSAND, TWO_HUNDRED, *SMALL, labels=(GRADES, DISTINCT))
    return both + cases(loss, *HUGE)


def is_floor(entry: Entry) -> bool:
    return entry.contender in ("floor", "old floor")


def ratio(times: Times, one: Entry, other: Entry) -> float | None:
    """How many times as long one takes as the other, the median over rounds.

    None where one was not asked, NaN where it failed.
    """
    if one not in times or other not in times:
        return None
    return float(np.median(np.divide(times[one], times[other])))


def beside(times: Times, ours: Entry, other: Entry) -> float | None:
    """How many floors ranklab takes; or how many times as long as ranklab somebody else takes."""
    return ratio(times, ours, other) if is_floor(other) else ratio(times, other, ours)


def number(value: float | None) -> str:
    """Three digits or all before the point; a dash for what was not asked."""
    if value is None:
        return "-"
    if math.isnan(value):
        return "fails"
    return f"{value:,.{0 if value >= 99.95 else 1 if value >= 9.995 else 2}f}"


class Target(NamedTuple):
    """A promise about the worst of some cases, forward with gradient.

    At least so many times as fast as another, or at most so many times as long as the floor.
    """

    what: str
    cases: Sequence[Case]
    ours: Entry
    other: Entry
    must: float | None
    goal: float | None

    def row(self, results: Results) -> list[str]:
        """What was measured, what it must be, whether it is, and which case was the worst."""
        at_most = is_floor(self.other)
        ratios = {case: beside(results[case], self.ours, self.other) for case in self.cases}
        known = {case: one for case, one in ratios.items() if one and not math.isnan(one)}
        worst = (max if at_most else min)(known, key=known.__getitem__, default=None)
        measured = known.get(worst)
        return [
            self.what,
            self.ours.mode,
            self.against(),
            number(measured),
            bound(self.must, at_most),
            bound(self.goal, at_most),
            verdict(measured, self.must, self.goal, at_most),
            str(worst) if worst and len(self.cases) > 1 else "",
        ]

    def against(self) -> str:
        if is_floor(self.other):
            return "times the time of the floor"
        return f"times the speed of {'padded' if self.other == PADDED else self.other.contender}"


def targets() -> list[Target]:
    grades, distinct = (cases(UNIQUE, THOUSAND, labels=[one]) for one in (GRADES, DISTINCT))
    shorter, shorter_distinct = (
        cases(UNIQUE, TWO_HUNDRED, labels=[one]) for one in (GRADES, DISTINCT)
    )
    small = cases(UNIQUE, *SMALL, labels=(GRADES, DISTINCT))
    one_list = [case for case in small if case.lists == 1]
    unique, softmax = all_cases(UNIQUE), all_cases(SOFTMAX)
    large = [case for case in softmax if case.lists * case.items >= 32 * 100]
    ragged, ragged_softmax = cases(UNIQUE, ZIPF), cases(SOFTMAX, ZIPF)
    return [
        Target("unique, 32 x 1,000 grades", grades, GRAPH, TFR, 100, 200),
        Target("unique, 32 x 1,000 grades", grades, GRAPH, RAX, 70, 150),
        Target("unique, 32 x 1,000 grades", grades, GRAPH, FLOOR, 15, 10),
        Target("unique, 32 x 1,000 grades", grades, XLA, FLOOR_XLA, 8, 4),
        Target("unique, 32 x 1,000 distinct", distinct, GRAPH, TFR, 25, 48),
        Target("unique, 32 x 1,000 distinct", distinct, GRAPH, RAX, 15, 34),
        Target("unique, 128 x 200 grades", shorter, GRAPH, TFR, 30, 55),
        Target("unique, 128 x 200 grades", shorter, GRAPH, RAX, 30, 55),
        Target("unique, 128 x 200 distinct", shorter_distinct, GRAPH, TFR, 8, 15),
        Target("unique, 128 x 200 distinct", shorter_distinct, GRAPH, RAX, 8, 15),
        Target("unique, small lists", small, GRAPH, TFR, 1, 1.8),
        Target("unique, small lists", small, XLA, TFR_XLA, 1, 1.8),
        Target("unique, one small list", one_list, GRAPH, FLOOR, None, 3),
        Target("unique, huge lists", cases(UNIQUE, *HUGE), GRAPH, FLOOR, 10, 5.5),
        Target("softmax, every shape", softmax, GRAPH, TFR, 1, None),
        Target("softmax, every shape", softmax, XLA, TFR_XLA, None, None),
        Target("softmax, from 32 x 100 up", large, GRAPH, TFR, None, 1.2),
        Target("softmax, from 32 x 100 up", large, XLA, TFR_XLA, None, 1.2),
        Target("softmax, every shape", softmax, GRAPH, FLOOR, 3, 2),
        Target("softmax, every shape", softmax, XLA, FLOOR_XLA, 3, 2),
        Target("unique, every shape", unique, EAGER, TFR_EAGER, 5, 10),
        Target("softmax, every shape", softmax, EAGER, TFR_EAGER, 5, 10),
        Target("unique, ragged", ragged, RAGGED, PADDED, 3, 4.8),
        Target("unique, ragged", ragged, RAGGED, TFR_RAGGED, 500, 2_680),
        Target("softmax, ragged", ragged_softmax, RAGGED, PADDED, None, 1.5),
    ]
