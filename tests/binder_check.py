"""What Binder would do, without Docker: `make binder-check`.

repo2docker says what it would build. Then its steps are taken in a fresh environment, with the
real files of `binder/`: what the base brings, the pinned requirements, `postBuild`; and under
`start` JupyterLab opens on the badge's lesson, and the first lesson runs under nbval. At the end
stands what was installed, in MB. Only the files that git knows, or would take, are there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT / "tests" / "browser"))

from lab_server import OPEN_TO_TESTS, free_port, served  # noqa: E402

ENVIRONMENT = CHECKOUT / ".venv-binder"
PYTHONS = ("3.13", "3.12", "3.11")
MAX_MB = 1_750  # of what stands in binder/requirements.txt; the base is Binder's
NOTIFICATION = "@jupyterlab/apputils-extension:notification"


class Package(NamedTuple):
    """A package as it is installed."""

    version: str
    megabytes: float


def main() -> None:
    """Take Binder's steps one by one; the first that fails ends it."""
    start = time.monotonic()
    version = (CHECKOUT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    with TemporaryDirectory() as folder:
        repository = Path(folder, "repository")
        copy_what_git_knows(repository)
        with step("repo2docker says what it would build"):
            check_dockerfile(dockerfile(repository), version)
        with step("a fresh environment with what Binder's base brings"):
            python = python_like(version)
            subprocess.run([python, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
            constraints = Path(folder, "base.txt")
            brought = base_pins(version)
            constraints.write_text("\n".join(f"{name}=={pin}" for name, pin in brought.items()))
            pip("install", "--constraint", str(constraints), "jupyterlab", "ipywidgets")
            base = installed()
        with step("binder/requirements.txt"):
            requirements = repository / "binder" / "requirements.txt"
            pip("install", "--requirement", str(requirements))
            check_pins(brought, base, installed(), requirements.read_text())
            everything = installed()
        with step("binder/postBuild"):
            run(repository, "binder/postBuild")
            pip("check")
        with step("binder/start: JupyterLab opens the lesson of the badge"):
            check_server(repository, Path(folder, "log"))
        with step("binder/start: the first lesson under nbval"):
            pip("install", "--constraint", str(constraints), f"nbval=={metadata.version('nbval')}")
            Path(folder, "pytest.ini").write_text("[pytest]")  # not ours, which is for other tests
            nbval = [
                "python",
                "-m",
                "pytest",
                "-c",
                f"{folder}/pytest.ini",
                "-p",
                "no:cacheprovider",
            ]
            nbval += [
                "--nbval",
                "--nbval-current-env",
                f"{repository}/notebooks/00_start_here.ipynb",
            ]
            run(repository, "binder/start", *nbval)
    report(base, everything)
    print(f"Binder would be well: {time.monotonic() - start:.0f} s")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    print(f"-- {name}", flush=True)
    start = time.monotonic()
    yield
    print(f"   {time.monotonic() - start:.0f} s", flush=True)


def copy_what_git_knows(target: Path) -> None:
    """Copy the checkout without what git ignores, as a clone would have it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (CHECKOUT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, target / name)


def dockerfile(repository: Path) -> str:
    """What repo2docker would build; it asks no Docker for that."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True)
    return done.stdout + done.stderr


def check_dockerfile(text: str, version: str) -> None:
    """TensorFlow is a layer that a commit does not touch, and our scripts run."""
    order = [
        f"environment-2epy-2d{version.replace('.', '-2e')}",  # the name of a file, escaped
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "COPY --chown=0:0 src/ ${REPO_DIR}/",
        "RUN ./binder/postBuild",
        'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"',
    ]
    places = [text.find(part) for part in order]
    if -1 in places or places != sorted(places):
        found = [f"{place:6} {part}" for place, part in zip(places, order, strict=True)]
        raise SystemExit("The Dockerfile has another order:\n" + "\n".join(found))


def python_like(version: str) -> str:
    """Binder's Python, or the newest of those that ranklab runs with."""
    for wanted in (version, *PYTHONS):
        python = shutil.which(f"python{wanted}")
        works = [python or "", "-c", "import ensurepip, venv"]
        if python and subprocess.run(works, capture_output=True).returncode == 0:
            if wanted != version:
                print(f"   no python{version} on the PATH: Python {wanted} stands in for it")
            return python
    print(f"   no python{version} on the PATH: {sys.executable} stands in for it")
    return sys.executable


def base_pins(version: str) -> dict[str, str]:
    """What Binder's base holds, by the lock file that repo2docker brings; pip knows most of it."""
    repo2docker = find_spec("repo2docker")
    if repo2docker is None or repo2docker.origin is None:
        raise SystemExit("repo2docker is not installed: make binder-check brings it")
    folder = Path(repo2docker.origin).parent / "buildpacks" / "conda"
    lock = (folder / f"environment.py-{version}-linux-64.lock").read_text()
    found = re.findall(r"/([a-zA-Z][\w.-]*)-(\d[\w.]*)-[^/-]+\.(?:conda|tar\.bz2)", lock)
    pins = {normalized(name): pin for name, pin in found}
    if "jupyterlab" not in pins:
        raise SystemExit("repo2docker's lock file names no jupyterlab: read it anew")
    return pins


def pip(*arguments: str) -> None:
    """Run pip in the fresh environment, with the cache of everybody."""
    command = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "--quiet", *arguments]
    subprocess.run(command, check=True, env=environment())


def run(repository: Path, script: str, *arguments: str) -> None:
    """Run a script of `binder/` as Binder does."""
    (repository / script).chmod(0o755)
    subprocess.run([f"./{script}", *arguments], cwd=repository, check=True, env=environment())


def environment() -> dict[str, str]:
    """Binder's variables, and nothing that a developer has set."""
    ours = (
        "PYTHONPATH",
        "PYTHONHOME",
        "VIRTUAL_ENV",
        "TF_ENABLE_ONEDNN_OPTS",
        "TF_CPP_MIN_LOG_LEVEL",
    )
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {
        **kept,
        "NB_PYTHON_PREFIX": str(ENVIRONMENT),
        "PATH": f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(ENVIRONMENT / "config"),
    }


def installed() -> dict[str, Package]:
    """What the fresh environment holds, by name."""
    [folder] = ENVIRONMENT.glob("lib/python*/site-packages")
    return {
        normalized(found.name): Package(found.version, size(found) / 1e6)
        for found in metadata.distributions(path=[str(folder)])
    }


def size(found: metadata.Distribution) -> int:
    """How many bytes the files of a package take, byte code included."""
    paths = [Path(str(file.locate())) for file in found.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())


def normalized(name: str) -> str:
    """A name as pip compares it: `ml_dtypes` is `ml-dtypes`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def check_pins(
    brought: dict[str, str], before: dict[str, Package], after: dict[str, Package], text: str
) -> None:
    """The requirements pin all that they add, nothing else, and change nothing of the base."""
    pins = re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE)
    pinned = {normalized(name): version for name, version in pins}
    added = {
        name: package.version
        for name, package in after.items()
        if (before[name].version != package.version if name in before else name not in brought)
    }
    if added != pinned:
        differs = sorted(added.items() ^ pinned.items())
        raise SystemExit(f"binder/requirements.txt must pin what pip adds, no more: {differs}")


def check_server(repository: Path, log: Path) -> None:
    """The badge's lesson is served, nobody asks about news, and TensorFlow is told to be quiet."""
    readme = (repository / "README.md").read_text(encoding="utf-8")
    badge = re.search(r"\(https://mybinder\.org/v2/gh/[^?)]+\?urlpath=([^)]+)\)", readme)
    if badge is None:
        raise SystemExit("README.md has no badge that opens a lesson")
    port = free_port()
    (repository / "binder/start").chmod(0o755)
    lab = ["./binder/start", "jupyter", "lab", "--no-browser", f"--port={port}", *OPEN_TO_TESTS]
    with served([*lab, "--ip=127.0.0.1"], port, log, cwd=repository, env=environment()) as address:
        page = urllib.request.urlopen(f"{address}/{badge[1]}")
        lesson = badge[1].removeprefix("lab/tree/")
        contents = urllib.request.urlopen(f"{address}/api/contents/{lesson}")
        settings = urllib.request.urlopen(f"{address}/lab/api/settings/{NOTIFICATION}")
        with page, contents, settings:
            assert page.status == 200
            assert json.load(contents)["content"]["cells"], lesson
            asked = json.load(settings)["schema"]["properties"]
    assert asked["fetchNews"]["default"] == "false", asked["fetchNews"]
    assert asked["checkForUpdates"]["default"] is False, asked["checkForUpdates"]
    names = "TF_ENABLE_ONEDNN_OPTS", "TF_CPP_MIN_LOG_LEVEL"
    code = f"import os; assert [os.environ[n] for n in {names}] == ['0', '1']"
    run(repository, "binder/start", "python", "-c", code)


def report(base: dict[str, Package], everything: dict[str, Package]) -> None:
    """Print what the requirements add, largest first, and refuse when it has grown."""
    added = {name: everything[name] for name in everything.keys() - base.keys()}
    total = 0.0
    for name, package in sorted(added.items(), key=lambda pair: -pair[1].megabytes):
        total += package.megabytes
        print(f"{package.megabytes:8,.1f} MB  {name} {package.version}")
    print(f"{total:8,.1f} MB  what binder/requirements.txt adds (at most {MAX_MB:,} allowed)")
    print(f"{sum(p.megabytes for p in base.values()):8,.1f} MB  JupyterLab and ipywidgets below it")
    if total > MAX_MB:
        raise SystemExit("Binder downloads more than it did: is all of it needed?")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Binder would fail here: {error}")
