"""Bar 7: five million rows to typed Parquet, beside the engine's bare parse of the same file.

The file is invented, 1 % of its rows cannot be read. Each measurement runs in a process of its
own, so that its peak is its own. Two bare parses: of all 95 columns as text (what a reader
must do at least), and a mere count of the rows, which the engine does without making any cell.
Processor seconds stand beside the wall's: on a busy machine their ratio is the truer one.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

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
        bare = _measured(_scan, report, Path(folder))
        counted = _measured(_count, report, Path(folder))
        print(
            f"{'':34}{'seconds':>8}{'ratio':>8}{'bar':>6}{'CPU s':>8}{'ratio':>8}{'peak GB':>9}{'bar':>6}"
        )
        _line("bare parse, 95 columns as text", bare, bare)
        _line("bare parse, rows only counted", counted, bare)
        for name, work in (
            ("all columns, typed Parquet", _all),
            ("22 + vital columns, for tax", _tax),
        ):
            _line(name, _measured(work, report, Path(folder)), bare)


class Cost(NamedTuple):
    """Wall and processor seconds of the work itself; peak memory of its process in GB."""

    wall: float
    cpu: float
    peak: float


def _line(name: str, cost: Cost, bare: Cost) -> None:
    print(
        f"{name:34}{cost.wall:8.1f}{cost.wall / bare.wall:8.2f}{RATIO_BAR:6.1f}"
        f"{cost.cpu:8.1f}{cost.cpu / bare.cpu:8.2f}{cost.peak:9.2f}{MEMORY_BAR:6.1f}",
        flush=True,
    )


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


def _measured(work: Callable[[Path, Path], None], report: Path, folder: Path) -> Cost:
    context = multiprocessing.get_context("spawn")
    told = context.SimpleQueue()
    process = context.Process(target=_child, args=(work, report, folder, told))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")
    return Cost(*told.get())


def _child(work: Callable[[Path, Path], None], report: Path, folder: Path, told: object) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work(report, folder)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    told.put((wall, cpu, peak))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
