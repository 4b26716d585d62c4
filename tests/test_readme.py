"""Every Python example of the README and of docs/ runs as it stands, and prints what it says.

The examples of one page of docs/ are one program: each goes on where the one before it ended.
"""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
PAGES = [README, *sorted((CHECKOUT / "docs").glob("*.md"))]
INDEX = CHECKOUT / "docs" / "README.md"
TEXTS = [
    *PAGES,
    CHECKOUT / "CHANGELOG.md",
    CHECKOUT / "CONTRIBUTING.md",
    CHECKOUT / "notebooks" / "teaching" / "running_a_class.md",
]
MOST_WORDS = 1_500  # of the README, as `wc -w` counts them


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
    monkeypatch.setenv("RANKLAB_PROGRESS", str(tmp_path / "progress.json"))
    run("\n".join(examples(page)), page.name, capsys)


def test_the_readme_is_short():
    assert len(README.read_text("utf-8").split()) <= MOST_WORDS


def test_the_index_names_every_page():
    listed = re.findall(r"\]\(([^)#/]+\.md)\)", INDEX.read_text("utf-8"))
    assert sorted(listed) == sorted(page.name for page in PAGES[1:] if page != INDEX)


def test_every_make_target_they_name_is_there():
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    for page in TEXTS:
        for target in re.findall(r"(?:^|`)make ([\w-]+)", page.read_text("utf-8"), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), (page.name, target)


def headings(text):
    """The anchors of a page, as GitHub makes them from its headings."""
    titles = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_every_file_and_heading_a_page_links_to_is_there(page):
    for name, anchor in re.findall(r"\]\((?!https://)([^)#]*)#?([^)]*)\)", page.read_text("utf-8")):
        target = page.parent / name if name else page
        assert target.exists(), name
        if anchor:
            assert anchor in headings(target.read_text("utf-8")), f"{name}#{anchor}"


def test_an_anchor_is_the_heading_in_small_letters():
    page = "# A loss, and `T`\n```python\n# no heading\n```\n## Why is it 0?\n"
    assert headings(page) == {"a-loss-and-t", "why-is-it-0"}
