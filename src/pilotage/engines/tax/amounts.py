"""Base and VAT of a row in its own currency, as whole ten-thousandths, and why there are none.

Taxed rows: the file's split when whole and at the legal rate, else rule 2 from the gross amount.
Exempt rows: the base alone. A refund that inherits: the share of its sale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.tax.exactly import WIDE, half_up
from pilotage.engines.tax.inputs import legal_rates, standard_rates
from pilotage.engines.tax.places import home

if TYPE_CHECKING:
    from ibis.expr.types import Table

_TAXED = ["taxed", "distance_sale_oss", "ioss_sale"]
_EXEMPT = ["deemed_supply", "export", "ic_supply", "reverse_charge", "outside_scope"]


def with_rates(t: Table) -> Table:
    """`t` with `taxed`, `exempt`, `with_input`, `legal_date` and `rate`, in hundredths of a percent."""
    return _with_legal_rate(_with_kind(t))


def with_amounts(t: Table) -> Table:
    """`t` with `base4`, `due4` as its facts give them, and `unpriced`, the code of a block."""
    return _with_own_amounts(_with_net(_signed(t)))


def _with_kind(t: Table) -> Table:
    # A commingled sale is taxed when the report has a VAT amount, else an exempt supply.
    mixed = t.treatment == "commingling_sell"
    taxed = t.treatment.isin(_TAXED) | (mixed & t.with_vat)
    exempt = t.treatment.isin(_EXEMPT) | (mixed & ~t.with_vat)
    country = ibis.cases(
        (t.rule.isin([18, 25, 26]) | t.treatment.isin(["deemed_supply", "own_goods"]), t.arr),
        (taxed, t.dep),
        else_=ibis.null("string"),
    )
    legal_date = ibis.ifelse(
        t.is_refund & t.sold, ibis.coalesce(t.sale_rate_date, t.rate_date), t.rate_date
    )
    return t.mutate(
        taxed=taxed.fill_null(False),
        exempt=exempt.fill_null(False),
        with_input=((t.treatment == "commingling_buy") & t.with_vat).fill_null(False),
        rate_country=home(country),
        legal_date=legal_date,
    )


def _with_legal_rate(t: Table) -> Table:
    special = t.taxed & t.code.notnull()
    t = t.mutate(special=ibis.ifelse(special, t.rate_country, ibis.null("string")))
    standard = standard_rates().rename(s_country="country", s_day="day", standard="rate")
    legal = legal_rates().rename(l_country="country", l_day="day", l_rate="rate")
    t = t.left_join(standard, [("rate_country", "s_country"), ("legal_date", "s_day")]).left_join(
        legal, [("special", "l_country"), ("legal_date", "l_day"), ("special_rate", "l_rate")]
    )
    rate = ibis.ifelse(t.special.isnull(), t.standard, t.l_rate)
    used = t.taxed | t.treatment.isin(["deemed_supply", "own_goods"])
    return t.mutate(rate=ibis.ifelse(used, rate, ibis.null("int64"))).drop(
        "s_country",
        "s_day",
        "standard",
        "l_country",
        "l_day",
        "l_rate",
        "special",
        "rate_country",
    )


def _signed(t: Table) -> Table:
    """A refund's amounts are negative whatever the report's signs."""
    own = t.is_refund & ~t.inherits
    signed = {
        name: ibis.ifelse(own, -t[name].abs(), t[name]) for name in ("excl4", "vat4", "incl4")
    }
    return t.mutate(own_incl4=-t.own_incl4.abs(), **signed)


def _with_net(t: Table) -> Table:
    """Rule 2: `net4` of the gross amount, per unit when the unit price is exact to the cent."""
    asked = t.excl4.isnull() & t.incl4.notnull() & (t.taxed | (t.treatment == "deemed_supply"))
    gross = ibis.ifelse(asked, t.incl4.abs(), ibis.null("int64"))
    t = t.mutate(gross=gross, pieces=t.qty4.abs())
    t = t.mutate(per_unit=(t.gross * 100) % t.pieces == 0)
    # Exact where it is used: ten-thousandths of the total over those of a piece, in cents.
    unit = ibis.ifelse(t.per_unit, t.gross * 100, ibis.null("int64"))
    t = half_up(t, {"unit": (unit, t.pieces), "by_total": (t.gross * 100, t.rate + 10_000)})
    t = half_up(t, {"unit_net": (t.unit * 10_000, t.rate + 10_000)})
    t = half_up(t, {"by_unit": (t.unit_net * t.pieces, ibis.literal(100))})
    net = ibis.ifelse(t.per_unit, t.by_unit, t.by_total * 100)
    return t.mutate(net4=ibis.ifelse(t.incl4 < 0, -net, net)).drop(
        "gross", "pieces", "per_unit", "unit", "unit_net", "by_unit", "by_total"
    )


def _with_own_amounts(t: Table) -> Table:
    split = t.excl4.notnull() & t.vat4.notnull() & t.incl4.notnull()
    gross_only = t.excl4.isnull() & t.vat4.isnull() & t.incl4.notnull()
    broken = (t.excl4 + t.vat4 - t.incl4).abs() * 100 > t.qty4.abs()
    deemed = t.treatment == "deemed_supply"
    by_gross = ibis.ifelse(deemed, t.net4, t.incl4)
    base = ibis.cases(
        (t.taxed & split, t.excl4),
        (t.taxed, t.net4),
        (t.exempt, ibis.coalesce(t.excl4, by_gross)),
        (t.with_input, ibis.coalesce(t.excl4, t.incl4 - t.vat4)),
        else_=ibis.null("int64"),
    )
    vat = ibis.cases(
        ((t.taxed & split) | t.with_input, t.vat4),
        (t.taxed, t.incl4 - t.net4),
        else_=ibis.null("int64"),
    )
    code = ibis.cases(
        (t.taxed & t.rate.isnull(), "RATE_UNKNOWN"),
        (t.taxed & split & (t.rate4 != t.rate), "RATE_MISMATCH"),
        (t.taxed & split & broken, "SPLIT_BROKEN"),
        (t.taxed & ~split & ~gross_only, "AMOUNT_MISSING"),
        (t.exempt & t.excl4.isnull() & t.incl4.isnull(), "AMOUNT_MISSING"),
        (t.exempt & base.isnull(), "RATE_UNKNOWN"),
        else_=ibis.null("string"),
    )
    return t.mutate(base4=base, due4=vat, unpriced=code)


def with_share_of_sale(t: Table) -> Table:
    """base = gross of the refund x base of the sale / gross of the sale, to the cent; VAT the rest.

    `unshared` blocks a refund without gross amount, after what blocks its sale.
    """
    share = t.inherits & (t.taxed | t.exempt)
    wide = t.own_incl4.cast(WIDE) * t.base4.abs().cast(WIDE)
    dividend = ibis.ifelse(share, wide.cast(WIDE), ibis.null(WIDE))
    divisor = ibis.ifelse(share & (t.incl4 != 0), t.incl4.abs() * 100, ibis.null("int64"))
    t = half_up(t.mutate(shares=share), {"share": (dividend, divisor)})
    base = ibis.ifelse(t.shares, t.share * 100, t.base4)
    lacking = t.shares & t.unpriced.isnull() & t.share.isnull()
    return t.mutate(
        base4=base,
        stated=t.rate4,
        vat4=ibis.ifelse(t.shares & t.taxed, t.own_incl4 - t.share * 100, t.due4),
        unshared=ibis.ifelse(lacking, ibis.literal("AMOUNT_MISSING"), ibis.null("string")),
    ).drop(
        "share",
        "shares",
        "due4",
        "net4",
        "own_incl4",
        "incl4",
        "excl4",
        "rate4",
    )
