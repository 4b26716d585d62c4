"""Explanation: the whole answer to a scenario. `answer` computes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics
from ranklab.explanation.definitions import is_custom, loss_title
from ranklab.explanation.formatting import items, number
from ranklab.explanation.metrics import Metrics
from ranklab.explanation.races import Layout, Race
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import NO_WEIGHT, NOTHING_RELEVANT, note

Array = NDArray[np.float64]
# An array, or None. Typed as Any: code that reads it knows that the loss has one race per item.
OfOneRace = Any

_AT_THE_FLOOR = 1e-4  # of the largest step that a list could have
_HARDLY = 2e-3  # of the longest step: a shorter one is not spoken of


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """The answer to a scenario. Arrays are read-only and in the order of the items.

    Padding has no competitors, and weight, probability, contribution and gradient 0. What a loss
    does not have is None: a custom loss has no races, and perhaps no contributions.

    Attributes:
        scenario: The question.
        logits: `l = scores / T`, shape (n,).
        mask: Which items are really there, shape (n,).
        ranks: 1-based, best score first, ties by position, padding last, shape (n,).
        competitors: Row i holds who stands in a race that item i should win, shape (n, n).
        contributions: What the races of each item cost, shape (n,); their sum is the loss.
        gradient: d loss / d scores, shape (n,). The step of an item is minus its gradient.
        loss: The loss of the list.
        metrics: NDCG, NDCG@k, DCG@k, MRR, precision@k and average precision of the ranking.
        races: The races among the items that are there, in one of the layouts of
            `ranklab.explanation.races`.
        pull_up: How far the races that an item should win raise its score in one step of rate 1,
            shape (n,).
        push_down: How far the races that others should win lower it, shape (n,).
        weights: `w`, the weight of each item's race, shape (n,); None where an item has more races.
        probabilities: `p`, each item's softmax among its competitors, shape (n,); None likewise.
        targets: What the loss wants each probability to be, shape (n,): `w_i / sum w` where all
            races share their competitors, else 1; None likewise.
    """

    scenario: Scenario
    logits: Array
    mask: NDArray[np.bool_]
    ranks: NDArray[np.int64]
    competitors: NDArray[np.bool_]
    contributions: Array | None
    gradient: Array
    loss: float
    metrics: Metrics
    races: Layout | None = None
    pull_up: Array | None = None
    push_down: Array | None = None
    weights: OfOneRace = None
    probabilities: OfOneRace = None
    targets: OfOneRace = None

    def __repr__(self) -> str:
        scenario = self.scenario
        weight = "" if scenario.lambda_weight is None else f" with {scenario.lambda_weight}"
        return (
            f"Explanation({scenario.loss}{weight}, n={len(scenario)}, "
            f"T={scenario.temperature:.2f}, loss={self.loss:.6f})"
        )

    @property
    def has_relevant_item(self) -> bool:
        """Whether a label is above 0. Where none is, NDCG and MRR say nothing of the ranking."""
        return any(label > 0 for label in self.scenario.labels)

    @property
    def costs_nothing(self) -> bool:
        """Whether the loss is 0 for any scores, since no race has a weight.

        Of a custom loss, which has no races: whether loss and gradient are 0 for these scores.
        """
        if self.races is None:
            return self.loss == 0 and not self.gradient.any()
        return self.races.total_weight() == 0

    @property
    def race_probabilities(self) -> Array | None:
        """`q`, shape (n, n): row i holds each item's probability in the race that i should win.

        Where an item should win several races, the mean over them by weight. None without races.
        """
        if self.races is None:
            return None
        there = np.flatnonzero(self.mask)
        result = np.zeros(self.competitors.shape)
        result[np.ix_(there, there)] = self.races.probabilities(self.logits[there])
        return result

    def races_of(self, item: int) -> tuple[Race, ...]:
        """The races that an item owns: what they cost is its contribution.

        >>> from ranklab import explain
        >>> [race] = explain(Scenario([0.6, 0.8], [1, 0])).races_of(0)
        >>> race.winner, race.competitors, round(race.probability, 3)
        (0, (0, 1), 0.45)
        """
        if self.races is None or not self.mask[item]:
            return ()
        there = np.flatnonzero(self.mask).tolist()
        logits = self.logits[self.mask]
        return tuple(
            Race(
                owner=item,
                winner=None if race.winner is None else there[race.winner],
                competitors=tuple(there[j] for j in race.competitors),
                weight=race.weight,
                probability=race.probability,
                against_line=race.against_line,
            )
            for race in self.races.owned_by(there.index(item), logits)
        )

    def describe(self) -> str:
        """Say in words what it costs and which way scores move, one sentence a line."""
        return _describe(self)


def check(explanation: Any) -> None:
    """Refuse what is not an Explanation, and say how to get one.

    Raises:
        TypeError: It is something else, a Scenario perhaps.
    """
    if not isinstance(explanation, Explanation):
        raise TypeError(
            f"explanation must be a ranklab.Explanation, got {type(explanation).__name__}: "
            "call ranklab.explain(scenario)"
        )


def contributions_of(explanation: Any) -> Array:
    """The contributions of an Explanation.

    Raises:
        TypeError: It is no Explanation.
        ValueError: It explains a custom loss that has no value for each item.
    """
    check(explanation)
    contributions: Array | None = explanation.contributions
    if contributions is None:
        raise ValueError(
            f"{loss_title(explanation.scenario.loss)} gives one number for the list and none for "
            "each item: there are no parts to draw"
        )
    return contributions


def padding_last(ranks: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The ranks of all places: those that are there as given, padding behind them in its order."""
    result = np.empty(mask.size, np.int64)
    result[mask] = ranks
    result[~mask] = np.arange(ranks.size + 1, mask.size + 1)
    return result


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """The same array, read-only from now on."""
    values.flags.writeable = False
    return values


def _describe(explanation: Explanation) -> str:
    """The loss, who is on top, who costs most, which scores move: a sentence a line."""
    scenario = explanation.scenario
    there = np.flatnonzero(explanation.mask)
    sentences = [f"{_head(explanation)}: {number(explanation.loss)}."]
    if there.size < len(scenario):
        sentences.append(f"Padding, not there: {items(len(scenario) - there.size)}.")
    if there.size == 0:
        sentences.append("No item is there: this list costs nothing and teaches nothing.")
        return "\n".join(sentences)
    if explanation.races is not None and explanation.costs_nothing:
        sentences.append(NO_WEIGHT if explanation.has_relevant_item else NOTHING_RELEVANT)
        return "\n".join(sentences)
    sentences.append(_on_top(explanation))
    sentences += [*_costs_most(explanation), *_steps(explanation), note(scenario)]
    return "\n".join(filter(None, sentences))


def _head(explanation: Explanation) -> str:
    scenario = explanation.scenario
    title, size = loss_title(scenario.loss), items(int(explanation.mask.sum()))
    if is_custom(scenario.loss):
        return f"{title} of {size}"  # a custom loss keeps its name as it is
    head = f"{title[0].upper()}{title[1:]} loss of {size} at T = {scenario.temperature:g}"
    if scenario.lambda_weight is not None:
        head += f", lambda weight {scenario.lambda_weight}"
    return head if scenario.sample_weight is None else f"{head}, with sample weights"


def _names(explanation: Explanation) -> list[str]:
    return [" ".join(name.split()) for name in explanation.scenario.items]


def _on_top(explanation: Explanation) -> str:
    measured = explanation.metrics
    on_top = f"On top: {_names(explanation)[int(np.argmin(explanation.ranks))]}"
    if explanation.has_relevant_item:
        on_top += f"; NDCG {number(measured.ndcg)}, MRR {number(measured.mrr)}"
        if measured.threshold != metrics.RELEVANT_FROM:
            on_top += f" (relevant from label {measured.threshold:g})"
    return f"{on_top}."


def _costs_most(explanation: Explanation) -> list[str]:
    contributions = explanation.contributions
    if contributions is None or contributions.max() <= 0:
        return []
    costly = int(np.argmax(contributions))
    costs = f"Costs most: {_names(explanation)[costly]}, {number(contributions[costly])}"
    if explanation.probabilities is not None and explanation.targets is not None:
        costs += (
            f"; its probability is {number(explanation.probabilities[costly])} where the loss "
            f"wants {number(explanation.targets[costly])}"
        )
    return [f"{costs}."]


def _steps(explanation: Explanation) -> list[str]:
    """Which scores one step moves, and which way."""
    names, steps = _names(explanation), -explanation.gradient
    longest = np.abs(steps).max()
    if longest == 0:
        return ["The gradient is 0: no score moves."]
    races = explanation.races
    largest = 0.0 if races is None else races.total_weight() / explanation.scenario.temperature
    if longest < _AT_THE_FLOOR * largest:
        return ["Hardly any score moves: the loss is at its floor."]
    sentences = []
    for direction, sign in (("up", 1), ("down", -1)):
        moved = [i for i in np.argsort(explanation.ranks) if sign * steps[i] > _HARDLY * longest]
        moved.sort(key=lambda i: -abs(steps[i]))
        if moved:
            listed = ", ".join(f"{names[i]} (by {number(abs(steps[i]))})" for i in moved[:3])
            rest = f" and {len(moved) - 3} more" if len(moved) > 3 else ""
            sentences.append(f"One step of rate 1 moves {direction} {listed}{rest}.")
    return sentences
