"""`ranklab doctor`: what is installed, what is missing, and what mends it."""

from __future__ import annotations

import argparse
import math
import platform
import sys
from collections.abc import Iterable
from importlib import import_module, metadata, resources
from pathlib import Path

import ranklab
from ranklab.cli.mending import install
from ranklab.cli.refusal import NOT_WORKING

# For the pictures: what JupyterLab must be able to send to a browser.
_LABEXTENSIONS = {
    "anywidget": ("anywidget", "anywidget"),
    "ipywidgets": ("@jupyter-widgets/jupyterlab-manager", "jupyterlab_widgets"),
}
_ARM = ("aarch64", "arm64")  # tensorflow-cpu has no wheels for them, nor for a Mac
_TENSORFLOW = (
    "tensorflow" if sys.platform == "darwin" or platform.machine() in _ARM else "tensorflow-cpu"
)
PACKAGES = (
    "numpy", "keras", _TENSORFLOW, "ipywidgets", "anywidget", "traitlets", "jupyterlab", "plotly",
    "matplotlib", "narwhals", "filelock", "platformdirs",
)  # fmt: skip

SELF_TEST = """\
import ipywidgets
import ranklab

explorer = ranklab.explore(ranklab.Scenario(scores=[0.6, 0.8], labels=[1, 0]))
answer = ipywidgets.Label("No answer from the browser yet: drag one of the bars.")
explorer.observe(lambda _: setattr(answer, "value", "It works: the browser answered."), "edit")
ipywidgets.VBox([explorer, answer])
"""
_MUST_SEE = """\
You must see two bars and the loss, 0.798; drag a bar, and the line below says that it works.
If you see text alone, such as VBox(children=...), JupyterLab has no widgets: install what is
missing above where JupyterLab runs, start it again, and reload the page."""


def run(options: argparse.Namespace) -> int:
    """Print what there is, and return 0 where the core works."""
    found = {package: _version(package) for package in PACKAGES}
    print(f"ranklab {ranklab.__version__} in {Path(ranklab.__file__).parent}")
    print(f"Python {platform.python_version()} in {sys.executable}")
    width = max(map(len, PACKAGES))
    for package, version in found.items():
        print(f"  {package.ljust(width)}  {version or 'missing'}")
    missing = [package for package, version in found.items() if version is None]
    for line in advice(missing):
        print(line)

    works, said = core()
    print(said)
    if options.deep:
        print("Asking Keras: TensorFlow loads for some seconds ...", file=sys.stderr, flush=True)
        agrees, said = keras()
        print(said)
        works = works and agrees
    print(f"\nTo try a picture, paste this into a cell of a notebook:\n\n{SELF_TEST}\n{_MUST_SEE}")
    return 0 if works else NOT_WORKING


def advice(missing: Iterable[str]) -> list[str]:
    """Say what mends what is missing, a line each."""
    lines = []
    absent = list(missing)
    if absent:
        lines.append(f"To mend it: {install(*absent)}")
    unseen = [name for package, name in _unseen_labextensions().items() if package not in absent]
    if unseen:
        lines.append(
            f"JupyterLab does not see {' and '.join(unseen)}: no picture will show. "
            f"To mend it: {install('--force-reinstall', '--no-deps', *unseen)}"
        )
    for name in ("stage.js", "stage.css"):
        if not resources.files("ranklab").joinpath("stage", name).is_file():
            lines.append(f"ranklab/stage/{name} is missing: install ranklab again")
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        lines.append("ranklab needs Python 3.11, 3.12 or 3.13: TensorFlow has no others")
    return lines


def core() -> tuple[bool, str]:
    """Explain the documented example, and say whether the numbers are right."""
    try:
        explanation = import_module("ranklab.explanation")
        scenario = import_module("ranklab.scenario").Scenario([0.6, 0.8], [1, 0])
        loss = explanation.explain(scenario).loss
    except Exception as error:  # whatever is broken in here is what is asked for
        return False, f"The core does not work: {type(error).__name__}: {error}"
    expected = math.log(1 + math.exp(0.8 - 0.6))
    if not math.isclose(loss, expected, rel_tol=1e-12):
        return False, f"The core does not work: explain gives {loss!r}, and not {expected:.6f}"
    return True, f"The core works: explain gives {loss:.6f}, as documented."


def keras() -> tuple[bool, str]:
    """Ask Keras about the same example, in a process of its own."""
    try:
        verification = import_module("ranklab.verification")
        scenario = import_module("ranklab.scenario").Scenario([0.6, 0.8], [1, 0])
        verified = verification.verify_apart(scenario)
    except Exception as error:
        return False, f"Keras does not work: {error}"
    return bool(verified.difference < 1e-9), str(verified.describe())


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _unseen_labextensions() -> dict[str, str]:
    """Each package whose part in the browser JupyterLab does not find, and who brings that."""
    try:
        folders = import_module("jupyter_core.paths").jupyter_path("labextensions")
    except ImportError:
        return {}  # no JupyterLab at all: that is said already
    return {
        package: brought_by
        for package, (extension, brought_by) in _LABEXTENSIONS.items()
        if not any((Path(folder) / extension / "package.json").is_file() for folder in folders)
    }
