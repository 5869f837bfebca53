"""Resources, rounds and applications as each may see them, and every draw done again from what was published."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.fence import outside
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.allocation import (
    Applicant,
    Drawn,
    allocate,
    promised,
    seed_of,
)
from pilotage.platform.programme.days import today
from pilotage.platform.programme.eligibility import why_not
from pilotage.platform.programme.models import Lot, Place, Round
from pilotage.platform.programme.resources import Resource, resource, resources
from pilotage.platform.programme.states import Place as PlaceState
from pilotage.platform.programme.states import Round as RoundState


@dataclass(frozen=True, slots=True)
class Offer:
    """One resource before the viewer: `reasons` why it may not apply, its own application, the open round, how many wait."""

    resource: Resource
    is_offered: bool
    reasons: tuple[Text, ...]
    mine: Place | None
    round: Round | None
    waiting: int
    may_apply: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """A draw done again: in its order, whether it is the one published, whether the secret is the one promised.

    `names` of the applicants for the programme, by reference; `mine` is the viewer's own reference.
    """

    drawn: tuple[tuple[Applicant, Drawn], ...]
    is_same: bool
    is_kept: bool
    names: dict[str, Text]
    mine: str


def offers(viewer: Viewer) -> list[Offer]:
    """Every resource of the table, those that ended too."""
    check_may(viewer, "resource.read")
    return [_offer(viewer, one) for one in resources().values()]


def rounds(viewer: Viewer) -> QuerySet[Round]:
    """Every round, the newest first; what is still secret of one is never shown, see `Round`."""
    check_may(viewer, "resource.read")
    return Round.objects.order_by("-opened_at", "-pk")


def round_of(viewer: Viewer, ref: str) -> Round:
    """One of them, or `NotFound`."""
    return first(
        rounds(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_ROUND",
            Text("没有这一轮。", "There is no such round."),
            Text("请从项目资源列表重新打开。", "Open it again from the list of resources."),
        ),
    )


def locked(viewer: Viewer, ref: str) -> Round:
    """The same, its row locked to the end of the transaction."""
    return Round.objects.select_for_update().get(pk=round_of(viewer, ref).pk)


def places(viewer: Viewer) -> QuerySet[Place]:
    """The viewer's own applications, the newest first; the programme sees all."""
    check_may(viewer, "resource.read")
    rows = Place.objects.select_related("organisation").order_by("-applied_at", "-pk")
    return rows if may(viewer, "programme.oversee") else own(viewer, rows)


def place(viewer: Viewer, ref: str) -> Place:
    """One of them, or `NotFound`."""
    return first(
        places(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_PLACE",
            Text("没有这份申请。", "There is no such application."),
            Text("请从项目资源列表重新打开。", "Open it again from the list of resources."),
        ),
    )


def applicant(viewer: Viewer, row: Place) -> Text | None:
    """Who applied, by name, for the programme alone; a row of `places`."""
    return row.organisation.name if may(viewer, "programme.oversee") else None


def queue(code: str) -> QuerySet[Place]:
    """Who waits for a resource, the first first. Not for a door: the programme alone knows who they are."""
    return Place.objects.filter(resource=code, state=PlaceState.WAITING).order_by("applied_at", "pk")  # fmt: skip


def length(viewer: Viewer, code: str) -> int:
    """How many wait. A number over everybody's rows names nobody, and each may know its chances."""
    check_may(viewer, "resource.read")
    with outside():
        return queue(resource(code).code).count()


def lots(viewer: Viewer, of: Round) -> list[Lot]:
    """What was published of a draw, in its order, for those who were in it and the programme; else nothing."""
    check_may(viewer, "resource.read")
    rows = Lot.objects.filter(round=of).order_by("number")
    return list(rows) if may(viewer, "programme.oversee") or _mine(viewer, of) else []


def replay(viewer: Viewer, of: Round) -> Replay | None:
    """The draw done again now; None for a round that is not drawn, and for who was not in it."""
    rows = lots(viewer, of)
    if of.state != RoundState.DRAWN or not (rows or may(viewer, "programme.oversee")):
        return None
    applicants = {one.place: Applicant(one.place, one.firm, one.waited) for one in rows}
    again = allocate(list(applicants.values()), of.places, of.seed)
    published = [(one.place, one.given) for one in rows]
    is_same = published == [(one.ref, one.given) for one in again]
    is_kept = promised(of.secret) == of.promised and seed_of(of.secret, applicants) == of.seed
    drawn = tuple((applicants[one.ref], one) for one in again)
    return Replay(drawn, is_same, is_kept, _names(viewer, of), _mine(viewer, of))


def _offer(viewer: Viewer, one: Resource) -> Offer:
    on = today(viewer.at)
    mine = own(viewer, Place.objects.filter(resource=one.code)).order_by("-applied_at", "-pk")
    last = mine.first() if viewer.organisation_id else None
    reasons: tuple[Text, ...] = ()
    if viewer.is_seller or viewer.is_partner:
        reasons = why_not(one, Organisation.objects.get(pk=viewer.organisation_id), on)
    opened = Round.objects.filter(resource=one.code, state=RoundState.OPEN).first()
    waits = last is not None and last.state == PlaceState.WAITING
    can = may(viewer, "resource.apply") and not reasons and not waits
    return Offer(one, one.is_offered(on), reasons, last, opened, length(viewer, one.code), can)


def _mine(viewer: Viewer, of: Round) -> str:
    """The viewer's own reference in a draw; empty where it was not in it."""
    own_refs = Place.objects.filter(organisation_id=viewer.organisation_id or -1).values("ref")
    found = Lot.objects.filter(round=of, place__in=own_refs).values_list("place", flat=True)
    return found.first() or ""


def _names(viewer: Viewer, of: Round) -> dict[str, Text]:
    if not may(viewer, "programme.oversee"):
        return {}
    found = places(viewer).filter(ref__in=Lot.objects.filter(round=of).values("place"))
    return {one.ref: one.organisation.name for one in found}
