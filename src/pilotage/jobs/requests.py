"""Between jobs: silence expires and lost eligibility lapses, so that no request outlives its accept-by."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import actions


def tick(at: datetime) -> int:
    """How many referrals ended and were handed on."""
    by = Viewer.product("accept-by", at)
    return actions.expire_due(by=by, at=at) + actions.lapse_ineligible(by=by, at=at)
