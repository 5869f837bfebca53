"""A firm's own profile, offers and plans, as it edits them."""

from __future__ import annotations

from django.db.models import QuerySet

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification.queries import own_partner
from pilotage.platform.directory.models import FeePlan, Offer, Profile


def own_profile(viewer: Viewer) -> Profile:
    """The firm's profile; an unsaved empty one before it has written any."""
    firm = own_partner(viewer)
    return Profile.objects.filter(partner=firm).first() or Profile(partner=firm)


def own_offers(viewer: Viewer) -> QuerySet[Offer]:
    """The firm's open offers, listed or not."""
    rows = Offer.objects.filter(partner=own_partner(viewer), withdrawn_at__isnull=True)
    return rows.select_related("plan").order_by("category", "country")


def own_plans(viewer: Viewer) -> QuerySet[FeePlan]:
    """The firm's fee plans, newest first."""
    return FeePlan.objects.filter(partner=own_partner(viewer)).order_by("-created_at", "-pk")
