"""Numbers and names as people read them; browser/test_stage.py tests that a browser agrees."""

import decimal
from math import inf
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranklab import Scenario, explain, figures
from ranklab.explanation.formatting import MINUS, number, short


@given(st.floats(1e-300, 1e300), st.sampled_from([1, -1]))
def test_three_digits_are_read_back(size, sign):
    text = number(sign * size)
    assert float(text.replace(MINUS, "-")) == pytest.approx(sign * size, rel=0.00501)
    assert len(text) <= len("−1.23e−300")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10.25, "10.3"), (-1.125, "−1.13"), (176.5, "177"), (-1459.5, "−1460"),
        (99999.4, "99999"), (99999.5, "1.00e5"), (677457891.304, "6.77e8"), (1.005e9, "1.01e9"),
        (0.001, "0.00100"), (-3.3e-4, "−3.30e−4"), (1e6, "1.00e6"), (0, "0"),
        (inf, "inf"), (-inf, "−inf"), (np.float32(0.5), "0.500"), (np.int64(3), "3.00"),
    ],
)  # fmt: skip
def test_halves_go_away_from_zero_as_in_a_browser(value, text):
    assert number(value) == text


def test_what_a_notebook_sets_for_decimals_changes_nothing():
    with decimal.localcontext() as context:
        context.prec = 2
        context.traps[decimal.Inexact] = context.traps[decimal.FloatOperation] = True
        assert [number(value) for value in (1.234, 12345.6, 1.25e7, 1.1e10)] == [
            "1.23", "12346", "1.25e7", "1.10e10",
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["\x07", "\x00", "\ufffe", "a\x1bb"])
def test_a_picture_can_hold_every_name(name):
    scenario = Scenario([1, 0], [1, 0], items=[name, "b"])
    ElementTree.fromstring(figures.ranking(explain(scenario)).svg())
    assert "�" in short(name)
