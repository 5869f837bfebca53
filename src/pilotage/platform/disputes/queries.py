"""Disputes as each may see them: the parties their own, the programme what was put to it, and no more than stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes.models import Dispute, Evidence
from pilotage.platform.disputes.states import OPEN, State
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one side proposes to end it by; for the parties' eyes only."""

    side: str
    outcome: str
    text: str
    at: datetime


def disputes(viewer: Viewer) -> QuerySet[Dispute]:
    """A party's own; the programme's only those that were put to it. Newest first."""
    every = Dispute.objects.select_related("contract__seller", "contract__partner")
    every = every.order_by("-opened_at", "-pk")
    if viewer.is_partner:
        return own(viewer, every, "contract__partner")
    if viewer.is_seller:
        return own(viewer, every, "contract__seller")
    check_may(viewer, "dispute.oversee")
    return every if viewer.job else every.filter(escalated_at__isnull=False)


def dispute(viewer: Viewer, ref: str) -> Dispute:
    """One of them, or `NotFound`."""
    return first(disputes(viewer).filter(ref=ref), _none())


def of_contract(viewer: Viewer, contract: Contract) -> QuerySet[Dispute]:
    """Those about one contract."""
    return disputes(viewer).filter(contract=contract)


def about(viewer: Viewer, subject_kind: str, subject_ref: str) -> Dispute | None:
    """The last one about a thing."""
    found = disputes(viewer).filter(subject_kind=subject_kind, subject_ref=subject_ref)
    return found.first()


def desk(viewer: Viewer) -> QuerySet[Dispute]:
    """What waits for the programme's decision, the most urgent first."""
    waiting = disputes(viewer).filter(state=State.ESCALATED)
    return waiting.order_by("decide_by", "pk")


def waiting(viewer: Viewer, contract: Contract) -> QuerySet[Dispute]:
    """Those of a contract on which the viewer's side has to act: to answer, or to answer an offer."""
    side = contracts.side_of(viewer, contract)
    to_answer = Q(state=State.OPENED) & ~Q(opened_side=side)
    to_settle = Q(state__in=OPEN) & ~Q(offer_side="") & ~Q(offer_side=side)
    return of_contract(viewer, contract).filter(to_answer | to_settle)


def settlement(viewer: Viewer, found: Dispute) -> Settlement | None:
    """What is proposed to end an open dispute by; never for the programme."""
    is_party = viewer.is_seller or viewer.is_partner
    if not is_party or found.offer_at is None or found.state not in (*OPEN, State.SETTLED):
        return None
    return Settlement(found.offer_side, found.offer_outcome, found.offer_text, found.offer_at)


def evidence_file(viewer: Viewer, ref: str) -> tuple[Evidence, Path]:
    """A file that was put before a dispute the viewer may see."""
    found = Evidence.objects.filter(dispute__in=disputes(viewer).order_by(), ref=ref)
    piece = first(found.exclude(sha256=""), _none())
    return piece, ports.files().path(piece.sha256)


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_DISPUTE",
        Text("没有这份争议或证据。", "There is no such dispute or evidence."),
        Text("请从争议列表重新打开。", "Open it again from the list of disputes."),
    )
