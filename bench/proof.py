"""Proof of changes on invented accounts: do 90 % intervals hold the truth, is nothing claimed where nothing happened, and
how often is a real effect found? First accounts of all kinds, then one world after the other.

`--accounts=N` for fewer than 200 of each kind, `--worlds=N` for other than 40 of each world, `--finely` for each class and author.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from bench._proof_world import TARGET, WORLDS, Happened, Kind, happened, kind_of, world_of
from pilotage.engines.ads.proof import Part, Proof, prove

ACCOUNTS, OF_A_WORLD = 200, 40
COVERS, CLAIMS = 0.85, 0.07
EFFECTS = (0.3, 1.0, 1.8)
REAL = 0.10  # of what was expected: from here on an effect should be found
_NAMES = ("sales", "spend", "gain", "acos")


@dataclass(slots=True)
class _Tally:
    held: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    found: list[tuple[float, bool]] = field(
        default_factory=list
    )  # size of a real effect, whether shown
    wrong: int = 0  # shown with the wrong sign

    def add(self, low: float, high: float, truth: float, size: float, claimed: bool) -> None:
        self.held.append(low <= truth <= high)
        self.shown.append(claimed)
        if size >= REAL:
            self.found.append((size, claimed))
        self.wrong += claimed and (low + high) * truth < 0

    def line(self) -> str:
        bins = ((0.10, 0.25), (0.25, 0.50), (0.50, math.inf))
        powers = [[shown for size, shown in self.found if a <= size < b] for a, b in bins]
        said = " / ".join(f"{_rate(one):>4} of {len(one):<3}" for one in powers)
        return f"covers {_rate(self.held, 1):>6} of {len(self.held):<4} found: {said} wrong sign {self.wrong}"


def main() -> None:
    """The bar's two figures with power, then both for each world."""
    begin = time.process_time()
    accounts, each = _asked("accounts", ACCOUNTS), _asked("worlds", OF_A_WORLD)
    print(
        f"found: share shown of real effects of 10-25 / 25-50 / over 50 % of what was expected; bars: covers ≥ {COVERS:.0%}, claims ≤ {CLAIMS:.0%}"
    )
    if accounts:
        _with_effects(
            (happened(seed, kind_of(seed, effect=EFFECTS[seed % 3])) for seed in range(accounts)),
            "--finely" in sys.argv,
        )
        _without("all kinds", (happened(10_000 + seed, kind_of(seed, effect=0.0)) for seed in range(accounts)))  # fmt: skip
    for n, name in enumerate(WORLDS if each else ()):
        print(f"-- {name}", flush=True)
        _with_effects(_many(name, range(20_000 + 1000 * n, 20_000 + 1000 * n + each), EFFECTS))
        _without(name, _many(name, range(40_000 + 1000 * n, 40_000 + 1000 * n + each), (0.0,)))
    print(f"proved in {time.process_time() - begin:.0f} s of one core")


def _many(name: str, seeds: Iterable[int], effects: tuple[float, ...]) -> Iterator[Happened]:
    for seed in seeds:
        kind: Kind = world_of(name, effects[seed % len(effects)])
        yield happened(seed, kind)


def _asked(name: str, otherwise: int) -> int:
    asked = [word.split("=")[1] for word in sys.argv if word.startswith(f"--{name}=")]
    return int(asked[0]) if asked else otherwise


def _with_effects(worlds: Iterable[Happened], finely: bool = False) -> None:
    tallies: dict[tuple[str, str], _Tally] = {}
    for world in worlds:
        proof = prove(world.file, world.history, target_acos=TARGET)
        for part, name, *told in _told(proof, world):
            of = "total" if part.kind == "total" else "classes and authors"
            keys = [of, f"{part.kind} {part.name}"] if finely and of != "total" else [of]
            for key in keys:
                tallies.setdefault((key, name), _Tally()).add(*told)
    for key in sorted(tallies, key=lambda key: (key[0] != "total", key[0] != "classes and authors", key[0], _NAMES.index(key[1]))):  # fmt: skip
        print(f"  {' '.join(key):27} {tallies[key].line()}", flush=True)


def _without(name: str, worlds: Iterable[Happened]) -> None:
    total = anything = accounts = 0
    held: list[bool] = []
    for world in worlds:
        accounts += 1
        proof = prove(world.file, world.history, target_acos=TARGET)
        total += any(one.shown for one in proof.total.measures)
        parts = (proof.total, *proof.classes, *proof.authors)
        anything += any(one.shown for part in parts for one in part.measures)
        held += [low <= 0 <= high for part, _, low, high, *_ in _told(proof, world) if part.kind == "total"]  # fmt: skip
    print(
        f"  no effects, {name}: claimed in total {total / accounts:.1%}, anywhere {anything / accounts:.1%} of {accounts} accounts; intervals of totals hold zero {_rate(held, 1)}",
        flush=True,
    )


def _rate(found: list[bool], places: int = 0) -> str:
    return f"{sum(found) / len(found):.{places}%}" if found else "–"


def _told(proof: Proof, world: Happened) -> Iterator[tuple[Part, str, float, float, float, float, bool]]:  # fmt: skip
    """Part, measure, interval, truth over the very entities and days, its size beside what was expected, whether claimed."""
    for part in (proof.total, *proof.classes, *proof.authors):
        truth, without = _truth(part, world)
        for name in _NAMES:
            one = part.measure(name)
            if one.low is not None and one.high is not None:
                scale = TARGET * without["sales"] if name == "gain" else without[name]
                size = abs(truth[name]) / scale if scale > 0 else 0.0
                yield part, name, one.low, one.high, truth[name], size, one.shown


def _truth(part: Part, world: Happened) -> tuple[dict[str, float], dict[str, float]]:
    """The difference a part's changes made, and what there would have been: in total without any change, else in the
    state just before the change."""
    found, plain = {}, {}
    for name in ("sales", "spend"):
        sums = [0.0, 0.0]
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
            sums[0] += with_
            sums[1] += without
        found[name], plain[name] = sums[0] - sums[1], sums[1]
    found["gain"] = TARGET * found["sales"] - found["spend"]
    with_sales = found["sales"] + plain["sales"]
    plain["acos"] = plain["spend"] / plain["sales"] if plain["sales"] > 0 else 0.0
    found["acos"] = (
        (found["spend"] + plain["spend"]) / with_sales - plain["acos"] if with_sales > 0 else 0.0
    )
    return found, plain


if __name__ == "__main__":
    main()
