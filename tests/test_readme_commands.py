"""Every command of the README and of docs/ is run as it stands, or named beside what runs it.

The sandbox is a copy of the checkout whose `.venv` is the environment of the tests.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from filelock import FileLock
from test_readme import TEXTS

CHECKOUT = Path(__file__).parents[1]
LESSON = "00_start_here.ipynb"
PATIENCE = 120  # seconds until a server is there, or gone
# JupyterLab looks for a free port some time before it takes it: one server of these at a time.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
PORTS = Path(tempfile.gettempdir()) / f"ranklab-{RUN}.lock"

pytestmark = pytest.mark.slow


def commands(text):
    """Every command of a page: the lines of its shell blocks, and those within a sentence."""
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    lines = [
        re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.splitlines()
    ]
    starts = r"(?:make|ranklab|jupyter|pip|git|python3?|voila|\.venv/bin/\w+) "
    sentences = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [*filter(None, lines), *re.findall(rf"`({starts}[^`]+)`", sentences)]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sandbox") / "checkout"
    ignored = shutil.ignore_patterns(".*", "node_modules", "__pycache__")
    shutil.copytree(CHECKOUT, folder, ignore=ignored)
    (folder / ".venv").mkdir()
    for path in Path(sys.prefix).iterdir():
        (folder / ".venv" / path.name).symlink_to(path)
    for name in ("ready-lab", "ready-test"):  # nothing to install
        (folder / ".venv" / name).unlink(missing_ok=True)
        (folder / ".venv" / name).touch()
    (folder / "data.csv").write_text("query,item,score,label\n1,tea,0.6,1\n1,milk,0.8,0\n")
    for name in ("train.svm", "test.svm"):
        lines = [f"{i % 3} qid:{i // 4} 1:{i % 3}.5 2:0.{i}" for i in range(8)]
        (folder / name).write_text("\n".join(lines))
    shim = folder.parent / "bin" / "ranklab"  # on the path, as in an activated environment
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ranklab "$@"\n')
    shim.chmod(0o755)
    # Without its pyvenv.cfg, the Python in there would be the machine's, and so would pip's folder.
    prefix = [folder / ".venv" / "bin" / "python", "-c", "import sys; print(sys.prefix)"]
    assert subprocess.check_output(prefix, text=True).strip() == str(folder / ".venv")
    config = folder.parent / "config"
    config.mkdir()
    server = '{"ServerApp": {"allow_root": true, "open_browser": false}}'
    (config / "jupyter_server_config.json").write_text(server)
    return folder


def environment(sandbox, **more):
    return {
        **os.environ,
        "PATH": f"{sandbox.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "JUPYTER_CONFIG_DIR": str(sandbox.parent / "config"),
        "BROWSER": "true",  # the command, which opens nothing
        # No test may change an environment that it did not make, whatever a page says.
        "PIP_NO_INDEX": "1",
        "PIP_REQUIRE_VIRTUALENV": "1",
        **more,
    }


def finished(command, folder, **more):
    """Run a command to its end and return what it printed."""
    options = {"shell": True, "cwd": folder, "capture_output": True, "text": True}
    done = subprocess.run(
        command, executable="/bin/bash", **options, env=environment(folder, **more)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def runs(*said):
    """The command ends well, and says this."""

    def check(command, sandbox):
        printed = finished(command, sandbox)
        for part in said:
            assert part in printed

    return check


def serves(address):
    """The command starts a server, which says where it is, and a page stands there."""

    def check(command, sandbox):
        log = sandbox.parent / "log"
        options = {"shell": True, "executable": "/bin/bash", "start_new_session": True}
        options |= {"cwd": sandbox, "env": environment(sandbox)}
        with FileLock(PORTS), log.open("w") as stream:
            process = subprocess.Popen(command, **options, stdout=stream, stderr=stream)
            try:
                assert "<html" in page(said(address, process, log), process, log).lower()
            finally:
                stop(process)

    return check


def said(address, process, log):
    """Wait for an address in what a process prints; the whole address."""
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(rf"{address}\S*(?=\s)", log.read_text())):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    return found[0]


def page(url, process, log):
    """What stands at an address; JupyterLab says where it is just before it listens there."""
    at = urllib.parse.urlsplit(url)
    deadline = time.monotonic() + PATIENCE
    while not listens(at.hostname, at.port):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.read().decode()


def listens(host, port):
    try:
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return False
    return True


def stop(process):
    """Tell a server to stop, as often as a person would; then end it: stopping is Jupyter's."""
    for signum in (*[signal.SIGTERM] * 6, signal.SIGKILL):
        if process.poll() is not None:
            break
        os.killpg(process.pid, signum)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)


def explores(command, sandbox):
    serves(r"http://127\.0\.0\.1:\d+/lab/tree/explore_data(_\d)?\.ipynb")(command, sandbox)


def explores_letor(command, sandbox):
    (sandbox / "train.txt").write_text("1 qid:1 1:5 3:2\n0 qid:1 1:6 3:7\n")
    serves(r"http://127\.0\.0\.1:\d+/lab/tree/explore_train\.ipynb")(command, sandbox)


def fills_in_the_badge(command, sandbox):
    finished(command, sandbox)
    assert "/v2/gh/owner/name/HEAD?urlpath=" in (sandbox / "README.md").read_text("utf-8")


def is_run_by(where):
    """Too long to run again: CI or a person does; here, that its recipe names what is there."""

    def check(command, sandbox):
        recipe = finished(command.replace("make", "make -n", 1), sandbox)
        files = re.findall(r"\b(?:tests|benchmarks|binder|ranklab)/[\w/.]+", recipe)
        assert [name for name in files if not (CHECKOUT / name).exists()] == [], recipe
        assert recipe.strip()
        if where:
            assert command in (CHECKOUT / where).read_text("utf-8").splitlines()

    return check


def shortly(*said):
    """The command ends well and says this, in its short form: the whole takes minutes."""

    def check(command, sandbox):
        runs(*said)(f"{command} --seeds 1 --epochs 1 --temperatures 1", sandbox)

    return check


def makes_an_environment(command, sandbox):
    finished(command, empty(sandbox))
    assert (empty(sandbox) / ".venv" / "bin" / "python").exists()


def installs_a_checkout(command, sandbox):
    """As it stands, but what ranklab needs is not downloaded; `make lab` downloads just this."""
    folder = empty(sandbox)
    if not (folder / ".venv").exists():
        makes_an_environment("python3 -m venv .venv", sandbox)
    tools = sysconfig.get_path("purelib")  # hatchling
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    finished(command, folder, **offline, PYTHONPATH=tools)
    place = finished(".venv/bin/ranklab --version", folder, PYTHONPATH="")
    assert place.startswith("ranklab ")
    shutil.rmtree(folder / ".venv")
    recipe = finished("make -n lab", folder)
    assert command.replace(" install ", " install --quiet ") in recipe


def resolves(command, sandbox):
    """pip would install this checkout with what it asks for, all of which the tests have."""
    command = command.replace("pip install ", "pip install --dry-run --no-build-isolation ")
    runs("Would install ranklab-")(
        f".venv/bin/python -m {command.replace('ranklab', '.')}", sandbox
    )


def is_installed(name):
    """What pip is asked for is a requirement of the tests."""

    def check(command, sandbox):
        runs(f"already satisfied: {name}")(f".venv/bin/python -m {command}", sandbox)

    return check


def empty(sandbox):
    """The checkout again, without an environment."""
    folder = sandbox.parent / "empty"
    if not folder.exists():
        shutil.copytree(sandbox, folder, ignore=shutil.ignore_patterns(".venv"))
    return folder


LAB = r"http://127\.0\.0\.1:\d+/lab"
# Each command of a page, and how it is run.
HOW = {
    "make lab": serves(LAB),
    'make lab ARGS="--no-browser --port 8899"': serves(LAB),
    "make test": is_run_by(".ci/run"),
    "make check": is_run_by(""),
    "make bench": is_run_by(""),
    "make portable": is_run_by(""),
    "make stage": is_run_by(""),
    "make notebooks": is_run_by(""),
    "make pictures": is_run_by(""),
    ".venv/bin/python -m pytest tests/test_metrics.py": runs(" passed"),
    "make handouts": is_run_by(""),
    "make soak": is_run_by(""),
    "make binder-check": is_run_by(".ci/run"),
    "make badge REPO=owner/name": fills_in_the_badge,
    "python3 -m venv .venv": makes_an_environment,
    ".venv/bin/python -m pip install --editable '.[notebooks]'": installs_a_checkout,
    "TF_ENABLE_ONEDNN_OPTS=0 TF_CPP_MIN_LOG_LEVEL=1 .venv/bin/jupyter lab "
    f"notebooks/{LESSON}": serves(LAB),
    ".venv/bin/python -m pip install voila": runs("already satisfied: voila"),
    f".venv/bin/voila notebooks/{LESSON}": serves(r"http://localhost:\d+/"),
    ".venv/bin/python -m ranklab": runs("usage: ranklab"),
    "ranklab compare-training": shortly("Gapminder", "No verdict from 1 seed"),
    "ranklab compare-training train.svm test.svm": shortly(
        "2 lists to learn from, 2 held out", "No verdict from 1 seed"
    ),
    "pip install keras-rs": is_installed("keras-rs"),
    "pip install ranklab": resolves,
    'pip install "ranklab[cpu]"': resolves,
    'pip install "ranklab[notebooks]"': resolves,
    "pip install ranklab jupyterlab": resolves,
    "ranklab lab": serves(rf"http://127\.0\.0\.1:\d+/lab/tree/{LESSON}"),
    "ranklab explain --scores 0.6,0.8 --labels 1,0": runs(
        "Softmax loss of 2 items at T = 1: 0.798."
    ),
    "ranklab explain --scores -1,2 --labels 1,0 --loss unique_softmax --temperature 0.5 --json": (
        runs('{"loss": 6.0024756851377')  # ln(1 + e^6)
    ),
    "ranklab explain --help": runs("usage: ranklab explain"),
    "ranklab explore data.csv": explores,
    "ranklab explore data.csv --most 120": explores,
    "ranklab explore train.txt --score 3": explores_letor,
    "ranklab doctor": runs("The core works: explain gives 0.798139"),
}


COMMANDS = {command for page in TEXTS for command in commands(page.read_text("utf-8"))}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_of_a_page_runs(command, sandbox):
    assert command in HOW, "a page has a command that no test runs: say in HOW what does"
    HOW[command](command, sandbox)


def test_every_command_named_here_is_on_a_page():
    assert set(HOW) - COMMANDS == set()


def test_commands_are_found_wherever_they_stand():
    page = "Say `make it`,\nnot `made`.\n```bash\nmake lab  # opens\n\nFOO=1 run 'a # b'\n```\n"
    assert commands(page) == ["make lab", "FOO=1 run 'a", "make it"]
