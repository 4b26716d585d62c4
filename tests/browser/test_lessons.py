"""Every lesson in a real JupyterLab: it runs from the top, and its exercises answer."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab_server
import pytest
from accessibility import violations

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
OUTPUTS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter((cell) => cell.type === 'code')
    .map((cell) => [cell.executionCount, cell.outputs.toJSON()])"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def progress(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("progress") / "progress.json"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, progress: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lessons")
    for name in NAMES:
        shutil.copy(NOTEBOOKS / name, folder)
    lab_server.write_notebook(
        folder / "exercises.ipynb",
        "import ranklab\nfloor = ranklab.exercise('the floor')\nfloor",
        "state = ranklab.exercise('perfect, yet pushed down')\nstate",
        "choice = ranklab.exercise('both floors')\nchoice",
    )
    lab_server.write_notebook(
        folder / "training.ipynb", "import ranklab\ntrainer = ranklab.Trainer(epochs=30)\ntrainer"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RANKLAB_PROGRESS", str(progress))
        with lab_server.jupyter_lab(folder) as address:
            yield address


@pytest.fixture
def opened(page: Any, lab: str) -> Iterator[Any]:
    """Opens a notebook and runs it; its kernel ends with the test."""

    def run(name: str) -> Any:
        lab_server.open_notebook(page, lab, name)
        lab_server.run_all(page)
        return page

    yield run
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_runs_without_an_error_or_a_red_box(opened: Any, name: str) -> None:
    page = opened(name)
    cells = page.evaluate(OUTPUTS)
    assert all(count is not None for count, _ in cells)
    outputs = [output for _, several in cells for output in several]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    page.locator(".jp-WindowedPanel-outer").first.evaluate("(panel) => panel.scrollTo(0, 0)")
    page.wait_for_selector(".ranklab .rl-loss")
    # Nothing is wider than the page.
    wide = "() => document.querySelector('.jp-Notebook').scrollWidth"
    assert page.evaluate(wide) <= page.evaluate("window.innerWidth")


def card(page: Any, name: str) -> Any:
    found = page.get_by_role("region", name=f"exercise: {name}")
    found.scroll_into_view_if_needed()
    return found


def said(page: Any, name: str, text: str) -> None:
    card(page, name).get_by_role("status").filter(has_text=text).wait_for()


def test_an_exercise_is_answered_by_number_choice_and_hand(
    opened: Any, progress: Path, axe: str
) -> None:
    page = opened("exercises.ipynb")
    field = card(page, "the floor").get_by_role("textbox", name="your answer, a number")
    field.fill("nonsense")
    field.press("Enter")
    said(
        page,
        "the floor",
        "That cannot be judged. Give a number such as 0.5, 1/2 or ln 2, not 'nonsense'.",
    )
    for answer, verdict in (("0", "Not yet."), ("0", "Not yet."), ("1,099", "Right.")):
        field.fill(answer)
        card(page, "the floor").get_by_role("button", name="Check").click()
        said(page, "the floor", verdict)
    card(page, "the floor").get_by_role("button", name="Hint").click()
    card(page, "the floor").get_by_text("Make items 1 to 3 equal").wait_for()

    asked = card(page, "perfect, yet pushed down")
    asked.get_by_role("button", name="Check").click()
    said(page, "perfect, yet pushed down", "The ranking is not perfect yet")
    page.get_by_role("slider", name="score of item 1").nth(1).focus()
    for key in ("PageUp", "PageUp", "PageUp"):
        page.keyboard.press(key)
    page.wait_for_function(
        """() => [...document.querySelectorAll('.ranklab')]
            .every((node) => node.dataset.pending !== 'true')"""
    )
    asked.get_by_role("button", name="Check").click()
    said(page, "perfect, yet pushed down", "Right. Its target is 2/3.")
    marks = asked.get_by_role("img", name="2 of 4 solved in this lesson")
    marks.wait_for()

    # All by keyboard, and Lab takes no key.
    choices = card(page, "both floors").get_by_role("radio")
    choices.first.focus()
    for key in ("ArrowDown", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    said(page, "both floors", "Right. Softmax makes equal labels share")
    assert violations(page, axe, ".rx-card") == []
    kept = json.loads(progress.read_text("utf-8"))["exercises"]
    assert kept["the floor"]["answers"] == ["0", "0", "1,099"]

    # After a restart the card says that nobody answers; run again, it remembers.
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    card(page, "both floors").get_by_role("button", name="Check").click()
    said(page, "both floors", "The kernel does not answer.")
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    lab_server.run_all(page)
    card(page, "the floor").get_by_role("img", name="2 of 4 solved in this lesson").wait_for()


def test_a_model_is_trained_stopped_and_trained_again(opened: Any) -> None:
    page = opened("training.ipynb")
    train, stop = (page.get_by_role("button", name=name, exact=True) for name in ("Train", "Stop"))
    assert stop.is_disabled()
    train.click()
    words = page.get_by_text("epochs the held-out loss went from")
    words.wait_for(timeout=60_000)
    page.get_by_role("img").first.wait_for()
    stop.click()
    page.wait_for_function(
        """() => [...document.querySelectorAll('button')]
            .some((node) => node.textContent === 'Stop' && node.disabled)""",
        timeout=60_000,
    )
    epochs = int(lab_server.ask_kernel(page, "print(len(trainer.training))"))
    assert 0 < epochs < 30
    assert f"after {epochs} of 30 epochs" in words.inner_text()
    scores = lab_server.ask_kernel(page, "print(trainer.lab.scenario == trainer.training.shown)")
    assert scores.strip() == "True"
    train.click()
    page.get_by_text("after 30 of 30 epochs").wait_for(timeout=60_000)
