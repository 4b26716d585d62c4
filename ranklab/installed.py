"""Check that TensorFlow and Keras are installed and recent enough, and say what to install.

Only the losses, `verify`, `train` and custom losses need them.
"""

from __future__ import annotations

import re
from importlib import metadata
from importlib.util import find_spec

# The packages of TensorFlow, and the oldest releases that ranklab is tested with.
TENSORFLOWS = ("tensorflow", "tensorflow-cpu")
_OLDEST = {"TensorFlow": (TENSORFLOWS, (2, 18)), "Keras": (("keras",), (3, 8))}

MISSING = (
    'TensorFlow is not installed: pip install "ranklab[cpu]" installs what the losses, verify and '
    "train need; any other TensorFlow from 2.18 works too"
)


class TensorFlowMissingError(ModuleNotFoundError):
    """TensorFlow or Keras is missing or too old; the message says what to install."""

    def _render_traceback_(self) -> list[str]:
        """Show only the message in a notebook, without a traceback."""
        return [f"{type(self).__name__}: {self}"]


def check_tensorflow() -> None:
    """Raise an error if TensorFlow or Keras is missing or too old. Imports neither.

    Raises:
        TensorFlowMissingError: The message says in one sentence what to install.

    >>> check_tensorflow()
    """
    lacking = lacking_tensorflow()
    if lacking:
        raise TensorFlowMissingError(lacking)


def check_backend() -> None:
    """Raise an error if Keras runs on a backend other than TensorFlow. Imports Keras.

    Raises:
        ImportError: The message says in one sentence which backend is needed and how to set it.

    >>> check_backend()
    """
    import keras

    backend = keras.config.backend()
    if backend != "tensorflow":
        raise ImportError(
            f"the losses of ranklab need the TensorFlow backend of Keras, got {backend!r}: set the "
            "environment variable KERAS_BACKEND=tensorflow before Keras is imported"
        )


def lacking_tensorflow() -> str:
    """What is missing and what to install, in one sentence; empty if nothing is missing."""
    if not _is_there("tensorflow"):
        return MISSING
    if not _is_there("keras"):
        return "TensorFlow is installed, but Keras is not: pip install keras"
    for name, (packages, oldest) in _OLDEST.items():
        for package in packages:
            version = version_of(package)
            if version is not None and _numbers(version) < oldest:
                return (
                    f"{name} {version} is too old: the losses, verify and train need "
                    f"{oldest[0]}.{oldest[1]} or newer: pip install --upgrade {package}"
                )
    return ""


def version_of(package: str) -> str | None:
    """The version of an installed package; None if it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _is_there(module: str) -> bool:
    spec = find_spec(module)
    # An uninstalled package may leave a folder without code, which has no origin.
    return spec is not None and spec.origin is not None


def _numbers(version: str) -> tuple[int, ...]:
    """The first two numbers of a version.

    >>> _numbers("2.18.0rc1")
    (2, 18)
    """
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
