"""Explanation: the whole answer to a scenario, and `explain`, which computes it.

NumPy alone, in closed form, so that a drag is answered at once and nothing here waits for
TensorFlow. `ranklab.experiments.verification` holds the answer beside the Keras loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.explanation import metrics, textbook
from ranklab.explanation.checks import entry, is_own
from ranklab.explanation.formatting import NOTHING_RELEVANT, items, loss_name, note, number
from ranklab.explanation.metrics import Metrics
from ranklab.explanation.scenario import Scenario, check_scenario

Array = NDArray[np.float64]

DEFAULT_K = 5
_AT_THE_FLOOR = 1e-4  # of the largest push that a list could have
_BLOCK = 1 << 21  # entries of the (n, n) matrices worked on at a time: 16 MB


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """The answer to a scenario. Arrays are read-only and in the order of the items.

    Padding has no competitors, and weight, probability, contribution and gradient 0. What a loss
    of one's own does not have is NaN (see `explain_own`).

    Attributes:
        scenario: The question.
        logits: `l = scores / T`, shape (n,).
        mask: Which items are really there, shape (n,).
        ranks: 1-based, best score first, ties by position, padding last, shape (n,).
        competitors: Row i holds who stands in item i's denominator, shape (n, n).
        weights: `w`, how much each item matters, shape (n,).
        probabilities: `p`, each item's softmax among its competitors, shape (n,).
        targets: What the loss wants each probability to be: `w_i / sum w` for softmax, 1 for
            unique softmax, shape (n,).
        contributions: `-w_i log p_i`, shape (n,).
        gradient: d loss / d scores, shape (n,).
        loss: The sum of the contributions.
        metrics: NDCG, NDCG@k, DCG@k, MRR, precision@k and average precision of the ranking.
    """

    scenario: Scenario
    logits: Array
    mask: NDArray[np.bool_]
    ranks: NDArray[np.int64]
    competitors: NDArray[np.bool_]
    weights: Array
    probabilities: Array
    targets: Array
    contributions: Array
    gradient: Array
    loss: float
    metrics: Metrics

    def __repr__(self) -> str:
        scenario = self.scenario
        weight = "" if scenario.lambda_weight is None else f" with {scenario.lambda_weight}"
        return (
            f"Explanation({scenario.loss}{weight}, n={len(scenario)}, "
            f"T={scenario.temperature:.2f}, loss={self.loss:.6f})"
        )

    @property
    def teaches(self) -> bool:
        """Whether an item matters; a list without a relevant item costs and teaches nothing.

        Under a loss of one's own, of which that is not known: whether an item is relevant.
        """
        if is_own(self.scenario.loss):
            return any(label > 0 for label in self.scenario.labels)
        return bool(self.weights.any())

    @property
    def shares(self) -> Array:
        """`q`, shape (n, n): row i holds each item's probability among the competitors of i."""
        if is_own(self.scenario.loss):
            return np.full(self.competitors.shape, np.nan)
        there = np.flatnonzero(self.mask)
        among = np.ix_(there, there)
        result = np.zeros(self.competitors.shape)
        result[among] = np.exp(textbook.log_shares(self.logits[there], self.competitors[among]))
        return result

    @property
    def pull(self) -> Array:
        """How hard each item's own race pulls it up in one step: `w_i (1 - p_i) / T`, (n,)."""
        return self.weights * (1.0 - self.probabilities) / self.scenario.temperature

    @property
    def push(self) -> Array:
        """How hard the races of the others push it down: `sum over i of w_i q_ik / T`, (n,)."""
        return np.maximum(self.gradient + self.pull, 0.0)

    def describe(self) -> str:
        """Say in words what it costs and who is pushed where, one sentence a line."""
        return _describe(self)


def explain(
    scenario: Scenario,
    k: int = DEFAULT_K,
    gain: str = "exponential",
    relevant_from: float | None = None,
) -> Explanation:
    """Compute the loss of a scenario, every item's part in it, and the gradient.

    Args:
        scenario: The question. Every valid scenario has an answer.
        k: The cut-off of NDCG@k, DCG@k and precision@k, in places.
        gain: The gain of NDCG and DCG: `'exponential'`, 2^label - 1, or `'linear'`, the label.
        relevant_from: The label from which an item counts as relevant for MRR, precision and
            average precision. None: 1, or, where no label reaches 1, any label above 0.

    Raises:
        TypeError: `scenario` is not a Scenario, `k` not a whole number, or `relevant_from` not a
            number.
        ValueError: `k` is below 1, `gain` is not one of both, or `relevant_from` is not above 0.

    >>> explain(Scenario(scores=[0.6, 0.8], labels=[1, 0]))
    Explanation(softmax, n=2, T=1.00, loss=0.798139)
    """
    check_scenario(scenario)
    check_k(k)

    labels = np.array(scenario.labels)
    scores = np.array(scenario.scores)
    n = labels.size
    mask = labels >= 0
    there = np.flatnonzero(mask)
    padded = there.size < n
    y, s = (labels[there], scores[there]) if padded else (labels, scores)
    ranks = metrics.ranks(s)
    weights = weights_of(scenario, y, ranks, there)
    competitors = competitors_of(scenario, y)
    log_p, pull = race(s / scenario.temperature, weights, competitors)
    contributions = weights * -log_p + 0.0  # no -0.0: it would be shown with a sign

    targets = entry("loss", _TARGETS, scenario.loss)(weights)

    def everywhere(values: NDArray[Any]) -> NDArray[Any]:
        """Put values of the items that are there among the zeros of those that are not."""
        if not padded:
            return frozen(values)
        result = np.zeros(n, values.dtype)
        result[there] = values
        return frozen(result)

    all_ranks = ranks
    if padded:
        all_ranks = padding_last(ranks, mask)
        matrix = np.zeros((n, n), bool)
        matrix[np.ix_(there, there)] = competitors
        competitors = matrix
    return Explanation(
        scenario=scenario,
        logits=frozen(scores / scenario.temperature),
        mask=frozen(mask),
        ranks=frozen(all_ranks),
        competitors=frozen(competitors),
        weights=everywhere(weights),
        probabilities=everywhere(np.exp(log_p)),
        targets=everywhere(targets),
        contributions=everywhere(contributions),
        gradient=everywhere((pull - weights) / scenario.temperature + 0.0),
        loss=float(contributions.sum()),
        metrics=metrics.measure(y, ranks, int(k), gain, relevant_from),
    )


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


def check_parts(explanation: Any) -> None:
    """Refuse an Explanation without contributions.

    Raises:
        TypeError: It is no Explanation.
        ValueError: It explains a loss of one's own that has no value for each item.
    """
    check(explanation)
    if np.isnan(explanation.contributions).any():
        raise ValueError(
            f"{loss_name(explanation.scenario.loss)} gives one number for the list and none for "
            "each item: there are no parts to draw"
        )


def check_k(k: Any) -> None:
    """Refuse what is no cut-off.

    Raises:
        TypeError: It is not a whole number.
        ValueError: It is below 1.
    """
    if isinstance(k, bool) or not isinstance(k, Integral):
        raise TypeError(f"k must be a whole number of places, got {k!r}")
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")


def competitors_of(scenario: Scenario, labels: Array) -> NDArray[np.bool_]:
    """Who competes with whom among the items that are there, by their labels."""
    return entry("loss", _COMPETITORS, scenario.loss)(labels)


def weights_of(
    scenario: Scenario, labels: Array, ranks: NDArray[np.int64], there: NDArray[np.int64]
) -> Array:
    """How much each item matters among those that are there, sample weights included."""
    weights = entry("loss", _WEIGHTS, scenario.loss)(scenario, labels, ranks)
    if scenario.sample_weight is None:
        return weights
    sample_weight = np.array(scenario.sample_weight)[there]
    return weights * entry("loss", _SAMPLE_FACTORS, scenario.loss)(sample_weight, labels)


def _softmax_targets(weights: Array) -> Array:
    total = weights.sum()
    return weights / total if total > 0 else np.zeros_like(weights)


def _softmax_weights(scenario: Scenario, labels: Array, ranks: NDArray[np.int64]) -> Array:
    return entry("lambda_weight", _LAMBDA_WEIGHTS, str(scenario.lambda_weight))(
        scenario, labels, ranks
    )


def _label_weights(scenario: Scenario, labels: Array, _: NDArray[np.int64]) -> Array:
    return textbook.softmax_weights(labels, scenario.normalize_labels)


def _dcg_weights(_: Scenario, labels: Array, ranks: NDArray[np.int64]) -> Array:
    return textbook.lambda_weights(
        labels, ranks, gain=metrics.identity, discount=metrics.inverse, normalized=False
    )


def _ndcg_weights(scenario: Scenario, labels: Array, ranks: NDArray[np.int64]) -> Array:
    return textbook.lambda_weights(labels, ranks, topn=scenario.topn)


def _gain_weights(_: Scenario, labels: Array, __: NDArray[np.int64]) -> Array:
    return textbook.unique_softmax_weights(labels)


def _list_factor(sample_weight: Array, labels: Array) -> Array:
    return np.asarray(np.sum(sample_weight * textbook.softmax_weights(labels)))


_COMPETITORS: dict[str, Callable[[Array], NDArray[np.bool_]]] = {
    "softmax": textbook.softmax_competitors,
    "unique_softmax": textbook.unique_softmax_competitors,
}
_TARGETS: dict[str, Callable[[Array], Array]] = {
    "softmax": _softmax_targets,
    "unique_softmax": np.ones_like,
}
_WEIGHTS: dict[str, Callable[[Scenario, Array, NDArray[np.int64]], Array]] = {
    "softmax": _softmax_weights,
    "unique_softmax": _gain_weights,
}
_SAMPLE_FACTORS: dict[str, Callable[[Array, Array], Array]] = {
    "softmax": lambda sample_weight, _: sample_weight,
    "unique_softmax": _list_factor,
}
_LAMBDA_WEIGHTS = {
    "None": _label_weights,
    "dcg": _dcg_weights,
    "ndcg": _ndcg_weights,
    "precision": _label_weights,
}


def race(logits: Array, weights: Array, competitors: NDArray[np.bool_]) -> tuple[Array, Array]:
    """`log p` and `q^T w` of the textbook, a few rows at a time: 10,000 items fit in memory."""
    n = logits.size
    if n and competitors.all():  # one race for all: every row is the same
        log_q = textbook.log_shares(logits, competitors[:1])[0]
        return log_q, weights.sum() * np.exp(log_q)
    log_p = np.empty(n)
    pull = np.zeros(n)
    rows = max(1, _BLOCK // max(n, 1))
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        log_q = textbook.log_shares(logits, competitors[block])
        log_p[block] = np.diagonal(log_q, offset=start)
        pull += weights[block] @ np.exp(log_q)
    return log_p, pull


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
    """The loss, who is on top, who costs most, who is pushed where: a sentence a line."""
    scenario = explanation.scenario
    names = [" ".join(name.split()) for name in scenario.items]
    there = np.flatnonzero(explanation.mask)
    own = is_own(scenario.loss)
    head = f"{_title(scenario.loss)} of {items(there.size)}"
    if not own:
        head += f" at T = {scenario.temperature:g}"
    if scenario.lambda_weight is not None:
        head += f", lambda weight {scenario.lambda_weight}"
    if scenario.sample_weight is not None:
        head += ", with sample weights"
    sentences = [f"{head}: {number(explanation.loss)}."]
    if there.size < len(scenario):
        sentences.append(f"Padding, not there: {items(len(scenario) - there.size)}.")
    if there.size == 0:
        return "\n".join(
            [*sentences, "No item is there: this list costs nothing and teaches nothing."]
        )
    if not explanation.teaches and not own:
        return "\n".join([*sentences, NOTHING_RELEVANT])
    order = there[np.argsort(explanation.ranks[there])]
    on_top = f"On top: {names[order[0]]}"
    if explanation.teaches:
        on_top += (
            f"; NDCG {number(explanation.metrics.ndcg)}, MRR {number(explanation.metrics.mrr)}"
        )
        if explanation.metrics.threshold != metrics.RELEVANT_FROM:
            on_top += f" (relevant from label {explanation.metrics.threshold:g})"
    sentences.append(f"{on_top}.")
    costly = int(np.argmax(explanation.contributions))
    if explanation.contributions[costly] > 0:
        costs = f"Costs most: {names[costly]}, {number(explanation.contributions[costly])}"
        if not own:
            costs += (
                f"; its probability is {number(explanation.probabilities[costly])} where the loss "
                f"wants {number(explanation.targets[costly])}"
            )
        sentences.append(f"{costs}.")
    hardest = np.abs(explanation.gradient).max()
    if hardest * scenario.temperature < _AT_THE_FLOOR * explanation.weights.sum():
        sentences.append("Hardly anything is pushed: the loss is at its floor.")
    elif hardest == 0:
        sentences.append("Nobody is pushed.")
    else:
        for direction, push in (("up", -explanation.gradient), ("down", explanation.gradient)):
            pushed = sorted((i for i in order if push[i] > 0.002 * hardest), key=lambda i: -push[i])
            if pushed:
                listed = ", ".join(f"{names[i]} (by {number(push[i])})" for i in pushed[:3])
                rest = f" and {len(pushed) - 3} more" if len(pushed) > 3 else ""
                sentences.append(f"One step of rate 1 pushes {direction} {listed}{rest}.")
    return "\n".join(filter(None, [*sentences, note(scenario)]))


def _title(loss: str) -> str:
    """The loss at the head of a sentence; somebody's own keeps its name as it is."""
    return loss_name(loss) if is_own(loss) else f"{loss_name(loss).capitalize()} loss"
