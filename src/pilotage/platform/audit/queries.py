"""Reading a chain. Who may read which chain is decided above, in the room `access`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from pilotage.engines.audit import Bad, Chain, canonical, follow
from pilotage.kernel.text import Text
from pilotage.platform.audit import bundles, keys
from pilotage.platform.audit.chain import Break
from pilotage.platform.audit.growth import chain, check_end, witnessed
from pilotage.platform.audit.models import Checkpoint, Event, Head

__all__ = ["chain", "events", "first_break", "last_checkpoint", "verify"]


def events(tenant: str) -> QuerySet[Event]:
    """One chain, newest first."""
    return Event.objects.filter(tenant=tenant).order_by("-seq")


def last_checkpoint(tenant: str) -> Checkpoint | None:
    """The newest that was kept of a chain."""
    return Checkpoint.objects.filter(tenant=tenant).order_by("-size", "-pk").first()


def verify(tenant: str) -> tuple[int, Break | None]:
    """(how many events, the first break or None), by the very rules of the offline verifier.

    Every event is taken again, and the chain is held against its end and against every signed checkpoint.
    """
    end = Head.objects.filter(tenant=tenant).first() or Head(tenant=tenant)
    kept = list(bundles.checkpoints(tenant))
    signed_by = keys.known() | {
        extra.key: extra.public for one in kept for extra in one.cosignatures.all()
    }
    reached = Chain(tenant, signed_by)
    found = _walk(reached, chain(tenant), kept, end)
    return Event.objects.filter(tenant=tenant).count(), found


def first_break(rows: Iterable[dict[str, object]], tenant: str) -> Break | None:
    """The first event of these that does not follow the one before, or None."""
    return _walk(Chain(tenant, {}), rows, [], None)


def _walk(
    reached: Chain, rows: Iterable[dict[str, object]], kept: list[Checkpoint], end: Head | None
) -> Break | None:
    waiting = [bundles.signed(one) for one in kept]
    try:
        for event in rows:
            follow(reached, event, canonical(event), reached.tree.size + 1)
            while waiting and waiting[0]["checkpoint"]["size"] == reached.tree.size:
                witnessed(reached, waiting.pop(0))
        if waiting:
            raise Bad(reached.tree.size + 1, "链的末尾被截断", "the end of the chain is missing")
        if end is not None:
            check_end(end, reached.tree.size, reached.last_hash)
    except Bad as bad:
        return Break(bad.seq, Text(bad.zh, bad.en))
    return None
