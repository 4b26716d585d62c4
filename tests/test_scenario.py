"""Scenario: what it takes, what it refuses and how it says so, JSON in and out."""

import contextlib
import io
import json
import re
import sys
import warnings
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ordinary_scenarios, scenarios

from ranklab import explain
from ranklab.explanation.checks import MAX_ITEMS
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.scenario import Scenario

TWO = Scenario(scores=[0.6, 0.8], labels=[1, 0])
INF, NAN = float("inf"), float("nan")


# What it takes.


def test_a_scenario_holds_what_it_was_given_and_defaults():
    assert TWO.scores == (0.6, 0.8)
    assert TWO.labels == (1.0, 0.0)
    assert TWO.items == ("item 1", "item 2")
    assert (TWO.loss, TWO.temperature, TWO.normalize_labels) == ("softmax", 1.0, True)
    assert TWO.lambda_weight is None
    assert TWO.topn is None
    assert len(TWO) == 2


@pytest.mark.parametrize(
    "sequence",
    [tuple, iter, np.array, lambda v: np.array(v, np.float32), lambda v: np.array(v, np.int8)],
    ids=["tuple", "iterator", "float64", "float32", "int8"],
)
def test_any_sequence_of_numbers_will_do(sequence):
    scenario = Scenario(scores=sequence([3, -1]), labels=sequence([1, 0]))
    assert scenario == Scenario(scores=[3.0, -1.0], labels=[1.0, 0.0])
    assert all(type(value) is float for value in (*scenario.scores, *scenario.labels))


def test_labels_below_zero_are_kept_as_one_padding():
    assert Scenario([0, 0, 0], [-1, -0.25, -1e9]).labels == (-1.0, -1.0, -1.0)


def test_a_negative_zero_is_a_zero():
    assert str(Scenario([-0.0], [-0.0])) == str(Scenario([0.0], [0.0]))


def test_the_limits_themselves_are_allowed():
    Scenario([1e6, -1e6], [30, 0], items=["i" * 200, "é"], temperature=1e-3, topn=1)
    Scenario([0] * MAX_ITEMS, [0] * MAX_ITEMS, temperature=1e3)


def test_equal_scenarios_are_equal_and_count_once():
    assert len({TWO, Scenario(scores=(0.6, 0.8), labels=np.array([1, 0])), TWO.replace()}) == 1


def test_a_scenario_does_not_change():
    with pytest.raises(FrozenInstanceError):
        TWO.temperature = 2.0


# What it refuses: the message names the argument, what came, and what is expected.

BAD = {
    "fewer labels": ({"labels": [1]}, ValueError, ["scores has 2", "labels has 1", "per score"]),
    "more labels": ({"labels": [1, 0, 0]}, ValueError, ["scores has 2", "labels has 3"]),
    "fewer items": ({"items": ["a"]}, ValueError, ["scores has 2", "items has 1", "per score"]),
    "no scores": ({"scores": []}, ValueError, ["scores", "empty", "at least one item"]),
    "nan score": ({"scores": [0, NAN]}, ValueError, ["scores[1]", "nan", "finite"]),
    "inf score": ({"scores": [INF, 0]}, ValueError, ["scores[0]", "inf", "finite"]),
    "-inf score": ({"scores": [0, -INF]}, ValueError, ["scores[1]", "-inf", "finite"]),
    "large score": ({"scores": [1e6 + 1, 0]}, ValueError, ["scores[0]", "1000001", "1e6"]),
    "small score": ({"scores": [0, -2e6]}, ValueError, ["scores[1]", "-2000000", "-1e6"]),
    "huge score": ({"scores": [10**400, 0]}, ValueError, ["scores[0]", "1e6"]),
    "word as score": ({"scores": ["1", 0]}, TypeError, ["scores[0]", "'1'", "a number"]),
    "no score": ({"scores": [None, 0]}, TypeError, ["scores[0]", "None", "a number"]),
    "nested scores": ({"scores": [[1], [0]]}, TypeError, ["scores[0]", "[1]", "a number"]),
    "one score": ({"scores": 1.0}, TypeError, ["scores", "1.0", "a list of numbers"]),
    "text as scores": ({"scores": "12"}, TypeError, ["scores", "'12'", "a list of numbers"]),
    "dict as scores": ({"scores": {1: 2}}, TypeError, ["scores", "{1: 2}", "a list of numbers"]),
    "large label": ({"labels": [0, 30.5]}, ValueError, ["labels[1]", "30.5", "0 to 30"]),
    "nan label": ({"labels": [NAN, 0]}, ValueError, ["labels[0]", "nan", "0 to 30"]),
    "inf label": ({"labels": [INF, 0]}, ValueError, ["labels[0]", "inf", "0 to 30"]),
    "-inf label": ({"labels": [-INF, 0]}, ValueError, ["labels[0]", "-inf", "0 to 30"]),
    "word as label": ({"labels": ["a", 0]}, TypeError, ["labels[0]", "'a'", "a number"]),
    "no labels": ({"labels": None}, TypeError, ["labels", "None", "a list of numbers"]),
    "zero T": ({"temperature": 0}, ValueError, ["temperature", "got 0", "0.001 to 1000"]),
    "negative T": ({"temperature": -1}, ValueError, ["temperature", "-1", "0.001 to 1000"]),
    "small T": ({"temperature": 9e-4}, ValueError, ["temperature", "0.0009", "0.001 to 1000"]),
    "large T": ({"temperature": 1001}, ValueError, ["temperature", "1001", "0.001 to 1000"]),
    "nan T": ({"temperature": NAN}, ValueError, ["temperature", "nan", "0.001 to 1000"]),
    "inf T": ({"temperature": INF}, ValueError, ["temperature", "inf", "0.001 to 1000"]),
    "huge T": ({"temperature": 10**400}, ValueError, ["temperature", "0.001 to 1000"]),
    "word as T": ({"temperature": "1"}, TypeError, ["temperature", "'1'", "a number"]),
    "no T": ({"temperature": None}, TypeError, ["temperature", "None", "a number"]),
    "complex T": ({"temperature": 1j}, TypeError, ["temperature", "1j", "a number"]),
    "unknown loss": ({"loss": "listmle"}, ValueError, ["loss", "'listmle'", "'unique_softmax'"]),
    "capital loss": ({"loss": "Softmax"}, ValueError, ["loss", "'Softmax'", "'softmax'"]),
    "no loss": ({"loss": None}, ValueError, ["loss", "None", "'softmax'"]),
    "unknown weight": ({"lambda_weight": "mrr"}, ValueError, ["lambda_weight", "'mrr'", "'ndcg'"]),
    "weight False": ({"lambda_weight": False}, ValueError, ["lambda_weight", "False", "None"]),
    "number as item": ({"items": ["a", 2]}, TypeError, ["items[1]", "2", "a string"]),
    "text as items": ({"items": "ab"}, TypeError, ["items", "'ab'", "a list of names"]),
    "empty item": ({"items": ["", "b"]}, ValueError, ["items[0]", "''", "1 to 200"]),
    "blank item": ({"items": ["a", " \t"]}, ValueError, ["items[1]", "' \\t'", "1 to 200"]),
    "long item": ({"items": ["a", "b" * 201]}, ValueError, ["items[1]", "'bbb", "1 to 200"]),
    "half a character": ({"items": ["a", "\ud83d"]}, ValueError, ["items[1]", "surrogate"]),
    "zero topn": ({"topn": 0}, ValueError, ["topn", "got 0", "at least 1"]),
    "negative topn": ({"topn": -3}, ValueError, ["topn", "-3", "at least 1"]),
    "broken topn": ({"topn": 1.5}, TypeError, ["topn", "1.5", "a whole number"]),
    "topn True": ({"topn": True}, TypeError, ["topn", "True", "a whole number"]),
    "word as topn": ({"topn": "3"}, TypeError, ["topn", "'3'", "a whole number"]),
    "normalize 1": ({"normalize_labels": 1}, ValueError, ["normalize_labels", "1", "True, False"]),
    "normalize None": ({"normalize_labels": None}, ValueError, ["normalize_labels", "None"]),
}
every_bad_value = pytest.mark.parametrize(
    ("changes", "error", "said"), BAD.values(), ids=[name.replace(" ", "_") for name in BAD]
)


@every_bad_value
def test_a_bad_value_is_refused_in_words(changes, error, said):
    with pytest.raises(error) as refusal:
        Scenario(**{"scores": [0.6, 0.8], "labels": [1, 0], **changes})
    message = str(refusal.value)
    assert [part for part in said if part not in message] == []
    assert len(message) < 200


def test_too_many_items_are_refused_in_words():
    with pytest.raises(ValueError, match=r"scores has 10,001 items; .* at most 10,000"):
        Scenario([0] * 10_001, [0] * 10_001)


# Replace.


def test_replace_changes_the_fields_it_names_and_no_other():
    changed = TWO.replace(loss="unique_softmax", temperature=2, topn=3)
    assert changed == Scenario([0.6, 0.8], [1, 0], loss="unique_softmax", temperature=2, topn=3)
    assert Scenario([0.6, 0.8], [1, 0]) == TWO


@every_bad_value
def test_replace_checks_like_a_new_scenario(changes, error, said):
    with pytest.raises(error):
        TWO.replace(**changes)


def test_replace_refuses_a_field_there_is_not():
    with pytest.raises(TypeError, match="no field 'score'; it has scores, labels"):
        TWO.replace(score=[1, 2])


def test_replace_renumbers_items_that_nobody_named():
    assert TWO.replace(scores=[1], labels=[1]).items == ("item 1",)
    assert TWO.replace(scores=[1] * 3, labels=[1] * 3).items == ("item 1", "item 2", "item 3")


def test_replace_keeps_the_names_that_somebody_gave():
    named = TWO.replace(items=["a", "b"])
    assert named.replace(scores=[3, 4]).items == ("a", "b")
    with pytest.raises(ValueError, match="items has 2 names"):
        named.replace(scores=[1] * 3, labels=[1] * 3)


# JSON.


@given(scenarios())
def test_json_brings_a_scenario_back(scenario):
    text = scenario.to_json()
    assert Scenario.from_json(text) == scenario
    assert "\n" not in text


@pytest.mark.parametrize("character", ["i", '"', "é", "\U0001f600", "\x01"], ids=ascii)
def test_json_brings_the_longest_scenario_back(character):
    longest = Scenario([-1e6 / 3] * MAX_ITEMS, [10 / 3] * MAX_ITEMS, [character * 200] * MAX_ITEMS)
    assert Scenario.from_json(longest.to_json()) == longest


def test_json_may_leave_out_what_has_a_default():
    assert Scenario.from_json('{"ranklab": 1, "scores": [0.6, 0.8], "labels": [1, 0]}') == TWO


def record(**changes):
    return json.dumps({"ranklab": 1, "scores": [0.6, 0.8], "labels": [1, 0], **changes})


def test_json_cut_off_anywhere_is_refused():
    text = TWO.to_json()
    for end in range(len(text)):
        with pytest.raises(ValueError, match="text is not JSON"):
            Scenario.from_json(text[:end])


@pytest.mark.parametrize("text", ["", "null", "3", '"ranklab"', "[]", '["ranklab"]', "{}"])
def test_json_that_is_no_scenario_is_refused(text):
    with pytest.raises(ValueError, match="text is"):
        Scenario.from_json(text)


@pytest.mark.parametrize("version", [0, 2, 1.5, "1", None, [1], {}, True], ids=repr)
def test_another_version_is_refused(version):
    with pytest.raises(ValueError, match="version"):
        Scenario.from_json(record(ranklab=version))


@pytest.mark.parametrize("megabytes", [10, 20])
def test_megabytes_that_no_scenario_has_are_refused(megabytes):
    with pytest.raises(ValueError, match=r"text has \d+,000,\d+ characters|items has 1 name"):
        Scenario.from_json(record(items=["i" * megabytes * 1_000_000]))


@pytest.mark.parametrize(
    "shape",
    ['{"ranklab": %s}', '{"ranklab": 1, "scores": %s, "labels": [1]}', '{"scores": %s}', "%s"],
)
def test_deep_nesting_is_refused(shape):
    # Around the depth where the reader itself gives up, and far past it.
    limit = sys.getrecursionlimit()
    for depth in (*range(limit - 250, limit + 10), 100_000):
        with pytest.raises(ValueError, match=r"JSON|version|scores"):
            Scenario.from_json(shape % ("[" * depth + "]" * depth))


@pytest.mark.parametrize("name", ["scores", "labels"])
def test_a_missing_list_is_named(name):
    text = json.dumps({key: [1] for key in ("scores", "labels") if key != name} | {"ranklab": 1})
    with pytest.raises(ValueError, match=f"no {name}: give a list of numbers"):
        Scenario.from_json(text)


def test_an_unknown_key_is_named():
    with pytest.raises(ValueError, match="no field 'colour'; it has scores, labels"):
        Scenario.from_json(record(colour="red"))


@pytest.mark.parametrize("number", ["1e999", "1" + "0" * 400, "1" + "0" * 10_000])
@pytest.mark.parametrize("name", ["scores", "labels", "temperature"])
def test_json_numbers_that_are_not_finite_are_refused(name, number):
    text = record(**{name: "?"}) if name == "temperature" else record(**{name: ["?", 1]})
    with pytest.raises(ValueError, match=name):
        Scenario.from_json(text.replace('"?"', number))


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_refused(word):
    with pytest.raises(ValueError, match=f"text is not JSON: {word} is no number in JSON"):
        Scenario.from_json(record(scores=["?", 1]).replace('"?"', word))


def test_a_number_in_json_is_one_number_with_and_without_a_point():
    text = record(scores=["5.0", "-0.0"], topn="1e1", ranklab="1.0")
    read = Scenario.from_json(re.sub(r'"([-\d.e]+)"', r"\1", text))
    assert read == Scenario([5, 0], [1, 0], topn=10)


@pytest.mark.parametrize("value", [[None], {}, "word", 1.5])
@pytest.mark.parametrize("name", list(json.loads(TWO.to_json()))[1:])
def test_a_json_value_of_the_wrong_type_is_a_value_error_that_names_its_field(name, value):
    if (name, value) == ("temperature", 1.5):
        value = False
    with pytest.raises(ValueError, match=name):
        Scenario.from_json(record(**{name: value}))


@pytest.mark.parametrize("text", [None, b"{}", 3, {}], ids=repr)
def test_from_json_reads_text_alone(text):
    with pytest.raises(TypeError, match="text must be a string of JSON, got"):
        Scenario.from_json(text)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
_fields = st.sampled_from(["ranklab", *json.loads(TWO.to_json())])


@settings(max_examples=60)
@given(st.dictionaries(_fields, _json))
def test_whatever_json_says_is_a_scenario_or_a_value_error(changes):
    # A ValueError, and nothing else, is what a view can show.
    with contextlib.suppress(ValueError):
        assert isinstance(Scenario.from_json(record(**changes)), Scenario)


# Python.


def run(snippet):
    """What a snippet prints."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()) as printed:
        warnings.filterwarnings("ignore", ".* changes nothing in", UserWarning)
        exec(snippet, {})
    return printed.getvalue()


@pytest.mark.parametrize("topn", [None, 2])
@pytest.mark.parametrize("lambda_weight", [None, *LAMBDA_WEIGHTS])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("normalize_labels", [True, False])
def test_to_python_prints_the_loss_for_every_choice(loss, lambda_weight, topn, normalize_labels):
    scenario = Scenario(
        scores=[1.5, 0.5, 2.0, -0.5, 9.0],
        labels=[1, 3, 0, 2, -1],
        temperature=0.7,
        loss=loss,
        lambda_weight=lambda_weight,
        topn=topn,
        normalize_labels=normalize_labels,
    )
    wanted = explain(scenario).loss
    assert float(run(scenario.to_python())) == pytest.approx(wanted, rel=1e-5)


@settings(max_examples=20)
@given(ordinary_scenarios)
def test_to_python_prints_the_loss_of_any_list(scenario):
    wanted = explain(scenario).loss
    assert float(run(scenario.to_python())) == pytest.approx(wanted, rel=1e-5, abs=1e-6)


def test_to_python_leaves_out_what_is_default():
    assert "SoftmaxLoss()" in TWO.to_python()
