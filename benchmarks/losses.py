"""What the losses cost in time and memory, beside TF-Ranking, Rax and a plain log_softmax.

TF-Ranking 0.5.5 on TensorFlow 2.15 and Rax on JAX run in environments of their own (`make bench`
sets them up), one process each. The floor is what any softmax loss costs: cross entropy on
`tf.nn.log_softmax`, its gradient from a tape. All get the same numbers, must agree with ranklab in
loss and gradient, and are measured in blocks in turn, one at a time. `SoftmaxLoss` runs with
`normalize_labels=False`: the number that the peers compute. Under XLA the floor is measured on
TF-Ranking's TensorFlow too ("old floor"): what differs between the floors is no loss's doing.

Graph (`tf.function`) and XLA (`jit_compile=True`; Rax under `jax.jit`, beside both) stand for what
a loss adds to a training step compiled as a whole: inside one compiled function it repeats in a
loop, each turn on labels and scores that depend on the turn before, and the time is divided by the
turns. "As called" is one call from Python, of which 0.2 to 0.7 ms are its dispatch. Eager is one
plain call, with a tape where there is a gradient.

Memory is by how much one forward with gradient raises the resident memory at its peak (the
kernel's VmHWM, set back before; Linux only), inputs being there already, in a fresh process that
has seen lists of 8 and 200 items. At 8 x 10,000 the peers need up to 24 GB: only `--all` asks them.
Target: the last table.

    python benchmarks/losses.py [--short | --all]
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable

import losses_plan as plan
import numpy as np
from losses_contenders import EVERYBODY, OURS, Contenders
from losses_plan import Case, Entry, Results, Times
from report import print_table, print_versions, read_options

ROUNDS = {"gradient": 5, "forward": 2, "called": 2}  # more where a target must hold
PATIENCE = 3.0  # seconds after the first round: no further round begins later
BLOCK = 0.05  # seconds, about, that each is measured in a round
MEMORY = {  # must and goal, in MB
    Case(plan.UNIQUE, *plan.THOUSAND): (8, 2),
    Case(plan.UNIQUE, *plan.HUGE[0]): (30, 5),
}
CALLED = ((32, 10), (1, 5))  # small batches, where the dispatch of a call takes most of the time
COMPILED = (plan.GRAPH, plan.XLA)
WORDS = {"graph": "graph", "xla": "XLA", "eager": "eager"}


def measure(contenders: Contenders, case: Case, kind: str, entries: Iterable[Entry]) -> Times:
    """Measure in turn all contenders that are installed and can do the job."""
    jobs = {entry: entry.job(case, kind) for entry in entries}
    times: Times = {entry: [] for entry, job in jobs.items() if contenders.can(job)}
    first_over = math.inf  # the first round compiles, and takes longest
    for _ in range(ROUNDS[kind]):
        if time.perf_counter() - first_over > PATIENCE:
            break
        for entry, own in times.items():
            own.append(contenders.seconds(jobs[entry], BLOCK))
        first_over = min(first_over, time.perf_counter())
    return times


def measure_all(contenders: Contenders) -> dict[str, Results]:
    """Everything but memory, by the kind of step."""
    everybody, compiled = entries_of(plan.BESIDE), entries_of(COMPILED)
    with_old = [*everybody, plan.OLD_FLOOR_XLA]
    results: dict[str, Results] = {"gradient": {}, "forward": {}, "called": {}}
    for case in [*plan.all_cases(plan.UNIQUE), *plan.all_cases(plan.SOFTMAX)]:
        progress(f"{case.loss}, {case}")
        contenders.check(plan.EAGER.job(case, "called"))
        entries = with_old if case.loss == plan.SOFTMAX else everybody
        results["gradient"][case] = measure(contenders, case, "gradient", entries)
        if case.labels == plan.GRADES:
            results["forward"][case] = measure(contenders, case, "forward", everybody)
        if case.labels == plan.GRADES and (case.lists, case.items) in CALLED:
            results["called"][case] = measure(contenders, case, "called", compiled)
    ragged = (plan.RAGGED, plan.PADDED, plan.TFR_RAGGED)
    for case in ragged_cases():
        progress(f"{case.loss}, ragged")
        contenders.check(plan.RAGGED.job(case, "called"))
        results["gradient"][case] = measure(contenders, case, "gradient", ragged)
    progress("")
    return results


def entries_of(ours: Iterable[Entry]) -> list[Entry]:
    """ranklab in some modes and the contenders it is compared with there, each once."""
    return list(dict.fromkeys(entry for one in ours for entry in (one, *plan.BESIDE[one])))


def ragged_cases() -> list[Case]:
    return [Case(loss, *plan.ZIPF) for loss in (plan.UNIQUE, plan.SOFTMAX)]


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:60}\r", end="", file=sys.stderr, flush=True)


def microseconds(times: Times, entry: Entry) -> str:
    return plan.number(1e6 * float(np.median(times[entry])))


def cells(times: Times, ours: Entry, others: Iterable[Entry]) -> list[str]:
    return [
        microseconds(times, ours),
        *(plan.number(plan.beside(times, ours, other)) for other in others),
    ]


def print_times(title: str, results: Results, loss: str, modes: Iterable[Entry]) -> None:
    """A table of all lists: for each mode ranklab's time, and the others beside it."""
    head = ["lists x items, labels"]
    for ours in modes:
        head.append(f"{WORDS[ours.mode]}, µs")
        head += [
            "floors" if plan.is_floor(one) else one.contender for one in plan.BESIDE[ours]
        ]  # fmt: skip
    rows = [
        [str(case), *(cell for one in modes for cell in cells(times, one, plan.BESIDE[one]))]
        for case, times in results.items()
        if case.loss == loss and case not in ragged_cases()
    ]
    print_table(
        f"{loss}, {title}: µs ranklab takes, how many floors that is, and how many times as long "
        "the peers take",
        head,
        rows,
    )


def print_floors(results: Results) -> None:
    """Softmax under XLA beside log_softmax, on each of the two TensorFlows."""
    mine, theirs = plan.FLOOR_XLA, plan.OLD_FLOOR_XLA
    rows = [
        [
            str(case),
            *(microseconds(times, one) for one in (plan.XLA, mine)),
            plan.number(plan.ratio(times, plan.XLA, mine)),
            *(microseconds(times, one) for one in (plan.TFR_XLA, theirs)),
            plan.number(plan.ratio(times, plan.TFR_XLA, theirs)),
            plan.number(plan.ratio(times, theirs, mine)),
        ]
        for case, times in results.items()
        if case.loss == plan.SOFTMAX and theirs in times
    ]
    print_table(
        "SoftmaxLoss, forward with gradient, XLA: µs of the loss and of plain log_softmax, on our "
        "TensorFlow and on TF-Ranking's; and the old log_softmax beside the new",
        ["lists x items, labels", "ranklab", "floor", "floors", "TF-Ranking", "old floor",
         "old floors", "old / new floor"],
        rows,
    )  # fmt: skip


def print_ragged(results: Results) -> None:
    print_table(
        "32 ragged lists, lengths from a Zipf law in 1 to 2,000, forward with gradient, graph: "
        "µs ranklab takes, and how many times as long it takes if they are padded, and TF-Ranking",
        ["loss", "µs", "padded", "TF-Ranking"],
        [
            [case.loss, *cells(results[case], plan.RAGGED, (plan.PADDED, plan.TFR_RAGGED))]
            for case in ragged_cases()
        ],
    )


def print_memory(contenders: Contenders, with_all: bool) -> None:
    """The peak of UniqueSoftmaxLoss with gradient, each in a process that runs alone."""
    if not sys.platform.startswith("linux"):
        print("\nPeak memory is only measured on Linux.")
        return
    rows = []
    for case, (must, goal) in MEMORY.items():
        for entry in (plan.GRAPH, plan.EAGER, plan.TFR, plan.TFR_EAGER, plan.RAX):
            job = entry.job(case, "called")
            if not (contenders.can(job) or (with_all and contenders.is_here(job.contender))):
                continue
            progress(f"memory, {case}, {entry.contender}")
            peak = contenders.peak_megabytes(job)
            what = [f"{case}, {entry.contender}, {WORDS[entry.mode]}", plan.number(peak)]
            if entry.contender == "ranklab":
                what += [f"<= {must}", f"<= {goal}", plan.verdict(peak, must, goal, at_most=True)]
            rows.append(what + [""] * (5 - len(what)))
    progress("")
    print_table(
        "UniqueSoftmaxLoss, forward with gradient: peak memory above what was there, MB",
        ["what", "MB", "must be", "goal", "holds"],
        rows,
    )


def print_targets(results: Results) -> None:
    print_table(
        "What must hold of the losses, forward with gradient (the worst of the lists)",
        ["loss and lists", "mode", "compared", "measured", "must be", "goal", "holds", "worst"],
        [target.row(results) for target in plan.targets()],
    )


def short() -> None:
    """Compare ranklab with the floor only."""
    cases = [
        case
        for loss in (plan.UNIQUE, plan.SOFTMAX)
        for case in plan.cases(loss, plan.THOUSAND, (32, 10))
    ]
    with Contenders(*OURS) as contenders:
        rows = []
        for case in cases:
            times = measure(contenders, case, "gradient", (plan.GRAPH, plan.FLOOR))
            rows.append([case.loss, str(case), *cells(times, plan.GRAPH, [plan.FLOOR])])
    print_table(
        "Forward with gradient, graph: µs ranklab takes, and how many floors that is",
        ["loss", "lists x items, labels", "µs", "floors"],
        rows,
    )


def full(with_all: bool) -> None:
    with Contenders(*EVERYBODY) as contenders:
        results = measure_all(contenders)
        versions = contenders.versions()
    for loss in (plan.UNIQUE, plan.SOFTMAX):
        print_times("forward with gradient", results["gradient"], loss, tuple(plan.BESIDE))
        print_times("forward alone", results["forward"], loss, tuple(plan.BESIDE))
        print_times("forward with gradient as called", results["called"], loss, COMPILED)
    print_floors(results["gradient"])
    print_ragged(results["gradient"])
    print_memory(contenders, with_all)
    print_targets(results["gradient"])
    print_versions("keras", "numpy", **versions)


def main() -> None:
    options = read_options(__doc__, all="ask the peers for memory at 8 x 10,000 too: up to 24 GB")
    if options.short:
        short()
    else:
        full(options.all)


if __name__ == "__main__":
    main()
