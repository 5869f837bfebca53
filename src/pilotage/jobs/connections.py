"""Between jobs: reminders before a consent or the client secret lapses."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.connections import actions


def tick(at: datetime) -> int:
    """How many reminders were sent."""
    return actions.remind_due(by=Viewer.product("connections", at), at=at)
