"""Explanations as plotly figures: what one explores. Words and palette are the stage's."""

from __future__ import annotations

from html import escape

import numpy as np
import plotly.graph_objects as go

from ranklab.explanation import Explanation, check
from ranklab.palette import INK, LINE, PAPER, QUIET
from ranklab.words import number, short


def contributions(explanation: Explanation) -> go.Figure:
    """Each item's part of the loss as a bar, the best-ranked item on top; hover for its numbers.

    Args:
        explanation: What to draw.
    """
    check(explanation)
    order = np.argsort(explanation.ranks)
    values = explanation.contributions[order]
    hover = [
        f"rank {explanation.ranks[i]}<br>probability {number(explanation.probabilities[i])}, "
        f"target {number(explanation.targets[i])}"
        for i in order
    ]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=list(range(order.size)),
            orientation="h",
            marker_color=INK,
            text=[number(value) for value in values],
            textposition="outside",
            cliponaxis=False,
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    figure.update_layout(
        template="none",
        title={"text": f"Parts of the loss: {number(explanation.loss)}", "x": 0.01},
        font={"size": 14, "color": QUIET},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        height=110 + 30 * order.size,
        margin={"l": 10, "r": 60, "t": 50, "b": 40},
        bargap=0.35,
    )
    figure.update_xaxes(rangemode="tozero", gridcolor=LINE, zeroline=False)
    figure.update_yaxes(
        autorange="reversed",
        automargin=True,
        ticks="outside",
        ticklen=8,
        tickcolor="rgba(0,0,0,0)",
        tickvals=list(range(order.size)),
        ticktext=[plain(short(explanation.scenario.items[i])) for i in order],
    )
    return figure


def plain(name: str) -> str:
    """A name as plotly must get it to show it as it is: neither its HTML nor its mathematics."""
    return escape(name).replace("$", "&#36;")
