"""A loss and a lambda weight are one record each, and their names stand nowhere else."""

import ast
import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from strategies import ordinary_scenarios

import ranklab
from ranklab import Scenario, explain, losses
from ranklab.explanation import definitions
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES, why_not
from ranklab.explanation.records import SETTINGS

PACKAGE = Path(ranklab.__file__).parent
RECORDS = [*LOSSES.values(), *LAMBDA_WEIGHTS.values()]

# Who may name a loss: its record, the presets, the exercises, and who only offers a default.
NAMED = {
    "explanation/definitions.py", "explanation/presets.py", "course/lesson_1.py",
    "course/lesson_2.py", "course/lesson_3.py", "course/lesson_4.py", "course/lesson_5.py",
    "course/lesson_6.py", "course/lesson_7.py", "course/lesson_0.py",
}  # fmt: skip


def strings_of(tree):
    """The strings of a file, but for docstrings and the defaults of arguments."""
    skipped = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            skipped.add(id(body[0].value))
        if isinstance(node, ast.arguments):
            skipped |= {id(one) for one in [*node.defaults, *node.kw_defaults]}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and id(node) not in skipped
            and isinstance(node.value, str)
        ):
            yield node.value


def names_in(tree):
    """The names of losses, lambda weights and their Keras classes that are strings."""
    known = {record.name for record in RECORDS} | {record.keras_class for record in RECORDS}
    known |= {f"{name}_loss" for name in LOSSES}
    return sorted(known & set(strings_of(tree)))


def branches_in(tree):
    """Comparisons with the name of a loss or of a lambda weight."""
    names = {record.name for record in RECORDS}
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(
            isinstance(part, ast.Constant) and part.value in names
            for side in [node.left, *node.comparators]
            for part in ast.walk(side)
        )
    ]


SOURCES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
SOURCES = [name for name in SOURCES if "node_modules" not in name]
# Metrics and losses share names: an argument of the explorer says which metric is guessed, and
# ranklab/__init__.py lists what is public.
OTHERS = {
    "__init__.py": {record.keras_class for record in RECORDS},
    "losses/__init__.py": {record.keras_class for record in RECORDS},
}


@pytest.mark.parametrize("name", [name for name in SOURCES if name not in NAMED])
def test_no_loss_is_named_outside_its_record(name):
    tree = ast.parse((PACKAGE / name).read_text("utf-8"))
    metrics = {"ndcg", "dcg", "precision"} if "explorer/" in name or "metrics" in name else set()
    assert set(names_in(tree)) <= OTHERS.get(name, metrics)
    assert branches_in(tree) == []


def test_a_name_is_found_where_it_is():
    # So that the test above can fail.
    tree = ast.parse('KINDS = {"softmax": 1, "NDCGLambdaWeight": 2}\nx = loss == "softmax"')
    assert names_in(tree) == ["NDCGLambdaWeight", "softmax"]
    assert branches_in(tree) == ["loss == 'softmax'"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_record_names_a_class_of_the_losses(record):
    assert record.keras_class in losses.__all__
    assert record.keras_class in ranklab.__all__


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_what_a_record_lacks_is_an_error_when_it_is_made(record):
    values = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    needed = [f.name for f in dataclasses.fields(record) if f.default is dataclasses.MISSING]
    for name in needed:
        with pytest.raises(TypeError, match=name):
            type(record)(**{key: value for key, value in values.items() if key != name})
    for name in ("name", "title", "sentence", "keras_class"):
        with pytest.raises(TypeError, match=f"{name} of {type(record).__name__} must be some text"):
            dataclasses.replace(record, **{name: ""})


def test_a_loss_says_of_every_setting_whether_it_acts():
    softmax = LOSSES["softmax"]
    for name in SETTINGS:
        less = {key: value for key, value in softmax.why_not.items() if key != name}
        with pytest.raises(
            TypeError, match=r"why_not of softmax must have the settings temperature, "
        ):
            dataclasses.replace(softmax, why_not=less)
    for part in ("races", "weight_formula"):
        with pytest.raises(TypeError, match=f"{part} of softmax must be a function"):
            dataclasses.replace(softmax, **{part: None})
    with pytest.raises(TypeError, match="dcg must have both item_weights and item_formula"):
        dataclasses.replace(LAMBDA_WEIGHTS["dcg"], item_formula=None)


def test_what_has_no_record_is_refused(monkeypatch):
    with pytest.raises(ValueError, match=r"loss must be one of 'softmax', .*, got 'half'"):
        Scenario([0], [1], loss="half")
    with pytest.raises(ValueError, match=r"lambda_weight must be one of None, .*, got 'half'"):
        Scenario([0], [1], lambda_weight="half")
    scenario = Scenario([0], [1], lambda_weight="dcg")
    fewer = {name: record for name, record in LAMBDA_WEIGHTS.items() if name != "dcg"}
    monkeypatch.setattr(definitions, "LAMBDA_WEIGHTS", fewer)
    with pytest.raises(ValueError, match=r"lambda_weight must be one of .*, got 'dcg'"):
        explain(scenario)


# A setting acts where the record says so, and nowhere else.

CHANGED = {
    "temperature": 3.0,
    "lambda_weight": None,
    "topn": 1,
    "normalize_labels": False,
    "sample_weight": [0.5, 2.0, 3.0, 5.0],
}
LIST = Scenario([0.3, 1.2, -0.5, 0.9], [2, 0, 1, 1])


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("lambda_weight", [None, *LAMBDA_WEIGHTS])
@pytest.mark.parametrize("loss", list(LOSSES))
def test_a_setting_changes_the_loss_where_its_record_says_that_it_acts(
    loss, lambda_weight, setting
):
    reason = why_not(loss, setting, lambda_weight)
    before = LIST.replace(loss=loss, lambda_weight=lambda_weight)
    after = before.replace(**{setting: CHANGED[setting]})
    changed = explain(before).loss != pytest.approx(explain(after).loss)
    if setting == "lambda_weight" and lambda_weight is None:
        assert not changed
    else:
        assert changed == (reason == "")
    assert reason == "" or reason.endswith(".")


@given(ordinary_scenarios)
def test_ranks_act_through_a_lambda_weight_alone(scenario):
    # tie_orders relies on it: the order of tied scores changes nothing else.
    scenario = scenario.replace(lambda_weight=None, scores=[0.5] * len(scenario))
    backward = {"labels": scenario.labels[::-1], "items": scenario.items[::-1]}
    if scenario.sample_weight is not None:
        backward["sample_weight"] = scenario.sample_weight[::-1]
    assert explain(scenario.replace(**backward)).loss == pytest.approx(explain(scenario).loss)


def test_titles_are_as_people_write_them():
    titles = [record.title for record in RECORDS]
    assert {"softmax", "unique softmax", "DCG", "NDCG", "precision"} <= set(titles)
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if "_" in title]
    assert all(re.fullmatch(r"[A-Z][^.]*", record.sentence) for record in RECORDS)
    assert np.all([len(record.sentence) < 60 for record in RECORDS])
    assert definitions.is_custom("custom:mean_squared_error")
