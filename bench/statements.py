"""Settlements of a million rows: seconds to reconcile (bar 15 s), and to share fees among SKUs as the month does."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from pilotage.engines.statements import settlements
from pilotage.engines.statements.shares import shares_of

ROWS = 1_000_000
BAR = 15.0
_HEAD = (
    "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\t"
    "order-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\t"
    "fulfillment-id\tposted-date\tposted-date-time\torder-item-code\tmerchant-order-item-id\tmerchant-adjustment-item-id\t"
    "sku\tquantity-purchased\tpromotion-id"
)
_KINDS = (
    ("ItemPrice", "Principal", 500, 9000), ("ItemPrice", "Tax", 95, 1700), ("ItemFees", "Commission", -1400, -75),
    ("ItemFees", "FBAPerUnitFulfillmentFee", -700, -250),
)  # fmt: skip


def main() -> None:
    """One file of 24 columns and 5,000 SKUs, written with a known total."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settlement.txt"
        _write(path)
        begin, spent = time.perf_counter(), time.process_time()
        (one,) = settlements([path])
        took, spent = time.perf_counter() - begin, time.process_time() - spent
        met = "met" if took <= BAR and one.difference == 0 and one.rows == ROWS + 1 else "MISSED"
        print(f"settlement of {ROWS:,} rows ({path.stat().st_size / 1e6:.0f} MB): difference {one.difference}, {took:.1f} s ({spent:.1f} s of one core)  bar {BAR:.0f} s  {met}", flush=True)  # fmt: skip
        begin = time.perf_counter()
        (shared,) = shares_of(path)
        apart = sum(s.net for s in shared.skus.values()) + shared.unshared + shared.reserves - one.summed  # fmt: skip
        print(f"fees shared among {len(shared.skus):,} SKUs: {apart} apart, {time.perf_counter() - begin:.1f} s", flush=True)  # fmt: skip


def _write(path: Path) -> None:
    rng = random.Random(6)
    total, lines = 0, []
    for n in range(ROWS):
        type_, what, low, high = _KINDS[n % 4]
        cents = rng.randint(low, high)
        total += cents
        sku = f"SKU-{rng.randrange(5000)}" if n % 97 else ""
        sign, whole = "-" if cents < 0 else "", abs(cents)
        lines.append(
            f"1\t\t\t\t\t\tOrder\t302-{n}\t\t\t\tAmazon.de\t{type_}\t{what}\t{sign}{whole // 100}.{whole % 100:02}\tAFN\t"
            f"02.09.2026\t2026-09-02 10:00:00 UTC\t{n}\t\t\t{sku}\t{1 if what == 'Principal' else ''}\t"
        )
    declared = f"{'-' if total < 0 else ''}{abs(total) // 100}.{abs(total) % 100:02}"
    summary = f"1\t2026-09-01 00:00:00 UTC\t2026-09-15 00:00:00 UTC\t2026-09-16 00:00:00 UTC\t{declared}\tEUR" + "\t" * 18  # fmt: skip
    path.write_text("\n".join([_HEAD, summary, *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
