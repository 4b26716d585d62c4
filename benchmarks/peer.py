"""The peer of the explorer: the same list as a plotly FigureWidget, moved by a slider.

Made as well as plotly allows: an empty template, and one batch of messages for each change.
"""

from __future__ import annotations

from typing import Any

import ipywidgets
import plotly.graph_objects as go
from plotly.subplots import make_subplots

import ranklab
from ranklab.words import number

REACH, STEP = 3.0, 0.1  # of the explorer's axis for this list: one key press moves both as far


def list_of_ten() -> ranklab.Scenario:
    """Ten items; the first one stands in the middle and weighs most, so that its loss moves."""
    return ranklab.Scenario(
        scores=[0.0, 2.0, 1.5, 1.1, 0.7, 0.3, -0.4, -0.9, -1.4, -2.0],
        labels=[4, 0, 1, 0, 0, 1, 0, 0, 0, 0],
    )


def figure_explorer(scenario: ranklab.Scenario) -> ipywidgets.VBox:
    """Score bars, bars for the parts of the loss and the loss in the title; item 1 can be moved."""
    names = list(scenario.items)
    figure = make_subplots(cols=2, shared_yaxes=True)
    for column in (1, 2):
        figure.add_bar(y=names, orientation="h", row=1, col=column)
    figure.update_layout(template=go.layout.Template(), height=420, showlegend=False)
    figure.update_xaxes(range=[-REACH, REACH], col=1)
    figure.update_xaxes(range=[0, REACH], col=2)
    figure.update_yaxes(autorange="reversed")
    _draw(figure, scenario)
    # A widget only now: it loses what is changed before its module is loaded.
    widget = go.FigureWidget(figure)
    slider = ipywidgets.FloatSlider(scenario.scores[0], min=-REACH, max=REACH, step=STEP)

    def move(change: Any) -> None:
        with widget.batch_update():
            _draw(widget, scenario.replace(scores=[change["new"], *scenario.scores[1:]]))

    slider.observe(move, "value")
    return ipywidgets.VBox([slider, widget])


def _draw(figure: go.Figure, scenario: ranklab.Scenario) -> None:
    explanation = ranklab.explain(scenario)
    figure.data[0].x = scenario.scores
    figure.data[1].x = explanation.contributions
    figure.layout.title.text = number(explanation.loss)
