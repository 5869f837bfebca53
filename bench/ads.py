"""The advertising plan in invented accounts: share of an oracle's sales at equal ACoS, against practitioners' rules.

`BENCH_ADS_SEEDS` (default 6) accounts per setting, `BENCH_ADS_SETTINGS` to take fewer settings; finished runs are kept in
the file `BENCH_ADS_KEPT` (none by default) so that a long measurement can go on where it stopped. Columns: `share` of the
oracle at equal ACoS; `oracle-`: of an oracle that also negates; `sold`: sales as they were against the oracle at the
target; ACoS and share of accounts within 5 % of the target in week 8. `--speed`: large accounts and files; `--harm`: what
must not change, and the guards over 100,000 accounts.
"""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from statistics import mean, stdev
from time import perf_counter

from bench._ads_rules import POLICIES, RULES
from bench._ads_runs import JUDGED, SURE_WEEK, Week, covered, run
from bench._ads_world import SETTINGS, TARGET

SEEDS = int(os.environ.get("BENCH_ADS_SEEDS", "6"))
NAMES = os.environ.get("BENCH_ADS_SETTINGS", " ".join(SETTINGS)).split()
ONLY = os.environ.get("BENCH_ADS_POLICIES", ",".join(POLICIES)).split(",")
KEPT = os.environ.get("BENCH_ADS_KEPT")
BARS = {"ordinary": 0.90, "sparse": 0.86, "rich": 0.93, "messy": 0.87}
Runs = dict[tuple[str, int, str], list[Week]]


def main() -> int:
    from bench import _ads_harm, _ads_speed

    for name, part in (("--speed", _ads_speed), ("--harm", _ads_harm)):
        if name in sys.argv:
            return part.main()
    begun, runs = perf_counter(), _kept()
    for setting in NAMES:
        for seed in range(1, SEEDS + 1):
            for policy in ONLY:
                if (setting, seed, policy) not in runs:
                    runs[setting, seed, policy] = run(setting, seed, policy)
                    _keep(setting, seed, policy, runs[setting, seed, policy])
        _table(setting, runs)
    for setting in [one for one in NAMES if one in BARS]:
        _coverage(setting)
    print(f"{perf_counter() - begun:.0f} s")
    return 0


def _table(setting: str, runs: Runs) -> None:
    bar = BARS.get(setting)
    says = f", bar {bar:.2f}" if bar else ", bar: not worse than the best rule"
    print(f"\n{setting}: {SEEDS} accounts, share of the oracle at equal ACoS{says}", flush=True)
    head = ("policy", "share", "95 %", "vs product", "95 %", "oracle-", "sold", "ACoS", "hit")
    print("{:16}{:>7}{:>8}{:>12}{:>8}{:>9}{:>7}{:>8}{:>7}".format(*head))
    own = (
        [_share(runs[setting, seed, "product"]) for seed in range(1, SEEDS + 1)]
        if "product" in ONLY
        else []
    )
    for policy in ONLY:
        weeks = [runs[setting, seed, policy] for seed in range(1, SEEDS + 1)]
        shares = [_share(one) for one in weeks]
        ahead = [a / b - 1 for a, b in zip(own, shares, strict=False)]
        acos = [one[SURE_WEEK]["acos"] for one in weeks]
        hit = mean(abs(one / TARGET - 1) <= 0.05 for one in acos)
        negating = mean(_share(one, "of_negating") for one in weeks)
        sold = mean(_share(one, "own") for one in weeks)
        told = f"{mean(ahead):+12.3f}{_half(ahead):8.3f}" if ahead else " " * 20
        print(f"{policy:16}{mean(shares):7.3f}{_half(shares):8.3f}{told}{negating:9.3f}{sold:7.3f}{mean(acos):8.3f}{hit:7.2f}", flush=True)  # fmt: skip
    if "product" in ONLY and set(RULES) <= set(ONLY):
        _verdict(setting, runs, own)


def _verdict(setting: str, runs: Runs, own: list[float]) -> None:
    least = min(
        (mean(d) - _half(d), policy)
        for policy in RULES
        for d in [[a - _share(runs[setting, s, policy]) for s, a in enumerate(own, 1)]]
    )
    print(f"product - rule, lowest end of the paired intervals: {least[0]:+.3f} ({least[1]})")


def _share(weeks: list[Week], name: str = "share") -> float:
    return mean(weeks[n][name] for n in JUDGED)


def _half(values: list[float]) -> float:
    """Half of the 95 % interval of a mean."""
    return 1.96 * stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan


def _coverage(setting: str) -> None:
    found: dict[str, list[int]] = {}
    for seed in range(1, SEEDS + 1):
        for name, inside, of in covered(setting, seed):
            sums = found.setdefault(name, [0, 0])
            sums[0] += inside
            sums[1] += of
    for name, (inside, of) in found.items():
        print(f"{setting}: 90 % intervals, {name}: {inside / of:.3f} of {of:,} (bar .87-.93)")


def _kept() -> Runs:
    if not KEPT or not Path(KEPT).exists():
        return {}
    rows = [json.loads(line) for line in Path(KEPT).read_text().splitlines()]
    return {(one["setting"], one["seed"], one["policy"]): one["weeks"] for one in rows}


def _keep(setting: str, seed: int, policy: str, weeks: list[Week]) -> None:
    if KEPT:
        row = {"setting": setting, "seed": seed, "policy": policy, "weeks": weeks}
        with Path(KEPT).open("a") as file:
            file.write(json.dumps(row) + "\n")
