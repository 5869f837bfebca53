"""Between jobs: send the letters that wait."""

from __future__ import annotations

from datetime import datetime

from pilotage.integrations.mail.sender import send
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.actions import send_waiting


def tick(at: datetime) -> int:
    """How many letters went out."""
    return send_waiting(by=Viewer.product("mail", at), at=at, send=send)
