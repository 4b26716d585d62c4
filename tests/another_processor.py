"""What another processor does to a computation: it rounds otherwise. Here by far more."""

from typing import Any

import keras
import numpy as np

from ranklab.losses.listwise import ListwiseLoss

FUNCTIONS = "exp", "exp2", "expm1", "log", "log1p", "log2"


def trains_elsewhere(monkeypatch: Any, seed: int, noise: float = 1e-6) -> None:
    """From here on the first weights of a model differ by a relative noise."""
    random = np.random.default_rng(seed)
    draw = keras.initializers.GlorotUniform.__call__

    def differ(self: Any, shape: Any, dtype: Any = None, **options: Any) -> Any:
        factors = 1 + noise * random.standard_normal(shape)
        return draw(self, shape, dtype, **options) * factors.astype("float32")

    monkeypatch.setattr(keras.initializers.GlorotUniform, "__call__", differ)


def computes_elsewhere(monkeypatch: Any, noise: float = 1e-10, in_float32: float = 1e-6) -> None:
    """From here on NumPy's functions and the losses differ by a relative noise.

    That of a function depends on its argument alone: no processor has two results for one number.
    """
    for name in FUNCTIONS:
        monkeypatch.setattr(np, name, _differing(getattr(np, name), noise))
    loss = ListwiseLoss.__call__
    monkeypatch.setattr(
        ListwiseLoss, "__call__", lambda *given, **more: loss(*given, **more) * (1 + in_float32)
    )


def _differing(function: Any, noise: float) -> Any:
    def differ(x: Any, *more: Any, **options: Any) -> Any:
        value = function(x, *more, **options)
        finite = np.nan_to_num(np.asarray(x, np.float64), posinf=0.0, neginf=0.0)
        factors = 1 + noise * np.sin(1e7 * finite)
        return value * factors.astype(np.asarray(value).dtype)

    return differ
