"""Between jobs: firms that have gone silent while a legal day of their sellers comes near."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.incidents import actions


def tick(at: datetime) -> int:
    """How many sellers were told."""
    return actions.watch_silence(by=Viewer.product("incidents", at), at=at)
