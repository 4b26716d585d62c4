"""Start JupyterLab on a notebook, with settings that quieten TensorFlow in its kernels."""

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

# Without both, TensorFlow writes warnings into the first cell that loads it.
QUIET_TENSORFLOW = {"TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "1"}
MAX_PORT = 65_535
_PORT = re.compile(r"[0-9]{1,5}")  # int() refuses thousands of digits

# Where JupyterLab finds default settings, which the user's settings override. Ours turn off the
# question about news on the first screen.
CONFIG_PATH = "JUPYTER_CONFIG_PATH"
SETTINGS = Path(__file__).parent / "jupyter"


def check(options: argparse.Namespace) -> None:
    """Check the port and that JupyterLab is installed, before anything is written.

    Raises:
        CommandError: The port is invalid, or JupyterLab is missing.
    """
    port = options.port
    if port is not None and not (_PORT.fullmatch(port) and int(port) <= MAX_PORT):
        raise CommandError(f"port must be a whole number from 0 to {MAX_PORT}, got {shown(port)}")
    if find_spec("jupyterlab") is None:
        raise CommandError(f"JupyterLab is not installed: {install('jupyterlab')}", NOT_WORKING)


def serve(folder: Path, notebook: str, options: argparse.Namespace) -> int:
    """Serve a folder in this process, opened on one of its notebooks, until it is stopped.

    Kernels inherit the environment. Options after `--` are passed to JupyterLab.
    """
    for name, value in QUIET_TENSORFLOW.items():
        os.environ.setdefault(name, value)
    paths = os.environ.get(CONFIG_PATH, "").split(os.pathsep)
    if str(SETTINGS) not in paths:  # last: earlier entries override it
        os.environ[CONFIG_PATH] = os.pathsep.join([*filter(None, paths), str(SETTINGS)])
    labapp = import_module("jupyterlab.labapp")
    return _code(labapp.main, arguments_for(folder, notebook, options))


def arguments_for(folder: Path, notebook: str, options: argparse.Namespace) -> list[str]:
    """The arguments of JupyterLab; the address that it prints opens the notebook as well."""
    ours = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{quote(notebook)}"]
    if options.no_browser:
        ours.append("--no-browser")
    if options.port is not None:
        ours.append(f"--port={options.port}")
    return [*ours, *options.jupyter]


def _code(main: Any, arguments: Sequence[str]) -> int:
    try:
        main(list(arguments))
    except SystemExit as done:
        if isinstance(done.code, str):
            raise CommandError(done.code, NOT_WORKING) from None
        return done.code or 0
    return 0
