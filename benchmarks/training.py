"""Which loss and which temperature reach which NDCG@5: the table behind lesson 7.

    python benchmarks/training.py [--short]
    python benchmarks/training.py --svmlight train.svm test.svm

Every choice is trained with the same seeds: of the first weights, and of the order of the lists.
What stands behind ± is the standard deviation over the seeds. The last lines compare the best rows,
pair by pair of the same seed. All of it is about these held-out lists: how much others would
differ, no seed can say.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.fitting import train
from ranklab.training import FeatureList, country_lists, ndcg_by_wealth

LOSSES = ("softmax", "unique_softmax")
TEMPERATURES = (0.1, 1.0, 10.0)
RATES = (0.001, 0.01, 0.03)

Choice = tuple[str, float, float]  # loss, temperature, rate
Found = dict[Choice, NDArray[np.float64]]  # the last NDCG@5 for each seed


def read_lists(path: str) -> list[FeatureList]:
    """The lists of an SVMlight file, with their features."""
    from ranklab.data import read_svmlight

    lists = read_svmlight(path)
    return [
        FeatureList(query, lists[query].items, lists.features[query], np.array(lists[query].labels))
        for query in lists.queries
    ]


def measure(lists: Any, choices: list[Choice], epochs: int, seeds: int) -> Found:
    """The last NDCG@5 of each choice, for each seed."""
    found: Found = {}
    for done, choice in enumerate(choices):
        if sys.stderr.isatty():
            print(f"{done} of {len(choices)}", end="\r", file=sys.stderr, flush=True)
        runs = (train(*choice, epochs, seed, lists=lists) for seed in range(seeds))
        found[choice] = np.array([run.ndcgs[-1] for run in runs])
    return found


def best(found: Found, **wanted: Any) -> Choice:
    """The choice with the highest mean, among those of a loss, a temperature or a rate."""
    names = ("loss", "temperature", "rate")
    among = [
        choice
        for choice in found
        if all(choice[names.index(name)] == value for name, value in wanted.items())
    ]
    return max(among, key=lambda choice: float(found[choice].mean()))


def compared(found: Found, choices: list[Choice]) -> str:
    """Whether the best of some choices and the next differ: by more than two standard errors."""
    first, second = sorted(choices, key=lambda choice: -found[choice].mean())[:2]
    difference = found[first] - found[second]
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    said = "differ" if difference.mean() > 2 * error else "show no difference"
    names = " and ".join(f"{loss} at T = {t:g}, rate {rate:g}" for loss, t, rate in (first, second))
    return f"{names} {said}: {difference.mean():.3f}, standard error {error:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--svmlight", nargs=2, metavar=("TRAIN", "TEST"))
    parser.add_argument("--short", action="store_true", help="a few seconds, for CI")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=8)
    arguments = parser.parse_args()
    if arguments.svmlight:
        lists = tuple(read_lists(path) for path in arguments.svmlight)
        print(f"{len(lists[0])} lists to learn from, {len(lists[1])} held out")
    else:
        lists = country_lists()
        print(f"Gapminder; a ranking by wealth alone has NDCG@5 {ndcg_by_wealth():.3f}")
    temperatures, rates = ((1.0,), (0.03,)) if arguments.short else (TEMPERATURES, RATES)
    if arguments.short:
        arguments.epochs, arguments.seeds = 2, 2
    choices = list(product(LOSSES, temperatures, rates))
    found = measure(lists, choices, arguments.epochs, arguments.seeds)
    print(f"held-out NDCG@5 after {arguments.epochs} epochs, {arguments.seeds} seeds")
    print(f"{'loss':<16}{'T':>6}{'rate':>8}{'mean':>9}{'±':>8}{'least':>8}{'most':>8}")
    for (loss, temperature, rate), values in found.items():
        print(
            f"{loss:<16}{temperature:>6g}{rate:>8g}{values.mean():>9.3f}{values.std(ddof=1):>8.3f}"
            f"{values.min():>8.3f}{values.max():>8.3f}"
        )
    for name, values in (("loss", LOSSES), ("temperature", temperatures), ("rate", rates)):
        if len(values) > 1:
            print(f"{name}: {compared(found, [best(found, **{name: value}) for value in values])}")


if __name__ == "__main__":
    main()
