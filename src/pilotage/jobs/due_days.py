"""Between jobs: reminders of due days."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions


def tick(at: datetime) -> int:
    """How many reminders were sent."""
    return actions.remind_due(by=Viewer.product("due-days", at), at=at)
