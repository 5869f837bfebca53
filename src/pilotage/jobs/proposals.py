"""Between jobs: what nobody decided in time expires."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.proposals import actions


def tick(at: datetime) -> int:
    """How many proposals expired."""
    return actions.expire(by=Viewer.product("proposals", at), at=at)
