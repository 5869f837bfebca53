"""What a person has been told."""

from __future__ import annotations

from django.db.models import QuerySet

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.models import Notice, Read


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """Notices of the viewer's organisation, newest first."""
    if viewer.organisation_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(organisation_id=viewer.organisation_id).order_by("-pk")


def unread_count(viewer: Viewer) -> int:
    """How many of them the viewer has not seen (at most 100 are counted)."""
    seen = Read.objects.filter(
        person_id=viewer.person_id, organisation_id=viewer.organisation_id
    ).values_list("up_to", flat=True)
    return notices(viewer).filter(pk__gt=seen.first() or 0)[:100].count()
