"""Records of a diagnosis: its findings, each with an example."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill

SEVERITIES = ("error", "warning", "note")  # most severe first
_WIDTH = 100


@dataclass(frozen=True)
class Example:
    """One list or item in which a check found something.

    Attributes:
        batch: Which batch, counted from 1.
        row: The list: an index into the batch, from 0.
        item: The item: an index into the row, from 0; None if the example is a whole list.
        numbers: Its numbers, such as `y_pred[3][0] = nan`.
    """

    batch: int
    row: int
    item: int | None
    numbers: str


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        name: The name of the check, such as `'one_item'`.
        severity: `'error'`: the loss cannot work. `'warning'`: it probably does something
            unintended. `'note'`: it may be intended.
        sentence: What was found and how often, what it does to the loss, and what to do.
        count: How many lists or items are affected.
        total: How many lists or items there are.
        unit: `'lists'` or `'items'`.
        example: The first of them.
    """

    name: str
    severity: str
    sentence: str
    count: int
    total: int
    unit: str
    example: Example

    def describe(self) -> str:
        """The sentence, and the example on a separate line."""
        return f"{self.sentence}\nExample: {self.example.numbers}"


@dataclass(frozen=True)
class Diagnosis:
    """The findings in a few batches, most severe first.

    Attributes:
        findings: The findings.
        checks: The names of all checks.
        lists: How many lists were examined.
        items: How many items, without padding.
        batches: How many batches.
        loss: The name of the loss, and whether it is one of ranklab's; empty if unknown.
        temperature: The temperature of the loss; 1 if it has none.
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
        """The errors and warnings, without the notes."""
        return tuple(finding for finding in self.findings if finding.severity != "note")

    def describe(self) -> str:
        """The findings in sentences, most severe first."""
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
    """The text with long lines wrapped, and all lines but the first indented."""
    first, *rest = text.splitlines()
    wrapped = fill(first, _WIDTH, subsequent_indent="   ", break_long_words=False)
    return "\n".join([wrapped, *(f"   {line}" for line in rest)])


def _counted(count: int, unit: str, plural: str = "s") -> str:
    return f"{count:,} {unit}{'' if count == 1 else plural}"
