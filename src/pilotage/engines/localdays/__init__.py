"""The local calendar of a site (本地日历): public holidays by name, sales events, return peaks.

    ahead("DE", date(2026, 11, 27), date(2027, 11, 26))

Holidays are those of the whole country from the `holidays` package, kept by `bin/calendars` with its version;
events and peaks are `law.selling_days`. A day that only the moon decides is told as not firm.
"""

from __future__ import annotations

from pilotage.engines.localdays.ahead import Day, ahead, kept_until

__all__ = ["Day", "ahead", "kept_until"]
