"""Between jobs: every chain that has grown is signed as it stands."""

from __future__ import annotations

import logging
from datetime import datetime

from pilotage.kernel.errors import WrongState
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit import checkpoints

log = logging.getLogger(__name__)


def tick(at: datetime) -> int:
    """How many checkpoints were taken. A chain that does not hold keeps no other from being signed."""
    by, taken = Viewer.product("audit", at).actor, 0
    for tenant in checkpoints.waiting():
        try:
            taken += checkpoints.take(by=by, at=at, tenant=tenant) is not None
        except WrongState as broken:
            log.critical("%s", broken)
    return taken
