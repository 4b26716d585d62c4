"""Sweep: one list over a range of temperatures, all else the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation.answer import explain
from ranklab.explanation.scenario import Scenario

Array = NDArray[np.float64]

TEMPERATURES = tuple(float(f"{10 ** (step / 20):.3g}") for step in range(-40, 41))  # 0.01 to 100
MOST_TEMPERATURES = 1000


@dataclass(frozen=True, eq=False)
class Sweep:
    """What the temperature does to a list. Arrays have a row for each temperature.

    Attributes:
        scenario: The list; its own temperature is where it stands now.
        temperatures: T, shape (t,).
        losses: The loss, shape (t,).
        push_shares: Each item's share of all upward steps (above 0) or of all downward ones (below
            0), shape (t, n): the direction of the gradient, whatever its size.
        sizes: The Euclidean length of the gradient, shape (t,).
    """

    scenario: Scenario
    temperatures: Array
    losses: Array
    push_shares: Array
    sizes: Array

    def __repr__(self) -> str:
        low, high = self.temperatures[[0, -1]]
        return (
            f"Sweep(T={low:g} to {high:g}, loss={self.losses[0]:.6g} to {self.losses[-1]:.6g}, "
            f"n={len(self.scenario)})"
        )


def sweep(scenario: Scenario, temperatures: Iterable[float] = TEMPERATURES) -> Sweep:
    """Explain a list at many temperatures.

    Args:
        scenario: The list, and all that stays the same.
        temperatures: T, ascending, each from 0.001 to 1000; from 0.01 to 100 if not given.

    Raises:
        TypeError: `temperatures` is no list of numbers.
        ValueError: It is empty or too long, does not ascend, or one is out of its limits.

    >>> swept = sweep(Scenario([1, 2, 0], [1, 0, 0]), [0.1, 10])
    >>> swept.losses.round(2)
    array([10. ,  1.1])
    >>> abs(swept.push_shares[:, 2]).round(2)  # at T = 0.1 the weaker competitor is left alone
    array([0.  , 0.45])
    """
    values = list(temperatures)
    if not 1 <= len(values) <= MOST_TEMPERATURES:
        raise ValueError(f"give 1 to {MOST_TEMPERATURES} temperatures, got {len(values)}")
    explanations = [explain(scenario.replace(temperature=value)) for value in values]
    checked = np.array([e.scenario.temperature for e in explanations])
    if (np.diff(checked) <= 0).any():
        raise ValueError("temperatures must ascend, each above the one before")
    steps = np.array([-e.gradient for e in explanations])
    half = np.abs(steps).sum(axis=1, keepdims=True) / 2  # half of all moves up, half down
    return Sweep(
        scenario=scenario,
        temperatures=checked,
        losses=np.array([e.loss for e in explanations]),
        push_shares=np.divide(steps, half, out=np.zeros_like(steps), where=half > 0),
        sizes=np.linalg.norm(steps, axis=1),
    )


def check_sweep(swept: Any) -> None:
    """Refuse what is not a Sweep, and say how to get one.

    Raises:
        TypeError: It is something else, a Scenario perhaps.
    """
    if not isinstance(swept, Sweep):
        raise TypeError(
            f"swept must be a ranklab sweep, got {type(swept).__name__}: "
            "call ranklab.sweep(scenario)"
        )
