"""Evidence reused across sellers: recall and false positives on generated sets, seeds nobody tuned on.

Fewer for a quick look: `BENCH_REUSE_PAPERS=40`.
"""

from __future__ import annotations

import os
import time
from collections import Counter

HONEST = int(os.environ.get("BENCH_REUSE_PAPERS", "100"))
SEEDS = (101, 102)


def main() -> None:
    """Every figure with its bar beside it."""
    from tests.engines.tax.receipts_made import generated
    from tests.engines.tax.reuse_measured import measured

    found, made, wrong, honest = Counter[str](), Counter[str](), 0.0, 0
    for seed in SEEDS:
        papers = generated(seed, HONEST, HONEST // 2)
        began = time.process_time()
        one = measured(papers)
        each = (time.process_time() - began) / len(papers)
        found, made = found + one.found, made + one.made
        wrong, honest = wrong + one.false_rate * one.honest, honest + one.honest
        print(f"seed {seed}: {len(papers)} papers, {each:.1f} s of one core each, false {sorted(one.false)}", flush=True)  # fmt: skip
    for how, count in sorted(made.items()):
        print(f"  {how}: {found[how]} of {count}")
    print(f"recall {found.total() / made.total():.3f} (bar 0.95)")
    print(f"false positives {wrong / honest:.4f} of {honest} honest papers (bar 0.005)")
