"""Small dated accounts with a change log, in memory or as the files Amazon writes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from pilotage.engines.mill.ads import AdsFile, read_ads

FIRST = date(2026, 3, 2)
DAYS, TARGETS = 56, 30
LOG_HEADS = ("time", "eventSourceType", "eventSourceId", "name", "type", "from", "to", "targetingType", "matchType", "targetingSecondary", "campaignId", "adGroupId", "isSystemEvent", "metadata")  # fmt: skip
HEADS = ("Date", "Currency", "Campaign Name", "Campaign ID", "Ad Group Name", "Ad Group ID", "Targeting", "Match Type", "Keyword ID", "Impressions", "Clicks", "Spend", "7 Day Total Sales", "7 Day Total Orders (#)")  # fmt: skip
Row = dict[str, object]


def steady(factor: np.ndarray | None = None, days: int = DAYS, targets: int = TARGETS) -> list[Row]:
    """Every target has 10 clicks, 5.00 spent, 1 order of 20.00 each day, times `factor` (targets × days)."""
    many = np.ones((targets, days)) if factor is None else factor
    return [
        {"day": FIRST + timedelta(days=day), "target": at, "clicks": round(10 * many[at, day]), "spend": round(5 * many[at, day], 2),
         "sales": round(20 * many[at, day], 2), "orders": round(many[at, day])}
        for at in range(targets) for day in range(days)
    ]  # fmt: skip


def change(day: int, at: int, type_: str = "BID_AMOUNT", before: str = "0.50", after: str = "0.60", source: str = "KEYWORD", **other: str) -> dict[str, str]:  # fmt: skip
    """A row of the history about target `at` on day number `day`."""
    when = datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), UTC) + timedelta(
        hours=9
    )
    plain = {"time": str(int(when.timestamp() * 1000)), "eventSourceType": source, "eventSourceId": f"30{at:03}", "name": f"word {at}",
             "type": type_, "from": before, "to": after, "matchType": "EXACT", "campaignId": f"10{at % 3}", "adGroupId": f"20{at % 3}", "isSystemEvent": "false"}  # fmt: skip
    return plain | other


def report(folder: Path, rows: Iterable[Row], *, ids: bool = True, currency: str = "EUR", step: int = 1, scale: float = 1.0) -> AdsFile:  # fmt: skip
    """The rows as a targeting report; `ids` False leaves the id columns blank; `scale` multiplies money."""
    path = folder / "daily.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file).writerow
        write(("Start Date", "End Date", *HEADS[1:]) if step > 1 else HEADS)
        for row in rows:
            at, day = row["target"], row["day"]
            assert isinstance(at, int)
            assert isinstance(day, date)
            days = (day, day + timedelta(days=step - 1)) if step > 1 else (day,)
            id_ = [f"10{at % 3}", f"20{at % 3}", f"30{at:03}"] if ids else ["", "", ""]
            write((*days, currency, f"K{at % 3}", id_[0], f"G{at % 3}", id_[1], f"word {at}", "EXACT", id_[2], 999,
                   row["clicks"], f"{float(str(row['spend'])) * scale:.6f}", f"{float(str(row['sales'])) * scale:.6f}", row["orders"]))  # fmt: skip
    return read_ads(path)


def history(
    folder: Path, changes: Sequence[dict[str, str]], heads: Sequence[str] = LOG_HEADS
) -> AdsFile:
    """The changes as the console's history file."""
    path = folder / "history.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.DictWriter(file, heads, extrasaction="ignore")
        write.writeheader()
        write.writerows(changes)
    return read_ads(path)
