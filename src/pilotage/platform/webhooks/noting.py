"""The event in the chain, and what ends with an address that is switched off."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from pilotage.platform.access.actions import tenant_of
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.webhooks.models import Delivery, Hook, State


def note(hook: Hook, what: str, by: Viewer, at: datetime, **after: object) -> None:
    """Within the transaction of the change. Of the address only the host: the rest may hold a password of sorts."""
    host = urlsplit(hook.address).hostname
    record(
        by=by.actor, at=at, tenant=tenant_of(hook.organisation), action=f"webhook.{what}",
        object=f"webhook:{hook.ref}", after={"host": host, **after},
    )  # fmt: skip


def switch_off(hook: Hook, by: Viewer, at: datetime) -> int:
    """The row is locked by the caller. What waited is not sent any more; how many that were."""
    hook.off_by, hook.off_at = by.actor, at
    hook.save()
    return drop(hook)


def drop(hook: Hook) -> int:
    """What waits is not sent; how many that were."""
    waiting = Delivery.objects.filter(hook=hook, state=State.WAITING)
    return waiting.update(state=State.FAILED, error="SWITCHED_OFF")
