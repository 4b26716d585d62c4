"""A training as a matplotlib figure: loss and NDCG@5 on the held-out lists, epoch by epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ranklab.drawing.figures import TEXT_STYLE, Still
from ranklab.drawing.palette import INK, METRIC, QUIET, TEXT
from ranklab.explanation.definitions import loss_title
from ranklab.explanation.formatting import number
from ranklab.training.record import K, Training, check_training


def training(trained: Training, before: Training | None = None) -> Still:
    """Loss and NDCG@5 on the held-out lists, epoch by epoch.

    For the Gapminder lists, a dashed line shows the NDCG@5 of a ranking by wealth alone.

    Args:
        trained: The result of `ranklab.train`, complete or so far.
        before: A training to compare with, dotted. Its losses are drawn only if they are
            comparable: of the same loss at the same temperature.
    """
    check_training(trained)
    if before is not None:
        check_training(before, "before")
    first, last = (_two_digits(trained.losses[at]) for at in (0, -1))
    words = (
        f"{_choices(trained)}: after {len(trained)} of {trained.epochs} epochs the held-out loss "
        f"went from {first} to {last}, NDCG@{K} from {trained.ndcgs[0]:.2f} to "
        f"{trained.ndcgs[-1]:.2f}."
    )
    if trained.by_wealth is not None:
        words += f" A ranking by wealth alone has {trained.by_wealth:.2f}."
    if before is not None:
        words += (
            f" Before, dotted, with {_choices(before)}: NDCG@{K} {before.ndcgs[-1]:.2f} after "
            f"{len(before)} epochs."
        )
    figure = Still(
        words,
        figsize=(5.6, 4.9),
        dpi=140,
        layout="constrained",
    )
    loss, ndcg = figure.subplots(2, 1, sharex=True)
    epochs = np.arange(len(trained) + 1)
    for axes, values, colour, title in (
        (loss, trained.losses, INK, f"loss on the held-out lists: {number(trained.losses[-1])}"),
        (ndcg, trained.ndcgs, METRIC, f"NDCG@{K} on the same lists: {trained.ndcgs[-1]:.2f}"),
    ):
        axes.plot(epochs, values, color=colour, linewidth=2.5, zorder=3)
        axes.plot(epochs[-1], values[-1], "o", color=colour, markersize=7, zorder=3, clip_on=False)
        axes.set_xlim(0, trained.epochs)
        axes.set_title(title, loc="left", fontsize=13, color=TEXT)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(colors=QUIET)
    ndcg.set_xlabel("epoch", color=QUIET)
    loss.set_ylim(bottom=0, top=1.05 * float(trained.losses.max()))
    ndcg.set_ylim(0, 1)
    if before is not None:
        _dotted(ndcg, before.ndcgs)
        if (before.loss, before.temperature) == (trained.loss, trained.temperature):
            _dotted(loss, before.losses)
            # An earlier training that diverged must not flatten this curve.
            highest = float(trained.losses.max())
            loss.set_ylim(top=1.05 * max(highest, min(2 * highest, float(before.losses.max()))))
    if trained.by_wealth is not None:
        _dashed(ndcg, trained.by_wealth, "by wealth alone")
    return figure


def _choices(trained: Training) -> str:
    """The choices of a training in words."""
    return (
        f"{loss_title(trained.loss)} loss, T = {trained.temperature:.3g}, rate {trained.rate:.3g}"
    )


def _dashed(axes: Axes, level: float, name: str) -> None:
    """Draw the level of a baseline, with its name at the right end."""
    axes.axhline(level, color=QUIET, linestyle="--", linewidth=1.5)
    axes.text(
        axes.get_xlim()[1], level - 0.02, name, ha="right", fontsize=10,
        **{**TEXT_STYLE, "va": "top", "color": QUIET},
    )  # fmt: skip


def _dotted(axes: Axes, values: Any) -> None:
    """Draw the curve of the earlier training."""
    axes.plot(np.arange(len(values)), values, ":", color=QUIET, linewidth=2)
    last = min(len(values) - 1, int(axes.get_xlim()[1]))
    axes.annotate(
        "before", (last, values[last]), (8, 0), textcoords="offset points", fontsize=10,
        annotation_clip=True, **{**TEXT_STYLE, "color": QUIET},
    )  # fmt: skip


def _two_digits(value: float) -> str:
    """Two significant digits, which are the same on every processor."""
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"
