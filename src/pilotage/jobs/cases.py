"""Between jobs: clocks of cases say when their time runs out."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions


def tick(at: datetime) -> int:
    """How many warnings were said."""
    return actions.wake(by=Viewer.product("cases", at), at=at)
