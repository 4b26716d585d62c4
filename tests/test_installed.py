"""What is said where TensorFlow or Keras is missing: one sentence, from one place."""

import re
import sys
from importlib import metadata
from importlib.machinery import ModuleSpec

import pytest
from front_end import send

import ranklab
from ranklab import explain, installed, verify
from ranklab.experiments import verification
from ranklab.explanation.scenario import Scenario
from ranklab.installed import MISSING, TensorFlowMissingError, check_tensorflow, lacking_tensorflow
from ranklab.training import fitting
from ranklab.training.trainer import Trainer

SMALL = Scenario([0.6, 0.8], [1, 0])


def without(*modules):
    """What finds every module but these."""
    return lambda module: None if module in modules else ModuleSpec(module, None, origin="there")


@pytest.fixture
def no_tensorflow(monkeypatch):
    monkeypatch.setattr(installed, "find_spec", without("tensorflow", "keras"))


def test_where_both_are_there_nothing_is_said():
    assert lacking_tensorflow() == ""
    check_tensorflow()


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (["tensorflow", "keras"], MISSING),
        (["tensorflow"], MISSING),  # Keras alone, for another backend
        (["keras"], "TensorFlow is installed, but Keras is not: pip install keras"),
    ],
)
def test_what_is_missing_is_named(monkeypatch, modules, said):
    monkeypatch.setattr(installed, "find_spec", without(*modules))
    with pytest.raises(TensorFlowMissingError, match=f"^{re.escape(said)}$"):
        check_tensorflow()


def test_the_folder_that_a_removed_package_left_is_no_tensorflow(monkeypatch, tmp_path):
    (tmp_path / "tensorflow").mkdir()
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert lacking_tensorflow() == MISSING


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ({"tensorflow": "2.18.0rc1", "keras": "3.8.0"}, ""),
        ({"tensorflow-cpu": "2.21.0", "keras": "3.15.1"}, ""),
        ({}, ""),  # such as tf-nightly: what it is called, nobody can list
        (
            {"tensorflow": "2.15.1", "keras": "2.15.0"},
            "TensorFlow 2.15.1 is too old: the losses, verify and train need 2.18 or newer: "
            "pip install --upgrade tensorflow",
        ),
        (
            {"tensorflow-cpu": "2.9.0"},
            "TensorFlow 2.9.0 is too old: the losses, verify and train need 2.18 or newer: "
            "pip install --upgrade tensorflow-cpu",
        ),
        (
            {"tensorflow": "2.18.0", "keras": "3.7.0"},
            "Keras 3.7.0 is too old: the losses, verify and train need 3.8 or newer: "
            "pip install --upgrade keras",
        ),
    ],
)
def test_a_version_that_is_too_old_is_named(monkeypatch, versions, said):
    monkeypatch.setattr(installed, "version_of", versions.get)
    assert lacking_tensorflow() == said


def test_the_oldest_versions_are_those_of_the_extra():
    bounds = {}
    for line in metadata.requires("ranklab"):
        if "extra == 'cpu'" in line:
            name, oldest = re.match(r"([\w-]+)[^;]*>=([\d.]+)", line).groups()
            bounds[name] = tuple(map(int, oldest.split(".")))
    assert bounds == {
        package: oldest for packages, oldest in installed._OLDEST.values() for package in packages
    }


def test_code_that_catches_an_import_error_catches_it(no_tensorflow):
    with pytest.raises(ImportError):
        check_tensorflow()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: verify(SMALL),
        lambda: verification.verify_apart(SMALL),
        lambda: explain(SMALL, loss=lambda y_true, y_pred: y_pred),
        lambda: ranklab.explore(SMALL, loss=lambda y_true, y_pred: y_pred),
    ],
)
def test_what_needs_tensorflow_says_the_sentence(no_tensorflow, ask):
    with pytest.raises(TensorFlowMissingError, match=f"^{re.escape(MISSING)}$"):
        ask()


def test_the_losses_say_it_when_they_are_imported(no_tensorflow, monkeypatch):
    monkeypatch.delitem(sys.modules, "ranklab.losses")
    with pytest.raises(TensorFlowMissingError, match=re.escape(MISSING)):
        __import__("ranklab.losses")


def test_the_explorer_says_it_and_goes_on(no_tensorflow):
    explorer = ranklab.explore(SMALL)
    with pytest.raises(TensorFlowMissingError):
        explorer.verify()
    said = {"state": "failed", "text": f"Keras could not be asked: {MISSING}"}
    assert explorer.verification == said
    send(explorer, 1, scenario={"scores": [2.0, 0.8]})
    assert explorer.explanation.scenario.scores == (2.0, 0.8)
    explorer.close()


def test_the_trainer_says_it_and_nothing_on_screen_is_lost(monkeypatch):
    def fail(*_, **__):
        raise TensorFlowMissingError(MISSING)

    monkeypatch.setattr(fitting, "train", fail)
    trainer = Trainer(epochs=2)
    before = trainer.lab.scenario
    trainer.start()
    assert trainer.wait() is None
    text = "The training failed: TensorFlow is not installed: pip install &quot;ranklab[cpu]"
    assert text in trainer.children[3].value
    assert trainer.lab.scenario == before
    assert not trainer.children[2].children[0].disabled
    trainer.close()


def test_a_notebook_shows_the_sentence_alone():
    error = TensorFlowMissingError(MISSING)
    assert error._render_traceback_() == [f"TensorFlowMissingError: {MISSING}"]
