"""Which rate of exchange (汇率) a row needs, and its amounts in the currency of the return.

Local returns: the rate of the rate date, or the last publication before it (PL: strictly before).
OSS and IOSS: EUR at the end of the period that the row belongs to or corrects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.law import currency_rows
from pilotage.engines.tax.exactly import WIDE, half_up
from pilotage.engines.tax.inputs import conversions
from pilotage.engines.tax.places import FILING, home
from pilotage.engines.tax.slots import text

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

DAY_BEFORE = ["PL"]  # the last publication strictly before the day counts


def local_currency(country: Value, month: Value) -> Value:
    """The currency of a filing country's return for a month; NULL where no return is filed."""
    cases = []
    for entry in currency_rows():
        place = entry.table.partition("/")[2]
        if place not in FILING or (entry.value == "EUR" and entry.since is None):
            continue
        inside = (country == place) & (
            ibis.literal(True) if entry.since is None else month >= ibis.literal(entry.since)
        )
        if entry.until is not None:
            inside = inside & (month <= ibis.literal(entry.until))
        if entry.value != "EUR":
            cases.append((inside, entry.value))
    return ibis.cases(*cases, (country.notnull(), "EUR"), else_=ibis.null("string"))


def with_exchange(t: Table) -> Table:
    """`t` with `num_…` and `den_…` of its conversions and `unconverted`: a needed rate is absent."""
    asked = {
        "main": (t.source, t.target, t.target_day),
        "other": (t.source, t.other_currency, t.other_day),
        "sales": (t.sale_source, t.target, t.sale_day),
        "sales_other": (t.sale_source, t.other_currency, t.sale_other_day),
    }
    needs = {f"from_{name}": _needed(source, target) for name, (source, target, _) in asked.items()}
    t = t.mutate(**needs)
    joined = t
    for name, (_, target, day) in asked.items():
        columns = {f"num_{name}": "numerator", f"den_{name}": "denominator"}
        rates = conversions().rename(
            columns | {f"s_{name}": "source", f"t_{name}": "target", f"d_{name}": "day"}
        )
        joined = joined.left_join(
            rates,
            [
                (f"from_{name}", f"s_{name}"),
                (target.get_name(), f"t_{name}"),
                (day.get_name(), f"d_{name}"),
            ],
        )
    lacks = [joined[f"from_{n}"].notnull() & joined[f"den_{n}"].isnull() for n in asked]
    joined = joined.mutate(unconverted=ibis.or_(*lacks))
    spent = [f"{part}_{name}" for name in asked for part in ("from", "s", "t", "d")]
    unused = [f"{part}_{name}" for name in ("sales", "sales_other") for part in ("num", "den")]
    days = ["target_day", "other_day", "sale_day", "sale_other_day", "source", "sale_source"]
    return joined.drop(*spent, *unused, *days)


def _needed(source: Value, target: Value) -> Value:
    """The currency to convert from, NULL when the amounts are in the target's already."""
    euro = target.isin(["OSS", "IOSS"]) & (source == "EUR")
    needed = target.notnull() & (source != target) & ~euro
    return ibis.ifelse(needed, source, ibis.null("string"))


def with_targets(t: Table) -> Table:
    """`t` with the currencies and days of its conversions.

    `target` is that of the return, `other_currency` that of the second side: what a distance sale
    adds to the state it leaves, what own goods add to the state they reach.
    """
    nothing, no_day = ibis.null("string"), ibis.null("date")
    oss, ioss = t.treatment == "distance_sale_oss", t.treatment == "ioss_sale"
    local = t.jurisdiction.isin(FILING).fill_null(False)
    other = ibis.cases((oss, home(t.dep)), (t.treatment == "own_goods", home(t.arr)), else_=nothing)
    priced = t.taxed | t.exempt | t.moved | t.with_input
    mine = local_currency(t.jurisdiction, t.period_month)
    target = ibis.cases((oss, "OSS"), (ioss, "IOSS"), (local, mine), else_=nothing)
    t = t.mutate(
        source=ibis.ifelse(t.moved, t.cost_currency, t.currency),
        sale_source=ibis.ifelse(t.inherits & priced, t.sale_currency, nothing),
        target=ibis.ifelse(priced, target, nothing),
        target_currency=ibis.cases(
            (oss | ioss, "EUR"),
            (local & priced, mine),
            else_=ibis.ifelse(priced, t.currency, nothing),
        ),
        other=other,
        other_currency=local_currency(other, t.period_month),
    )
    return t.mutate(
        target_day=ibis.cases(
            (oss, t.corrected_quarter),
            (ioss, t.corrected_month),
            (local, _published(t.own_rate_date, t.jurisdiction)),
            else_=no_day,
        ),
        other_day=_published(t.own_rate_date, t.other),
        sale_day=ibis.cases(
            (oss, t.corrected_quarter),
            (ioss, t.corrected_month),
            (local, _published(t.sale_rate_date, t.jurisdiction)),
            else_=no_day,
        ),
        sale_other_day=_published(t.sale_rate_date, t.other),
    )


def _published(day: Value, country: Value) -> Value:
    before = (day - ibis.interval(days=1)).cast("date")
    return ibis.ifelse(country.isin(DAY_BEFORE), before, day)


def with_money(t: Table) -> Table:
    """`t` with cents of its returns: `base` and `vat`, `other_base` and `other_vat` of the second side.

    Amounts already in the currency are only rounded; own goods are pieces at cost, in both.
    """
    nothing = ibis.null("int64")
    left = ibis.ifelse(t.treatment == "distance_sale_oss", t.base4, nothing)
    amounts = {"base": (t.base4, "main"), "vat": (t.vat4, "main"), "other_base": (left, "other")}
    quotients: dict[str, tuple[Value, Value]] = {}
    for name, (amount4, rate) in amounts.items():
        numerator, denominator = t[f"num_{rate}"], t[f"den_{rate}"]
        same = ibis.ifelse(denominator.isnull(), amount4, nothing)
        quotients[f"same_{name}"] = (same, ibis.literal(100))
        changed = denominator.notnull()  # no wide arithmetic for rows that need none
        worth = amount4.cast(WIDE) * numerator.cast(WIDE)
        parts = denominator.cast(WIDE) * ibis.literal(100).cast(WIDE)
        quotients[f"changed_{name}"] = (_where(changed, worth), _where(changed, parts))
    quotients |= {f"moved_{rate}": _at_cost(t, rate) for rate in ("main", "other")}
    t = half_up(t, quotients)
    acquired = t.treatment == "own_goods"
    sides = {name: ibis.coalesce(t[f"same_{name}"], t[f"changed_{name}"]) for name in amounts}
    sides["base"] = ibis.ifelse(t.moved, t.moved_main, sides["base"])
    sides["other_base"] = ibis.ifelse(acquired, t.moved_other, sides["other_base"])
    t = t.mutate(**sides).drop(*quotients)
    tax = ibis.ifelse(t.treatment == "own_goods", t.other_base * t.rate, nothing)
    return half_up(t, {"other_vat": (tax, ibis.literal(10_000))})


def _at_cost(t: Table, rate: str) -> tuple[Value, Value]:
    """Unit cost x pieces in cents of the currency that `rate` leads to."""
    numerator = t[f"num_{rate}"].fill_null(1).cast(WIDE)
    denominator = t[f"den_{rate}"].fill_null(1).cast(WIDE)
    per_cent = text("per_cent")  # scaled cost x ten-thousandths of a piece, in one cent
    return (
        _where(t.moved, t.unit_cost.cast(WIDE) * t.qty4.cast(WIDE) * numerator),
        _where(t.moved, denominator * per_cent.cast(WIDE)),
    )


def _where(condition: Value, value: Value) -> Value:
    value = value.cast(WIDE)
    return ibis.ifelse(condition, value, ibis.null(WIDE))
