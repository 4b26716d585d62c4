"""Scenarios that Python and the browser's modules explain alike, and what Python says of them.

How near: within 1e-12 of the largest number of an array, of 1 for probabilities, and of
`sum |w| / T` for gradients. Where the largest number is smaller than what it is computed from,
the scale is that: a part of the loss is `-w log p`, and next to p = 1 a logarithm has the digits
that p has after the point; so `sum |w|` is its scale.
"""

import json
import random
from dataclasses import asdict
from functools import cache
from typing import Any

import golden
import numpy as np
from browser_agreement import ANYTHING, DIGITS, Near, Said, near

from ranklab.course import exercises
from ranklab.experiments.comparison import compare_from
from ranklab.experiments.descent import descend
from ranklab.experiments.sweeps import TEMPERATURES, sweep
from ranklab.experiments.ties import tie_orders
from ranklab.explanation.answer import explain
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.derivation import derive
from ranklab.explanation.presets import _DIFFERENCES, _PRESETS, look_for
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import note

MOST_ORDERS = 24
_SHOWN = [scenario for _, scenario in _PRESETS.values()]  # those that the browser has, too
SWEPT = TEMPERATURES[::2]


# Scenarios.


def known() -> list[Scenario]:
    """All presets, and the states of the lessons."""
    asked = [one for lesson in range(exercises.LESSONS) for one in exercises.questions(lesson)]
    states = [state for one in asked for state in (one.start, one.answer)]
    presets = [scenario for _, scenario in (*_PRESETS.values(), *_DIFFERENCES.values())]
    return presets + [state for state in states if isinstance(state, Scenario)]


def golden_lists() -> list[Scenario]:
    """The golden cases of one list, where a scenario can hold what they hold."""
    cases = [case for case in golden.CASES if len(case["y_true"]) == 1]
    return [_golden(case) for case in cases if _can_be_held(case)]


def _can_be_held(case: dict[str, Any]) -> bool:
    weight = case["config"]["lambda_weight"] or {"kind": None}
    numbers = golden.flat([case["y_true"], case["y_pred"], case["sample_weight"] or 0])
    return (
        weight.keys() <= {"kind", "topn"}
        and bool(np.isfinite(numbers).all())
        and max(case["y_true"][0]) <= 30
        and golden.flat([case["sample_weight"] or 0]).min() >= 0
    )


def _golden(case: dict[str, Any]) -> Scenario:
    config = case["config"]
    weight = config["lambda_weight"] or {}
    sample_weight = case["sample_weight"]
    if sample_weight is not None:  # of the list, or of each item
        sample_weight = np.broadcast_to(golden.flat([sample_weight]), len(case["y_true"][0]))
    return Scenario(
        scores=case["y_pred"][0],
        labels=case["y_true"][0],
        loss={"softmax": "softmax", "unique": "unique_softmax"}[case["loss"]],
        temperature=config["temperature"],
        lambda_weight=weight["kind"].lower() if weight else None,
        topn=weight.get("topn"),
        normalize_labels=False,
        sample_weight=sample_weight,
    )


@cache
def drawn(count: int) -> list[Scenario]:
    """Random scenarios, hard ones among them."""
    draw = random.Random(17)
    return [_one(draw) for _ in range(count)]


def _one(draw: random.Random) -> Scenario:
    n = draw.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 50])
    scores: Any = draw.choice(
        [
            lambda: draw.gauss(0, 1),
            lambda: draw.gauss(0, 10),
            lambda: round(draw.gauss(0, 1), 2),
            lambda: float(draw.randint(-1, 1)),  # ties
            lambda: 0.5,
            lambda: draw.uniform(-1e6, 1e6),
            lambda: draw.choice([1e6, -1e6, 0.0, 1.0]),
        ]
    )
    labels: Any = draw.choice(
        [
            lambda: float(draw.choice([0, 0, 1])),
            lambda: float(draw.randint(0, 4)),
            lambda: draw.choice([-1.0, 0.0, 1.0, 2.0]),
            lambda: draw.uniform(0, 3),
            lambda: draw.uniform(-1, 30),
            lambda: draw.choice([30.0, 29.5, 0.0, 1e-8, 1e-300]),
            lambda: draw.choice([0.61, 0.14, 0.0]),
            lambda: draw.choice([-1.0, 0.0]),
            lambda: -1.0,  # an empty list
        ]
    )
    weights: Any = draw.choice(
        [None, None, None, lambda: draw.choice([0.0, 1.0, 3.0]), lambda: draw.uniform(0, 2)]
    )
    hot: Any = draw.choice([1.0, 1.0, 0.1, 5.0, 1e-3, 1e3, 10 ** draw.uniform(-3, 3)])
    named = draw.random() < 0.2
    return Scenario(
        scores=[scores() for _ in range(n)],
        labels=[labels() for _ in range(n)],
        items=[f"  Ítem\t{'𝒳' * draw.randint(0, 8)} {i}" for i in range(n)] if named else None,
        loss=draw.choice(list(LOSSES)),
        temperature=hot,
        lambda_weight=draw.choice([None, *LAMBDA_WEIGHTS]),
        topn=draw.choice([None, None, 1, 2, 5, 100]),
        normalize_labels=draw.random() < 0.7,
        sample_weight=None if weights is None else [weights() for _ in range(n)],
    )


def record(scenario: Scenario) -> dict[str, Any]:
    """As JSON carries it."""
    return json.loads(json.dumps(asdict(scenario)))


def measured(place: int) -> list[Any]:
    """k, gain and relevant_from, another choice for each of some scenarios."""
    return [
        [5, 1, 2, 50][place % 4],
        ["exponential", "linear"][place % 2],
        [None, 0.5, 2][place % 3],
    ]


# What Python answers.


def fields(explanation: Any) -> dict[str, Any]:
    total = explanation.races.total_weight()
    slope = total / explanation.scenario.temperature
    numbers = asdict(explanation.metrics)
    exact = {key: numbers.pop(key) for key in ("k", "gain", "relevant_from", "threshold")}
    costs = np.abs(explanation.contributions).max(initial=total)
    return {
        "logits": explanation.logits.tolist(),
        "mask": explanation.mask.tolist(),
        "ranks": explanation.ranks.tolist(),
        "contributions": near(explanation.contributions, costs),
        "gradient": near(explanation.gradient, slope),
        "loss": near(explanation.loss, max(explanation.loss, total)),
        "metrics": {**exact, **{key: near(value) for key, value in numbers.items()}},
        "pull_up": near(explanation.pull_up, slope),
        "push_down": near(explanation.push_down, slope),
        "weights": near(explanation.weights),
        "probabilities": near(explanation.probabilities, 1.0),
        "targets": near(explanation.targets, 1.0),
    }


def race(one: Any) -> dict[str, Any]:
    return {
        **asdict(one),
        "competitors": list(one.competitors),
        "weight": near(one.weight),
        "probability": near(one.probability, 1.0),
    }


def numbers(scenario: Scenario, place: int) -> dict[str, Any]:
    """What a scenario comes to."""
    explanation = explain(scenario, *measured(place))
    total = explanation.races.total_weight()
    swept, tied = sweep(scenario, SWEPT), tie_orders(scenario, MOST_ORDERS)
    return {
        "scenario": record(scenario),
        "explanation": {
            **fields(explanation),
            "competitors": explanation.competitors.astype(int).tolist(),
            "race_probabilities": near(explanation.race_probabilities, 1.0),
            "races": [list(map(race, explanation.races_of(i))) for i in range(len(scenario))],
            "has_relevant_item": explanation.has_relevant_item,
            "costs_nothing": explanation.costs_nothing,
        },
        "sweep": _swept(swept, total),
        "compared": [
            fields(e) for e in compare_from(explanation, {"loss": list(LOSSES)}).explanations
        ],
        "step": _step(scenario, total),
        "ties": {
            "scenario": record(scenario),
            "count": near(tied.count),
            "sampled": tied.sampled,
            "losses": near(tied.losses, max(tied.losses.max(), total)),
            "ndcgs": near(tied.ndcgs, 1.0),
        },
    }


def _swept(swept: Any, total: float) -> dict[str, Any]:
    """A share is a quotient: as exact as its gradient is beside all steps, which may cancel."""
    slopes = total / swept.temperatures
    norms = np.linalg.norm(swept.push_shares, axis=1)
    half = np.divide(swept.sizes, norms, out=np.zeros_like(norms), where=norms > 0)
    quotient = np.divide(slopes, half, out=np.full_like(half, np.inf), where=half > 0)
    return {
        "losses": Near(swept.losses, DIGITS * np.maximum(swept.losses, total)),
        "push_shares": Near(swept.push_shares, DIGITS * (1 + quotient)[:, np.newaxis]),
        "sizes": Near(swept.sizes, DIGITS * slopes * np.sqrt(len(swept.scenario))),
    }


def _step(scenario: Scenario, total: float) -> Any:
    """The first step of a descent, where no score stands at the limit that it may not pass."""
    taken = descend(scenario, steps=1)
    if np.abs(taken.scores).max() > 0.99e6 or taken.stopped != "steps":
        return ANYTHING
    scale = np.abs(taken.scores).max() + taken.rate * total / scenario.temperature
    return {
        "scenario": record(scenario), "rate": 0.1, "step": "rate", "stopped": "steps",
        "scores": near(taken.scores, scale), "losses": ANYTHING, "ndcgs": ANYTHING,
        "sizes": ANYTHING,
    }  # fmt: skip


def texts(scenario: Scenario, place: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What Node is asked to say with Python's numbers, and what Python says."""
    explanation = explain(scenario, *measured(place))
    compared = compare_from(explanation, {"loss": list(LOSSES)})
    names = ("logits", "mask", "ranks", "contributions", "gradient", "weights", "probabilities")
    arrays = {name: getattr(explanation, name).tolist() for name in (*names, "targets")}
    # -log p of ten digits takes a p that has them: next to 1, two processors write it differently.
    has_digits = explanation.probabilities < 1 - 1e-5
    costly = int(np.argmax(explanation.contributions))
    followed = [int(i) for i in (0, len(scenario) - 1) if has_digits[i]]
    asked = {
        "scenario": record(scenario),
        "measured": measured(place),
        "followed": followed,
        "theirs": {**arrays, "loss": explanation.loss, "metrics": asdict(explanation.metrics)},
        "gradients": [e.gradient.tolist() for e in compared.explanations],
    }
    derived = [_lines(explanation, item) for item in (None, *followed)]
    said = {
        "describe": explanation.describe(),
        "note": note(scenario),
        "look_for": look_for(scenario) if scenario in _SHOWN else "",
        "derivations": derived,
        "disagree": list(compared.disagree),
    }
    if not has_digits[costly]:
        said["derivations"][0] = ANYTHING
    return asked, said


def _lines(explanation: Any, item: int | None) -> list[dict[str, Any]]:
    scale = max(1.0, np.abs(explanation.logits).max(), explanation.weights.max())
    lines = json.loads(json.dumps([asdict(line) for line in derive(explanation, item)]))
    return [
        {**_computed(line), "title": line["title"], "value": near(line["value"], scale)}
        for line in lines
    ]


def _computed(value: Any) -> Any:
    """The same, where texts hold numbers that are computed."""
    if isinstance(value, dict):
        return {key: _computed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_computed(part) for part in value]
    return Said(value) if isinstance(value, str) else value
