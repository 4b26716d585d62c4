"""`ranklab explain`: the loss of a list, its parts and its gradient, as text or as JSON."""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.cli.errors import CommandError
from ranklab.explanation.answer import explain
from ranklab.explanation.checks import entry, shown
from ranklab.explanation.definitions import loss_of
from ranklab.explanation.explanation import Explanation, contributions_of
from ranklab.explanation.formatting import number, short, table
from ranklab.explanation.scenario import Scenario

MAX_ROWS = 50

_HEAD = ["", "rank", "label", "score", "probability", "target", "step", "contribution"]
_NOTE = "(step: the change of the score at rate 1; contribution: the part of the loss)"


def run(options: argparse.Namespace) -> int:
    """Print the explanation."""
    explanation = explain(_scenario(options))
    if options.json:
        print(json.dumps(record(explanation), allow_nan=False))
    else:
        print(f"{explanation.describe()}\n\n{text_table(explanation)}")
    return 0


def record(explanation: Explanation) -> dict[str, Any]:
    """The numbers of an explanation for JSON, in the order of the items.

    `Scenario.from_json` reads the scenario in it.
    """
    return {
        "loss": explanation.loss,
        "contributions": contributions_of(explanation).tolist(),
        "gradient": explanation.gradient.tolist(),
        "probabilities": _listed(explanation.probabilities),
        "targets": _listed(explanation.targets),
        "ranks": explanation.ranks.tolist(),
        "metrics": asdict(explanation.metrics),
        "scenario": json.loads(explanation.scenario.to_json()),
    }


def text_table(explanation: Explanation) -> str:
    """The ranked list, one item per line, best score first and padding last."""
    scenario, contributions = explanation.scenario, contributions_of(explanation)
    rows = [_HEAD]
    for i in np.argsort(explanation.ranks).tolist()[:MAX_ROWS]:
        name = short(" ".join(scenario.items[i].split()))
        if not explanation.mask[i]:
            rows.append([name, "", "padding", number(scenario.scores[i]), "", "", "", ""])
            continue
        rows.append(
            [
                name,
                str(explanation.ranks[i]),
                f"{scenario.labels[i]:g}",
                number(scenario.scores[i]),
                _cell(explanation.probabilities, i),
                _cell(explanation.targets, i),
                number(-explanation.gradient[i]),
                number(contributions[i]),
            ]
        )
    lines = [table(rows)]
    if len(scenario) > MAX_ROWS:
        lines.append(f"... and {len(scenario) - MAX_ROWS:,} more; --json has them all")
    return "\n".join([*lines, _NOTE])


def _listed(values: NDArray[np.float64] | None) -> list[float] | None:
    """One value for each item, or None if the loss has no such values."""
    return None if values is None else values.tolist()


def _cell(values: NDArray[np.float64] | None, item: int) -> str:
    return "" if values is None else number(values[item])


def _scenario(options: argparse.Namespace) -> Scenario:
    try:
        return Scenario(
            scores=_numbers("scores", options.scores),
            labels=_numbers("labels", options.labels),
            items=None if options.items is None else _split("items", options.items),
            loss=loss_of(options.loss).name,
            temperature=_number("temperature", options.temperature),
            lambda_weight=options.lambda_weight,
            topn=None if options.topn is None else _whole_number("topn", options.topn),
            normalize_labels=options.normalize_labels,
            sample_weight=None
            if options.sample_weight is None
            else _numbers("sample_weight", options.sample_weight),
        )
    except (TypeError, ValueError) as error:
        raise CommandError(error) from None


def _numbers(argument: str, text: str) -> list[float]:
    return [_number(entry(argument, i), part) for i, part in enumerate(_split(argument, text))]


def _split(argument: str, text: str) -> list[str]:
    """Split at commas; as in a CSV file, a name in quotes may contain a comma."""
    try:
        rows = list(csv.reader([text], skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise ValueError(
            f"{argument} must be separated by commas, got {shown(text)}: {error}"
        ) from None
    return [part.strip() for row in rows for part in row]


def _number(argument: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{argument} must be a number, got {shown(text)}") from None


def _whole_number(argument: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(
            f"{argument} must be a whole number of places, got {shown(text)}"
        ) from None
