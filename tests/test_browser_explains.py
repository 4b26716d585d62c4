"""The browser's modules compute what Python computes, and say what Python says."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import browser_cases as cases
import numpy as np
import pytest
from browser_agreement import ANYTHING, Near, ask, differences, near

from ranklab.experiments.descent import descend
from ranklab.experiments.sweeps import sweep
from ranklab.explanation.answer import explain
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES, loss_title, why_not
from ranklab.explanation.derivation import derive
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.races import Line, Pairs
from ranklab.explanation.records import SETTINGS
from ranklab.explanation.scenario import Scenario
from ranklab.explorer.commands import DESCENT_STEPS
from ranklab.explorer.picture import picture, run_numbers
from ranklab.explorer.views import VIEWS, Options

QUICK = [*cases.known(), *cases.golden_lists(), *cases.drawn(60)]
MANY, BLOCK = 2000, 485
DRAWN = QUICK[::6]


def numbers_asked(scenarios: list[Scenario], first: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "scenario": cases.record(scenario),
            "measured": cases.measured(place),
            "temperatures": list(cases.SWEPT),
        }
        for place, scenario in enumerate(scenarios, first)
    ]


def check(scenarios: list[Scenario], first: int = 0) -> None:
    """Hold numbers and texts beside Python's; one process of Node answers all."""
    said = [cases.texts(scenario, place) for place, scenario in enumerate(scenarios, first)]
    got = ask(numbers=numbers_asked(scenarios, first), texts=[asked for asked, _ in said])
    found = []
    for place, scenario in enumerate(scenarios, first):
        wanted = {"numbers": cases.numbers(scenario, place), "texts": said[place - first][1]}
        mine = {kind: got[kind][place - first] for kind in wanted}
        found += [f"{scenario}: {difference}" for difference in differences(mine, wanted)]
    assert not found, "\n".join(found[:10])


def test_presets_lessons_golden_and_random_lists_are_explained_alike() -> None:
    check(QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(60, MANY, BLOCK))
def test_two_thousand_random_lists_are_explained_alike(first: int) -> None:
    check(cases.drawn(MANY)[first : first + BLOCK], first)


def test_the_random_lists_hold_the_hard_ones() -> None:
    lists = cases.drawn(MANY)
    scores = [set(one.scores) for one in lists]
    labels = [np.array(one.labels) for one in lists]
    assert any(len(one.scores) > 1 and len(set(one.scores)) == 1 for one in lists)
    assert any((y < 0).any() and (y >= 0).any() for y in labels)
    assert any((y < 0).all() for y in labels)
    assert any({1e6, -1e6} <= one for one in scores)
    assert {one.temperature for one in lists} >= {1e-3, 1.0, 1e3}
    assert any((y == 30).any() for y in labels)
    assert any((y % 1 != 0).any() for y in labels)
    weighted = {(one.loss, one.lambda_weight, one.topn, one.sample_weight is None) for one in lists}
    kinds = [(loss, weight) for loss in LOSSES for weight in (None, *LAMBDA_WEIGHTS)]
    for loss, weight in kinds:
        assert {(loss, weight, topn, none) for topn in (None, 1, 2) for none in (True, False)} <= (
            weighted
        )
    assert max(map(len, lists)) == 50
    assert min(map(len, lists)) == 1


# That the comparison can fail.


def spots(wanted: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """Where an answer holds a value that is compared, and what is wanted there."""
    if wanted is ANYTHING:
        return []
    if isinstance(wanted, dict):
        return [spot for key in wanted for spot in spots(wanted[key], (*path, key))]
    if isinstance(wanted, list | tuple):
        return [spot for i, one in enumerate(wanted) for spot in spots(one, (*path, i))]
    if isinstance(wanted, Near):
        indices = np.ndindex(wanted.values.shape)
        allowed = np.broadcast_to(wanted.allowed, wanted.values.shape)
        return [((*path, *index), allowed[index]) for index in indices]
    return [(path, None)]


@contextmanager
def spoilt(answer: Any, path: tuple[Any, ...], allowed: float | None) -> Iterator[None]:
    """The same answer, wrong at one spot: by twice what is allowed, or altogether."""
    holder = answer
    for key in path[:-1]:
        holder = holder[key]
    right = holder[path[-1]]
    holder[path[-1]] = "wrong" if allowed is None else right + 2 * allowed + 1e-300
    yield
    holder[path[-1]] = right


def test_a_wrong_number_and_a_wrong_word_are_found_wherever_they_stand() -> None:
    scenario = Scenario(
        [2.5, -1, 0.5], [1, 0, 2], ["a", "b", "c"], lambda_weight="ndcg", sample_weight=[1, 2, 3]
    )
    asked, said = cases.texts(scenario, 0)
    got = ask(numbers=numbers_asked([scenario]), texts=[asked])
    for kind, wanted in {"numbers": cases.numbers(scenario, 0), "texts": said}.items():
        [answer] = got[kind]
        assert differences(answer, wanted) == []
        compared = spots(wanted)
        assert len(compared) > 100
        for path, allowed in compared:
            with spoilt(answer, path, allowed):
                one, other, *_ = path if len(path) > 1 else (*path, None)
                mine, theirs = answer[one], wanted[one]  # the others stay as they were
                if other is not None and not isinstance(theirs, Near):
                    mine, theirs = mine[other], theirs[other]
                assert len(differences(mine, theirs)) == 1, path


def test_a_missing_answer_and_a_longer_one_are_found() -> None:
    wanted = {"losses": near([1.0, 2.0]), "note": ""}
    assert differences({"losses": [1.0, 2.0], "note": ""}, wanted) == []
    for wrong in ([1.0], [1.0, 2.0, 3.0], [1.0, None], None, ["x", 2.0], [[1.0, 2.0]]):
        assert differences({"losses": wrong, "note": ""}, wanted)
    assert differences({"losses": [1.0, 2.0]}, wanted)
    assert differences({"losses": [1.0, 2.0], "note": "", "more": 1}, wanted)
    assert differences(True, 1)
    assert differences(None, False)


# What the views draw.


def picture_asked(scenario: Scenario, place: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """All views of a scenario as Node is asked for them, and as Python sends them."""
    followed = [None, 0, len(scenario)][place % 3]  # the last is past the end
    compared: dict[str, Any] = [
        {"loss": list(LOSSES)},
        {"temperature": [0.1, 1, 10]},
        {"lambda_weight": [None, *LAMBDA_WEIGHTS]},
        {"topn": [1, 20_000]},
        {"labels": [1]},
        {},
    ][place % 6]
    asked = {
        "scenario": cases.record(scenario),
        "views": list(VIEWS),
        "followed": followed,
        "compared": compared,
    }
    return asked, json.loads(json.dumps(drawn_in_python(explain(scenario), followed, compared)))


def drawn_in_python(
    explanation: Explanation, followed: int | None, compared: dict[str, Any]
) -> dict[str, Any]:
    """What all views draw."""
    up, down = explanation.pull_up, explanation.push_down
    probabilities, weights = explanation.race_probabilities, explanation.weights
    assert up is not None
    assert down is not None
    assert probabilities is not None
    if weights is None:  # what its races pull up, over the probability that they are lost
        lost = (1.0 - np.diagonal(probabilities)) / explanation.scenario.temperature
        weights = np.divide(up, lost, out=np.zeros_like(up), where=lost > 0)
    if followed is not None and followed >= len(explanation.mask):
        followed = None
    return {
        **picture(explanation, ("metrics", "comparison"), Options(compared=compared)),
        "race_probabilities": np.where(explanation.competitors, probabilities, -1.0).tolist(),
        "weights": weights.tolist(),
        "pull_up": up.tolist(),
        "push_down": down.tolist(),
        "derivation": [asdict(line) for line in derive(explanation, followed)],
    }


def picture_wanted(scenario: Scenario, sent: dict[str, Any]) -> dict[str, Any]:
    total = explain(scenario).races.total_weight()  # type: ignore[union-attr]
    slope = total / scenario.temperature
    compared = sent.get("comparison")
    scales = {"probabilities": 1.0, "targets": 1.0, "steps": slope, "pull_up": slope}
    costs = max(total, *sent["contributions"])
    scales |= {"push_down": slope, "contributions": costs, "loss": max(total, sent["loss"])}
    scales["race_probabilities"] = 1.0
    # A sum of weights is a quotient, as exact as what is lost.
    fields = {key: near(value, scales.get(key)) for key, value in sent.items()
                        if key in (*scales, "ndcg", "mrr", "weights")}  # fmt: skip
    metrics = {key: near(value) if isinstance(value, float) else value
               for key, value in sent["metrics"].items()}  # fmt: skip
    lines = [{"title": line["title"], "items": line["items"], "value": ANYTHING, "text": ANYTHING,
              "formula": ANYTHING} for line in sent["derivation"]]  # fmt: skip
    wanted = {**sent, **fields, "metrics": metrics, "derivation": lines}
    if compared:
        wanted["comparison"] = {
            **compared,
            "variants": [
                {"title": one["title"], "loss": ANYTHING, "steps": ANYTHING}
                for one in compared["variants"]
            ],
        }
    return wanted


def test_the_views_draw_what_python_computes() -> None:
    both = [picture_asked(scenario, place) for place, scenario in enumerate(DRAWN)]
    got = ask(picture=[asked for asked, _ in both])["picture"]
    for scenario, mine, (_, sent) in zip(DRAWN, got, both, strict=True):
        assert differences(mine, picture_wanted(scenario, sent)) == [], scenario
    refused = {sent.get("comparison", {}).get("refused", "") for _, sent in both}
    assert len(refused) == 3  # accepted, a value that may not be, a field that may not be


def test_the_view_of_a_sweep_draws_what_python_computes() -> None:
    scenarios = [one for one in DRAWN if explain(one).races.total_weight()]  # type: ignore[union-attr]
    got = ask(sweep=[cases.record(scenario) for scenario in scenarios])["sweep"]
    for scenario, swept in zip(scenarios, got, strict=True):
        exact = sweep(scenario, cases.SWEPT)
        # Of all steps, where they cancel to nothing, rounding is all that is left.
        allowed = np.where(exact.sizes > 1e-9, 1e-6, 3)[:, np.newaxis]
        wanted = {
            "temperatures": exact.temperatures.tolist(),
            "losses": near(exact.losses.tolist()),
            "push_shares": Near(exact.push_shares, allowed),
        }
        assert differences(swept, wanted) == [], scenario


@pytest.mark.parametrize("race", [True, False])
def test_descents_have_what_the_kernel_sends(race: bool) -> None:
    start = Scenario([0.5, 0.1, 2, -1], [0, 3, 1, -1])
    asked = {"scenario": cases.record(start), "race": race, "rate": 0.2, "step": "rate"}
    [got] = ask(descents=[asked])["descents"]
    losses = LOSSES if race else [start.loss]
    runs = [descend(start.replace(loss=loss), rate=0.2, steps=DESCENT_STEPS) for loss in losses]
    # Within 1e-9: every step starts from the rounding of the one before. Scores are rounded.
    near_by = {"scores": 2e-6, "losses": 1e-9, "ndcgs": 1e-9}
    wanted = [
        {key: Near(np.array(value), near_by[key]) if key in near_by else value
         for key, value in run_numbers(run).items()}
        for run in runs
    ]  # fmt: skip
    assert differences(got, wanted) == []


@pytest.mark.parametrize("step", ["rate", "length"])
def test_descents_go_the_same_way(step: str) -> None:
    # Within 1e-9: every step starts from the rounding of the one before.
    starts = [
        Scenario([1, 2, 0], [1, 0, 0]),
        Scenario([0.5, 0.1, 2, -1], [0, 3, 1, -1], loss="unique_softmax", temperature=0.5),
        Scenario([3, 2, 1], [0, 0, 1], lambda_weight="ndcg"),
        Scenario([1, 2], [0, 0]),
        Scenario([30, 30, 0], [1, 1, 0]),
        Scenario([1e6, -1e6], [0, 1], temperature=1e-3),
    ]
    how = {"rate": 0.5, "steps": 30, "step": step}
    got = ask(descent=[{"scenario": cases.record(start), **how} for start in starts])["descent"]
    stopped = set()
    for start, mine in zip(starts, got, strict=True):
        taken = descend(start, **how)  # type: ignore[arg-type]
        arrays = {name: getattr(taken, name) for name in ("scores", "losses", "ndcgs", "sizes")}
        largest = max(1.0, *(np.abs(values).max() for values in arrays.values()))
        wanted = {name: Near(values, 1e-9 * largest) for name, values in arrays.items()}
        more = {
            "scenario": cases.record(start),
            "rate": 0.5,
            "step": step,
            "stopped": taken.stopped,
        }
        assert differences(mine, {**wanted, **more}) == [], start
        stopped.add(taken.stopped)
    assert stopped >= {"steps", "converged"}


def test_layouts_that_no_loss_has_today_come_to_the_same() -> None:
    draw = np.random.default_rng(3)
    asked = []
    for n in (1, 2, 5):
        weights = draw.uniform(size=(n, n)) * (draw.uniform(size=(n, n)) < 0.6)
        np.fill_diagonal(weights, 0.0)
        above, below = draw.uniform(size=(2, n)) * (draw.uniform(size=(2, n)) < 0.7)
        logits = draw.normal(size=n) * 20
        values = {"weights": weights, "above": above, "below": below, "logits": logits}
        asked.append({name: value.tolist() for name, value in values.items()})
    for one, got in zip(asked, ask(layouts=asked)["layouts"], strict=True):
        matrix, logits = np.array(one["weights"]), np.array(one["logits"])
        pairs = Pairs(logits.size, lambda rows, matrix=matrix: matrix[rows])
        both = [pairs, Line(np.array(one["above"]), np.array(one["below"]))]
        assert differences(got, [layout_wanted(layout, logits) for layout in both]) == []


def layout_wanted(layout: Any, logits: Any) -> dict[str, Any]:
    total = layout.total_weight()
    outcome = {
        name: near(values, 40 * total) for name, values in asdict(layout.outcome(logits)).items()
    }
    return {
        "outcome": outcome,
        "competitors": layout.who_competes().astype(int).tolist(),
        "probabilities": near(layout.probabilities(logits), 1.0),
        "total": near(total),
        "races": [[cases.race(r) for r in layout.owned_by(i, logits)] for i in range(logits.size)],
    }


def test_titles_and_reasons_are_the_same() -> None:
    losses = [*LOSSES, "custom:mean_squared_error", "custom:Focal"]
    got = ask(why_not=[SETTINGS], title=losses, defined=["LOSSES", "LAMBDA_WEIGHTS"])
    assert got.pop("defined") == [list(LOSSES), list(LAMBDA_WEIGHTS)]
    weights = (None, *LAMBDA_WEIGHTS)
    reasons = [
        why_not(loss, one, weight) for loss in LOSSES for one in SETTINGS for weight in weights
    ]
    assert got == {"why_not": [reasons], "title": list(map(loss_title, losses))}
