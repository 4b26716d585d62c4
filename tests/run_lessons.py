"""Run the code cells of notebooks in IPython alone; print what differs from what is stored.

What runs this has no Jupyter and no nbval: a notebook is read as the JSON that it is. Prints one
JSON record: for each file the cells that gave something else, beside what is stored, and what the
cells that failed showed, by their numbers.
"""

import json
import os
import sys
from pathlib import Path

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance(colors="nocolor")
last = shell.display_trap.hook = CapturingDisplayHook(shell)  # what stands last in a cell


def run(path):
    shell.reset(new_session=True)
    os.chdir(path.parent)
    differs, errors = {}, {}
    for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            last.outputs = []
            with capture_output() as given:
                done = shell.run_cell("".join(cell["source"]))
            pair = shown(given), stored(cell["outputs"])
            if not done.success:
                errors[number] = given.stdout
            elif pair[0] != pair[1]:
                differs[number] = pair
    return {"differs": differs, "errors": errors}


def shown(given):
    """What a cell printed, and the texts of what it displayed."""
    displayed = [one.data for one in given.outputs] + [one["data"] for one in last.outputs]
    return given.stdout, [data.get("text/plain", "") for data in displayed]


def stored(outputs):
    printed = [text(one["text"]) for one in outputs if one["output_type"] == "stream"]
    displayed = [text(one["data"].get("text/plain", "")) for one in outputs if "data" in one]
    return "".join(printed), displayed


def text(lines):
    return "".join(lines)


if __name__ == "__main__":  # pytest imports it, to look for doctests
    print(json.dumps({path: run(Path(path)) for path in sys.argv[1:]}))
