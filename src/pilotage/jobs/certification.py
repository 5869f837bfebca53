"""Between jobs: firms hear of evidence that runs out soon."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions


def tick(at: datetime) -> int:
    """How many firms were told."""
    return actions.warn_of_expiry(by=Viewer.product("certification", at), at=at)
