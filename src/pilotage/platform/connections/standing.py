"""How a connection stands at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pilotage.platform.connections.models import Connection

_SOON = timedelta(days=30)


class Standing(StrEnum):
    ENDED = "ended"
    LAPSED = "lapsed"
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
    if not getattr(row, "is_held", False):
        return Standing.NO_TOKEN
    return Standing.SOON if row.lapses_at - at < _SOON else Standing.LIVE
