"""Reading lambda weights from configs of Keras and of TF-Ranking."""

from __future__ import annotations

import warnings
from typing import Any

import keras

from ranklab.losses.gains_and_discounts import (
    identity,
    inverse,
    is_greater_equal_1,
    log2_inverse,
    pow_minus_1,
)
from ranklab.losses.lambda_weights import (
    DCGLambdaWeight,
    LambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
)

_TF_RANKING = "tensorflow_ranking>"
_WEIGHTS: tuple[type[LambdaWeight], ...] = (
    DCGLambdaWeight,
    NDCGLambdaWeight,
    PrecisionLambdaWeight,
)
_FUNCTIONS = (identity, inverse, is_greater_equal_1, log2_inverse, pow_minus_1)


def inner_config(config: dict[str, Any]) -> dict[str, Any]:
    """The arguments in a config, which `keras.losses.serialize` wraps with the name of a class."""
    is_wrapped = "class_name" in config and isinstance(config.get("config"), dict)
    return dict(config["config"] if is_wrapped else config)


def deserialize(
    config: dict[str, Any], custom_objects: dict[str, Any] | None = None
) -> LambdaWeight:
    """Build a lambda weight from what Keras, or TF-Ranking, serialized.

    Args:
        config: Output of `keras.saving.serialize_keras_object`, or the part of a TF-Ranking
            config that names `tensorflow_ranking>NDCGLambdaWeight` or another one.
        custom_objects: Functions and classes by name that Keras does not know.

    Raises:
        ValueError: A class or a function is neither registered nor in `custom_objects`.
    """
    known = custom_objects or {}
    name = str(config.get("registered_name") or config.get("class_name"))
    if name in known or not name.startswith(_TF_RANKING):
        # Not in a CustomObjectScope: it would hide the scope in which Keras loads a model.
        weight: LambdaWeight = keras.saving.deserialize_keras_object(config, known)
        return weight
    weights = {_TF_RANKING + weight.__name__: weight for weight in _WEIGHTS}
    if name not in weights:
        raise ValueError(f"lambda_weight is {name}, expected one of {', '.join(weights)}")
    ours = weights[name]
    warnings.warn(
        f"{name} comes from a config of TF-Ranking, and is read as ranklab's "
        f"{ours.__name__}: the same weights, but tied scores rank by position.",
        UserWarning,
        stacklevel=3,
    )
    arguments = dict(config["config"])
    if ours is NDCGLambdaWeight:
        arguments.pop("normalized", None)  # always True, and no argument of ranklab's
    for argument in ours._functions:
        arguments[argument] = _tf_ranking_function(arguments[argument])
    return ours.from_config(arguments, known)


def _tf_ranking_function(config: Any) -> Any:
    """Ranklab's function for one of TF-Ranking's, whose name a config holds in one of three ways.

    Any other config is returned as it is.
    """
    name = getattr(config, "__name__", config)
    name = str(name.get("config") if isinstance(name, dict) else name)
    functions = {function.__name__: function for function in _FUNCTIONS}
    return functions.get(name.removeprefix(_TF_RANKING), config)
