"""Figures and charts draw the numbers of the explanation, and names stay text."""

import pytest

from ranklab import Scenario, charts, descend, explain, figures, preset, sweep

HOSTILE = "<b>$x_1$</b>"
SCENARIO = Scenario(
    scores=[1.0, 3.0, 2.0, 0.0], labels=[2, 0, 1, -1], items=[HOSTILE, "b", "c", "gone"]
)


def test_the_chart_has_a_bar_for_each_contribution_best_rank_first() -> None:
    explanation = explain(SCENARIO)
    (bars,) = charts.contributions(explanation).data
    assert list(bars.x) == explanation.contributions[[1, 2, 0, 3]].tolist()


def test_the_chart_shows_a_name_with_markup_as_it_is() -> None:
    names = charts.contributions(explain(SCENARIO)).layout.yaxis.ticktext
    assert names == ("b", "c", "&lt;b&gt;&#36;x_1&#36;&lt;/b&gt;", "gone")


def test_the_figure_has_a_bar_for_each_contribution_best_rank_first() -> None:
    explanation = explain(SCENARIO)
    (axes,) = figures.contributions(explanation).axes
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == explanation.contributions[[1, 2, 0, 3]].tolist()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "c", HOSTILE, "gone"]


@pytest.mark.slow
@pytest.mark.parametrize("draw", [figures.contributions, figures.ranking])
@pytest.mark.parametrize(
    "scenario",
    [
        SCENARIO,
        Scenario(scores=[0.0], labels=[0]),
        Scenario(scores=[-1e6, 1e6], labels=[30, 0.5], temperature=1e-3),
        Scenario(scores=[1, 2], labels=[-1, -1]),
        Scenario(scores=[1, 2], labels=[1, 0], items=["W" * 200, "two\nlines"]),
        Scenario(scores=range(50), labels=[1] * 50, items=["名前 é " + str(i) for i in range(50)]),
    ],
    ids=["padding", "one item", "extremes", "nobody there", "long names", "fifty"],
)
def test_a_figure_is_a_png_and_says_in_words_what_it_shows(draw, scenario) -> None:
    figure = draw(explain(scenario))
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert repr(figure) == figure.words != ""


@pytest.mark.parametrize("draw", [figures.contributions, figures.ranking, charts.contributions])
def test_a_scenario_in_place_of_its_explanation_is_refused_with_what_to_call(draw) -> None:
    with pytest.raises(TypeError, match=r"got Scenario: call ranklab\.explain\(scenario\)"):
        draw(SCENARIO)


@pytest.mark.parametrize("draw", [figures.contributions, figures.ranking])
def test_more_items_than_a_figure_shows_are_refused(draw) -> None:
    with pytest.raises(ValueError, match="up to 100 items, and this list has 101"):
        draw(explain(Scenario(range(101), [1] * 101)))


def test_the_words_of_a_figure_add_up_to_the_loss() -> None:
    words = repr(figures.contributions(explain(Scenario([0.6, 0.8], [1, 0]))))
    assert words == "Parts of the loss: 0.798 = item 2 0, item 1 0.798"


# Experiments.


def test_a_sweep_is_drawn_as_it_was_computed_and_marks_where_it_stands() -> None:
    swept = sweep(SCENARIO.replace(temperature=0.5))
    chart = charts.temperature_sweep(swept)
    assert list(chart.data[0].y) == swept.losses.tolist()
    assert [list(line.y) for line in chart.data[1:-1]] == swept.push_shares.T[:3].tolist()
    assert list(chart.data[-1].y) == swept.sizes.tolist()
    assert {line.x0 for line in chart.layout.shapes} == {0.5}
    assert chart.data[1].name == "&lt;b&gt;&#36;x_1&#36;&lt;/b&gt;"
    loss, shares, size = figures.temperature_sweep(swept).axes
    assert loss.lines[0].get_ydata().tolist() == swept.losses.tolist()
    assert size.lines[0].get_ydata().tolist() == swept.sizes.tolist()
    assert {axes.get_xscale() for axes in (loss, shares, size)} == {"log"}
    words = repr(figures.temperature_sweep(swept))
    assert words.startswith("From T = 0.01 to 100 the loss goes from ")
    assert words.endswith("Now T = 0.5.")


def test_a_surface_jumps_where_ranks_swap_and_nowhere_is_smoothed() -> None:
    scenario = preset("a swap makes it jump")
    chart = charts.loss_surface(scenario, 0, 1, reach=1.0)
    surface = chart.data[0]
    assert surface.zsmooth is False
    column = len(surface.x) // 2
    right, row = surface.x[column], surface.z[:, column]
    wanted = [
        explain(scenario.replace(scores=[float(right), float(up), 0])).loss for up in surface.y
    ]
    assert list(row) == wanted
    jumps = abs(row[1:] - row[:-1])
    assert jumps.max() > 5 * sorted(jumps)[-2]
    diagonal = chart.layout.shapes[0]
    assert (diagonal.x0, diagonal.x1) == (diagonal.y0, diagonal.y1)


def test_a_descent_and_where_the_list_stands_lie_on_the_surface() -> None:
    scenario = Scenario([1.0, 2.0, 0.0], [1, 0, 0])
    taken = descend(scenario, steps=10)
    surface, path, now = charts.loss_surface(scenario, 0, 1, taken).data
    assert list(path.x) == taken.scores[:, 0].tolist()
    assert (now.x, now.y) == ((1.0,), (2.0,))
    assert surface.z.min() < explain(scenario).loss < surface.z.max()


@pytest.mark.parametrize(
    ("i", "j", "said"),
    [(0, 0, "two items, both are 0"), (0, 3, "j must be the place of an item that is there, got 3"),
     (-1, 1, "i must be"), (0, True, "j must be"), (0, "1", "j must be")],
)  # fmt: skip
def test_a_surface_needs_two_items_that_are_there(i: object, j: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        charts.loss_surface(SCENARIO, i, j)


def test_a_picture_of_a_sweep_says_what_to_call() -> None:
    for draw in (charts.temperature_sweep, figures.temperature_sweep):
        with pytest.raises(TypeError, match=r"call ranklab\.sweep\(scenario\)"):
            draw(explain(SCENARIO))
