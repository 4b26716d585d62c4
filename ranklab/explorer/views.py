"""Views: what can stand below the list, one record for each.

The browser computes what a view draws; of a custom loss it is computed here.

A view is added here, in `src/<name>.js`, in `src/views.js` and in `src/style/views.css`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.experiments.comparison import compare_from
from ranklab.explanation.explanation import Explanation

MOST_VIEWS = 3
Numbers = dict[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Options:
    """What the views show of an explanation.

    Attributes:
        compared: What the comparison compares, as `compare` takes it; nothing without.
        loss: The custom loss that the explanation explains, or None.
    """

    compared: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    loss: Callable[[Any, Any], Any] | None = None


NO_OPTIONS = Options()


@dataclass(frozen=True, kw_only=True)
class View:
    """What is true of a view.

    Attributes:
        name: Its name in `ranklab.explore(show=[...])`.
        title: What its button says.
        sentence: What it shows, for the tooltip of the button.
        needs_races: Whether it shows races. A custom loss has none.
        is_experiment: Whether its button stands in the group of experiments.
        numbers: What it draws of a custom loss besides what each picture holds, ready for JSON.
    """

    name: str
    title: str
    sentence: str
    needs_races: bool
    is_experiment: bool
    numbers: Callable[[Explanation, Options], Numbers]

    def __post_init__(self) -> None:
        for text in (self.name, self.title, self.sentence):
            if not isinstance(text, str) or not text:
                raise TypeError(
                    f"name, title and sentence of a view must be some text, got {text!r}"
                )
        for answer in (self.needs_races, self.is_experiment):
            if not isinstance(answer, bool):
                raise TypeError(
                    f"needs_races and is_experiment of {self.name} must be True or False, "
                    f"got {answer!r}"
                )
        if not callable(self.numbers):
            raise TypeError(f"numbers of {self.name} must be a function, got {self.numbers!r}")


def nothing_more(_: Explanation, __: Options) -> Numbers:
    """A view that draws what each picture holds, or that no custom loss has."""
    return {}


def listed(values: NDArray[np.float64] | None) -> list[float]:
    """What each item has, or an empty list where the loss does not have it."""
    return [] if values is None else values.tolist()


def _metrics(explanation: Explanation, _: Options) -> Numbers:
    return {"metrics": asdict(explanation.metrics)}


def _comparison(explanation: Explanation, options: Options) -> Numbers:
    """The comparison, or why there is none: a custom loss may refuse this list."""
    if not options.compared:
        return {}
    try:
        compared = compare_from(explanation, options.compared, options.loss)
    except ValueError as error:
        refused = {"choice": "", "variants": [], "disagree": [], "refused": str(error)}
        return {"comparison": refused}
    variants = [
        {"title": title, "loss": e.loss, "steps": (-e.gradient).tolist()}
        for title, e in zip(compared.titles, compared.explanations, strict=True)
    ]
    shown = {"choice": compared.choice, "variants": variants, "disagree": list(compared.disagree)}
    return {"comparison": {**shown, "refused": ""}}


VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View(
            name="parts",
            title="Parts",
            sentence="What each item adds to the loss",
            needs_races=True,
            is_experiment=False,
            numbers=nothing_more,
        ),
        View(
            name="probabilities",
            title="Probabilities",
            sentence="Each item's probability, and the target that the loss wants it to reach",
            needs_races=True,
            is_experiment=False,
            numbers=nothing_more,
        ),
        View(
            name="competitors",
            title="Who competes",
            sentence="Which items compete in each item's race",
            needs_races=True,
            is_experiment=False,
            numbers=nothing_more,
        ),
        View(
            name="gradient",
            title="Gradient",
            sentence="Each item's step and its two halves: pull up and push down",
            needs_races=True,
            is_experiment=False,
            numbers=nothing_more,
        ),
        View(
            name="derivation",
            title="Derivation",
            sentence="Every line of the computation, from a label to the loss",
            needs_races=True,
            is_experiment=False,
            numbers=nothing_more,
        ),
        View(
            name="metrics",
            title="Metrics",
            sentence="How good the ranking is for a user",
            needs_races=False,
            is_experiment=False,
            numbers=_metrics,
        ),
        View(
            name="sweep",
            title="Sweep",
            sentence="Loss and shares of the steps over the temperature",
            needs_races=True,
            is_experiment=True,
            numbers=nothing_more,
        ),
        View(
            name="comparison",
            title="Compare",
            sentence="The same list under several losses or temperatures",
            needs_races=False,
            is_experiment=True,
            numbers=_comparison,
        ),
        View(
            name="descent",
            title="Descent",
            sentence="Let the scores follow their gradient, step by step",
            needs_races=False,
            is_experiment=True,
            numbers=nothing_more,
        ),
    )
}


def checked_views(views: Any, custom: bool = False) -> tuple[str, ...]:
    """The names of views as a tuple, checked.

    Args:
        views: The names.
        custom: Whether they show a custom loss.

    Raises:
        TypeError: It is no list of names.
        ValueError: A name is unknown, needs races that a custom loss lacks, or there are more
            than three.

    >>> checked_views(["parts", "metrics", "parts"])
    ('parts', 'metrics')
    """
    if isinstance(views, str) or not isinstance(views, list | tuple):
        raise TypeError(f"show must be a list of views such as ['competitors'], got {views!r}")
    for name in views:
        if not isinstance(name, str) or name not in VIEWS:
            raise ValueError(f"there is no view {name!r}; there are {', '.join(VIEWS)}")
        if custom and VIEWS[name].needs_races:
            there = ", ".join(view.name for view in VIEWS.values() if not view.needs_races)
            raise ValueError(
                f"the view {name!r} shows the races of a loss, and a custom loss has none; for it "
                f"there is {there}"
            )
    names = tuple(dict.fromkeys(views))
    if len(names) > MOST_VIEWS:
        raise ValueError(f"at most {MOST_VIEWS} views fit on a screen, got {len(names)}")
    return names
