"""Many events at the end of the platform's chain at once; verified like any others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pilotage.config.demo.rows import Rows
from pilotage.kernel.canonical import instant
from pilotage.platform.audit.chain import event_hash
from pilotage.platform.audit.models import PLATFORM, Event, Head

Happened = tuple[datetime, str, str, dict[str, object]]


def extend_chain(events: Iterable[Happened], actor: str) -> None:
    """(at, action, object, after) in order; inside the transaction of what they tell of."""
    Head.objects.get_or_create(tenant=PLATFORM)
    head = Head.objects.select_for_update().get(tenant=PLATFORM)
    seq, last, rows = head.seq, head.hash, Rows([Event])
    for at, action, about, after in events:
        seq += 1
        fields: dict[str, object] = {
            "seq": seq,
            "at": instant(at),
            "actor": actor,
            "tenant": PLATFORM,
            "action": action,
            "object": about,
            "before": None,
            "after": after,
            "basis": "",
            "prev_hash": last,
        }
        last = event_hash(fields)
        rows.add(Event(**{**fields, "at": at}, hash=last))
    rows.write()
    rows.close()
    Head.objects.filter(tenant=PLATFORM).update(seq=seq, hash=last)
