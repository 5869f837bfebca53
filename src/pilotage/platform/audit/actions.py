"""Appending to a chain. Called by other rooms' actions, in their transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection

from pilotage.kernel.canonical import canonical_json, instant
from pilotage.platform.audit.chain import event_hash
from pilotage.platform.audit.models import PLATFORM, Event, Head

# An event is part of every change: written out, these take a third of what building them each time does.
_END = "SELECT seq, hash FROM audit_head WHERE tenant = %s"
_MOVE = "UPDATE audit_head SET seq = %s, hash = %s WHERE tenant = %s"


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
    if not connection.in_atomic_block:
        raise RuntimeError(f"audit of {action} outside the transaction of the change")
    seq, last = _locked(tenant)
    fields: dict[str, Any] = {
        "seq": seq + 1,
        "at": instant(at),
        "actor": by,
        "tenant": tenant,
        "action": action,
        "object": object,
        "before": _json(before),
        "after": _json(after),
        "basis": basis,
        "prev_hash": last,
    }
    digest = event_hash(fields)
    event = Event.objects.create(**{**fields, "at": at}, hash=digest)
    _moved(tenant, event.seq, digest)
    return event


def _locked(tenant: str) -> tuple[int, str]:
    """The number and hash the chain ends with, its row locked; most chains are there already."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_END + lock, [tenant])
        end = cursor.fetchone()
    if end is None:
        Head.objects.get_or_create(tenant=tenant)
        return _locked(tenant)
    return end[0], end[1]


def _moved(tenant: str, seq: int, last: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [seq, last, tenant])


def _json(value: dict[str, Any] | None) -> Any:
    """The value as it will come back from the database, so that its hash can be taken again."""
    return None if value is None else json.loads(canonical_json(value))
