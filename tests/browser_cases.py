"""Cases that Python and the browser's modules answer alike, and what Python answers.

`ask` lets Node answer; `differences` holds an answer beside what Python wants, where a `Near`
stands for numbers that two languages may round differently.

How near: within 1e-12 of the largest number of an array, of 1 for probabilities, and of
`sum |w| / T` for gradients. Where the largest number is smaller than what it is computed from,
the scale is that: a part of the loss is `-w log p`, and next to p = 1 a logarithm has the digits
that p has after the point; so `sum |w|` is its scale.
"""

import json
import random
import re
import sys
import tempfile
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ranklab.course import exercises
from ranklab.experiments.comparison import compare_from
from ranklab.experiments.descent import descend
from ranklab.experiments.sweeps import TEMPERATURES, sweep
from ranklab.experiments.ties import tie_orders
from ranklab.explanation.answer import explain
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.derivation import derive
from ranklab.explanation.presets import _DIFFERENCES, _PRESETS
from ranklab.explanation.scenario import Scenario
from ranklab.explanation.sentences import note
from ranklab.explorer import stage

HERE = Path(__file__).parent
DIGITS = 1e-12
MOST_ORDERS = 24
SWEPT = TEMPERATURES[::2]


def ask(**asked: Any) -> Any:
    """What the browser's modules answer, in one process of Node."""
    folder = str(Path(stage.__file__).parent)
    sys.path.insert(0, folder)
    try:
        from build import run
    finally:
        sys.path.remove(folder)
    with tempfile.TemporaryDirectory() as scratch:
        cases, answers = Path(scratch, "cases.json"), Path(scratch, "answers.json")
        cases.write_text(json.dumps(asked), "utf-8")
        run(HERE / "browser_answers.mjs", cases, answers)
        return json.loads(answers.read_text("utf-8"))


# Scenarios.


def known() -> list[Scenario]:
    """All presets, and the states of the lessons."""
    asked = [one for lesson in range(exercises.LESSONS) for one in exercises.questions(lesson)]
    states = [state for one in asked for state in (one.start, one.answer)]
    presets = [scenario for _, scenario in (*_PRESETS.values(), *_DIFFERENCES.values())]
    return presets + [state for state in states if isinstance(state, Scenario)]


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


@dataclass(frozen=True, eq=False)
class Near:
    """Numbers, and how far from them is near; None for none."""

    values: Any
    allowed: Any


def near(values: Any, scale: float | None = None) -> Any:
    """Numbers within `DIGITS` of a scale: of the largest of them, if none is given."""
    if values is None:
        return None
    array = np.asarray(values, np.float64)
    return Near(array, DIGITS * (np.abs(array).max(initial=0.0) if scale is None else scale))


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
        "compared": [fields(e) for e in compare_from(explanation, {"loss": list(LOSSES)}).explanations],
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


ANYTHING = object()  # that is not compared


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
        "derivations": derived,
        "disagree": list(compared.disagree),
    }
    if not has_digits[costly]:
        said["derivations"][0] = ANYTHING
    return asked, said


def _lines(explanation: Any, item: int | None) -> list[dict[str, Any]]:
    scale = max(1.0, np.abs(explanation.logits).max(), explanation.weights.max())
    lines = json.loads(json.dumps([asdict(line) for line in derive(explanation, item)]))
    return [{**line, "value": near(line["value"], scale)} for line in lines]


# How they are compared.


def differences(got: Any, wanted: Any, path: str = "") -> list[str]:
    """Where an answer is not what is wanted; nothing where all agrees."""
    if wanted is ANYTHING:
        return []
    if isinstance(wanted, Near):
        return _far(got, wanted, path)
    if isinstance(wanted, dict) and isinstance(got, dict) and wanted.keys() == got.keys():
        return [d for key in wanted for d in differences(got[key], wanted[key], f"{path}.{key}")]
    if isinstance(wanted, list | tuple) and isinstance(got, list) and len(got) == len(wanted):
        both = enumerate(zip(got, wanted, strict=True))
        return [d for i, (g, w) in both for d in differences(g, w, f"{path}[{i}]")]
    if isinstance(wanted, str) and isinstance(got, str) and nearly_said(got, wanted):
        return []
    if isinstance(wanted, dict | list | tuple) or got != wanted:
        return [f"{path}: {str(got)[:300]} is not {str(wanted)[:300]}"]
    return []


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?")


def nearly_said(got: str, wanted: str) -> bool:
    """Whether two texts say the same, but for the last digit of numbers that round differently."""
    if NUMBER.sub("#", got) != NUMBER.sub("#", wanted):
        return False
    pairs = zip(NUMBER.findall(got), NUMBER.findall(wanted), strict=True)
    return all(map(_one_off, pairs))


def _one_off(pair: tuple[str, str]) -> bool:
    one, other = (Decimal(text.replace(",", "")) for text in pair)
    last = min(number.as_tuple().exponent for number in (one, other))
    return one == other or (last < 0 and abs(one - other) <= Decimal(1).scaleb(last))


def _far(got: Any, wanted: Near, path: str) -> list[str]:
    try:
        array = np.array(got, np.float64)
    except (TypeError, ValueError):
        return [f"{path}: {str(got)[:300]} is no array of numbers"]
    if array.shape != wanted.values.shape and not array.size == wanted.values.size == 0:
        return [f"{path}: shape {array.shape} is not {wanted.values.shape}"]
    off = np.abs(array - wanted.values)
    if (off <= wanted.allowed).all():
        return []
    return [f"{path}: off by {off.max():.3g}, allowed {np.max(wanted.allowed):.3g}"]
