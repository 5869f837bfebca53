"""Certification over the API: a firm's own evidence and applications; the programme's queue and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StrictBool

from pilotage.api.days import Day
from pilotage.api.examples import such_as
from pilotage.api.listed import Category, Country, Evidence, Standing
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions, identifiers, queries
from pilotage.platform.certification.models import Application, Credential, Item, Partner
from pilotage.platform.certification.rules import Reason
from pilotage.web.viewer import viewer

router = Router(tags=["certification · 资质认证"])


class Words(Schema):
    zh: str = ""
    en: str = ""


class CredentialOut(Schema):
    """Evidence as filed; `verdict` speaks of the number's form, not its existence."""

    ref: str
    kind: str
    issuer: str
    number: str
    zone: str
    categories: list[str]
    countries: list[str]
    valid_from: date | None
    valid_until: date | None
    state: str
    details: dict[str, str]
    surveillance_due: date | None
    register_status: str
    last_checked: datetime | None
    verdict: Words


class AheadOut(Schema):
    """What counts for a while only: by when something must be done."""

    by: datetime | None
    code: str
    says: Words


class ItemOut(Schema):
    """One service in one country, what was decided last, what is missing for it now, and what will be."""

    ref: str
    category: str
    country: str
    state: str
    reason: Words
    unmet: list[Words]
    ahead: list[AheadOut]


class ApplicationOut(Schema):
    ref: str
    partner: str
    partner_name: Words
    state: str
    message: str
    submitted_at: datetime
    closed_at: datetime | None
    items: list[ItemOut]


class CertificationOut(Schema):
    """How a firm stands: nothing here says "listed", for that is derived (`why_not`)."""

    partner: str
    standing: str
    credentials: list[CredentialOut]
    items: list[ItemOut]


class CredentialIn(Schema):
    model_config = such_as(
        kind="tax_agent_reference", issuer="Bundeszentralamt für Steuern", number="T 12-345", issued_in="DE",
        categories=["vat_filing"], countries=["DE"], valid_from="2026-01-01", valid_until="2027-12-31",
    )  # fmt: skip
    kind: Evidence
    issuer: str
    number: str = ""
    issued_in: str = "CN"
    zone: str = ""
    categories: list[Category] = Field(default_factory=list)
    countries: list[Country] = Field(default_factory=list)
    valid_from: Day | None = None
    valid_until: Day | None = None
    details: dict[str, str] = Field(default_factory=dict)
    surveillance_due: Day | None = None


class Service(Schema):
    category: Category
    country: Country


class ApplicationIn(Schema):
    items: list[Service]
    message: str = ""


class DecisionIn(Schema):
    """`outcome`: approve, ask_revision or reject; the latter two with a reason."""

    outcome: str
    code: str = ""
    reason: Words = Words()


class CheckIn(Schema):
    accepted: StrictBool
    note: Words = Words()


class StandingIn(Schema):
    standing: Standing
    reason: Words


class StandingOut(Schema):
    partner: str
    standing: str


class WhyNotOut(Schema):
    """Empty `reasons`: listed."""

    listed: bool
    reasons: list[Words]


@router.get("/mine", response=CertificationOut)
def mine(request: HttpRequest) -> CertificationOut:
    """The caller's own firm."""
    who = viewer(request)
    firm = queries.own_partner(who)
    return CertificationOut(
        partner=firm.ref,
        standing=firm.standing,
        credentials=[credential_out(row) for row in queries.credentials(who, firm)],
        items=_items(who, firm, queries.items(who, firm)),
    )


@router.post("/credentials", response={201: CredentialOut})
def file_credential(request: HttpRequest, given: CredentialIn) -> tuple[int, CredentialOut]:
    """File evidence for the caller's own firm."""
    who = viewer(request)
    filed = actions.file_credential(
        by=who, at=who.at, partner=queries.own_partner(who), **given.dict()
    )
    return 201, credential_out(filed)


@router.post("/credentials/{ref}/withdraw", response=CredentialOut)
def withdraw_credential(request: HttpRequest, ref: str) -> CredentialOut:
    who = viewer(request)
    return credential_out(actions.withdraw_credential(by=who, at=who.at, ref=ref))


@router.post("/credentials/{ref}/check", response=CredentialOut)
def check_credential(request: HttpRequest, ref: str, given: CheckIn) -> CredentialOut:
    """The programme looked at it."""
    who = viewer(request)
    note = Text(given.note.zh, given.note.en)
    return credential_out(
        actions.mark_checked(by=who, at=who.at, ref=ref, accepted=given.accepted, note=note)
    )


@router.post("/applications", response={201: ApplicationOut})
def apply(request: HttpRequest, given: ApplicationIn) -> tuple[int, ApplicationOut]:
    """One round of items for the caller's own firm."""
    who = viewer(request)
    submitted = actions.submit_application(
        by=who,
        at=who.at,
        partner=queries.own_partner(who),
        items=[(item.category, item.country) for item in given.items],
        message=given.message,
    )
    return 201, _application(request, queries.application(who, submitted.ref))


@router.get("/queue", response=list[ApplicationOut])
def queue(request: HttpRequest) -> list[ApplicationOut]:
    """The fifty that have waited longest."""
    waiting = queries.queue(viewer(request)).prefetch_related("items__decisions")[:50]
    return [_application(request, application) for application in waiting]


@router.get("/applications/{ref}", response=ApplicationOut)
def application(request: HttpRequest, ref: str) -> ApplicationOut:
    return _application(request, queries.application(viewer(request), ref))


@router.post("/items/{ref}/decide", response=ItemOut)
def decide(request: HttpRequest, ref: str, given: DecisionIn) -> ItemOut:
    """The programme decides one item."""
    who = viewer(request)
    reason = Text(given.reason.zh, given.reason.en)
    item = actions.decide_item(
        by=who, at=who.at, ref=ref, outcome=given.outcome, code=given.code, reason=reason
    )
    return _items(who, item.partner, [item])[0]


@router.post("/applications/{ref}/close", response=ApplicationOut)
def close(request: HttpRequest, ref: str) -> ApplicationOut:
    who = viewer(request)
    closed = actions.close_review(by=who, at=who.at, ref=ref)
    return _application(request, queries.application(who, closed.ref))


@router.post("/partners/{ref}/standing", response=StandingOut)
def standing(request: HttpRequest, ref: str, given: StandingIn) -> StandingOut:
    """Warn, suspend or restore; a suspended firm is shown nowhere from now on."""
    who = viewer(request)
    reason = Text(given.reason.zh, given.reason.en)
    partner = actions.set_standing(
        by=who, at=who.at, partner_ref=ref, standing=given.standing, reason=reason
    )
    return StandingOut(partner=partner.ref, standing=partner.standing)


@router.get("/partners/{ref}/why-not", response=WhyNotOut)
def why_not(request: HttpRequest, ref: str, category: str, country: str) -> WhyNotOut:
    """Why a firm is not listed for this, now: for the firm itself and the programme."""
    who = viewer(request)
    firm = queries.partner(who, ref)
    reasons = queries.why_not(who, firm.ref, category, country, who.at.date())
    return WhyNotOut(listed=not reasons, reasons=[_words(reason.says) for reason in reasons])


def _application(request: HttpRequest, found: Application) -> ApplicationOut:
    firm = found.partner.organisation
    return ApplicationOut(
        ref=found.ref,
        partner=found.partner.ref,
        partner_name=Words(zh=firm.name_zh, en=firm.name_en),
        state=found.state,
        message=found.message,
        submitted_at=found.submitted_at,
        closed_at=found.closed_at,
        items=_items(viewer(request), found.partner, found.items.all()),
    )


def _items(who: Viewer, firm: Partner, items: Iterable[Item]) -> list[ItemOut]:
    items = list(items)
    told = zip(items, queries.unmet(who, firm, items), queries.ahead(who, firm, items), strict=True)
    return [_item(item, gaps, ahead) for item, gaps, ahead in told]


def _item(item: Item, gaps: Iterable[Reason], ahead: Iterable[Reason]) -> ItemOut:
    latest = max(item.decisions.all(), key=lambda decision: decision.pk, default=None)
    return ItemOut(
        ref=item.ref,
        category=item.category,
        country=item.country,
        state=item.state,
        reason=Words(zh=latest.reason_zh, en=latest.reason_en) if latest else Words(),
        unmet=[_words(gap.says) for gap in gaps],
        ahead=[AheadOut(by=one.by, code=one.code, says=_words(one.says)) for one in ahead],
    )


def credential_out(row: Credential) -> CredentialOut:
    """Evidence as the API shows it."""
    return CredentialOut(
        ref=row.ref,
        kind=row.kind,
        issuer=row.issuer,
        number=row.number,
        zone=row.zone,
        categories=list(row.categories),
        countries=list(row.countries),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=row.state,
        details=row.details,
        surveillance_due=row.surveillance_due,
        register_status=row.register_status,
        last_checked=row.last_checked,
        verdict=_words(identifiers.verdict(row.well_formed)),
    )


def _words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)
