"""Random small advertising accounts as the planner's files hold them, and a plain referee of every guard.

The referee knows nothing of the planner's own bounds: it walks the changes one by one beside the rows of the account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from pilotage.engines.ads import Change, Plan, Wishes
from pilotage.engines.ads.wishes import limits
from pilotage.engines.mill.ads import MICRO, MISSING, AdsFile, AdsTable

LAST = date(2026, 8, 31)
CURRENCIES = ("USD", "EUR", "GBP", "JPY", "SEK", "PLN", "AED", "INR", "BRL", "")
BRAND = ("acme",)
Row = dict[str, Any]
_TEXTS = ("entity", "campaign_id", "campaign_name", "ad_group_id", "ad_group_name", "keyword_id", "targeting_id", "keyword_text",
          "targeting_expression", "match_type", "state", "campaign_state", "ad_group_state", "sku", "eligibility", "placement_name", "targeting_type")  # fmt: skip
_MONEY = ("bid", "daily_budget", "default_bid", "percentage", "spend", "sales")
_COUNTS = ("clicks", "orders")


@dataclass(slots=True)
class Case:
    """An account: its files, the wishes, and the rows by id for the referee."""

    terms: AdsFile
    bulk: AdsFile
    wishes: Wishes
    targets: dict[str, Row] = field(default_factory=dict)
    campaigns: dict[str, Row] = field(default_factory=dict)
    groups: dict[str, Row] = field(default_factory=dict)
    places: dict[tuple[str, str], Row] = field(default_factory=dict)
    negatives: set[tuple[str, str]] = field(default_factory=set)


def case(seed: int) -> Case:
    """The account of a seed."""
    r = np.random.default_rng(seed)
    currency = str(r.choice(CURRENCIES))
    scale = {"JPY": 120.0, "INR": 60.0, "SEK": 10.0}.get(currency, 1.0)
    rows, said = [], []
    for c in range(int(r.integers(1, 4))):
        _campaign(r, c, scale, rows, said)
    ids = [row["keyword_id"] or row["targeting_id"] for row in rows if row["entity"] in ("Keyword", "Product Targeting")]  # fmt: skip
    wishes = _wishes(r, currency, scale, ids)
    found = Case(_file("search_term", said), _file("bulk", rows), wishes)
    for row in rows:
        kind, campaign = row["entity"], row["campaign_id"]
        if kind in ("Keyword", "Product Targeting"):
            found.targets[row["keyword_id"] or row["targeting_id"]] = row
        elif kind == "Campaign":
            found.campaigns[campaign] = row
        elif kind == "Ad Group":
            found.groups[row["ad_group_id"]] = row
        elif kind == "Bidding Adjustment":
            found.places[campaign, row["placement_name"]] = row
        elif kind == "Negative Keyword":
            found.negatives.add((row["ad_group_id"], row["keyword_text"]))
    for row in said:
        one = found.targets.get(row["keyword_id"] or row["targeting_id"])
        if one is not None:
            one["seen"] += row["clicks"]
    return found


def _campaign(r: np.random.Generator, c: int, scale: float, rows: list[Row], said: list[Row]) -> None:  # fmt: skip
    campaign: Row = {"campaign_id": str(100 + c), "campaign_name": f"K{c}"}
    started = LAST - timedelta(days=int(r.integers(1, 400)))
    rows.append(_row("Campaign", campaign, state=_state(r), daily_budget=round(float(scale * r.uniform(1, 200)), 2), start_day=started, targeting_type="auto" if r.random() < 0.2 else "manual"))  # fmt: skip
    for name in ("Placement Top", "Placement Product Page", "Placement Rest Of Search"):
        if r.random() < 0.5:
            clicks = int(r.poisson(60))
            rows.append(_row("Bidding Adjustment", campaign, placement_name=name, percentage=float(r.integers(0, 901)), clicks=clicks,
                             orders=int(r.binomial(clicks, 0.08)), spend=round(clicks * 0.5 * scale, 2), sales=round(float(clicks * scale * r.uniform(0, 6)), 2)))  # fmt: skip
    for g in range(int(r.integers(1, 3))):
        _group(r, {**campaign, "ad_group_id": f"20{c}{g}", "ad_group_name": f"G{c}{g}"}, scale, rows, said)  # fmt: skip


def _group(r: np.random.Generator, group: Row, scale: float, rows: list[Row], said: list[Row]) -> None:  # fmt: skip
    rows.append(_row("Ad Group", group, state=_state(r), default_bid=round(float(scale * r.uniform(0.02, 2)), 2)))  # fmt: skip
    if r.random() < 0.5:
        rows.append(_row("Product Ad", group, sku=str(r.choice(["S1", "S2", "S3"])), state="enabled", eligibility=str(r.choice(["Eligible", "Ineligible", ""]))))  # fmt: skip
    price = scale * float(np.exp(r.normal(3, 0.8)))
    for t in range(int(r.integers(1, 7))):
        id_ = f"{group['ad_group_id']}{t:02}"
        keyword = r.random() < 0.8
        words = f"{'acme ' if r.random() < 0.15 else ''}word{int(r.integers(9))} {t}"
        match = str(r.choice(["exact", "phrase", "broad"]))
        bid = round(float(scale * np.exp(r.normal(-0.5, 1.2))), 2)
        rows.append(_row(
            "Keyword" if keyword else "Product Targeting", group, state=_state(r), match_type=match if keyword else "", seen=0,
            bid=float("nan") if r.random() < 0.1 else max(bid, 0.01), keyword_id=id_ if keyword else "", targeting_id="" if keyword else id_,
            keyword_text=words if keyword else "", targeting_expression="" if keyword else f'asin="B0{id_}"',
        ))  # fmt: skip
        said += _terms(r, rows[-1], group, words, bid, price)
    if r.random() < 0.2 and said:
        rows.append(_row("Negative Keyword", group, keyword_text=said[-1]["search_term"], match_type="negativeExact", state="enabled"))  # fmt: skip


def _terms(r: np.random.Generator, target: Row, group: Row, words: str, bid: float, price: float) -> Iterator[Row]:  # fmt: skip
    for n in range(int(r.integers(0, 4))):
        clicks = int(r.poisson(float(np.exp(r.normal(2.5, 1.5)))))
        orders = int(r.binomial(clicks, min(0.5, float(np.exp(r.normal(-2.7, 0.8)))))) if r.random() < 0.8 else 0  # fmt: skip
        spend = round(float(clicks * max(bid, 0.01) * r.uniform(0.5, 1)), 2)
        start = LAST - timedelta(days=int(r.integers(0, 60)))
        yield {**group, "keyword_id": target["keyword_id"], "targeting_id": target["targeting_id"], "targeting": words, "match_type": target["match_type"],
               "search_term": f"{words} {n}" if n else words, "clicks": clicks, "orders": orders, "spend": spend, "sales": round(orders * price, 2),
               "start_day": start, "end_day": LAST}  # fmt: skip


def _state(r: np.random.Generator) -> str:
    return "enabled" if r.random() < 0.9 else "paused"


def _row(entity: str, of: Row, **facts: Any) -> Row:
    blank: Row = dict.fromkeys(_TEXTS, "") | {name: float("nan") for name in _MONEY} | dict.fromkeys(_COUNTS, 0)  # fmt: skip
    return {**blank, "start_day": None, **of, "entity": entity, **facts}


def _wishes(r: np.random.Generator, currency: str, scale: float, ids: list[str]) -> Wishes:
    changed = {id_: LAST - timedelta(days=int(r.integers(0, 20))) for id_ in ids if r.random() < 0.1}  # fmt: skip
    return Wishes(
        float(r.uniform(0.05, 0.8)), budget=round(float(scale * r.uniform(1, 300)), 2) if r.random() < 0.3 else None,
        step_down=float(r.uniform(0.1, 0.95)), step_up=float(r.uniform(0.1, 1.0)), least_clicks=float(r.choice([0, 100])),
        least_orders=float(r.choice([0, 5])), brand=BRAND if r.random() < 0.5 else (), brand_acos=0.1 if r.random() < 0.3 else None,
        frozen=frozenset({"S1"}) if r.random() < 0.3 else frozenset(), never_raise=frozenset({"S2"}) if r.random() < 0.3 else frozenset(),
        currency=currency, changed=changed,
    )  # fmt: skip


def _file(kind: str, rows: list[Row]) -> AdsFile:
    texts: dict[str, list[str]] = {name: [str(row.get(name, "")) for row in rows] for name in (*_TEXTS, "targeting", "search_term")}  # fmt: skip
    if kind == "bulk":
        texts.pop("search_term")
    money = {name: np.array([_micros(row.get(name, float("nan"))) for row in rows], np.int64) for name in _MONEY}  # fmt: skip
    counts = {name: np.array([row.get(name, 0) for row in rows], np.int64) for name in _COUNTS}
    days = {name: np.array([row.get(name) for row in rows], "datetime64[D]") for name in ("start_day", "end_day")}  # fmt: skip
    table = AdsTable(kind, "invented", len(rows), len(rows), texts, counts, money, days, {}, ())
    return AdsFile("invented", "", "frame", "utf-8", (table,), ())


def _micros(value: float) -> int:
    return MISSING if value != value else round(value * MICRO)


def broken(one: Case, found: Plan) -> Iterator[str]:
    """What a plan does that a guard forbids, in words; nothing where all hold."""
    for change in found.changes:
        if change.operation not in ("Create", "Update", "Archive"):
            yield f"operation {change.operation}"
        judge = {"bid": _bid, "pause": _pause, "negative": _negative, "harvest": _harvest, "budget": _budget, "placement": _placement}[change.what]  # fmt: skip
        yield from judge(one, change)


def _held(one: Case, row: Row) -> Iterator[str]:
    campaign, group = one.campaigns[row["campaign_id"]], one.groups[row["ad_group_id"]]
    if "paused" in (row["state"], campaign["state"], group["state"]):
        yield "what is paused is changed"
    if (LAST + timedelta(days=1) - campaign["start_day"]).days < one.wishes.untouched_days:
        yield "a new campaign is changed"
    id_ = row["keyword_id"] or row["targeting_id"]
    when = one.wishes.changed.get(id_)
    if when and (LAST + timedelta(days=1) - when).days < one.wishes.cool_down_days:
        yield "a bid that cools down is changed"
    yield from _of_group(one, row["ad_group_id"])


def _of_group(one: Case, group: str) -> Iterator[str]:
    ads = _ads(one, group)
    if ads and all("Ineligible" in status for _, status in ads):
        yield "a group out of stock is changed"
    if one.wishes.frozen & {sku for sku, _ in ads}:
        yield "a frozen SKU is changed"


def _ads(one: Case, group: str) -> list[tuple[str, str]]:
    table = one.bulk.tables[0]
    named = zip(table.text("entity"), table.text("ad_group_id"), table.text("sku"), table.text("eligibility"), strict=True)  # fmt: skip
    return [(sku, status) for entity, of, sku, status in named if entity == "Product Ad" and of == group]  # fmt: skip


def _bid(one: Case, change: Change) -> Iterator[str]:
    row = one.targets[change.ids.get("keyword_id") or change.ids["targeting_id"]]
    yield from _held(one, row)
    rules, wishes = limits(one.wishes.currency), one.wishes
    before, after = Decimal(str(change.before)), Decimal(str(change.after))
    bid = row["bid"] if row["bid"] == row["bid"] else one.groups[row["ad_group_id"]]["default_bid"]
    if abs(float(before) - bid) > 1e-4:
        yield f"bid {bid} is told as {before}"
    grid = Decimal(str(rules.step))
    if after % grid:
        yield f"bid {after} is not on the grid of {grid}"
    half = 0.5 if row["seen"] < 5 else 1.0
    slack = rules.step / 2 + 1e-9
    if float(after) > bid * (1 + wishes.step_up * half) + slack or float(after) < bid * (1 - wishes.step_down * half) - slack:  # fmt: skip
        yield f"step from {bid} to {after}"
    if (float(after) < rules.floor and after < before) or (float(after) > rules.ceiling and after > before):  # fmt: skip
        yield f"bid {after} beyond the marketplace's limits"
    if row["seen"] < 1:
        yield "a bid without clicks is changed"
    brand = row["keyword_text"].startswith("acme")
    if wishes.brand and wishes.brand_acos is None and brand:
        yield "a brand's bid is changed"
    if after > before and wishes.never_raise & {sku for sku, _ in _ads(one, row["ad_group_id"])}:
        yield "a bid is raised that never may"
    at_bound = abs(float(after) - bid * (1 + wishes.step_up * half)) < 1e-9 or abs(float(after) - bid * (1 - wishes.step_down * half)) < 1e-9  # fmt: skip
    if at_bound and half == 1.0 and not change.guards:
        yield "the largest step is not named"


def _pause(one: Case, change: Change) -> Iterator[str]:
    row = one.targets[change.ids.get("keyword_id") or change.ids["targeting_id"]]
    yield from _held(one, row)
    if row["seen"] < 30 or change.evidence["probability"] < 0.97:
        yield "a target is paused without proof"


def _negative(one: Case, change: Change) -> Iterator[str]:
    term, group = change.says["term"], change.ids["ad_group_id"]
    if one.wishes.brand and "acme" in term:
        yield "a brand's term is negated"
    if (group, term) in one.negatives or change.evidence["clicks"] < 8 or change.evidence["probability"] < 0.97:  # fmt: skip
        yield f"{term} is negated without need or proof"
    yield from _of_group(one, group)


def _harvest(one: Case, change: Change) -> Iterator[str]:
    rules = limits(one.wishes.currency)
    term, group = change.says["term"], change.ids["ad_group_id"]
    if (group, term) in one.negatives or change.evidence["clicks"] < 8 or change.evidence["orders"] < 1:  # fmt: skip
        yield f"{term} is harvested without proof"
    if not rules.floor <= float(change.after) <= rules.ceiling or Decimal(str(change.after)) % Decimal(str(rules.step)):  # fmt: skip
        yield f"{term} is harvested at {change.after}"
    if one.campaigns[change.ids["campaign_id"]]["targeting_type"] == "auto":
        yield "an automatic campaign is given a keyword"
    yield from _of_group(one, group)


def _budget(one: Case, change: Change) -> Iterator[str]:
    row, after = one.campaigns[change.ids["campaign_id"]], float(change.after)
    step = limits(one.wishes.currency).step
    least, most = row["daily_budget"] * (1 - one.wishes.step_down), row["daily_budget"] * (1 + one.wishes.step_up)  # fmt: skip
    if row["state"] == "paused" or not least - step <= after <= most + step:
        yield f"budget from {row['daily_budget']} to {after}"
    if one.wishes.budget is not None and sum(o["daily_budget"] for o in one.campaigns.values() if o["state"] != "paused") > one.wishes.budget and after > row["daily_budget"]:  # fmt: skip
        yield "a budget is raised beyond the account's"


def _placement(one: Case, change: Change) -> Iterator[str]:
    row, after = one.places[change.ids["campaign_id"], change.ids["placement"]], float(change.after)
    most, least = (100 + row["percentage"]) * (1 + one.wishes.step_up) - 100, (100 + row["percentage"]) * (1 - one.wishes.step_down) - 100  # fmt: skip
    if not 0 <= after <= 900 or not least - 1 <= after <= most + 1 or row["clicks"] < 30:
        yield f"placement from {row['percentage']} to {after}"
