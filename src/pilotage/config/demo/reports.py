"""VAT Transactions Reports of an invented seller, to drop into the fit advice."""

from __future__ import annotations

from pathlib import Path

from pilotage.config import settings as files
from pilotage.engines.mill.invent import Wish, invent
from pilotage.kernel.periods import Month

_YEAR = 2026
# What a seller really has on disk: months, a file re-saved in another encoding, one with spoilt rows.
REPORTS = {
    "增值税交易报告_2026-07.csv": Wish(
        rows=1_200, seed=71, first=Month(_YEAR, 7), last=Month(_YEAR, 7)
    ),
    "增值税交易报告_2026-08.txt": Wish(
        rows=1_500,
        seed=72,
        first=Month(_YEAR, 8),
        last=Month(_YEAR, 8),
        delimiter="\t",
        quoted=True,
    ),
    "增值税交易报告_2026-Q3_另存UTF-16.csv": Wish(
        rows=20_000, seed=73, first=Month(_YEAR, 7), last=Month(_YEAR, 9), encoding="utf-16"
    ),
    "增值税交易报告_2026-09_含坏行.csv": Wish(
        rows=800, seed=74, first=Month(_YEAR, 9), last=Month(_YEAR, 9), dirty=0.02
    ),
}


def folder() -> Path:
    """Where they lie."""
    return files.VAR / "demo"


def write() -> Path:
    """Write those that are not there yet; the folder."""
    folder().mkdir(parents=True, exist_ok=True)
    for name, wish in REPORTS.items():
        if not (folder() / name).exists():
            invent(wish, folder() / name)
    return folder()
