"""Verification: the Keras loss and its gradient beside the explanation of the same scenario."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from strategies import ordinary_scenarios

from ranklab import explain, verification, verify
from ranklab.scenario import LAMBDA_WEIGHTS, LOSSES, Scenario

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
    assert seen.versions == {"tensorflow": tf.__version__, "keras": keras.__version__}


@pytest.mark.parametrize("part", ["loss", "gradient"])
def test_a_wrong_explanation_shows(monkeypatch, part):
    def wrong(scenario):
        right = explain(scenario)
        return dataclasses.replace(right, **{part: getattr(right, part) + np.float64(0.125)})

    monkeypatch.setattr(verification, "explain", wrong)
    assert verify(LIST).difference == pytest.approx(0.125, abs=1e-5)
