"""Between jobs: a contract whose last day has passed ends."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import actions


def tick(at: datetime) -> int:
    """How many contracts ended."""
    return actions.end_due(by=Viewer.product("contracts", at), at=at)
