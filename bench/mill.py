"""Bar 7: five million rows to typed Parquet, beside the engine's bare parse of the same file.

The file is invented, 1 % of its rows cannot be read. Each measurement runs in a process of its
own, so that its peak is its own. Two bare parses: of all 95 columns as text (what a reader
must do at least), and a mere count of the rows, which the engine does without making any cell.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pilotage.engines import mill
from pilotage.engines.mill.invent import Wish, invent

ROWS = int(os.environ.get("BENCH_MILL_ROWS", "5000000"))
RATIO_BAR, MEMORY_BAR = 2.0, 1.5  # times the bare parse; GB
TAX = (
    "marketplace program_type transaction_type transaction_event_id activity_transaction_id "
    "seller_sku asin product_tax_code departure_country departure_post_code arrival_country "
    "arrival_post_code sale_depart_country sale_arrival_country buyer_vat_number_country "
    "buyer_vat_number export_outside_eu tax_reporting_scheme tax_collection_responsibility"
).split()


def main() -> None:
    """Print wall time, ratio and peak memory of each way through the file."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(os.environ.get("BENCH_MILL_REPORT", Path(folder) / "report.csv"))
        if not report.exists():
            _measured(_invent, report, Path(folder))
        print(f"{report.stat().st_size / 1e9:.2f} GB, {ROWS:,} rows invented, 1 % of them broken\n")
        bare, _ = _measured(_scan, report, Path(folder))
        counted, _ = _measured(_count, report, Path(folder))
        print(f"{'':34}{'seconds':>8}{'ratio':>8}{'bar':>6}{'peak GB':>9}{'bar':>6}")
        print(f"{'bare parse, 95 columns as text':34}{bare:8.1f}{1:8.2f}")
        print(f"{'bare parse, rows only counted':34}{counted:8.1f}{counted / bare:8.2f}")
        for name, work in (
            ("all columns, typed Parquet", _all),
            ("22 + vital columns, for tax", _tax),
        ):
            taken, peak = _measured(work, report, Path(folder))
            print(f"{name:34}{taken:8.1f}{taken / bare:8.2f}{RATIO_BAR:6.1f}{peak:9.2f}{MEMORY_BAR:6.1f}")  # fmt: skip


def _invent(report: Path, folder: Path) -> None:
    invent(Wish(rows=ROWS, dirty=0.01), report)


def _scan(report: Path, folder: Path) -> None:
    counts = ", ".join(f'count("{c.header}")' for c in mill.COLUMNS)
    _bare(report, counts)


def _count(report: Path, folder: Path) -> None:
    _bare(report, "count(*)")


def _bare(report: Path, what: str) -> None:
    columns = ", ".join(f"'{c.header}': 'VARCHAR'" for c in mill.COLUMNS)
    with mill.connect() as connection:
        connection.execute(
            # Our own path and column names, nobody's input.
            f"SELECT {what} FROM read_csv('{report}', auto_detect=false, header=true, delim=',', "
            f"quote='\"', escape='\"', columns={{{columns}}})"
        ).fetchall()


def _all(report: Path, folder: Path) -> None:
    _accounted(mill.read(report, folder / "all"))


def _tax(report: Path, folder: Path) -> None:
    _accounted(mill.read(report, folder / "tax", columns=TAX))


def _accounted(reading: mill.Reading) -> None:
    account = reading.manifest
    assert account.rows_in == account.kept + account.rejected == ROWS
    assert account.rejected > ROWS // 200


def _measured(
    work: Callable[[Path, Path], None], report: Path, folder: Path
) -> tuple[float, float]:
    """Seconds of the work itself, and the peak memory of its process in GB."""
    context = multiprocessing.get_context("spawn")
    told = context.SimpleQueue()
    process = context.Process(target=_child, args=(work, report, folder, told))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")
    taken, peak = told.get()
    return taken, peak


def _child(work: Callable[[Path, Path], None], report: Path, folder: Path, told: object) -> None:
    start = time.perf_counter()
    work(report, folder)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    told.put((taken, peak))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
