"""The stage's own module in a blank page, with a fake model: what a hand does, what it sees."""

from typing import Any

import pytest
from stage_page import FAKE_MODEL, HERE, HOSTILE, NOTHING_SAID, Stage, drag, said

from ranklab import Scenario, explain

ORDERED = 450  # ms after which Tab follows the new order
SCENARIO = Scenario(
    scores=[1.0, 0.5, -0.5, 2.0], labels=[2, 1, 0, -1], items=["a", HOSTILE, "c", "gone"]
)


@pytest.fixture
def on_stage(page: Any) -> Stage:
    return Stage(page, SCENARIO)


def test_it_reads_like_a_page_of_results(on_stage: Stage) -> None:
    assert on_stage.order() == ["a", HOSTILE, "c", "gone"]
    assert on_stage.loss() == f"{explain(SCENARIO).loss:.3f}"


def test_a_name_with_markup_is_text(on_stage: Stage) -> None:
    assert HOSTILE in on_stage.order()
    assert on_stage.page.locator(".ranklab img").count() == 0
    assert on_stage.page.evaluate("window.hacked") is None


def test_the_end_of_a_bar_sticks_to_the_pointer(on_stage: Stage) -> None:
    before = on_stage.handle("c").bounding_box()
    drag(on_stage, "c", 120)
    after = on_stage.handle("c").bounding_box()
    assert after["x"] - before["x"] == pytest.approx(120, abs=1.5)
    assert on_stage.last()["scenario"]["scores"][2] > 0


def test_bar_and_order_move_at_once_and_numbers_wait(on_stage: Stage) -> None:
    drag(on_stage, "c", 300)
    assert on_stage.order()[0] == "c"
    assert on_stage.pending()
    assert on_stage.loss() == f"{explain(SCENARIO).loss:.3f}"
    scenario = on_stage.answer()
    assert not on_stage.pending()
    assert on_stage.loss() == f"{explain(scenario).loss:.2f}"


def test_pending_numbers_are_fainter_once_one_could_see_it(on_stage: Stage) -> None:
    on_stage.handle("c").focus()
    on_stage.page.keyboard.press("End")
    opacity = "parseFloat(getComputedStyle(document.querySelector('.rl-loss')).opacity)"
    on_stage.page.wait_for_function(f"{opacity} < 0.5")
    on_stage.answer()
    on_stage.page.wait_for_function(f"{opacity} == 1")


def test_an_answer_to_an_older_edit_leaves_the_bar_in_the_hand(on_stage: Stage) -> None:
    drag(on_stage, "c", 100)
    edits = on_stage.sent()
    first = Scenario.from_record(edits[0]["scenario"])
    on_stage.show(said(first, edits[0]["revision"]))
    now = on_stage.handle("c").get_attribute("aria-valuenow")
    assert float(now) == edits[-1]["scenario"]["scores"][2] != first.scores[2]
    assert on_stage.pending()


def test_one_drag_is_one_gesture_and_the_next_another(on_stage: Stage) -> None:
    for _ in range(2):
        drag(on_stage, "c", 60)
        on_stage.page.mouse.up()
        on_stage.answer()
    gestures = [edit["gesture"] for edit in on_stage.sent()]
    assert len(gestures) == 10
    assert len(set(gestures[:5])) == len(set(gestures[5:])) == 1
    assert gestures[0] != gestures[5]


@pytest.mark.parametrize(
    ("key", "change"),
    [("ArrowRight", 0.1), ("ArrowLeft", -0.1), ("Shift+ArrowUp", 0.5), ("PageDown", -1.0)],
)
def test_keys_move_a_bar(on_stage: Stage, key: str, change: float) -> None:
    on_stage.handle("a").focus()
    on_stage.page.keyboard.press(key)
    assert on_stage.last()["scenario"]["scores"][0] == pytest.approx(1.0 + change)


def test_home_and_end_go_to_the_ends_of_the_axis(on_stage: Stage) -> None:
    handle = on_stage.handle("a")
    handle.focus()
    on_stage.page.keyboard.press("End")
    assert on_stage.last()["scenario"]["scores"][0] == float(handle.get_attribute("aria-valuemax"))
    on_stage.page.keyboard.press("Home")
    assert on_stage.last()["scenario"]["scores"][0] == float(handle.get_attribute("aria-valuemin"))


def test_tab_goes_down_the_list_as_it_looks(on_stage: Stage) -> None:
    on_stage.show(said(SCENARIO.replace(scores=[0.0, 0.5, 1.5, 2.0])))
    on_stage.page.wait_for_timeout(ORDERED)
    on_stage.page.locator("body").click(position={"x": 5, "y": 5})
    names = []
    for _ in range(20):
        on_stage.page.keyboard.press("Tab")
        name = on_stage.page.evaluate("document.activeElement.getAttribute('aria-label')")
        if name and name.startswith("score of"):
            names.append(name.removeprefix("score of "))
    assert names[:3] == ["c", HOSTILE, "a"]


def test_a_focused_bar_keeps_the_focus_while_rows_change_places(on_stage: Stage) -> None:
    on_stage.handle("c").focus()
    on_stage.page.keyboard.press("End")
    on_stage.answer()
    assert on_stage.order()[0] == "c"
    label = on_stage.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == "score of c"


def test_tab_goes_on_below_a_row_that_has_moved(on_stage: Stage) -> None:
    on_stage.handle("c").focus()
    on_stage.page.keyboard.press("End")
    on_stage.answer()
    on_stage.page.wait_for_timeout(ORDERED)
    on_stage.page.keyboard.press("Tab")
    label = on_stage.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == "label of a"


def test_quick_undos_all_reach_the_kernel(on_stage: Stage) -> None:
    on_stage.handle("a").focus()
    on_stage.page.keyboard.press("ArrowRight")
    on_stage.answer(can_undo=True)
    for _ in range(3):
        on_stage.page.keyboard.press("Control+z")
    assert on_stage.commands() == ["undo", "undo", "undo"]
    assert on_stage.last()["moved"] == 0


def test_a_key_pressed_before_an_undo_is_answered_starts_from_the_answer(on_stage: Stage) -> None:
    on_stage.handle("a").focus()
    on_stage.page.keyboard.press("End")
    on_stage.answer(can_undo=True)
    on_stage.page.keyboard.press("Control+z")
    on_stage.page.keyboard.press("ArrowRight")
    assert on_stage.commands() == ["undo"]
    on_stage.show(said(SCENARIO, on_stage.last()["revision"]))
    assert on_stage.last()["scenario"]["scores"][0] == pytest.approx(1.1)


def test_undo_right_after_a_drag_belongs_to_the_drag(on_stage: Stage) -> None:
    drag(on_stage, "c", 60)
    gesture = on_stage.last()["gesture"]
    on_stage.page.mouse.up()
    on_stage.page.keyboard.press("Control+z")
    last = on_stage.last()
    assert last["gesture"] == gesture
    assert last["moved"] == last["revision"] - 1


def test_a_drag_back_to_the_pixel_is_a_drag_back_to_the_score(on_stage: Stage) -> None:
    drag(on_stage, "c", 60)
    box = on_stage.handle("c").bounding_box()
    on_stage.page.mouse.move(box["x"] + box["width"] / 2 - 60, box["y"] + box["height"] / 2)
    assert on_stage.last()["scenario"]["scores"][2] == -0.5


def test_keys_wait_while_a_bar_is_held(on_stage: Stage) -> None:
    drag(on_stage, "c", 60)
    sent = len(on_stage.sent())
    for key in ("ArrowRight", "Control+z"):
        on_stage.page.keyboard.press(key)
    assert len(on_stage.sent()) == sent


def test_a_new_list_lets_go_of_the_bar_in_the_hand(on_stage: Stage) -> None:
    drag(on_stage, "c", 60)
    on_stage.show(said(Scenario([50.0, 0.0], [1, 0], items=["x", "y"]), 99))
    on_stage.page.mouse.up()
    assert on_stage.page.locator("[data-held]").count() == 0
    track = on_stage.page.locator(".rl-places .rl-track").first.bounding_box()
    handle = on_stage.handle("x").bounding_box()
    assert track["x"] <= handle["x"] <= track["x"] + track["width"]


def test_a_score_far_off_the_axis_does_not_widen_the_page(on_stage: Stage) -> None:
    drag(on_stage, "c", 60)
    on_stage.show(said(SCENARIO.replace(scores=[1e6, 0.5, -0.5, 2.0]), 99))
    assert on_stage.page.evaluate("document.documentElement.scrollWidth") <= 1280
    on_stage.page.mouse.up()
    assert on_stage.handle("a").get_attribute("aria-valuemax") == "1000000"


def test_the_second_drag_after_the_edge_starts_where_the_bar_is(on_stage: Stage) -> None:
    drag(on_stage, "c", 2000)
    on_stage.answer()
    on_stage.page.mouse.up()
    before = on_stage.handle("c").bounding_box()["x"]
    drag(on_stage, "c", 10)
    assert on_stage.handle("c").bounding_box()["x"] == pytest.approx(before + 10, abs=1.5)


def test_what_is_being_typed_stays_when_an_answer_arrives(on_stage: Stage) -> None:
    on_stage.handle("a").focus()
    on_stage.page.keyboard.press("ArrowRight")
    field = on_stage.page.get_by_role("textbox", name="temperature")
    field.click()
    field.press_sequentially("0.2")
    typed = field.input_value()
    on_stage.answer()
    assert field.input_value() == typed


@pytest.mark.parametrize(
    ("text", "sent"),
    [("1,5", 1.5), (" 2 ", 2), (".5", 0.5), ("1e-2", 0.01), ("1,000", "1,000"), ("0x10", "0x10"),
     ("", ""), ("1e400", "1e400"), ("NaN", "NaN"), ("٣", 3)],
)  # fmt: skip
def test_only_what_is_surely_a_number_is_read_as_one(
    on_stage: Stage, text: str, sent: object
) -> None:
    field = on_stage.page.get_by_role("textbox", name="temperature")
    field.fill(text)
    field.press("Enter")
    assert on_stage.last()["commands"][0]["arguments"] == {"temperature": sent}


def test_a_kernel_that_does_not_answer_is_not_waited_for_in_silence(on_stage: Stage) -> None:
    on_stage.page.clock.install()
    on_stage.handle("a").focus()
    on_stage.page.keyboard.press("ArrowRight")
    on_stage.page.clock.run_for(5100)
    assert "has not answered" in on_stage.page.get_by_role("alert").inner_text()
    on_stage.answer()
    assert on_stage.page.get_by_role("alert").inner_text() == ""


def test_a_picture_whose_kernel_is_gone_says_so_at_once(on_stage: Stage) -> None:
    page = on_stage.page
    # What JupyterLab does when a kernel is restarted.
    page.evaluate("model.listeners.comm_live_update.forEach((callback) => callback())")
    assert "is gone" in page.get_by_role("alert").inner_text()
    drag(on_stage, "c", 60)
    assert "is gone" in page.get_by_role("alert").inner_text()
    opacity = "parseFloat(getComputedStyle(document.querySelector('.rl-loss')).opacity)"
    page.wait_for_function(f"{opacity} < 0.5")


def test_two_explorers_on_a_page_choose_their_loss_apart(on_stage: Stage) -> None:
    page = on_stage.page
    page.evaluate("document.body.append(document.getElementById('stage').cloneNode())")
    page.evaluate("document.getElementById('stage').id = 'first'")
    state = {**NOTHING_SAID, **said(SCENARIO)}
    source = (HERE / "static" / "stage.js").read_text("utf-8")
    page.evaluate(FAKE_MODEL, {"source": source, "state": state})
    page.locator("#stage").get_by_role("radio", name="unique softmax").check()
    assert page.locator("#first").get_by_role("radio", name="softmax", exact=True).is_checked()


@pytest.mark.parametrize("width", [500, 640, 860, 1200])
def test_nothing_moves_when_the_loss_gets_longer(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    on_stage = Stage(page, SCENARIO)
    places = []
    for loss in (9.99, 0.00123, 12345.0, 123456.0, 1.23e6, 2.15e18):
        on_stage.show(said(SCENARIO, loss=loss))
        ndcg = page.get_by_label("NDCG", exact=True).bounding_box()
        places.append((ndcg["x"], page.locator(".rl-places").bounding_box()["y"]))
    assert len(set(places)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_labels_change_by_key_and_by_click(on_stage: Stage) -> None:
    on_stage.label("c").focus()
    on_stage.page.keyboard.press("3")
    assert on_stage.answer().labels == (2, 1, 3, -1)
    on_stage.page.keyboard.press("ArrowDown")
    assert on_stage.answer().labels == (2, 1, 2, -1)
    pips = on_stage.label("a").locator(".rl-pip")
    pips.nth(3).click()
    assert on_stage.answer().labels == (4, 1, 2, -1)
    pips.nth(3).click()
    assert on_stage.answer().labels == (3, 1, 2, -1)


def test_the_controls_send_what_they_say(on_stage: Stage) -> None:
    page = on_stage.page
    page.get_by_role("radio", name="unique softmax").check()
    assert on_stage.answer().loss == "unique_softmax"
    page.get_by_label("lambda weight").select_option("ndcg")
    assert on_stage.answer().lambda_weight == "ndcg"
    page.get_by_role("radio", name="softmax", exact=True).check()
    page.get_by_label("lambda weight").select_option("none")
    on_stage.answer()
    page.get_by_role("checkbox", name="normalize labels").uncheck()
    assert on_stage.answer().normalize_labels is False
    page.get_by_role("slider", name="temperature").press("ArrowRight")
    assert on_stage.answer().temperature == pytest.approx(10**0.02, abs=0.005)


def test_a_temperature_can_be_typed_and_nonsense_goes_to_the_kernel_as_it_is(
    on_stage: Stage,
) -> None:
    field = on_stage.page.get_by_role("textbox", name="temperature")
    field.fill("0.25")
    field.press("Enter")
    assert on_stage.answer().temperature == 0.25
    field.fill("warm")
    field.press("Enter")
    assert on_stage.last()["commands"][0]["arguments"] == {"temperature": "warm"}
    assert on_stage.last()["scenario"]["temperature"] == 0.25
    good = SCENARIO.replace(temperature=0.25)
    on_stage.show(said(good, on_stage.last()["revision"], message="temperature must be …"))
    assert on_stage.page.get_by_role("alert").inner_text().endswith("temperature must be …")


def test_showing_a_temperature_off_the_slider_sends_nothing(on_stage: Stage) -> None:
    on_stage.show(said(SCENARIO.replace(temperature=1000.0)))
    field = on_stage.page.get_by_role("textbox", name="temperature")
    assert field.input_value() == "1000"
    assert on_stage.sent() == []


@pytest.mark.parametrize(
    ("key", "command"),
    [("Control+z", "undo"), ("Control+Shift+z", "redo"), ("Control+y", "redo"), ("Meta+z", "undo")],
)
def test_history_keys_work_inside_and_are_not_heard_outside(
    on_stage: Stage, key: str, command: str
) -> None:
    page = on_stage.page
    page.evaluate("document.addEventListener('keydown', (e) => { if (e.key !== 'Control' &&"
                  " e.key !== 'Meta' && e.key !== 'Shift') window.heard = e.key; })")  # fmt: skip
    on_stage.handle("a").focus()
    page.keyboard.press(key)
    assert on_stage.commands() == [command]
    assert page.evaluate("window.heard") is None


def test_undo_redo_reset_by_button(on_stage: Stage) -> None:
    on_stage.show(said(SCENARIO, can_undo=True, can_redo=True))
    for name in ("Undo", "Redo", "Reset"):
        on_stage.page.get_by_role("button", name=name).click()
        assert on_stage.commands() == [name.lower()]
        on_stage.show(said(SCENARIO, on_stage.last()["revision"], can_undo=True, can_redo=True))


def test_undo_with_nothing_to_undo_is_marked_and_does_nothing(on_stage: Stage) -> None:
    undo = on_stage.page.get_by_role("button", name="Undo")
    assert undo.get_attribute("aria-disabled") == "true"
    undo.click(force=True)
    assert on_stage.sent() == []


def test_every_focusable_element_keeps_its_keys_from_jupyterlab(on_stage: Stage) -> None:
    free = on_stage.page.evaluate(
        """() => [...document.querySelectorAll('.ranklab :is(input, select, button, [tabindex])')]
            .filter((node) => node.dataset.lmSuppressShortcuts !== 'true')
            .map((node) => node.outerHTML)"""
    )
    assert free == []


def test_arrows_point_where_the_next_step_goes(on_stage: Stage) -> None:
    gradient = explain(SCENARIO).gradient
    for item, name in enumerate(SCENARIO.items[:3]):
        row = on_stage.page.locator(".rl-row", has=on_stage.handle(name))
        push = row.locator(".rl-arrow").get_attribute("data-moves")
        assert push == ("up" if gradient[item] < 0 else "down")


def test_arrows_have_one_scale_which_is_printed(on_stage: Stage) -> None:
    steps = -explain(SCENARIO).gradient[:3]
    widths = [
        on_stage.page.locator(".rl-row", has=on_stage.handle(name))
        .locator(".rl-arrow")
        .evaluate("(node) => parseFloat(node.style.width)")
        for name in SCENARIO.items[:3]
    ]
    reach = float(on_stage.handle("a").get_attribute("aria-valuemax"))
    text = on_stage.page.locator(".rl-legend").inner_text()
    times = float(text.split("×")[1].split(")")[0]) if "×" in text else 1.0
    expected = [100 * times * abs(step) / (2 * reach) for step in steps]
    assert widths == pytest.approx(expected, abs=0.006)  # percent: a fraction of a pixel


def test_padding_is_an_empty_place_at_the_end(on_stage: Stage) -> None:
    row = on_stage.page.locator(".rl-row[data-empty]")
    assert row.locator(".rl-name").inner_text() == "gone"
    assert row.locator(".rl-rank").inner_text() == "–"
    assert on_stage.order()[-1] == "gone"


def test_a_list_without_relevant_items_says_what_that_means(page: Any) -> None:
    on_stage = Stage(page, SCENARIO.replace(labels=[0, 0, 0, 0]))
    assert page.locator(".rl-line").inner_text() == (
        "No relevant item: this list costs nothing and teaches nothing."
    )
    assert page.get_by_label("NDCG", exact=True).inner_text() == "–"
    assert on_stage.loss() == "0"


def test_nothing_moves_under_reduced_motion(page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    on_stage = Stage(page, SCENARIO)
    drag(on_stage, "c", 300)
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_widget_keeps_its_height_while_numbers_and_messages_change(on_stage: Stage) -> None:
    box = on_stage.page.locator(".ranklab")
    before = box.bounding_box()["height"]
    drag(on_stage, "c", 250)
    on_stage.answer(message="temperature must be a number")
    assert box.bounding_box()["height"] == before


def test_a_screen_reader_hears_the_settled_state_once(on_stage: Stage) -> None:
    on_stage.handle("c").focus()
    on_stage.page.wait_for_timeout(500)
    on_stage.page.keyboard.press("End")
    scenario = on_stage.answer()
    live = on_stage.page.locator("[aria-live=polite]")
    live.filter(has_text="rank 1").wait_for(state="attached")
    assert f"of {explain(scenario).loss:.2f}" in live.text_content()


def test_after_cleanup_it_listens_no_more(on_stage: Stage) -> None:
    on_stage.page.evaluate("cleanup()")
    left = on_stage.page.evaluate("Object.values(model.listeners).flat().length")
    assert left == 0


def test_numbers_read_the_same_in_both_languages(page: Any) -> None:
    from ranklab.explanation.formatting import number

    values = [0, 0.5, -0.12345, 0.0004, 0.9996, 9.996, 99.96, 999.4, 999.6, -31.0, 12345.6, 2.5e6,
              1e9, 123456789.0, 0.0099999, 1.0, 2 / 3, 10.25, -1.125, 0.8125, 1000.5, -1459.5,
              176.5, 1.125e6, 1e6, 1.1e8, -5e8, 999499.5, 999500, 1.005e9, 2.0**30, 1e300,
              5e-324]  # fmt: skip
    source = (HERE / "src" / "words.js").read_text("utf-8")
    shown = page.evaluate(
        """async ([source, values]) => {
            const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
            const { number } = await import(url);
            return values.map(number);
        }""",
        [source, values],
    )
    assert shown == [number(float(value)) for value in values]
    # The same is not yet right.
    assert [shown[values.index(value)] for value in (10.25, -1459.5, 1.1e8, 1.005e9)] == [
        "10.3", "−1,460", "110 million", "1.01e9",
    ]  # fmt: skip
