"""Write a derivation as a LaTeX `align*` environment for slides or a paper."""

from __future__ import annotations

from collections.abc import Iterable

from ranklab.explanation.derivation import Line
from ranklab.explanation.formulas import Formula

_SYMBOLS = {
    "−": "-", "·": r"\cdot ", "∈": r"\in ", "∑": r"\sum ", "⋯": r"\cdots ", "(": r"\left(",
    ")": r"\right)", "ln": r"\ln ", "log": r"\log ", "…": r"\ldots ",
}  # fmt: skip
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\^{}", "~": r"\~{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "−": "$-$", "…": r"\ldots{}",
}  # fmt: skip


def to_latex(lines: Iterable[Line]) -> str:
    r"""Write the lines of a derivation as LaTeX, for use with amsmath.

    Args:
        lines: The result of `ranklab.derive`.

    >>> from ranklab import Scenario, derive, explain
    >>> explanation = explain(Scenario([0.6, 0.8], [1, 0], items=["a", "b"]))
    >>> print(to_latex(derive(explanation)[1:2]))
    \begin{align*}
    & \text{logit of a} & l_{\text{a}} = \frac{s_{\text{a}}}{T} = \frac{0.6}{1} = 0.600
    \end{align*}
    """
    rows = [f"& \\text{{{_text(line.title)}}} & {_formula(line.formula)}" for line in lines]
    return "\n".join([r"\begin{align*}", " \\\\\n".join(rows), r"\end{align*}"])


def _formula(formula: Formula) -> str:
    tag, *parts = formula
    inner = [_formula(p) if isinstance(p, tuple) else p for p in parts if not isinstance(p, dict)]
    if tag == "mtext":
        return f"\\text{{{_text(''.join(inner))}}}"
    if tag in ("mi", "mn", "mo"):
        text = "".join(inner)
        return _SYMBOLS.get(text, text.replace("−", "-"))
    if tag == "mfrac":
        return f"\\frac{{{inner[0]}}}{{{inner[1]}}}"
    if tag in ("msub", "munder"):
        return f"{inner[0].strip()}_{{{inner[1]}}}"
    if tag == "msup":
        return f"{inner[0]}^{{{inner[1]}}}"
    return _spaced(inner)


def _spaced(parts: list[str]) -> str:
    return "".join(f" {part} " if part in ("=", "+") else part for part in parts)


def _text(text: str) -> str:
    """Escape a user's text for LaTeX."""
    return "".join(_ESCAPED.get(letter, letter) for letter in " ".join(text.split()))
