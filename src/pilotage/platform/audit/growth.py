"""The events of a chain, and its state after all of them: from the first on, or from where a checkpoint left off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pilotage.engines.audit import Bad, Chain, Tree, canonical, follow, witnessed
from pilotage.kernel.canonical import instant
from pilotage.platform.audit.chain import FIELDS
from pilotage.platform.audit.models import Checkpoint, Event, Head

__all__ = ["chain", "check_end", "grown", "tree_of", "witnessed"]

_COLUMNS = (*FIELDS, "hash")
_AT_ONCE = 2000


def chain(tenant: str, after: int = 0) -> Iterator[dict[str, Any]]:
    """The events of a chain behind number `after`, each with its eleven fields as they were hashed."""
    rows = Event.objects.filter(tenant=tenant, seq__gt=after).order_by("seq")
    for row in rows.values_list(*_COLUMNS).iterator(_AT_ONCE):
        event = dict(zip(_COLUMNS, row, strict=True))
        yield {**event, "at": instant(event["at"])}


def grown(tenant: str, since: Checkpoint | None) -> Chain:
    """The chain after its last event; every event behind the checkpoint was checked. Raises the engine's `Bad`."""
    end = Head.objects.filter(tenant=tenant).first() or Head(tenant=tenant)
    reached = Chain(tenant, {}) if since is None else _resumed(since)
    for event in chain(tenant, after=reached.tree.size):
        follow(reached, event, canonical(event), reached.tree.size + 1)
    check_end(end, reached.tree.size, reached.last_hash)
    return reached


def check_end(end: Head, size: int, last_hash: str) -> None:
    """The chain reaches as far as its end was written down before it was read. Raises `Bad`."""
    if end.seq > size:
        raise Bad(size + 1, "链的末尾被截断", "the end of the chain is missing")
    if end.seq == size and end.hash != last_hash:
        raise Bad(size, "与链尾记录不符", "it is not what was written down as the chain's end")
    if size and not end.seq:
        raise Bad(0, "链尾记录缺失", "the record of the chain's end is missing")


def tree_of(checkpoint: Checkpoint) -> Tree:
    """The tree as it was then. Raises `Bad` when the peaks kept for going on are not those of the signed root."""
    tree = Tree(checkpoint.size, [bytes.fromhex(peak) for peak in checkpoint.peaks])
    if len(tree.peaks) != checkpoint.size.bit_count() or tree.root() != checkpoint.root:
        raise Bad(0, "检查点的中间值被改动", "the peaks kept with a checkpoint were changed")
    return tree


def _resumed(since: Checkpoint) -> Chain:
    tree, row = tree_of(since), Event.objects.filter(tenant=since.tenant)
    last = row.filter(seq=since.size).first()
    if last is None:
        seqs = row.filter(seq__lt=since.size).order_by("-seq").values_list("seq", flat=True)
        raise Bad((seqs.first() or 0) + 1, "链的末尾被截断", "the end of the chain is missing")
    if last.hash != since.head:
        raise Bad(since.size, "与已签名的检查点不符", "it is not that of the signed checkpoint")
    return Chain(since.tenant, {}, tree, last.hash, instant(last.at), sealed=since.size)
