"""The base installation: the wheel in a fresh environment, with what it asks for and nothing else.

No Keras and no TensorFlow is there: the explorer, the readers, the command line and the lessons
work, and what needs TensorFlow says in one sentence what to install.
"""

import email
import json
import os
import re
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock
from wheels import CHECKOUT, build, pip

from ranklab.installed import MISSING

README = (CHECKOUT / "README.md").read_text("utf-8")
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("**/[!.]*.ipynb"))
NEEDING_TENSORFLOW = {"00", "05", "06", "07"}  # lessons, as the README says
MAX_MB = 400
pytestmark = pytest.mark.slow

# Each line is a statement that needs TensorFlow.
REFUSED = """\
ranklab.SoftmaxLoss
ranklab.losses.get
from ranklab.losses import NDCGLambdaWeight
ranklab.verify(scenario)
ranklab.train
ranklab.explain(scenario, loss=own)
ranklab.explore(scenario, loss=own)
ranklab.Lab(scenario, own)
ranklab.compare(scenario, loss=[own, "softmax"])
ranklab.descend(scenario, loss=own)
ranklab.explore(scenario).verify()
"""

START = """\
import json
import ranklab

scenario = ranklab.Scenario([0.6, 0.8], [1, 0])
own = lambda y_true, y_pred: y_pred
"""

REFUSE = """
said = {}
for statement in %r.splitlines():
    try:
        exec(statement)
    except ImportError as error:
        said[statement] = str(error)
print(json.dumps(said))
"""

TOUCH = """
explorer = ranklab.explore(scenario, show=["competitors", "derivation", "metrics"])
bundle, _ = explorer._repr_mimebundle_()
moved = {**explorer.picture["scenario"], "scores": [2.0, 0.8]}
edit = {"name": "edit", "arguments": {"scenario": moved}, "revision": 1}
explorer.set_state({"edit": {"revision": 1, "commands": [edit]}})
edited = repr(explorer)
verify = {"name": "verify", "arguments": {}, "revision": 2}
import threading
explorer.set_state({"edit": {"revision": 2, "commands": [edit, verify]}})
for thread in threading.enumerate():
    if thread is not threading.current_thread() and thread.daemon:
        thread.join(timeout=60)
trainer = ranklab.Trainer(epochs=2)
trainer.start()
trainer.wait()
print(json.dumps({
    "formats": list(bundle),
    "edited": edited,
    "still": repr(explorer),
    "verification": explorer.verification,
    "trainer": [trainer.children[3].value, repr(trainer.lab.scenario.items[0])],
    "read": repr(ranklab.data.paste("0.6 1")),
    "scored": repr(ranklab.data.from_model(lambda features: features, [([[0.5, 1.0]], [[1, 0]])])),
}))
"""


class Base:
    """The fresh environment."""

    def __init__(self, home):
        self.home = home
        self.bin = home / ("Scripts" if os.name == "nt" else "bin")

    def run(self, command, *arguments, code=0):
        """What a command there prints; it knows nothing of the environment of the tests."""
        done = subprocess.run(
            [str(self.bin / command), *arguments],
            cwd=self.home,
            capture_output=True,
            encoding="utf-8",
            env={
                **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
                "PYTHONIOENCODING": "utf-8",
                "RANKLAB_PROGRESS": str(self.home / "progress.json"),
            },
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def megabytes(self):
        """What pip has put there, the byte code included."""
        folders = [self.home / "lib", self.home / "Lib", self.home / "share"]
        files = (path for folder in folders for path in folder.rglob("*"))
        return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(CHECKOUT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def base(wheel, tmp_path_factory):
    """Installed once, whichever process of the tests is first."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home = shared / "base-installation"
    with FileLock(f"{home}.lock"):
        if not (home / "ready").exists():
            venv.create(home, with_pip=False, symlinks=os.name != "nt")
            pip("--python", str(Base(home).bin / "python"), "install", str(wheel))
            (home / "ready").touch()
    return Base(home)


def required(wheel, extra=None):
    """The names of what the wheel asks for, from its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = email.message_from_bytes(archive.read(name)).get_all("Requires-Dist")
    named = {line: re.search(r"extra == '(\w+)'", line) for line in lines}
    return {
        re.match(r"[\w-]+", line)[0]
        for line, found in named.items()
        if (found and found[1]) == extra
    }


def test_the_wheel_asks_for_tensorflow_in_an_extra_alone(wheel):
    tensorflow = {"keras", "tensorflow", "tensorflow-cpu"}
    assert not [name for name in required(wheel) if re.search("keras|tensorflow", name)]
    assert required(wheel, "cpu") == tensorflow
    for everything in ("notebooks", "tests"):
        assert required(wheel, everything) > tensorflow


def test_neither_keras_nor_tensorflow_is_there(base):
    look = "from importlib.util import find_spec as f; print(f('keras'), f('tensorflow'))"
    assert base.run("python", "-c", look) == "None None\n"


def test_the_readme_says_how_much_it_takes(base):
    said = re.search(r"`pip install ranklab` .*\| (\d+) MB \|", README)
    assert base.megabytes() == pytest.approx(int(said[1]), rel=0.15)
    assert base.megabytes() < MAX_MB


def test_the_explorer_the_readers_and_the_trainer_work(base):
    said = json.loads(base.run("python", "-W", "error", "-c", START + TOUCH).splitlines()[-1])
    assert {"application/vnd.jupyter.widget-view+json", "text/plain"} < set(said["formats"])
    assert said["edited"] == said["still"] == "Explorer(softmax, n=2, T=1.00, loss=0.263282)"
    text = f"Keras could not be asked: {MISSING}"
    assert said["verification"] == {"state": "failed", "text": text}
    words, first = said["trainer"]
    assert MISSING.replace('"', "&quot;") in words
    assert first == "'Argentina'"
    assert said["read"] == "Lists(1 list, 1 item)"
    assert said["scored"] == "Lists(1 list, 2 items)"


def test_what_needs_tensorflow_says_one_sentence(base):
    said = json.loads(base.run("python", "-c", START + REFUSE % REFUSED))
    assert said == dict.fromkeys(REFUSED.splitlines(), MISSING)


def test_the_command_line_works(base):
    explained = base.run("ranklab", "explain", "--scores", "0.6,0.8", "--labels", "1,0")
    assert explained.startswith("Softmax loss of 2 items at T = 1: 0.798.")
    doctor = base.run("ranklab", "doctor")
    assert "The core works" in doctor
    assert "To fix it" not in doctor  # nothing is broken: what is missing is optional
    assert '-m pip install "ranklab[cpu]", or any other TensorFlow\n' in doctor
    assert MISSING in base.run("ranklab", "doctor", "--deep", code=1)


def test_a_lesson_needs_tensorflow_where_the_readme_says_so(base):
    script = Path(__file__).with_name("run_lessons.py")
    ran = json.loads(base.run("python", str(script), *map(str, NOTEBOOKS)))
    assert {name: one["differs"] for name, one in ran.items() if one["differs"]} == {}
    failed = {Path(name).name: list(one["errors"].values()) for name, one in ran.items()}
    needing = {name: errors for name, errors in failed.items() if errors}
    assert {name[:2] for name in needing} == NEEDING_TENSORFLOW
    for errors in needing.values():  # the sentence, and no traceback around it
        assert errors[0].strip() == f"TensorFlowMissingError: {MISSING}"
