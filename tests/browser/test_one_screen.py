"""On a screen of 1280 x 720 the head, nine items and one view are in sight together."""

from collections.abc import Iterator
from typing import Any

import lab_server
import pytest
from lab_notebook import Notebook

pytestmark = pytest.mark.slow

# The part of the notebook that one sees, and where what must be in it stands.
PLACES = """() => {
    const one = (selector) => {
        const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
        return [top, bottom];
    };
    return {
        window: one(".jp-WindowedPanel-outer"),
        head: one(".rl-numbers"),
        items: one(".rl-places"),
        view: one(".rl-panel"),
    };
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lab")
    cell = "import ranklab\nexplorer = ranklab.explore(show=['competitors'])\nexplorer"
    lab_server.write_notebook(folder / "explore.ipynb", cell, "")
    with lab_server.jupyter_lab(folder) as address:
        yield address


@pytest.fixture
def notebook(page: Any, lab: str) -> Notebook:
    page.set_viewport_size({"width": 1280, "height": 720})
    opened = Notebook(page, lab, "explore.ipynb")
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    return opened


def scroll_to_the_head(page: Any) -> None:
    page.evaluate("document.querySelector('.ranklab').scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("projector", [False, True])
def test_head_nine_items_and_one_view_are_in_sight_together(
    notebook: Notebook, projector: bool
) -> None:
    page = notebook.page
    lab_server.ask_kernel(page, f"explorer.projector = {projector}")
    page.wait_for_selector(
        f".ranklab{'[data-projector]' if projector else ':not([data-projector])'}"
    )
    scroll_to_the_head(page)
    places = page.evaluate(PLACES)
    top, bottom = places.pop("window")
    outside = {name: at for name, at in places.items() if at[0] < top - 1 or at[1] > bottom + 1}
    assert outside == {}


def test_the_head_stays_in_sight_while_one_scrolls(notebook: Notebook) -> None:
    page = notebook.page
    scroll_to_the_head(page)
    page.mouse.move(600, 400)
    page.mouse.wheel(0, 250)
    page.wait_for_timeout(300)
    places = page.evaluate(PLACES)
    assert places["items"][0] < places["window"][0]
    assert places["window"][0] <= places["head"][0] + 1
    assert page.get_by_label("loss", exact=True).first.is_visible()
