"""What a message says of itself: its event, its kind, when it was sent, and the signature over that and the body."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256


def headers(secret: str, event: str, kind: str, body: bytes, at: datetime) -> dict[str, str]:
    """The signature is over `timestamp.body`; seconds since 1970, so that an old message can be told apart."""
    sent = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), sent.encode() + b"." + body, sha256).hexdigest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Pilotage-Webhooks/1",
        "Pilotage-Event": event,
        "Pilotage-Kind": kind,
        "Pilotage-Timestamp": sent,
        "Pilotage-Signature": f"v1={signed}",
    }
