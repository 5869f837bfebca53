"""Fit advice on five million rows: time beside the bare scan of the same columns, peak memory.

The rows are invented: a few thousand written as a report, read by the mill, then repeated with
new transaction ids. Each measurement runs in a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import csv
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from pilotage.engines import mill
from pilotage.engines.matching.fit import advise
from pilotage.engines.matching.fit_query import COLUMNS, evidence_of
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.engines.mill import Reading

ROWS, REPEATED = 5_000_000, 500
MEMORY_BAR = 1.5  # GB
COUNTRIES = "DE FR IT ES PL CZ NL BE SE AT GB".split()


def main() -> None:
    """One file of five million rows, then two files of half as many with duplicates looked for."""
    with tempfile.TemporaryDirectory() as folder:
        whole = _repeated(Path(folder), "whole", REPEATED, 0)
        halves = {
            "a.csv": _repeated(Path(folder), "a", REPEATED // 2, 0),
            "b.csv": _repeated(Path(folder), "b", REPEATED // 2, REPEATED // 2),
        }
        bare, _ = _measured(_scan, whole)
        one, one_peak = _measured(_advice, {"report.csv": whole})
        two, two_peak = _measured(_advice, halves)
    print(f"{'':34}{'seconds':>9}{'× scan':>9}{'peak GB':>9}  bar")
    print(f"{'bare scan of the columns':34}{bare:9.2f}{1:9.2f}")
    for name, seconds, peak in (
        ("advice, one file", one, one_peak),
        ("advice, two files, duplicates out", two, two_peak),
    ):
        verdict = "met" if peak <= MEMORY_BAR else "MISSED"
        print(
            f"{name:34}{seconds:9.2f}{seconds / bare:9.2f}{peak:9.2f}  ≤ {MEMORY_BAR} GB {verdict}"
        )


def _report(path: Path, rows: int) -> None:
    chance = random.Random(7)
    headers = [column.header for column in mill.COLUMNS]
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, headers, restval="", quoting=csv.QUOTE_ALL)
        out.writeheader()
        for number in range(rows):
            out.writerow(_row(chance, number))


def _row(chance: random.Random, number: int) -> dict[str, str]:
    dep, arr = chance.choice(COUNTRIES), chance.choice(COUNTRIES)
    who, scheme = chance.choice([("MARKETPLACE", "DEEMED_RESELLER"), ("SELLER", "REGULAR")])
    month = chance.choice("JAN FEB MAR APR MAY JUN".split())
    return {
        "TRANSACTION_TYPE": chance.choice("SALE SALE SALE REFUND FC_TRANSFER RETURN".split()),
        "ACTIVITY_PERIOD": f"2026-{month}",
        "ACTIVITY_TRANSACTION_ID": f"t{number}",
        "TRANSACTION_EVENT_ID": f"{number:019d}",
        "SELLER_SKU": f"SKU-{number % 997}",
        "MARKETPLACE": "amazon.de",
        "TRANSACTION_COMPLETE_DATE": "15-01-2026",
        "QTY": "1",
        "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": f"{chance.randint(500, 9900) / 100:.2f}",
        "TRANSACTION_CURRENCY_CODE": "EUR",
        "SALE_DEPART_COUNTRY": dep,
        "SALE_ARRIVAL_COUNTRY": arr,
        "ARRIVAL_POST_CODE": f"{chance.randint(10000, 99999)}",
        "BUYER_VAT_NUMBER": "DE136695976" if chance.random() < 0.1 else "",
        "TAX_REPORTING_SCHEME": scheme,
        "TAX_COLLECTION_RESPONSIBILITY": who,
    }


def _repeated(folder: Path, name: str, times: int, first: int) -> Reading:
    report, rows = folder / "report.csv", folder / f"{name}.parquet"
    if not report.exists():
        _report(report, ROWS // REPEATED)
    small = mill.read(report, folder / "small", columns=COLUMNS)
    with mill.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(
            "COPY (SELECT t.* REPLACE (activity_transaction_id || '-' || n AS activity_transaction_id) "
            f"FROM range({first}, {first + times}) r(n), read_parquet('{small.rows}') t) "
            f"TO '{rows}' (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 40960)"
        )
    return replace(small, rows=rows, sha256=f"{small.sha256}-{name}", rows_in=small.rows_in * times)


def _scan(reading: Reading) -> None:
    columns = ", ".join(f"count({name})" for name in COLUMNS)
    with mill.connect() as connection:
        connection.execute(f"SELECT {columns} FROM read_parquet('{reading.rows}')").fetchall()


def _advice(readings: dict[str, Reading]) -> None:
    seller = SellerProfile("Bench", "CN", {"DE": "DE136695976"})
    evidence = evidence_of(readings)
    if evidence.rows != ROWS:
        raise SystemExit(f"{evidence.rows} rows counted instead of {ROWS}")
    advise(evidence, seller, date(2026, 11, 25))


def _measured(work: Callable[..., None], asked: object) -> tuple[float, float]:
    """Seconds and peak gigabytes of `work(asked)` in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (work, asked))


def _timed(work: Callable[..., None], asked: object) -> tuple[float, float]:
    begun = time.perf_counter()
    work(asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return time.perf_counter() - begun, peak


if __name__ == "__main__":
    main()
