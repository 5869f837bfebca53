"""Bar 2 of the tax engine: a whole run beside the engine's bare parse and beside pandas.

Whole run: `pilotage tax returns` as a process of its own, from the report to determinations, returns
and filing files. Bare parse: the columns that the run reads, as text, counted. Every measurement is a
process of its own, so that its time is a cold one and its peak its own. `BENCH_TAX_ROWS` sets the size,
`BENCH_TAX_PANDAS=0` leaves pandas out (it needs 1.5 GB per million rows), `BENCH_TAX_GROWTH=1` runs four
times the rows besides.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pilotage.engines import mill
from pilotage.engines.mill.invent import Wish, invent
from pilotage.engines.mill.scenes import PRODUCTS
from pilotage.engines.tax import Cost, Rate, Seller, read_costs, read_rates, read_seller
from pilotage.engines.tax.inputs import COLUMNS

ROWS = int(os.environ.get("BENCH_TAX_ROWS", "5000000"))
PANDAS = os.environ.get("BENCH_TAX_PANDAS", "1") != "0"
COLD_BAR, RATIO_BAR, PANDAS_BAR, MEMORY_BAR = 4.0, 2.5, 5.0, 1.5  # s, times, times, GB
GROWTH_BAR, GROWN_MEMORY_BAR = 4.5, 3.0  # of four times the rows
_SELLER = """name: Bench
established_in: CN
vat_numbers: {DE: DE414705787, FR: FR50535588164}
oss: {member_state: DE, from: 2025-01-01}
"""
_PER_EURO = {"GBP": "0.85", "PLN": "4.27", "SEK": "11.2", "CZK": "25.1", "DKK": "7.46", "CHF": "0.94"}  # fmt: skip


def main() -> None:
    """Print time, ratio and peak of each way, the bar beside the figure."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{ROWS:,} rows, 1 % of them broken; load {load} on {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_inputs(folder)
        small, large = folder / "small.csv", folder / "large.csv"
        invent(Wish(rows=1_000), small)
        invent(Wish(rows=ROWS, dirty=0.01), large)
        print(f"{'':44}{'seconds':>9}{'CPU':>8}{'ratio':>8}{'bar':>6}{'peak GB':>9}{'bar':>6}")
        cold = _run(small, folder / "cold")
        print(f"{'1,000 rows, cold start':44}{cold[0]:9.1f}{cold[1]:8.1f}{'s':>8}{COLD_BAR:6.1f}")
        bare = _measured("bare", large)
        print(f"{'bare parse of the columns read':44}{bare[0]:9.1f}{bare[1]:8.1f}{1:8.2f}")
        every = _measured("every", large)
        print(f"{'bare parse of all 95 columns':44}{every[0]:9.1f}{every[1]:8.1f}{every[0] / bare[0]:8.2f}")  # fmt: skip
        whole = _run(large, folder / "whole")
        print(
            f"{'whole run, report to returns':44}{whole[0]:9.1f}{whole[1]:8.1f}"
            f"{whole[0] / bare[0]:8.2f}{RATIO_BAR:6.1f}{whole[2]:9.2f}{MEMORY_BAR:6.1f}"
        )
        if PANDAS:
            other = _measured("pandas", large, folder)
            faster = other[0] / whole[0]
            print(f"{'the same in pandas, times slower':44}{other[0]:9.1f}{other[1]:8.1f}{faster:8.2f}{PANDAS_BAR:6.1f}{other[2]:9.2f}")  # fmt: skip
            _compare(folder / "whole", json.loads((folder / "pandas.json").read_text("utf-8")))
        if os.environ.get("BENCH_TAX_GROWTH"):
            _growth(folder, whole[0])


def _growth(folder: Path, before: float) -> None:
    largest = folder / "large.csv"
    invent(Wish(rows=4 * ROWS, dirty=0.01), largest)
    grown = _run(largest, folder / "grown")
    print(f"{'four times the rows, times the time':44}{grown[0]:9.1f}{grown[1]:8.1f}{grown[0] / before:8.2f}{GROWTH_BAR:6.1f}{grown[2]:9.2f}{GROWN_MEMORY_BAR:6.1f}")  # fmt: skip


def _write_inputs(folder: Path) -> None:
    (folder / "seller.yaml").write_text(_SELLER, "utf-8")
    lines = [f"{r.day},{r.currency},{r.rate}" for r in invented_rates()]
    (folder / "fx.csv").write_text("\n".join(["date,currency,rate", *lines, ""]), "utf-8")
    costs = [f"{c.sku},{c.currency},{c.unit_cost},{c.since}" for c in invented_costs()]
    (folder / "costs.csv").write_text("\n".join(["sku,currency,unit_cost,from", *costs, ""]), "utf-8")  # fmt: skip


def invented_rates() -> Iterator[Rate]:
    """Rates of exchange for every month of an invented report."""
    for n in range(130):
        day = date(2025, 12, 10) + timedelta(days=n)
        if day.weekday() < 5:
            for currency, rate in _PER_EURO.items():
                yield Rate(day, currency, Decimal(rate) + n % 7 * Decimal("0.001"))


def invented_costs() -> Iterator[Cost]:
    """A unit cost of every invented product."""
    for n, (sku, _, _) in enumerate(PRODUCTS):
        yield Cost(sku, "EUR", Decimal(n) + Decimal("3.25"), date(2025, 1, 1))


def seller() -> Seller:
    """The profile that the runs are made for."""
    return read_seller(_SELLER.encode())


Measured = tuple[float, float, float]  # seconds, CPU seconds, peak GB


def _run(report: Path, out: Path) -> Measured:
    folder = report.parent
    words = ["returns", "--report", report, "--seller", folder / "seller.yaml", "--out", out]
    words += ["--fx", folder / "fx.csv", "--costs", folder / "costs.csv"]
    return _child([sys.executable, "-m", "pilotage.cli.main", "tax", *map(str, words)])


def _measured(what: str, *paths: Path) -> Measured:
    return _child([sys.executable, "-m", "bench.tax", what, *map(str, paths)])


def _child(command: list[str]) -> Measured:
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[1:4]} failed")
    taken = time.perf_counter() - start
    return taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6


def _bare(report: Path, headers: list[str]) -> None:
    columns = ", ".join(f"'{c.header}': 'VARCHAR'" for c in mill.COLUMNS)
    counts = ", ".join(f'count("{header}")' for header in headers)
    with mill.connect() as connection:
        connection.execute(
            # Our own path and column names, nobody's input.
            f"SELECT {counts} FROM read_csv('{report}', auto_detect=false, header=true, delim=',', "
            f"quote='\"', escape='\"', columns={{{columns}}})"
        ).fetchall()


def _in_pandas(report: Path, folder: Path) -> None:
    from bench._tax_in_pandas import returns

    costs = read_costs((folder / "costs.csv").read_bytes())
    rates = read_rates((folder / "fx.csv").read_bytes())
    lines = returns(report, costs, rates, folder / "pandas.parquet")
    told = {" ".join(key): value for key, value in lines.items()}
    (folder / "pandas.json").write_text(json.dumps(told), "utf-8")


def _compare(out: Path, told: dict[str, list[int]]) -> None:
    """Both ways must give the same lines to the cent."""
    made: dict[str, list[int]] = {}
    for found in json.loads((out / "returns.json").read_text("utf-8")):
        for line, amounts in _lines_of(found):
            key = f"{found['jurisdiction']} {found['period']} {line}"
            if found["return"] == "OSS":
                key = f"OSS {found['period']} oss"
            held = made.setdefault(key, [0, 0])
            for at, part in enumerate(("base", "vat")):
                held[at] += int(Decimal(amounts.get(part, "0")) * 100)
    differ = {key for key in made.keys() | told.keys() if made.get(key) != told.get(key)}
    for key in sorted(differ):
        print(f"  differs: {key}: engine {made.get(key)}, pandas {told.get(key)}")
    print(f"  {len(made)} lines of returns, {len(differ)} differ")
    assert not differ


def _lines_of(found: dict) -> Iterator[tuple[str, dict[str, str]]]:
    if found["return"] == "OSS":
        yield from (("oss", line) for line in found["lines"])
        return
    for line, held in found["lines"].items():
        if line in ("taxed", "acquisition"):
            yield from ((line, amounts) for amounts in held.values())
        elif line not in ("distance_elsewhere", "input_vat"):  # second sides of other lines
            yield line, held


_WAYS = {
    "bare": lambda report: _bare(report, [mill.BY_NAME[name].header for name in COLUMNS]),
    "every": lambda report: _bare(report, [column.header for column in mill.COLUMNS]),
    "pandas": _in_pandas,
}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        _WAYS[sys.argv[1]](*map(Path, sys.argv[2:]))
    else:
        main()
