"""Outcomes as each may see them: the programme all, a partner its own beside the whole, a seller the public ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min, Q, QuerySet

from pilotage.engines.outcomes import Difference, Figure
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.kept import apart, figure
from pilotage.platform.programme.measures import MEASURES, Measure
from pilotage.platform.programme.models import Outcome, ShopRecord


@dataclass(frozen=True, slots=True)
class Shown:
    """One measure of the whole programme (`partner` None) or of a firm's sellers, beside sellers without a partner."""

    measure: Measure
    partner: Organisation | None
    figure: Figure
    other: Figure | None
    apart: Difference
    as_of: date


def outcomes(viewer: Viewer) -> list[Shown]:
    """As last counted, in the order of the measures, the whole before firms. Nothing before the first count."""
    check_may(viewer, "outcomes.read")
    rows = Outcome.objects.select_related("partner")
    last = rows.aggregate(day=Max("as_of"))["day"]
    rows = rows.filter(as_of=last)
    if viewer.is_partner:
        rows = rows.filter(Q(partner=None) | Q(partner_id=viewer.organisation_id))
    elif not viewer.is_operator:
        public = [one.name for one in MEASURES.values() if one.public]
        rows = rows.filter(partner=None, measure__in=public)
    order = list(MEASURES)
    told = sorted(rows, key=lambda row: (order.index(row.measure), row.partner_id or 0))
    return [_shown(row) for row in told]


def missing(viewer: Viewer) -> list[date]:
    """Days of the last thirty, since the first count, on which nothing was counted: the timer did not run.

    A day is not made up afterwards: who was listed, and what sellers had noted by then, is no longer known.
    """
    check_may(viewer, "outcomes.read")
    # Yesterday is counted within the first hours of today.
    last = (viewer.at - timedelta(hours=2)).date() - timedelta(days=1)
    since = last - timedelta(days=29)
    first = Outcome.objects.aggregate(day=Min("as_of"))["day"]
    if first is None:
        return []
    kept = set(Outcome.objects.filter(as_of__gte=since).values_list("as_of", flat=True))
    days = [since + timedelta(days=n) for n in range(30)]
    return [day for day in days if day > first and day not in kept]


def shops(viewer: Viewer) -> QuerySet[ShopRecord]:
    """The viewer's own applications, the newest first."""
    check_may(viewer, "dossier.keep")
    return own(viewer, ShopRecord.objects.order_by("-submitted_on", "-pk"))


def _shown(row: Outcome) -> Shown:
    other = figure(row.other) if row.other else None
    return Shown(
        MEASURES[row.measure], row.partner, figure(row.figure), other, apart(row.apart), row.as_of
    )
