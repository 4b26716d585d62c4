"""A progress bar for long files, in notebooks and terminals."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import BinaryIO

_PATIENCE = 1.0  # seconds before the bar appears
_PAUSE = 0.2  # seconds between two updates
_LINES = 500  # lines between two checks of the clock
_WIDTH = 30


class Bar:
    """Shows how much of a file has been read, if reading takes more than a second.

    In a notebook, the bar is a widget below the cell; in a terminal, a line that is overwritten.
    Elsewhere (a pipe, a log, a test) nothing is shown. The bar disappears when the file has been
    read.

    Args:
        path: The file.
        wanted: False to show no bar.
    """

    def __init__(self, path: Path, wanted: bool) -> None:
        self._name = path.name
        self._size = max(path.stat().st_size, 1)
        self._next = time.monotonic() + _PATIENCE if wanted else float("inf")
        self._show: _Notebook | _Terminal | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._show is not None:
            self._show.clear()

    def advance(self, lines: int, file: BinaryIO) -> None:
        """Update the bar after `lines` lines; the position in the file gives the fraction."""
        if lines % _LINES or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        self._show = self._show or _somewhere()
        if self._show is not None:
            done = min(file.tell() / self._size, 1.0)  # of the compressed bytes, if compressed
            self._show.draw(done, f"{self._name}: {lines:,} lines")


def _somewhere() -> _Notebook | _Terminal | None:
    # A shell with a kernel is a notebook; a shell without one is IPython in a terminal.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if getattr(shell, "kernel", None) is not None:
        return _Notebook()
    return _Terminal() if sys.stderr is not None and sys.stderr.isatty() else None


class _Notebook:
    def __init__(self) -> None:
        from IPython.display import display
        from ipywidgets import FloatProgress, HBox, Label

        self._bar, self._label = FloatProgress(max=1.0), Label()
        self._box = HBox([self._bar, self._label])
        display(self._box)  # type: ignore[no-untyped-call]

    def draw(self, done: float, words: str) -> None:
        self._bar.value, self._label.value = done, words

    def clear(self) -> None:
        for widget in (self._box, self._bar, self._label):
            widget.close()


class _Terminal:
    def draw(self, done: float, words: str) -> None:
        bar = ("#" * round(done * _WIDTH)).ljust(_WIDTH, ".")
        sys.stderr.write(f"\r[{bar}] {words}")
        sys.stderr.flush()

    def clear(self) -> None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
