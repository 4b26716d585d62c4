"""The settings of `make portable` do what they say, and what would do nothing is found."""

import os
import subprocess
from pathlib import Path

import portable
import pytest
from lab_server import environment
from portable import Setting

CHECKOUT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", portable.settings())
def test_a_setting_holds(name):
    portable.settings()[name].check()


@pytest.mark.skipif(not portable.fast_paths(), reason="this processor has nothing to switch off")
@pytest.mark.parametrize("names", ["", "AVX2", "AVX512F FMA3", "X86_V9"])
def test_names_that_switch_nothing_off_are_found(names):
    setting = Setting({"NPY_DISABLE_CPU_FEATURES": names}, portable.NO_FAST_PATHS)
    with pytest.raises(RuntimeError, match="NumPy still uses"):
        setting.check()


@pytest.mark.slow
def test_a_variable_that_turns_nothing_on_is_found():
    wanted = portable.ONEDNN.format(wanted=True)
    with pytest.raises(RuntimeError, match="oneDNN is on: False"):
        Setting({"TF_ENABLE_ONEDNN_OPTS": "0"}, wanted).check()


@pytest.mark.slow
def test_a_variable_that_rounds_nothing_otherwise_is_found():
    for setting in portable.older().values():
        with pytest.raises(RuntimeError, match="did not do what it should"):
            Setting({"OPENBLAS_CORETYPES": "Nehalem"}, setting.holds).check()


@pytest.mark.parametrize("given", [None, "1"])
def test_make_and_the_server_of_the_tests_leave_what_is_set(given, monkeypatch, tmp_path):
    monkeypatch.delenv("TF_ENABLE_ONEDNN_OPTS", raising=False)
    if given is not None:
        monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", given)
    show = "show: ; @echo $$TF_ENABLE_ONEDNN_OPTS"
    options = {"cwd": CHECKOUT, "capture_output": True, "text": True, "env": {**os.environ}}
    made = subprocess.run(["make", "-s", f"--eval={show}", "show"], check=True, **options)
    assert made.stdout.strip() == (given or "0")
    assert environment(tmp_path)["TF_ENABLE_ONEDNN_OPTS"] == (given or "0")
