"""Between jobs: periods that are over are billed, with their credits."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import actions


def tick(at: datetime) -> int:
    """How many invoices were issued."""
    return actions.issue_due(by=Viewer.product("billing", at), at=at)
