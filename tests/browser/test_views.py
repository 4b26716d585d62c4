"""What stands below the list: linked views, editing, presets, Keras; a real explorer behind it."""

import math
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from stage_page import HOSTILE, Live

import ranklab
from ranklab import Scenario, derive, descend, explain
from ranklab.explanation.definitions import LOSSES
from ranklab.explanation.formatting import number
from ranklab.explorer import stage

STAGE = Path(stage.__file__).parent
SCENARIO = Scenario(
    scores=[1.0, 0.5, -0.5, 2.0, 0.5],
    labels=[2, 1, 0, -1, 1],
    items=["a", HOSTILE, "c", "gone", "e"],
)
ALL = [
    ["parts", "probabilities", "competitors"],
    ["gradient", "derivation", "metrics"],
    ["sweep", "comparison", "descent"],
]


@pytest.fixture
def live(page: Any) -> Live:
    return Live(page, SCENARIO)


def toggle(live: Live, name: str) -> None:
    live.page.get_by_role("button", name=name, exact=True).click()
    live.settle()


def panel(live: Live, name: str) -> Any:
    return live.page.locator(f"[data-view={name}].rl-panel")


def lit(live: Live) -> set[str]:
    """Which items are lit, anywhere."""
    return set(
        live.page.evaluate(
            "[...document.querySelectorAll('[data-lit]')].map((node) => node.dataset.item)"
        )
    )


def test_a_view_is_shown_and_put_away_by_its_button(live: Live) -> None:
    assert live.page.locator(".rl-panel").count() == 0
    toggle(live, "Who competes")
    assert panel(live, "competitors").is_visible()
    toggle(live, "Who competes")
    assert live.page.locator(".rl-panel").count() == 0
    assert live.explorer.views == ()


def test_a_fourth_view_takes_the_place_of_the_oldest_and_says_so(live: Live) -> None:
    for name in ("Parts", "Gradient", "Metrics"):
        toggle(live, name)
    assert live.page.locator(".rl-message").inner_text() == ""
    toggle(live, "Derivation")
    assert live.explorer.views == ("gradient", "metrics", "derivation")
    said = "Parts has made room for Derivation: 3 views are shown at most."
    assert live.page.locator(".rl-message").inner_text() == said


@pytest.mark.parametrize("views", ALL)
def test_pointing_at_an_item_lights_it_up_everywhere(page: Any, views: list[str]) -> None:
    live = Live(page, SCENARIO, show=views)
    live.handle("e").hover()
    assert lit(live) == {"4"}
    for view in set(views) & {"parts", "probabilities", "gradient", "comparison"}:
        assert panel(live, view).locator("[data-item='4'][data-lit]").count() >= 1
    if "competitors" in views:
        assert "e competes with a" in panel(live, "competitors").locator("p").inner_text()
    page.mouse.move(1, 1)
    page.mouse.move(1270, 890)
    assert lit(live) == set()
    live.handle("c").focus()
    assert lit(live) == {"2"}


@pytest.mark.parametrize("view", ["parts", "probabilities", "gradient", "derivation"])
def test_pointing_at_a_mark_in_a_view_lights_its_row_up(page: Any, view: str) -> None:
    live = Live(page, SCENARIO, show=[view])
    panel(live, view).locator("[data-item='0']").first.hover()
    assert "0" in lit(live)
    row = page.locator(".rl-row[data-item='0']")
    assert row.get_attribute("data-lit") == ""
    assert page.locator(".rl-line").inner_text().startswith("a: score 1")


def test_pointing_at_a_row_of_the_matrix_lights_its_item_up(page: Any) -> None:
    live = Live(page, SCENARIO.replace(loss="unique_softmax"), show=["competitors"])
    box = panel(live, "competitors").locator("svg").bounding_box()
    cell = box["height"] / len(SCENARIO)
    # The best item is padding and stands last: a, the hostile one, e and c come before it.
    page.mouse.move(box["x"] + 1.5 * cell, box["y"] + 0.5 * cell)
    assert lit(live) == {"0"}
    probability = explain(live.explorer.scenario).race_probabilities[0, 1]
    assert panel(live, "competitors").locator("p").inner_text() == (
        f"{HOSTILE}: probability {number(probability)} in the race of a. "
        f"a competes with {HOSTILE}, e, c (weight 3.00)."
    )
    assert page.locator(".ranklab img").count() == 0


def test_parts_add_up_to_the_loss_in_picture_and_words(page: Any) -> None:
    live = Live(page, SCENARIO, show=["parts"])
    explanation = explain(SCENARIO)
    widths = (
        panel(live, "parts")
        .locator(".rl-stack > span")
        .evaluate_all("(nodes) => nodes.map((node) => parseFloat(node.style.width))")
    )
    parts = [explanation.contributions[i] for i in (0, 1, 4)]
    assert [w / sum(widths) for w in widths] == pytest.approx(
        [part / explanation.loss for part in parts], rel=1e-4
    )
    assert panel(live, "parts").locator(".rl-sum").inner_text() == (
        f"{number(explanation.loss)} = {number(parts[0])} a + {number(parts[1])} {HOSTILE}"
        f" + {number(parts[2])} e"
    )


def test_pull_up_less_push_down_is_the_step(page: Any) -> None:
    live = Live(page, SCENARIO.replace(loss="unique_softmax"), show=["gradient"])
    explanation = live.explorer.explanation
    for item in (0, 1, 2, 4):
        line = panel(live, "gradient").locator(f".rl-item[data-item='{item}']")
        pull, push = (
            line.locator(mark).evaluate("(node) => parseFloat(node.style.width)")
            for mark in (".rl-up-bar", ".rl-down-bar")
        )
        net = line.locator(".rl-net").evaluate("(node) => parseFloat(node.style.left)")
        assert net == pytest.approx(50 + pull - push, abs=1e-3)
        if explanation.push_down[item] > 0:
            assert pull / push == pytest.approx(
                explanation.pull_up[item] / explanation.push_down[item]
            )


def test_the_matrix_says_in_words_who_competes_under_each_loss(page: Any) -> None:
    live = Live(page, SCENARIO, show=["competitors"])
    said = panel(live, "competitors").locator("svg").get_attribute("aria-label")
    assert f"c competes with a, {HOSTILE}, e (it costs nothing)." in said
    assert "gone is not there." in said
    page.get_by_role("radio", name="unique softmax").check()
    live.settle()
    said = panel(live, "competitors").locator("svg").get_attribute("aria-label")
    assert (
        "c has no competitor in its own race (it costs nothing); it competes in the races of"
        in said
    )
    assert "e competes with c (weight 1.00)." in said


def test_the_derivation_shows_the_lines_of_derive_and_follows_the_item(page: Any) -> None:
    live = Live(page, SCENARIO, show=["derivation"])
    live.handle("e").hover()
    steps = derive(explain(SCENARIO), 4)
    lines = panel(live, "derivation").locator("li")
    lines.filter(has_text=steps[0].title).wait_for()
    assert lines.locator("code").all_inner_texts() == [step.text for step in steps]
    assert lines.locator(".rl-line-title").all_inner_texts() == [step.title for step in steps]
    for line in lines.all():
        assert line.locator("math").count() > 0
    page.keyboard.press("Escape")
    lines.locator("code").nth(2).click()
    assert page.evaluate("getSelection().toString()") == steps[2].text


def test_the_derivation_is_set_and_not_only_written(page: Any) -> None:
    Live(page, SCENARIO, show=["derivation"])
    top, bottom = page.evaluate(
        """() => [...document.querySelector('.rl-derivation mfrac').children]
            .map((part) => part.getBoundingClientRect().top)"""
    )
    assert top < bottom


def test_metrics_follow_gain_and_cut_off_and_nonsense_is_refused(page: Any) -> None:
    live = Live(page, SCENARIO, show=["metrics"])
    cells = panel(live, "metrics").locator("td")
    page.get_by_label("gain of NDCG and DCG").select_option("linear")
    live.settle()
    field = page.get_by_label("cut-off, in places")
    field.fill("1")
    field.press("Enter")
    live.settle()
    metrics = explain(SCENARIO, k=1, gain="linear").metrics
    assert cells.all_inner_texts() == [
        number(value)
        for value in (
            metrics.ndcg_at_k, metrics.dcg_at_k, metrics.mrr,
            metrics.precision_at_k, metrics.average_precision,
        )
    ]  # fmt: skip
    field.fill("many")
    field.press("Enter")
    live.settle()
    assert (
        "k must be a whole number of places, got 'many'" in page.get_by_role("alert").inner_text()
    )
    assert cells.first.inner_text() == number(metrics.ndcg_at_k)


def test_metrics_say_and_let_choose_from_which_label_an_item_is_relevant(page: Any) -> None:
    live = Live(page, Scenario([3, 2, 1], [0.14, 0.61, 0]), show=["metrics"])
    view = panel(live, "metrics")
    legend, cells = view.locator(".rl-legend"), view.locator("td")
    field = page.get_by_label("relevant from label")

    def choose(text: str) -> None:
        field.fill(text)
        field.press("Enter")
        live.settle()

    assert "label 0.14 and above, because no label reaches 1." in legend.inner_text()
    assert cells.nth(2).inner_text() == number(1 / 1)
    choose("0,5")
    assert legend.inner_text().endswith("label 0.5 and above.")
    assert cells.nth(2).inner_text() == number(1 / 2)
    page.get_by_label("gain of NDCG and DCG").select_option("linear")
    live.settle()
    assert field.input_value() == "0.5"
    choose("0")
    assert "relevant_from must be a label above 0" in page.get_by_role("alert").inner_text()
    choose("")
    assert "label 0.14 and above" in legend.inner_text()
    assert live.explorer.explanation.metrics.relevant_from is None


# Which rows stand where.


def test_rows_can_stand_as_given(live: Live) -> None:
    assert live.order() == ["a", HOSTILE, "e", "c", "gone"]
    live.page.get_by_role("button", name="As given").click()
    assert live.order() == list(SCENARIO.items)
    ranks = live.page.locator(".rl-places .rl-rank").all_inner_texts()
    assert sorted(ranks) == sorted(["1", "2–3", "2–3", "4", "–"])


def test_tied_items_are_marked_and_the_rule_is_said(live: Live) -> None:
    legend = live.page.locator(".rl-list > .rl-legend")
    assert "Items with equal scores are tied" in legend.inner_text()
    live.handle("e").focus()
    assert "tied: equal scores" in live.page.locator(".rl-line").inner_text()
    live.page.keyboard.press("ArrowRight")
    live.settle()
    assert "equal scores" not in legend.inner_text()


# The list itself.


def test_a_place_can_be_emptied_and_filled_again(live: Live) -> None:
    page = live.page
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("checkbox", name="a is there", exact=True).uncheck()
    live.settle()
    assert live.explorer.scenario.labels[0] == -1
    page.get_by_role("checkbox", name="a is there", exact=True).check()
    live.settle()
    assert live.explorer.scenario == SCENARIO


def test_items_are_renamed_removed_and_added(live: Live) -> None:
    page = live.page
    page.get_by_role("button", name="Edit list").click()
    name = page.get_by_role("textbox", name="name of c")
    name.fill("<script>window.hacked=1</script>")
    name.press("Enter")
    live.settle()
    page.get_by_role("button", name="remove gone").click()
    live.settle()
    page.get_by_role("button", name="Add item").click()
    live.settle()
    wanted = ("a", HOSTILE, "<script>window.hacked=1</script>", "e", "item 5")
    assert live.explorer.scenario.items == wanted
    assert page.evaluate("window.hacked") is None
    assert page.locator(".ranklab script").count() == 0


def test_sample_weights_are_given_and_typed(live: Live) -> None:
    page = live.page
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("button", name="Sample weights").click()
    live.settle()
    weight = page.get_by_role("textbox", name="sample weight of e")
    weight.fill("3")
    weight.press("Enter")
    live.settle()
    assert live.explorer.scenario.sample_weight == (1, 1, 1, 1, 3)
    weight.fill("heavy")
    weight.press("Enter")
    live.settle()
    alert = page.get_by_role("alert").inner_text()
    assert "sample weight of item 5 (sample_weight[4]) must be a number, got 'heavy'" in alert
    assert live.loss() == number(explain(live.explorer.scenario).loss)
    page.get_by_role("button", name="Sample weights").click()
    live.settle()
    assert live.explorer.scenario == SCENARIO


def test_numbers_are_pasted_and_nonsense_is_refused(live: Live) -> None:
    page = live.page
    page.get_by_role("button", name="Edit list").click()
    text = page.get_by_role("textbox", name="numbers to paste")
    text.fill("5\n4\n3\n2\n1")
    page.get_by_role("button", name="Paste as scores").click()
    live.settle()
    assert live.explorer.scenario.scores == (5, 4, 3, 2, 1)
    text.fill(HOSTILE)
    page.get_by_role("button", name="Paste as labels").click()
    live.settle()
    assert "is no number" in page.get_by_role("alert").inner_text()
    assert page.locator(".ranklab img").count() == 0
    assert live.explorer.scenario.scores == (5, 4, 3, 2, 1)


def test_a_seed_gives_the_same_list_again(live: Live) -> None:
    page = live.page
    page.get_by_role("button", name="Edit list").click()
    seen = []
    for seed in ("7", "8", "7"):
        page.get_by_label("seed", exact=True).fill(seed)
        page.get_by_role("button", name="Randomise").click()
        live.settle()
        seen.append(live.explorer.scenario.scores)
    assert seen[0] == seen[2] != seen[1]


def test_a_preset_is_chosen_by_name(live: Live) -> None:
    live.page.get_by_label("preset").select_option("all tied")
    live.settle()
    assert live.explorer.scenario == ranklab.preset("all tied")
    assert live.page.locator(".rl-hint").inner_text() == ranklab.presets()["all tied"]
    live.page.get_by_role("button", name="Undo").click()
    live.settle()
    assert live.explorer.scenario == SCENARIO


def test_keras_is_asked_by_a_button_that_says_how_far_it_is(live: Live) -> None:
    page = live.page
    button = page.get_by_role("button", name="Check with Keras")
    button.click()
    assert [command["name"] for command in live.last()["commands"]] == ["verify"]
    status = page.locator(".rl-verdict")
    page.evaluate("model.set('verification', {state: 'asking', text: 'Keras is being asked.'})")
    assert status.inner_text().endswith("Keras is being asked.")
    assert button.get_attribute("aria-disabled") == "true"
    page.evaluate("model.set('verification', {state: 'done', text: 'Keras computes 1.'})")
    assert status.inner_text() == "Keras computes 1."
    assert button.get_attribute("aria-disabled") == "false"


# For everyone.


THEMES = {
    "light": "",
    # The colours of JupyterLab's dark theme.
    "dark": "--jp-ui-font-color1:rgba(255,255,255,0.87);--jp-ui-font-color2:rgba(255,255,255,0.54);"
    "--jp-border-color2:#616161;--jp-layout-color0:#111111;background:#111111",
}


def dress(page: Any, theme: str) -> None:
    page.evaluate(
        """([style, light]) => {
            document.body.style.cssText += style;
            document.body.dataset.jpThemeLight = light;
        }""",
        [THEMES[theme], str(theme == "light").lower()],
    )


@pytest.mark.slow
@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("views", ALL)
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(
    page: Any, axe: str, theme: str, views: list[str], projector: bool
) -> None:
    live = Live(page, SCENARIO.replace(sample_weight=[1, 1, 1, 1, 2]), show=views)
    if projector:
        toggle(live, "Projector")
    dress(page, theme)
    page.get_by_role("button", name="Edit list").click()
    live.handle("e").hover()
    assert violations(page, axe) == []


def test_every_target_is_large_on_the_projector(page: Any) -> None:
    live = Live(page, SCENARIO, show=ALL[1])
    toggle(live, "Projector")
    page.get_by_role("button", name="Edit list").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
                '.ranklab :is(button, select, input, textarea, .rl-label[role], .rl-handle)')]
            .filter((node) => !['radio', 'checkbox'].includes(node.type))
            .concat([...document.querySelectorAll('.ranklab label:has(input)')])
            .map((node) => [node.outerHTML.slice(0, 90), node.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
            .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
    )
    assert small == []


@pytest.mark.parametrize("views", ALL)
@pytest.mark.parametrize("width", [500, 640, 1280])
def test_nothing_is_cut_off_in_a_narrow_cell_or_at_200_percent(
    page: Any, width: int, views: list[str]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    Live(page, SCENARIO, show=views)
    page.get_by_role("button", name="Edit list").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_view_can_be_reached_and_used_without_a_mouse(live: Live) -> None:
    page = live.page
    page.get_by_role("button", name="Derivation", exact=True).focus()
    page.keyboard.press("Enter")
    live.settle()
    assert live.explorer.views == ("derivation",)
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.className"))
    assert "rl-formula" in seen
    assert page.evaluate("document.activeElement.closest('.ranklab, body') !== null")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# How the three kinds of colour blindness see linear red, green and blue (Machado et al., 2009).
BLINDNESS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def seen_by(kind: str, colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return [sum(w * c for w, c in zip(row, linear, strict=True)) for row in BLINDNESS[kind]]


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize(("up", "down"), [("#0072b2", "#d55e00"), ("#56b4e9", "#f0742b")])
def test_up_and_down_stay_apart_for_every_eye(kind: str, up: str, down: str) -> None:
    assert math.dist(seen_by(kind, up), seen_by(kind, down)) > 0.2


@pytest.mark.parametrize(
    ("mark", "paper"),
    [
        ("#0072b2", "#ffffff"), ("#d55e00", "#ffffff"), ("#33383d", "#ffffff"),
        ("#56b4e9", "#111111"), ("#f0742b", "#111111"), ("#dfe3e6", "#111111"),
    ],
)  # fmt: skip
def test_marks_stand_out_from_the_paper(mark: str, paper: str) -> None:
    css = (STAGE / "static" / "stage.css").read_text("utf-8")
    assert mark in css
    light, dark = sorted((luminance(mark), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


# Experiments.


def test_the_sweep_has_a_marker_that_one_can_drag_and_move_by_key(page: Any) -> None:
    live = Live(page, SCENARIO, show=["sweep"])
    marker = page.get_by_role("slider", name="temperature on the sweep")
    marker.focus()
    page.keyboard.press("PageUp")
    live.settle()
    assert live.explorer.scenario.temperature == pytest.approx(10**0.5, rel=1e-2)
    curve = panel(live, "sweep").locator(".rl-curve").get_attribute("d")
    box = marker.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 8 / 300 * box["width"], box["y"] + 40, steps=4)
    page.mouse.up()
    assert marker.get_attribute("aria-valuenow") == "0.01"  # at once
    live.settle()
    assert live.explorer.scenario.temperature == 0.01
    # The temperature changes no sweep.
    assert panel(live, "sweep").locator(".rl-curve").get_attribute("d") == curve
    live.explorer.lab.undo()
    assert live.explorer.scenario.temperature == pytest.approx(10**0.5, rel=1e-2)


def test_pointing_at_an_item_thickens_its_line_in_the_sweep(page: Any) -> None:
    live = Live(page, SCENARIO, show=["sweep"])
    live.handle("e").hover()
    lines = panel(live, "sweep").locator("[data-on]")
    assert lines.evaluate_all("(nodes) => nodes.map((n) => n.dataset.of)") == ["4"]


def test_losses_are_compared_side_by_side_and_one_drag_moves_all(page: Any) -> None:
    scenario = ranklab.preset("the best item pushed down")
    live = Live(page, scenario, show=["comparison"])
    variants = panel(live, "comparison").locator(".rl-variant")
    losses = variants.locator("b")
    assert losses.all_inner_texts() == ["1.07", "0.511"]
    for variant in variants.all():
        names = variant.locator(".rl-item .rl-name").all_inner_texts()
        assert names == ["≠ item 1", "item 2", "item 3"]
    live.handle("item 1").focus()
    page.keyboard.press("Home")
    live.settle()
    moved = [explain(live.explorer.scenario.replace(loss=loss)) for loss in LOSSES]
    assert losses.all_inner_texts() == [number(e.loss) for e in moved]


def test_a_descent_is_computed_ahead_played_scrubbed_and_undone_as_one(page: Any) -> None:
    scenario = Scenario([1, 2, 0], [1, 0, 0])
    live = Live(page, scenario, show=["descent"])
    page.get_by_label("race").check()
    live.settle()
    taken = descend(scenario, rate=0.1, steps=200)
    scrub = page.get_by_role("slider", name="step of the descent")
    assert scrub.get_attribute("max") == str(len(taken))
    scrub.fill("50")
    live.settle()
    assert live.explorer.scenario.scores == pytest.approx(taken.scores[50], abs=1e-6)
    said = panel(live, "descent").locator(".rl-legend[role=status]").inner_text()
    assert said.startswith(f"Step 50 of 200. softmax: loss {number(taken.losses[50])}, NDCG 1.00")
    assert "unique softmax: loss" in said
    page.get_by_role("button", name="−1", exact=True).click()
    live.settle()
    assert live.explorer.scenario.scores == pytest.approx(taken.scores[49], abs=1e-6)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(
        "(start) => document.querySelector('.rl-handle').ariaValueNow > start",
        arg=float(taken.scores[51][0]),
    )
    page.get_by_role("button", name="Pause", exact=True).click()
    live.settle()
    page.get_by_role("button", name="Undo").click()
    live.settle()
    assert live.explorer.scenario == scenario


def test_a_descent_of_another_list_is_not_played_on_this_one(page: Any) -> None:
    live = Live(page, SCENARIO, show=["descent"])
    page.get_by_role("button", name="Start from here").click()
    live.settle()
    page.get_by_role("button", name="Edit list").click()
    page.get_by_role("button", name="Add item").click()
    live.settle()
    longer = live.explorer.scenario
    assert "Of an earlier list." in panel(live, "descent").inner_text()
    page.get_by_role("button", name="+1", exact=True).click(force=True)
    live.settle()
    assert live.explorer.scenario == longer
    page.get_by_role("button", name="Start again").click()
    live.settle()
    assert "Of an earlier list." not in panel(live, "descent").inner_text()
    assert "Step 0 of" in panel(live, "descent").inner_text()


def test_a_rate_that_is_none_is_refused_in_words(page: Any) -> None:
    live = Live(page, SCENARIO, show=["descent"])
    for text in ("-1", "quick"):
        page.get_by_role("textbox", name="rate", exact=True).fill(text)
        page.get_by_role("button", name="Start from here").click()
        live.settle()
        assert "rate must be" in page.get_by_role("alert").inner_text()


# To export, and for a teacher.


def test_a_link_is_copied(live: Live) -> None:
    page = live.page
    # A blank page has no clipboard.
    clipboard = "{ writeText: async (text) => { window.copied = text; } }"
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard} }})")
    page.get_by_label("export").select_option("link")
    live.settle()
    page.locator(".rl-exported").get_by_text("Copied.").wait_for()
    assert Scenario.from_link(page.evaluate("window.copied")) == SCENARIO


def test_where_the_page_may_not_copy_one_can_by_hand(live: Live) -> None:
    page = live.page
    page.get_by_label("export").select_option("python")
    live.settle()
    text = page.get_by_label("to copy")
    text.wait_for()
    assert text.input_value() == SCENARIO.to_python()


def test_a_picture_is_saved_as_a_file(live: Live) -> None:
    with live.page.expect_download() as download:
        live.page.get_by_label("export").select_option("svg")
        live.settle()
    assert download.value.suggested_filename == "ranklab.svg"
    assert b"<svg" in Path(download.value.path()).read_bytes()


def test_to_hide_the_choice_of_a_loss_leaves_the_loss(page: Any) -> None:
    live = Live(page, SCENARIO, hide=["loss"])
    assert page.locator(".rl-loss").is_visible()
    assert page.get_by_role("radiogroup", name="loss", exact=True).count() == 0
    assert live.explorer.hidden == ("loss",)


def test_what_a_teacher_hides_is_not_there_and_what_is_locked_does_not_move(page: Any) -> None:
    hide = ["temperature", "views", "verify", "probabilities", "metrics"]
    live = Live(page, SCENARIO, hide=hide, lock=["scores", "loss"])
    assert not page.get_by_role("slider", name="temperature", exact=True).is_visible()
    assert not page.get_by_role("button", name="Parts").is_visible()
    assert not page.get_by_role("button", name="Check with Keras").is_visible()
    assert not page.get_by_label("NDCG", exact=True).is_visible()
    assert not page.locator(".rl-chance").first.is_visible()
    box = live.page.locator(".rl-handle").first.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 5)
    page.mouse.up()
    assert live.sent() == []
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))
    assert "label of a" in seen
    assert "score of a" in seen  # it can be read
    assert live.handle("a").get_attribute("aria-readonly") == "true"
    live.handle("a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert live.sent() == []
    assert not page.locator(".rl-typed").first.is_visible()


def test_a_guess_comes_before_the_answer(page: Any, axe: str) -> None:
    live = Live(page, SCENARIO, show=["parts"], hide_until_predicted="loss")
    loss = page.locator(".rl-loss")
    assert not loss.is_visible()
    assert not panel(live, "parts").is_visible()
    live.handle("a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    live.settle()
    page.wait_for_timeout(600)  # a screen reader must not hear it either
    assert page.locator(".rl-spoken").inner_text() == ""
    assert "moves" not in live.handle("a").get_attribute("aria-valuetext")
    guess = page.get_by_role("textbox", name="your guess")
    guess.fill("much")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "Write a number first" in page.locator(".rl-prediction").inner_text()
    assert not loss.is_visible()
    guess.fill("0,5")
    guess.press("Enter")
    value = explain(SCENARIO).loss
    off = number(abs(value - 0.5))
    said = page.locator(".rl-prediction").inner_text()
    assert f"You said 0.500; it is {number(value)}: off by {off}." in said
    assert loss.is_visible()
    assert panel(live, "parts").is_visible()
    page.get_by_role("button", name="Predict again").click()
    assert not loss.is_visible()
    assert violations(page, axe) == []


def reach(live: Live, item: str) -> float:
    return float(live.handle(item).get_attribute("aria-valuemax"))


def test_the_axis_refits_when_no_hand_is_on_it(page: Any) -> None:
    live = Live(page, Scenario([1.2, 0.4], [1, 0], items=["a", "b"]))
    first = reach(live, "a")
    live.handle("a").focus()
    for _ in range(30):  # it grows under a hand, and does not shrink there
        page.keyboard.press("PageUp")
        live.settle()
    grown = reach(live, "a")
    assert grown > first
    page.keyboard.press("PageDown")
    live.settle()
    assert reach(live, "a") == grown
    page.get_by_role("button", name="Reset").click()
    live.settle()
    assert reach(live, "a") == first
    live.explorer.scenario = live.explorer.scenario.replace(scores=[1e6, 0.4])
    live.settle()
    page.get_by_role("button", name="Undo").click()
    live.settle()
    assert reach(live, "a") == first


@pytest.mark.parametrize(("temperature", "side"), [(0.001, "left"), (1000, "right")])
def test_a_temperature_off_the_sweep_has_no_marker(
    page: Any, temperature: float, side: str
) -> None:
    scenario = Scenario([1.2, 0.4], [1, 0], temperature=temperature)
    live = Live(page, scenario, show=["sweep"])
    panel = page.locator("[data-view=sweep].rl-panel")
    assert f"(off this chart, to the {side})" in panel.inner_text()
    marker = panel.locator(".rl-marker").first
    assert not marker.is_visible()
    live.explorer.scenario = scenario.replace(temperature=0.01)
    live.settle()
    assert marker.is_visible()


def test_a_list_that_costs_nothing_costs_nothing_at_every_temperature(page: Any) -> None:
    Live(page, Scenario([1.2, 0.4], [0, 0]), show=["sweep"])
    assert (
        "This list costs 0 at every T." in page.locator("[data-view=sweep].rl-panel").inner_text()
    )


def test_competitors_are_named_by_strength(page: Any) -> None:
    scenario = Scenario(
        [0, 1, 3, 2], [2, 1, 0, 0], loss="unique_softmax", items=["a", "b", "strong", "weak"]
    )
    live = Live(page, scenario, show=["competitors"])
    panel = page.locator("[data-view=competitors].rl-panel")
    live.handle("a").focus()
    assert "a competes with strong, weak, b (weight 3.00)." in panel.inner_text()
    live.handle("weak").focus()
    said = panel.inner_text()
    assert "weak has no competitor in its own race (it costs nothing); " in said
    assert "it competes in the races of b, a." in said


def test_columns_with_units_of_their_own_say_how_far_their_bars_reach(page: Any) -> None:
    Live(page, Scenario([1.2, 0.4], [0, 1]), show=["comparison"])
    heads = page.locator("[data-view=comparison] thead th").all_inner_texts()
    assert all("bars to ±" in head for head in heads[1:])
