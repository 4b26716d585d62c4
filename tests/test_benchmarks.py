"""The benchmarks run. What they measure depends on the machine: nothing here asserts it."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.mark.slow
def test_the_losses_are_measured_beside_the_floor():
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "losses.py"), "--short"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.endswith("floors") for line in lines), done.stdout
    for loss in ("SoftmaxLoss", "UniqueSoftmaxLoss"):
        assert any(line.startswith(loss) for line in lines), done.stdout


@pytest.mark.slow
def test_reading_is_measured_beside_the_floor():
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "reading.py"), "--short"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    for what in ("floor", "read_svmlight", "read_csv", "lists.hardest"):
        assert any(line.startswith(what) for line in lines), done.stdout
