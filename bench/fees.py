"""A million random quotes, credits and allocations against the Fraction referee of the tests: 0 differences."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from random import Random

from tests.engines.fees import test_referee

PARTS = 20  # of the million, so that no process waits long for the last
_KINDS: dict[str, tuple[Callable[[Random, int], None], int]] = {
    "quotes": (test_referee.compare_quotes, 20_000),
    "credits": (test_referee.compare_credits, 80_000),
    "allocations": (test_referee.compare_splits, 900_000),
}


def main() -> None:
    """How many cases of each kind agree; the first that differs ends the run and is printed."""
    work = [(kind, seed) for kind in _KINDS for seed in range(PARTS)]
    begin = time.perf_counter()
    with multiprocessing.Pool() as pool:
        pool.map(_compare, work, chunksize=1)
    total = sum(number for _, number in _KINDS.values())
    for kind, (_, number) in _KINDS.items():
        print(f"{kind:14}{number:>10,}  0 differences")
    print(f"{'together':14}{total:>10,}  ≥ 1,000,000  met  ({time.perf_counter() - begin:.0f} s)")


def _compare(part: tuple[str, int]) -> None:
    kind, seed = part
    compare, number = _KINDS[kind]
    compare(Random(f"{kind} {seed}"), number // PARTS)


if __name__ == "__main__":
    main()
