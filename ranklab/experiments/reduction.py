"""Reduction: several lists at once, and how much each counts in their mean."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.answer import explain
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number
from ranklab.explanation.scenario import Scenario, check_scenario

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Batch:
    """Lists with their losses, and each one's share of the loss and of the gradient.

    `print` shows it as a table.

    Attributes:
        explanations: One for each list.
        weights: The weight of each list, shape (B,).
        losses: Weight times loss of each list, shape (B,).
        reductions: The loss of the batch: `'sum'`, `'sum_over_batch_size'` (the mean over all
            lists, those that cost nothing included) and `'mean_with_sample_weight'`.
        loss_shares: Each list's part of the loss of the batch, whatever the reduction, shape (B,).
        push_shares: Each list's part of the sum of `|gradient|` over all items, shape (B,).
    """

    explanations: tuple[Explanation, ...]
    weights: Array
    losses: Array
    reductions: dict[str, float]
    loss_shares: Array
    push_shares: Array

    def __repr__(self) -> str:
        means = ", ".join(f"{name}={value:.6f}" for name, value in self.reductions.items())
        return f"Batch({len(self.explanations)} lists, {means})"

    def __str__(self) -> str:
        rows = [["list", "items", "weight", "loss", "part of the mean", "part of the gradient"]]
        for i, explanation in enumerate(self.explanations):
            silent = _silent(explanation)
            rows.append(
                [
                    f"{i + 1}{silent}",
                    str(int(explanation.mask.sum())),
                    f"{self.weights[i]:g}",
                    number(explanation.loss),
                    f"{self.loss_shares[i]:.1%}",
                    f"{self.push_shares[i]:.1%}",
                ]
            )
        widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
        lines = [
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            for row in rows
        ]
        means = [f"{name}: {number(value)}" for name, value in self.reductions.items()]
        return "\n".join([*lines, *means])


def weigh_lists(scenarios: Iterable[Scenario], weights: Sequence[float] | None = None) -> Batch:
    """Explain several lists, and say how much each counts in their mean.

    Args:
        scenarios: The lists; each with its own loss and temperature, usually the same.
        weights: A weight for each list, 0 or above; 1 each if not given.

    Raises:
        TypeError: Something is no Scenario, or a weight no number.
        ValueError: There is no list, or the weights do not fit them.

    >>> weigh_lists([Scenario([0.6, 0.8], [1, 0]), Scenario([0.6, 0.8], [0, 0])])
    Batch(2 lists, sum=0.798139, sum_over_batch_size=0.399069, mean_with_sample_weight=0.399069)
    """
    lists = tuple(scenarios)
    for scenario in lists:
        check_scenario(scenario)
    if not lists:
        raise ValueError("give at least one list")
    w = np.ones(len(lists)) if weights is None else np.array(_checked(weights, len(lists)))
    explanations = tuple(explain(scenario) for scenario in lists)
    losses = w * [e.loss for e in explanations]
    steps = w * [np.abs(e.gradient).sum() for e in explanations]
    total = float(losses.sum())
    return Batch(
        explanations=explanations,
        weights=w,
        losses=losses,
        reductions={
            "sum": total,
            "sum_over_batch_size": total / len(lists),
            "mean_with_sample_weight": total / float(w.sum()) if w.any() else 0.0,
        },
        loss_shares=_parts(losses),
        push_shares=_parts(steps),
    )


def _silent(explanation: Explanation) -> str:
    if not explanation.costs_nothing:
        return ""
    return " (no weight)" if explanation.has_relevant_item else " (no relevant item)"


def _parts(values: Array) -> Array:
    total = values.sum()
    return values / total if total > 0 else np.zeros_like(values)


def _checked(weights: Any, count: int) -> list[float]:
    if isinstance(weights, str) or not isinstance(weights, Iterable):
        raise TypeError(f"weights must be a list of numbers, got {weights!r}")
    values = list(weights)
    if len(values) != count:
        raise ValueError(f"there are {count} lists but {len(values)} weights: give one each")
    for i, value in enumerate(values):
        weight = f"weight of list {i + 1} (weights[{i}])"
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{weight} must be a number, got {value!r}")
        if not 0 <= float(value) < math.inf:
            raise ValueError(f"{weight} must be finite and 0 or above, got {value!r}")
    return [float(value) for value in values]
