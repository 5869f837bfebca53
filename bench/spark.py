"""The same expression on Spark `local[2]` and on the embedded engine: seconds, and every difference counted.

`BENCH_SPARK_ROWS` sets the size. Without pyspark or Java it says so in a sentence and measures nothing.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

from bench.tax import invented_costs, invented_rates, seller
from pilotage.engines import mill
from pilotage.engines.mill.cells import literal
from pilotage.engines.mill.invent import Wish, invent
from pilotage.engines.tax import OnSpark, on_duckdb, run
from pilotage.engines.tax.run import Determine
from pilotage.kernel.errors import Invalid

ROWS = int(os.environ.get("BENCH_SPARK_ROWS", "200000"))
MASTER = "local[2]"


def main() -> None:
    """Print how long both ways took and how many rows and lines of returns differ; the bar is 0."""
    try:
        spark = OnSpark(MASTER)
    except Invalid as lacking:
        print(f"{lacking.says.zh}{lacking.next_step.zh}\n{lacking.says.en} {lacking.next_step.en}")
        return
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{ROWS:,} rows, 1 % of them broken; load {load} on {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = folder / "report.csv"
        invent(Wish(rows=ROWS, dirty=0.01), report)
        here, there = folder / "duckdb", folder / "spark"
        print(f"{'embedded engine, whole run':44}{_seconds(report, here, on_duckdb):9.1f} s")
        print(f"{f'Spark {MASTER}, whole run':44}{_seconds(report, there, spark):9.1f} s")
        rows, told = _rows_that_differ(here, there), _files_that_differ(here, there)
    print(f"{'rows that differ':44}{rows:9,}   bar 0")
    print(f"{'of returns.json and summary.json that differ':44}{told:9,}   bar 0")
    assert not rows and not told


def _seconds(report: Path, out: Path, determine: Determine) -> float:
    start = time.perf_counter()
    run(
        [report],
        seller(),
        out,
        costs=list(invented_costs()),
        rates=list(invented_rates()),
        determine=determine,
    )
    return time.perf_counter() - start


def _rows_that_differ(here: Path, there: Path) -> int:
    """Rows of either side that the other does not have, each as often as it stands there."""
    one, other = (
        f"(FROM read_parquet({literal(str(out / 'determinations.parquet'))}))"
        for out in (here, there)
    )
    both_ways = f"(({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))"
    with mill.connect() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {both_ways}").fetchall()[0][0])


def _files_that_differ(here: Path, there: Path) -> int:
    names = ("returns.json", "summary.json")
    return sum(json.loads((here / n).read_bytes()) != json.loads((there / n).read_bytes()) for n in names)  # fmt: skip


if __name__ == "__main__":
    main()
