"""Installed: whether TensorFlow and Keras are there and work together, and a sentence if not.

The losses, `verify`, `train` and a custom loss need them; the rest of ranklab needs neither.
"""

from __future__ import annotations

import re
from importlib import metadata
from importlib.util import find_spec

# Each goes by one of these names; the releases that ranklab is tested with begin there.
TENSORFLOWS = ("tensorflow", "tensorflow-cpu")
_OLDEST = {"TensorFlow": (TENSORFLOWS, (2, 18)), "Keras": (("keras",), (3, 8))}

MISSING = (
    'TensorFlow is not installed: pip install "ranklab[cpu]" brings what the losses, verify and '
    "train need, or install a TensorFlow of your own, 2.18 or newer"
)


class TensorFlowMissingError(ModuleNotFoundError):
    """TensorFlow or Keras is missing or too old; the message says what to install."""

    def _render_traceback_(self) -> list[str]:
        """The sentence alone is what a notebook shows: nothing is wrong with the code above it."""
        return [f"{type(self).__name__}: {self}"]


def check_tensorflow() -> None:
    """Refuse where TensorFlow or Keras is missing or too old. Imports neither.

    Raises:
        TensorFlowMissingError: The message says in one sentence what to install.

    >>> check_tensorflow()
    """
    lacking = lacking_tensorflow()
    if lacking:
        raise TensorFlowMissingError(lacking)


def check_backend() -> None:
    """Refuse where Keras runs on another backend than TensorFlow. Imports Keras.

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
    """The sentence that says what is missing and what to install; empty where nothing is."""
    if not _is_there("tensorflow"):
        return MISSING
    if not _is_there("keras"):
        return "Keras is not installed, and TensorFlow is: pip install keras"
    for name, (packages, oldest) in _OLDEST.items():
        for package in packages:
            version = version_of(package)
            if version is not None and _numbers(version) < oldest:
                return (
                    f"{name} {version} is too old, and the losses, verify and train need "
                    f"{oldest[0]}.{oldest[1]} or newer: pip install --upgrade {package}"
                )
    return ""


def version_of(package: str) -> str | None:
    """The version of a package as it was installed; None where it was not."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _is_there(module: str) -> bool:
    spec = find_spec(module)
    # What an uninstalled package left behind is a folder without code: it has no origin.
    return spec is not None and spec.origin is not None


def _numbers(version: str) -> tuple[int, ...]:
    """The first two numbers of a version.

    >>> _numbers("2.18.0rc1")
    (2, 18)
    """
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
