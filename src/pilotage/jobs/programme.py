"""Between jobs: yesterday's outcomes are counted once."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.programme import actions


def tick(at: datetime) -> int:
    """How many figures were counted."""
    return actions.keep_outcomes(by=Viewer.product("programme", at), at=at)
