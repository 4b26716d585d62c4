"""The error of a command, printed as one line instead of a traceback."""

from __future__ import annotations

BAD_INPUT = 2
NOT_WORKING = 1


class CommandError(Exception):
    """A command cannot do what was asked; the message is one line.

    Args:
        message: What was given, what was expected, what to do.
        code: The exit code: `BAD_INPUT`, or `NOT_WORKING` if something is missing or broken.
    """

    def __init__(self, message: object, code: int = BAD_INPUT) -> None:
        super().__init__(" ".join(str(message).split()))
        self.code = code
