"""Proof of changes on invented accounts: do 90 % intervals hold the truth, and is nothing claimed where nothing happened?

`--accounts=N` for fewer than 200 of each kind.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from bench._proof_world import TARGET, Happened, happened, kind_of
from pilotage.engines.ads.proof import Part, Proof, prove

ACCOUNTS = 200
COVERS, CLAIMS = 0.85, 0.07
_NAMES = ("sales", "spend", "gain")


def main() -> None:
    """Coverage with known effects of several sizes, claims without."""
    accounts = _accounts()
    begin = time.process_time()
    _with_effects(accounts)
    _without(accounts)
    print(f"{2 * accounts} accounts proved in {time.process_time() - begin:.0f} s of one core")


def _accounts() -> int:
    asked = [word.split("=")[1] for word in sys.argv if word.startswith("--accounts=")]
    return int(asked[0]) if asked else ACCOUNTS


def _with_effects(accounts: int) -> None:
    held: dict[tuple[str, str], list[bool]] = defaultdict(list)
    shown: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for seed in range(accounts):
        world = happened(seed, kind_of(seed, effect=(0.3, 1.0, 1.8)[seed % 3]))
        proof = prove(world.file, world.history, target_acos=TARGET)
        for part, name, low, high, truth, claimed in _told(proof, world):
            of = "total" if part.kind == "total" else "classes and authors"
            for key in ((of, name), (f"{part.kind} {part.name}", name)):
                held[key].append(low <= truth <= high)
                shown[key].append(claimed)
    for key in sorted(held, key=lambda key: (key[0] not in ("total", "classes and authors"), key)):
        rate = sum(held[key]) / len(held[key])
        bar = f"  bar ≥ {COVERS:.0%}" if key[0] in ("total", "classes and authors") else ""
        print(
            f"  {' '.join(key):34} interval holds the truth {rate:6.1%} of {len(held[key])}{bar}  an effect shown {sum(shown[key]) / len(shown[key]):.0%}",
            flush=True,
        )


def _without(accounts: int) -> None:
    total = anything = 0
    held: list[bool] = []
    for seed in range(accounts):
        world = happened(10_000 + seed, kind_of(seed, effect=0.0))
        proof = prove(world.file, world.history, target_acos=TARGET)
        total += any(one.shown for one in proof.total.measures)
        anything += any(
            one.shown
            for part in (proof.total, *proof.classes, *proof.authors)
            for one in part.measures
        )
        held += [
            low <= 0 <= high
            for part, _, low, high, _, _ in _told(proof, world)
            if part.kind == "total"
        ]
    print(
        f"without any effect: claimed in total {total / accounts:.1%}, anywhere {anything / accounts:.1%} of {accounts} accounts  bar ≤ {CLAIMS:.0%}; intervals hold zero {sum(held) / max(len(held), 1):.1%}",
        flush=True,
    )


def _told(proof: Proof, world: Happened) -> Iterator[tuple[Part, str, float, float, float, bool]]:
    """Part, measure, interval, truth over the very entities and days, whether claimed."""
    for part in (proof.total, *proof.classes, *proof.authors):
        truth = _truth(part, world)
        for name in _NAMES:
            one = part.measure(name)
            if one.low is not None and one.high is not None:
                yield part, name, one.low, one.high, truth[name], one.shown


def _truth(part: Part, world: Happened) -> dict[str, float]:
    """The difference a part's changes made: in total against no change at all, else against the state just before."""
    found = {}
    for name in ("sales", "spend"):
        sums = 0.0
        for span in part.spans:
            at = world.names[span.campaign, span.ad_group, span.target]
            first, last = (
                (day - world.start) // timedelta(days=1) for day in (span.first, span.last)
            )
            with_, without = (
                of[name][at, first : last + 1].sum() for of in (world.with_, world.without)
            )
            if part.kind != "total":
                without *= world.before(name, at, (span.changed - world.start) // timedelta(days=1))
            sums += with_ - without
        found[name] = float(sums)
    found["gain"] = TARGET * found["sales"] - found["spend"]
    return found


if __name__ == "__main__":
    main()
