"""Incidents as each may see them: the programme all, a seller what reached it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.obligations import Obligation
from pilotage.platform.directory import queries as directory
from pilotage.platform.directory.queries import Candidate
from pilotage.platform.engagements import states
from pilotage.platform.incidents import reach
from pilotage.platform.incidents.models import Affected, Incident

SUCCESSORS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """How it can go on for a seller: the nearest legal day, who can take over, or why nobody can."""

    due: Obligation | None
    successors: list[Candidate]
    why_none: list[Text]


def incidents(viewer: Viewer) -> QuerySet[Incident]:
    """All, the open ones first and then the newest."""
    check_may(viewer, "incident.oversee")
    rows = Incident.objects.select_related("partner__partner")
    return rows.order_by("closed_at", "-opened_at", "-pk")


def incident(viewer: Viewer, ref: str) -> Incident:
    """One of them, or `NotFound`."""
    return first(incidents(viewer).filter(ref=ref), _none())


def reached(viewer: Viewer, found: Incident) -> QuerySet[Affected]:
    """The sellers that were told of it."""
    check_may(viewer, "incident.oversee")
    rows = Affected.objects.filter(incident=found.ref).select_related("seller", "request")
    return rows.order_by("settled_at", "-unconfirmed", "pk")


def mine(viewer: Viewer) -> QuerySet[Affected]:
    """What reached the viewer's own organisation, the newest first."""
    rows = Affected.objects.select_related("partner__partner", "seller", "request")
    return own(viewer, rows.order_by("-told_at", "-pk"), "seller")


def one(viewer: Viewer, ref: str) -> Affected:
    """One of them, or `NotFound`."""
    return first(mine(viewer).filter(ref=ref), _none())


def is_open(viewer: Viewer, row: Affected) -> bool:
    """Whether the seller still has to do something: nothing settled, and no request that waits or was accepted."""
    going_on = (states.Request.OPEN, states.Request.ACCEPTED)
    return row.settled_at is None and (row.request is None or row.request.state not in going_on)


def way(viewer: Viewer, row: Affected) -> Way:
    """What is due and who can take over all that was lost, best first."""
    product = Viewer.product("successors", viewer.at)
    needs = [(category, country) for category, country in row.needs]
    on, languages = viewer.at.date(), frozenset({"zh"})
    found = directory.candidates(
        product, needs=needs, languages=languages, on=on,
        exclude=frozenset({row.partner.partner.ref}), seed=row.pk, most=SUCCESSORS,
    )  # fmt: skip
    why = [] if found else directory.why_none(product, needs, languages, on)
    return Way(reach.nearest(product, row.seller, needs), found, why)


def _none() -> NotFound:
    return NotFound(
        "NO_SUCH_INCIDENT",
        Text("没有这个事件。", "There is no such incident."),
        Text("请从列表重新打开。", "Open it again from the list."),
    )
