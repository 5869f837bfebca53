"""Announcements of rule changes as each may read them, and who has read them.

The public history: every version of every announcement; nothing in it is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.days import today
from pilotage.platform.programme.models import Announcement, AnnouncementRead, Audience

AHEAD = 7
"""Whole days between the day of publishing and the effective date, at least."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """How many organisations of the audience there are, and how many opened the announcement."""

    of: int
    read: int


def history(viewer: Viewer) -> QuerySet[Announcement]:
    """Every version ever published, the newest first. Public: a visitor reads it too."""
    mine = AnnouncementRead.objects.filter(
        announcement=OuterRef("ref"), organisation=viewer.organisation_id or -1
    )
    later = Announcement.objects.filter(thread=OuterRef("thread"), number__gt=OuterRef("number"))
    rows = Announcement.objects.annotate(seen=Exists(mine), replaced=Exists(later))
    return rows.order_by("-published_at", "-pk")


def announcement(viewer: Viewer, ref: str) -> Announcement:
    """One version, or `NotFound`."""
    return first(
        history(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_ANNOUNCEMENT",
            Text("没有这条公告。", "There is no such announcement."),
            Text("请从公告列表重新打开。", "Open it again from the list."),
        ),
    )


def versions(viewer: Viewer, of: Announcement) -> QuerySet[Announcement]:
    """Every version of the same announcement, the newest first."""
    return history(viewer).filter(thread=of.thread)


def coming(viewer: Viewer, since: date, until: date) -> QuerySet[Announcement]:
    """Last versions for the viewer's kind that take effect from `since` to `until`, the nearest first."""
    return coming_for(viewer, viewer.kind, since, until)


def coming_for(viewer: Viewer, kind: str, since: date, until: date) -> QuerySet[Announcement]:
    """The same for organisations of a kind; what is announced is public, so anybody may ask."""
    for_me = Q(audience=Audience.EVERYBODY) | Q(audience=kind or "-")
    rows = history(viewer).filter(for_me, replaced=False, effective_on__gte=since, effective_on__lte=until)  # fmt: skip
    return rows.order_by("effective_on", "pk")


def unread(viewer: Viewer) -> QuerySet[Announcement]:
    """Of those to come the ones that nobody of the viewer's organisation opened."""
    if viewer.organisation_id is None:
        return Announcement.objects.none()
    on = today(viewer.at)
    return coming(viewer, on, on + timedelta(days=365)).filter(seen=False)


def audience(of: str) -> QuerySet[Organisation]:
    """The organisations that an announcement is for."""
    rows = Organisation.objects.order_by("pk")
    return rows if of == Audience.EVERYBODY else rows.filter(kind=of)


def receipts(viewer: Viewer, of: Announcement) -> Receipts:
    """How far it was read, for the programme."""
    check_may(viewer, "programme.oversee")
    meant = audience(of.audience)
    read = meant.filter(
        pk__in=AnnouncementRead.objects.filter(announcement=of.ref).values("organisation")
    )
    return Receipts(meant.count(), read.count())
