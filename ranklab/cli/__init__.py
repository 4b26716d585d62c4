"""The command line: `ranklab lab`, `explain`, `explore`, `compare-training` and `doctor`.

Each command is a module of its name with a function `run`; its arguments are in `parser`. Add a
command there. The folder imports `explanation`, `experiments`, `data`, `training` and `installed`.

An error is one line on stderr and an exit code: 2 for bad input, 1 for something missing or
broken, 130 for Ctrl+C, 141 for a closed pipe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from ranklab.cli.errors import NOT_WORKING, CommandError
from ranklab.cli.parser import parse

# The exit codes of a shell for Ctrl+C and for a closed pipe.
INTERRUPTED, PIPE_CLOSED = 130, 141
TRACEBACK = "RANKLAB_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: The words after `ranklab` on the command line; None for `sys.argv`.

    >>> main(["explain", "--scores", "0.6,0.8", "--labels", "1,0"])
    Softmax loss of 2 items at T = 1: 0.798.
    On top: item 2; NDCG 0.631, MRR 0.500.
    Costs most: item 1, 0.798; its probability is 0.450 where the loss wants 1.00.
    One step of rate 1 moves up item 1 (by 0.550).
    One step of rate 1 moves down item 2 (by 0.550).
    <BLANKLINE>
            rank  label  score  probability  target    step  contribution
    item 2     1      0  0.800        0.550       0  −0.550             0
    item 1     2      1  0.600        0.450    1.00   0.550         0.798
    (step: the change of the score at rate 1; contribution: the part of the loss)
    0
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # do not fail on a minus sign where output is ASCII
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parse(sys.argv[1:] if arguments is None else arguments)
        code = 0
        if options is not None:
            command = options.command.replace("-", "_")  # a module has the name of its command
            code = import_module(f"ranklab.cli.{command}").run(options)
        if sys.stdout is not None:  # None if the shell closed it: >&-
            sys.stdout.flush()
        return code
    except CommandError as refused:
        return _fail(refused, refused.code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Otherwise Python reports the closed pipe again when it flushes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except ImportError as error:
        return _fail(f"{_one_line(error)}: ranklab doctor shows what is missing", NOT_WORKING)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        what = f"{type(error).__name__}: {_one_line(error)}"
        return _fail(f"{what} (unexpected; {TRACEBACK}=1 shows where)", NOT_WORKING)


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


def _fail(message: object, code: int) -> int:
    if sys.stderr is not None:  # with None, print would write to stdout
        print(f"ranklab: {message}", file=sys.stderr)
    return code
