"""What a browser sends to an explorer."""

import json
from typing import Any

from ranklab import Explorer


def send(
    explorer: Explorer,
    revision: int,
    scenario: Any = None,
    gesture: str | None = None,
    commands: list[dict[str, Any]] | None = None,
) -> None:
    """One message: a hand moved something, or commands, or one before the others."""
    made = list(commands or [])
    if scenario is not None or not made:
        wanted = {**explorer.picture["scenario"], **(scenario or {})}
        arguments = {"scenario": wanted, "gesture": gesture}
        made.insert(0, {"revision": revision - len(made), "name": "edit", "arguments": arguments})
    message = {"revision": revision, "sent": revision, "commands": made}
    explorer.set_state(json.loads(json.dumps({"edit": message})))  # JSON has no tuples
