"""Fixtures of the browser tests. Without a browser they fail in CI and are skipped elsewhere."""

from __future__ import annotations

import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest

# What JupyterLab's debugger says when a kernel is restarted.
OF_JUPYTERLAB = "Could not restore the debugger state"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if browser.find() is None:
        message = "no Chromium or Chrome found: python tests/browser/browser.py installs one"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with browser.chromium() as running:
        yield running


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page whose console must stay free of errors."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield page
    context.close()
    assert [error for error in errors if not error.startswith(OF_JUPYTERLAB)] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The file of axe-core, installed by npm where it is not."""
    stage = Path(__file__).parents[2] / "ranklab" / "explorer"
    build = runpy.run_path(str(stage / "build.py"))
    build["install_tools"]()
    return str(stage / "node_modules" / "axe-core" / "axe.min.js")
