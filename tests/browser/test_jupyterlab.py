"""A real JupyterLab in a real browser: what a newcomer does in the first minutes."""

from collections.abc import Iterator
from typing import Any

import lab_server
import pytest
from lab_notebook import Notebook

from ranklab import explain

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lab")
    lab_server.write_notebook(
        folder / "explore.ipynb",
        "import ranklab\nexplorer = ranklab.explore()\nexplorer",
        "ranklab.widgets.temperature(explorer.lab)",
    )
    with lab_server.jupyter_lab(folder) as address:
        yield address


@pytest.fixture
def notebook(page: Any, lab: str) -> Notebook:
    return Notebook(page, lab, "explore.ipynb")


def test_a_bar_can_be_dragged_and_the_kernel_hears_it(notebook: Notebook) -> None:
    before = notebook.check_that_all_agree()
    box = notebook.handle("Cuba").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = notebook.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 200, y, steps=20)
    mouse.up()
    after = notebook.check_that_all_agree()
    cuba = before.items.index("Cuba")
    assert after.scores[cuba] > before.scores[cuba] + 1
    assert after.scores[:cuba] == before.scores[:cuba]
    assert lab_server.ask_kernel(notebook.page, "explorer.lab.undo(); print(explorer.lab.can_undo)")
    assert notebook.check_that_all_agree() == before


def test_a_bar_can_be_moved_with_the_keyboard_and_lab_steals_no_key(notebook: Notebook) -> None:
    before = notebook.check_that_all_agree()
    page = notebook.page
    notebook.handle("Cuba").focus()
    cells, active = notebook.cells(), notebook.active_cell()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
        notebook.settle()
    after = notebook.check_that_all_agree()
    cuba = before.items.index("Cuba")
    assert after.scores[cuba] == pytest.approx(before.scores[cuba] + 0.1 + 0.1 + 0.5)

    for role, name in (
        ("slider", "score of Cuba"),
        ("slider", "label of Cuba"),
        ("radio", "unique softmax"),
        ("slider", "temperature"),
        ("combobox", "lambda weight"),
        ("button", "Reset"),
    ):
        page.get_by_role(role, name=name, exact=True).first.focus()
        for key in ("a", "b", "ArrowDown", "ArrowUp", "x", "m"):
            page.keyboard.press(key)
    assert notebook.cells() == cells
    assert notebook.active_cell() == active
    notebook.check_that_all_agree()


def test_undo_by_key_takes_back_a_drag_and_leaves_the_notebook_alone(notebook: Notebook) -> None:
    before = notebook.check_that_all_agree()
    cells = notebook.cells()
    notebook.handle("Mexico").focus()
    notebook.page.keyboard.press("End")
    assert notebook.check_that_all_agree() != before
    notebook.page.keyboard.press("Control+z")
    assert notebook.check_that_all_agree() == before
    assert notebook.cells() == cells


def test_the_kernel_moves_the_picture(notebook: Notebook) -> None:
    code = "explorer.scenario = explorer.scenario.replace(temperature=0.5, loss='unique_softmax')"
    lab_server.ask_kernel(notebook.page, code)
    unique = notebook.page.get_by_role("radio", name="unique softmax")
    notebook.page.wait_for_function("document.querySelector('.ranklab [type=text]').value == '0.5'")
    assert unique.is_checked()
    assert notebook.check_that_all_agree().loss == "unique_softmax"


def test_a_typed_temperature_out_of_its_limits_is_refused_in_words(notebook: Notebook) -> None:
    before = notebook.check_that_all_agree()
    field = notebook.page.get_by_role("textbox", name="temperature").first
    field.fill("-3")
    field.press("Enter")
    alert = notebook.page.locator(".ranklab").get_by_role("alert")
    alert.filter(has_text="temperature must be a number from 0.001 to 1000, got -3").wait_for()
    assert notebook.check_that_all_agree() == before


def test_keras_is_asked_while_the_picture_goes_on(notebook: Notebook) -> None:
    page = notebook.page
    button = page.get_by_role("button", name="Check with Keras")
    button.click()
    verdict = page.locator(".rl-verdict")
    verdict.filter(has_text="Keras is being asked").wait_for()
    notebook.handle("Cuba").focus()
    page.keyboard.press("ArrowRight")
    scenario = notebook.check_that_all_agree()  # answered while TensorFlow is still loading
    verdict.filter(has_text="being asked").wait_for(state="detached", timeout=60_000)
    button.click()
    page.wait_for_selector(".rl-verdict[data-state=done]", timeout=60_000)
    assert f"Keras computes {explain(scenario).loss:.6g}" in verdict.inner_text()
    loaded = lab_server.ask_kernel(page, "import sys; print('tensorflow' in sys.modules)")
    assert loaded.strip() == "False"


def test_without_its_kernel_the_picture_goes_on_and_says_that_python_does_not_follow(
    notebook: Notebook,
) -> None:
    page = notebook.page
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    aside = page.locator(".ranklab .rl-aside").first
    aside.filter(has_text="its kernel is gone").wait_for()
    before = notebook.loss_on_screen()
    notebook.handle("Cuba").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.rl-loss').textContent !== before", arg=before
    )
    assert "run the cell again" in aside.inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.rl-loss')).opacity") == "1"


def test_two_explorers_of_one_lab_move_together(notebook: Notebook) -> None:
    page = notebook.page
    assert lab_server.ask_kernel(page, "other = ranklab.explore(lab=explorer.lab)") == ""
    page.evaluate(
        """() => {
            const { content } = window.jupyterapp.shell.currentWidget;
            content.model.cells.get(1).sharedModel.setSource('other');
            content.activeCellIndex = 1;
        }"""
    )
    lab_server.command(page, "notebook:run-cell")
    page.wait_for_function("document.querySelectorAll('.ranklab').length == 2")
    notebook.handle("Cuba").focus()
    page.keyboard.press("End")
    notebook.settle()
    losses = page.locator(".rl-loss")
    page.wait_for_function(
        """() => new Set([...document.querySelectorAll('.rl-loss')]
            .map((node) => node.textContent)).size == 1"""
    )
    assert losses.nth(1).inner_text() == notebook.loss_on_screen()
    page.locator(".ranklab").nth(1).get_by_role("button", name="Undo").click()
    page.wait_for_selector(".ranklab[data-pending=false]")
    notebook.check_that_all_agree()
