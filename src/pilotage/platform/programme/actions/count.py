"""Outcomes are counted once a day and kept as they were counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from pilotage.engines.outcomes import difference
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.programme.counting import count
from pilotage.platform.programme.kept import apart_as_json, as_json
from pilotage.platform.programme.models import Outcome


@transaction.atomic
def keep_outcomes(*, by: Viewer, at: datetime) -> int:
    """Every measure as known at the end of yesterday (UTC), once. Returns how many figures."""
    as_of = at.date() - timedelta(days=1)
    if Outcome.objects.filter(as_of=as_of).exists():
        return 0
    made = Outcome.objects.bulk_create(
        Outcome(
            measure=one.measure, partner_id=one.partner, as_of=as_of, figure=as_json(one.figure),
            other=one.other and as_json(one.other), apart=apart_as_json(difference(one.figure, one.other)),
            counted_at=at,
        )
        for one in count(by, as_of)
    )  # fmt: skip
    record(
        by=by.actor, at=at, action="outcomes.count", object=f"outcomes:{as_of.isoformat()}",
        after={"figures": len(made)},
    )  # fmt: skip
    return len(made)
