"""Who has the next move before a contract is reminded of it: a working day ahead, when it is late, and the seller in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse

from pilotage.engines import worktime
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.actions import tell
from pilotage.platform.notices.models import Notice
from pilotage.platform.onboarding import intake_clock
from pilotage.platform.onboarding.intake import MOVES, NAMES, State
from pilotage.platform.onboarding.models import Intake, IntakeMove
from pilotage.platform.parties.models import Kind, Organisation

_KIND = "intake.reminder"
# Working days the seller has had the move; no promise runs meanwhile.
_SELLER_WAITS = (3, 10)
_TITLES = {
    "soon": Text("对接流程一个工作日内到期：{now}", "Before the contract, due within a working day: {now}"),
    "late": Text("对接流程已超过承诺的期限：{now}", "Before the contract, later than promised: {now}"),
    "seller": Text("对接流程等您已 {days} 个工作日：{now}", "Before the contract, waiting for you since {days} working days: {now}"),
}  # fmt: skip


def remind(*, by: Viewer, at: datetime) -> int:
    """How many were told; once for each move that is awaited and each stage."""
    check_may(by, "intake.check")
    going_on = (
        Intake.objects.filter(ended_at__isnull=True)
        .select_related("referral__request__seller", "referral__partner")
        .prefetch_related(Prefetch("moves", IntakeMove.objects.order_by("at", "pk")))
    )
    return sum(_remind(by, at, row) for row in going_on.order_by("pk").iterator(chunk_size=200))


def _remind(by: Viewer, at: datetime, row: Intake) -> int:
    moves = list(row.moves.all())
    stage, title = _stage(row, moves, at)
    if not stage:
        return 0
    about = f"intake:{row.ref}:{len(moves)}:{stage}"
    return sum(_say(by, at, one, about, title, row) for one in _whom(row, stage))


def _stage(row: Intake, moves: list[IntakeMove], at: datetime) -> tuple[str, Text]:
    """The last stage that was reached, and what it says; nothing while there is time."""
    clock, now = intake_clock.clock(row, moves, at), NAMES[row.state]
    if MOVES[State(row.state)] == "seller":
        since = moves[-1].at if moves else row.opened_at
        waited = worktime.working_seconds(worktime.kept(row.calendar), since, at) // clock.day
        reached = [days for days in _SELLER_WAITS if waited >= days]
        days = reached[-1] if reached else 0
        return (f"seller-{days}" if days else ""), _TITLES["seller"].with_(days=days, now=now)
    if clock.late:
        return "late", _TITLES["late"].with_(now=now)
    left = clock.due and worktime.working_seconds(worktime.kept(row.calendar), at, clock.due)
    soon = left is not None and left <= clock.day
    return ("soon" if soon else ""), _TITLES["soon"].with_(now=now)


def _whom(row: Intake, stage: str) -> Iterator[Organisation]:
    """Whoever has the move; of a promise that was broken the seller hears too."""
    mover, seller = MOVES[State(row.state)], row.referral.request.seller
    if mover == "partner":
        yield row.referral.partner
    if mover == "operator":
        yield from Organisation.objects.filter(kind=Kind.OPERATOR)
    if mover == "seller" or stage == "late":
        yield seller


@transaction.atomic
def _say(by: Viewer, at: datetime, to: Organisation, about: str, title: Text, row: Intake) -> bool:
    if Notice.objects.filter(organisation=to, kind=_KIND, about=about).exists():
        return False
    link = reverse("intakes:detail", args=[row.ref])
    tell(by=by, at=at, organisation=to, kind=_KIND, about=about, title=title, link=link)
    return True
