"""Service requests over the API: send, look, accept, decline, withdraw. The same masking as the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StrictBool

from pilotage.api.days import Day
from pilotage.api.examples import such_as
from pilotage.api.listed import Category, Country
from pilotage.api.money import Currency
from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.engagements import actions, queries
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.web.viewer import viewer

router = Router(tags=["requests · 服务请求"])


class Need(Schema):
    """One service category in one country."""

    category: Category
    country: Country


class ContactIn(Schema):
    name: str
    email: str
    phone: str = ""


class BriefIn(Schema):
    """What the seller asks for."""

    model_config = such_as(
        needs=[{"category": "vat_filing", "country": "DE"}],
        contact={"name": "李雷", "email": "lilei@example.com"},
    )
    needs: list[Need]
    contact: ContactIn
    languages: list[str] = Field(default_factory=lambda: ["zh"])
    message: str = ""
    product_line: str = ""
    monthly_sales: str = ""
    start_by: Day | None = None
    budget: Decimal | None = Field(default=None, max_digits=18, decimal_places=4)
    budget_currency: Currency = "CNY"
    named: list[str] = Field(default_factory=list)
    may_refer_on: StrictBool = True


class ReferralOut(Schema):
    """The request before one partner."""

    partner: str
    position: int
    state: str
    sent_at: datetime
    accept_by: datetime
    provisional: bool
    viewed_at: datetime | None
    ended_at: datetime | None
    decline_code: str


class RequestOut(Schema):
    """A request as its seller or an operator sees it."""

    ref: str
    state: str
    needs: list[Need]
    opened_at: datetime
    match_by: datetime
    ended_at: datetime | None
    why_zh: str
    why_en: str
    steps: list[ReferralOut]
    partner_contact: ContactIn | None


class IncomingOut(Schema):
    """A request as the partner sees it; `contact` is null until it accepted."""

    ref: str
    state: str
    needs: list[Need]
    languages: list[str]
    message: str
    product_line: str
    monthly_sales: str
    start_by: date | None
    budget: Decimal | None
    budget_currency: str
    sent_at: datetime
    accept_by: datetime
    provisional: bool
    contact: ContactIn | None


class DeclineIn(Schema):
    code: str
    note: str = ""


@router.get("/", response=list[RequestOut])
def everything(request: HttpRequest, offset: Offset = 0) -> list[RequestOut]:
    """The latest 50 requests from `offset` on."""
    who = viewer(request)
    return [_request(request, found.ref) for found in page(queries.requests(who), offset)]


@router.post("/", response={201: RequestOut})
def send(request: HttpRequest, brief: BriefIn) -> tuple[int, RequestOut]:
    """Send a request; it goes to one partner at a time."""
    who = viewer(request)
    sent = actions.send(by=who, at=who.at, brief=_brief(brief))
    return 201, _request(request, sent.ref)


@router.get("/incoming", response=list[IncomingOut])
def incoming(request: HttpRequest) -> list[IncomingOut]:
    """What was put before the caller's firm."""
    return [_incoming(row) for row in queries.incoming(viewer(request))]


@router.get("/incoming/{ref}", response=IncomingOut)
def incoming_one(request: HttpRequest, ref: str) -> IncomingOut:
    """One of them; looking at it here does not mark it viewed."""
    return _incoming(queries.incoming_one(viewer(request), ref))


@router.post("/incoming/{ref}/accept", response=IncomingOut)
def accept(request: HttpRequest, ref: str) -> IncomingOut:
    who = viewer(request)
    actions.accept(by=who, at=who.at, ref=ref)
    return _incoming(queries.incoming_one(who, ref))


@router.post("/incoming/{ref}/decline", response=IncomingOut)
def decline(request: HttpRequest, ref: str, answer: DeclineIn) -> IncomingOut:
    who = viewer(request)
    actions.decline(by=who, at=who.at, ref=ref, code=answer.code, note=answer.note)
    return _incoming(queries.incoming_one(who, ref))


@router.get("/{ref}", response=RequestOut)
def one(request: HttpRequest, ref: str) -> RequestOut:
    return _request(request, ref)


@router.post("/{ref}/withdraw", response=RequestOut)
def withdraw(request: HttpRequest, ref: str) -> RequestOut:
    who = viewer(request)
    check_may(who, "request.close")
    actions.withdraw(by=who, at=who.at, ref=ref)
    return _request(request, ref)


def _brief(given: BriefIn) -> Brief:
    return Brief(
        needs=tuple((need.category, need.country) for need in given.needs),
        contact=Contact(given.contact.name, given.contact.email, given.contact.phone),
        languages=tuple(given.languages),
        message=given.message,
        product_line=given.product_line,
        monthly_sales=given.monthly_sales,
        start_by=given.start_by,
        budget=given.budget,
        budget_currency=given.budget_currency,
        named=tuple(given.named),
        may_refer_on=given.may_refer_on,
    )


def _request(request: HttpRequest, ref: str) -> RequestOut:
    who = viewer(request)
    found = queries.request(who, ref)
    contact = queries.partner_contact(who, ref)
    return RequestOut(
        ref=found.ref,
        state=found.state,
        needs=[Need(category=category, country=country) for category, country in found.needs],
        opened_at=found.opened_at,
        match_by=found.match_by,
        ended_at=found.ended_at,
        why_zh=found.why_zh,
        why_en=found.why_en,
        steps=[
            ReferralOut(
                partner=step.partner_ref,
                position=step.position,
                state=step.state,
                sent_at=step.sent_at,
                accept_by=step.accept_by,
                provisional=step.provisional,
                viewed_at=step.viewed_at,
                ended_at=step.ended_at,
                decline_code=step.decline_code,
            )
            for step in found.referrals.all()
        ],
        partner_contact=_contact(contact),
    )


def _incoming(row: queries.Incoming) -> IncomingOut:
    return IncomingOut(
        ref=row.ref,
        state=row.state,
        needs=[Need(category=category, country=country) for category, country in row.needs],
        languages=list(row.languages),
        message=row.message,
        product_line=row.product_line,
        monthly_sales=row.monthly_sales,
        start_by=row.start_by,
        budget=row.budget,
        budget_currency=row.budget_currency,
        sent_at=row.sent_at,
        accept_by=row.accept_by,
        provisional=row.provisional,
        contact=_contact(row.contact),
    )


def _contact(contact: Contact | None) -> ContactIn | None:
    if contact is None:
        return None
    return ContactIn(name=contact.name, email=contact.email, phone=contact.phone)
