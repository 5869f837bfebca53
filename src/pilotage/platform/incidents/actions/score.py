"""Every firm's last whole week goes on its scorecard, some at a time."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions as certification
from pilotage.platform.certification import scorecard
from pilotage.platform.certification.models import Partner
from pilotage.platform.directory import queries as directory
from pilotage.platform.incidents import outcomes

MOST = 200


def keep_weeks(*, by: Viewer, at: datetime, most: int = MOST) -> int:
    """The weeks since the last one kept, four at most, of so many firms. Returns how many firms.

    Whether the badge's measures held is known of the last week only: they are read as they are now.
    """
    last = scorecard.monday(at) - scorecard.WEEK
    waiting = Partner.objects.filter(
        Q(scorecard=None) | Q(scorecard__monday=None) | Q(scorecard__monday__lt=last),
        registered_at__lt=scorecard.stretch(last)[1],
    ).select_related("organisation", "scorecard")
    found = list(waiting.order_by("scorecard__monday", "pk")[:most])
    for partner in found:
        card = getattr(partner, "scorecard", None)
        day = max(last - 3 * scorecard.WEEK, card.monday + scorecard.WEEK) if card and card.monday else last  # fmt: skip
        while day <= last:
            week = outcomes.week_of(by, partner, day)
            fit = directory.measures_hold(by, partner) if day == last else None
            certification.keep_week(by=by, at=at, partner=partner, week=week, fit=fit)
            day += scorecard.WEEK
    return len(found)
