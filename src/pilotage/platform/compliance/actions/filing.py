"""Filings: saying what was filed, bringing the receipt, and settling whether it is so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pilotage.engines.tax.filing.reading import read_filed
from pilotage.kernel.decimals import exact
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import parse_period
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance import comparing, followers, queries
from pilotage.platform.compliance.filing_states import Actor, Receipt, after
from pilotage.platform.compliance.models import Filing
from pilotage.platform.compliance.receipts import fault_of
from pilotage.platform.documents.models import Document
from pilotage.platform.grants.deciding import basis, check_granted
from pilotage.platform.parties.models import Organisation

Facts = dict[str, Any] | None
AUTHORITY = "authority"
MOST_BOXES = 2_000  # an OSS return has two for each state, dispatch and rate
_LONGEST_BOX = 40


@transaction.atomic
def claim_filing(
    *,
    by: Viewer,
    at: datetime,
    seller: Organisation,
    kind: str,
    jurisdiction: str,
    period: str,
    figures: Mapping[str, str],
    document: Document | None = None,
) -> Filing:
    """The seller, or a partner's person to whom it is granted, says what was filed, box by box.

    `document` is the file the figures were read from; its hash stands in the audit.
    Said again before the receipt arrived it replaces the figures. Raises `Invalid`, `NotAllowed`.
    """
    check_may(by, "filing.claim")
    ground = _ground(by, seller, jurisdiction)
    figures = _checked(figures, period)
    place = {"organisation": seller, "kind": kind, "jurisdiction": jurisdiction, "period": period}
    filing = Filing.objects.select_for_update().filter(**place).first()
    before = {"figures": dict(filing.figures)} if filing else None
    if filing is None:
        filing = Filing(**place, state=after(None, "claim", _actor(by)))
    elif filing.state != Receipt.CLAIMED:
        after(Receipt(filing.state), "claim", _actor(by))
    filing.figures, filing.filed_by_id = dict(figures), by.organisation_id
    filing.claimed_by, filing.claimed_at = by.actor, at
    filing.save()
    said = {"figures": dict(figures)} | ({"sha256": document.sha256} if document else {})
    _note(filing, "filing.claimed", by, at, before, said, ground)
    comparing.ask(filing, at)
    return filing


def claim_filed(
    *,
    by: Viewer,
    at: datetime,
    seller: Organisation,
    kind: str,
    jurisdiction: str,
    period: str,
    document: Document,
) -> Filing:
    """The same from the file as it was filed; one of another return is refused, its bytes stay kept."""
    held = read_filed(ports.files().path(document.sha256).read_bytes(), period)
    said = (held.kind, held.jurisdiction, held.period or period)
    if said != (kind, jurisdiction, period):
        raise Invalid(
            "FILED_ELSEWHERE",
            Text(
                "文件是 {said} 的申报，不是所选的。",
                "The file is the return {said}, not the one chosen.",
            ),
            Text("请改选申报类型、国家和期间。", "Choose its kind, country and period."),
            said=" ".join(said),
        )
    figures = {name: f"{value:f}" for name, value in held.figures.items()}
    return claim_filing(
        by=by,
        at=at,
        seller=seller,
        kind=kind,
        jurisdiction=jurisdiction,
        period=period,
        figures=figures,
        document=document,
    )


@transaction.atomic
def receive_receipt(*, by: Viewer, at: datetime, ref: str, document: Document) -> Filing:
    """The receipt arrives and its form is looked at at once; that says nothing about its truth."""
    check_may(by, "filing.claim")
    seen = queries.filing(by, ref)
    ground = _ground(by, seen.organisation, seen.jurisdiction)
    filing = _locked(by, ref)
    filing.state = after(Receipt(filing.state), "receive", _actor(by))
    filing.receipt = document
    content = ports.files().path(document.sha256).read_bytes()
    fault = fault_of(content, document.name, filing.period)
    event = "pass_format" if fault is None else "fail_format"
    filing.state = after(Receipt(filing.state), event, "product")
    filing.why_zh, filing.why_en = (fault.zh, fault.en) if fault else ("", "")
    is_first = _on_file(filing, at)
    filing.save()
    _note(filing, "filing.receipt_received", by, at, None, {"sha256": document.sha256}, ground)
    if is_first:
        followers.receipt_on_file(filing, by, at)
    key = f"evidence:{filing.ref}:{document.pk}"
    ports.queue().put("compliance.evidence", {"ref": filing.ref}, at=at, key=key)
    return filing


@transaction.atomic
def settle_filing(*, by: Viewer, at: datetime, ref: str, event: str, why: Text) -> Filing:
    """`confirm`, `differ` or `give_up`, by the seller or by an authority's answer, never by who filed."""
    if not by.job:
        check_may(by, "filing.settle")
    filing = _locked(by, ref)
    before = filing.state
    filing.state = after(Receipt(before), event, _actor(by))
    filing.why_zh, filing.why_en = why.zh[:300], why.en[:300]
    filing.settled_by, filing.settled_at = by.actor, at
    is_first = _on_file(filing, at)
    filing.save()
    _note(filing, f"filing.{event}", by, at, {"state": before}, {"state": filing.state})
    if is_first:
        followers.receipt_on_file(filing, by, at)
    return filing


def _on_file(filing: Filing, at: datetime) -> bool:
    """Whether a receipt that can be one is on file now for the first time; one of no form is none."""
    if filing.received_at is not None or filing.state not in (Receipt.FORMAT_OK, Receipt.CONFIRMED):
        return False
    filing.received_at = at
    return True


def _locked(by: Viewer, ref: str) -> Filing:
    queries.filing(by, ref)
    return Filing.objects.select_for_update().select_related("organisation").get(ref=ref)


def _actor(by: Viewer) -> Actor:
    if by.job:
        return "authority" if by.job == AUTHORITY else "product"
    return "partner" if by.is_partner else "seller"


def _ground(by: Viewer, seller: Organisation, jurisdiction: str) -> str:
    """On what ground `by` writes for the seller: its own, or a grant that stays locked until the commit."""
    if not by.is_partner:
        check_own(by, seller.pk)
        return ""
    site = (jurisdiction,)
    return basis(check_granted(by, seller.ref, "filing.write", sites=site, lock=True))


def _checked(figures: Mapping[str, str], period: str) -> dict[str, str]:
    if parse_period(period) is None:
        raise Invalid(
            "NO_PERIOD",
            Text("{period!r} 不是申报期。", "{period!r} is no period."),
            Text("请写成 2026-01 或 2026-Q1。", "Write 2026-01 or 2026-Q1."),
            period=period,
        )
    if not figures or len(figures) > MOST_BOXES:
        raise Invalid(
            "NO_FIGURES",
            Text("请填写申报表上的数字。", "Enter the figures of the return."),
            Text("每行一个栏位，例如 81 1000。", "One box a line, such as 81 1000."),
        )
    return {box.strip()[:_LONGEST_BOX]: _amount(box, text) for box, text in figures.items()}


def _amount(box: str, text: str) -> str:
    value: Decimal | None = exact(text.replace(",", "").strip())
    if value is None or abs(value) >= 10**16:
        raise Invalid(
            "NO_AMOUNT",
            Text("栏位 {box} 的 {text!r} 不是金额。", "{text!r} in box {box} is no amount."),
            Text("请写成 1234.56。", "Write 1234.56."),
            box=box,
            text=text,
        )
    return f"{value:f}"


def _note(
    filing: Filing,
    action: str,
    by: Viewer,
    at: datetime,
    before: Facts,
    after_: Facts,
    ground: str = "",
) -> None:
    record(
        by=by.actor,
        at=at,
        tenant=filing.organisation.ref,
        action=action,
        object=f"filing:{filing.ref}",
        before=before,
        after=after_,
        basis=ground,
    )
