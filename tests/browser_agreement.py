"""What the browser's modules answer, beside what Python wants.

`ask` lets Node answer; `differences` holds an answer beside what is wanted, where a `Near` stands
for numbers that two languages may round differently, and a `Said` for text with such numbers.
"""

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from ranklab.explorer import stage

HERE = Path(__file__).parent
DIGITS = 1e-12
ANYTHING = object()  # that is not compared


def ask(**asked: Any) -> Any:
    """What the browser's modules answer, in one process of Node."""
    folder = str(Path(stage.__file__).parent)
    sys.path.insert(0, folder)
    try:
        from build import run
    finally:
        sys.path.remove(folder)
    with tempfile.TemporaryDirectory() as scratch:
        cases, answers = Path(scratch, "cases.json"), Path(scratch, "answers.json")
        cases.write_text(json.dumps(asked), "utf-8")
        run(HERE / "ask_browser.mjs", cases, answers)
        return json.loads(answers.read_text("utf-8"))


@dataclass(frozen=True, eq=False)
class Near:
    """Numbers, and how far from them is near; None for none."""

    values: Any
    allowed: Any


def near(values: Any, scale: float | None = None) -> Any:
    """Numbers within `DIGITS` of a scale: of the largest of them, if none is given."""
    if values is None:
        return None
    array = np.asarray(values, np.float64)
    return Near(array, DIGITS * (np.abs(array).max(initial=0.0) if scale is None else scale))


@dataclass(frozen=True)
class Said:
    """A text, in which the last digit of a number may be another."""

    text: str


# How they are compared.


def differences(got: Any, wanted: Any, path: str = "") -> list[str]:
    """Where an answer is not what is wanted; nothing where all agrees."""
    if wanted is ANYTHING:
        return []
    if isinstance(wanted, Near):
        return _far(got, wanted, path)
    if isinstance(wanted, dict) and isinstance(got, dict) and wanted.keys() == got.keys():
        return [d for key in wanted for d in differences(got[key], wanted[key], f"{path}.{key}")]
    if isinstance(wanted, list | tuple) and isinstance(got, list) and len(got) == len(wanted):
        both = enumerate(zip(got, wanted, strict=True))
        return [d for i, (g, w) in both for d in differences(g, w, f"{path}[{i}]")]
    if isinstance(wanted, Said):
        same = isinstance(got, str) and nearly_said(got, wanted.text)
    else:  # JSON's true is no 1
        same = got == wanted and isinstance(got, bool) == isinstance(wanted, bool)
    if not same:
        return [f"{path}: {str(got)[:300]} is not {str(wanted)[:300]}"]
    return []


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?")


def nearly_said(got: str, wanted: str) -> bool:
    """Whether two texts say the same, but for the last digit of numbers that round differently."""
    if NUMBER.sub("#", got) != NUMBER.sub("#", wanted):
        return False
    pairs = zip(NUMBER.findall(got), NUMBER.findall(wanted), strict=True)
    return all(map(_one_off, pairs))


def _one_off(pair: tuple[str, str]) -> bool:
    one, other = (Decimal(text.replace(",", "")) for text in pair)
    last = min(number.as_tuple().exponent for number in (one, other))
    return one == other or (last < 0 and abs(one - other) <= Decimal(1).scaleb(last))


def _far(got: Any, wanted: Near, path: str) -> list[str]:
    try:
        array = np.array(got, np.float64)
    except (TypeError, ValueError):
        return [f"{path}: {str(got)[:300]} is no array of numbers"]
    if array.shape != wanted.values.shape and not array.size == wanted.values.size == 0:
        return [f"{path}: shape {array.shape} is not {wanted.values.shape}"]
    off = np.abs(array - wanted.values)
    if (off <= wanted.allowed).all():
        return []
    return [f"{path}: off by {off.max():.3g}, allowed {np.max(wanted.allowed):.3g}"]
