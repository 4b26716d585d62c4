"""The peers of the explorer: the same picture in plotly and in matplotlib, moved by a slider.

Score bars in the order of the ranks, bars for the parts of the loss, and the loss as text, drawn
from a ranklab Lab of its own. Each is made as well as its library allows: plotly gets an empty
template and one batch of messages for each change; matplotlib keeps its artists and writes a PNG
that is hardly compressed, without pyplot.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import ipywidgets
import numpy as np
import plotly.graph_objects as go
from matplotlib.figure import Figure
from plotly.subplots import make_subplots

import ranklab
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.formatting import number

REACH, STEP = 3.0, 0.1  # of the explorer's axis for these lists: one key press moves both as far


def list_of(count: int) -> ranklab.Scenario:
    """A list whose first item stands in the middle and weighs most, so that its loss moves."""
    others = np.linspace(2.0, -2.0, count - 1).round(2)
    labels = [4, *(int(i % 3 == 1) for i in range(count - 1))]
    return ranklab.Scenario(scores=[0.0, *others.tolist()], labels=labels)


def list_of_ten() -> ranklab.Scenario:
    return list_of(10)


def figure_explorer(scenario: ranklab.Scenario) -> ipywidgets.VBox:
    """The picture as a plotly FigureWidget."""
    figure = make_subplots(cols=2, shared_yaxes=True)
    for column in (1, 2):
        figure.add_bar(y=list(scenario.items), orientation="h", row=1, col=column)
    figure.update_layout(template=go.layout.Template(), height=420, showlegend=False)
    figure.update_xaxes(range=[-REACH, REACH], col=1)
    figure.update_xaxes(range=[0, REACH], col=2)
    figure.update_yaxes(autorange="reversed", categoryorder="array")

    def draw(target: Any, explanation: Explanation) -> None:
        target.data[0].x = explanation.scenario.scores
        target.data[1].x = explanation.contributions
        names = [scenario.items[i] for i in np.argsort(explanation.ranks)]
        target.layout.yaxis.categoryarray = target.layout.yaxis2.categoryarray = names
        target.layout.title.text = number(explanation.loss)

    lab = ranklab.Lab(scenario)
    draw(figure, lab.explanation)
    # A widget only now: it loses what is changed before its module is loaded.
    widget = go.FigureWidget(figure)

    def follow(explanation: Explanation) -> None:
        with widget.batch_update():
            draw(widget, explanation)

    return _moved_by_a_slider(lab, widget, follow)


def image_explorer(scenario: ranklab.Scenario) -> ipywidgets.VBox:
    """The picture as a PNG of matplotlib in an Image widget."""
    count = len(scenario)
    figure = Figure(figsize=(9.0, 4.2), dpi=100)
    left, right = figure.subplots(ncols=2)
    places = np.arange(count)
    scores, parts = (axes.barh(places, np.zeros(count)) for axes in (left, right))
    left.set_xlim(-REACH, REACH)
    right.set_xlim(0, REACH)
    for axes in (left, right):
        axes.set_yticks([])
        axes.invert_yaxis()
    # Not tick labels: those would be laid out anew for every picture.
    names = [left.text(-1.05 * REACH, place, "", ha="right", va="center") for place in places]
    loss = figure.suptitle("")

    def png(explanation: Explanation) -> bytes:
        order = np.argsort(explanation.ranks)
        for place, i in enumerate(order):
            scores[place].set_width(explanation.scenario.scores[i])
            parts[place].set_width(explanation.contributions[i])
            names[place].set_text(scenario.items[i])
        loss.set_text(number(explanation.loss))
        buffer = BytesIO()
        figure.savefig(buffer, format="png", pil_kwargs={"compress_level": 1})
        return buffer.getvalue()

    lab = ranklab.Lab(scenario)
    image = ipywidgets.Image(value=png(lab.explanation), format="png")

    def follow(explanation: Explanation) -> None:
        image.value = png(explanation)

    return _moved_by_a_slider(lab, image, follow)


def _moved_by_a_slider(
    lab: ranklab.Lab, view: Any, follow: Callable[[Explanation], None]
) -> ipywidgets.VBox:
    """A view of a Lab below a slider that moves the score of item 1."""
    slider = ipywidgets.FloatSlider(lab.scenario.scores[0], min=-REACH, max=REACH, step=STEP)

    def move(change: Any) -> None:
        others = lab.scenario.scores[1:]
        lab.scenario = lab.scenario.replace(scores=[change["new"], *others])

    slider.observe(move, "value")
    lab.observe(lambda change: follow(change["new"]), "explanation")
    box = ipywidgets.VBox([slider, view])
    box.lab = lab  # for whoever wants to compare
    return box
