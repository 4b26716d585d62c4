"""Figures and charts draw the numbers of the explanation, and names stay text."""

import pytest

from ranklab import Scenario, charts, explain, figures

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
