"""The pip commands that install what is missing, with the versions that ranklab requires."""

from __future__ import annotations

import re
import sys
from importlib import metadata


def install(*packages: str) -> str:
    """The command that installs packages in the environment of this ranklab, for any shell."""
    return _pip("install", *map(_requirement, packages))


def uninstall(*packages: str) -> str:
    """The command that removes packages from the environment of this ranklab."""
    return _pip("uninstall", "--yes", *packages)


def _pip(*arguments: str) -> str:
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return " ".join([python, "-m pip", *arguments])


def _requirement(package: str) -> str:
    """The requirement of ranklab for a package, quoted for a shell if it has bounds or extras."""
    try:
        requirements = metadata.requires("ranklab") or []
    except metadata.PackageNotFoundError:
        requirements = []
    for requirement in requirements:
        match = re.match(r"([\w.-]+)\s*([^;]*)", requirement)
        if match and match[1] == package:
            return f'"{match[1]}{match[2].strip()}"'
    return f'"{package}"' if "[" in package else package
