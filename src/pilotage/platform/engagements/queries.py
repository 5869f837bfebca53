"""Requests as each side may see them. A partner sees no name and no contact before it accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import states
from pilotage.platform.engagements.brief import Contact, masked
from pilotage.platform.engagements.models import Referral, Request
from pilotage.platform.engagements.telling import needs_text

_HIDDEN = Text("一位卖家（接受后可见）", "A seller (named once you accept)")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as the partner it was put before sees it."""

    ref: str
    state: str
    needs: tuple[tuple[str, str], ...]
    needs_text: Text
    languages: tuple[str, ...]
    message: str
    product_line: str
    monthly_sales: str
    start_by: date | None
    budget: Decimal | None
    budget_currency: str
    seller_name: Text
    contact: Contact | None
    sent_at: datetime
    accept_by: datetime
    provisional: bool
    ended_at: datetime | None
    why: Text
    terms: tuple[dict[str, str], ...]

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN_REFERRAL


def requests(viewer: Viewer) -> QuerySet[Request]:
    """The seller's own requests, or every request for an operator; newest first."""
    every = Request.objects.select_related("seller").order_by("-opened_at")
    if viewer.is_operator:
        check_may(viewer, "request.oversee")
        return every
    if viewer.is_seller:
        return every.filter(seller_id=viewer.organisation_id)
    return every.none()


def request(viewer: Viewer, ref: str) -> Request:
    """One of them with its referrals in order, or `NotFound`."""
    steps = Referral.objects.select_related("partner").order_by("position")
    rows = requests(viewer).filter(ref=ref).prefetch_related(Prefetch("referrals", steps))
    return first(rows, _no_such())


def partner_contact(viewer: Viewer, ref: str) -> Contact | None:
    """How to reach the partner that accepted; None before."""
    accepted = [
        r for r in request(viewer, ref).referrals.all() if r.state == states.Referral.ACCEPTED
    ]
    if not accepted:
        return None
    firm = accepted[0].partner
    return Contact(firm.contact_name, firm.contact_email, firm.contact_phone)


def incoming(viewer: Viewer) -> list[Incoming]:
    """What was put before the viewer's firm: waiting ones first, by time left; then the latest."""
    mine = _referrals(viewer).order_by("-sent_at")[:200]
    rows = [_incoming(referral) for referral in mine]
    return sorted(
        rows, key=lambda row: (not row.is_open, row.accept_by if row.is_open else row.sent_at)
    )


def incoming_one(viewer: Viewer, ref: str) -> Incoming:
    """One of them, or `NotFound`."""
    return _incoming(first(_referrals(viewer).filter(ref=ref), _no_such()))


def _referrals(viewer: Viewer) -> QuerySet[Referral]:
    if not viewer.is_partner:
        return Referral.objects.none()
    mine = Referral.objects.filter(partner_id=viewer.organisation_id)
    return mine.select_related("request__seller")


def _incoming(referral: Referral) -> Incoming:
    request, accepted = referral.request, referral.state == states.Referral.ACCEPTED
    seller = request.seller
    return Incoming(
        ref=referral.ref,
        state=referral.state,
        needs=tuple((category, country) for category, country in request.needs),
        needs_text=needs_text(request.needs),
        languages=tuple(request.languages),
        message=request.message if accepted else masked(request.message),
        product_line=request.product_line if accepted else masked(request.product_line),
        monthly_sales=request.monthly_sales if accepted else masked(request.monthly_sales),
        start_by=request.start_by,
        budget=request.budget_amount,
        budget_currency=request.budget_currency,
        seller_name=seller.name if accepted else _HIDDEN,
        contact=_contact(request) if accepted else None,
        sent_at=referral.sent_at,
        accept_by=referral.accept_by,
        provisional=referral.provisional,
        ended_at=referral.ended_at,
        why=Text(referral.why_zh, referral.why_en),
        terms=tuple(referral.terms),
    )


def _contact(request: Request) -> Contact:
    return Contact(request.contact_name, request.contact_email, request.contact_phone)


def _no_such() -> NotFound:
    return NotFound(
        "NO_SUCH_REQUEST",
        Text("没有这个服务请求。", "There is no such request."),
        Text("请从请求列表重新打开。", "Open it again from the list."),
    )
