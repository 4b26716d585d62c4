"""Sentences about a list that several views say."""

from __future__ import annotations

from ranklab.explanation.definitions import is_custom, loss_title, why_not
from ranklab.explanation.formatting import items
from ranklab.explanation.scenario import Scenario

NOTHING_RELEVANT = "No relevant item: this list costs nothing and teaches nothing."
NO_WEIGHT = "Every weight is 0: this list costs nothing and teaches nothing."
ALL_TIED = "All scores are equal: the ranking and the metrics follow the order given, not a model."


def note(scenario: Scenario) -> str:
    """What one must know about this list: what decides nothing, or cannot be shown, and why.

    An empty string where there is nothing to say.

    >>> note(Scenario([0, 0], [1, 0]))[:52]
    'All scores are equal: the ranking and the metrics fo'
    """
    return " ".join(filter(None, [ALL_TIED if all_tied(scenario) else "", _choice_note(scenario)]))


def all_tied(scenario: Scenario) -> bool:
    """Whether there are several items, and their scores are all equal.

    >>> all_tied(Scenario([1, 1, 2], [1, 0, -1]))
    True
    """
    there = [s for s, y in zip(scenario.scores, scenario.labels, strict=True) if y >= 0]
    return len(there) > 1 and len(set(there)) == 1


def _choice_note(scenario: Scenario) -> str:
    if is_custom(scenario.loss):
        return (
            f"A custom loss, {loss_title(scenario.loss)}: its value, and its gradient by automatic "
            "differentiation. Probabilities, competitors and a derivation are known of ranklab's "
            "losses alone."
        )
    return why_not(scenario.loss, "lambda_weight", scenario.lambda_weight)


def cut_note(whole: Scenario, kept: Scenario) -> str:
    """Say what is left of a longer list.

    >>> cut_note(Scenario([3, 2, 1], [0, 0, 1]), Scenario([3, 1], [0, 1]))[:49]
    '2 of 3 items are kept here: the one relevant item'
    """
    relevant, of_all = (sum(label > 0 for label in s.labels) for s in (kept, whole))
    best = "those with the best scores"
    if not of_all:
        what = f"{best}; none is relevant"
    elif relevant == of_all:
        every = "the one relevant item" if of_all == 1 else f"all {of_all:,} relevant ones"
        what = f"{every}, and of the others {best}"
    else:
        what = (
            f"{relevant:,} of {of_all:,} relevant ones (the highest labels, then the best scores), "
            f"and of the others {best}"
        )
    return (
        f"{len(kept):,} of {items(len(whole))} are kept here: {what}. "
        "The loss and the metrics are those of this part."
    )
