"""Review rings: recall and precision by review on invented networks, with look-alikes; one line a ring kind and look-alike.

`--seeds=N` networks (100), from `--from=S` (70000). The rules were argued over seeds below 10000; nobody looked at these while they were.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.engines.reputation.rings_made import made

from pilotage.engines.reputation import rings


def main() -> int:
    """Every figure with its bar beside it."""
    many, first = _option("seeds", 100), _option("from", 70000)
    planted, found, wrong, innocent = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    reviews, seconds = 0, 0.0
    for seed in range(first, first + many):
        world = made(seed)
        began = time.process_time()
        suspected = {ref for ring in rings(world.reviews, {p: frozenset(s) for p, s in world.signs.items()}) for ref in ring.reviews}  # fmt: skip
        seconds += time.process_time() - began
        reviews += len(world.reviews)
        planted.update(world.planted.values())
        innocent.update(world.alike.values())
        for ref in suspected:
            if ref in world.planted:
                found[world.planted[ref]] += 1
            else:
                wrong[world.alike.get(ref, "others")] += 1
    for kind, count in sorted(planted.items()):
        print(f"  ring {kind:12} {found[kind]:5} of {count:5}")
    innocent["others"] = reviews - planted.total() - innocent.total()
    for kind, count in sorted(innocent.items()):
        print(f"  innocent {kind:10} {wrong[kind]:4} of {count:6} suspected")
    recall = found.total() / planted.total()
    precision = found.total() / max(found.total() + wrong.total(), 1)
    print(f"{many} networks, {reviews:,} reviews, {seconds / many:.2f} s of one core each")
    print(f"recall {recall:.3f} (bar 0.90)   precision {precision:.3f} (bar 0.95)")
    return 0 if recall >= 0.90 and precision >= 0.95 else 1


def _option(name: str, usual: int) -> int:
    given = [w.partition("=")[2] for w in sys.argv if w.startswith(f"--{name}=")]
    return int(given[0]) if given else usual


if __name__ == "__main__":
    sys.exit(main())
