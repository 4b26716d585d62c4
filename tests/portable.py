"""The notebooks and the tests of numbers as other processors compute them: `make portable`.

`make test` has NumPy's fast paths, oneDNN off and every thread; here one of them at a time is the
other way round. Each setting is first asked whether it holds: a variable with a wrong name changes
nothing, and nobody says so. What fails under a setting is named below it.

    python tests/portable.py [pytest's arguments]
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CHECKOUT = Path(__file__).parents[1]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
RUNS = {
    "unit tests": ["-m", "not slow and not browser"],
    "training and README": ["tests/test_training.py", "tests/test_readme.py"],
    "notebooks": ["--nbval", "--nbval-current-env", "--dist", "loadfile", "notebooks"],
}


@dataclass(frozen=True)
class Setting:
    """One way to compute.

    Attributes:
        variables: What is set for it.
        holds: A program that fails where they have not done it.
    """

    variables: Mapping[str, str]
    holds: str

    def environment(self) -> dict[str, str]:
        """The variables of this process, and those of the setting."""
        quiet = {"TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "1"}
        return {**quiet, **os.environ, **self.variables}

    def check(self) -> None:
        """Make sure that it does what it says.

        Raises:
            RuntimeError: It does not.
        """
        asked = subprocess.run(
            [sys.executable, "-c", self.holds],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            said = asked.stderr.strip().splitlines()[-1]
            raise RuntimeError(f"{dict(self.variables)} did not do what it should: {said}")


def fast_paths() -> list[str]:
    """What NumPy's own list says that it uses of this processor beyond its baseline."""
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    return list(simd.get("found", []))


NO_FAST_PATHS = """
import numpy
found = numpy.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
assert not found, f"NumPy still uses {found}"
"""
ROUNDED = """
import hashlib, math, numpy
values = numpy.random.default_rng(0).normal(size=(300, 300))
exponentials = numpy.array([math.exp(value) for value in values.ravel()])
digests = [hashlib.sha256(one.tobytes()).hexdigest() for one in (exponentials, values @ values)]
"""
ONEDNN = """
from tensorflow.python.util import _pywrap_util_port
on = _pywrap_util_port.IsMklEnabled()
assert on == {wanted}, f"oneDNN is on: {{on}}"
"""
ONE_THREAD = """
import os
import tensorflow
tensorflow.linalg.matmul(*[tensorflow.ones((500, 500))] * 2).numpy()
tasks = [open(f"/proc/self/task/{task}/comm").read() for task in os.listdir("/proc/self/task")]
computing = sum("tf_Compute" in name for name in tasks)
assert computing <= 1, f"TensorFlow computes in {computing} threads"
"""


def settings() -> dict[str, Setting]:
    """The ways to compute, by what one calls them."""
    names = ["OMP", "OPENBLAS", "TF_NUM_INTRAOP", "TF_NUM_INTEROP"]
    one = {f"{name}_THREADS" if "TF" in name else f"{name}_NUM_THREADS": "1" for name in names}
    already = os.environ.get("NPY_DISABLE_CPU_FEATURES", "")
    off = {"NPY_DISABLE_CPU_FEATURES": " ".join(fast_paths()) or already}
    return {
        "NumPy without its fast paths": Setting(off, NO_FAST_PATHS),
        **older(),
        "oneDNN on": Setting({"TF_ENABLE_ONEDNN_OPTS": "1"}, ONEDNN.format(wanted=True)),
        "one thread": Setting(one, ONE_THREAD if Path("/proc/self/task").exists() else ""),
    }


def older() -> dict[str, Setting]:
    """The C library and the BLAS of a processor that cannot multiply and add at once."""
    if platform.libc_ver()[0] != "glibc" or " fma " not in Path("/proc/cpuinfo").read_text("utf-8"):
        return {}  # elsewhere they cannot be asked for that, or are such already
    without = [f"-{name}" for name in ("AVX2", "FMA", "FMA4", "AVX2_Usable", "FMA_Usable")]
    variables = {
        "GLIBC_TUNABLES": f"glibc.cpu.hwcaps={','.join(without)}",
        "OPENBLAS_CORETYPE": "Nehalem",
    }
    if {"GLIBC_TUNABLES", "OPENBLAS_CORETYPE"} & set(os.environ):
        return {}  # somebody has chosen how this machine computes
    here: dict[str, list[str]] = {}
    exec(ROUNDED, here)
    differ = f"same = [one for one in digests if one in {here['digests']}]"
    return {"an older processor": Setting(variables, f"{ROUNDED}{differ}\nassert not same, same")}


def failures(setting: Setting, run: list[str], arguments: list[str]) -> list[str]:
    """The tests that fail under a setting; one of them is the run itself, where it cannot begin."""
    with tempfile.TemporaryDirectory() as folder:
        progress = {"RANKLAB_PROGRESS": str(Path(folder) / "progress.json")}
        done = subprocess.run(
            [*PYTEST, "-n", "auto", *run, *arguments],
            cwd=CHECKOUT,
            env={**setting.environment(), **progress},
            capture_output=True,
            text=True,
            check=False,
        )
    failed = re.findall(r"^(?:FAILED|ERROR) .*", done.stdout, re.MULTILINE)
    if done.returncode and not failed:
        failed = (done.stdout + done.stderr).splitlines()[-20:]
    return failed


def main() -> None:
    found = 0
    for name, setting in settings().items():
        setting.check()
        print(f"{name}: {' '.join('='.join(one) for one in setting.variables.items())}", flush=True)
        for what, run in RUNS.items():
            failed = failures(setting, run, sys.argv[1:])
            print("\n".join([f"  {what}: {len(failed)} differ", *failed]), flush=True)
            found += len(failed)
    sys.exit(f"{found} differ" if found else 0)


if __name__ == "__main__":
    main()
