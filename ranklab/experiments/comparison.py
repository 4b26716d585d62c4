"""Comparison: one list under several losses, temperatures or lambda weights, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ranklab.explanation.answer import explain
from ranklab.explanation.definitions import loss_title
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number, short, table
from ranklab.explanation.scenario import Scenario

CHOICES = ("loss", "temperature", "lambda_weight", "normalize_labels", "topn")
_HARDLY = 1e-3  # of the longest step: a shorter one has no direction


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several explanations of one list that differ in one choice.

    `print` shows them as a table: for each item its step of rate 1, up or down, and its part of
    the loss; `≠` marks an item that moves up in one column and down in another.

    Attributes:
        choice: What differs, a field of the scenario.
        values: Its values, in the order given; of a custom loss its name.
        explanations: One for each value.
    """

    choice: str
    values: tuple[Any, ...]
    explanations: tuple[Explanation, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """What differs, in words: `'unique softmax'`, `'temperature 0.1'`."""
        if self.choice == "loss":
            return tuple(map(loss_title, self.values))
        name = self.choice.replace("_", " ")
        return tuple(f"{name} {_said(value)}" for value in self.values)

    @property
    def disagree(self) -> tuple[bool, ...]:
        """Which items move up under one and down under another."""
        return _disagree(self.explanations)

    def __repr__(self) -> str:
        losses = ", ".join(
            f"{value}: {e.loss:.6f}"
            for value, e in zip(self.values, self.explanations, strict=True)
        )
        return f"Comparison({self.choice}, {losses})"

    def __str__(self) -> str:
        return _table(self)


def compare(scenario: Scenario, **choice: Sequence[Any]) -> Comparison:
    """Explain one list under several values of one choice.

    Args:
        scenario: The list, and all that stays the same.
        choice: One field of the scenario with the values to compare, such as
            `loss=['softmax', 'unique_softmax']` or `temperature=[0.1, 1, 10]`. Among the losses
            may be custom ones: a Keras loss, or a function of `(y_true, y_pred)`.

    Raises:
        TypeError: Not exactly one choice is given, or it is no list of values.
        ValueError: The field cannot be compared, or a value is out of its limits.

    >>> compare(Scenario([2, 1, 0], [1, 2, 0]), temperature=[0.5, 2])
    Comparison(temperature, 0.5: 1.476265, 2: 1.013603)
    """
    return _compare(choice, lambda name, value: _variant(scenario, name, value))


def compare_from(
    explanation: Explanation,
    choice: Mapping[str, Sequence[Any]],
    custom: Callable[[Any, Any], Any] | None = None,
) -> Comparison:
    """`compare` for a list that is explained already: a variant that equals it is not computed.

    Args:
        explanation: The explanation of the list.
        choice: One field of the scenario and the values to compare, as `compare` takes it.
        custom: The custom loss that it explains; None where it explains one of ranklab's.

    Raises:
        TypeError: As `compare` does.
        ValueError: As `compare` does.

    >>> known = explain(Scenario([2, 1, 0], [1, 2, 0]))
    >>> compare_from(known, {"temperature": [1, 2]}).explanations[0] is known
    True
    """
    scenario = explanation.scenario

    def variant(name: str, value: Any) -> Explanation:
        if name == "loss" and callable(value):
            known = value is custom
        else:
            known = scenario.replace(**{name: value}) == scenario
        return explanation if known else _variant(scenario, name, value)

    return _compare(choice, variant)


def _compare(
    choice: Mapping[str, Sequence[Any]], variant: Callable[[str, Any], Explanation]
) -> Comparison:
    if len(choice) != 1:
        raise TypeError(
            f"compare takes exactly one choice, such as temperature=[0.1, 1, 10], got {len(choice)}"
        )
    [(name, values)] = choice.items()
    if name not in CHOICES:
        raise ValueError(f"{name!r} cannot be compared; what can is {', '.join(CHOICES)}")
    if isinstance(values, str) or not isinstance(values, Sequence) or not values:
        raise TypeError(f"{name} must be a list of values to compare, got {values!r}")
    explanations = tuple(variant(name, value) for value in values)
    if name == "loss":
        values = [explanation.scenario.loss for explanation in explanations]
    return Comparison(name, tuple(values), explanations)


def _variant(scenario: Scenario, name: str, value: Any) -> Explanation:
    if name == "loss" and callable(value):
        return explain(scenario, loss=value)
    return explain(scenario.replace(**{name: value}))


def _disagree(explanations: Sequence[Explanation]) -> tuple[bool, ...]:
    signs = []
    for explanation in explanations:
        moves = np.abs(explanation.gradient) > _HARDLY * np.abs(explanation.gradient).max()
        signs.append(moves * np.sign(explanation.gradient))
    stacked = np.array(signs)
    up, down = (stacked < 0).any(axis=0), (stacked > 0).any(axis=0)
    return tuple(map(bool, np.logical_and(up, down)))


def _table(comparison: Comparison) -> str:
    explanations = comparison.explanations
    scenario = explanations[0].scenario
    rows = [["", *comparison.titles], ["loss", *(number(e.loss) for e in explanations)]]
    disagree = comparison.disagree
    for i in np.argsort(explanations[0].ranks).tolist():
        cells = [_cell(e, i) for e in explanations]
        mark = "≠ " if disagree[i] else "  "
        rows.append([mark + short(" ".join(scenario.items[i].split())), *cells])
    unknown = any(e.contributions is None for e in explanations)
    legend = "step of rate 1 / part of the loss" + (", ? where it has none" if unknown else "")
    return f"{table(rows)}\n({legend}; ≠ moves both ways)"


def _cell(explanation: Explanation, item: int) -> str:
    if not explanation.mask[item]:
        return "not there"
    parts = explanation.contributions
    part = "?" if parts is None else number(parts[item])
    return f"{number(-explanation.gradient[item])} / {part}"


def _said(value: Any) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:g}"
    return str(value).replace("_", " ")
