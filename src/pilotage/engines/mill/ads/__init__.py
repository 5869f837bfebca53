"""Amazon Ads files: search-term and targeting reports, custom reports, bulk sheets, history, API v3.

`read_ads(path)` reads any of them in any of their languages into typed columns, by header, never by position.
"""

from __future__ import annotations

from pathlib import Path

from pilotage.engines.mill.ads.cells import MICRO, MISSING, Ints, as_decimal
from pilotage.engines.mill.ads.gathered import gathered, is_parquet
from pilotage.engines.mill.ads.headings import folded
from pilotage.engines.mill.ads.refusals import refused
from pilotage.engines.mill.ads.tables import AdsFile, AdsTable, Rejected, read_rows

__all__ = [
    "MICRO",
    "MISSING",
    "AdsFile",
    "AdsTable",
    "Ints",
    "Rejected",
    "as_decimal",
    "folded",
    "read_ads",
    "refused",
]


def read_ads(path: Path) -> AdsFile:
    """Read a search-term, targeting, custom, bulk, history or API v3 file, or a Parquet history. Raises `Invalid`."""
    return gathered(path) if is_parquet(path) else read_rows(path)
