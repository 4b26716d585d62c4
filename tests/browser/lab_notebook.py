"""A notebook with an explorer, open in a real JupyterLab: its screen, its model, its kernel."""

import json
from typing import Any

import lab_server

from ranklab import Scenario, explain
from ranklab.explanation.formatting import number

# The front end's copy of the explorer: what the kernel and this page last said to each other.
MODEL = """async (id) => {
    const { rendermime } = window.jupyterapp.shell.currentWidget.content;
    const renderer = rendermime.createRenderer('application/vnd.jupyter.widget-view+json');
    const manager = await renderer._manager.promise;
    const model = await manager.get_model(id);
    const names = ['picture', 'answered', 'edit'];
    return JSON.stringify(Object.fromEntries(names.map((name) => [name, model.get(name)])));
}"""


class Notebook:
    """A notebook with an explorer in it, open in Lab."""

    def __init__(self, page: Any, address: str, name: str) -> None:
        self.page = page
        lab_server.open_notebook(page, address, name)
        lab_server.run_all(page)
        page.wait_for_selector(".ranklab")
        page.locator(".ranklab").first.scroll_into_view_if_needed()

    def handle(self, item: str) -> Any:
        return self.page.get_by_role("slider", name=f"score of {item}", exact=True).first

    def settle(self) -> None:
        self.page.wait_for_selector(".ranklab[data-pending=false]")

    def kernel_scenario(self) -> Scenario:
        return Scenario.from_json(
            lab_server.ask_kernel(self.page, "print(explorer.scenario.to_json())")
        )

    def model(self) -> dict[str, Any]:
        """What the front end holds of the explorer."""
        name = lab_server.ask_kernel(self.page, "print(explorer.model_id)").strip()
        return json.loads(self.page.evaluate(MODEL, name))

    def loss_on_screen(self) -> str:
        return str(self.page.locator(".rl-loss").first.inner_text())

    def check_that_all_agree(self) -> Scenario:
        """Screen and kernel hold one scenario, and the loss that `explain` gives for it."""
        self.settle()
        scenario = self.kernel_scenario()
        shown = [float(self.handle(item).get_attribute("aria-valuenow")) for item in scenario.items]
        assert shown == list(scenario.scores)
        assert self.loss_on_screen() == number(explain(scenario).loss)
        return scenario

    def cells(self) -> list[str]:
        return json.loads(
            self.page.evaluate(
                """JSON.stringify([...window.jupyterapp.shell.currentWidget.content.model.cells]
                    .map((cell) => cell.sharedModel.source))"""
            )
        )

    def active_cell(self) -> int:
        return int(
            self.page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex")
        )
