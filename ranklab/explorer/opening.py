"""Opening: `explore`, which makes an explorer of a list, a custom loss or a Lab."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ranklab import data
from ranklab.explanation import presets
from ranklab.explanation.checks import MAX_SHOWN
from ranklab.explanation.scenario import Scenario, check_is_scenario
from ranklab.explorer.choices import checked_most
from ranklab.explorer.edits import opened
from ranklab.explorer.explorer import Explorer
from ranklab.explorer.lab import Lab

FIRST_HINT = (
    "Ranked by wealth; the dots say how long people live. Drag Cuba above the United States."
)


def explore(
    scenario: Scenario | str | None = None,
    *,
    loss: Callable[[Any, Any], Any] | None = None,
    lab: Lab | None = None,
    hint: str | None = None,
    show: Iterable[str] = (),
    compare: Mapping[str, Sequence[Any]] | None = None,
    hide: Iterable[str] = (),
    lock: Iterable[str] = (),
    hide_until_predicted: str = "",
    most: int = MAX_SHOWN,
) -> Explorer:
    """Show a list one can touch: drag a bar, click a label, choose a loss.

    Args:
        scenario: Where to start: a Scenario, or a link or JSON as the menu Export copies them.
            Without one, nine countries out of the Gapminder data.
        loss: A custom loss in the place of ranklab's: a Keras loss, or a function of
            `(y_true, y_pred)`, each of shape `[1, n]`, whose value is a number or one for each
            item. Its gradient comes from automatic differentiation. What only ranklab's losses
            have (probabilities, competitors, temperature, most views) is not shown.
        lab: A Lab that another explorer shows already: both stay together.
        hint: One sentence above the list that says what to try.
        show: What stands below the list, at most three: `'parts'` (of the loss, a stack),
            `'probabilities'` (against their targets), `'competitors'` (who competes with whom),
            `'gradient'` (each item's step and its two halves), `'derivation'` (every line, from a
            label to the loss), `'metrics'`, `'sweep'` (over the temperature), `'comparison'`,
            `'descent'`.
        compare: What the comparison compares, such as `{'temperature': [0.1, 1, 10]}`; both losses
            if not given.
        hide: What not to show. Of the controls `'loss'`, `'temperature'`, `'lambda_weight'`,
            `'normalize_labels'`, `'history'`, `'views'`, `'presets'`, `'order'`, `'edit'`,
            `'projector'`, `'verify'`, `'export'`; of the list `'metrics'`, `'steps'`,
            `'probabilities'`, `'parts'`. `'controls'` stands for the first four, `'toolbar'` for
            the row below the list, but for `'projector'`.
        lock: What shows but cannot be changed on screen: `'scores'`, `'labels'`, `'loss'`,
            `'temperature'`, `'lambda_weight'`, `'normalize_labels'`, `'list'` (its items, names,
            places and weights).
        hide_until_predicted: `'loss'` or `'ndcg'`: asks for a guess before it shows any answer,
            and says how far off it was.
        most: How many items to show. Of a longer list a part is shown, relevant items first, and a
            line above it says so: see `edits.shortened`. More than 50 are slow to draw.

    Returns:
        The widget. The next cell finds what is on screen in `.scenario` and `.explanation`.

    Raises:
        TypeError: `scenario` is not a Scenario, `lab` not a Lab, or `loss` cannot be called.
        ValueError: `most` is out of its limits; a lab is given, and a scenario or a loss beside
            it; there is no such view; or the loss failed on this list.

    >>> explore(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Explorer(softmax, n=2, T=1.00, loss=0.798139)
    """
    if not isinstance(hint, str | None):
        raise TypeError(f"hint must be one sentence, a string, got {hint!r}")
    options: dict[str, Any] = {
        "show": show,
        "compare": compare,
        "hide": hide,
        "lock": lock,
        "hide_until_predicted": hide_until_predicted,
        "most": checked_most(most),
    }
    if lab is not None:
        if scenario is not None or loss is not None:
            raise ValueError(
                "give a scenario and a loss, or a lab, not both: the lab has its scenario and loss"
            )
        return Explorer(lab, hint or "", **options)
    if scenario is None:
        scenario = data.gapminder("Americas", 2007, sample=9, seed=2521)
        hint = FIRST_HINT if hint is None else hint
    if isinstance(scenario, str):
        scenario = opened(scenario)
    check_is_scenario(scenario)
    if hint is None:  # the sentence of a preset is about a loss of ranklab
        hint = "" if loss is not None else presets.look_for(scenario)
    return Explorer(Lab(scenario, loss, most), hint, **options)
