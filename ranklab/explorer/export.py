"""Export: what one takes away from a list on screen. Of a custom loss the kernel writes the texts."""

from __future__ import annotations

from collections.abc import Callable

from ranklab.drawing import latex
from ranklab.explanation.derivation import derive
from ranklab.explanation.explanation import Explanation

# Each kind: what the menu calls it, then how it is written.
_TEXTS: dict[str, tuple[str, Callable[[Explanation], str]]] = {
    "link": ("Copy link", lambda explanation: explanation.scenario.to_link()),
    "python": ("Copy as Python", lambda explanation: explanation.scenario.to_python()),
    "json": ("Copy as JSON", lambda explanation: explanation.scenario.to_json()),
    "latex": ("Copy as LaTeX", lambda explanation: latex.to_latex(derive(explanation))),
}
# What the browser draws of what is on its screen.
_PICTURES = {"png": "Save PNG", "svg": "Save SVG"}
KINDS = {**{kind: title for kind, (title, _) in _TEXTS.items()}, **_PICTURES}


def export(explanation: Explanation, kind: str) -> dict[str, str]:
    """Write an explanation as text.

    Args:
        explanation: What to export.
        kind: `'link'`, `'python'`, `'json'` or `'latex'`.

    Returns:
        `{'text': ...}`.

    Raises:
        ValueError: There is no such kind, or the list is too long for it.

    >>> from ranklab import Scenario, explain
    >>> export(explain(Scenario([0.6, 0.8], [1, 0])), "link")["text"][:9]
    'ranklab1-'
    """
    if kind in _TEXTS:
        return {"text": _TEXTS[kind][1](explanation)}
    raise ValueError(f"kind must be one of {', '.join(map(repr, _TEXTS))}, got {kind!r}")
