"""CommandError: what a command says in one line instead of a traceback."""

from __future__ import annotations

BAD_INPUT = 2
NOT_WORKING = 1


class CommandError(Exception):
    """What a command cannot do, in one line, with the exit code for it.

    Args:
        message: What was given, what was expected, what to do.
        code: `BAD_INPUT` for what the caller can mend, `NOT_WORKING` for what is missing.
    """

    def __init__(self, message: object, code: int = BAD_INPUT) -> None:
        super().__init__(" ".join(str(message).split()))
        self.code = code
