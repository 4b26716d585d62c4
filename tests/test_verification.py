"""Verification: the Keras loss and its gradient beside the explanation of the same scenario."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from strategies import ordinary_scenarios

from ranklab import explain, verify
from ranklab.experiments import verification
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES
from ranklab.explanation.scenario import Scenario

LIST = Scenario([1.5, 0.5, 2.0, -0.5, 9.0], [1, 3, 0, 2, -1], temperature=0.7)

pytestmark = pytest.mark.filterwarnings("ignore:.* changes nothing in:UserWarning")


@pytest.mark.parametrize("normalize_labels", [True, False])
@pytest.mark.parametrize("topn", [None, 2])
@pytest.mark.parametrize("lambda_weight", [None, *LAMBDA_WEIGHTS])
@pytest.mark.parametrize("loss", LOSSES)
def test_keras_agrees_for_every_choice(loss, lambda_weight, topn, normalize_labels):
    scenario = LIST.replace(
        loss=loss, lambda_weight=lambda_weight, topn=topn, normalize_labels=normalize_labels
    )
    assert verify(scenario).difference < 1e-5 * explain(scenario).loss


@pytest.mark.parametrize("loss", LOSSES)
def test_keras_agrees_under_sample_weights(loss):
    scenario = LIST.replace(loss=loss, sample_weight=[2.0, 0.5, 3.0, 0.0, 7.0])
    assert verify(scenario).difference < 1e-5 * explain(scenario).loss
    assert explain(scenario).loss != pytest.approx(explain(LIST.replace(loss=loss)).loss)


@settings(max_examples=20)
@given(ordinary_scenarios)
def test_keras_agrees_for_any_list(scenario):
    assert verify(scenario).difference <= 1e-5 * max(1, explain(scenario).loss)


def test_a_verification_holds_both_answers_and_says_by_what():
    seen = verify(LIST)
    wanted = explain(LIST)
    assert seen.explanation.loss == wanted.loss
    assert seen.loss == pytest.approx(wanted.loss)
    assert seen.gradient == pytest.approx(wanted.gradient, abs=1e-6)
    assert seen.versions == {"TensorFlow": tf.__version__, "Keras": keras.__version__}
    said = seen.describe()
    assert said.startswith(f"Keras computes {wanted.loss:.6g}; the largest difference")
    assert f"TensorFlow {tf.__version__}, Keras {keras.__version__}" in said


@pytest.mark.slow
def test_another_process_gives_the_same_answer():
    weighted = LIST.replace(sample_weight=[1, 2, 0, 0.5, 3])
    apart, here = verification.verify_apart(weighted), verify(weighted)
    assert apart.loss == here.loss
    assert apart.gradient.tolist() == here.gradient.tolist()
    assert apart.versions == here.versions
    assert apart.difference < 1e-5


def test_another_process_that_fails_says_why(monkeypatch):
    monkeypatch.setattr(verification.sys, "executable", "false")
    with pytest.raises(RuntimeError, match="Keras could not be asked: it said nothing"):
        verification.verify_apart(LIST)


@pytest.mark.parametrize("part", ["loss", "gradient"])
def test_a_wrong_explanation_shows(monkeypatch, part):
    def wrong(scenario):
        right = explain(scenario)
        return dataclasses.replace(right, **{part: getattr(right, part) + np.float64(0.125)})

    monkeypatch.setattr(verification, "explain", wrong)
    assert verify(LIST).difference == pytest.approx(0.125, abs=1e-5)
