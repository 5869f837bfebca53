"""What a seller's grants open to a partner's person here, in SQL for lists and from Cedar for each."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from pilotage.platform.access.permissions import check_own
from pilotage.platform.access.reading import own
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.grants import queries as grants
from pilotage.platform.grants.deciding import basis, check_granted
from pilotage.platform.grants.models import Part
from pilotage.platform.parties.models import Organisation

M = TypeVar("M", bound=Model)
READ, CHECK = "listings.read", "listings.check"


def seen(viewer: Viewer, rows: QuerySet[M]) -> QuerySet[M]:
    """The seller's own, or those in granted sites."""
    if not viewer.is_partner:
        return own(viewer, rows)
    opened = Q(pk__in=[])
    for grant in grants.opened(viewer, READ):
        sites = grant.values(Part.SITE)
        where = Q() if EVERYTHING in sites else Q(site__in=sites)
        opened |= Q(organisation_id=grant.seller_id) & where
    return rows.filter(opened)


def sellers(viewer: Viewer) -> QuerySet[Organisation]:
    """Whose listings the viewer may check: the seller's own, or of the sellers who granted it."""
    if not viewer.is_partner:
        return Organisation.objects.filter(pk=viewer.organisation_id or -1)
    opened = [grant.seller_id for grant in grants.opened(viewer, CHECK)]
    return Organisation.objects.filter(pk__in=opened).order_by("name_zh", "pk")


def acting(viewer: Viewer, seller: Organisation, site: str, scope: str, *, lock: bool = False) -> str:  # fmt: skip
    """The ground an audit event names; blank for the seller itself. Raises `NotAllowed`."""
    if not viewer.is_partner:
        check_own(viewer, seller.pk)
        return ""
    return basis(check_granted(viewer, seller.ref, scope, sites=(site,), lock=lock))
