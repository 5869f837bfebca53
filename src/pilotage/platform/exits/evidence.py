"""A seller's chain as a signed bundle, and a bundle back into the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pilotage.engines.audit import GENESIS, Event, Signer, Tree, bundle, checkpoint
from pilotage.platform.audit import queries
from pilotage.platform.audit.models import Event as Row
from pilotage.platform.audit.models import Head
from pilotage.platform.engagements.contracts.keys import EVIDENCE_KEY, evidence_key

_AT_ONCE = 2000


def chain(tenant: str, at: datetime) -> Iterator[bytes]:
    """The lines of the bundle, closed by a checkpoint that the platform signs."""
    tree, head = Tree(), GENESIS
    hashes = Row.objects.filter(tenant=tenant).order_by("seq").values_list("hash", flat=True)
    for head in hashes.iterator(_AT_ONCE):
        tree.add(bytes.fromhex(head))
    signer = Signer(f"platform:{EVIDENCE_KEY}", evidence_key())
    closing = checkpoint(tenant, tree, head, at, "export", signer)
    return bundle(tenant, queries.chain(tenant), [], closing, {signer.name: signer.public})


def bring_in(tenant: str, events: Iterable[Event]) -> None:
    """Put a chain that was checked into an instance that does not have it."""
    last: dict[str, Any] = {"seq": 0, "hash": GENESIS}
    waiting: list[Row] = []
    for event in events:
        last = dict(event)
        waiting.append(Row(**{**last, "at": datetime.fromisoformat(last["at"])}))
        if len(waiting) == _AT_ONCE:
            Row.objects.bulk_create(waiting)
            waiting = []
    Row.objects.bulk_create(waiting)
    Head.objects.create(tenant=tenant, seq=last["seq"], hash=last["hash"])
