"""Being erased (注销): asked, thirty days to come back or fetch the bag, then done, with a signed certificate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from pilotage.engines import law
from pilotage.engines.exits import certify
from pilotage.kernel.errors import NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.audit.models import Head
from pilotage.platform.engagements.contracts.states import OPEN
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits import shelf
from pilotage.platform.exits.forgetting import Forgotten, forget, remove
from pilotage.platform.exits.keys import EXIT_KEY, exit_key
from pilotage.platform.exits.models import BagState, Erasure, ErasureState, ExitBag
from pilotage.platform.grants import actions as grants
from pilotage.platform.grants.models import Grant
from pilotage.platform.notices.actions import tell, write
from pilotage.platform.parties.models import Membership, Organisation, Role

# As long as a bag can be fetched after the end: EU Data Act, art. 25 (2) (g), asks for at least thirty days.
WAIT = timedelta(days=30)
_RUNNING = (*OPEN, ContractState.IN_FORCE)


@transaction.atomic
def ask_erasure(*, by: Viewer, at: datetime) -> Erasure:
    """Raises `WrongState("CONTRACTS_RUN")` while a contract is negotiated or in force: somebody still works for you."""
    check_may(by, "exit.erase")
    seller = access.own_organisation(by)
    waiting = Erasure.objects.filter(organisation=seller, state=ErasureState.ASKED).first()
    if waiting is not None:
        return waiting
    if _runs(seller):
        raise WrongState(
            "CONTRACTS_RUN",
            Text("还有合同在谈或在执行。", "A contract is still negotiated or in force."),
            Text(
                "请先终止或撤回合同，并完成交接，再申请删除。",
                "End or withdraw it and hand over first, then ask again.",
            ),
        )
    made = Erasure.objects.create(
        organisation=seller, due_on=(at + WAIT).date(), asked_by=by.actor, asked_at=at
    )
    _note(by, at, made, "asked", due_on=made.due_on.isoformat())
    says = Text("数据将于 {day} 删除，此前可以撤回", "Your data will be erased on {day}; until then you can take it back")  # fmt: skip
    _tell(by, at, made, says.with_(day=made.due_on.isoformat()))
    return made


@transaction.atomic
def withdraw_erasure(*, by: Viewer, at: datetime, ref: str) -> Erasure:
    """Everything stays as it is."""
    check_may(by, "exit.erase")
    mine = Erasure.objects.select_for_update().filter(organisation_id=by.organisation_id, ref=ref)
    row = mine.first()
    if row is None:
        raise NotFound("NO_SUCH_ERASURE", Text("没有这个申请。", "There is no such request."))
    if row.state != ErasureState.ASKED:
        raise WrongState("ERASURE_ENDED", Text("这个申请已结束。", "This request has ended."))
    row.state, row.ended_at = ErasureState.WITHDRAWN, at
    row.save(update_fields=["state", "ended_at"])
    _note(by, at, row, "withdrawn")
    _tell(by, at, row, Text("删除申请已撤回", "The request to erase was taken back"))
    return row


def erase_due(*, by: Viewer, at: datetime) -> int:
    """Erase those whose day has come; how many. Who has signed a contract since then waits until it ends."""
    due = Erasure.objects.filter(state=ErasureState.ASKED, due_on__lte=at.date())
    return sum(_erase(by, at, ref) for ref in due.values_list("ref", flat=True))


@transaction.atomic
def _erase(by: Viewer, at: datetime, ref: str) -> bool:
    row = Erasure.objects.select_for_update().get(ref=ref)
    seller = Organisation.objects.get(pk=row.organisation_id)
    if row.state != ErasureState.ASKED or _runs(seller):
        return False
    owners = _owners(seller)
    _end_access(by, at, seller)
    _note(by, at, row, "done")
    done = forget(seller, at)
    row.certificate = certify(_statement(row, seller, done, at), EXIT_KEY, exit_key())
    row.state, row.ended_at = ErasureState.DONE, at
    row.save()
    _write_to(by, at, owners, row)
    transaction.on_commit(lambda: remove(done.files))
    return True


def _runs(seller: Organisation) -> bool:
    return Contract.objects.filter(seller=seller, state__in=_RUNNING).exists()


def _end_access(by: Viewer, at: datetime, seller: Organisation) -> None:
    """Grants end, bags leave the shelf."""
    live = Grant.objects.filter(seller=seller, revoked_at__isnull=True, parent__isnull=True)
    for ref in list(live.values_list("ref", flat=True)):
        grants.revoke(by=by, at=at, ref=ref)
    bags = ExitBag.objects.filter(organisation=seller)
    refs = list(bags.values_list("ref", flat=True))
    bags.filter(state=BagState.DONE).update(state=BagState.GONE)
    transaction.on_commit(lambda: [shelf.throw_away(ref) for ref in refs])


def _statement(row: Erasure, seller: Organisation, done: Forgotten, at: datetime) -> dict[str, Any]:
    head = Head.objects.get(tenant=seller.ref)
    return {
        "certificate": row.ref,
        "seller": seller.ref,
        "asked_at": row.asked_at.isoformat(),
        "erased_at": at.isoformat(),
        "erased": done.erased,
        "overwritten": done.overwritten,
        "kept": [_kept(kind, tables, at) for kind, tables in sorted(done.kept.items())],
        "referred_to": done.referred_to,
        "files": {"erased": len(done.files), "kept": done.files_kept},
        # Events name people by reference only; taking one out would break the proof of all the others.
        "chain": {"size": head.seq, "head": head.hash},
    }


def _kept(kind: str, tables: dict[str, int], at: datetime) -> dict[str, Any]:
    rule = law.retention(kind, at.date())
    return {
        "kind": kind,
        "tables": tables,
        "until": rule.value.until(at.date()).isoformat(),
        "why": {"zh": rule.value.says.zh, "en": rule.value.says.en},
        "source": f"{rule.source.title}, {rule.source.article}",
        "confidence": rule.source.confidence,
    }


def _owners(seller: Organisation) -> list[str]:
    owners = Membership.objects.filter(organisation=seller, role=Role.OWNER, until__isnull=True)
    return list(owners.values_list("person__email", flat=True))


def _write_to(by: Viewer, at: datetime, owners: list[str], row: Erasure) -> None:
    """The last letter: nobody can sign in any more, so the certificate is at an address of its own."""
    address = settings.PUBLIC_ADDRESS + reverse("exits:certificate", args=[row.ref])
    for to in owners:
        write(
            by=by,
            at=at,
            to=to,
            subject="您的数据已删除，附证明 · Your data are erased; the certificate",
            body=f"请保存这份签名的证明：\nKeep this signed certificate:\n\n{address}",
        )


def _note(by: Viewer, at: datetime, row: Erasure, what: str, **after: object) -> None:
    record(
        by=by.actor,
        at=at,
        tenant=row.organisation.ref,
        action=f"erasure.{what}",
        object=f"erasure:{row.ref}",
        after=after,
    )


def _tell(by: Viewer, at: datetime, row: Erasure, title: Text) -> None:
    tell(
        by=by,
        at=at,
        organisation=row.organisation,
        kind="exit.erasure",
        about=f"erasure:{row.ref}",
        title=title,
        link=reverse("exits:list"),
    )
