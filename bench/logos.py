"""Logos found again after a change: recall at 5 among invented logos.

Bar: .95 for each change, .85 for a turn of 15°. BENCH_LOGOS says how many logos there are (of each 20th, at most
200, every change is asked), BENCH_LOGOS_SEED which. Each question is a JPEG; what is registered are PNGs.
"""

from __future__ import annotations

import os
import time
from random import Random

from bench._invented_logos import CHANGES, jpg, logo, png
from pilotage.engines.marks.logos import Logos

COUNT = int(os.environ.get("BENCH_LOGOS", "3000"))
SEED = int(os.environ.get("BENCH_LOGOS_SEED", "7"))
BARS = {"turn 15°": 0.85}


def main() -> None:
    dice, started = Random(SEED), time.perf_counter()
    pages = {f"logo{n}": logo(dice) for n in range(COUNT)}
    register = Logos((name, png(page)) for name, page in pages.items())
    print(f"{COUNT:,} logos, registered at {1000 * (time.perf_counter() - started) / COUNT:.1f} ms each")  # fmt: skip
    asked = list(pages)[:: max(1, COUNT // 200)][:200]
    for change, changed in CHANGES.items():
        found = first = 0
        started = time.perf_counter()
        for name in asked:
            hits = [hit.id for hit in register.nearest(jpg(changed(pages[name], dice)), top=5)]
            found += name in hits
            first += hits[0] == name
        each = 1000 * (time.perf_counter() - started) / len(asked)
        print(f"{change:14} R@5 {found / len(asked):.3f}  R@1 {first / len(asked):.3f}  bar {BARS.get(change, 0.95):.2f}   {each:.0f} ms")  # fmt: skip
