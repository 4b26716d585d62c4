"""The derivation as LaTeX: what matplotlib's own TeX reader can set, and names as text."""

import re

import pytest
from matplotlib.mathtext import MathTextParser

from ranklab import derive, explain, latex, preset, presets
from ranklab.explanation.scenario import Scenario


def bodies(text):
    """The formulas of an `align*`, one a line."""
    first, *lines, last = text.splitlines()
    assert (first, last) == (r"\begin{align*}", r"\end{align*}")
    return [line.removesuffix(r" \\").split(" & ", maxsplit=1)[1] for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("name", presets())
def test_every_preset_is_set_by_a_tex_reader(name):
    parser = MathTextParser("path")
    explanation = explain(preset(name))
    for body in bodies(latex.to_latex(derive(explanation))):
        width, height, *_ = parser.parse(f"${body}$")
        assert width > 20
        assert height > 5


def test_braces_match_whatever_an_item_is_called():
    hostile = Scenario([1, 0], [1, 0], items=[r"\input{x}$&#_^~%}", "<b>\n"])
    text = latex.to_latex(derive(explain(hostile)))
    assert r"\input" not in text
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")
    assert not re.search(r"(?<!\\)[#%~]", text.replace(r"\~{}", ""))
