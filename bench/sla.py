"""Service levels: how long one due takes, and ten thousand open obligations at once.

The bar is on a quiet core, so time is the thread's own: what neighbours take is not counted.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from pilotage.engines.sla.cases import answer
from pilotage.engines.worktime import Hours, due, kept

DUES, OPEN = 5_000, 10_000
DUE_BAR, OPEN_BAR = 1.0, 5.0  # milliseconds at the 99th percentile; seconds for all
_NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
_OFFICE = [["09:00", "12:00"], ["13:30", "18:00"]]
_CALENDARS: list[dict[str, Any]] = [
    {"name": "CN-standard"},
    {"name": "DE-standard"},
    {"tz": "Europe/Berlin", "week": {str(day): _OFFICE for day in range(5)}},
]


def main() -> None:
    """Both figures, each beside its bar."""
    times = sorted(_dues(random.Random(1)))
    _line("due, ≤ 40 h, median", times[DUES // 2] * 1e3, "ms")
    _line("due, ≤ 40 h, p99", times[DUES * 99 // 100] * 1e3, "ms", DUE_BAR)
    stories = [_story(random.Random(n)) for n in range(OPEN // 2)]
    begin = time.thread_time()
    verdicts = [verdict for story in stories for verdict in answer(story)["verdicts"]]
    spent = time.thread_time() - begin
    still = sum("verdict_hash" not in verdict for verdict in verdicts)
    _line(f"{still:,} open obligations, replayed", spent, "s", OPEN_BAR)


def _dues(dice: random.Random) -> list[float]:
    """Seconds for each of `DUES` dues on China's calendar of 2026, holidays and make-up days."""
    china, times = kept("CN-standard"), []
    for _ in range(DUES):
        start = _NEW_YEAR + timedelta(seconds=dice.randrange(365 * 86_400))
        budget = Hours(dice.randint(1, 40 * 3600))
        begin = time.thread_time()
        due(china, start, budget)
        times.append(time.thread_time() - begin)
    return times


def _story(dice: random.Random) -> dict[str, Any]:
    """Two obligations of one case, still open: it was opened, a question was asked and answered."""
    opened = _NEW_YEAR + timedelta(minutes=dice.randrange(365 * 1440))
    asked = opened + timedelta(minutes=dice.randrange(1, 600))
    heard = asked + timedelta(minutes=dice.randrange(1, 3000))
    text = "%Y-%m-%dT%H:%M:%SZ"
    return {
        "id": "open",
        "policy": {
            "calendar": dice.choice(_CALENDARS),
            "next_response": "PT8H",
            "correction": "PT40H",
        },
        "events": [
            {"at": opened.strftime(text), "kind": "opened"},
            {"at": asked.strftime(text), "kind": "waiting_for_seller", "question": "哪张发票？"},
            {"at": heard.strftime(text), "kind": "seller_replied"},
        ],
    }


def _line(name: str, figure: float, unit: str, bar: float | None = None) -> None:
    verdict = "" if bar is None else f"≤ {bar} {unit}  {'met' if figure <= bar else 'MISSED'}"
    print(f"{name:44}{figure:9.3f} {unit:3}{verdict}")


if __name__ == "__main__":
    main()
