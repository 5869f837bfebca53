"""Whose data a viewer reaches in a room: the seller its own, a partner's person what grants open, site by site.

In SQL for lists and from Cedar for each thing that is opened or written.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from pilotage.kernel.errors import Invalid, NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_own
from pilotage.platform.access.reading import own
from pilotage.platform.access.scopes import EVERYTHING, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.grants import queries as grants
from pilotage.platform.grants.deciding import basis, check_granted
from pilotage.platform.grants.models import Part
from pilotage.platform.parties.models import Organisation

M = TypeVar("M", bound=Model)


def reached(viewer: Viewer, rows: QuerySet[M], scope: str) -> QuerySet[M]:
    """Rows (with `organisation` and `site`) that are the seller's own, or lie in sites that grants open.

    What is about every site is reached only by a grant for every site.
    """
    if not viewer.is_partner:
        return own(viewer, rows)
    opened = Q(pk__in=[])
    for grant in grants.opened(viewer, scope):
        sites = grant.values(Part.SITE)
        where = Q() if EVERYTHING in sites else Q(site__in=sites)
        opened |= Q(organisation_id=grant.seller_id) & where
    return rows.filter(opened)


def sellers(viewer: Viewer, scope: str) -> QuerySet[Organisation]:
    """For whom the viewer may act: the seller itself, or the sellers who granted the scope."""
    if not viewer.is_partner:
        return Organisation.objects.filter(pk=viewer.organisation_id or -1)
    opened = [grant.seller_id for grant in grants.opened(viewer, scope)]
    return Organisation.objects.filter(pk__in=opened).order_by("name_zh", "pk")


def seller_meant(viewer: Viewer, ref: str, site: str, scope: str) -> Organisation:
    """The one of `ref`, or blank the only one there is, where the scope opens the site to the viewer.

    Raises `NotAllowed` NOT_GRANTED; `Invalid` WHICH_SELLER where `ref` is blank and several granted it: what comes
    with the request would be kept as somebody's own.
    """
    rows, what = sellers(viewer, scope), SCOPES[scope].says
    found = list((rows.filter(ref=ref) if ref else rows)[:2])
    if not found:
        raise NotAllowed(
            "NOT_GRANTED",
            Text("卖家没有授权您{what}。", "No seller has granted you this: {what}."),
            Text("请向卖家申请“{what}”的授权。", "Ask the seller for that grant."),
            what=what,
        )
    if len(found) > 1:
        raise Invalid(
            "WHICH_SELLER",
            Text("没有指明卖家。", "No seller is named, and several have granted you this."),
            Text("请选择卖家，或在 seller 中写明卖家编号。", "Choose the seller, or name it in `seller`."),
        )  # fmt: skip
    ground(viewer, found[0], site, scope)
    return found[0]


def ground(viewer: Viewer, seller: Organisation, site: str, scope: str, *, lock: bool = False) -> str:  # fmt: skip
    """What an audit event names as the ground; blank for the seller itself. Raises `NotAllowed`."""
    if not viewer.is_partner:
        check_own(viewer, seller.pk)
        return ""
    return basis(check_granted(viewer, seller.ref, scope, sites=(site,), lock=lock))
