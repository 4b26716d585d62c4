"""Everything drawn keeps 3:1 on its ground: light, dark, and where the reader forces colours."""

from typing import Any

import pytest
from stage_page import Stage

from ranklab import Scenario

SCENARIO = Scenario(scores=[1.0, 0.5, -0.5], labels=[2, 0, 1])

# The red, green and blue of what is drawn, and of the ground it stands on.
COLOURS = """(selector) => {
    const canvas = document.createElement("canvas").getContext("2d");
    const paint = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const [name, pseudo] = selector.split("::");
    const drawn = getComputedStyle(document.querySelector(name), pseudo && `::${pseudo}`);
    const ground = getComputedStyle(document.querySelector(".ranklab"));
    return [paint(drawn.backgroundColor), paint(ground.backgroundColor)];
}"""


def luminance(colour: list[int]) -> float:
    """As WCAG 2.2 defines it."""
    shares = [part / 255 for part in colour]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[int], other: list[int]) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


MARKS = (
    ".rl-bar",
    ".rl-handle::before",
    ".rl-arrow[data-moves=up]::after",
    ".rl-arrow[data-moves=down]::after",
    ".rl-pip[data-full]::before",
    ".rl-target",
    ".rl-meter",
)
LAB_PAPER = {"light": "#fff", "dark": "#111"}  # of JupyterLab's two themes


@pytest.mark.parametrize("theme", LAB_PAPER)
@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_keeps_a_contrast_of_three_to_one(page: Any, theme: str, mark: str) -> None:
    Stage(page, SCENARIO)
    page.evaluate(
        "([light, paper]) => { document.body.dataset.jpThemeLight = light;"
        " document.querySelector('.ranklab').style.background = paper; }",
        ["true" if theme == "light" else "false", LAB_PAPER[theme]],
    )
    drawn, ground = page.evaluate(COLOURS, mark)
    assert contrast(drawn, ground) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mark", MARKS)
def test_forced_colours_keep_it_too(page: Any, scheme: str, mark: str) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    Stage(page, SCENARIO)
    drawn, ground = page.evaluate(COLOURS, mark)
    assert contrast(drawn, ground) >= 3


def test_the_contrast_is_that_of_the_guideline() -> None:
    assert contrast([0, 0, 0], [255, 255, 255]) == pytest.approx(21)
