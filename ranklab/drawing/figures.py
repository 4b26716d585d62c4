"""Static matplotlib figures of explanations and experiments, in the explorer's words and colours.

Nothing here uses pyplot: figures can be drawn in any thread, and are freed when unused.
"""

from __future__ import annotations

import re
import warnings
from html import escape
from io import BytesIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ranklab.drawing.palette import BAR, DOWN, INK, LINE, METRIC, PAPER, QUIET, SERIES, TEXT, UP
from ranklab.experiments.sweeps import Sweep, check_sweep
from ranklab.explanation.definitions import is_custom, loss_title
from ranklab.explanation.explanation import Explanation, check, contributions_of
from ranklab.explanation.formatting import number, short

PIPS = 4
MAX_DRAWN = 100
TEXT_STYLE: dict[str, Any] = {"parse_math": False, "va": "center", "color": TEXT}  # names are data


# Colours that the explorer's style sheet defines for each theme.
_VARIABLES = {
    UP: "up", DOWN: "down", BAR: "bar", INK: "ink", QUIET: "quiet", LINE: "line", TEXT: "text",
    METRIC: "metric",     "#000000": "text", "#ffffff": "paper",
}  # fmt: skip


class Still(Figure):
    """A figure that a notebook displays as a picture, with a description in words.

    Args:
        words: The description of the picture.
    """

    def __init__(self, words: str, **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def __repr__(self) -> str:
        return self.words

    def _repr_png_(self) -> bytes:
        return self.png()

    def png(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        return self._bytes("png")

    def svg(self) -> bytes:
        """The picture as the bytes of an SVG file."""
        return self._bytes("svg")

    def inline(self) -> str:
        """The picture as HTML for a page with an explorer; its colours follow the theme."""
        drawn = self._bytes("svg", facecolor="none", transparent=True).decode()
        drawn = drawn[drawn.index("<svg") :]
        # Letters are drawn as paths, so the SVG contains no text. A style would apply to the
        # whole page, identifiers would not be unique, and the page sets the size: remove them.
        for pattern, instead in (
            (r"<!--.*?-->", ""),
            (r"<(style|metadata).*?</\1>", ""),
            (r' id="[\w.]+_\d+"', ""),
            (r' width="\S+pt" height="\S+pt"', ' aria-hidden="true"'),
        ):
            drawn = re.sub(pattern, instead, drawn, flags=re.DOTALL)
        for colour, variable in _VARIABLES.items():
            drawn = drawn.replace(colour.lower(), f"var(--rl-{variable})")
        return (
            f'<div class="ranklab" role="img" aria-label="{escape(self.words)}" '
            f'style="fill: var(--rl-text)">{drawn}</div>'
        )

    def _bytes(self, kind: str, **options: Any) -> bytes:
        buffer = BytesIO()
        with warnings.catch_warnings():
            # A name in a script that the font lacks is drawn as boxes; `words` has it in full.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            self.savefig(buffer, format=kind, **{"facecolor": PAPER, **options})
        return buffer.getvalue()


def contributions(explanation: Explanation) -> Still:
    """Each item's part of the loss as a bar, best rank on top.

    Args:
        explanation: The explanation to draw.
    """
    contributions = contributions_of(explanation)
    order = _by_rank(explanation)
    values = contributions[order]
    names = [explanation.scenario.items[i] for i in order]
    parts = ", ".join(f"{name} {number(value)}" for name, value in zip(names, values, strict=True))
    title = f"Parts of the loss: {number(explanation.loss)}"
    figure = Still(
        f"{title} = {parts}", figsize=(6.4, 0.9 + 0.32 * order.size), layout="constrained"
    )
    axes = figure.subplots()
    axes.barh(np.arange(order.size), values, height=0.6, color=INK)
    for place, value in enumerate(values):
        side = "right" if value < 0 else "left"
        axes.text(value, place, f" {number(value)} ", fontsize=10, ha=side, **TEXT_STYLE)
    axes.set_yticks(np.arange(order.size), [short(name) for name in names], parse_math=False)
    axes.margins(x=0.12)
    axes.invert_yaxis()
    if values.min() >= 0:
        axes.set_xlim(left=0)
    axes.set_title(title, loc="left", fontsize=12)
    _quieten(axes)
    return figure


def ranking(explanation: Explanation) -> Still:
    """The list as in the explorer: rank, item, label, score with its step, part of the loss.

    Args:
        explanation: The explanation to draw.
    """
    order = _by_rank(explanation)
    scenario, contributions = explanation.scenario, explanation.contributions
    n = order.size
    figure = Still(explanation.describe(), figsize=(9.0, 1.3 + 0.36 * n), dpi=100)
    head = 0.95 / (1.3 + 0.36 * n)
    axes = figure.add_axes((0.01, 0.02, 0.98, 0.97 - head))
    axes.set_axis_off()
    axes.set_xlim(0, 100)
    axes.set_ylim(n, 0)
    figure.text(0.02, 0.97, number(explanation.loss), va="top", fontsize=26, weight="bold")
    ndcg = f"{explanation.metrics.ndcg:.3f}" if explanation.has_relevant_item else "–"
    asked = "" if is_custom(scenario.loss) else f" loss, T = {scenario.temperature:g}"
    figure.text(
        0.26, 0.965, f"{short(loss_title(scenario.loss))}{asked}\nNDCG {ndcg}",
        va="top", fontsize=12, color=QUIET, parse_math=False,
    )  # fmt: skip
    scores = np.array(scenario.scores)
    reach = max(1.0, 1.15 * float(np.abs(scores).max()))
    steps = -explanation.gradient
    longest = float(np.abs(steps).max()) / (2 * reach)
    times = 1.0 if longest < 1e-7 else 0.2 / longest

    def at(score: float) -> float:
        return 60 + 20 * score / reach

    axes.plot([60, 60], [0, n], color=QUIET, linewidth=0.8)
    for place, i in enumerate(order):
        y = place + 0.5
        name = scenario.items[i]
        if not explanation.mask[i]:
            axes.text(5, y, f"{short(name)} (padding, not there)", fontsize=12, **TEXT_STYLE)
            continue
        axes.text(3, y, str(place + 1), fontsize=12, weight="bold", ha="right", **TEXT_STYLE)
        axes.text(5, y, short(name), fontsize=12, **TEXT_STYLE)
        _label(axes, scenario.labels[i], y)
        axes.barh(y, at(scores[i]) - 60, height=0.45, left=60, color=BAR)
        axes.plot(at(scores[i]), y, "o", color=INK, markersize=8, markeredgecolor="white", zorder=3)
        tip = at(scores[i]) + 20 * times * steps[i] / reach
        if abs(tip - at(scores[i])) > 1.2:
            axes.annotate(
                "", (tip, y), (at(scores[i]), y), zorder=2, arrowprops={
                    "arrowstyle": "-|>,head_width=0.35,head_length=0.6", "linewidth": 3,
                    "color": UP if steps[i] > 0 else DOWN, "shrinkA": 3, "shrinkB": 0,
                },
            )  # fmt: skip
        if contributions is None:
            continue
        part = contributions[i]
        if explanation.loss > 0:
            width = 8 * min(1.0, max(0.0, part / explanation.loss))
            axes.barh(y, width, height=0.35, left=83, color=INK)
        axes.text(99.5, y, number(part), fontsize=12, ha="right", **TEXT_STYLE)
    parts = "" if contributions is None else "part of the loss"
    for x, text, align in (
        (5, "item", "left"), (28, "label", "left"), (60, "score and step", "center"),
        (99.5, parts, "right"),
    ):  # fmt: skip
        axes.text(x, -0.35, text, fontsize=10, ha=align, **{**TEXT_STYLE, "color": QUIET})
    return figure


def temperature_sweep(swept: Sweep) -> Still:
    """Loss, each item's share of the steps, and length of the gradient over the temperature.

    Args:
        swept: The result of `ranklab.sweep`. A line marks the temperature of the scenario.
    """
    check_sweep(swept)
    now, t = swept.scenario.temperature, swept.temperatures
    lowest, highest = int(np.argmin(swept.losses)), int(np.argmax(swept.losses))
    figure = Still(
        f"From T = {t[0]:g} to {t[-1]:g} the loss goes from {number(swept.losses[0])} to "
        f"{number(swept.losses[-1])}: lowest {number(swept.losses[lowest])} at T = {t[lowest]:g}, "
        f"highest {number(swept.losses[highest])} at T = {t[highest]:g}. Now T = {now:g}.",
        figsize=(7.2, 6.6),
        layout="constrained",
    )
    loss, shares, size = figure.subplots(3, 1, sharex=True)
    loss.plot(t, swept.losses, color=INK, linewidth=2.5)
    for i, values in enumerate(swept.push_shares.T):
        if values.any():
            style = ("-", "--", ":")[i // len(SERIES) % 3]
            shares.plot(t, values, style, color=SERIES[i % len(SERIES)], linewidth=1.8)
    _name_ends(shares, t[-1], swept.push_shares[-1], [short(name) for name in swept.scenario.items])
    size.plot(t, swept.sizes, color=INK, linewidth=2.5)
    for axes, values in ((loss, swept.losses), (size, swept.sizes)):
        if values.min() > 0:
            axes.set_yscale("log")
    for axes, title in (
        (loss, "loss"),
        (shares, "share of the steps (up above 0)"),
        (size, "length of the gradient"),
    ):  # fmt: skip
        axes.axvline(now, color=DOWN, linestyle="--", linewidth=1.5)
        axes.set_xscale("log")
        axes.set_title(title, loc="left", fontsize=11, color=TEXT)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(colors=QUIET)
    shares.axhline(0, color=QUIET, linewidth=0.8)
    size.set_xlabel(f"temperature (dashed: now, T = {now:g})", color=TEXT)
    return figure


def _name_ends(axes: Axes, at: float, ends: Any, names: list[str]) -> None:
    """Write names at the ends of the lines, moved apart where they would overlap."""
    low, high = axes.get_ylim()
    least, last = (high - low) / 14, -np.inf
    for i in np.argsort(ends):
        if not any(np.asarray(line.get_ydata())[-1] == ends[i] for line in axes.lines):
            continue  # an item whose step is always 0 has no line
        last = max(float(ends[i]), last + least)
        axes.annotate(
            names[i], (at, ends[i]), (at * 1.25, last), fontsize=9, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": LINE, "linewidth": 0.8}, **TEXT_STYLE,
        )  # fmt: skip


def _by_rank(explanation: Explanation) -> Any:
    """The items by rank; a list that is too long to read is refused."""
    check(explanation)
    if len(explanation.scenario) > MAX_DRAWN:
        raise ValueError(
            f"a figure shows up to {MAX_DRAWN} items, and this list has "
            f"{len(explanation.scenario):,}: draw only some of them"
        )
    return np.argsort(explanation.ranks)


def _label(axes: Axes, label: float, y: float) -> None:
    if label != int(label) or label > PIPS:
        axes.text(28, y, f"{label:g}", fontsize=12, **TEXT_STYLE)
        return
    for pip in range(PIPS):
        axes.plot(
            28.6 + 1.7 * pip, y, "o", markersize=7, markeredgecolor=INK,
            markerfacecolor=INK if pip < label else "none",
        )  # fmt: skip


def _quieten(axes: Axes) -> None:
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(left=False, colors=QUIET)
    for text in axes.get_yticklabels():
        text.set_color(TEXT)
