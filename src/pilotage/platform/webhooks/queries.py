"""Addresses and their deliveries, as the owner of the organisation sees them."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.webhooks.models import Delivery, Hook

VERB = "webhooks.manage"


def hooks(viewer: Viewer, last: int = 0) -> QuerySet[Hook]:
    """The organisation's own, newest first; with `last`, that many of each one's deliveries."""
    check_may(viewer, VERB)
    rows = own(viewer, Hook.objects.defer("sealed", "sealed_old")).select_related("organisation")
    # One that came with a bag from elsewhere has no secret here.
    rows = rows.annotate(is_held=ExpressionWrapper(~Q(sealed=""), BooleanField()))
    if last:
        newest = Delivery.objects.defer("body").order_by("-at", "-pk")[:last]
        rows = rows.prefetch_related(Prefetch("deliveries", newest, to_attr="newest"))
    return rows.order_by("-added_at", "-pk")


def hook(viewer: Viewer, ref: str) -> Hook:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_ADDRESS",
        Text("没有这个推送地址。", "There is no such address."),
        Text("请从「消息推送」重新打开。", "Open it again from “Webhooks”."),
    )
    return first(hooks(viewer).filter(ref=ref), none)


def deliveries(viewer: Viewer, ref: str) -> QuerySet[Delivery]:
    """What was sent or waits to be sent to one address, newest first."""
    return hook(viewer, ref).deliveries.order_by("-at", "-pk")


def delivery(viewer: Viewer, ref: str) -> Delivery:
    """One of them, or `NotFound`."""
    check_may(viewer, VERB)
    none = NotFound(
        "NO_SUCH_DELIVERY",
        Text("没有这条推送记录。", "There is no such delivery."),
        Text("推送记录保留三十天。", "Deliveries are kept thirty days."),
    )
    rows = own(viewer, Delivery.objects.select_related("hook"), "hook__organisation")
    return first(rows.filter(ref=ref), none)
