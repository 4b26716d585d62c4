"""Controls and live pictures around one Lab: what a teacher builds a bench from."""

from typing import Any

import matplotlib.figure
import plotly.graph_objects as go
import pytest

from ranklab import Lab, Scenario, charts, figures, widgets

START = Scenario([0.6, 0.8], [1, 0])


@pytest.fixture
def lab() -> Lab:
    return Lab(START)


@pytest.mark.parametrize(
    ("control", "field", "value"),
    [
        (widgets.loss, "loss", "unique_softmax"),
        (widgets.lambda_weight, "lambda_weight", "ndcg"),
        (widgets.normalize_labels, "normalize_labels", False),
    ],
)
def test_a_control_moves_the_lab_and_follows_it(
    lab: Lab, control: Any, field: str, value: Any
) -> None:
    made = control(lab)
    assert made.value == getattr(START, field)
    made.value = value
    assert getattr(lab.scenario, field) == value
    lab.undo()
    assert made.value == getattr(START, field)
    assert not lab.can_undo


def test_fields_hold_scores_and_labels_and_follow_the_length_of_the_list(lab: Lab) -> None:
    scores, labels = widgets.scores(lab), widgets.labels(lab)
    scores.children[1].value = 2.5
    labels.children[1].value = -1
    assert lab.scenario == START.replace(scores=[0.6, 2.5], labels=[1, -1])
    lab.scenario = Scenario([1, 2, 3], [0, 1, 2], items=["<b>a</b>", "b", "c"])
    assert [field.value for field in scores.children] == [1, 2, 3]
    assert [field.description for field in labels.children] == ["<b>a</b>", "b", "c"]
    assert not scores.children[0].description_allow_html
    lab.undo()
    assert [field.value for field in scores.children] == [0.6, 2.5]
    assert lab.can_redo  # what the fields show is no edit


def test_every_value_survives_being_shown(lab: Lab) -> None:
    wide = Scenario([-1e6, 0.123456789], [0.5, 30], temperature=1000, lambda_weight="dcg")
    for control in (widgets.scores, widgets.labels, widgets.temperature, widgets.lambda_weight):
        control(lab)
    lab.scenario = wide
    assert lab.scenario == wide


def test_text_is_drawn_anew_in_place_and_is_data(lab: Lab) -> None:
    shown = widgets.live(lab, lambda e: f"<i>{e.loss:.3f}</i>")
    frame = shown.children[0]
    assert frame.value == "<pre>&lt;i&gt;0.798&lt;/i&gt;</pre>"
    lab.scenario = START.replace(scores=[0.8, 0.6])
    assert frame.value == "<pre>&lt;i&gt;0.598&lt;/i&gt;</pre>"
    assert shown.children[0] is frame


def test_a_chart_is_updated_in_place(lab: Lab) -> None:
    shown = widgets.live(lab, charts.contributions)
    chart = shown.children[0]
    assert isinstance(chart, go.FigureWidget)
    bars = chart.data[0]
    lab.scenario = START.replace(scores=[2.0, 0.8])
    assert chart.data[0] is bars
    assert list(bars.x) == lab.explanation.contributions.tolist()
    assert chart.layout.title.text == charts.contributions(lab.explanation).layout.title.text
    lab.scenario = Scenario([3, 2, 1], [0, 1, 2])
    assert len(chart.data[0].x) == 3


def test_a_chart_with_another_number_of_traces_is_drawn_too(lab: Lab) -> None:
    def lines(explanation: Any) -> go.Figure:
        return go.Figure([go.Scatter(y=[score]) for score in explanation.scenario.scores])

    chart = widgets.live(lab, lines).children[0]
    lab.scenario = Scenario([3, 2, 1], [0, 1, 2])
    assert [trace.y for trace in chart.data] == [(3.0,), (2.0,), (1.0,)]


@pytest.mark.parametrize("draw", [figures.contributions, figures.ranking])
def test_a_figure_is_drawn_into_one_image(lab: Lab, draw: Any) -> None:
    image = widgets.live(lab, draw).children[0]
    before = bytes(image.value)
    assert before.startswith(b"\x89PNG")
    lab.scenario = START.replace(scores=[2.0, 0.8])
    assert bytes(image.value).startswith(b"\x89PNG")
    assert bytes(image.value) != before


def test_what_a_picture_raises_is_said_and_the_last_good_one_stays(lab: Lab) -> None:
    def fragile(explanation: Any) -> str:
        if explanation.loss > 1:
            raise RuntimeError("<b>too much</b>")
        return f"{explanation.loss:.2f}"

    frame, message = widgets.live(lab, fragile).children
    lab.scenario = START.replace(scores=[0.6, 9])
    assert frame.value == "<pre>0.80</pre>"
    assert message.value == "<pre>RuntimeError: &lt;b&gt;too much&lt;/b&gt;</pre>"
    lab.undo()
    assert message.value == ""


def test_a_picture_that_changes_its_kind_is_said(lab: Lab) -> None:
    kinds = iter(["text", matplotlib.figure.Figure()])
    _, message = widgets.live(lab, lambda _: next(kinds)).children
    lab.scenario = START.replace(temperature=2)
    assert "gave a str first, and now a Figure" in message.value


def test_what_is_no_picture_is_refused(lab: Lab) -> None:
    with pytest.raises(TypeError, match="a plotly figure, a matplotlib figure or text, got float"):
        widgets.live(lab, lambda explanation: explanation.loss)
    with pytest.raises(TypeError, match=r"lab must be a ranklab\.Lab"):
        widgets.live(START, charts.contributions)  # type: ignore[arg-type]
