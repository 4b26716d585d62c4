"""Presets: scenarios with a name, and a sentence that says what to look for in each."""

from __future__ import annotations

from ranklab.explanation.scenario import Scenario

_PRESETS: dict[str, tuple[str, Scenario]] = {
    "two items": (
        "Item 1 is relevant and ranks second: its score moves up, and that of item 2 as far down.",
        Scenario([0.6, 0.8], [1, 0]),
    ),
    "three items": (
        "The only relevant item is on top, and the loss is still above 0: p is below 1.",
        Scenario([0.5, 0.8, 0.4], [0, 1, 0], loss="unique_softmax"),
    ),
    "a floor above zero": (
        "A perfect ranking costs ln 2, because two relevant items must share one distribution.",
        Scenario([30, 30, 0], [1, 1, 0]),
    ),
    "the best item pushed down": (
        "The ranking is perfect, yet the best item moves down: its p is above its target.",
        Scenario([4, 1, 0], [2, 1, 0]),
    ),
    "equal grades never fight": (
        "Items 1 and 2 have equal labels: drag one past the other, and neither moves the other.",
        Scenario([1, 0, 2, -1], [2, 2, 1, 0], loss="unique_softmax"),
    ),
    "pushed from above alone": (
        "Item 3 is relevant and on top, yet it moves down: item 1 has the higher label.",
        Scenario([0, 1, 2], [2, 0, 1], loss="unique_softmax"),
    ),
    "gains grow fast": (
        "Lower the label from 4 to 3, 2, 1: two tied items cost 10.4, 4.85, 2.08, 0.69.",
        Scenario([0, 0], [4, 0], loss="unique_softmax"),
    ),
    "the worse, the weaker": (
        "Under the NDCG weight, the relevant item at the bottom moves up less than that at rank 2.",
        Scenario([4, 3, 2, 1, 0], [0, 1, 0, 0, 1], lambda_weight="ndcg"),
    ),
    "a swap makes it jump": (
        "Drag item 1 just past item 2: the ranking becomes perfect, and the loss jumps up.",
        Scenario([1.999, 2, 0], [1, 0, 0], lambda_weight="ndcg"),
    ),
    "temperature picks the rival": (
        "At T = 0.1 only the strongest competitor moves down; at a higher T the weaker one does.",
        Scenario([1, 2, 0], [1, 0, 0], temperature=0.1),
    ),
    "all tied": (
        "An untrained model ties all scores: the order of the rows alone decides the loss.",
        Scenario([0, 0, 0], [2, 1, 0], lambda_weight="ndcg"),
    ),
    "an empty place": (
        "Item 2 is padding: its high score changes nothing.",
        Scenario([0, 5, 1], [1, -1, 0]),
    ),
    "an untrained list": (
        "Ten equal scores cost ln 10: a long list starts with a larger loss than a short one.",
        Scenario([0] * 10, [0] * 9 + [1]),
    ),
    "lower loss, worse ranking": (
        "This ranking is bad and costs 1.13; scores 3, 2.9, -3, -3 are a good one and cost 2.65.",
        Scenario([0, 0.1, 0.05, -9], [2, 0, 1, 0]),
    ),
}

# Those that `ranklab.differences` is about; known by name, and not in the menu of the explorer.
_DIFFERENCES: dict[str, tuple[str, Scenario]] = {
    "labels that do not sum to 1": (
        "Switch normalize labels off: that is what TF-Ranking does.",
        Scenario([0.6, 0.8], [2, 1]),
    ),
    "a weight that unique softmax ignores": (
        "Choose another lambda weight, or none: the loss stays, and a line says why.",
        Scenario([0.6, 0.8], [1, 0], loss="unique_softmax", lambda_weight="ndcg"),
    ),
    "a precision weight": (
        "Choose none instead of precision: the loss stays, and a line says why.",
        Scenario([0.6, 0.8], [1, 0], lambda_weight="precision", topn=1),
    ),
    "padding that leaks": (
        "Item 3 is an empty place; move the other two by the same distance, and the loss stays.",
        Scenario([-100, -101, 0], [1, 0, -1]),
    ),
    "normalized labels under a DCG weight": (
        "Switch normalize labels: under a DCG weight the loss stays.",
        Scenario([0.6, 0.8], [2, 1], lambda_weight="dcg"),
    ),
    "ties ranked at random": (
        "All scores are equal: their order on the page decides, and shuffling changes the loss.",
        Scenario([0.3, 0.3, 0.3], [1, 0, 2], lambda_weight="ndcg"),
    ),
    "a weight and normalized labels": (
        "All sample weights are 2, and the loss is twice that of no weights.",
        Scenario([0.6, 0.8], [2, 1], sample_weight=[2, 2]),
    ),
    "a negative label in a ragged list": (
        "Item 2 is an empty place: its score of 9 changes nothing.",
        Scenario([0.6, 9, 0.8], [1, -1, 0]),
    ),
    "a label near 0": (
        "A label of 0.00000001 costs little, and not 0.",
        Scenario([0.6, 0.8], [1e-8, 0], loss="unique_softmax"),
    ),
}


def presets() -> dict[str, str]:
    """List the presets: the name of each, and what to look for in it.

    >>> presets()["a floor above zero"]
    'A perfect ranking costs ln 2, because two relevant items must share one distribution.'
    """
    return {name: look_for for name, (look_for, _) in _PRESETS.items()}


def preset(name: str) -> Scenario:
    """Give the scenario of a preset.

    Args:
        name: One of the names that `presets` lists, or one of `ranklab.differences`.

    Raises:
        ValueError: There is no preset of this name.

    >>> preset("two items").scores
    (0.6, 0.8)
    """
    known = {**_PRESETS, **_DIFFERENCES}
    if name not in known:
        raise ValueError(
            f"there is no preset {name!r}; ranklab.presets() lists " + ", ".join(_PRESETS)
        )
    return known[name][1]


def look_for(scenario: Scenario) -> str:
    """The sentence of the preset that a scenario is, or an empty string."""
    for sentence, known in (*_PRESETS.values(), *_DIFFERENCES.values()):
        if known == scenario:
            return sentence
    return ""
