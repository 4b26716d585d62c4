"""Draw the pictures of the README and of docs/: `make pictures`. Look at them before you commit.

They are what a user sees: lesson 0 after its first cell as `make lab` opens it, the same in
Projector, both in a window of 1280 x 720 with the side bar closed, and the explorer with three
views in the README.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))
from browser import chromium  # noqa: E402
from lab_server import command, jupyter_lab, open_notebook, write_notebook  # noqa: E402

LESSON = HERE.parent / "notebooks" / "00_start_here.ipynb"
WINDOW = {"width": 1280, "height": 720}
CUBA_ON_TOP = """import ranklab

americas = ranklab.data.gapminder("Americas", 2007, sample=9, seed=2521)
scores = list(americas.scores)
scores[americas.items.index("Cuba")] = 2.4
explorer = ranklab.explore(
    americas.replace(scores=scores), show=["gradient", "competitors", "parts"]
)
explorer
"""
TOP = "(node) => node.scrollIntoView({ block: 'start' })"


def opened(page: Any, address: str, name: str) -> Any:
    """The explorer of a notebook's first cell of code, at the top of the window."""
    open_notebook(page, address, name)
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    command(page, "notebook:run-all-cells")
    explorer = page.locator(".ranklab").first
    explorer.wait_for()
    page.wait_for_selector(".ranklab[data-pending=false]")
    page.wait_for_timeout(2000)  # the outputs above and below have found their height
    return explorer


def keep(page: Any, target: Any, path: Path) -> None:
    """Store a picture of the page, or of a part of it, without the pointer."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    target.screenshot(path=path, animations="disabled")
    print(f"{path.relative_to(HERE.parent)}: {path.stat().st_size / 1e3:.0f} kB")


def main() -> None:
    """Draw them all."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        shutil.copy(LESSON, folder)
        write_notebook(Path(folder, "picture.ipynb"), CUBA_ON_TOP)
        with jupyter_lab(Path(folder)) as address:
            page = browser.new_page(viewport=WINDOW)
            explorer = opened(page, address, LESSON.name)
            page.evaluate("document.querySelector('.jp-Notebook .jp-CodeCell').scrollIntoView()")
            keep(page, page, HERE / "first_screen.png")
            page = browser.new_page(viewport=WINDOW)
            explorer = opened(page, address, "picture.ipynb")
            explorer.get_by_role("button", name="Projector", exact=True).click()
            page.locator("[role=slider][aria-label='score of Cuba']").focus()
            explorer.evaluate(TOP)
            keep(page, page, HERE / "projector.png")
            explorer.get_by_role("button", name="Projector", exact=True).click()
            page.set_viewport_size({"width": 1280, "height": 1600})
            page.wait_for_timeout(500)
            keep(page, explorer, HERE.parent / "notebooks" / "explorer.png")


if __name__ == "__main__":
    main()
