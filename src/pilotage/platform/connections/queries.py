"""Connections as the seller sees them; the programme sees only how many."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.connections import sealing
from pilotage.platform.connections.models import Connection
from pilotage.platform.connections.standing import check_good


def connections(viewer: Viewer) -> QuerySet[Connection]:
    """The seller's own: live ones first, then the newest."""
    check_may(viewer, "connection.see")
    live = Q(ended_at__isnull=True)
    rows = own(viewer, Connection.objects.defer("sealed"))
    # One that came with a bag from elsewhere is known here, its token is not.
    rows = rows.annotate(is_held=ExpressionWrapper(~Q(sealed=""), BooleanField()))
    return rows.alias(live=ExpressionWrapper(live, BooleanField())).order_by(
        "-live", "-granted_at", "-pk"
    )


def connection(viewer: Viewer, ref: str) -> Connection:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_CONNECTION",
        Text("没有这个店铺连接。", "There is no such connection."),
        Text("请从店铺连接列表重新打开。", "Open it again from the list of connections."),
    )
    return first(connections(viewer).filter(ref=ref), none)


def good(viewer: Viewer) -> QuerySet[Connection]:
    """Those of `connections` that can be read through now."""
    return connections(viewer).filter(_good(viewer.at))


def how_many(viewer: Viewer) -> int:
    """Good connections: of all sellers for the programme, their own for a seller."""
    check_may(viewer, "connection.see")
    rows = Connection.objects.filter(_good(viewer.at))
    return (rows if viewer.is_operator else own(viewer, rows)).count()


def _good(at: datetime) -> Q:
    """What `standing` calls soon or live, over rows."""
    return Q(ended_at=None, refused_at=None, lapses_at__gt=at) & ~Q(sealed="")


def token(viewer: Viewer, ref: str) -> str:
    """The refresh token of a connection that is good, for the product's own reading: never for a page, log or audit.

    Raises `NotAllowed` for a person, `WrongState` where the connection is not good.
    """
    if not viewer.job:
        raise NotAllowed("NOT_ALLOWED", Text("令牌不交给任何人。", "The token is given to nobody."))
    row = connection(viewer, ref)
    check_good(row, viewer.at)
    return sealing.opened(row.ref, Connection.objects.values_list("sealed", flat=True).get(pk=row.pk))  # fmt: skip
