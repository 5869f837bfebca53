"""The treatment ladder (税务处理阶梯): 28 rules, the first that fits decides.

`rule_of` is one CASE whose branches stand in the order of the contract; `RULES` says what each
rule means. A rule number is kept with every row, so that an answer can be argued with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import ibis

from pilotage.engines.law import reverse_charge_rows
from pilotage.engines.tax.places import EU, FILING
from pilotage.engines.tax.slots import NUMBERED, holds, text

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table, Value

Where = Literal["", "dep", "arr", "GB", "OSS", "IOSS"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule decides: a treatment with its jurisdiction, or the code of a block."""

    treatment: str = ""
    where: Where = ""
    blocked: str = ""


COUNTRY_MISSING_ON_A_MOVE, WITHOUT_SALE, IMPORT_WITHOUT_EXPORT = 101, 109, 112

RULES: dict[int, Rule] = {
    1: Rule("no_effect"),
    COUNTRY_MISSING_ON_A_MOVE: Rule(blocked="COUNTRY_MISSING"),
    2: Rule("no_effect"),
    3: Rule("own_goods", "dep"),
    4: Rule("own_goods_export", "dep"),
    5: Rule("own_goods_import", "arr"),
    6: Rule("commingling_buy", "dep"),
    106: Rule("commingling_sell", "dep"),
    7: Rule(blocked="DONATION_REVIEW"),
    8: Rule(blocked="UNKNOWN_TYPE"),
    WITHOUT_SALE: Rule(blocked="REFUND_WITHOUT_SALE"),
    9: Rule(blocked="COUNTRY_MISSING"),
    10: Rule("deemed_supply", "dep"),
    11: Rule("deemed_supply", "GB"),
    12: Rule("export", "dep"),
    IMPORT_WITHOUT_EXPORT: Rule("outside_scope"),
    13: Rule("outside_scope"),
    14: Rule(blocked="UNKNOWN_SCHEME"),
    15: Rule(blocked="UNKNOWN_RESPONSIBILITY"),
    16: Rule(blocked="UNKNOWN_SCHEME"),
    17: Rule("export", "dep"),
    18: Rule("ioss_sale", "IOSS"),
    19: Rule(blocked="IMPORT_NEEDS_CUSTOMS"),
    20: Rule("reverse_charge", "dep"),
    21: Rule("taxed", "dep"),
    22: Rule("ic_supply", "dep"),
    23: Rule("taxed", "dep"),
    24: Rule("taxed", "dep"),
    25: Rule("distance_sale_oss", "OSS"),
    26: Rule("taxed", "arr"),
    27: Rule(blocked="NO_REGISTRATION_FOR_ARRIVAL"),
    28: Rule(blocked="NOT_COVERED"),
}

_SOLD = ["SALE", "REFUND", "LIQUIDATION_SALE", "LIQUIDATION_REFUND"]
_OF_SELLERS = ["REGULAR", "UNION-OSS", "IMPORT-OSS", "COMMINGLE_VAT"]
_VOEC_ABROAD = ["UK_VOEC-IMPORT", "CH_VOEC", "NO_VOEC"]


def rule_of(t: Table) -> Value:
    """The number of the first rule that fits a row.

    Expects kind, dep, arr (places), scheme, responsibility, exported, issuer, rate_date,
    is_refund, inherits.
    """
    dep_eu, arr_eu = _in(t.dep, EU), _in(t.arr, EU)
    both_eu, same = dep_eu & arr_eu, _is(t.dep == t.arr)
    moved, mixed = _in(t.kind, ["FC_TRANSFER", "INBOUND"]), t.kind.startswith("COMMINGLING_")
    missing = t.dep.isnull() | t.arr.isnull()
    market = _is(t.responsibility == "MARKETPLACE")
    abroad = market & _in(t.scheme, _VOEC_ABROAD)
    imported = ~dep_eu & arr_eu & _is(t.scheme == "IMPORT-OSS")
    to_gb = _is(t.arr == "GB")
    exported = dep_eu & (~arr_eu | _is(t.exported == "YES")) | _is(t.dep == "GB") & ~to_gb
    home = same & (dep_eu | to_gb)
    # On rows inside the Union a GB number is no number at all.
    buyer = t.issuer.notnull() & ~(both_eu & _is(t.issuer == "GB"))
    own = buyer & _is(_issued_in_dep(t))
    return ibis.cases(
        (_is(t.kind == "RETURN"), 1),
        ((moved | _is(mixed)) & missing, COUNTRY_MISSING_ON_A_MOVE),
        (moved & same, 2),
        (moved & both_eu, 3),
        (moved & (dep_eu | _is(t.dep == "GB")), 4),
        (moved, 5),
        (_is(t.kind == "COMMINGLING_BUY") & _in(t.dep, FILING), 6),
        (_is(t.kind == "COMMINGLING_SELL") & _in(t.dep, FILING), 106),
        (_in(t.kind, ["COMMINGLING_BUY", "COMMINGLING_SELL"]), 28),
        (_is(t.kind == "DONATION"), 7),
        (~_in(t.kind, _SOLD), 8),
        (missing & t.is_refund & ~t.inherits, WITHOUT_SALE),
        (missing, 9),
        (market & _is(t.scheme == "DEEMED_RESELLER") & _in(t.dep, FILING), 10),
        (market & _is(t.scheme == "DEEMED_RESELLER"), 28),
        (market & _is(t.scheme == "UK_VOEC-DOMESTIC"), 11),
        (abroad & _in(t.dep, FILING), 12),
        (abroad, IMPORT_WITHOUT_EXPORT),
        (market & _is(t.scheme == "DEEMED_RESELLER-IOSS"), 13),
        (market, 14),
        (~_is(t.responsibility == "SELLER"), 15),
        (~_in(t.scheme, _OF_SELLERS), 16),
        (exported & ~imported, 17),
        (imported, 18),
        (~dep_eu & arr_eu | to_gb & ~_is(t.dep == "GB"), 19),
        (home & buyer & _reverse_charge(t) & _is(t.dep != text("established_in")), 20),
        (home & buyer, 21),
        (both_eu & ~same & buyer & ~own, 22),
        (both_eu & ~same & own, 23),
        (home, 24),
        (both_eu & (_is(t.scheme == "UNION-OSS") | _oss_in_force(t)), 25),
        (both_eu & _in(t.arr, [NUMBERED]), 26),
        (both_eu, 27),
        else_=28,
    )


def established(t: Table) -> Value:
    """Whether the seller is established for a row: in GB on GB rows, in the EU on the others."""
    return ibis.ifelse(
        _is(t.dep == "GB"),
        holds("established_in_gb"),
        holds("established_in_eu"),
    )


def _issued_in_dep(t: Table) -> Value:
    return t.issuer == t.dep


def _reverse_charge(t: Table) -> BooleanValue:
    """Countries and days on which the law table says that the buyer owes the tax."""
    held = [
        _is(t.dep == entry.table.partition("/")[2])
        & (ibis.literal(True) if entry.since is None else _is(t.rate_date >= entry.since))
        & (ibis.literal(True) if entry.until is None else _is(t.rate_date <= entry.until))
        for entry in reverse_charge_rows()
        if entry.value
    ]
    return ibis.or_(*held)


def _oss_in_force(t: Table) -> BooleanValue:
    return _is(t.rate_date >= text("oss_from").cast("date"))


def _in(value: Value, texts: list[str]) -> BooleanValue:
    return value.isin(texts).fill_null(False)


def _is(condition: Value) -> BooleanValue:
    return condition.fill_null(False)
