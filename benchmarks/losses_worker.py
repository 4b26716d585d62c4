"""One contender of `losses.py`: reads requests and writes answers, a line of JSON each.

It runs under the Python of the contender (ranklab and the floor, TF-Ranking, Rax), and imports no
library of a contender before a request names it. All processes make the same numbers from the same
seed.

    {"do": "measure", "job": {"contender": "Rax", "lists": 32, ...}, "arguments": [0.05]}
    {"value": 0.0021}
"""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

LONG_ENOUGH = 0.025  # seconds of one timed call; the dispatch of a call takes 0.0002 to 0.0007
PADDING = -1.0
WARM_UP = (8, 200)  # items of the lists that a process has seen before its memory is measured
RAX_NAMES = {"SoftmaxLoss": "softmax_loss", "UniqueSoftmaxLoss": "unique_softmax_loss"}


class Job(NamedTuple):
    """Who computes what, and how.

    Attributes:
        contender: `ranklab`, `floor`, `old floor`, `TF-Ranking` or `Rax`.
        loss: `SoftmaxLoss` or `UniqueSoftmaxLoss`; the floor has only one.
        lists: How many lists.
        items: How long they are; at most, where `form` is not dense.
        labels: `grades`, whole numbers from 0 to 4, or `distinct`.
        form: `dense`; or lengths from a Zipf law, `ragged` or the same lists `padded`.
        mode: `eager`, `graph` or `xla`.
        kind: `gradient`, `forward`, or `called`: with gradient, without the loop around it.
    """

    contender: str
    loss: str
    lists: int
    items: int
    labels: str = "grades"
    form: str = "dense"
    mode: str = "eager"
    kind: str = "called"


class Numbers(NamedTuple):
    """Labels and scores, [lists, items]; flat, with where each row starts and ends, if ragged."""

    labels: Any
    scores: Any
    splits: Any = None


def numbers_of(job: Job) -> Numbers:
    """The same numbers for every contender."""
    random = np.random.default_rng(job.lists * job.items)
    shape = job.lists, job.items
    scores = random.normal(size=shape).astype(np.float32)
    if job.labels == "grades":
        labels = random.integers(0, 5, shape).astype(np.float32)
    else:
        steps = np.tile(np.linspace(0, 4, job.items, dtype=np.float32), (job.lists, 1))
        labels = random.permuted(steps, axis=1)
    if job.form == "dense":
        return Numbers(labels, scores)
    sizes = np.arange(1, job.items + 1)
    lengths = random.choice(sizes, job.lists, p=1 / sizes / np.sum(1 / sizes))
    longest = lengths.max()
    there = np.arange(longest) < lengths[:, None]
    labels, scores = labels[:, :longest], scores[:, :longest]
    if job.form == "padded":
        return Numbers(np.where(there, labels, np.float32(PADDING)), scores)
    return Numbers(labels[there], scores[there], np.append(0, np.cumsum(lengths)))


# TensorFlow: ranklab, the floor and TF-Ranking.


def tensorflow_loss(contender: str, loss: str, ragged: bool) -> Callable[[Any, Any], Any]:
    """A loss of labels and scores, the mean over the lists."""
    import tensorflow as tf

    def floor(labels: Any, scores: Any) -> Any:
        return -tf.reduce_mean(tf.reduce_sum(labels * tf.nn.log_softmax(scores), axis=1))

    if contender in ("floor", "old floor"):
        return floor
    if contender == "TF-Ranking":
        import tensorflow_ranking

        return getattr(tensorflow_ranking.keras.losses, loss)(ragged=ragged)
    from ranklab import losses

    # TF-Ranking never normalizes, whatever its page says; both are to compute the same number.
    options = {"normalize_labels": False} if loss == "SoftmaxLoss" else {}
    return getattr(losses, loss)(ragged=ragged, **options)


def tensorflow_step(job: Job) -> Callable[..., tuple[Any, ...]]:
    """From labels and scores to the loss and, unless forward alone, its gradient."""
    import tensorflow as tf

    loss = tensorflow_loss(job.contender, job.loss, job.form == "ragged")

    def rows(values: Any, splits: Any) -> Any:
        if splits is None:
            return values
        return tf.RaggedTensor.from_row_splits(values, splits, validate=False)

    def forward(labels: Any, scores: Any, splits: Any = None) -> tuple[Any, ...]:
        return (loss(rows(labels, splits), rows(scores, splits)),)

    def with_gradient(labels: Any, scores: Any, splits: Any = None) -> tuple[Any, ...]:
        with tf.GradientTape() as tape:
            tape.watch(scores)
            (value,) = forward(labels, scores, splits)
        # TF-Ranking's gradient of ragged lists is a tf.IndexedSlices.
        return value, tf.convert_to_tensor(tape.gradient(value, scores))

    return forward if job.kind == "forward" else with_gradient


@cache
def tensorflow_function(job: Job) -> Callable[..., tuple[Any, ...]]:
    """The step as it is called, or inside a loop that repeats it.

    Each turn of the loop gets labels and scores that depend on the loss of the turn before:
    nothing can be computed once for all turns, or two turns at a time.
    """
    import tensorflow as tf

    step = tensorflow_step(job)
    if job.mode == "eager":
        return step

    def loop(labels: Any, scores: Any, splits: Any, zero: Any, turns: Any) -> tuple[Any, ...]:
        def turn(done: Any, loss: Any, *_: Any) -> tuple[Any, ...]:
            nothing = zero * loss
            after = step(labels + nothing, scores + nothing, splits)
            for one, before in zip(after, start, strict=True):
                one.set_shape(before.shape)  # a loop wants to know that it stays the same
            return done + 1, *after

        def more(done: Any, *_: Any) -> Any:
            return done < turns

        start = (zero,) if job.kind == "forward" else (zero, scores)
        return tf.while_loop(more, turn, (0, *start), parallel_iterations=1)[1:]

    return tf.function(
        step if job.kind == "called" else loop,
        jit_compile=job.mode == "xla",
        autograph=False,
    )


def in_tensorflow(job: Job) -> Callable[[int], tuple[Any, ...]]:
    """What to call with the number of turns, all else at hand."""
    import tensorflow as tf

    numbers = [None if one is None else tf.constant(one) for one in numbers_of(job)]
    function = tensorflow_function(job._replace(labels=""))  # one trace for all labels
    if not is_looped(job):
        return lambda turns: function(*numbers)
    zero = tf.constant(0.0)
    return lambda turns: function(*numbers, zero, tf.constant(turns))


def tensorflow_peak(job: Job) -> float:
    """Peak memory of one call; a graph is traced once, for all shapes, before it is measured."""
    import tensorflow as tf

    step = tensorflow_step(job)
    if job.mode == "graph":
        step = tf.function(step, input_signature=[tf.TensorSpec([None, None])] * 2, autograph=False)

    def inputs(items: int) -> list[Any]:
        return [tf.constant(one) for one in numbers_of(job._replace(items=items))[:2]]

    for items in WARM_UP:
        step(*inputs(items))
    numbers = inputs(job.items)
    return peak_megabytes(lambda: step(*numbers))


# JAX: Rax, always compiled.


def rax_step(job: Job) -> Callable[..., tuple[Any, ...]]:
    import jax
    import rax

    loss = getattr(rax, RAX_NAMES[job.loss])

    def of_scores(scores: Any, labels: Any) -> Any:
        return loss(scores, labels)

    if job.kind == "forward":
        return lambda labels, scores: (of_scores(scores, labels),)
    return lambda labels, scores: jax.value_and_grad(of_scores)(scores, labels)


@cache
def rax_function(job: Job) -> Callable[..., tuple[Any, ...]]:
    """As `tensorflow_function`."""
    import jax

    step = rax_step(job)
    if job.kind == "called":
        return jax.jit(step)

    def loop(labels: Any, scores: Any, zero: Any, turns: Any) -> tuple[Any, ...]:
        def turn(_: Any, before: tuple[Any, ...]) -> tuple[Any, ...]:
            nothing = zero * before[0]
            return step(labels + nothing, scores + nothing)

        start = (zero,) if job.kind == "forward" else (zero, scores)
        return jax.lax.fori_loop(0, turns, turn, start)

    return jax.jit(loop)


def in_rax(job: Job) -> Callable[[int], tuple[Any, ...]]:
    import jax

    numbers = [jax.numpy.asarray(one) for one in numbers_of(job)[:2]]
    function = rax_function(job._replace(labels=""))
    if not is_looped(job):
        return lambda turns: jax.block_until_ready(function(*numbers))
    zero = jax.numpy.float32(0.0)
    return lambda turns: jax.block_until_ready(function(*numbers, zero, turns))


def rax_peak(job: Job) -> float:
    """Peak memory of one call; it is compiled before it is measured."""
    import jax

    def compiled(items: int) -> Callable[[], Any]:
        numbers = [jax.numpy.asarray(one) for one in numbers_of(job._replace(items=items))[:2]]
        program = jax.jit(rax_step(job)).lower(*numbers).compile()
        return lambda: jax.block_until_ready(program(*numbers))

    for items in WARM_UP:
        compiled(items)()
    return peak_megabytes(compiled(job.items))


# What is asked.


def is_looped(job: Job) -> bool:
    return job.mode != "eager" and job.kind != "called"


@cache
def prepared(job: Job) -> Callable[[int], tuple[Any, ...]]:
    """What to call, with how many turns."""
    return in_rax(job) if job.contender == "Rax" else in_tensorflow(job)


@cache
def turns_of(job: Job) -> int:
    """Call it until it is warm; say with how many turns a call is long enough."""
    call = prepared(job)
    call(1)
    turns = 1
    while is_looped(job) and (spent := seconds(call, turns)) < LONG_ENOUGH:
        turns *= min(10, math.ceil(1.2 * LONG_ENOUGH / spent))
    return turns


def seconds(call: Callable[[int], Any], turns: int) -> float:
    start = time.perf_counter()
    call(turns)
    return time.perf_counter() - start


def measure(job: Job, block: float) -> float:
    """Seconds of one step: the median of the calls in a block of so many seconds."""
    call, turns = prepared(job), turns_of(job)
    times: list[float] = []
    while not times or sum(times) < block:
        times.append(seconds(call, turns))
    return statistics.median(times) / turns


def answer(job: Job) -> list[Any]:
    """The loss and its gradient."""
    return [np.asarray(one).tolist() for one in prepared(job)(1)]


def peak(job: Job) -> float:
    """Megabytes by which one call raises the memory of this process, inputs already there."""
    leave_some_memory()
    return rax_peak(job) if job.contender == "Rax" else tensorflow_peak(job)


def peak_megabytes(call: Callable[[], Any]) -> float:
    """By how much the resident memory rises during a call, at its highest.

    The kernel keeps the highest (VmHWM); writing 5 to clear_refs sets it back to the present.
    """
    Path("/proc/self/clear_refs").write_text("5")
    before = kernel_bytes("/proc/self/status", "VmHWM")
    call()
    return (kernel_bytes("/proc/self/status", "VmHWM") - before) / 1e6


def leave_some_memory() -> None:
    """Limit the memory of this process: a step that needs more fails, and the machine goes on."""
    free = kernel_bytes("/proc/meminfo", "MemAvailable")
    limit = kernel_bytes("/proc/self/status", "VmData") + free * 9 // 10
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def kernel_bytes(path: str, field: str) -> int:
    lines = Path(path).read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith(f"{field}:"))
    return int(kilobytes) * 1024


def version_of(job: Job) -> str:
    """What the contender is, and what it stands on."""
    if job.contender == "Rax":
        return f"{version('rax')} on JAX {version('jax')}"
    import tensorflow as tf

    package = "tensorflow-ranking" if job.contender == "TF-Ranking" else job.contender
    return f"{version(package)} on TensorFlow {tf.__version__}"


ANSWERS: dict[str, Callable[..., Any]] = {
    "measure": measure,
    "answer": answer,
    "peak": peak,
    "version": version_of,
}


def main() -> None:
    # Whatever a library prints goes to standard error; only answers to standard output.
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = {"value": ANSWERS[request["do"]](Job(**request["job"]), *request["arguments"])}
        except Exception as error:  # a peer may be unable to do what ranklab does
            reply = {"error": f"{type(error).__name__}: {error}"}
        channel.write(json.dumps(reply) + "\n")
        channel.flush()


if __name__ == "__main__":
    main()
