"""What can be chosen for an explorer besides its views: what to hide, to lock, to guess first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from ranklab.explanation.checks import MAX_DRAWN, checked_count
from ranklab.explanation.scenario import Scenario, check_is_scenario
from ranklab.explorer.edits import changed_lock
from ranklab.explorer.views import VIEWS

# What can be hidden: controls, and answers in the list.
CONTROLS = (
    "loss", "temperature", "lambda_weight", "normalize_labels", "history", "views", "presets",
    "order", "edit", "projector", "verify", "export",
)  # fmt: skip
# Several controls under one name. "projector" is in neither group: a teacher always needs it.
GROUPS = {
    "controls": ("loss", "temperature", "lambda_weight", "normalize_labels"),
    "toolbar": ("views", "presets", "order", "edit", "verify", "export"),
}
# What does not apply to a custom loss. "view sweep" is the button of the view.
NOT_CUSTOM = (
    *GROUPS["controls"], "presets", "verify", "probabilities",
    *(f"view {view.name}" for view in VIEWS.values() if view.needs_races),
)  # fmt: skip
ANSWERS = ("metrics", "steps", "probabilities", "parts")
# What can be locked: it is shown, and cannot be changed in the browser.
LOCKS = ("scores", "labels", "loss", "temperature", "lambda_weight", "normalize_labels", "list")
PREDICTED = ("", "loss", "ndcg")
_FIELDS = tuple(field.name for field in fields(Scenario))
# Kept back until something beside the explorer, such as a card, was answered.
ELSEWHERE = "elsewhere"


def named(argument: str, names: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    """Names as a tuple, each of them known.

    Raises:
        TypeError: It is no list of names.
        ValueError: A name is unknown.
    """
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise TypeError(f"{argument} must be a list such as [{known[0]!r}], got {names!r}")
    given = tuple(names)
    for name in given:
        if name not in known:
            raise ValueError(f"{argument} knows no {name!r}; it knows {', '.join(known)}")
    return given


def hidden(names: Any) -> tuple[str, ...]:
    """What to hide as a tuple of single names, groups written out.

    >>> hidden(["controls", "metrics"])
    ('loss', 'temperature', 'lambda_weight', 'normalize_labels', 'metrics')

    Raises:
        TypeError: It is no list of names.
        ValueError: A name is unknown.
    """
    given = named("hide", names, (*CONTROLS, *ANSWERS, *GROUPS))
    written_out = [single for name in given for single in GROUPS.get(name, (name,))]
    return tuple(dict.fromkeys(written_out))


def predicted(name: Any) -> str:
    """What to guess before it is shown, checked.

    Raises:
        ValueError: It cannot be guessed here.
    """
    if name not in PREDICTED:
        raise ValueError(f"hide_until_predicted must be 'loss' or 'ndcg', got {name!r}")
    return str(name)


def checked_most(most: Any) -> int:
    """How many items to show at most, checked.

    Raises:
        TypeError: It is no whole number.
        ValueError: It is out of its limits.
    """
    return checked_count("most", most, 2, MAX_DRAWN, "items")


def checked_shown(scenario: Any, most: int) -> Scenario:
    """A scenario that an explorer can show.

    Args:
        scenario: The scenario.
        most: How many items the explorer shows.

    Raises:
        TypeError: It is no scenario.
        ValueError: It is too long.
    """
    check_is_scenario(scenario)
    if len(scenario) > most:
        raise ValueError(
            f"this explorer shows up to {most} items, and this list has {len(scenario):,}: "
            "ranklab.explore(scenario) shows a part of a longer list and says which; "
            "ranklab.explain takes lists of any length"
        )
    known: Scenario = scenario
    return known


def checked_edit(now: Scenario, wanted: Scenario, locks: Iterable[str], most: int) -> Scenario:
    """What the browser wants instead of what is on screen.

    Raises:
        TypeError: It is no scenario.
        ValueError: It changes what is locked, or is too long to show.
    """
    lock = changed_lock(now, wanted, locks)
    if lock:
        verb = "are" if lock in ("scores", "labels") else "is"
        raise ValueError(f"The {lock.replace('_', ' ')} {verb} locked here.")
    return checked_shown(wanted, most)


def checked_changes(changes: Any) -> dict[str, list[int] | None]:
    """What an edit changes, checked: by field its places, or None for all of it.

    Raises:
        ValueError: It is something else.
    """
    if not isinstance(changes, dict) or not all(
        name in _FIELDS and (places is None or isinstance(places, list))
        for name, places in changes.items()
    ):
        raise ValueError(
            f"changes must name fields of a scenario and places in them, got {changes!r:.100}"
        )
    return changes
