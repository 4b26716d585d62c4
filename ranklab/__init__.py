"""ranklab: listwise ranking losses for Keras 3, and an explorer to understand them."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ranklab.course.exercises import exercise
    from ranklab.diagnosis import diagnose, diagnose_model
    from ranklab.experiments.comparison import compare
    from ranklab.experiments.descent import descend
    from ranklab.experiments.reduction import weigh_lists
    from ranklab.experiments.sweeps import sweep
    from ranklab.experiments.ties import tie_orders
    from ranklab.experiments.verification import Verification, verify
    from ranklab.explanation.answer import explain
    from ranklab.explanation.derivation import derive
    from ranklab.explanation.explanation import Explanation
    from ranklab.explanation.presets import preset, presets
    from ranklab.explanation.scenario import Scenario
    from ranklab.explorer.explorer import Explorer
    from ranklab.explorer.lab import Lab
    from ranklab.explorer.opening import explore
    from ranklab.losses import (
        DCGLambdaWeight,
        NDCGLambdaWeight,
        PrecisionLambdaWeight,
        SoftmaxLoss,
        UniqueSoftmaxLoss,
    )
    from ranklab.training.fitting import train
    from ranklab.training.trainer import Trainer

__version__ = "0.1.0"

# The module of each public name. It is imported on first use, so that `import ranklab` is fast.
_HOMES = {
    "DCGLambdaWeight": "losses",
    "Explanation": "explanation.explanation",
    "Explorer": "explorer.explorer",
    "Lab": "explorer.lab",
    "NDCGLambdaWeight": "losses",
    "PrecisionLambdaWeight": "losses",
    "Scenario": "explanation.scenario",
    "SoftmaxLoss": "losses",
    "Trainer": "training.trainer",
    "UniqueSoftmaxLoss": "losses",
    "Verification": "experiments.verification",
    "compare": "experiments.comparison",
    "derive": "explanation.derivation",
    "descend": "experiments.descent",
    "diagnose": "diagnosis",
    "diagnose_model": "diagnosis",
    "exercise": "course.exercises",
    "explain": "explanation.answer",
    "explore": "explorer.opening",
    "preset": "explanation.presets",
    "presets": "explanation.presets",
    "sweep": "experiments.sweeps",
    "tie_orders": "experiments.ties",
    "train": "training.fitting",
    "verify": "experiments.verification",
    "weigh_lists": "experiments.reduction",
}
# The path of each public module.
_MODULES = {
    "charts": "drawing.charts",
    "data": "data",
    "differences": "course.differences",
    "edits": "explorer.edits",
    "exercises": "course.exercises",
    "figures": "drawing.figures",
    "latex": "drawing.latex",
    "losses": "losses",
    "metrics": "explanation.metrics",
    "textbook": "explanation.textbook",
    "training": "training",
    "widgets": "explorer.widgets",
}

__all__ = [
    "DCGLambdaWeight",
    "Explanation",
    "Explorer",
    "Lab",
    "NDCGLambdaWeight",
    "PrecisionLambdaWeight",
    "Scenario",
    "SoftmaxLoss",
    "Trainer",
    "UniqueSoftmaxLoss",
    "Verification",
    "__version__",
    "compare",
    "derive",
    "descend",
    "diagnose",
    "diagnose_model",
    "exercise",
    "explain",
    "explore",
    "preset",
    "presets",
    "sweep",
    "tie_orders",
    "train",
    "verify",
    "weigh_lists",
]


def _register_losses() -> None:
    """Register the losses if Keras is already imported, so that it finds them in a saved model.

    If Keras runs on another backend or is imported later, `import ranklab.losses` registers them.
    """
    config = getattr(sys.modules.get("keras"), "config", None)
    if config is not None and config.backend() == "tensorflow":
        import_module("ranklab.losses")


_register_losses()


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"ranklab.{_HOMES[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"ranklab.{_MODULES[name]}")
    else:
        raise AttributeError(f"module 'ranklab' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES, *_MODULES])
