"""Numbers as people read them, and sentences that several views share."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from ranklab.explanation.checks import OWN, is_own
from ranklab.explanation.scenario import Scenario

MINUS = "−"
NOTHING_RELEVANT = "No relevant item: this list costs nothing and teaches nothing."
ALL_TIED = "All scores are equal: the ranking and the metrics follow the order given, not a model."
_NAME_LENGTH = 22
_HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # whatever a notebook sets for its own


def number(value: float) -> str:
    """A number as people read it: three significant digits, a true minus sign.

    >>> number(-0.12345)
    '−0.123'
    >>> number(1234567.0)
    '1.23 million'
    """
    size = abs(value)
    if size == 0:
        return "0"
    if not np.isfinite(size):
        return str(value).replace("-", MINUS)
    if size >= 999.5e6:
        text = f"{_rounded(value, 2 - int(np.floor(np.log10(size)))):.2e}".replace("e+", "e")
    elif size >= 999.5e3:
        text = f"{float(_rounded(value / 1e6, _decimals(size / 1e6))):g} million"
    elif size >= 999.5:
        text = f"{_rounded(value, 0):,}"
    elif size < 0.0009995:
        text = f"{value:.1e}".replace("e-0", "e-")
    else:
        text = str(_rounded(value, _decimals(size)))
    return text.replace("-", MINUS)


def _decimals(size: float) -> int:
    """How many decimals leave three significant digits."""
    return max(0, 2 - int(np.floor(np.log10(size * (1 + 5e-4)))))


def _rounded(value: float, decimals: int) -> Decimal:
    """Half away from zero, as a browser rounds: 1.125 is 1.13 there, too."""
    step = Decimal((0, (1,), -decimals))
    return Decimal.from_float(float(value)).quantize(step, context=_HALF_UP)


def loss_name(loss: str) -> str:
    """A loss as people call it.

    >>> loss_name("unique_softmax"), loss_name("own:mean_squared_error")
    ('unique softmax', 'mean squared error')
    """
    return loss.removeprefix(OWN).replace("_", " ")


def short(name: str) -> str:
    """A name that fits beside a bar, without what no file of a picture can hold."""
    kept = "".join("�" if unicodedata.category(c) in ("Cc", "Cn") else c for c in name)
    return kept if len(kept) <= _NAME_LENGTH else f"{kept[: _NAME_LENGTH - 1]}…"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines of text: the first column to the left, the others to the right.

    >>> print(table([["", "loss"], ["softmax", "0.798"]]))
               loss
    softmax   0.798
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in rows
    )


def note(scenario: Scenario) -> str:
    """What one must know about this list: what decides nothing, or cannot be shown, and why.

    An empty string where there is nothing to say.

    >>> note(Scenario([0, 0], [1, 0]))[:52]
    'All scores are equal: the ranking and the metrics fo'
    """
    return " ".join(filter(None, [ALL_TIED if all_tied(scenario) else "", _choice_note(scenario)]))


def all_tied(scenario: Scenario) -> bool:
    """Whether there are several items, and their scores are all equal.

    >>> all_tied(Scenario([1, 1, 2], [1, 0, -1]))
    True
    """
    there = [s for s, y in zip(scenario.scores, scenario.labels, strict=True) if y >= 0]
    return len(there) > 1 and len(set(there)) == 1


def _choice_note(scenario: Scenario) -> str:
    if is_own(scenario.loss):
        return (
            f"A loss of your own, {loss_name(scenario.loss)}: its value, and its gradient by "
            "automatic differentiation. Probabilities, competitors and a derivation are known of "
            "softmax and unique softmax alone."
        )
    if scenario.lambda_weight is not None and scenario.loss == "unique_softmax":
        return "Unique softmax takes no lambda weight: it changes nothing here."
    if scenario.lambda_weight == "precision":
        return (
            "A precision weight has pair weights alone, and softmax has no pairs: "
            "it changes nothing here."
        )
    return ""


def cut_note(whole: Scenario, kept: Scenario) -> str:
    """Say what is left of a longer list.

    >>> cut_note(Scenario([3, 2, 1], [0, 0, 1]), Scenario([3, 1], [0, 1]))[:49]
    '2 of 3 items are kept here: the one relevant item'
    """
    relevant, of_all = (sum(label > 0 for label in s.labels) for s in (kept, whole))
    best = "those with the best scores"
    if not of_all:
        what = f"{best}; none is relevant"
    elif relevant == of_all:
        every = "the one relevant item" if of_all == 1 else f"all {of_all:,} relevant ones"
        what = f"{every}, and of the others {best}"
    else:
        what = (
            f"{relevant:,} of {of_all:,} relevant ones (the highest labels, then the best scores), "
            f"and of the others {best}"
        )
    return (
        f"{len(kept):,} of {items(len(whole))} are kept here: {what}. "
        "The loss and the metrics are those of this part."
    )


def items(count: int) -> str:
    """How many items, in words."""
    return f"{count:,} item" if count == 1 else f"{count:,} items"
