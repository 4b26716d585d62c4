"""The arguments of every command, with help and examples.

Nothing here imports a command: `ranklab --version` is fast, and `ranklab doctor` always starts.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

from ranklab import __version__
from ranklab.cli.errors import CommandError

LESSONS_FOLDER = "ranklab-lessons"
COLUMNS = ("query", "item", "score", "label")
OF_FILES = (*COLUMNS, "one_list", "delimiter", "group", "zero_based")  # options of the readers

# argparse reads `-1,2` as an option. It is joined to the preceding option if that takes numbers.
_NEGATIVE_NUMBERS = re.compile(r"-(?:[.\d]|inf\b|nan\b)", re.IGNORECASE)
_TAKE_NUMBERS = (
    "--epochs",
    "--labels",
    "--missing",
    "--most",
    "--port",
    "--rates",
    "--sample-weight",
    "--scores",
    "--seeds",
    "--temperature",
    "--temperatures",
    "--topn",
)
_OPEN_JUPYTER = ("lab", "explore")

_EXAMPLES = """\
examples:
  ranklab lab                                      open the course on its first lesson
  ranklab explain --scores 0.6,0.8 --labels 1,0    the loss of a list, its parts and its gradient
  ranklab explore data.csv                         the hardest list of a file in the explorer
  ranklab compare-training train.svm test.svm      which loss and temperature train best
  ranklab doctor                                   what is installed, and what is missing

For the help of a command: ranklab explain --help
"""
_LAB = f"""\
If ranklab was installed from a wheel, the lessons are first copied to {LESSONS_FOLDER}, or to
FOLDER. A lesson that you changed there is kept; the others are updated.

examples:
  ranklab lab
  ranklab lab --no-browser --port 8899
  ranklab lab ~/ranking-course
  ranklab lab -- --ServerApp.ip=0.0.0.0            options after -- are passed to JupyterLab
"""
_EXPLAIN = """\
examples:
  ranklab explain --scores 0.6,0.8 --labels 1,0
  ranklab explain --scores -1,2,0.5 --labels 0,1,2 --items 'tea,milk,"salt, fine"'
  ranklab explain --scores 1,2,0 --labels 2,0,1 --loss unique_softmax --temperature 0.5
  ranklab explain --scores 1,2,0 --labels 2,0,1 --lambda-weight ndcg --topn 2 --json
"""
_EXPLORE = """\
The file is read first, and errors in it are reported. The notebook explore_NAME.ipynb is written
to the current folder; if it exists, it is opened as it is.

examples:
  ranklab explore data.csv                         columns query, item, score, label
  ranklab explore data.csv --query session --label clicks
  ranklab explore data.csv --one-list              without a query: all lines are one list
  ranklab explore data.csv --delimiter '|'
  ranklab explore train.txt                        SVMlight: 2 qid:1 1:0.5 2:0.1
  ranklab explore train.txt --score 3              scores from feature 3
  ranklab explore rank.txt --group rank.txt.query  LightGBM: group sizes in a second file
  ranklab explore data.csv --most 20               show at most 20 items of a list
  ranklab explore data.csv --no-browser --port 8899
"""
_COMPARE_TRAINING = """\
Each loss is trained on the first file, at every temperature and rate and with every seed, and
evaluated by NDCG@5 on the second; without files, on the Gapminder lists. With 5 seeds or more, the
report says which differences are more than chance. Ctrl+C stops, and prints the results so far.

examples:
  ranklab compare-training
  ranklab compare-training train.svm test.svm
  ranklab compare-training train.svm test.svm --rates 0.03,0.1,0.3 --seeds 5
"""
_DOCTOR = """\
The exit code is 0 if the core works, and 1 if it does not.

examples:
  ranklab doctor
  ranklab doctor --deep                            also load TensorFlow and check Keras
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Parse a command line; None if it asked for help or the version, which is printed.

    Raises:
        CommandError: The command line is invalid.

    >>> parse(["lab", "--port", "8899", "--", "--debug"]).jupyter
    ['--debug']
    """
    at = list(arguments).index("--") if "--" in arguments else len(arguments)
    parser = _parser(with_losses="explain" in arguments[:1])

    joined = _joined(arguments[:at])
    try:
        options = parser.parse_args(joined)
    except SystemExit:
        return None
    except CommandError as refused:
        raise CommandError(f"{refused}{_hint(str(refused), joined)}") from None
    if options.command is None:
        parser.print_help()
        return None
    options.jupyter = list(arguments[at + 1 :])
    if options.jupyter and options.command not in _OPEN_JUPYTER:
        raise CommandError(
            f"ranklab {options.command} takes nothing after --, got {options.jupyter[0]}"
        )
    return options


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"{message} (see {self.prog} --help)")


def _parser(with_losses: bool) -> _Parser:
    parser = _Parser(
        prog="ranklab",
        description="Listwise ranking losses, and an interactive explorer to understand them.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("--version", action="version", version=f"ranklab {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command", title="commands")
    for add in (_add_lab, _add_explain, _add_explore, _add_compare_training, _add_doctor):
        add(commands)
    if with_losses:
        _add_losses(commands.choices["explain"])
    return parser


def _add_lab(commands: Any) -> None:
    parser = commands.add_parser(
        "lab",
        help="open the course on its first lesson",
        description="Open the course in JupyterLab, on its first lesson.",
        epilog=_LAB,
    )
    _add_server(parser)
    parser.add_argument("folder", nargs="?", help="the folder for the lessons and your work")


def _add_explain(commands: Any) -> None:
    parser = commands.add_parser(
        "explain",
        help="show the loss of a list, its parts and its gradient",
        description="Explain one list: its loss, every item's part of it, and the gradient.",
        epilog=_EXPLAIN,
    )
    parser.add_argument("--scores", required=True, metavar="S,S,...", help="one per item")
    parser.add_argument(
        "--labels", required=True, metavar="Y,Y,...", help="0 to 30, one per item; -1 is padding"
    )
    parser.add_argument("--items", metavar="NAME,NAME,...", help="names, one per item")
    parser.add_argument("--sample-weight", metavar="W,W,...", help="weights, one per item")
    parser.add_argument("--temperature", default="1", metavar="T", help="0.001 to 1000 (1)")
    parser.add_argument("--topn", metavar="N", help="the cut-off of the lambda weight, in places")
    parser.add_argument(
        "--no-normalize-labels",
        dest="normalize_labels",
        action="store_false",
        help="softmax: use the labels as they are, as TF-Ranking does",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object, with all digits")


def _add_losses(parser: _Parser) -> None:
    """Add the names of losses and lambda weights, whose module imports NumPy."""
    from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES

    usual, *others = LOSSES
    names = f"{usual} (default) or {', '.join(others)}"
    parser.add_argument("--loss", default=usual, metavar="NAME", help=names)
    parser.add_argument("--lambda-weight", metavar="NAME", help=" or ".join(LAMBDA_WEIGHTS))


def _add_explore(commands: Any) -> None:
    parser = commands.add_parser(
        "explore",
        help="open the hardest list of a file in the explorer",
        description="Read lists from a file, and explore the hardest one in JupyterLab.",
        epilog=_EXPLORE,
    )
    parser.add_argument("file", help="a .csv or .tsv file, or an SVMlight file: .svm, .dat, .txt")
    usual = {"query": "qid", "item": "name", "score": "prediction", "label": "relevance"}
    for column in COLUMNS:
        parser.add_argument(
            f"--{column}",
            metavar="COLUMN",
            help=f"the column of the {column}, if not {column!r}, {usual[column]!r} or similar",
        )
    parser.add_argument("--one-list", action="store_true", help="all lines are one list")
    parser.add_argument(
        "--delimiter", metavar="C", help="the character between fields, if not , ; or a tab"
    )
    parser.add_argument(
        "--group", metavar="FILE", help="SVMlight: the number of items of each query"
    )
    parser.add_argument(
        "--zero-based", action="store_true", help="SVMlight: features are numbered from 0"
    )
    parser.add_argument(
        "--most", metavar="N", help="show at most N items of a list, relevant ones first (50)"
    )
    _add_server(parser)


def _add_compare_training(commands: Any) -> None:
    parser = commands.add_parser(
        "compare-training",
        help="find the loss and temperature that train a small model best",
        description="Train a small model with each loss, temperature and rate, and compare them.",
        epilog=_COMPARE_TRAINING,
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="SVMlight: one to learn from, one held out"
    )
    parser.add_argument("--seeds", default="8", metavar="N", help="trainings of each choice (8)")
    parser.add_argument("--epochs", default="40", metavar="N", help="epochs of each training (40)")
    parser.add_argument(
        "--temperatures", default="0.1,1,10", metavar="T,T,...", help="temperatures (0.1,1,10)"
    )
    parser.add_argument(
        "--rates", default="0.001,0.01,0.03", metavar="R,R,...", help="learning rates"
    )
    parser.add_argument("--zero-based", action="store_true", help="features are numbered from 0")
    parser.add_argument("--missing", metavar="X", help="the number that replaces missing values")


def _add_doctor(commands: Any) -> None:
    parser = commands.add_parser(
        "doctor",
        help="show what is installed, and what is missing",
        description="Show what is installed, what is missing, and how to fix it.",
        epilog=_DOCTOR,
    )
    parser.add_argument("--deep", action="store_true", help="also check Keras: takes seconds")


def _add_server(parser: _Parser) -> None:
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", metavar="N", help="the port (8888, or the next free one)")


def _joined(arguments: Sequence[str]) -> list[str]:
    """Replace `--scores -1,2` by `--scores=-1,2`.

    >>> _joined(["explain", "--scores", "-1,2", "--json"])
    ['explain', '--scores=-1,2', '--json']
    """
    joined: list[str] = []
    for argument in arguments:
        before = joined[-1] if joined else ""
        if before in _TAKE_NUMBERS and _NEGATIVE_NUMBERS.match(argument):
            joined[-1] = f"{before}={argument}"
        else:
            joined.append(argument)
    return joined


def _hint(message: str, arguments: Sequence[str]) -> str:
    """A hint on how to write a value that starts with -, if an invalid command line has one.

    >>> _hint("argument --items: expected one argument", ["explain", "--items", "-a,b"])
    ': write --items=-a,b'
    >>> _hint("the following arguments are required: file", ["explore", "-1.csv"])
    ': a name that starts with - is written ./-1.csv'
    """
    lacks = re.search(r"argument (--[\w-]+): expected one argument", message)
    for before, word in pairwise(arguments):
        if not re.match(r"-[^-]", word):
            continue
        if lacks and before == lacks[1]:
            return f": write {before}={word}"
        if not lacks and arguments[0] in _OPEN_JUPYTER:
            return f": a name that starts with - is written ./{word}"
    return ""
