"""Paths as they stand on a command line."""

from __future__ import annotations

from pathlib import Path

from ranklab.cli.errors import CommandError
from ranklab.explanation.checks import shown


def expanded(path: str) -> Path:
    """A path with its `~`, which a shell leaves in where it knows no such user.

    Raises:
        CommandError: There is no such user.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise CommandError(
            f"there is no home folder for {shown(path)}: write ./~... for a name that starts with ~"
        ) from None
