"""What can be chosen for an explorer: its views, what to hide, to lock, and to guess first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ranklab.explanation.checks import MAX_DRAWN, checked_count

VIEWS = (
    "parts", "probabilities", "competitors", "gradient", "derivation", "metrics",
    "sweep", "comparison", "descent",
)  # fmt: skip
MOST_VIEWS = 3
CUSTOM_VIEWS = ("metrics", "comparison", "descent")  # the others show races
# What can be hidden: controls, and what the list says.
CONTROLS = (
    "loss", "temperature", "lambda_weight", "normalize_labels", "history", "views", "presets",
    "order", "edit", "projector", "verify", "export",
)  # fmt: skip
# Several controls under one name; "projector" stays, for whoever stands in front of a room.
GROUPS = {
    "controls": ("loss", "temperature", "lambda_weight", "normalize_labels"),
    "toolbar": ("views", "presets", "order", "edit", "verify", "export"),
}
# What does not apply to a custom loss; a view is named as its button is.
NOT_CUSTOM = (
    *GROUPS["controls"], "presets", "verify", "probabilities",
    *(f"view {view}" for view in VIEWS if view not in CUSTOM_VIEWS),
)  # fmt: skip
ANSWERS = ("metrics", "steps", "probabilities", "parts")
# What can be locked: it shows, and cannot be changed.
LOCKS = ("scores", "labels", "loss", "temperature", "lambda_weight", "normalize_labels", "list")
PREDICTED = ("", "loss", "ndcg")


def checked_views(views: Any, custom: bool = False) -> tuple[str, ...]:
    """The names of views as a tuple, checked.

    Args:
        views: The names.
        custom: Whether a custom loss is looked at.

    Raises:
        TypeError: It is no list of names.
        ValueError: A name is unknown, does not apply, or there are more than three.
    """
    if isinstance(views, str) or not isinstance(views, list | tuple):
        raise TypeError(f"show must be a list of views such as ['competitors'], got {views!r}")
    for view in views:
        if view not in VIEWS:
            raise ValueError(f"there is no view {view!r}; there are {', '.join(VIEWS)}")
        if custom and view not in CUSTOM_VIEWS:
            raise ValueError(
                f"the view {view!r} shows the races of a loss, and a custom loss has none; for it "
                f"there is {', '.join(CUSTOM_VIEWS)}"
            )
    names = tuple(dict.fromkeys(views))
    if len(names) > MOST_VIEWS:
        raise ValueError(f"at most {MOST_VIEWS} views fit on a screen, got {len(names)}")
    return names


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
