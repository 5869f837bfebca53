"""Base and VAT of a row in its own currency; `Blocked` when the contract refuses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.engines.tax.referee.ladder import REFUNDS, Way, taxed_in
from tests.engines.tax.referee.places import home
from tests.engines.tax.referee.reading import Row

from pilotage.engines.law import legal_rates, rate_class, vat_rate
from pilotage.kernel.errors import RuleGap

CENT = Decimal("0.01")


class Blocked(Exception):
    """The code under which a row is blocked."""


@dataclass(frozen=True)
class Worth:
    """`rate` in percent or None; base and VAT signed, in the row's currency, not yet rounded."""

    base: Decimal
    vat: Decimal
    rate: Decimal | None = None


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def worth(row: Row, found: Way, rate_on: date) -> Worth:
    """What the row itself says; for commingling a VAT amount decides between taxed and exempt."""
    if found.treatment in ("taxed", "distance_sale_oss", "ioss_sale"):
        return _signed(row, _taxed(row, taxed_in(found), rate_on))
    if found.treatment == "commingling_buy":
        return _bought(row)
    if found.treatment == "commingling_sell" and row.vat:
        return _taxed(row, home(found.jurisdiction), rate_on)
    return _signed(row, _exempt(row, found, rate_on))


def standard(country: str, on: date) -> Decimal:
    try:
        return vat_rate(country, "standard", on).value
    except RuleGap as silent:
        raise Blocked("RATE_UNKNOWN") from silent


def _signed(row: Row, said: Worth) -> Worth:
    if row.kind in REFUNDS:
        return Worth(-abs(said.base), -abs(said.vat), said.rate)
    return said


def _taxed(row: Row, country: str, on: date) -> Worth:
    excl, vat, incl = row.excl, row.vat, row.incl
    in_file = None if row.rate is None else row.rate * 100
    if rate_class(row.tax_code) == "standard":
        legal = standard(country, on)
    else:
        legal_here = {law.value for law in legal_rates(country, on).values()}
        if in_file is None or in_file not in legal_here:
            raise Blocked("RATE_UNKNOWN")
        legal = in_file
    if excl is not None and vat is not None and incl is not None:
        if in_file is not None and in_file != legal:
            raise Blocked("RATE_MISMATCH")
        if abs(excl + vat - incl) > CENT * abs(row.qty):
            raise Blocked("SPLIT_BROKEN")
        return Worth(excl, vat, legal)
    if incl is not None and excl is None and vat is None:
        net = net_of(incl, row.qty, legal)
        return Worth(net, incl - net, legal)
    raise Blocked("AMOUNT_MISSING")


def net_of(gross: Decimal, qty: Decimal, percent: Decimal) -> Decimal:
    """Per unit where the unit is exact to the cent, else on the total."""
    unit = gross / qty
    if unit == cents(unit):
        return qty * cents(unit / (1 + percent / 100))
    return cents(gross / (1 + percent / 100))


def _exempt(row: Row, found: Way, on: date) -> Worth:
    if row.excl is not None:
        return Worth(row.excl, Decimal(0))
    if row.incl is None:
        raise Blocked("AMOUNT_MISSING")
    if found.treatment == "deemed_supply":
        rate = standard(home(found.journey.arr), on)
        return Worth(net_of(row.incl, row.qty, rate), Decimal(0))
    return Worth(row.incl, Decimal(0))


def _bought(row: Row) -> Worth:
    if not row.vat:
        return Worth(Decimal(0), Decimal(0))
    if row.excl is not None:
        return Worth(row.excl, row.vat)
    return Worth((row.incl or Decimal(0)) - row.vat, row.vat)


def of_sale(row: Row, sale: Row, said: Worth) -> Worth:
    """A refund's share of its sale: gross x base of sale / gross of sale."""
    if row.incl is None or not sale.incl:
        raise Blocked("AMOUNT_MISSING")
    gross = abs(row.incl)
    share = cents(gross * abs(said.base) / abs(sale.incl))
    if said.rate is None:
        return Worth(-share, Decimal(0))
    return Worth(-share, -(gross - share), said.rate)
