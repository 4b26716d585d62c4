"""Paths on the command line."""

from __future__ import annotations

from pathlib import Path

from ranklab.cli.errors import CommandError
from ranklab.explanation.checks import shown


def expanded(path: str) -> Path:
    """Expand `~` in a path.

    Raises:
        CommandError: There is no such user.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise CommandError(
            f"there is no home folder for {shown(path)}: write ./~... for a name that starts with ~"
        ) from None
