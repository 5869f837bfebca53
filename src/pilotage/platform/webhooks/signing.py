"""What a message says of itself: its event, its kind, when it was sent, and the signatures over that and the body."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256


def headers(secrets: Sequence[str], event: str, kind: str, body: bytes, at: datetime) -> dict[str, str]:  # fmt: skip
    """One signature by each secret, the newest first, over `timestamp.body`: seconds since 1970, so that an old message shows."""
    sent = str(int(at.timestamp()))
    content = sent.encode() + b"." + body
    signed = [hmac.new(one.encode(), content, sha256).hexdigest() for one in secrets]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Pilotage-Webhooks/1",
        "Pilotage-Event": event,
        "Pilotage-Kind": kind,
        "Pilotage-Timestamp": sent,
        "Pilotage-Signature": ",".join(f"v1={one}" for one in signed),
    }
