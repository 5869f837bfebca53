"""What a seller keeps for buyers of a site: the return address and the replies, its own only."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from pilotage.engines import law
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.localops.models import Reply, ReturnSpot


def addresses(viewer: Viewer) -> QuerySet[ReturnSpot]:
    """Return addresses, by site."""
    check_may(viewer, "aftersales.keep")
    return own(viewer, ReturnSpot.objects.order_by("site"))


def replies(viewer: Viewer, site: str = "") -> QuerySet[Reply]:
    """Replies of a site (blank: of all), by site, language and title."""
    check_may(viewer, "aftersales.keep")
    rows = own(viewer, Reply.objects.order_by("site", "language", "title"))
    return rows.filter(site=site) if site else rows


def reply(viewer: Viewer, ref: str) -> Reply:
    """One of them, or `NotFound`."""
    return first(
        replies(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_REPLY",
            Text("没有这条回复。", "There is no such reply."),
            Text("请从售后资料重新打开。", "Open it again from the after-sales pack."),
        ),
    )


def buyer_rights(viewer: Viewer, site: str) -> tuple[law.Dated[Text], ...]:
    """What the law of the site gives buyers today; none where no table is kept."""
    check_may(viewer, "aftersales.keep")
    return law.buyer_rights(site, timezone.localdate(viewer.at))


def printed(address: ReturnSpot) -> str:
    """The address as on a label, the country by its code."""
    return "\n".join([*address.lines, f"{address.postcode} {address.country}".strip()])
