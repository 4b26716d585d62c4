"""History: the present scenario, what came before it and what was taken back, as a pure value.

The browser has the same in `src/history.js`, and an explorer tells it what was done, act by act.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ranklab.explanation.scenario import Scenario

HISTORY = 200  # steps that can be taken back


@dataclass(frozen=True)
class History:
    """A scenario and how it came about.

    Attributes:
        present: The scenario that is shown.
        past: The scenarios before it, the latest last.
        future: What was taken back, the next one last.
        gesture: The gesture of the last edit, which may go on.

    >>> history = History(Scenario([0.6, 0.8], [1, 0]))
    >>> history.edited(Scenario([1.0, 0.8], [1, 0])).undone() == history.undone()
    False
    >>> history.edited(Scenario([1.0, 0.8], [1, 0])).undone().present.scores
    (0.6, 0.8)
    """

    present: Scenario
    past: tuple[Scenario, ...] = ()
    future: tuple[Scenario, ...] = ()
    gesture: Hashable = None

    def edited(self, scenario: Scenario, gesture: Hashable = None) -> History:
        """Another scenario. Consecutive edits of one gesture are one step."""
        if scenario == self.present:
            return self
        goes_on = gesture is not None and gesture == self.gesture
        if goes_on and self.past and scenario == self.past[-1]:
            return History(scenario, self.past[:-1])  # back where the gesture began: no step
        past = self.past if goes_on else (*self.past, self.present)[-HISTORY:]
        return History(scenario, past, gesture=gesture)

    def undone(self) -> History:
        """The last step taken back, where there is one."""
        if not self.past:
            return replace(self, gesture=None)
        return History(self.past[-1], self.past[:-1], (*self.future, self.present))

    def redone(self) -> History:
        """The last undone step taken again, where there is one."""
        if not self.future:
            return replace(self, gesture=None)
        return History(self.future[-1], (*self.past, self.present), self.future[:-1])


@dataclass(frozen=True, eq=False)
class Act:
    """What was done to a Lab.

    Attributes:
        name: `'edit'`, `'undo'`, `'redo'` or `'measure'`.
        arguments: Of an edit the scenario and its gesture, of a measure how metrics are computed.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
