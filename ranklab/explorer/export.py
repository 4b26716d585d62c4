"""Export: what one takes away from a list on screen, as text to copy or a file to save."""

from __future__ import annotations

import base64
from collections.abc import Callable

from ranklab.drawing import figures, latex
from ranklab.explanation.derivation import derive
from ranklab.explanation.explanation import Explanation

# Each kind: what the menu calls it, then how it is written.
_TEXTS: dict[str, tuple[str, Callable[[Explanation], str]]] = {
    "link": ("Copy link", lambda explanation: explanation.scenario.to_link()),
    "python": ("Copy as Python", lambda explanation: explanation.scenario.to_python()),
    "json": ("Copy as JSON", lambda explanation: explanation.scenario.to_json()),
    "latex": ("Copy as LaTeX", lambda explanation: latex.to_latex(derive(explanation))),
}
_FILES: dict[str, tuple[str, str, Callable[[Explanation], bytes]]] = {
    "png": ("Save PNG", "image/png", lambda explanation: figures.ranking(explanation).png()),
    "svg": ("Save SVG", "image/svg+xml", lambda explanation: figures.ranking(explanation).svg()),
}
KINDS = {kind: title for kind, (title, *_) in {**_TEXTS, **_FILES}.items()}


def export(explanation: Explanation, kind: str) -> dict[str, str]:
    """Write an explanation as text or as a picture.

    Args:
        explanation: What to export.
        kind: `'link'`, `'python'`, `'json'`, `'latex'`, `'png'` or `'svg'`.

    Returns:
        `{'text': ...}`, or for a picture `{'address': ..., 'name': ...}`, a data address and the
        name of a file.

    Raises:
        ValueError: There is no such kind, or the list is too long for it.

    >>> from ranklab import Scenario, explain
    >>> export(explain(Scenario([0.6, 0.8], [1, 0])), "link")["text"][:9]
    'ranklab1-'
    """
    if kind in _TEXTS:
        return {"text": _TEXTS[kind][1](explanation)}
    if kind in _FILES:
        _, mime, write = _FILES[kind]
        data = base64.b64encode(write(explanation)).decode()
        return {"address": f"data:{mime};base64,{data}", "name": f"ranklab.{kind}"}
    raise ValueError(f"kind must be one of {', '.join(map(repr, KINDS))}, got {kind!r}")
