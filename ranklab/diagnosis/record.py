"""Records: what was found, and where."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill

SEVERITIES = ("error", "warning", "note")  # the worst first
_WIDTH = 100


@dataclass(frozen=True)
class Example:
    """One place where something was found.

    Attributes:
        batch: Which batch, counted from 1.
        row: The list: an index into the batch, from 0.
        item: The item: an index into the row, from 0; None where the whole list is meant.
        numbers: What stands there, such as `y_pred[3][0] = nan`.
    """

    batch: int
    row: int
    item: int | None
    numbers: str


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    Attributes:
        name: What it is called, such as `'one_item'`.
        severity: `'error'`: the loss cannot do its work. `'warning'`: it does something else than
            is likely meant. `'note'`: it may well be meant.
        sentence: What was seen and how often, why the loss looks so, and what to do.
        count: How many lists or items are concerned.
        total: Of how many.
        unit: `'lists'` or `'items'`.
        example: One of them.
    """

    name: str
    severity: str
    sentence: str
    count: int
    total: int
    unit: str
    example: Example

    def describe(self) -> str:
        """The sentence, and the example in a line of its own."""
        return f"{self.sentence}\nExample: {self.example.numbers}"


@dataclass(frozen=True)
class Diagnosis:
    """What was found in a few batches, the worst first.

    Attributes:
        findings: What was found.
        checks: The names of everything that was looked for.
        lists: How many lists were looked at.
        items: How many items, without padding.
        batches: How many batches.
        loss: The name of the loss, and whether it is ranklab's; empty where it is not known.
        temperature: The T of the loss; 1 where it has none.
    """

    findings: tuple[Finding, ...]
    checks: tuple[str, ...]
    lists: int
    items: int
    batches: int
    loss: str
    temperature: float

    @property
    def strange(self) -> tuple[Finding, ...]:
        """The findings that are more than a note."""
        return tuple(finding for finding in self.findings if finding.severity != "note")

    def describe(self) -> str:
        """Say in sentences what was found, the worst first."""
        names = ", ".join(check.replace("_", " ") for check in self.checks)
        lines = [self._looked_at()]
        if not self.strange:
            lines.append(f"Nothing strange. Looked for: {names}.")
        lines += [
            f"{i}. [{finding.severity}] {finding.describe()}"
            for i, finding in enumerate(self.findings, start=1)
        ]
        return "\n".join(map(_wrapped, lines))

    def _looked_at(self) -> str:
        loss = self.loss or "loss not known"
        return (
            f"Looked at {_counted(self.batches, 'batch', 'es')}: {_counted(self.lists, 'list')}, "
            f"{_counted(self.items, 'item')} without padding; T = {self.temperature:g} ({loss})."
        )

    def __str__(self) -> str:
        return self.describe()

    def __repr__(self) -> str:
        found = ", ".join(finding.name for finding in self.findings) or "nothing strange"
        return f"Diagnosis({found}; {_counted(self.lists, 'list')})"


def _wrapped(text: str) -> str:
    """Its lines, not too long, all but the first one indented."""
    first, *rest = text.splitlines()
    wrapped = fill(first, _WIDTH, subsequent_indent="   ", break_long_words=False)
    return "\n".join([wrapped, *(f"   {line}" for line in rest)])


def _counted(count: int, unit: str, plural: str = "s") -> str:
    return f"{count:,} {unit}{'' if count == 1 else plural}"
