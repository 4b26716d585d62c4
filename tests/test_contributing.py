"""What CONTRIBUTING.md says: the house is so, and whoever adds something hears what is missing."""

import ast
import re
from pathlib import Path

import pytest
from test_imports import KNOWN

import ranklab
from ranklab import data
from ranklab.explanation import definitions

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "ranklab"
TEXT = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")
ADDED = "<"  # the name of a file that one adds


def test_the_house_is_as_the_table_says():
    rows = re.findall(r"^\| `(\w+)/?` \|.*\| (.*) ?\|$", TEXT, re.MULTILINE)
    said = [(folder, set(re.findall(r"`(\w+)`", known))) for folder, known in rows]
    assert said == list(KNOWN.items())


def test_every_file_it_names_is_there():
    names = re.findall(
        r"`((?:ranklab|tests|notebooks|docs)/[\w/.<>-]+\.\w+)`|`(README\.md|CHANGELOG\.md)`", TEXT
    )
    named = [first or second for first, second in names]
    added = ("notebooks/08_", "ranklab/course/lesson_8.py")
    wanted = [name for name in named if ADDED not in name and not name.startswith(added)]
    assert len(wanted) > 20
    assert [name for name in wanted if not (CHECKOUT / name).exists()] == []


def test_a_recipe_takes_few_files():
    counts = {
        title: len(re.findall(r"^\| \d\. `", part, re.MULTILINE))
        for title, part in re.findall(
            r"^## How to add a ([\w ]+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL
        )
    }
    assert counts == {
        "loss": 6, "lambda weight": 5, "view": 5, "metric": 4, "lesson": 4, "file format": 3,
    }  # fmt: skip


def test_every_loss_and_lambda_weight_has_a_public_class():
    losses = ranklab.losses
    for record in (*definitions.LOSSES.values(), *definitions.LAMBDA_WEIGHTS.values()):
        assert record.keras_class in losses.__all__, f"{record.name}: ranklab/losses/__init__.py"
        assert record.keras_class in ranklab.__all__, f"{record.name}: ranklab/__init__.py"


def test_every_loss_can_be_built_by_its_name():
    for record in definitions.LOSSES.values():
        built = ranklab.losses.get(f"{record.name}_loss")
        assert type(built).__name__ == record.keras_class


def test_every_view_is_drawn():
    views = pytest.importorskip("ranklab.explorer.views")
    drawn = (PACKAGE / "explorer" / "src" / "views.js").read_text("utf-8")
    for name in views.VIEWS:
        assert re.search(rf"^\s+{name}\b", drawn, re.MULTILINE), f"{name}: src/views.js"


def test_every_reader_is_public():
    written = {
        node.name
        for path in (PACKAGE / "data").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("read_")
        if node.returns is not None and re.search(r"\bLists\b", ast.unparse(node.returns))
    }
    assert written
    assert written <= set(data.__all__)
