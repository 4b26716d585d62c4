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


# The layers, read from the source: an import inside a function counts too.


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


def sources(module):
    """The files of one module or folder of the package."""
    path = PACKAGE / module
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def reaches(module, wanted):
    names = set().union(*map(imported_by, sources(module)))
    return any(name == wanted or name.startswith(f"{wanted}.") for name in names)


MODULES = sorted(path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir())
MODULES = [module for module in MODULES if not module.startswith("__")]


def test_only_what_asks_keras_imports_tensorflow():
    touching = [m for m in MODULES if reaches(m, "tensorflow") or reaches(m, "keras")]
    assert touching == ["data", "fitting", "installed", "losses", "own_loss", "verification"]


@pytest.mark.parametrize(
    ("module", "known"),
    [
        ("metrics", set()),
        ("links", set()),
        ("limits", set()),
        ("scenario", {"limits", "links"}),
        ("comparison", {"explanation", "own_loss", "scenario", "words"}),
        ("batch", {"explanation", "scenario", "words"}),
        ("sweeps", {"explanation", "scenario"}),
        ("descent", {"explanation", "limits", "metrics", "own_loss", "scenario"}),
        ("ties", {"explanation", "metrics", "scenario"}),
        ("installed", set()),
        ("losses", {"installed"}),
        ("textbook", {"metrics"}),
        ("words", {"limits", "scenario", "explanation"}),  # the second for its type alone
        ("explanation", {"limits", "metrics", "scenario", "textbook", "words"}),
        ("own_loss", {"explanation", "installed", "limits", "metrics", "scenario", "words"}),
        ("diagnosis", {"limits", "losses"}),  # the second to know a loss that is given
        ("gallery", {"scenario"}),
        ("edits", {"limits", "scenario"}),
        ("data", {"explanation", "installed", "limits", "metrics", "scenario", "words"}),
        ("derivation", {"explanation", "limits", "words"}),
        ("latex", {"derivation"}),
        ("sharing", {"derivation", "explanation", "figures", "latex"}),
        ("training", {"data", "limits", "metrics", "scenario"}),
        ("fitting", {"limits", "losses", "scenario", "training"}),
        ("trials", {"words"}),
        ("errata", {"explanation", "gallery"}),
        (
            "verification",
            {"explanation", "installed", "limits", "losses", "scenario", "words"},
        ),
        (
            "cli",
            {
                "data",
                "explanation",
                "fitting",
                "installed",
                "limits",
                "scenario",
                "training",
                "trials",
                "words",
            },
        ),
    ],
)
def test_a_module_knows_no_other_than_these(module, known):
    others = {other for other in MODULES if other != module}
    assert {other for other in others if reaches(module, f"ranklab.{other}")} <= known
