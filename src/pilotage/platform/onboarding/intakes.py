"""Processes before a contract as each side sees them: the two at the table, and the programme for checking papers."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Referral
from pilotage.platform.engagements.states import Referral as ReferralState
from pilotage.platform.onboarding.intake import EVENTS, MOVES, PRIVATE, Side, can
from pilotage.platform.onboarding.models import Intake, IntakeMove

_VERBS = {"sign": "contract.sign", "confirm": "intake.check", "send_back": "intake.check"}


def referral(viewer: Viewer, ref: str) -> Referral:
    """One of the viewer's own, as seller or partner, or `NotFound`."""
    rows = Referral.objects.select_related("request__seller", "partner").filter(ref=ref)
    if viewer.is_seller:
        rows = rows.filter(request__seller=viewer.organisation_id)
    elif viewer.is_partner:
        rows = rows.filter(partner=viewer.organisation_id)
    else:
        rows = rows.none()
    return first(rows, _none())


def intakes(viewer: Viewer) -> QuerySet[Intake]:
    """Those of the viewer's firm, or all of them for the programme; the newest first, with their moves."""
    moves = IntakeMove.objects.order_by("at", "pk")
    rows = (
        Intake.objects.select_related("referral__request__seller", "referral__partner")
        .prefetch_related(Prefetch("moves", moves))
        .order_by("-opened_at", "-pk")
    )
    if viewer.is_seller:
        return rows.filter(referral__request__seller=viewer.organisation_id)
    if viewer.is_partner:
        return rows.filter(referral__partner=viewer.organisation_id)
    return rows if may(viewer, "intake.check") else rows.none()


def intake(viewer: Viewer, ref: str) -> Intake:
    """One of them, or `NotFound`."""
    return first(intakes(viewer).filter(ref=ref), _none())


def waiting(viewer: Viewer) -> QuerySet[Intake]:
    """Those where the viewer's side has the next move, the longest waiting first."""
    side = "seller" if viewer.is_seller else "partner" if viewer.is_partner else "operator"
    mine = [state for state, mover in MOVES.items() if mover == side]
    return intakes(viewer).filter(state__in=mine).order_by("opened_at", "pk")


def startable(viewer: Viewer) -> QuerySet[Referral]:
    """Accepted requests of the viewer's firm without a process yet, the newest first."""
    rows = Referral.objects.filter(state=ReferralState.ACCEPTED, intake__isnull=True)
    mine = (
        rows.filter(request__seller=viewer.organisation_id)
        if viewer.is_seller
        else rows.filter(partner=viewer.organisation_id or -1)
    )
    return mine.select_related("request__seller", "partner").order_by("-ended_at", "-pk")


def side_of(viewer: Viewer) -> Side:
    """The side the viewer sits on."""
    if viewer.is_seller:
        return "seller"
    return "partner" if viewer.is_partner else "operator"


def open_to(viewer: Viewer, row: Intake) -> set[str]:
    """The moves that the viewer may make now."""
    side = side_of(viewer)
    return {
        event
        for event in EVENTS
        if can(row.state, event, side) and may(viewer, _VERBS.get(event, "intake.move"))
    }


def is_withheld(viewer: Viewer, move: IntakeMove) -> bool:
    """Whether the viewer learns that the move was made and not its words: the programme, of what the two write each other."""
    return viewer.is_operator and move.event in PRIVATE


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_INTAKE",
        Text("没有这个对接流程或请求。", "There is no such process or request."),
        Text("请从对接列表重新打开。", "Open it again from the list."),
    )
