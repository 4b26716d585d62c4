"""Commands: what a browser did, or asks for, by name.

A command is `{"revision": ..., "name": ..., "arguments": {...}}`. What edits the list the browser
has done at once, and the Lab does it here again: it owns the history. What is refused leaves a
message of the Lab.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any, Protocol

from ranklab.experiments.descent import descend
from ranklab.explanation import presets
from ranklab.explanation.definitions import LOSSES
from ranklab.explanation.scenario import Scenario
from ranklab.explorer import edits
from ranklab.explorer.choices import checked_changes, checked_edit
from ranklab.explorer.export import export
from ranklab.explorer.lab import Lab
from ranklab.explorer.picture import run_numbers

DESCENT_STEPS = 200

# Those that edit the list: from the scenario on screen to another.
EDITS: dict[str, Callable[..., Scenario]] = {
    "replace": Scenario.replace,
    "preset": lambda _, name: presets.preset(name),
    "add": edits.add_item,
    "remove": edits.remove_item,
    "rename": edits.rename_item,
    "paste": edits.pasted,
    "open": lambda _, text: edits.opened(text),
    "shuffle": edits.shuffle,
    "invert": edits.invert,
    "randomise": edits.randomise,
}


class Commanded(Protocol):
    """What a command needs of an explorer."""

    lab: Lab
    most: int
    explanation: Any
    scenario: Any
    locked: Any
    exported: Any
    descent: Any

    def verify_quietly(self) -> None:
        """Ask Keras; what fails is said on screen."""

    def recall(self) -> None:
        """Send all the steps of the history."""


def _edit(
    explorer: Commanded, scenario: Any = None, changes: Any = None, gesture: Any = None
) -> None:
    """Do what a hand did: some of the list is another. One gesture is one step."""
    now, wanted = explorer.lab.scenario, Scenario.from_record(scenario)
    if changes is not None:
        wanted = edits.with_changes(now, wanted, checked_changes(changes))
    checked = checked_edit(now, wanted, explorer.locked, explorer.most)
    explorer.lab.edit(checked, gesture if isinstance(gesture, str) else None)


def _export(explorer: Commanded, **arguments: Any) -> None:
    exported = export(explorer.explanation, **arguments)
    explorer.exported = {"id": explorer.exported.get("id", 0) + 1, **exported}


def _descend(explorer: Commanded, race: bool = False, **options: Any) -> None:
    """Compute a descent of a custom loss; in a race, those of the losses of ranklab beside it."""
    scenario = explorer.scenario
    runs = [(scenario, explorer.lab.loss)]
    if race:
        runs += [(scenario.replace(loss=loss), None) for loss in LOSSES if loss != scenario.loss]
    taken = [descend(run, steps=DESCENT_STEPS, loss=loss, **options) for run, loss in runs]
    number = explorer.descent.get("id", 0) + 1
    explorer.descent = {"id": number, "runs": [run_numbers(descent) for descent in taken]}


def _verify(explorer: Commanded) -> None:
    """Ask Keras in a thread: that can take seconds."""
    Thread(target=explorer.verify_quietly, daemon=True).start()


# Edits that a page asks for and cannot do: reading a link takes it a moment.
KERNEL_ALONE = ("open",)

# The others, which do something to an explorer or its Lab.
ACTS: dict[str, Callable[..., Any]] = {
    "edit": _edit,
    "undo": lambda explorer: explorer.lab.undo(),
    "redo": lambda explorer: explorer.lab.redo(),
    "reset": lambda explorer: explorer.lab.reset(),
    "measure": lambda explorer, **arguments: explorer.lab.measure(**arguments),
    "export": _export,
    "descend": _descend,
    "verify": _verify,
    "recall": lambda explorer: explorer.recall(),
}


def obey(explorer: Commanded, command: dict[str, Any]) -> None:
    """Do what a command says; what is no command does nothing."""
    name, arguments = command.get("name"), command.get("arguments", {})
    if not isinstance(name, str) or not isinstance(arguments, dict):
        return
    if name in EDITS:
        change = EDITS[name]
        explorer.lab.attempt(
            lambda now: checked_edit(now, change(now, **arguments), explorer.locked, explorer.most)
        )
    elif name in ACTS:
        explorer.lab.guard(lambda: ACTS[name](explorer, **arguments))
