"""How a connection stands at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.connections.models import Connection

_SOON = timedelta(days=30)


class Standing(StrEnum):
    ENDED = "ended"
    LAPSED = "lapsed"
    REFUSED = "refused"  # withdrawn at Amazon, as a reading found
    NO_TOKEN = "no_token"  # noqa: S105  it came with a bag from elsewhere, its token did not
    SOON = "soon"
    LIVE = "live"


LIVE = (Standing.SOON, Standing.LIVE)


def standing(row: Connection, at: datetime) -> Standing:
    """Of a row of `queries.connections`, which tells `is_held` and leaves the token where it is."""
    if row.ended_at is not None:
        return Standing.ENDED
    if at >= row.lapses_at:
        return Standing.LAPSED
    if row.refused_at is not None:
        return Standing.REFUSED
    if not getattr(row, "is_held", False):
        return Standing.NO_TOKEN
    return Standing.SOON if row.lapses_at - at < _SOON else Standing.LIVE


def days_left(row: Connection, at: datetime) -> int | None:
    """Whole days until the consent lapses; None unless it is good."""
    return (row.lapses_at - at).days if standing(row, at) in LIVE else None


def check_good(row: Connection, at: datetime) -> None:
    """Raises `WrongState` unless the row, of `connections`, can be read through."""
    if standing(row, at) not in LIVE:
        raise WrongState(
            "CONNECTION_NOT_GOOD",
            Text("店铺 {account} 现在没有有效的授权。", "There is no good consent for {account} now."),
            Text("请由负责人在「店铺连接」重新连接。", "Have the owner connect it again under “Connections”."),
            account=row.account,
        )  # fmt: skip
