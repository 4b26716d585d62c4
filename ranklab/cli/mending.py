"""The command that mends what is missing, with the versions that ranklab asks for."""

from __future__ import annotations

import re
import sys
from importlib import metadata


def install(*packages: str) -> str:
    """The command that installs packages where this ranklab runs, for any shell."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return " ".join([python, "-m pip install", *map(_requirement, packages)])


def _requirement(package: str) -> str:
    """What ranklab asks of a package, in quotes: its bounds hold a `<`."""
    try:
        requirements = metadata.requires("ranklab") or []
    except metadata.PackageNotFoundError:
        requirements = []
    for requirement in requirements:
        match = re.match(r"([\w.-]+)\s*([^;]*)", requirement)
        if match and match[1] == package:
            return f'"{match[1]}{match[2].strip()}"'
    return package
