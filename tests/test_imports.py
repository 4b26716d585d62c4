"""Who imports whom: ranklab answers without TensorFlow, and its layers stay apart."""

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import ranklab

PACKAGE = Path(ranklab.__file__).parent


# In the new interpreter: whoever imports TensorFlow or Keras is written down and gets nothing. To
# look whether they are there is no import.
WATCH = """
import sys
from importlib.machinery import ModuleSpec

class Watch:
    asked = []
    def find_spec(self, name, path=None, target=None):
        if name in ("tensorflow", "keras"):
            return ModuleSpec(name, self, origin="watched")
    def create_module(self, spec):
        self.asked.append(spec.name)
        raise ImportError(spec.name)
    def exec_module(self, module):
        raise AssertionError("never made")

sys.meta_path.insert(0, Watch())
try:
    import ranklab
    {statement}
finally:
    print("asked for", *Watch.asked)
"""


def asked_for(statement):
    """Which of TensorFlow and Keras a new interpreter imports for a statement, and its errors."""
    path = os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", WATCH.format(statement=statement)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    return done.stdout.splitlines()[-1].removeprefix("asked for").split(), done.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "dir(ranklab)",
        "ranklab.Scenario",
        "ranklab.explain(ranklab.Scenario([0.6, 0.8], [1, 0])).describe()",
        "ranklab.Lab",
        "ranklab.explore(show=['derivation'])",
        "ranklab.verify",
        "from ranklab.cli import main; main(['explain', '--scores', '0.6', '--labels', '1'])",
        "from ranklab.cli import main; main(['doctor'])",
        "print(ranklab.diagnose([[1, 0]], [[0.6, 0.8]]), ranklab.diagnose_model)",
        "print(ranklab.data.paste('0.6 1').hardest(1), ranklab.data.from_model)",
    ],
)
def test_nobody_asks_for_tensorflow(statement):
    assert asked_for(statement) == ([], "")


@pytest.mark.parametrize(
    "statement", ["ranklab.SoftmaxLoss", "ranklab.verify(ranklab.Scenario([1], [1]))"]
)
def test_the_losses_ask_for_tensorflow(statement):
    # So that the test above can fail.
    asked, _ = asked_for(statement)
    assert asked


def test_every_public_name_is_there():
    assert [name for name in ranklab.__all__ if not hasattr(ranklab, name)] == []
    assert set(ranklab.__all__) <= set(dir(ranklab))


def test_a_name_that_is_not_there_is_named():
    with pytest.raises(AttributeError, match="'ranklab' has no attribute 'softmax'"):
        _ = ranklab.softmax


# The folders, read from the source: an import inside a function counts too.


@cache
def imported_by(path):
    """The dotted names that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute, so that they can be read here"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def sources(room):
    """The files of a folder of the package, or its one file."""
    path = PACKAGE / room
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imports(path, wanted):
    return any(name == wanted or name.startswith(f"{wanted}.") for name in imported_by(path))


def reaches(room, wanted):
    return any(imports(path, wanted) for path in sources(room))


ROOMS = sorted(path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir())
ROOMS = [room for room in ROOMS if not room.startswith("__") and room != "notebooks"]

# What each may import: a folder that stands below it.
KNOWN = {
    "installed": set(),
    "losses": {"installed"},
    "explanation": {"installed"},  # a custom loss says what is missing
    "data": {"explanation", "installed"},
    "diagnosis": {"explanation", "losses"},  # the second to know a loss that is given
    "experiments": {"explanation", "installed", "losses"},
    "drawing": {"explanation", "experiments"},
    "explorer": {"explanation", "experiments", "drawing", "data"},
    "training": {"explanation", "data", "drawing", "explorer", "installed", "losses"},
    "course": {"explanation", "data", "explorer", "training"},
    "cli": {"explanation", "experiments", "data", "training", "installed"},
}
ASK_KERAS = {
    "data/batches.py",
    "experiments/verification.py",
    "explanation/custom_loss.py",
    "installed.py",
    "training/fitting.py",
}


def test_there_are_few_rooms():
    assert sorted(KNOWN) == ROOMS


@pytest.mark.parametrize("room", KNOWN)
def test_a_room_knows_no_other_than_these(room):
    known = {other for other in KNOWN if other != room and reaches(room, f"ranklab.{other}")}
    assert known <= KNOWN[room]


def test_imports_run_downward():
    # In the order above, nobody imports what comes later: there is no cycle.
    below: set[str] = set()
    for room, known in KNOWN.items():
        assert known <= below
        below.add(room)


def test_only_what_asks_keras_imports_tensorflow():
    touching = {
        path.relative_to(PACKAGE).as_posix()
        for room in ROOMS
        for path in sources(room)
        if room != "losses" and (imports(path, "tensorflow") or imports(path, "keras"))
    }
    assert touching == ASK_KERAS


@pytest.mark.parametrize("room", [room for room in KNOWN if room != "installed"])
def test_a_room_says_what_it_is_for(room):
    said = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8")))
    assert said
    assert said.count(".") >= 2
