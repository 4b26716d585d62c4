"""Interactive plotly charts of explanations and experiments, in the colours of the explorer."""

from __future__ import annotations

from html import escape

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ranklab.drawing.palette import DOWN, INK, LINE, PAPER, QUIET, SERIES
from ranklab.experiments.descent import Descent
from ranklab.experiments.sweeps import Sweep, check_sweep
from ranklab.explanation.answer import explain
from ranklab.explanation.definitions import why_not
from ranklab.explanation.explanation import Explanation, contributions_of
from ranklab.explanation.formatting import number, short
from ranklab.explanation.scenario import Scenario, check_scenario

_GRID = 61  # points along each side of a surface


def contributions(explanation: Explanation) -> go.Figure:
    """Each item's part of the loss as a bar, best rank on top; hover text gives its numbers.

    Args:
        explanation: The explanation to draw.
    """
    values = contributions_of(explanation)
    order = np.argsort(explanation.ranks)
    values = values[order]
    hover = [_hover(explanation, i) for i in order]
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


def _hover(explanation: Explanation, item: int) -> str:
    rank = f"rank {explanation.ranks[item]}"
    if explanation.probabilities is None or explanation.targets is None:
        return rank
    return (
        f"{rank}<br>probability {number(explanation.probabilities[item])}, "
        f"target {number(explanation.targets[item])}"
    )


def temperature_sweep(swept: Sweep) -> go.Figure:
    """Loss, each item's share of the steps, and length of the gradient over the temperature.

    Args:
        swept: The result of `ranklab.sweep`. A line marks the temperature of the scenario.
    """
    check_sweep(swept)
    titles = ("loss", "share of the steps (up above 0)", "length of the gradient")
    figure = make_subplots(rows=3, cols=1, shared_xaxes=True, subplot_titles=titles)
    t, names = swept.temperatures, swept.scenario.items
    line = {"color": INK, "width": 3}
    figure.add_scatter(x=t, y=swept.losses, line=line, name="loss", row=1, col=1, showlegend=False)
    for i, shares in enumerate(swept.push_shares.T):
        if not shares.any():
            continue
        colour, dash = SERIES[i % len(SERIES)], ("solid", "dash", "dot")[i // len(SERIES) % 3]
        line = {"color": colour, "dash": dash, "width": 2}
        name = plain(short(names[i]))
        figure.add_scatter(x=t, y=shares, line=line, name=name, row=2, col=1)
    line = {"color": INK, "width": 3}
    figure.add_scatter(x=t, y=swept.sizes, line=line, name="size", row=3, col=1, showlegend=False)
    figure.add_vline(x=swept.scenario.temperature, line={"color": DOWN, "dash": "dash"})
    _dress(figure, f"What the temperature does (now T = {swept.scenario.temperature:g})", 760)
    figure.update_xaxes(type="log", gridcolor=LINE, zeroline=False)
    figure.update_xaxes(title="temperature", row=3, col=1)
    figure.update_yaxes(gridcolor=LINE, zerolinecolor=QUIET)
    return figure


def loss_surface(
    scenario: Scenario, i: int, j: int, descent: Descent | None = None, reach: float = 4.0
) -> go.Figure:
    """The loss over two scores, with the other scores fixed and without smoothing.

    If a lambda weight acts, dotted lines show where two ranks swap.

    Args:
        scenario: The list; a dot marks its scores.
        i: The item whose score is the horizontal axis.
        j: The item whose score is the vertical axis.
        descent: A descent of this list, drawn as a path.
        reach: How far the axes reach to each side of the scores.

    Raises:
        TypeError: `scenario` is not a Scenario.
        ValueError: `i` or `j` is not an item or is padding, they are equal, or `reach` is not
            above 0.
    """
    _check_surface(scenario, i, j, reach)
    here = scenario.scores[i], scenario.scores[j]
    sides = [np.linspace(at - reach, at + reach, _GRID) for at in here]
    scores = list(scenario.scores)
    losses = np.empty((_GRID, _GRID))
    for row, up in enumerate(sides[1]):
        for column, right in enumerate(sides[0]):
            scores[i], scores[j] = float(right), float(up)
            losses[row, column] = explain(scenario.replace(scores=scores)).loss
    names = [plain(short(scenario.items[item])) for item in (i, j)]
    hover = f"{names[0]} %{{x:.2f}}<br>{names[1]} %{{y:.2f}}<br>loss %{{z:.4g}}<extra></extra>"
    figure = go.Figure(
        go.Heatmap(
            x=sides[0], y=sides[1], z=losses, zsmooth=False, colorscale="Cividis",
            colorbar={"title": "loss"}, hovertemplate=hover,
        )
    )  # fmt: skip
    ends = [(side[0], side[-1]) for side in sides]
    weight = scenario.lambda_weight
    if weight is not None and not why_not(scenario.loss, "lambda_weight", weight):
        _add_swaps(figure, scenario, (i, j), ends)
    if descent is not None:
        path = descent.scores[:, [i, j]]
        figure.add_scatter(
            x=path[:, 0], y=path[:, 1], mode="lines+markers", name="descent",
            line={"color": PAPER, "width": 2}, marker={"size": 4},
        )  # fmt: skip
    marker = {"size": 14, "color": DOWN, "line": {"color": PAPER, "width": 2}}
    figure.add_scatter(x=[here[0]], y=[here[1]], mode="markers", marker=marker, name="now")
    _dress(figure, f"The loss over two scores (now {number(explain(scenario).loss)})", 560)
    figure.update_xaxes(title=f"score of {names[0]}", range=ends[0])
    figure.update_yaxes(title=f"score of {names[1]}", range=ends[1])
    figure.update_layout(showlegend=False)
    return figure


def _add_swaps(
    figure: go.Figure,
    scenario: Scenario,
    pair: tuple[int, int],
    ends: list[tuple[float, float]],
) -> None:
    """Draw dotted lines where one of the two items swaps ranks with the other, or with a third."""
    line = {"color": PAPER, "dash": "dot", "width": 1}
    low, high = max(ends[0][0], ends[1][0]), min(ends[0][1], ends[1][1])
    if low < high:
        figure.add_shape(type="line", x0=low, y0=low, x1=high, y1=high, line=line)
    for item, score in enumerate(scenario.scores):
        if item in pair or scenario.labels[item] < 0:
            continue
        if ends[0][0] < score < ends[0][1]:
            figure.add_vline(x=score, line=line)
        if ends[1][0] < score < ends[1][1]:
            figure.add_hline(y=score, line=line)


def _check_surface(scenario: Scenario, i: int, j: int, reach: float) -> None:
    check_scenario(scenario)
    there = [item for item, label in enumerate(scenario.labels) if label >= 0]
    for argument, item in (("i", i), ("j", j)):
        if isinstance(item, bool) or item not in there:
            raise ValueError(f"{argument} must be the place of an item that is there, got {item!r}")
    if i == j:
        raise ValueError(f"i and j must be two items, both are {i}")
    if not 0 < reach <= 1e5:
        raise ValueError(f"reach must be above 0 and at most 1e5, got {reach!r}")


def _dress(figure: go.Figure, title: str, height: int) -> None:
    figure.update_layout(
        template="none",
        title={"text": title, "x": 0.01},
        font={"size": 14, "color": QUIET},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        height=height,
        margin={"l": 70, "r": 30, "t": 70, "b": 60},
    )


def plain(name: str) -> str:
    """Escape a name, so that plotly shows it as text rather than as HTML or mathematics."""
    return escape(name).replace("$", "&#36;")
