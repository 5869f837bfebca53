"""Time passes: both sides hear at 50, 75, 90 and 100 per cent of a promise's working time, once each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.engines import sla
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries, telling
from pilotage.platform.cases.actions.step import noted, settle
from pilotage.platform.cases.clocks import Clock, clocks
from pilotage.platform.cases.models import Case, CaseWarning
from pilotage.platform.cases.states import LIVE


def wake(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """Looks at the cases whose clocks have something to say; how many words were said."""
    return sum(_wake(ref, by, at) for ref in _due(at, most))


def _due(at: datetime, most: int) -> list[str]:
    """References of cases whose clocks have something to say."""
    due = Case.objects.filter(wake_at__lte=at, state__in=LIVE).order_by("wake_at")
    return list(due.values_list("ref", flat=True)[:most])


@transaction.atomic
def _wake(ref: str, by: Viewer, at: datetime) -> int:
    found = queries.case(by, ref)
    Case.objects.select_for_update().get(pk=found.pk)
    row = queries.case(by, ref)
    said = sum(_warn(row, clock, by, at) for clock in clocks(row, at) if not clock.paused)
    settle(row, by, at)
    return said


def _warn(row: Case, clock: Clock, by: Viewer, at: datetime) -> bool:
    """The highest share reached is said, unless it was; lower ones are noted with it."""
    reached = [percent for percent in sla.PERCENTS if percent <= clock.percent]
    known = set(
        row.warnings.filter(promise=clock.promise, started_at=clock.started).values_list(
            "percent", flat=True
        )
    )
    new = [percent for percent in reached if percent not in known]
    if not new:
        return False
    CaseWarning.objects.bulk_create(
        CaseWarning(
            case=row, promise=clock.promise, started_at=clock.started, percent=percent, at=at
        )
        for percent in new
    )
    telling.clock_says(row, clock, max(new), at=at)
    noted(row, "warned", by=by, at=at, promise=str(clock.promise), percent=max(new))
    return True
