"""Incidents over the API: whom a cause reaches, opening and closing; and what a seller was told, with who can take over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.examples import such_as
from pilotage.api.listed import Cause, Pair
from pilotage.api.paging import Offset, page
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.incidents import actions, queries
from pilotage.platform.incidents.causes import causes
from pilotage.platform.incidents.models import Affected, Incident
from pilotage.platform.incidents.reach import Reach, reach
from pilotage.web.viewer import viewer

router = Router(tags=["incidents · 事件"])
# Sellers named in an answer; all are counted, and all are told.
_NAMED = 500


class WordsIn(Schema):
    """The Chinese is needed; the sellers concerned read both."""

    zh: str = Field(max_length=300)
    en: str = Field("", max_length=300)


class OpenIn(Schema):
    """`kind`: credential, standing or number; `about`: its reference, the partner's, or the number."""

    model_config = such_as(kind="standing", about="ptr_7Q2M9D4K1HXA", reason={"zh": "已被列入失信名单", "en": "On the list of defaulters"})  # fmt: skip
    kind: Cause
    about: str = Field(max_length=80)
    reason: WordsIn


class SuccessorIn(Schema):
    partner: str = Field(max_length=20)


class ReachedOut(Schema):
    seller: str
    needs: list[Pair]
    contracts: list[str]
    filings: int
    unconfirmed: int
    marks: list[str]


class ReachOut(Schema):
    """Everybody is counted, the first 500 are named."""

    partner: str
    lost: list[Pair]
    sellers: int
    contracts: int
    marks: int
    filings: int
    unconfirmed: int
    named: list[ReachedOut]


class IncidentOut(Schema):
    ref: str
    kind: str
    partner: str
    about: str
    lost: list[Pair]
    reason_zh: str
    reason_en: str
    opened_at: datetime
    closed_at: datetime | None


class ToldOut(Schema):
    """`open`: something is still to be done. `request` is the one to a successor; `marks` are those in whose record the number stands."""

    ref: str
    partner: str
    kind: str
    says_zh: str
    says_en: str
    needs: list[Pair]
    contracts: list[str]
    marks: list[str]
    filings: int
    unconfirmed: int
    told_at: datetime
    request: str | None
    settled_at: datetime | None
    settled_why: str
    open: bool


class DueOut(Schema):
    place: str
    period: str
    day: date


class ToldWhole(ToldOut):
    """`successors` are partners by reference, best first; where there are none, `why_none` says why."""

    due: DueOut | None
    successors: list[str]
    why_none_zh: list[str]
    why_none_en: list[str]


@router.get("", response=list[IncidentOut])
def incidents(request: HttpRequest, offset: Offset = 0) -> list[IncidentOut]:
    """The open ones first, fifty from `offset` on."""
    return [_incident(one) for one in page(queries.incidents(viewer(request)), offset)]


@router.get("/reach", response=list[ReachOut])
def incident_reach(request: HttpRequest, kind: str, about: str) -> list[ReachOut]:
    """Whom a cause reaches, a line a partner; nothing is done."""
    who = viewer(request)
    check_may(who, "incident.oversee")
    return [_reach(reach(who, cause)) for cause in causes(who, kind, about)]


@router.post("", response={201: list[IncidentOut]})
def open_incident(request: HttpRequest, given: OpenIn) -> Status[list[IncidentOut]]:
    """Matching stops and everybody reached is told; one incident a partner."""
    who = viewer(request)
    made = actions.open_incidents(
        by=who, at=who.at, kind=given.kind, about=given.about, reason=_words(given.reason)
    )
    return Status(201, [_incident(queries.incident(who, one.ref)) for one in made])


@router.get("/told", response=list[ToldOut])
def incidents_told(request: HttpRequest, offset: Offset = 0) -> list[ToldOut]:
    """What reached your organisation, the newest first, fifty from `offset` on."""
    who = viewer(request)
    check_may(who, "incident.follow")
    return [ToldOut(**_told(who, one)) for one in page(queries.mine(who), offset)]


@router.get("/told/{ref}", response=ToldWhole)
def incident_told(request: HttpRequest, ref: str) -> ToldWhole:
    """One of them with what is due and who can take over."""
    return _whole(viewer(request), ref)


@router.post("/told/{ref}/successor", response=ToldWhole)
def ask_successor(request: HttpRequest, ref: str, given: SuccessorIn) -> ToldWhole:
    """A request for all that was lost, to one partner by name."""
    who = viewer(request)
    queries.one(who, ref)
    actions.ask_successor(by=who, at=who.at, ref=ref, partner_ref=given.partner)
    return _whole(who, ref)


@router.get("/{ref}", response=IncidentOut)
def incident(request: HttpRequest, ref: str) -> IncidentOut:
    return _incident(queries.incident(viewer(request), ref))


@router.post("/{ref}/close", response=IncidentOut)
def close_incident(request: HttpRequest, ref: str, given: WordsIn) -> IncidentOut:
    """It is over; the sellers that it reached hear how."""
    who = viewer(request)
    queries.incident(who, ref)
    actions.close(by=who, at=who.at, ref=ref, outcome=_words(given))
    return _incident(queries.incident(who, ref))


def _words(given: WordsIn) -> Text:
    return Text(given.zh, given.en)


def _incident(one: Incident) -> IncidentOut:
    names = IncidentOut.model_fields.keys() - {"partner"}
    facts = {name: getattr(one, name) for name in names}
    return IncidentOut(**facts, partner=one.partner.partner.ref)


def _reach(found: Reach) -> ReachOut:
    named = [
        ReachedOut(
            seller=one.seller.ref,
            needs=sorted(one.needs),
            contracts=one.contracts,
            filings=one.filings,
            unconfirmed=one.unconfirmed,
            marks=one.marks,
        )
        for one in found.sellers[:_NAMED]
    ]
    return ReachOut(
        partner=found.cause.partner.ref,
        lost=sorted(found.cause.lost),
        sellers=len(found.sellers),
        contracts=found.contracts,
        marks=found.marks,
        filings=found.filings,
        unconfirmed=found.unconfirmed,
        named=named,
    )


def _told(who: Viewer, one: Affected) -> dict[str, Any]:
    names = ToldOut.model_fields.keys() - {"partner", "request", "open"}
    return {
        **{name: getattr(one, name) for name in names},
        "partner": one.partner.partner.ref,
        "request": one.request.ref if one.request else None,
        "open": queries.is_open(who, one),
    }


def _whole(who: Viewer, ref: str) -> ToldWhole:
    one = queries.one(who, ref)
    way = queries.way(who, one)
    due = way.due and DueOut(place=way.due.place, period=way.due.period, day=way.due.day)
    return ToldWhole(
        **_told(who, one),
        due=due,
        successors=[candidate.partner_ref for candidate in way.successors],
        why_none_zh=[why.zh for why in way.why_none],
        why_none_en=[why.en for why in way.why_none],
    )
