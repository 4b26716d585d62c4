"""Which loss and which temperature reach which NDCG@5: the table behind lesson 7.

    python benchmarks/training.py
    python benchmarks/training.py --svmlight train.svm test.svm

Every choice is trained with the same seeds: of the first weights, and of the order of the lists.
Of the rates, each choice gets the one that is best for it, on average. What stands behind ± is the
standard deviation over the seeds; the last line says whether the best two differ by more than
their seeds do.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from typing import Any

import numpy as np

from ranklab.fitting import train
from ranklab.training import FeatureList, country_lists, ndcg_by_wealth

LOSSES = ("softmax", "unique_softmax")
TEMPERATURES = (0.1, 1.0, 10.0)
RATES = (0.01, 0.03)


def read_lists(path: str) -> list[FeatureList]:
    """The lists of an SVMlight file, with their features."""
    from ranklab.data import read_svmlight

    lists = read_svmlight(path, longest=None)
    return [
        FeatureList(query, lists[query].items, lists.features[query], np.array(lists[query].labels))
        for query in lists.queries
    ]


def measure(lists: Any, epochs: int, seeds: int) -> dict[tuple[str, float], tuple[float, Any]]:
    """The last NDCG@5 for each seed, and the rate, of each loss and temperature."""
    found: dict[tuple[str, float], tuple[float, Any]] = {}
    total = len(LOSSES) * len(TEMPERATURES) * len(RATES)
    for done, (loss, temperature, rate) in enumerate(product(LOSSES, TEMPERATURES, RATES)):
        if sys.stderr.isatty():
            print(f"\r{done} of {total}", end="\r", file=sys.stderr, flush=True)
        values = np.array(
            [
                train(loss, temperature, rate, epochs, seed, lists=lists).ndcgs[-1]
                for seed in range(seeds)
            ]
        )
        best = found.get((loss, temperature))
        if best is None or values.mean() > best[1].mean():
            found[loss, temperature] = rate, values
    return found


def verdict(found: dict[tuple[str, float], tuple[float, Any]]) -> str:
    """Whether the best two choices differ by more than chance: paired by seed, two standard errors.

    The seeds are the same for both, so their differences are compared, not their spreads.
    """
    (first, (_, a)), (second, (_, b)) = sorted(
        found.items(), key=lambda entry: -entry[1][1].mean()
    )[:2]
    difference = a - b
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    names = f"{first[0]} at T = {first[1]:g} and {second[0]} at T = {second[1]:g}"
    said = "differ" if difference.mean() > 2 * error else "show no difference"
    return f"{names} {said}: {difference.mean():.3f} with a standard error of {error:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--svmlight", nargs=2, metavar=("TRAIN", "TEST"))
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=8)
    arguments = parser.parse_args()
    if arguments.svmlight:
        lists = tuple(read_lists(path) for path in arguments.svmlight)
        print(f"{len(lists[0])} lists to learn from, {len(lists[1])} held out")
    else:
        lists = country_lists()
        print(f"Gapminder; a ranking by wealth alone has NDCG@5 {ndcg_by_wealth():.3f}")
    found = measure(lists, arguments.epochs, arguments.seeds)
    print(f"held-out NDCG@5 after {arguments.epochs} epochs, {arguments.seeds} seeds")
    print(f"{'loss':<16}{'T':>6}{'rate':>8}{'mean':>9}{'±':>8}{'least':>8}{'most':>8}")
    for (loss, temperature), (rate, values) in found.items():
        spread = values.std(ddof=1)
        print(
            f"{loss:<16}{temperature:>6g}{rate:>8g}{values.mean():>9.3f}{spread:>8.3f}"
            f"{values.min():>8.3f}{values.max():>8.3f}"
        )
    print(verdict(found))


if __name__ == "__main__":
    main()
