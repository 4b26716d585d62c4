"""Run the notebooks and store what they show: `make notebooks`, then read the diff.

What only a running kernel can draw is left out, so that a notebook opens with still pictures in
JupyterLab, on GitHub and in nbviewer, and not with "model not found".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NEEDS_A_KERNEL = "application/vnd.jupyter.widget-view+json"


def refresh(path: Path) -> None:
    """Run one notebook from the top and write it back."""
    nowhere = path.with_name("no progress of mine")  # exercises are stored as a newcomer sees them
    os.environ["RANKLAB_PROGRESS"] = str(nowhere)
    for name, quiet in (("TF_ENABLE_ONEDNN_OPTS", "0"), ("TF_CPP_MIN_LOG_LEVEL", "1")):
        os.environ.setdefault(name, quiet)
    notebook = nbformat.read(path, as_version=4)
    ExecutePreprocessor(timeout=300, store_widget_state=False).preprocess(
        notebook, {"metadata": {"path": str(path.parent)}}
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(NEEDS_A_KERNEL, None)
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.language_info = {"name": "python"}
    nbformat.write(notebook, path)


def _joined(outputs: list[Any]) -> list[Any]:
    """What a cell prints comes in pieces, whose number is chance: one piece, a quiet diff."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("**/*.ipynb")):
        refresh(path)
        print(path.name)
