"""Between jobs: the time to accept runs out, and reviews open together."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import actions


def tick(at: datetime) -> int:
    """How many deliverables and milestones were dealt with."""
    return actions.pass_time(by=Viewer.product("delivery", at), at=at)
