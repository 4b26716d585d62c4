"""A loss or a lambda weight that is named but not defined is an error, and never another one."""

from dataclasses import replace

import pytest

from ranklab import Scenario, derive, explain
from ranklab.experiments.verification import keras_loss
from ranklab.explanation import checks
from ranklab.training import fitting

REFUSED = r"must be one of '.*, got 'half'"


@pytest.fixture
def half(monkeypatch):
    """Scenarios that name a loss, or a lambda weight, of which nothing else is said."""
    for name in ("LOSSES", "LAMBDA_WEIGHTS"):
        monkeypatch.setattr(checks, name, (*getattr(checks, name), "half"))
    monkeypatch.setattr("ranklab.explanation.scenario.LAMBDA_WEIGHTS", checks.LAMBDA_WEIGHTS)
    monkeypatch.setattr(fitting, "LOSSES", checks.LOSSES)
    return {
        "loss": Scenario([0.6, 0.8], [1, 0], loss="half"),
        "lambda_weight": Scenario([0.6, 0.8], [1, 0], lambda_weight="half"),
    }


@pytest.mark.parametrize("what", ["loss", "lambda_weight"])
@pytest.mark.parametrize("ask", [explain, keras_loss, Scenario.to_python])
def test_what_nobody_defined_is_refused(half, what, ask):
    with pytest.raises(ValueError, match=f"{what} {REFUSED}"):
        ask(half[what])


@pytest.mark.parametrize("what", ["loss", "lambda_weight"])
def test_there_is_no_derivation_of_what_nobody_defined(half, what):
    explanation = replace(explain(Scenario([0.6, 0.8], [1, 0])), scenario=half[what])
    with pytest.raises(ValueError, match=f"{what} {REFUSED}"):
        derive(explanation)


def test_nothing_is_trained_with_what_nobody_defined(half):
    with pytest.raises(ValueError, match=f"loss {REFUSED}"):
        fitting.train("half", epochs=1)
