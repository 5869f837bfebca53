"""Signing a chain as it stands: hourly by the product, and when a seller approves a monthly report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from pilotage.engines.audit import Bad, checkpoint
from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit import bundles, keys
from pilotage.platform.audit.growth import grown
from pilotage.platform.audit.models import Checkpoint, Cosignature, Head, Kind


@transaction.atomic
def take(*, by: str, at: datetime, tenant: str, kind: Kind = Kind.HOURLY) -> Checkpoint | None:
    """Sign the chain of this tenant; None when it has not grown since the last of the kind.

    Only events behind the last checkpoint are read: they are checked as the verifier does, and their tree goes on
    from the peaks kept with it. Raises `WrongState("CHAIN_BROKEN")`: what does not hold is not signed.
    """
    # The chain's end is the lock: events wait, and two takers do not sign one state twice.
    Head.objects.select_for_update().filter(tenant=tenant).first()
    last = Checkpoint.objects.filter(tenant=tenant).order_by("-size", "-pk").first()
    try:
        reached = grown(tenant, last)
    except Bad as bad:
        raise _broken(tenant, bad) from None
    size = reached.tree.size
    if not size or Checkpoint.objects.filter(tenant=tenant, size=size, kind=kind).exists():
        return None
    signer = keys.signer()
    signed = checkpoint(tenant, reached.tree, reached.last_hash, at, kind, signer)
    taken = signed["checkpoint"]
    return Checkpoint.objects.create(
        tenant=tenant,
        kind=kind,
        size=size,
        root=taken["root"],
        head=taken["head"],
        peaks=[peak.hex() for peak in reached.tree.peaks],
        at=at,
        key=signer.name,
        public=signer.public,
        signature=signed["signatures"][0]["signature"],
        taken_by=by,
    )


@transaction.atomic
def cosign(*, by: str, at: datetime, checkpoint: Checkpoint) -> Cosignature:
    """The seller's signature on it, given when it approves what the checkpoint was taken for. Said twice it is one."""
    signer = keys.seller_signer(checkpoint.tenant)
    kept = Cosignature.objects.filter(checkpoint=checkpoint, key=signer.name).first()
    if kept is not None:
        return kept
    signature = signer.signature(bundles.signed(checkpoint)["checkpoint"])["signature"]
    return Cosignature.objects.create(
        checkpoint=checkpoint,
        key=signer.name,
        public=signer.public,
        signature=signature,
        by=by,
        at=at,
    )


def waiting() -> list[str]:
    """Tenants whose chain has grown since its last checkpoint."""
    sealed = dict(
        Checkpoint.objects.values("tenant").annotate(size=Max("size")).values_list("tenant", "size")
    )
    ends = Head.objects.filter(seq__gt=0).values_list("tenant", "seq").order_by("tenant")
    return [tenant for tenant, seq in ends if seq > sealed.get(tenant, 0)]


def _broken(tenant: str, bad: Bad) -> WrongState:
    return WrongState(
        "CHAIN_BROKEN",
        Text(
            "{tenant} 的审计链在第 {seq} 条不成立：{why}。没有签名。",
            "The chain of {tenant} does not hold at event {seq}: {why}. Nothing was signed.",
        ),
        Text(
            "请立即联系平台安全负责人，并保留数据库备份。",
            "Tell whoever is responsible for security now, and keep the database backups.",
        ),
        tenant=tenant,
        seq=bad.seq,
        why=Text(bad.zh, bad.en),
    )
