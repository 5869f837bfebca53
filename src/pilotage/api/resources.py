"""Resources of the programme over the API: who may apply and why not, rounds, applications, draws with all that replays them."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.days import Day
from pilotage.api.examples import such_as
from pilotage.api.failures import InBothOut
from pilotage.api.listed import Resource
from pilotage.api.paging import Offset, page
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.programme import actions, draws
from pilotage.platform.programme.actions.rounds import LONGEST, MOST_PLACES, Terms
from pilotage.platform.programme.models import Place, Round
from pilotage.platform.programme.states import Round as RoundState
from pilotage.web.viewer import viewer

router = Router(tags=["programme · 项目"])


class LacksOut(Schema):
    says_zh: str
    says_en: str


class ResourceOut(Schema):
    """`reasons` say why your organisation may not apply; `place` is its last application, `round` the one that is open."""

    code: str
    says_zh: str
    says_en: str
    about_zh: str
    about_en: str
    offered: bool
    until: date | None
    source_zh: str
    source_en: str
    address: str
    checked_on: date
    confidence: str
    reasons: list[LacksOut]
    place: str | None
    round: str | None
    waiting: int


class PlaceOut(Schema):
    """An application: waiting, given, withdrawn or lapsed. `given_in` names the round that gave it a place.

    `organisation` is who applied, told to the programme alone.
    """

    ref: str
    organisation: InBothOut | None
    resource: str
    state: str
    waited: int
    lots: int
    given_in: str
    why_zh: str
    why_en: str
    applied_at: datetime
    changed_at: datetime


class RoundOut(Schema):
    """`secret` and `seed` are empty until it is drawn; `promised` is the secret's SHA-256, published at the opening."""

    ref: str
    resource: str
    title_zh: str
    title_en: str
    places: int
    draw_on: date
    state: str
    promised: str
    secret: str
    seed: str
    opened_at: datetime
    ended_at: datetime | None
    why_zh: str
    why_en: str


class RoundIn(Schema):
    """`draw_on` is seven days to half a year ahead."""

    model_config = such_as(
        resource="event", title_zh="深圳卖家大会", title_en="Sellers in Shenzhen", places=20, draw_on="2027-03-01"
    )  # fmt: skip
    resource: Resource
    title_zh: str = Field(max_length=LONGEST["title"])
    title_en: str = Field(max_length=LONGEST["title"])
    places: int = Field(ge=1, le=MOST_PLACES)
    draw_on: Day


class CallOffIn(Schema):
    """Why, in both languages."""

    why_zh: str = Field(max_length=LONGEST["why"])
    why_en: str = Field(max_length=LONGEST["why"])


class LotOut(Schema):
    """One application in the draw, by reference: the order, the lots, the number drawn and what came of it."""

    order: int
    place: str
    firm: str
    waited: int
    lots: int
    number: float
    given: bool
    why_zh: str
    why_en: str


class ReplayOut(Schema):
    """The draw done again now. `same`: it is the one published; `kept`: secret and seed are the ones promised.

    `lots` are fifty of `count`, in their order; `number` and `given` of each rest on all of them.
    """

    seed: str
    places: int
    count: int
    same: bool
    kept: bool
    mine: str
    lots: list[LotOut]


@router.get("/resources", response=list[ResourceOut])
def programme_resources(request: HttpRequest) -> list[ResourceOut]:
    """Every resource of the table, those that ended too."""
    return [_resource(one) for one in draws.offers(viewer(request))]


@router.post("/resources/{code}/places", response={201: PlaceOut})
def apply_for_place(request: HttpRequest, code: str) -> Status[PlaceOut]:
    """Your organisation into the queue; it is in every draw from the next on until it has a place."""
    who = viewer(request)
    return Status(201, _place(who, actions.apply_for(by=who, at=who.at, code=code)))


@router.get("/places", response=list[PlaceOut])
def places(request: HttpRequest, offset: Offset = 0) -> list[PlaceOut]:
    """Your organisation's applications (the programme's: all), the newest first, fifty from `offset` on."""
    who = viewer(request)
    return [_place(who, one) for one in page(draws.places(who), offset)]


@router.post("/places/{ref}/withdraw", response=PlaceOut)
def withdraw_place(request: HttpRequest, ref: str) -> PlaceOut:
    """Out of the queue, or a place given up; the wait is not kept."""
    who = viewer(request)
    return _place(who, actions.withdraw(by=who, at=who.at, ref=ref))


@router.get("/rounds", response=list[RoundOut])
def rounds(request: HttpRequest, offset: Offset = 0) -> list[RoundOut]:
    """Every round, the newest first, fifty from `offset` on."""
    return [_round(one) for one in page(draws.rounds(viewer(request)), offset)]


@router.post("/rounds", response={201: RoundOut})
def open_round(request: HttpRequest, given: RoundIn) -> Status[RoundOut]:
    """Open at once, and told to all for whom the resource is."""
    who = viewer(request)
    title = Text(given.title_zh, given.title_en)
    terms = Terms(given.resource, title, given.places, given.draw_on)
    return Status(201, _round(actions.open_round(by=who, at=who.at, terms=terms)))


@router.get("/rounds/{ref}", response=RoundOut)
def round_of_places(request: HttpRequest, ref: str) -> RoundOut:
    return _round(draws.round_of(viewer(request), ref))


@router.get("/rounds/{ref}/replay", response=ReplayOut | None)
def replay_round(request: HttpRequest, ref: str, offset: Offset = 0) -> ReplayOut | None:
    """All that it takes to draw again, for those who were in it and the programme; null before the draw and for others.

    Fifty lots from `offset` on.
    """
    who = viewer(request)
    row = draws.round_of(who, ref)
    again = draws.replay(who, row)
    return again and _replay(row, again, offset)


@router.post("/rounds/{ref}/call-off", response=RoundOut)
def call_off_round(request: HttpRequest, ref: str, given: CallOffIn) -> RoundOut:
    """It is not drawn; the queue stays as it is."""
    who = viewer(request)
    why = Text(given.why_zh, given.why_en)
    return _round(actions.call_off(by=who, at=who.at, ref=ref, why=why))


@router.post("/rounds/{ref}/draw", response=RoundOut)
def draw_round(request: HttpRequest, ref: str) -> RoundOut:
    """From its day on; otherwise the timer does it."""
    who = viewer(request)
    return _round(actions.draw(by=who, at=who.at, ref=ref))


def _resource(one: draws.Offer) -> ResourceOut:
    of = one.resource
    return ResourceOut(
        code=of.code, says_zh=of.says.zh, says_en=of.says.en, about_zh=of.about.zh, about_en=of.about.en,
        offered=one.is_offered, until=of.until, source_zh=of.source.zh, source_en=of.source.en, address=of.address,
        checked_on=of.checked_on, confidence=of.confidence,
        reasons=[LacksOut(says_zh=why.zh, says_en=why.en) for why in one.reasons],
        place=one.mine and one.mine.ref, round=one.round and one.round.ref, waiting=one.waiting,
    )  # fmt: skip


def _place(who: Viewer, row: Place) -> PlaceOut:
    told = {name: getattr(row, name) for name in PlaceOut.model_fields}
    name = draws.applicant(who, row)
    return PlaceOut(**told | {"organisation": name and InBothOut.of(name)})


def _round(row: Round) -> RoundOut:
    told = {name: getattr(row, name) for name in RoundOut.model_fields}
    if row.state != RoundState.DRAWN:
        told |= {"secret": "", "seed": ""}
    return RoundOut(**told)


def _replay(row: Round, again: draws.Replay, offset: int) -> ReplayOut:
    lots = [
        LotOut(
            order=drawn.place, place=one.ref, firm=one.firm, waited=one.waited, lots=one.lots, number=drawn.key,
            given=drawn.given, why_zh=drawn.why.zh, why_en=drawn.why.en,
        )
        for one, drawn in page(again.drawn, offset)
    ]  # fmt: skip
    return ReplayOut(
        seed=row.seed, places=row.places, count=len(again.drawn), same=again.is_same, kept=again.is_kept,
        mine=again.mine, lots=lots,
    )  # fmt: skip
