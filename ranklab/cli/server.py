"""JupyterLab, opened on a notebook, with what TensorFlow needs to be quiet in its kernels."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ranklab.cli.errors import NOT_WORKING, CommandError
from ranklab.cli.pip_commands import install
from ranklab.explanation.checks import shown

# Without both, TensorFlow fills the first cell that loads it with red text.
QUIET_TENSORFLOW = {"TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "1"}
MAX_PORT = 65_535
_PORT = re.compile(r"[0-9]{1,5}")  # int() takes no thousands of digits

# Where JupyterLab finds defaults for its settings, below what the user has set: without ours it
# asks about news on the first screen.
CONFIG_PATH = "JUPYTER_CONFIG_PATH"
SETTINGS = Path(__file__).parent / "jupyter"


def check(options: argparse.Namespace) -> None:
    """Refuse before anything is written: no JupyterLab, or a port that is none.

    Raises:
        CommandError: The message says what to do.
    """
    port = options.port
    if port is not None and not (_PORT.fullmatch(port) and int(port) <= MAX_PORT):
        raise CommandError(f"port must be a whole number from 0 to {MAX_PORT}, got {shown(port)}")
    if find_spec("jupyterlab") is None:
        raise CommandError(f"JupyterLab is not installed: {install('jupyterlab')}", NOT_WORKING)


def serve(folder: Path, notebook: str, options: argparse.Namespace) -> int:
    """Serve a folder in this process, opened on one of its notebooks, until it is stopped.

    The kernels inherit the environment. What stands after `--` is JupyterLab's.
    """
    for name, value in QUIET_TENSORFLOW.items():
        os.environ.setdefault(name, value)
    paths = os.environ.get(CONFIG_PATH, "").split(os.pathsep)
    if str(SETTINGS) not in paths:  # last: what stands there is meant more than ours
        os.environ[CONFIG_PATH] = os.pathsep.join([*filter(None, paths), str(SETTINGS)])
    labapp = import_module("jupyterlab.labapp")
    return _code(labapp.main, arguments_for(folder, notebook, options))


def arguments_for(folder: Path, notebook: str, options: argparse.Namespace) -> list[str]:
    """What JupyterLab is told; the address that it prints opens the notebook, too."""
    own = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{quote(notebook)}"]
    if options.no_browser:
        own.append("--no-browser")
    if options.port is not None:
        own.append(f"--port={options.port}")
    return [*own, *options.jupyter]


def _code(main: Any, arguments: Sequence[str]) -> int:
    try:
        main(list(arguments))
    except SystemExit as done:
        if isinstance(done.code, str):
            raise CommandError(done.code, NOT_WORKING) from None
        return done.code or 0
    return 0
