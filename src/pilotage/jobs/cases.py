"""Between jobs: cases follow the amendments that name them, clocks say when their time runs out, and duties of contracts begin and end."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions


def tick(at: datetime) -> int:
    """How many words were said, and duties begun."""
    product = Viewer.product("cases", at)
    said = actions.follow_amendments(by=product, at=at) + actions.wake(by=product, at=at)
    return said + actions.watch_duties(by=product, at=at)
