"""What a browser sends to an explorer."""

import json
from typing import Any

from ranklab import Explorer


def send(explorer: Explorer, revision: int, **edit: Any) -> None:
    """What the browser does when a hand moved something: one state goes up."""
    scenario = {**explorer.picture["scenario"], **edit.pop("scenario", {})}
    message = {"moved": revision, "gesture": None, "scenario": scenario, "commands": []}
    # As it arrives: JSON has no tuples.
    explorer.set_state(json.loads(json.dumps({"edit": {"revision": revision, **message, **edit}})))
