"""Differences between TF-Ranking's API page, its code, the formula and ranklab, each on one list.

TF-Ranking's numbers are frozen: they were computed by version 0.5.5 on TensorFlow 2.15, because
that version cannot be imported with current TensorFlow.
"""

from __future__ import annotations

from dataclasses import dataclass

from ranklab.explanation.answer import explain
from ranklab.explanation.presets import preset

FROZEN = "TF-Ranking 0.5.5, frozen"


@dataclass(frozen=True)
class Difference:
    """One difference, and the list that shows it.

    Attributes:
        name: The name of its preset.
        page: What the API page says.
        code: What the code of TF-Ranking 0.5.5 does.
        frozen: The losses that it computed.
        formula: The formula with its numbers.
    """

    name: str
    page: str
    code: str
    frozen: tuple[float, ...]
    formula: str

    @property
    def ranklab(self) -> float:
        """The loss of the list in ranklab."""
        return explain(preset(self.name)).loss

    def __str__(self) -> str:
        scenario = preset(self.name)
        frozen = ", ".join(_number(value) for value in self.frozen)
        rows = [
            ("labels", ", ".join(f"{label:g}" for label in scenario.labels)),
            ("scores", ", ".join(f"{score:g}" for score in scenario.scores)),
            ("the API page says", self.page),
            (FROZEN, f"{frozen}: {self.code}"),
            ("the formula says", self.formula),
            ("ranklab says", _number(self.ranklab)),
        ]
        width = max(len(head) for head, _ in rows) + 2
        return "\n".join([self.name, *(f"  {head:<{width}}{said}" for head, said in rows)])


_DIFFERENCES = (
    Difference(
        "labels that do not sum to 1",
        "the labels are divided by their sum",
        "they are taken as they are",
        (2.1944,),
        "(2 * 0.7981 + 0.5981) / 3 = 0.7315",
    ),
    Difference(
        "a weight that unique softmax ignores",
        "a lambda weight is accepted",
        "it is silently ignored",
        (0.7981,),
        "-ln(e^0.6 / (e^0.6 + e^0.8)) = 0.7981, without any weight",
    ),
    Difference(
        "a precision weight",
        "a lambda weight is accepted",
        "it has no weight of a single item, so it is silently ignored",
        (0.7981,),
        "-ln(e^0.6 / (e^0.6 + e^0.8)) = 0.7981, without any weight",
    ),
    Difference(
        "padding that leaks",
        "nothing",
        "a place that is not there keeps a logit of ln(1e-10) = -23.03, far above -100",
        (76.9742,),
        "ln(1 + e^-1) = 0.3133, of the two items that are there",
    ),
    Difference(
        "normalized labels under a DCG weight",
        "nothing",
        "gain * discount takes the place of the label, and is never divided",
        (1.3963,),
        "2 / 2 * 0.7981 + 1 / 1 * 0.5981 = 1.3963",
    ),
    Difference(
        "ties ranked at random",
        "nothing",
        "tied scores are ranked at random, anew in every call",
        (0.6448, 0.7240, 0.7564, 0.8753, 1.0590, 1.0986),
        "has no answer: it needs ranks, and by position it says 0.7564",
    ),
    Difference(
        "a weight and normalized labels",
        "nothing about both",
        "labels are never divided: 2 * 2.1944",
        (4.3888,),
        "weights stay out of the sum: 2 * 0.7315 = 1.4629",
    ),
    Difference(
        "a negative label in a ragged list",
        "nothing",
        "in a ragged list it is used as a label, and its score of 9 takes all",
        (0.0,),
        "-ln(e^0.6 / (e^0.6 + e^0.8)) = 0.7981, of the two items that are there",
    ),
    Difference(
        "a label near 0",
        "nothing",
        "2^1e-8 - 1 is 0 in single precision",
        (0.0,),
        "(2^1e-8 - 1) * 0.7981 = 5.532e-09",
    ),
)


def differences() -> tuple[Difference, ...]:
    """All differences that a single list can show, each with a preset of the same name.

    >>> print(differences()[0])
    labels that do not sum to 1
      labels                    2, 1
      scores                    0.6, 0.8
      the API page says         the labels are divided by their sum
      TF-Ranking 0.5.5, frozen  2.1944: they are taken as they are
      the formula says          (2 * 0.7981 + 0.5981) / 3 = 0.7315
      ranklab says              0.7315
    """
    return _DIFFERENCES


def difference(name: str) -> Difference:
    """The difference of a preset.

    Args:
        name: The name of the preset.

    Raises:
        ValueError: There is no difference of this name.
    """
    for one in _DIFFERENCES:
        if one.name == name:
            return one
    raise ValueError(
        f"there is no difference {name!r}; there are " + ", ".join(one.name for one in _DIFFERENCES)
    )


def _number(value: float) -> str:
    return f"{value:.4f}" if value == 0 or abs(value) > 1e-4 else f"{value:.4g}"
