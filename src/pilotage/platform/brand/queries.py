"""Marks, deadlines, registers, work and alerts as their seller sees them. Nobody else sees one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import deadlines
from pilotage.platform.brand.deadlines import Deadline, Gap
from pilotage.platform.brand.models import (
    Alert,
    BrandWork,
    Kind,
    Mark,
    MarkEvent,
    RegisterFile,
)
from pilotage.platform.brand.numbers import bare
from pilotage.platform.brand.readiness import Facts, Point, checklist
from pilotage.platform.brand.states import Alert as AlertState
from pilotage.platform.documents import queries as documents
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Organisation


def marks(viewer: Viewer) -> QuerySet[Mark]:
    """The portfolio, the newest first; `waiting` alerts counted."""
    check_may(viewer, "brand.keep")
    waiting = Count("alerts", filter=Q(alerts__state=AlertState.OPEN))
    rows = Mark.objects.filter(retired_at=None).annotate(waiting=waiting)
    return own(viewer, rows.order_by("-added_at", "-pk"))


def mark(viewer: Viewer, ref: str) -> Mark:
    """One of them, or `NotFound`."""
    return first(marks(viewer).filter(ref=ref), _none())


def events(viewer: Viewer, found: Mark) -> list[MarkEvent]:
    """What happened to it, the oldest first."""
    rows = MarkEvent.objects.filter(mark=mark(viewer, found.ref), gone_at=None)
    return list(rows.select_related("mark").prefetch_related("settled").order_by("on", "pk"))


def event(viewer: Viewer, ref: str) -> MarkEvent:
    """One event of the viewer's own, or `NotFound`."""
    mine = marks(viewer).order_by()
    rows = MarkEvent.objects.filter(ref=ref, gone_at=None, mark__in=mine)
    return first(rows.select_related("mark__organisation"), _none())


def deadlines_of(viewer: Viewer, found: Mark) -> tuple[list[Deadline], list[Gap]]:
    """All deadlines of a mark, settled ones too, and events without any."""
    return deadlines.of_events(events(viewer, found))


def running(viewer: Viewer) -> list[Deadline]:
    """Every deadline of the portfolio that still can be met, the nearest first."""
    check_may(viewer, "brand.keep")
    return [one for one in deadlines.running(viewer.organisation_id) if not one.is_over(viewer.at)]


def due(viewer: Viewer, ahead: timedelta) -> list[Deadline]:
    """Those of the viewer's marks from what is today at their office on; none for others than sellers."""
    if not viewer.is_seller:
        return []
    on, day = viewer.at.date(), timedelta(days=1)
    rows = deadlines.due(viewer.organisation_id, on - day, on + ahead + day)
    return [one for one in rows if 0 <= one.left(viewer.at) <= ahead.days]


def due_of(viewer: Viewer, seller: Organisation, since: date, until: date) -> list[Deadline]:
    """The same of a seller whose calendar the viewer may read (the product, or who holds its address)."""
    return deadlines.due(seller.pk, since, until)


def readiness(viewer: Viewer, found: Mark, brand: str | None = None) -> list[Point]:
    """What Brand Registry would miss; `brand` is the name as it would be typed there."""
    seen = mark(viewer, found.ref)
    return checklist(
        Facts(
            sign=seen.sign, form=seen.form, office=seen.office, status=seen.status,
            application_number=seen.application_number, registration_number=seen.registration_number,
            is_supplemental=seen.is_supplemental, has_picture=seen.picture_id is not None, brand=brand,
        )
    )  # fmt: skip


def picture(viewer: Viewer, found: Mark) -> Document:
    """The product picture of a mark, or `NotFound`."""
    seen = mark(viewer, found.ref)
    if seen.picture is None:
        raise _none()
    return documents.document(viewer, seen.picture.ref)


def registers(viewer: Viewer) -> QuerySet[RegisterFile]:
    """Imported registers, the newest first."""
    check_may(viewer, "brand.keep")
    rows = RegisterFile.objects.select_related("document").order_by("-added_at", "-pk")
    return own(viewer, rows)


def register(viewer: Viewer, ref: str) -> RegisterFile:
    """One of them, or `NotFound`."""
    return first(registers(viewer).filter(ref=ref), _none())


def works(viewer: Viewer, *kinds: Kind) -> QuerySet[BrandWork]:
    """Work on registers, of these kinds or all, the newest first."""
    check_may(viewer, "brand.keep")
    rows = BrandWork.objects.select_related(
        "register__document", "screening", "document", "organisation"
    ).order_by("-started_at", "-pk")
    return own(viewer, rows.filter(kind__in=kinds) if kinds else rows)


def work(viewer: Viewer, ref: str) -> BrandWork:
    """One of them, or `NotFound`."""
    return first(works(viewer).filter(ref=ref), _none())


def comparisons(viewer: Viewer, screening: BrandWork) -> QuerySet[BrandWork]:
    """Partners' reports held against one clearance."""
    return works(viewer, Kind.COMPARE).filter(screening=screening)


def reading(viewer: Viewer, found: RegisterFile) -> BrandWork | None:
    """The last reading of a register: how far it is, or why it failed."""
    return readings(viewer, [found]).get(found.pk)


def readings(viewer: Viewer, found: Iterable[RegisterFile]) -> dict[int, BrandWork]:
    """The last reading of each register that has one, by the register's key."""
    rows = works(viewer, Kind.READ).filter(register__in=list(found))
    return {one.register_id: one for one in rows.reverse()}  # type: ignore[attr-defined]


def usable(viewer: Viewer) -> QuerySet[RegisterFile]:
    """Registers that were read."""
    return registers(viewer).filter(rows__isnull=False)


def alerts(viewer: Viewer) -> QuerySet[Alert]:
    """Those of marks in the portfolio; the undecided first, then by how near."""
    check_may(viewer, "brand.keep")
    kept = Alert.objects.filter(mark__retired_at=None)
    rows = kept.select_related("mark", "register__document", "organisation")
    undecided_first = Q(state=AlertState.OPEN)
    return own(viewer, rows.alias(is_open=undecided_first).order_by("-is_open", "-score", "-pk"))


def undecided(viewer: Viewer) -> QuerySet[Alert]:
    """Those that wait for a decision, the nearest first."""
    return alerts(viewer).filter(state=AlertState.OPEN)


def alert(viewer: Viewer, ref: str) -> Alert:
    """One of them, or `NotFound`."""
    return first(alerts(viewer).filter(ref=ref), _none())


def contracts_open(viewer: Viewer) -> list[Contract]:
    """Contracts in force, under which an alert can become a case."""
    return list(contracts.contracts(viewer).filter(state=ContractState.IN_FORCE)) if viewer.is_seller else []  # fmt: skip


def represented(viewer: Viewer, number: str) -> QuerySet[Mark]:
    """Living marks whose attorney has this number, whoever owns them. For the programme alone (`NotAllowed`)."""
    check_may(viewer, "incident.oversee")
    wanted = bare(number)
    every = Mark.objects.filter(retired_at=None)
    rows = every.filter(attorney_bare=wanted) if wanted else every.none()
    return rows.select_related("organisation").order_by("organisation_id", "pk")


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_MARK",
        Text("没有这件商标、注册簿或提醒。", "There is no such mark, register or alert."),
        Text("请从品牌保护页重新打开。", "Open it again from the page of marks."),
    )
