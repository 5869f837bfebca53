"""Between jobs: silence in a dispute is told, and what nobody tends goes where its rule says."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import actions


def tick(at: datetime) -> int:
    """How many disputes were dealt with."""
    return actions.pass_time(by=Viewer.product("disputes", at), at=at)
