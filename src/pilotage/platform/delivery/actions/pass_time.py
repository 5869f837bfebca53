"""What the clock does to work: silence is dealt with as the contract says, reviews open when their time is over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import states
from pilotage.platform.delivery.actions.answer import pass_over
from pilotage.platform.delivery.actions.review import publish_due
from pilotage.platform.delivery.models import Deliverable


def pass_time(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """Everything whose time is over, each in its own transaction; the count."""
    due = Deliverable.objects.filter(state=states.Deliverable.SUBMITTED, answer_by__lte=at).filter(
        Q(step__order__silence_accepts=True) | Q(reminded_at__isnull=True)
    )
    refs = list(due.order_by("answer_by").values_list("ref", flat=True)[:most])
    return sum(pass_over(by=by, at=at, ref=ref) for ref in refs) + publish_due(by=by, at=at)
