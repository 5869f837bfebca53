"""The history file: when each entity's bid last changed, so that a new bid can show what it does first."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pilotage.engines.mill.ads import AdsTable

_DAY_MS = 86_400_000
_LAST_MS = 4_102_444_800_000  # the year 2100


def bid_changes(table: AdsTable) -> dict[str, date]:
    """Entity id → day (UTC) of its last bid change; rows of other events or without a time are passed by."""
    found: dict[str, date] = {}
    for at, id_, type_ in zip(
        table.text("at_ms"), table.text("event_source_id"), table.text("event_type"), strict=True
    ):
        digits = at.split(".")[0]
        if "BID" not in type_.upper() or not digits.isdigit() or not 0 < int(digits) < _LAST_MS:
            continue
        day = datetime.fromtimestamp(int(digits) // _DAY_MS * 86400, UTC).date()
        found[id_.strip('="')] = max(day, found.get(id_, day))
    return found
