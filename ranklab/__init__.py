"""ranklab: listwise ranking losses for Keras 3, and a list one can touch to understand them."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ranklab.batch import weigh_lists
    from ranklab.comparison import compare
    from ranklab.derivation import derive
    from ranklab.descent import descend
    from ranklab.diagnosis import diagnose, diagnose_model
    from ranklab.exercises import exercise
    from ranklab.explanation import Explanation, explain
    from ranklab.explorer import Explorer, explore
    from ranklab.fitting import train
    from ranklab.gallery import preset, presets
    from ranklab.lab import Lab
    from ranklab.losses import (
        DCGLambdaWeight,
        NDCGLambdaWeight,
        PrecisionLambdaWeight,
        SoftmaxLoss,
        UniqueSoftmaxLoss,
    )
    from ranklab.own_loss import explain_own
    from ranklab.scenario import Scenario
    from ranklab.sweeps import sweep
    from ranklab.ties import tie_orders
    from ranklab.trainer import Trainer
    from ranklab.verification import Verification, verify

__version__ = "0.1.0"

# Where each public name lives; loaded on first use, so that `import ranklab` costs milliseconds.
_HOMES = {
    "DCGLambdaWeight": "losses",
    "Explanation": "explanation",
    "Explorer": "explorer",
    "Lab": "lab",
    "NDCGLambdaWeight": "losses",
    "PrecisionLambdaWeight": "losses",
    "Scenario": "scenario",
    "SoftmaxLoss": "losses",
    "Trainer": "trainer",
    "UniqueSoftmaxLoss": "losses",
    "Verification": "verification",
    "compare": "comparison",
    "derive": "derivation",
    "descend": "descent",
    "diagnose": "diagnosis",
    "diagnose_model": "diagnosis",
    "exercise": "exercises",
    "explain": "explanation",
    "explain_own": "own_loss",
    "explore": "explorer",
    "preset": "gallery",
    "presets": "gallery",
    "sweep": "sweeps",
    "tie_orders": "ties",
    "train": "fitting",
    "verify": "verification",
    "weigh_lists": "batch",
}
_MODULES = (
    "charts",
    "data",
    "edits",
    "errata",
    "exercises",
    "figures",
    "latex",
    "losses",
    "metrics",
    "textbook",
    "training",
    "widgets",
)

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
    "explain_own",
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
    """Load the losses where Keras is loaded already, so that it finds them when it loads a model.

    Where Keras runs on another backend, or comes later, `import ranklab.losses` does it.
    """
    config = getattr(sys.modules.get("keras"), "config", None)
    if config is not None and config.backend() == "tensorflow":
        import_module("ranklab.losses")


_register_losses()


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"ranklab.{_HOMES[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"ranklab.{name}")
    else:
        raise AttributeError(f"module 'ranklab' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES, *_MODULES])
