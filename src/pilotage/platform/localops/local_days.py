"""Holidays, sales events and return peaks of the sites a seller sells on, a year ahead."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from pilotage.engines import law, localdays
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.localops import queries
from pilotage.platform.localops.models import ReturnSpot

AHEAD = timedelta(days=365)


def sites(viewer: Viewer) -> list[str]:
    """Sites of the checks the viewer may see; a seller's also by its return addresses and VAT numbers. By code."""
    found = set(queries.checks(viewer).order_by().values_list("site", flat=True).distinct())
    if not viewer.is_partner:
        found |= set(own(viewer, ReturnSpot.objects.all()).values_list("site", flat=True))
        found |= set(compliance.profile(viewer).get("vat_numbers", {}))
    return sorted(found & set(law.marketplaces()))


def coming(viewer: Viewer, site: str = "") -> list[localdays.Day]:
    """Twelve months from the viewer's day on, of one site or of all of `sites`. `Invalid` for a site that is none."""
    check_may(viewer, "listings.check")
    first, last = window(viewer)
    asked = [site] if site else sites(viewer)
    found = [day for one in asked for day in localdays.ahead(one, first, last)]
    return sorted(found, key=lambda day: (day.first, day.site, day.key))


def window(viewer: Viewer) -> tuple[date, date]:
    """The first and last day that are shown."""
    today = timezone.localdate(viewer.at)
    return today, today + AHEAD
