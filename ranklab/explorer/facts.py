"""Facts: what Python and the browser both say, written once. `build.py` makes `src/facts.js` of it.

Words, limits and menus stand in the records of Python; the browser repeats mathematics alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ranklab.drawing.figures import PIPS
from ranklab.experiments.descent import MOST_STEPS
from ranklab.experiments.sweeps import TEMPERATURES
from ranklab.explanation import checks, links, sentences
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES, why_not
from ranklab.explanation.presets import preset, presets
from ranklab.explanation.records import SETTINGS
from ranklab.explanation.scenario import Scenario
from ranklab.explorer import edits
from ranklab.explorer.commands import DESCENT_STEPS
from ranklab.explorer.export import KINDS
from ranklab.explorer.history import HISTORY
from ranklab.explorer.views import MOST_VIEWS, VIEWS

_WEIGHTS = (None, *LAMBDA_WEIGHTS)
_HEAD = "/** What Python says too. build.py makes it of facts.py: never edit it by hand. */"


def facts() -> dict[str, Any]:
    """Return what the browser is told, ready for JSON, by the name of the constant.

    >>> facts()["LOSSES"]["unique_softmax"]["title"]
    'unique softmax'
    >>> facts()["LIMITS"]["label"]
    30.0
    """
    return {
        "LOSSES": {name: _loss(name) for name in LOSSES},
        "LAMBDA_WEIGHTS": {
            name: {
                "title": weight.title,
                "sentence": weight.sentence,
                "keras_class": weight.keras_class,
            }
            for name, weight in LAMBDA_WEIGHTS.items()
        },
        "VIEWS": {
            name: {
                "title": view.title,
                "sentence": view.sentence,
                "is_experiment": view.is_experiment,
            }
            for name, view in VIEWS.items()
        },
        "PRESETS": {
            name: {"look_for": look_for, "scenario": _fields(preset(name))}
            for name, look_for in presets().items()
        },
        "EXPORTS": KINDS,
        "LIMITS": _limits(),
        "SENTENCES": {
            "all_tied": sentences.ALL_TIED,
            "no_weight": sentences.NO_WEIGHT,
            "nothing_relevant": sentences.NOTHING_RELEVANT,
        },
    }


def module() -> str:
    """Return the facts as an ES module."""
    parts = [f"export const {name} = {_json(value)};" for name, value in facts().items()]
    return "\n\n".join([_HEAD, *parts]) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _fields(scenario: Scenario) -> dict[str, Any]:
    """What a scenario does not share with a plain one of its scores and labels."""
    plain = asdict(Scenario(scenario.scores, scenario.labels))
    return {
        name: value
        for name, value in asdict(scenario).items()
        if name in ("scores", "labels") or value != plain[name]
    }


def _loss(name: str) -> dict[str, Any]:
    """Where a setting changes nothing, why stands under the lambda weight; '' is none."""
    return {
        "title": LOSSES[name].title,
        "sentence": LOSSES[name].sentence,
        "keras_class": LOSSES[name].keras_class,
        "keras_arguments": LOSSES[name].keras_arguments,
        "why_not": {
            setting: {
                weight or "": reason
                for weight in _WEIGHTS
                if (reason := why_not(name, setting, weight))
            }
            for setting in SETTINGS
        },
    }


def _limits() -> dict[str, Any]:
    return {
        "items": checks.MAX_ITEMS,
        "shown": checks.MAX_SHOWN,
        "drawn": checks.MAX_DRAWN,
        "score": checks.MAX_SCORE,
        "label": checks.MAX_LABEL,
        "pips": PIPS,
        "sample_weight": checks.MAX_SAMPLE_WEIGHT,
        "temperature": [checks.MIN_TEMPERATURE, checks.MAX_TEMPERATURE],
        "swept": [min(TEMPERATURES), max(TEMPERATURES)],
        "name": checks.MAX_NAME_LENGTH,
        "json": checks.MAX_JSON_LENGTH,
        "link": links.MAX_LENGTH,
        "unpacked": links.MAX_RECORD,
        "pasted": edits.MAX_PASTED,
        "views": MOST_VIEWS,
        "steps": MOST_STEPS,
        "descent": DESCENT_STEPS,
        "history": HISTORY,
    }
