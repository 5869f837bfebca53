"""Between jobs: the last whole week of every firm goes on its scorecard."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.incidents import actions


def tick(at: datetime) -> int:
    """How many firms."""
    return actions.keep_weeks(by=Viewer.product("scorecards", at), at=at)
