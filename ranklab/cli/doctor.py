"""`ranklab doctor`: what is installed, what is missing, and how to fix it."""

from __future__ import annotations

import argparse
import math
import platform
import sys
from collections.abc import Iterable
from importlib import import_module, resources
from pathlib import Path

import ranklab
from ranklab.cli.errors import NOT_WORKING
from ranklab.cli.pip_commands import install, uninstall
from ranklab.installed import MISSING, TENSORFLOWS, lacking_tensorflow, version_of

# The JupyterLab extensions that display the explorer.
_LABEXTENSIONS = {
    "anywidget": ("anywidget", "anywidget"),
    "ipywidgets": ("@jupyter-widgets/jupyterlab-manager", "jupyterlab_widgets"),
}
_ARM = ("aarch64", "arm64")  # tensorflow-cpu has no wheels for ARM or macOS
_TENSORFLOW = (
    "tensorflow" if sys.platform == "darwin" or platform.machine() in _ARM else "tensorflow-cpu"
)
NEEDED = (
    "numpy", "ipywidgets", "anywidget", "traitlets", "plotly", "matplotlib", "narwhals", "filelock",
    "platformdirs",
)  # fmt: skip
FOR_LESSONS = ("jupyterlab",)
_WIDTH = max(map(len, (*NEEDED, *TENSORFLOWS)))

SELF_TEST = """\
import ipywidgets
import ranklab

explorer = ranklab.explore(ranklab.Scenario(scores=[0.6, 0.8], labels=[1, 0]))
answer = ipywidgets.Label("No answer from the browser yet: drag a bar.")
explorer.observe(lambda _: setattr(answer, "value", "It works: the browser answered."), "edit")
ipywidgets.VBox([explorer, answer])
"""
_MUST_SEE = """\
You should see two bars and the loss, 0.798. Drag a bar: the line below then says that it works.
If you see only text, such as VBox(children=...), JupyterLab cannot display widgets: install what
is missing above in the environment of JupyterLab, restart it, and reload the page."""


def run(options: argparse.Namespace) -> int:
    """Print the report, and return 0 if the core works and no two packages collide."""
    print(f"ranklab {ranklab.__version__} in {Path(ranklab.__file__).parent}")
    print(f"Python {platform.python_version()} in {sys.executable}")
    missing = _table("Needed", NEEDED)
    _table("Optional, for the losses, verify and train", _for_losses())
    no_lab = _table("Optional, for the lessons in JupyterLab", FOR_LESSONS)
    for line in advice([*missing, *no_lab]):
        print(line)
    collision = colliding()
    if collision:
        print(collision)

    works, said = core()
    print(said)
    works = works and not collision
    if options.deep:
        print("Checking Keras: loading TensorFlow, a few seconds ...", file=sys.stderr, flush=True)
        agrees, said = keras()
        print(said)
        works = works and agrees
    print(f"\nTo test the explorer, run this in a notebook:\n\n{SELF_TEST}\n{_MUST_SEE}")
    return 0 if works else NOT_WORKING


def advice(missing: Iterable[str]) -> list[str]:
    """How to fix what is missing, one line for each problem."""
    lines = []
    absent = list(missing)
    needed = [package for package in absent if package in NEEDED]
    if needed:
        lines.append(f"To fix it: {install(*needed)}")
    lacking = lacking_tensorflow()
    if lacking == MISSING:
        cpu = install("ranklab[cpu]")
        lines.append(f"For the losses, verify and train: {cpu}, or any other TensorFlow")
    elif lacking:
        lines.append(lacking)
    lessons = [package for package in absent if package in FOR_LESSONS]
    if lessons:
        lines.append(f"For the lessons: {install(*lessons)}")
    unseen = [name for package, name in _unseen_labextensions().items() if package not in absent]
    if unseen:
        lines.append(
            f"JupyterLab does not see {' and '.join(unseen)}: it cannot display widgets. "
            f"To fix it: {install('--force-reinstall', '--no-deps', *unseen)}"
        )
    for name in ("stage.js", "stage.css"):
        if not resources.files("ranklab").joinpath("explorer", "static", name).is_file():
            lines.append(f"ranklab/explorer/static/{name} is missing: install ranklab again")
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        lines.append("ranklab needs Python 3.11, 3.12 or 3.13, the versions TensorFlow supports")
    return lines


def colliding() -> str:
    """How to fix two TensorFlows that overwrite each other's files; empty if there is only one."""
    found = [f"{package} {version}" for package in TENSORFLOWS if (version := version_of(package))]
    if len(found) < 2:
        return ""
    return (
        f"{' and '.join(found)} are both installed and overwrite each other's files: either may "
        f"break. To fix it: {uninstall(*TENSORFLOWS)}, then install one of them: "
        f"{install('tensorflow')}, or, without a GPU, {install('tensorflow-cpu')}"
    )


def _for_losses() -> tuple[str, ...]:
    """Keras, and the installed TensorFlows, or the one to install on this machine."""
    there = tuple(package for package in TENSORFLOWS if version_of(package))
    return ("keras", *(there or (_TENSORFLOW,)))


def _table(title: str, packages: Iterable[str]) -> list[str]:
    """Print the version of each package, and return the missing ones."""
    found = {package: version_of(package) for package in packages}
    print(f"{title}:")
    for package, version in found.items():
        print(f"  {package.ljust(_WIDTH)}  {version or 'missing'}")
    return [package for package, version in found.items() if version is None]


def core() -> tuple[bool, str]:
    """Explain the documented example, and check the loss."""
    try:
        answer = import_module("ranklab.explanation.answer")
        scenario = import_module("ranklab.explanation.scenario").Scenario([0.6, 0.8], [1, 0])
        loss = answer.explain(scenario).loss
    except Exception as error:  # any error here is the answer
        return False, f"The core does not work: {type(error).__name__}: {error}"
    expected = math.log(1 + math.exp(0.8 - 0.6))
    if not math.isclose(loss, expected, rel_tol=1e-12):
        return False, f"The core does not work: explain gives {loss!r} instead of {expected:.6f}"
    return True, f"The core works: explain gives {loss:.6f}, as documented."


def keras() -> tuple[bool, str]:
    """Compute the same example with Keras, in a separate process."""
    try:
        verification = import_module("ranklab.experiments.verification")
        scenario = import_module("ranklab.explanation.scenario").Scenario([0.6, 0.8], [1, 0])
        verified = verification.verify_apart(scenario)
    except Exception as error:
        return False, f"Keras does not work: {error}"
    return bool(verified.difference < 1e-9), str(verified.describe())


def _unseen_labextensions() -> dict[str, str]:
    """Packages whose JupyterLab extension is not found, each with the package that installs it."""
    try:
        folders = import_module("jupyter_core.paths").jupyter_path("labextensions")
    except ImportError:
        return {}  # JupyterLab is missing, which is reported already
    return {
        package: brought_by
        for package, (extension, brought_by) in _LABEXTENSIONS.items()
        if not any((Path(folder) / extension / "package.json").is_file() for folder in folders)
    }
