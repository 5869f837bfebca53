"""Between jobs: messages to addresses of organisations are sent; old ones and secrets rotated out are put away."""

from __future__ import annotations

from datetime import UTC, datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.webhooks import actions, sending

# Then the tick ends and comes again: the clock of a message is never far behind.
_ROUNDS = 20


def tick(at: datetime) -> int:
    """How many were tried."""
    tried = 0
    for _ in range(_ROUNDS):
        now = max(at, datetime.now(UTC))
        sent = sending.send_round(by=Viewer.product("webhooks", now), at=now)
        tried += sent
        if not sent:
            break
    return tried


def put_away(at: datetime) -> int:
    """How many deliveries, and secrets rotated out, went."""
    by = Viewer.product("webhooks", at)
    return actions.put_away(by=by, at=at) + actions.forget_old_secrets(by=by, at=at)
