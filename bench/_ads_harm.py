"""Bar 3: what must not change does not, guards hold in random accounts, and a written sheet is read back as the plan.

`BENCH_ADS_ACCOUNTS` random accounts (default 100,000), from the seed `BENCH_ADS_FIRST` on; `BENCH_ADS_OPTIMAL` optimal ones.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from statistics import mean
from time import perf_counter

import numpy as np

from bench._ads_random import broken, case
from bench._ads_reports import LOOK_BACK, Diary, bulk, search_terms
from bench._ads_world import SETTINGS, TARGET, World, level_for, world
from pilotage.engines.ads import Change, Plan, Wishes, plan, write_sheet
from pilotage.engines.mill.ads import MICRO, read_ads

ACCOUNTS = int(os.environ.get("BENCH_ADS_ACCOUNTS", "100000"))
FIRST = int(os.environ.get("BENCH_ADS_FIRST", "0"))
OPTIMAL = int(os.environ.get("BENCH_ADS_OPTIMAL", "30"))
READ_BACK = 200
_SHOWN = 5


def main() -> int:
    """Print each figure beside its bar; 1 if a guard or a sheet is broken."""
    for setting in ("ordinary", "rich"):
        touched, moved = zip(
            *(_optimal(setting, seed) for seed in range(1, OPTIMAL + 1)), strict=True
        )
        print(f"optimal account, {setting}: spend a plan moves {mean(moved):.2%} (largest {max(moved):.2%}), on targets and terms it touches {mean(touched):.2%} (bar 2 %), {OPTIMAL} accounts", flush=True)  # fmt: skip
    _no_data()
    wrong = _read_back() + _guards()
    return 1 if wrong else 0


def _optimal(setting: str, seed: int) -> tuple[float, float]:
    """An account whose bids are in proportion to what targets are worth and meet the target: share of spend touched, moved."""
    made, diary = world(SETTINGS[setting], seed), Diary()
    _perfect(made)
    diary.lives(made, LOOK_BACK)
    found = plan(search_terms(made, diary), Wishes(TARGET), bulk=bulk(made))
    _, cost, _ = made.expected(made.bid)
    before = np.bincount(made.pair_target, cost, len(made.words))
    bid, touched = made.bid.copy(), 0.0
    places = {id_: n for n, id_ in enumerate(made.ids)}
    for one in found.changes:
        if one.what in ("bid", "pause"):
            at = places[one.ids["keyword_id"]]
            touched += before[at]
            bid[at] = float(one.after) if one.what == "bid" else 0.01
        elif one.what in ("negative", "harvest"):
            touched += sum(cost[n] for n in np.flatnonzero(made.target_group[made.pair_target] == int(one.ids["ad_group_id"]) - 2000) if made.terms[n] == one.says["term"])  # fmt: skip
    _, after, _ = made.expected(bid)
    moved = np.abs(np.bincount(made.pair_target, after, len(made.words)) - before).sum()
    return float(touched / cost.sum()), float(moved / cost.sum())


def _perfect(made: World) -> None:
    """The world's bids as one who knows every value would set them with one multiplier; terms worth too little are gone."""
    size, weight = len(made.words), made.volume
    for _ in range(6):
        sold = np.bincount(made.pair_target, weight * made.value, size)
        value = sold / np.maximum(np.bincount(made.pair_target, weight, size), 1e-12)
        made.bid = np.maximum(value * level_for(made, value, TARGET), 2 * made.step)
        weight, cost, sales = made.expected(made.bid)
        made.open &= cost <= 2 * TARGET * sales  # what any negative must be proved to exceed
    made.bid = np.maximum(np.round(made.bid / made.step) * made.step, 2 * made.step)
    _, cost, _ = made.expected(made.bid)
    made.budget = 4 * np.bincount(made.campaign_of_pair(), cost, len(made.budget)) / 7


def _no_data() -> None:
    for least, says in ((0.0, "no clicks at all"), (1e9, "too few clicks")):
        changed, notes = 0, Counter[str]()
        for seed in range(300):
            one = case(seed)
            if least == 0.0:
                one.terms.tables[0].counts["clicks"][:] = 0
            found = plan(one.terms, Wishes(0.3, least_clicks=least), bulk=one.bulk)
            changed += len(found.changes)
            notes.update(code for code, _ in found.notes)
        print(f"{says}: {changed} changes in 300 accounts, says {dict(notes)} (bar 0)", flush=True)


def _read_back() -> int:
    """Sheets of random plans written and read: how many differ from their plan in any row."""
    wrong = rows = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        for seed in range(READ_BACK):
            one = case(seed)
            found = plan(one.terms, one.wishes, bulk=one.bulk)
            write_sheet(found.changes, path)
            rows += len(found.changes)
            wrong += not _same(found, path)
    print(
        f"sheets read back: {wrong} of {READ_BACK} differ from their plan, {rows:,} rows (bar 0)",
        flush=True,
    )
    return wrong


_MONEY = {"bid": "bid", "harvest": "bid", "budget": "daily_budget", "placement": "percentage"}


def _same(found: Plan, path: Path) -> bool:
    table = read_ads(path).tables[0] if len(found.changes) else None
    if table is None:
        return True
    return table.kept == len(found.changes) and all(_row_same(table, n, one) for n, one in enumerate(found.changes))  # fmt: skip


def _row_same(table: object, n: int, one: Change) -> bool:
    text = {name: table.text(name)[n] for name in ("entity", "operation", "campaign_id", "ad_group_id", "keyword_id", "targeting_id", "keyword_text", "match_type", "placement_name", "state")}  # type: ignore[attr-defined]  # fmt: skip
    right = text["entity"] == one.entity and text["operation"] == one.operation
    right &= all(text[name] == one.ids.get(name, "") for name in ("campaign_id", "ad_group_id", "keyword_id", "targeting_id"))  # fmt: skip
    if one.what in _MONEY:
        right &= int(table.money[_MONEY[one.what]][n]) == int(Decimal(str(one.after)) * MICRO)  # type: ignore[attr-defined]  # fmt: skip
    if one.what == "pause":
        right &= text["state"] == "paused"
    if one.operation == "Create":
        right &= text["keyword_text"] == one.says["keyword_text"] and text["state"] == "enabled"
    return bool(right)


def _guards() -> int:
    """Random accounts against the referee."""
    begun, made, bad = perf_counter(), Counter[str](), list[tuple[int, str]]()
    for done, seed in enumerate(range(FIRST, FIRST + ACCOUNTS), 1):
        one = case(seed)
        found = plan(one.terms, one.wishes, bulk=one.bulk)
        made.update(change.what for change in found.changes)
        bad += [(seed, told) for told in broken(one, found)]
        if done % 5_000 == 0 or done == ACCOUNTS:
            print(f"  {done:,} accounts, {perf_counter() - begun:.0f} s, {dict(made)}", flush=True)
    print(
        f"guards: {len(bad)} broken in {ACCOUNTS:,} random accounts (bar 0) {bad[:_SHOWN] or ''}",
        flush=True,
    )
    return len(bad)
