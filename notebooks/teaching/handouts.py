"""A handout for each lesson: one page to print, made from the lesson itself.

    python notebooks/teaching/handouts.py [folder]

On it are the questions to predict, with room to write; the picture of the list; the exercises; and
what was learned. Each is one HTML file that needs nothing else; a browser prints it, or saves it as
PDF.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.filters import markdown2html

from ranklab import exercises

NOTEBOOKS = Path(__file__).parents[1]
FOLDER = "handouts"
STYLE = """
@page { size: A4; margin: 16mm 18mm; }
body { font: 11pt/1.4 system-ui, sans-serif; color: #1f1f1f; max-width: 174mm; margin: 8mm auto; }
h1 { font-size: 19pt; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 5mm 0 1mm; }
p, ol { margin: 0 0 1.5mm; }
img { display: block; width: 124mm; max-height: 62mm; object-fit: contain; object-position: left; }
.answer { border-bottom: 0.3mm solid #b4b9be; height: 6.5mm; }
.note { color: #595959; font-size: 9pt; margin-top: 4mm; }
"""


def section(notebook: Any, heading: str) -> str:
    """What stands below a heading of a lesson, up to the next heading, as Markdown."""
    for cell in notebook.cells:
        found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", cell.source, re.M | re.S)
        if cell.cell_type == "markdown" and found:
            return str(found[1]).strip()
    raise ValueError(f"the lesson has no part {heading!r}")


def first_picture(notebook: Any) -> tuple[str, str]:
    """The first still of a lesson as base64, and what it says in words."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                return data["image/png"].replace("\n", ""), data["text/plain"]
    raise ValueError("the lesson has no picture")


def handout(notebook: Any, lesson: int) -> str:
    """One page of HTML."""
    title = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
    questions = section(notebook, "Predict")
    listed = re.findall(r"^\d+\. (.*)$", questions, re.M)
    opening = re.split(r"^1\. ", questions, flags=re.M)[0].replace(
        ", before you run the next cell", ""
    )
    picture, words = first_picture(notebook)
    learned = section(notebook, "What you learned").split("\n\n")[0]
    line = '<div class="answer"></div>'
    tasks = "".join(f"<li>{escape(q.text)}{line}</li>" for q in exercises.questions(lesson))
    asked = "".join(f"<li>{_inline(question)}{line}</li>" for question in listed)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Lesson {lesson}: {escape(title)}</title>
<style>{STYLE}</style></head><body>
<h1>{lesson}. {escape(title)}</h1>
<h2>Predict</h2>{markdown2html(opening)}<ol>{asked}</ol>
<img src="data:image/png;base64,{picture}" alt="{escape(words, quote=True)}">
<h2>Check</h2><ol>{tasks}</ol>
<h2>What you learned</h2>{markdown2html(learned)}
<p class="note">ranklab, lesson {lesson}. The list is there to be dragged: ranklab lab</p>
</body></html>
"""


def _inline(text: str) -> str:
    html = str(markdown2html(text)).strip()
    return html.removeprefix("<p>").removesuffix("</p>")


def main() -> None:
    """Write them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("0*.ipynb")):
        page = handout(nbformat.read(path, as_version=4), int(path.name[:2]))
        target = folder / f"{path.stem}.html"
        target.write_text(page, encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main()
