"""Small accounts as Amazon would write them: a bulk file and a search-term report that belong together."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl

from pilotage.engines.ads.sheet import COLUMNS

LAST = date(2026, 8, 31)
Row = dict[str, Any]
HEADS = ("Start Date", "End Date", "Currency", "Campaign Name", "Ad Group Name", "Targeting", "Match Type",
         "Customer Search Term", "Impressions", "Clicks", "Spend", "7 Day Total Sales", "7 Day Total Orders (#)")  # fmt: skip


def account(folder: Path, *, seed: int = 1, targets: int = 24, clicks: int = 120, proportional: bool = False,
            price: float = 25.0, acos: float = 0.45) -> tuple[Path, Path]:  # fmt: skip
    """Search-term report and bulk file of two campaigns; bids either random or in proportion to the true conversion."""
    r = np.random.default_rng(seed)
    bulk, report = [_campaign(n) for n in (1, 2)] + [_group(n) for n in (1, 2)], []
    conversion = 0.08 * np.exp(r.normal(0, 0.8, targets))
    bids = conversion * price * acos if proportional else r.uniform(0.3, 2.5, targets)
    for t in range(targets):
        n, bid = 1 + t % 2, round(float(max(bids[t], 0.05)), 2)
        bulk.append({"Entity": "Keyword", **_ids(n), "Keyword ID": f"30{t:04}", "State": "enabled", "Bid": bid, "Keyword Text": f"kw {t}", "Match Type": "broad"})  # fmt: skip
        orders = int(r.binomial(clicks, min(conversion[t], 1)))
        report.append([LAST - timedelta(days=59), LAST, "EUR", f"K{n}", f"G{n}", f"kw {t}", "BROAD", f"term {t}",
                       clicks * 30, clicks, round(clicks * bid * 0.9, 2), orders * price, orders])  # fmt: skip
    return _write(folder / "terms.xlsx", HEADS, report), _bulk(folder / "bulk.xlsx", bulk)


def _campaign(n: int) -> Row:
    return {"Entity": "Campaign", "Campaign ID": f"10{n}", "Campaign Name": f"K{n}", "State": "enabled", "Daily Budget": 500, "Start Date": "20250101", "Targeting Type": "Manual"}  # fmt: skip


def _group(n: int) -> Row:
    return {"Entity": "Ad Group", **_ids(n), "Ad Group Name": f"G{n}", "State": "enabled", "Ad Group Default Bid": 0.75}  # fmt: skip


def _ids(n: int) -> Row:
    return {"Campaign ID": f"10{n}", "Ad Group ID": f"20{n}"}


def _bulk(path: Path, rows: list[Row]) -> Path:
    return _write(path, COLUMNS, [[row.get(name) for name in COLUMNS] for row in rows])


def _write(path: Path, heads: tuple[str, ...], rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sponsored Products Campaigns")
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
