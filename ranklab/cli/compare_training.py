"""`ranklab compare-training`: find the loss, temperature and rate that train a model best."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ranklab.cli.errors import CommandError
from ranklab.cli.paths import expanded
from ranklab.data import read_svmlight
from ranklab.data.missing_values import MISSING
from ranklab.explanation.checks import checked_temperature, shown
from ranklab.explanation.definitions import LOSSES, loss_title
from ranklab.explanation.formatting import table
from ranklab.installed import check_tensorflow
from ranklab.training.record import (
    FeatureList,
    K,
    check_lists,
    check_options,
    country_lists,
    feature_lists,
    ndcg_by_wealth,
)
from ranklab.training.trials import (
    MOST_CHOICES,
    Array,
    Choice,
    Differences,
    Trials,
    choices_of,
    differences,
)

SplitLists = tuple[Sequence[FeatureList], Sequence[FeatureList]]


def run(options: argparse.Namespace) -> int:
    """Train every choice with every seed, and report which differences are more than chance."""
    choices, seeds, epochs = _asked(options)
    lists = _lists(options)
    print(f"{len(lists[0])} lists to learn from, {len(lists[1])} held out")
    if not options.files:
        print(f"Gapminder; a ranking by wealth alone has NDCG@{K} {ndcg_by_wealth():.3f}")
    sys.stdout.flush()
    done: list[Array] = []
    stopped = False
    try:
        _measure(lists, choices, seeds, epochs, done.append)
    except KeyboardInterrupt:
        stopped = True
    if trials := trials_of(choices, done):
        print(f"\nHeld-out NDCG@{K} after {epochs} epochs\n\n{report(trials)}")
    if stopped:
        print(f"Stopped after {len(done)} of {len(choices) * seeds} trainings", file=sys.stderr)
        raise KeyboardInterrupt
    return 0


def trials_of(choices: tuple[Choice, ...], done: Sequence[Array]) -> Trials | None:
    """The results so far: those of all complete seeds, or else of the incomplete first seed.

    Trainings run seed by seed. None if there are none yet.
    """
    seeds, rest = divmod(len(done), len(choices))
    if not seeds and not rest:
        return None
    if not seeds:
        return Trials(choices[:rest], np.array(done)[:, np.newaxis])
    whole = np.array(done[: seeds * len(choices)])
    return Trials(choices, whole.reshape(seeds, len(choices), -1).swapaxes(0, 1))


def report(trials: Trials) -> str:
    """A table of all choices, best first, with sentences about the differences."""
    _, seeds, lists = trials.ndcgs.shape
    said = trials.why_no_verdict()
    found = None if said else differences(trials)
    lines = [_table(trials, found), ""]
    if found is None:
        lines.append(f"{said[0].upper()}{said[1:]}.")
    else:
        pairs = len(trials.choices) * (len(trials.choices) - 1) // 2
        lines.append(
            f"After ±: half the 95 % confidence interval of a difference, over {seeds} seeds and "
            f"{lists} lists, for all {pairs} pairs at once."
        )
        for name in Choice._fields:
            lines += _verdicts(trials, found, name)
    return "\n".join([*lines, *_rates(trials)])


def _table(trials: Trials, found: Differences | None) -> str:
    head = ["loss", "T", "rate", "mean"]
    if found is not None:
        head += ["below the best", ""]
    rows, order = [head], trials.ranking()
    for place in order:
        choice = trials.choices[place]
        mean = f"{trials.means[place]:.3f}"
        row = [loss_title(choice.loss), f"{choice.temperature:g}", f"{choice.rate:g}", mean]
        if found is not None:
            row += ["", "best"] if place == order[0] else _beside(found, order[0], place)
        rows.append(row)
    return table(rows)


def _beside(found: Differences, best: int, other: int) -> list[str]:
    word = "lower" if found.shown(best, other) else "no difference"
    return [_interval(found, best, other), word]


def _interval(found: Differences, best: int, other: int) -> str:
    return f"{found.means[best, other]:.3f} ± {found.margins[best, other]:.3f}"


def _verdicts(trials: Trials, found: Differences, name: str) -> list[str]:
    """Compare the best choice of each loss, temperature or rate with the best of all."""
    best, *others = trials.rivals(name)
    lines = []
    for other in others:
        verdict = "a difference" if found.shown(best, other) else "no difference"
        lines.append(
            f"{name}: {trials.choices[best]} is ahead of {trials.choices[other]} by "
            f"{_interval(found, best, other)}: {verdict}"
        )
    return lines


def _rates(trials: Trials) -> list[str]:
    lines = []
    for end in ("largest", "smallest"):
        at_end = [choice for choice, which in trials.rates_at_the_end() if which == end]
        if at_end:
            whose = ", ".join(f"{loss_title(c.loss)} at T = {c.temperature:g}" for c in at_end)
            lines.append(
                f"The best rate is the {end} that was tried, {at_end[0].rate:g}, for {whose}: "
                f"try {'larger' if end == 'largest' else 'smaller'} ones with --rates first"
            )
    if len({choice.rate for choice in trials.choices}) == 1:
        lines.append("Only one rate was tried, but the best rate depends on T: see --rates")
    return lines


def _asked(options: argparse.Namespace) -> tuple[tuple[Choice, ...], int, int]:
    try:
        temperatures = [
            checked_temperature(t) for t in _numbers("temperatures", options.temperatures)
        ]
        rates = _numbers("rates", options.rates)
        seeds, epochs = (_whole(name, getattr(options, name)) for name in ("seeds", "epochs"))
        for rate in rates:
            check_options(rate, epochs, seeds)
    except ValueError as error:
        raise CommandError(error) from None
    if seeds < 1:
        raise CommandError(f"--seeds must be at least 1, got {seeds}")
    choices = choices_of(tuple(LOSSES), temperatures, rates)
    if len(choices) > MOST_CHOICES:
        raise CommandError(
            f"{len(choices)} choices are too many to compare at once: give at most {MOST_CHOICES}; "
            f"each temperature and rate makes {len(LOSSES)}, one for each loss"
        )
    return choices, seeds, epochs


def _numbers(name: str, text: str) -> list[float]:
    try:
        return sorted({float(word) for word in text.split(",")})
    except ValueError:
        raise CommandError(f"--{name} must be numbers, such as 0.1,1, got {shown(text)}") from None


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise CommandError(f"--{name} must be a whole number, got {shown(text)}") from None


def _lists(options: argparse.Namespace) -> SplitLists:
    """The lists to learn from and those held out: of two files, or Gapminder's."""
    if not options.files:
        return country_lists()
    if len(options.files) != 2:
        raise CommandError("give two files: one to learn from, and one that is held out")
    paths: list[Path] = [expanded(file) for file in options.files]
    missing = {} if options.missing is None else {"missing": _missing(options.missing)}
    try:
        both = read_svmlight(paths, zero_based=options.zero_based, **missing)
        learned, held_out = map(feature_lists, both)
        check_lists(learned, held_out)
    except (OSError, TypeError, ValueError) as error:
        raise CommandError(_as_options(str(error))) from None
    return learned, held_out


def _as_options(said: str) -> str:
    """Replace arguments of a reader in a message by options of the command line."""
    return said.replace("zero_based=True", "--zero-based").replace("such as 0", "with --missing 0")


def _missing(text: str) -> dict[str | float, float]:
    [value, *more] = _numbers("missing", text)
    if more:
        raise CommandError(f"--missing must be one number, got {shown(text)}")
    return dict.fromkeys(MISSING, value)


def _measure(
    lists: SplitLists,
    choices: Sequence[Choice],
    seeds: int,
    epochs: int,
    keep: Callable[[Array], None],
) -> None:
    """Train every choice with one seed, then the next; keep the final NDCG of each list."""
    check_tensorflow()
    print("Loading TensorFlow, a few seconds ...", file=sys.stderr, flush=True)
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # it warns about many models
    from ranklab.training.fitting import train

    clock = _Clock(len(choices) * seeds, len(choices))
    for seed in range(seeds):
        for choice in choices:
            keep(train(*choice, epochs, seed, lists=lists).last_ndcgs)
            clock.tick()


class _Clock:
    """Prints on stderr how much is done, and an estimate of the remaining time.

    In a terminal, it updates one line after each training. In a log, it prints a line after the
    first training and after each seed.
    """

    def __init__(self, total: int, each_seed: int) -> None:
        self._start, self._done = time.monotonic(), 0
        self._total, self._each_seed = total, each_seed

    def tick(self) -> None:
        self._done += 1
        each = (time.monotonic() - self._start) / self._done
        left = f"{duration(each * (self._total - self._done))} left"
        said = f"{self._done} of {self._total} trainings, {left}"
        if sys.stderr.isatty():
            end = "\n" if self._done == self._total else ""
            print(f"\r\x1b[K{said}", end=end, file=sys.stderr, flush=True)
        elif self._done == 1 or self._done % self._each_seed == 0:
            print(said, file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """A duration in words.

    >>> duration(4), duration(200), duration(9000)
    ('about 4 seconds', 'about 3 minutes', 'about 2.5 hours')
    """
    if seconds < 90:
        return f"about {seconds:.0f} seconds"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {seconds / 3600:.1f} hours"
