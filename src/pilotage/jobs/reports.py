"""Between jobs: reminders of a month that is not reported, not approved, not claimed."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.reports import actions


def tick(at: datetime) -> int:
    """How many reminders were sent."""
    return actions.remind(by=Viewer.product("reports", at), at=at)
