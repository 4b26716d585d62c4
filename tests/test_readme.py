"""Every Python example of the README and of docs/ runs as it stands, and prints what it says.

The examples of one page of docs/ are one program: each goes on where the one before it ended.
"""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
PAGES = [README, *sorted((CHECKOUT / "docs").glob("*.md"))]


def examples(page):
    return re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def run(program, name, capsys):
    exec(compile(program, name, "exec"), {"__name__": "__main__"})
    said = re.findall(r"print\(.*\)\s+# (.*)", program)
    assert capsys.readouterr().out.splitlines() == said


@pytest.mark.parametrize("example", examples(README), ids=lambda text: text.splitlines()[-1][:40])
def test_an_example_of_the_readme_runs_and_prints_what_its_comments_say(
    example, capsys, tmp_path, monkeypatch
):
    monkeypatch.setenv("RANKLAB_PROGRESS", str(tmp_path / "progress.json"))  # nobody has tried
    run(example, "README.md", capsys)


# Keras speaks to NumPy in an old way where it exports a model.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize(
    "page", [page for page in PAGES[1:] if examples(page)], ids=lambda p: p.stem
)
def test_a_page_of_the_docs_runs_and_prints_what_its_comments_say(
    page, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)  # a page may write files
    run("\n".join(examples(page)), page.name, capsys)


def test_every_make_target_they_name_is_there():
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    for page in PAGES:
        for target in re.findall(r"^make ([\w-]+)", page.read_text("utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), (page.name, target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_a_page_shows_is_there(page):
    for name in re.findall(r"\]\((?!https://)([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / name).exists(), name
