"""Reminders 30, 14, 7 and 2 days before a deadline of a mark, as those of returns; each step once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import deadlines
from pilotage.platform.brand.deadlines import Deadline
from pilotage.platform.brand.models import MarkEvent
from pilotage.platform.compliance.actions.calendar import STEPS
from pilotage.platform.compliance.models import Reminder
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Organisation

# What is today at an office may be the day before or after ours.
_A_DAY = timedelta(days=1)
_TITLE = Text("商标 {sign} {name}：还有 {left} 天", "Mark {sign}, {name}: {left} days left")
_BODY = Text(
    "最迟 {day}（{office} 当地日期），北京时间 {end} 前。依据：{source}{sure}。",
    "Due {day}, the day of {office}; until {end} China time. By {source}{sure}.",
)
_UNVERIFIED = Text("（未核实）", " (unverified)")


def remind_due(*, by: Viewer, at: datetime) -> int:
    """Tell every seller what is due within the next step. Returns how many were told."""
    today, ahead = at.date(), timedelta(days=STEPS[0])
    told = 0
    sellers = MarkEvent.objects.filter(gone_at=None, mark__retired_at=None)
    pks = sellers.values_list("mark__organisation", flat=True).distinct()
    for seller in Organisation.objects.filter(pk__in=pks).iterator():
        within = deadlines.due(seller.pk, today - _A_DAY, today + ahead + _A_DAY)
        told += sum(_remind(by, at, seller, one) for one in within)
    return told


@transaction.atomic
def _remind(by: Viewer, at: datetime, seller: Organisation, due: Deadline) -> bool:
    left = due.left(at)
    reached = [days for days in STEPS if 0 <= left <= days]
    if not reached:
        return False
    rows = Reminder.objects.filter(organisation=seller, key=due.key)
    said = set(rows.values_list("days", flat=True))
    new = [days for days in reached if days not in said]
    if not new or min(reached) in said:
        return False
    Reminder.objects.bulk_create(
        Reminder(organisation=seller, key=due.key, days=days, at=at) for days in new
    )
    mark = due.event.mark
    tell(
        by=by, at=at, organisation=seller, kind="mark.due", about=f"mark:{mark.ref}",
        title=_TITLE.with_(sign=mark.sign[:60], name=due.name, left=left),
        body=_BODY.with_(
            day=due.day.isoformat(), office=mark.office, end=f"{due.end_cn:%Y-%m-%d %H:%M}", source=due.source,
            sure=_UNVERIFIED if due.unverified else "",
        ),
        link=reverse("brand:mark", args=[mark.ref]),
    )  # fmt: skip
    return True
