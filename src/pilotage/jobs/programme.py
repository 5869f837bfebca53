"""Between jobs: yesterday's outcomes are counted once, and rounds are drawn on their day."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.programme import actions


def tick(at: datetime) -> int:
    """How many figures were counted and rounds drawn."""
    by = Viewer.product("programme", at)
    return actions.keep_outcomes(by=by, at=at) + actions.draw_due(by=by, at=at)
