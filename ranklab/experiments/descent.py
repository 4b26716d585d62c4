"""Descent: gradient descent on the scores of one list, every step ahead of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics
from ranklab.explanation.answer import explain_custom, settings_of
from ranklab.explanation.checks import MAX_SCORE
from ranklab.explanation.custom_loss import CustomLoss, NotFiniteError
from ranklab.explanation.definitions import loss_of
from ranklab.explanation.scenario import Scenario, check_scenario

Array = NDArray[np.float64]

MOST_STEPS = 10_000
STEPS = ("rate", "length")
_STILL = 1e-6  # of the largest gradient that the list could have: below it, it has converged


@dataclass(frozen=True, eq=False)
class Descent:
    """Every step of a descent; row 0 is where it started.

    Attributes:
        scenario: Where it started.
        rate: The rate, or the length of a step.
        step: `'rate'` or `'length'`.
        scores: Shape (m + 1, n).
        losses: Shape (m + 1,).
        ndcgs: NDCG over the whole list, shape (m + 1,).
        sizes: The Euclidean length of the gradient, shape (m + 1,).
        stopped: Why it ended: `'converged'`, `'steps'` are done, or `'diverged'`: a score would
            have left the limits of a scenario, or a custom loss is no number there.
    """

    scenario: Scenario
    rate: float
    step: str
    scores: Array
    losses: Array
    ndcgs: Array
    sizes: Array
    stopped: str

    def __len__(self) -> int:
        """How many steps were taken."""
        return len(self.losses) - 1

    def __repr__(self) -> str:
        return (
            f"Descent({len(self)} steps, {self.stopped}, loss={self.losses[0]:.6g} to "
            f"{self.losses[-1]:.6g}, NDCG={self.ndcgs[0]:.4f} to {self.ndcgs[-1]:.4f})"
        )

    def at(self, step: int) -> Scenario:
        """The scenario after so many steps."""
        return self.scenario.replace(scores=self.scores[step])

    def first(self, ndcg: float = 1.0) -> int | None:
        """After how many steps NDCG first is this high; None if it never is."""
        reached = np.flatnonzero(self.ndcgs >= ndcg - 1e-12)
        return int(reached[0]) if reached.size else None


def descend(
    scenario: Scenario,
    rate: float = 0.1,
    steps: int = 100,
    step: str = "rate",
    loss: Callable[[Any, Any], Any] | None = None,
) -> Descent:
    """Let the scores follow their gradient, step by step.

    `s <- s - rate * gradient`, or with `step='length'` `s <- s - rate * gradient / |gradient|`:
    then every step is equally long, and a temperature or a loss shows in its direction alone.
    Padding never moves.

    Args:
        scenario: Where to start.
        rate: The rate, or the length of a step, above 0.
        steps: How many steps, at most 10,000. It ends before when it has converged.
        step: `'rate'` or `'length'`.
        loss: A custom loss to follow, as `explain` takes it.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: An argument is out of its limits, or the custom loss fails.

    >>> descend(Scenario([1, 2, 0], [1, 0, 0]), rate=0.1, steps=50)
    Descent(50 steps, steps, loss=1.40761 to 0.15723, NDCG=0.6309 to 1.0000)
    """
    _check(rate, steps, step)
    custom = None if loss is None else CustomLoss(loss)
    if custom is None:
        check_scenario(scenario)
    else:
        scenario = custom.asked(scenario)
    labels = np.array(scenario.labels)
    there = np.flatnonzero(labels >= 0)
    y = labels[there]
    ask = _closed_form(scenario, y, there) if custom is None else _asked_of(custom, scenario)
    scores = np.array(scenario.scores)
    rows, losses, ndcgs, sizes = [], [], [], []
    stopped = "steps"
    for taken in range(steps + 1):
        ranks = metrics.ranks(scores[there])
        try:
            value, gradient, largest = ask(scores)
        except NotFiniteError:
            if taken == 0:
                raise
            stopped = "diverged"
            break
        size = math.sqrt(float(gradient @ gradient))
        rows.append(scores)
        losses.append(value)
        ndcgs.append(metrics.ndcg(y, ranks))
        sizes.append(size)
        if size <= _STILL * largest:
            stopped = "converged"
            break
        if taken == steps:
            break
        moved = scores.copy()
        moved[there] -= rate * gradient / (size if step == "length" else 1.0)
        if np.abs(moved).max() > MAX_SCORE:
            stopped = "diverged"
            break
        scores = moved
    return Descent(
        scenario=scenario,
        rate=float(rate),
        step=step,
        scores=np.array(rows),
        losses=np.array(losses),
        ndcgs=np.array(ndcgs),
        sizes=np.array(sizes),
        stopped=stopped,
    )


# The loss, its gradient among those that are there, and about the largest that could be.
_Ask = Callable[[Array], tuple[float, Array, float]]


def _closed_form(scenario: Scenario, y: Array, there: NDArray[np.int64]) -> _Ask:
    temperature, settings = scenario.temperature, settings_of(scenario, there)
    races_by = loss_of(scenario.loss).races

    def ask(scores: Array) -> tuple[float, Array, float]:
        s = scores[there]
        races = races_by(y, s, settings)  # which may depend on the scores
        outcome = races.outcome(s / temperature)
        largest = races.total_weight() / temperature
        loss = float(outcome.contributions.sum()) + 0.0
        return loss, outcome.gradient / temperature, largest

    return ask


def _asked_of(custom: CustomLoss, scenario: Scenario) -> _Ask:
    largest = float(np.finfo(np.float32).eps)  # what is smaller is noise

    def ask(scores: Array) -> tuple[float, Array, float]:
        nonlocal largest
        explanation = explain_custom(scenario.replace(scores=scores), custom)
        gradient = explanation.gradient[explanation.mask]
        largest = max(largest, float(np.abs(gradient).max(initial=0.0)))
        return explanation.loss, gradient, largest

    return ask


def _check(rate: Any, steps: Any, step: Any) -> None:
    if isinstance(rate, bool) or not isinstance(rate, Real):
        raise TypeError(f"rate must be a number above 0, got {rate!r}")
    if not 0 < float(rate) < math.inf:
        raise ValueError(f"rate must be a finite number above 0, got {rate!r}")
    if isinstance(steps, bool) or not isinstance(steps, int):
        raise TypeError(f"steps must be a whole number, got {steps!r}")
    if not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"steps must be from 1 to {MOST_STEPS:,}, got {steps}")
    if step not in STEPS:
        raise ValueError(f"step must be 'rate' or 'length', got {step!r}")
