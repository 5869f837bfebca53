"""Dates of the law never pause: what was promised yields to them, never they to it."""

from __future__ import annotations

from datetime import datetime, timedelta


def filing_due(promised: datetime, statutory: datetime, buffer: timedelta) -> datetime:
    """When a filing is due to the seller: as promised, but at least `buffer` before the law's date.

    `promised` may have been moved by pauses; the other one is not moved by anything.
    """
    return min(promised, statutory - buffer)
