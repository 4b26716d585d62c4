"""A saved picture holds what the screen shows: every number, every arrow, and names as text."""

import base64
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from stage_page import HOSTILE, Live

from ranklab import Scenario, explain
from ranklab.explanation.formatting import number

SVG = "{http://www.w3.org/2000/svg}"
SCENARIO = Scenario(
    scores=[1.0, 0.5, -0.5, 2.0], labels=[2, 1, 0, -1], items=["a", HOSTILE, "c & d", "gone"]
)
VIEWS = ["parts", "competitors", "derivation"]


def saved(live: Live, kind: str) -> bytes:
    with live.page.expect_download() as download:
        live.page.get_by_label("export", exact=True).select_option(kind)
    assert download.value.suggested_filename == f"ranklab.{kind}"
    return Path(download.value.path()).read_bytes()


@pytest.fixture
def live(page: Any) -> Live:
    page.emulate_media(reduced_motion="reduce")
    return Live(page, SCENARIO, show=VIEWS)


def test_it_holds_every_text_and_number_of_the_list_and_the_views(live: Live) -> None:
    drawn = ElementTree.fromstring(saved(live, "svg"))
    texts = " ".join(node.text or "" for node in drawn.iter(f"{SVG}text"))
    explanation = explain(SCENARIO)
    numbers = [explanation.loss, *explanation.contributions[:3]]
    for said in ["loss", "NDCG", "label", "score", *map(number, numbers)]:
        assert said in texts
    on_screen = live.page.evaluate(
        """() => [...document.querySelectorAll('.rl-list span, .rl-panel :is(mn, p, .rl-title)')]
            .filter((node) => node.childElementCount === 0)
            .filter((node) => node.checkVisibility({ visibilityProperty: true }))
            .map((node) => node.textContent.trim()).filter((text) => text)"""
    )
    assert len(on_screen) > 40
    squeezed = texts.replace(" ", "")
    assert [text for text in on_screen if text.replace(" ", "") not in squeezed] == []


def test_it_holds_an_arrow_for_each_that_the_screen_shows(live: Live) -> None:
    arrows = live.page.evaluate(
        "[...document.querySelectorAll('.rl-arrow[data-moves]')].map((node) => node.dataset.moves)"
    )
    drawn = ElementTree.fromstring(saved(live, "svg"))
    colours = [node.get("fill") for node in drawn.iter(f"{SVG}polygon")]
    up, down = "#0072b2", "#d55e00"
    assert colours.count(up) == arrows.count("up") > 0
    assert colours.count(down) == arrows.count("down") > 0


def test_it_says_in_words_what_it_shows(live: Live) -> None:
    drawn = ElementTree.fromstring(saved(live, "svg"))
    assert drawn.get("role") == "img"
    assert drawn.findtext(f"{SVG}title") == f"ranklab: loss {number(explain(SCENARIO).loss)}"
    assert drawn.findtext(f"{SVG}desc") == explain(SCENARIO).describe()


def test_a_name_is_text_and_nothing_comes_from_elsewhere(live: Live) -> None:
    drawn = ElementTree.fromstring(saved(live, "svg"))
    assert any(
        HOSTILE.startswith((node.text or "?").rstrip("…")) for node in drawn.iter(f"{SVG}text")
    )
    tags = {node.tag.removeprefix(SVG) for node in drawn.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "circle", "polygon", "text", "path", "line"}
    assert not any(
        "href" in name or name.startswith("on") for node in drawn.iter() for name in node.attrib
    )


def test_nothing_stands_outside_the_picture(live: Live) -> None:
    page = live.page
    source = base64.b64encode(saved(live, "svg")).decode()
    page.set_content(f'<img src="data:image/svg+xml;base64,{source}">')
    width, height = page.evaluate(
        """async () => {
            const [image] = document.images;
            await image.decode();
            return [image.naturalWidth, image.naturalHeight];
        }"""
    )
    page.set_content(base64.b64decode(source).decode())
    outside = page.evaluate(
        """([width, height]) => {
            const frame = document.querySelector('svg').getBoundingClientRect();
            return [...document.querySelectorAll('svg :is(text, polygon, circle)')]
                .map((node) => [node.textContent, node.getBoundingClientRect()])
                .filter(([, { left, right, top, bottom }]) =>
                    Math.min(left - frame.left, top - frame.top) < -1
                    || right > frame.left + width + 1 || bottom > frame.top + height + 1)
                .map(([text]) => text);
        }""",
        [width, height],
    )
    assert outside == []


def test_pixels_are_two_for_each_of_the_drawing(live: Live) -> None:
    drawn = ElementTree.fromstring(saved(live, "svg"))
    picture = saved(live, "png")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))  # of its head
    assert picture.startswith(b"\x89PNG")
    assert [width, height] == [2 * int(drawn.get(side, "0")) for side in ("width", "height")]
