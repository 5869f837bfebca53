"""Reading a chain. Who may read which chain is decided above, in the room `access`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from pilotage.kernel.canonical import instant
from pilotage.kernel.text import Text
from pilotage.platform.audit.chain import Break, first_break
from pilotage.platform.audit.models import Event, Head


def events(tenant: str) -> QuerySet[Event]:
    """One chain, newest first."""
    return Event.objects.filter(tenant=tenant).order_by("-seq")


def verify(tenant: str) -> tuple[int, Break | None]:
    """(how many events, the first break or None); also catches a chain cut short of its head."""
    head = Head.objects.filter(tenant=tenant).first()
    count = Event.objects.filter(tenant=tenant).count()
    found = first_break(chain(tenant))
    if found is None and head is not None and head.seq != count:
        return count, Break(count + 1, Text("链的末尾被截断", "the end of the chain is missing"))
    return count, found


def chain(tenant: str) -> Iterator[dict[str, Any]]:
    """The events of a chain from the first on, each with its eleven fields as they were hashed."""
    rows = Event.objects.filter(tenant=tenant).order_by("seq")
    for event in rows.iterator(chunk_size=2000):
        fields = {
            name: getattr(event, name) for name in ("seq", "actor", "tenant", "action", "object")
        }
        fields |= {
            name: getattr(event, name) for name in ("before", "after", "basis", "prev_hash", "hash")
        }
        yield {**fields, "at": instant(event.at)}
