"""Bar 3: the same expression on Spark `local[2]` and on the embedded engine, and the plain referee of the tests beside both.

Mixed rows (every type, scheme, place and edge day, for two sellers) and an invented report; every
difference is counted. `BENCH_SPARK_ROWS` sets the size of each, `BENCH_SPARK_SEEDS` the mixes. Without
pyspark or Java it says so in a sentence and still holds the embedded engine against the referee.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.tax import invented_costs, invented_rates, seller
from pilotage.engines import mill
from pilotage.engines.mill.cells import literal
from pilotage.engines.mill.invent import Wish, invent
from pilotage.engines.tax import Cost, OnSpark, Rate, Seller, on_duckdb, read_seller, run
from pilotage.engines.tax.run import Determine
from pilotage.kernel.errors import Invalid

ROWS = int(os.environ.get("BENCH_SPARK_ROWS", "200000"))
SEEDS = [int(seed) for seed in os.environ.get("BENCH_SPARK_SEEDS", "9001 9002").split()]
MASTER = "local[2]"

Way = Callable[[Path, Determine], None]


def main() -> None:
    """Print how long each way took and how many rows and lines of returns differ; the bar is 0."""
    spark = _spark()
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{ROWS:,} rows each time; load {load} on {os.cpu_count()} cores")
    differ = sum(_mixed(seed, spark) for seed in SEEDS)
    if spark:
        differ += _invented(spark)
    assert not differ


def _spark() -> OnSpark | None:
    try:
        return OnSpark(MASTER)
    except Invalid as lacking:
        print(f"{lacking.says.zh}{lacking.next_step.zh}\n{lacking.says.en} {lacking.next_step.en}")
        return None


def _mixed(seed: int, spark: OnSpark | None) -> int:
    from tests.engines.tax.agreement import differences
    from tests.engines.tax.mixed_rows import mix, write
    from tests.engines.tax.referee import judge

    print(f"\nmixed rows, seed {seed}", flush=True)
    mixed = mix(seed, ROWS, files=3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = [write(rows, folder / f"report{n}.csv") for n, rows in enumerate(mixed.files, 1)]
        profile = read_seller(mixed.seller.yaml().encode())
        costs, rates = [Cost(*cost) for cost in mixed.costs], [Rate(*rate) for rate in mixed.fx]
        differ = _both_engines(folder, spark, _way(reports, profile, costs, rates))
        begun = time.perf_counter()
        verdict = judge(mixed.files, mixed.seller, mixed.costs, mixed.fx)
        print(f"{'plain referee':48}{time.perf_counter() - begun:9.1f} s", flush=True)
        told = list(differences(verdict, folder / "embedded", mixed))
    for line in told[:10]:
        print(f"  {line}")
    _count("rows and amounts that the referee has otherwise", len(told))
    return differ + len(told)


def _invented(spark: OnSpark) -> int:
    print("\ninvented report, 1 % of its rows broken", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = folder / "report.csv"
        invent(Wish(rows=ROWS, dirty=0.01), report)
        costs, rates = list(invented_costs()), list(invented_rates())
        return _both_engines(folder, spark, _way([report], seller(), costs, rates))


def _way(reports: list[Path], of: Seller, costs: list[Cost], rates: list[Rate]) -> Way:
    def way(out: Path, determine: Determine) -> None:
        run(reports, of, out, costs=costs, rates=rates, determine=determine)

    return way


def _both_engines(folder: Path, spark: OnSpark | None, way: Way) -> int:
    """Runs into `embedded` and `spark` below the folder; how many rows and files differ."""
    here, there = folder / "embedded", folder / "spark"
    print(f"{'embedded engine, whole run':48}{_seconds(way, here, on_duckdb):9.1f} s", flush=True)
    if not spark:
        return 0
    print(f"{f'Spark {MASTER}, whole run':48}{_seconds(way, there, spark):9.1f} s", flush=True)
    rows, told = _rows_that_differ(here, there), _files_that_differ(here, there)
    _count("rows that differ", rows)
    _count("of returns.json and summary.json that differ", told)
    return rows + told


def _count(what: str, found: int) -> None:
    print(f"{what:48}{found:9,}   bar 0", flush=True)


def _seconds(way: Way, out: Path, determine: Determine) -> float:
    start = time.perf_counter()
    way(out, determine)
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
