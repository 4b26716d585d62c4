"""The contenders of `losses.py`. Each is a process in its own environment."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from losses_worker import Job, numbers_of

HERE = Path(__file__).parent
OURS = ("ranklab", "floor")  # both run in this environment
PLAIN = ("floor", "old floor")  # log_softmax on our TensorFlow, and on TF-Ranking's
QUIET = {"TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "JAX_PLATFORMS": "cpu"}
MOST_PAIRS = 2e8  # of items in a batch; for more, unique softmax takes the peers gigabytes
TOLERANCE = 1e-4  # relative to the largest; TF-Ranking sums 1,000 items in float32


class Home(NamedTuple):
    """The environment of a peer: a folder that `make` sets up, or a Python named by a variable."""

    folder: str
    variable: str
    needs: str = ""


HOMES = {
    "TF-Ranking": Home(
        ".venv-tfranking",
        "RANKLAB_TFRANKING_PYTHON",
        " (its TensorFlow 2.15 needs Python 3.11)",
    ),
    "Rax": Home(".venv-rax", "RANKLAB_RAX_PYTHON"),
}
HOMES["old floor"] = HOMES["TF-Ranking"]
PEERS = ("TF-Ranking", "Rax")
EVERYBODY = (*OURS, *HOMES)


def python_of(contender: str) -> str | None:
    """The Python of a contender; None, after a printed line, if there is none."""
    if contender in OURS:
        return sys.executable
    home = HOMES[contender]
    folder = HERE.parent / home.folder
    if home.variable in os.environ:
        return os.environ[home.variable]
    if (folder / "ready").exists():
        return str(folder / "bin" / "python")
    print(f"Without {contender}: `make {home.folder}/ready` sets it up{home.needs}.")
    return None


def is_possible(job: Job) -> bool:
    """Whether the contender is asked at all."""
    if job.contender == "Rax" and job.form != "dense":
        return False
    pairs = job.lists * job.items**2
    return job.contender in OURS or job.loss == "SoftmaxLoss" or pairs <= MOST_PAIRS


class Worker:
    """A process that answers; it starts at once and loads its libraries when first asked."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, str(HERE / "losses_worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # output of compilers; errors come as answers
            text=True,
            env={**os.environ, **QUIET},
        )

    def ask(self, do: str, job: Job, *arguments: float) -> Any:
        """Ask; None when a peer cannot do it.

        Raises:
            RuntimeError: ranklab or the floor cannot do it.
        """
        request = {"do": do, "job": job._asdict(), "arguments": arguments}
        try:
            print(json.dumps(request), file=self._process.stdin, flush=True)
            reply = json.loads(self._process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            reply = {"error": f"its process ended with {self._process.wait()}"}
        if "error" in reply and job.contender in OURS:
            raise RuntimeError(f"{job}: {reply['error']}")
        return reply.get("value")

    def stop(self) -> None:
        self._process.communicate()


class Contenders:
    """All installed contenders, asked one at a time."""

    def __init__(self, *names: str) -> None:
        self._pythons = {name: python_of(name) for name in names}
        self._workers = {
            python: Worker(python) for python in set(self._pythons.values()) if python
        }  # fmt: skip

    def is_here(self, name: str) -> bool:
        return self._pythons.get(name) is not None

    def can(self, job: Job) -> bool:
        """Whether a contender is installed and can do the job."""
        return self.is_here(job.contender) and is_possible(job)

    def __enter__(self) -> Contenders:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            worker.stop()

    def seconds(self, job: Job, block: float) -> float:
        """Seconds of one step, measured for about a block of seconds; NaN if a peer fails."""
        value = self._ask("measure", job, block)
        return math.nan if value is None else value

    def peak_megabytes(self, job: Job) -> float:
        """Peak memory of one call, in a fresh process; NaN if a peer fails."""
        worker = Worker(self._pythons[job.contender])
        value = worker.ask("peak", job)
        worker.stop()
        return math.nan if value is None else value

    def versions(self) -> dict[str, str]:
        """The versions by name, of the contenders that have one."""
        here = [name for name in self._pythons if name not in PLAIN and self.is_here(name)]
        jobs = (Job(name, "", 0, 0) for name in here)
        return {job.contender: self._ask("version", job) for job in jobs}

    def check(self, job: Job) -> None:
        """Check that all contenders that can do this job agree with ranklab in loss and gradient.

        Raises:
            AssertionError: They do not.
        """
        loss, gradient = self._answer(job)
        for other in self._others(job):
            answer = self._answer(other)
            if answer is None:
                continue
            message = f"ranklab and {other} do not agree"
            np.testing.assert_allclose(answer[0], loss, rtol=TOLERANCE, err_msg=message)
            within = TOLERANCE * np.abs(gradient).max()
            np.testing.assert_allclose(
                answer[1], gradient, rtol=0, atol=within, err_msg=message
            )  # fmt: skip

    def _ask(self, do: str, job: Job, *arguments: float) -> Any:
        return self._workers[self._pythons[job.contender]].ask(do, job, *arguments)

    def _others(self, job: Job) -> list[Job]:
        """The same job for the others; for ranklab itself, the padded form of ragged lists."""
        peers = (job._replace(contender=name) for name in PEERS)
        others = [peer for peer in peers if self.can(peer)]
        if job.form == "ragged":
            others.append(job._replace(form="padded"))
        elif job.loss == "SoftmaxLoss":
            others.append(job._replace(contender="floor"))
        return others

    def _answer(self, job: Job) -> tuple[float, np.ndarray] | None:
        """The loss, and its gradient without padding."""
        mode = "xla" if job.contender == "Rax" else "eager"
        job = job._replace(mode=mode)
        answer = self._ask("answer", job)
        if answer is None:
            return None
        loss, gradient = answer
        there = numbers_of(job).labels >= 0
        return loss, np.asarray(gradient)[there]
