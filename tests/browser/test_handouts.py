"""Each handout fits on one sheet of paper."""

import re
import runpy
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SCRIPT = runpy.run_path(str(NOTEBOOKS / "teaching" / "handouts.py"))


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("0*.ipynb")), ids=lambda path: path.name)
def test_a_handout_is_one_page(page: Any, path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    page.set_content(SCRIPT["handout"](notebook, int(path.name[:2])))
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
