"""A chain as the signed bundle that the offline verifier reads, with every checkpoint kept of it; and back again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pilotage.engines.audit import GENESIS, Bad, Signed, Tree, bundle, checkpoint
from pilotage.kernel.canonical import instant
from pilotage.platform.audit import keys
from pilotage.platform.audit.growth import chain, tree_of
from pilotage.platform.audit.models import Checkpoint, Cosignature, Event, Head

_AT_ONCE = 2000
_BROUGHT_IN = "bundle"


def lines(tenant: str, at: datetime) -> Iterator[bytes]:
    """The lines of the bundle, closed by a checkpoint over all that is there, signed now."""
    kept = list(checkpoints(tenant))
    tree, head = _end(tenant, kept[-1] if kept else None)
    signer = keys.signer()
    closing = checkpoint(tenant, tree, head, at, "export", signer)
    signed_by = {one.key: one.public for one in kept} | {signer.name: signer.public}
    signed_by |= {extra.key: extra.public for one in kept for extra in one.cosignatures.all()}
    # Events that arrive meanwhile are behind the closing checkpoint.
    events = (event for event in chain(tenant) if event["seq"] <= tree.size)
    return bundle(tenant, events, [signed(one) for one in kept], closing, signed_by)


def checkpoints(tenant: str) -> Iterable[Checkpoint]:
    """Every checkpoint kept of a chain, the smallest first."""
    kept = Checkpoint.objects.filter(tenant=tenant).order_by("size", "pk")
    return kept.prefetch_related("cosignatures")


def signed(one: Checkpoint) -> Signed:
    """As it stands in a bundle, and as a seller keeps it in a file of its own."""
    taken = {
        "tenant": one.tenant,
        "size": one.size,
        "root": one.root,
        "head": one.head,
        "at": instant(one.at),
        "kind": one.kind,
    }
    platform = {"key": one.key, "role": "platform", "signature": one.signature}
    others = [
        {"key": extra.key, "role": "seller", "signature": extra.signature}
        for extra in one.cosignatures.all()
    ]
    return {"checkpoint": taken, "signatures": [platform, *others]}


def _end(tenant: str, since: Checkpoint | None) -> tuple[Tree, str]:
    """Tree and last hash of what is there: checking it is the verifier's work, not that of who writes it down."""
    try:
        tree, head = (Tree(), GENESIS) if since is None else (tree_of(since), since.head)
    except Bad:
        tree, head = Tree(), GENESIS
    rows = Event.objects.filter(tenant=tenant, seq__gt=tree.size).order_by("seq")
    for head in rows.values_list("hash", flat=True).iterator(_AT_ONCE):
        tree.add(bytes.fromhex(head))
    return tree, head


def bring_in(tenant: str, parts: Iterable[Mapping[str, Any]]) -> None:
    """Put a bundle that was checked into an instance without this chain: its events and, if given, its checkpoints.

    `parts` are the lines of the bundle, read. The keys that signed its checkpoints are believed from now on.
    """
    tree, last = Tree(), {"seq": 0, "hash": GENESIS}
    waiting: list[Event] = []
    public: Mapping[str, str] = {}
    for part in parts:
        if "seq" in part:
            last = dict(part)
            waiting.append(Event(**{**last, "at": datetime.fromisoformat(str(last["at"]))}))
            tree.add(bytes.fromhex(str(last["hash"])))
        elif "checkpoint" in part:
            _bring_in_checkpoint(part, tree, public)
        else:
            public = part["keys"]
        if len(waiting) == _AT_ONCE:
            Event.objects.bulk_create(waiting)
            waiting = []
    Event.objects.bulk_create(waiting)
    Head.objects.create(tenant=tenant, seq=last["seq"], hash=last["hash"])


def _bring_in_checkpoint(part: Mapping[str, Any], tree: Tree, public: Mapping[str, str]) -> None:
    taken = part["checkpoint"]
    at = datetime.fromisoformat(taken["at"])
    platform = next(one for one in part["signatures"] if one["role"] == "platform")
    keys.know(public[platform["key"]])
    row = Checkpoint.objects.create(
        **{**taken, "at": at},
        peaks=[peak.hex() for peak in tree.peaks],
        key=platform["key"],
        public=public[platform["key"]],
        signature=platform["signature"],
        taken_by=_BROUGHT_IN,
    )
    Cosignature.objects.bulk_create(
        Cosignature(
            checkpoint=row,
            key=one["key"],
            public=public[one["key"]],
            signature=one["signature"],
            by=_BROUGHT_IN,
            at=at,
        )
        for one in part["signatures"]
        if one["role"] == "seller"
    )
