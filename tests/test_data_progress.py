"""The bar: silent for a short file and where nobody sees it, and gone when the file is read."""

import io
import sys
from types import SimpleNamespace

import ipywidgets
import pytest

from ranklab.data import progress, read_svmlight


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "lists.svm"
    path.write_text("1 qid:1 1:1\n" * 2_000)
    return path


class Screen(io.StringIO):
    def __init__(self, tty):
        super().__init__()
        self._tty = tty

    def isatty(self):
        return self._tty


@pytest.fixture
def impatient(monkeypatch):
    """A bar that comes at once and at every look at the clock."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_PAUSE", 0.0)


def read(path, monkeypatch, tty, **options):
    screen = Screen(tty)
    monkeypatch.setattr(sys, "stderr", screen)
    read_svmlight(path, **options)
    return screen.getvalue()


def test_a_terminal_shows_how_far_it_is_and_then_nothing(path, monkeypatch, impatient):
    shown = read(path, monkeypatch, tty=True)
    assert "lists.svm: 500 lines" in shown
    assert "lists.svm: 2,000 lines" in shown
    assert f"[{'#' * 30}]" in shown
    assert shown.endswith("\r\x1b[K")
    assert "\n" not in shown


def test_a_short_file_a_pipe_and_who_wants_none_see_nothing(path, monkeypatch):
    assert read(path, monkeypatch, tty=True) == ""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    assert read(path, monkeypatch, tty=False) == ""
    assert read(path, monkeypatch, tty=True, progress=False) == ""


def test_a_bar_goes_when_a_line_is_malformed(path, monkeypatch, impatient):
    path.write_text(path.read_text() + "no such line\n")
    screen = Screen(tty=True)
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(ValueError, match="line 2001"):
        read_svmlight(path)
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_notebook_shows_a_widget_and_closes_it(path, monkeypatch, impatient):
    import IPython.display

    seen = []
    shell = SimpleNamespace(kernel=object())
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    monkeypatch.setattr(IPython.display, "display", seen.append)
    drawn = []
    draw = progress._Notebook.draw
    monkeypatch.setattr(
        progress._Notebook, "draw", lambda self, *words: (draw(self, *words), drawn.append(words))
    )
    assert read(path, monkeypatch, tty=True) == ""
    [box] = seen
    assert isinstance(box, ipywidgets.HBox)
    bar, label = box.children
    assert drawn[-1] == (1.0, "lists.svm: 2,000 lines")
    assert (bar.value, label.value) == drawn[-1]
    assert box.comm is None  # closed: it is on no page any more
