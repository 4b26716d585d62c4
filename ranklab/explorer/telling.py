"""Telling: what the kernel says to a browser about a Lab and its history, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import cut_note
from ranklab.explorer.history import Act
from ranklab.explorer.lab import Lab


def given(lab: Lab, hint: str, most: int, compared: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """What does not change: where the Lab started, and what an explorer of it shows.

    Args:
        lab: The Lab.
        hint: The sentence about the list it started with.
        most: How many items the explorer shows.
        compared: What the comparison compares. With a custom loss only the kernel can: then the
            browser gets None.
    """
    custom = any(callable(value) for values in compared.values() for value in values)
    values = {choice: list(map(_plain, values)) for choice, values in compared.items()}
    return {
        "start": asdict(lab.start),
        "hint": hint,
        "cut": "" if lab.whole is None else cut_note(lab.whole.scenario, lab.start),
        "most": most,
        "compared": None if custom else values,
    }


def standing(lab: Lab, explanation: Explanation) -> dict[str, Any]:
    """Where the Lab stands: the list on screen, its loss, and how many steps there are.

    A Lab may hold a list that is too long: then the last one that was not is on screen.

    >>> lab = Lab(Scenario([0.6, 0.8], [1, 0]))
    >>> lab.scenario = lab.scenario.replace(temperature=2)
    >>> [standing(lab, lab.explanation)[name] for name in ("past", "future")]
    [1, 0]
    """
    return {
        "scenario": asdict(explanation.scenario),
        "present": lab.scenario == explanation.scenario,
        "loss": explanation.loss,
        "measured": lab.measured_by,
        "past": len(lab.history.past),
        "future": len(lab.history.future),
    }


def told(act: Act, most: int) -> dict[str, Any]:
    """What somebody did; instead of a list of more than `most` items stands None."""
    arguments = dict(act.arguments)
    if act.name == "edit":
        arguments["scenario"] = _record(arguments["scenario"], most)
        arguments["gesture"] = _name(arguments["gesture"])
    return {"name": act.name, "arguments": arguments}


def steps(lab: Lab, count: int, most: int) -> dict[str, Any]:
    """All the steps of the history, after so many messages."""
    return {
        "count": count,
        "past": [_record(scenario, most) for scenario in lab.history.past],
        "future": [_record(scenario, most) for scenario in lab.history.future],
        "gesture": _name(lab.history.gesture),
    }


def _record(scenario: Scenario, most: int) -> dict[str, Any] | None:
    return asdict(scenario) if len(scenario) <= most else None


def _name(gesture: Any) -> str | None:
    return gesture if gesture is None or isinstance(gesture, str) else repr(gesture)


def _plain(value: Any) -> Any:
    """A value of a comparison; a number of NumPy is one of Python."""
    return value.item() if isinstance(value, np.generic) else value
