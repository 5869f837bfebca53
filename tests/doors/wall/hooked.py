"""An address of A's that is told, and a message to it."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.parties.models import Organisation
from pilotage.platform.webhooks.models import Delivery, Hook


def hooked(seller: Organisation, at: datetime, secret: str) -> dict[str, str]:
    hook = Hook.objects.create(
        organisation=seller, address=f"https://{secret}.example/in", kinds=["case"], sealed=secret,
        secret_since=at, added_by="test", added_at=at,
    )  # fmt: skip
    sent = Delivery.objects.create(
        hook=hook, event="evt_wall", kind=f"case.{secret}", body=secret, at=at, state="failed",
        next_try=at, until=at,
    )  # fmt: skip
    return {"hook": hook.ref, "hook_delivery": sent.ref}
