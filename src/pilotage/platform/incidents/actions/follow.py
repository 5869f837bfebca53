"""What a seller does about an incident: asks a successor, or says that it needs none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.incidents import queries
from pilotage.platform.incidents.models import Affected

LONGEST = 500
_MESSAGE = Text("接手：{says}", "Taking over: {says}")


@transaction.atomic
def ask_successor(*, by: Viewer, at: datetime, ref: str, partner_ref: str) -> Affected:
    """Sends a request for all that was lost to one partner by name; it moves on if that one declines.

    Raises `Invalid` where the seller's contact is not known, `WrongState` while another request is going on.
    """
    check_may(by, "request.send")
    row = _locked(by, ref)
    if partner_ref == row.partner.partner.ref:
        raise Invalid(
            "THE_SAME_PARTNER",
            Text("请选择另一家服务商。", "Choose another partner."),
        )
    firm = row.seller
    brief = Brief(
        needs=tuple((category, country) for category, country in row.needs),
        contact=Contact(firm.contact_name, firm.contact_email, firm.contact_phone),
        message=_MESSAGE.with_(says=Text(row.says_zh, row.says_en)).zh,
        named=(partner_ref,),
        basis=f"incident:{row.incident}",
    )
    row.request = engagements.send(by=by, at=at, brief=brief)
    row.save(update_fields=["request"])
    _noted(row, "successor_asked", by, at, partner=partner_ref, request=row.request.ref)
    return row


@transaction.atomic
def settle(*, by: Viewer, at: datetime, ref: str, why: str) -> Affected:
    """The seller needs no successor: it found its own way, or stays."""
    check_may(by, "request.send")
    row = _locked(by, ref)
    if not why.strip() or len(why) > LONGEST or "\0" in why:
        raise Invalid(
            "SAY_HOW",
            Text("请写明如何处理，最多 {most} 字。", "Say how, in at most {most} characters."),
            most=LONGEST,
        )
    row.settled_by, row.settled_at, row.settled_why = by.actor, at, why.strip()
    row.save(update_fields=["settled_by", "settled_at", "settled_why"])
    _noted(row, "settled", by, at, why=row.settled_why)
    return row


def _locked(by: Viewer, ref: str) -> Affected:
    seen = queries.one(by, ref)
    rows = Affected.objects.select_for_update(of=("self",))
    row = rows.select_related("seller", "partner__partner", "request").get(pk=seen.pk)
    if not queries.is_open(by, row):
        raise WrongState(
            "TAKEN_CARE_OF",
            Text("这件事已经处理或正在等服务商答复。", "This is settled, or waits for a partner's answer."),
            Text("可先撤回请求再另选一家。", "Withdraw the request first to choose another."),
        )  # fmt: skip
    return row


def _noted(row: Affected, what: str, by: Viewer, at: datetime, **after: object) -> None:
    record(
        by=by.actor, at=at, tenant=row.seller.ref, action=f"incident.{what}",
        object=f"affected:{row.ref}", after=after,
    )  # fmt: skip
