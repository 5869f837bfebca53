"""The calendar's secret address, and the reminders 30, 14, 7 and 2 days before a due day."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pilotage.kernel.canonical import sha256
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance import queries
from pilotage.platform.compliance.models import CalendarFeed, Reminder, SellerProfile
from pilotage.platform.compliance.obligations import Obligation, obligations
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Organisation

STEPS = (30, 14, 7, 2)
# Days are counted where the seller reads: China is ahead of every place of filing, so never a day too late.


@transaction.atomic
def open_feed(*, by: Viewer, at: datetime) -> str:
    """A new secret for the calendar's address, shown once; an earlier one stops working."""
    check_may(by, "calendar.keep")
    owner = access.own_organisation(by)
    _close(owner, at)
    secret = secrets.token_urlsafe(24)
    CalendarFeed.objects.create(
        organisation=owner, digest=sha256(secret.encode()), created_by=by.actor, created_at=at
    )
    _note(owner, "calendar_feed.opened", by, at)
    return secret


@transaction.atomic
def revoke_feed(*, by: Viewer, at: datetime) -> None:
    """The address stops working at once."""
    check_may(by, "calendar.keep")
    owner = access.own_organisation(by)
    if _close(owner, at):
        _note(owner, "calendar_feed.revoked", by, at)


def remind_due(*, by: Viewer, at: datetime) -> int:
    """Tell every seller what is due within the next step; each step of a due day once. Returns how many."""
    today = timezone.localdate(at)
    told = 0
    for profile in SellerProfile.objects.select_related("organisation").iterator():
        within = obligations(
            profile.content,
            today,
            today + timedelta(days=STEPS[0]),
            statements=queries.statement_places(by, profile.organisation),
        )
        told += sum(_remind(by, at, profile.organisation, one, today) for one in within)
    return told


@transaction.atomic
def _remind(by: Viewer, at: datetime, seller: Organisation, due: Obligation, today: date) -> bool:
    reached = [days for days in STEPS if due.left(today) <= days]
    said = set(
        Reminder.objects.filter(organisation=seller, key=due.key).values_list("days", flat=True)
    )
    new = [days for days in reached if days not in said]
    if not new or min(reached) in said:
        return False
    Reminder.objects.bulk_create(
        Reminder(organisation=seller, key=due.key, days=days, at=at) for days in new
    )
    tell(
        by=by,
        at=at,
        organisation=seller,
        kind="tax.due",
        about=f"obligation:{due.key}",
        title=_TITLE.with_(name=due.name, period=due.period, left=due.left(today)),
        body=_BODY.with_(day=due.day.isoformat()),
        link=reverse("calendar:list"),
    )
    return True


_TITLE = Text("{name} {period}：还有 {left} 天", "{name} {period}: {left} days left")
_BODY = Text(
    "最迟 {day} 申报（当地法定日期）。", "Due {day}, the legal day of the place it is filed in."
)


def _close(seller: Organisation, at: datetime) -> int:
    open_feeds = CalendarFeed.objects.filter(organisation=seller, revoked_at__isnull=True)
    return open_feeds.update(revoked_at=at)


def _note(seller: Organisation, action: str, by: Viewer, at: datetime) -> None:
    record(
        by=by.actor, at=at, tenant=seller.ref, action=action, object=f"organisation:{seller.ref}"
    )
