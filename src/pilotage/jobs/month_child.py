"""The child's side of a monthly report: files in, plain values and two files out. Brings the engines together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pilotage.engines.ads import report
from pilotage.engines.mill.ads import read_ads
from pilotage.engines.statements import (
    AdsTotals,
    Source,
    month_book,
    month_json,
    month_page,
    month_paper,
    month_report,
)
from pilotage.kernel.periods import Month


def compute(
    *, folder: str, month: str, out: str, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Reads every file of `folder`; writes `report.html`, `report.pdf` and `report.xlsx` into `out`."""
    files = sum(1 for _ in Path(folder).iterdir())
    progress(0, files)
    year, number = map(int, month.split("-"))
    made = month_report(Path(folder), Month(year, number), ads_of)
    (Path(out) / "report.html").write_text(month_page(made), encoding="utf-8")
    (Path(out) / "report.pdf").write_bytes(month_paper(made))
    (Path(out) / "report.xlsx").write_bytes(month_book(made))
    progress(files, files)
    return month_json(made)


def ads_of(path: Path) -> list[AdsTotals]:
    """What an advertising file adds up to. Raises `Invalid` where it is none."""
    found = report(read_ads(path))
    source = Source(found.file, found.sha256)
    return [AdsTotals(source, one.currency, one.spend, one.sales) for one in found.totals]
