"""Appending to a chain. Called by other rooms' actions, in their transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from pilotage.kernel.canonical import canonical_json, instant
from pilotage.platform.audit.chain import event_hash
from pilotage.platform.audit.models import PLATFORM, Event, Head


def record(
    *,
    by: str,
    at: datetime,
    action: str,
    object: str,
    tenant: str = PLATFORM,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    basis: str = "",
) -> Event:
    """Append one event to `tenant`'s chain; must run inside the transaction of the change itself.

    `by` is the actor's text (`Viewer.actor`), `object` a reference such as `request:req_…`.
    `before`/`after` hold JSON values without floats. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit of {action} outside the transaction of the change")
    Head.objects.get_or_create(tenant=tenant)
    head = Head.objects.select_for_update().get(tenant=tenant)
    fields: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": instant(at),
        "actor": by,
        "tenant": tenant,
        "action": action,
        "object": object,
        "before": _json(before),
        "after": _json(after),
        "basis": basis,
        "prev_hash": head.hash,
    }
    digest = event_hash(fields)
    event = Event.objects.create(**{**fields, "at": at}, hash=digest)
    Head.objects.filter(tenant=tenant).update(seq=event.seq, hash=digest)
    return event


def _json(value: dict[str, Any] | None) -> Any:
    """The value as it will come back from the database, so that its hash can be taken again."""
    return None if value is None else json.loads(canonical_json(value))
