"""The programme over the API: outcomes with what they rest on, the guide's claims apart, a seller's shops."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.days import Day
from pilotage.api.examples import such_as
from pilotage.api.listed import Readers, ShopAnswer, Site
from pilotage.api.paging import Offset, page
from pilotage.engines.outcomes import Figure
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.programme import actions, queries
from pilotage.platform.programme import announcements as told
from pilotage.platform.programme import claims as guide
from pilotage.platform.programme.actions.announce import LONGEST, Words
from pilotage.platform.programme.models import Answer
from pilotage.web.viewer import viewer

router = Router(tags=["programme · 项目"])


class LeftOut(Schema):
    says_zh: str
    says_en: str
    count: int


class FigureOut(Schema):
    """A value never without its cohort and denominator; where it is null `unknown_…` says why. A null bound is an open end."""

    kind: str
    cohort_zh: str
    cohort_en: str
    since: date
    until: date
    as_of: date
    n: int
    good: int | None
    exposure: float | None
    open: int
    groups: int | None
    value: float | None
    low: float | None
    high: float | None
    left_out: list[LeftOut]
    unknown_zh: str | None
    unknown_en: str | None


class DifferenceOut(Schema):
    """Of the figure and that of sellers without a partner; says what differs, not why."""

    value: float | None
    low: float | None
    high: float | None
    unknown_zh: str | None
    unknown_en: str | None


class OutcomeOut(Schema):
    """`partner` is null for the whole programme; `other` where no such cohort exists."""

    measure: str
    says_zh: str
    says_en: str
    how_zh: str
    how_en: str
    unit: str
    partner: str | None
    figure: FigureOut
    other: FigureOut | None
    difference: DifferenceOut


class ClaimOut(Schema):
    """As printed; not a figure, and not to be compared with one."""

    measure: str
    value: str
    beside: str
    says_zh: str
    says_en: str
    source: str
    checked_on: date
    confidence: str


class ShopRecordIn(Schema):
    """`answer`: waiting, approved, declined or withdrawn; all but the first with its day."""

    model_config = such_as(marketplace="DE", submitted_on="2026-09-01", answer="approved", answered_on="2026-09-20")  # fmt: skip
    marketplace: Site
    submitted_on: Day
    answer: ShopAnswer = Answer.WAITING.value
    answered_on: Day | None = None
    first_sale_on: Day | None = None


class ShopRecordOut(Schema):
    ref: str
    marketplace: str
    submitted_on: date
    answer: str
    answered_on: date | None
    first_sale_on: date | None
    noted_at: datetime


@router.get("/outcomes", response=list[OutcomeOut])
def programme_outcomes(request: HttpRequest) -> list[OutcomeOut]:
    """As last counted: the programme sees all, a partner its own beside the whole, a seller the public ones."""
    return [_outcome(one) for one in queries.outcomes(viewer(request))]


@router.get("/claims", response=list[ClaimOut])
def guide_claims(request: HttpRequest) -> list[ClaimOut]:
    """What the guide claims and nobody else."""
    check_may(viewer(request), "outcomes.read")
    return [
        ClaimOut(
            measure=one.measure, value=one.value, beside=one.beside, says_zh=one.says.zh, says_en=one.says.en,
            source=one.source, checked_on=one.checked_on, confidence=one.confidence,
        )
        for one in guide.claims()
    ]  # fmt: skip


@router.get("/shops", response=list[ShopRecordOut])
def shop_records(request: HttpRequest, offset: Offset = 0) -> list[ShopRecordOut]:
    """Your organisation's applications, the newest first, fifty from `offset` on."""
    return [ShopRecordOut.from_orm(one) for one in page(queries.shops(viewer(request)), offset)]


@router.post("/shops", response={201: ShopRecordOut})
def note_shop(request: HttpRequest, given: ShopRecordIn) -> Status[ShopRecordOut]:
    """One application as it stands; noted again for the same site and day it is corrected."""
    who = viewer(request)
    return Status(201, ShopRecordOut.from_orm(actions.note_shop(by=who, at=who.at, **given.dict())))


def _outcome(one: queries.Shown) -> OutcomeOut:
    about, apart = one.measure, one.apart
    return OutcomeOut(
        measure=about.name, says_zh=about.says.zh, says_en=about.says.en, how_zh=about.how.zh,
        how_en=about.how.en, unit=about.unit, partner=one.partner and one.partner.ref,
        figure=_figure(one.figure), other=one.other and _figure(one.other),
        difference=DifferenceOut(
            value=apart.value, low=apart.low, high=apart.high,
            unknown_zh=apart.unknown and apart.unknown.zh, unknown_en=apart.unknown and apart.unknown.en,
        ),
    )  # fmt: skip


def _figure(one: Figure) -> FigureOut:
    cohort = one.cohort
    return FigureOut(
        kind=one.kind.value, cohort_zh=cohort.says.zh, cohort_en=cohort.says.en, since=cohort.since,
        until=cohort.until, as_of=cohort.as_of, n=one.n, good=one.good, exposure=one.exposure,
        open=one.open, groups=one.groups, value=one.value, low=one.low, high=one.high,
        left_out=[LeftOut(says_zh=x.says.zh, says_en=x.says.en, count=x.count) for x in one.excluded],
        unknown_zh=one.unknown and one.unknown.zh, unknown_en=one.unknown and one.unknown.en,
    )  # fmt: skip


class AnnouncementOut(Schema):
    """One version; `replaced` where a later one is published. `thread` is the reference of the first."""

    ref: str
    thread: str
    number: int
    audience: str
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    effective_on: date
    published_at: datetime
    replaced: bool
    seen: bool


class AnnouncementIn(Schema):
    """At least seven days ahead, in both languages. `audience`: everybody, seller or partner."""

    model_config = such_as(
        audience="seller", effective_on="2027-03-01", title_zh="评分规则", title_en="Scorecard rules",
        body_zh="窗口改为 16 周。", body_en="The window is 16 weeks.",
    )  # fmt: skip
    audience: Readers
    effective_on: Day
    title_zh: str = Field(max_length=LONGEST["title"])
    title_en: str = Field(max_length=LONGEST["title"])
    body_zh: str = Field(max_length=LONGEST["body"])
    body_en: str = Field(max_length=LONGEST["body"])

    def words(self) -> Words:
        return Words(
            self.audience,
            Text(self.title_zh, self.title_en),
            Text(self.body_zh, self.body_en),
            self.effective_on,
        )


@router.get("/announcements", response=list[AnnouncementOut])
def announcements(request: HttpRequest, offset: Offset = 0) -> list[AnnouncementOut]:
    """Every version ever published, the newest first, fifty from `offset` on."""
    return [AnnouncementOut.from_orm(one) for one in page(told.history(viewer(request)), offset)]


@router.post("/announcements", response={201: AnnouncementOut})
def announce(request: HttpRequest, given: AnnouncementIn) -> Status[AnnouncementOut]:
    """Published and told at once; never edited afterwards."""
    who = viewer(request)
    made = actions.announce(by=who, at=who.at, words=given.words())
    return Status(201, AnnouncementOut.from_orm(told.announcement(who, made.ref)))


@router.get("/announcements/{ref}", response=AnnouncementOut)
def announcement(request: HttpRequest, ref: str) -> AnnouncementOut:
    return AnnouncementOut.from_orm(told.announcement(viewer(request), ref))


@router.post("/announcements/{ref}/again", response={201: AnnouncementOut})
def announce_again(
    request: HttpRequest, ref: str, given: AnnouncementIn
) -> Status[AnnouncementOut]:
    """The next version, beside the one it replaces."""
    who = viewer(request)
    made = actions.announce_again(by=who, at=who.at, ref=ref, words=given.words())
    return Status(201, AnnouncementOut.from_orm(told.announcement(who, made.ref)))


@router.post("/announcements/{ref}/read", response=AnnouncementOut)
def read_announcement(request: HttpRequest, ref: str) -> AnnouncementOut:
    """Your organisation's receipt; the first one counts."""
    who = viewer(request)
    actions.note_read(by=who, at=who.at, ref=ref)
    return AnnouncementOut.from_orm(told.announcement(who, ref))
