"""The guide's fee examples by hand, through the platform's face; warnings of prices far below them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pilotage.engines.fees import (
    Every,
    FeePlan,
    FlagKind,
    Forecast,
    Orders,
    PassThrough,
    Payee,
    Project,
    Rates,
    Recurring,
    Rules,
    Share,
    Tier,
    plan_fields,
    plan_from,
    price_floors,
    twelve_months,
)
from pilotage.kernel.periods import Month

NEW_YEAR = date(2026, 1, 1)
RATES = Rates(
    "CNY",
    {"EUR": ((NEW_YEAR, Decimal("8.20")),), "USD": ((NEW_YEAR, Decimal("7.00")),)},
)
# 10,000 orders of EUR 10 each month: EUR 100,000.
FORECAST = Forecast(
    {("sales", Month(2026, m), "EUR"): (Orders(10_000, Decimal(10)),) for m in range(1, 13)}
)


def _total(*items):
    quote = twelve_months(FeePlan(items), FORECAST, RATES, NEW_YEAR)
    assert quote.service.amount + quote.pass_through.amount == quote.total.amount
    return quote.total.text()


def _filing(amount="80", currency="EUR", every=Every.MONTH, count=1):
    return Recurring(
        code="vat_filing", currency=currency, count=count, amount=Decimal(amount), every=every
    )


def _commission(*tiers, floor=None):
    return Share(
        code="ads_management",
        currency="EUR",
        of="sales",
        tiers=tuple(Tier(Decimal(start), Decimal(percent)) for start, percent in tiers),
        floor=floor,
    )


TRADE_MARK = Project(
    code="brand_registration", currency="USD", amount=Decimal(500), count=2, per="class"
)


@pytest.mark.parametrize(
    ("item", "by_hand"),
    [
        (_filing(count=5), "39360.00"),  # 80 × 5 countries × 12 months × 8.20
        (_filing("3600", "CNY", Every.YEAR), "3600.00"),
        (_commission(("0", "0.8")), "78720.00"),  # 1,200,000 × 0.8 % = 9,600 × 8.20
        (_commission(("0", "3")), "295200.00"),
        (_commission(("0", "3"), ("50000", "0.8")), "186960.00"),  # 12 × (1,500 + 400) × 8.20
        (TRADE_MARK, "7000.00"),
        (_filing("18000", "CNY", Every.YEAR), "18000.00"),
        (_filing("25000", "CNY", Every.YEAR), "25000.00"),
    ],
)
def test_the_guides_examples_by_hand(item, by_hand):
    assert _total(item) == by_hand


def test_base_and_tiered_commission_beats_a_high_flat_one():
    base = _filing("300", count=1)

    assert Decimal(_total(base, _commission(("0", "0.8")))) < Decimal(
        _total(_commission(("0", "3")))
    )


def test_pass_through_is_totalled_apart():
    office = PassThrough(
        Project(code="trademark_office_fee", currency="EUR", amount=Decimal(850)), Payee.GOVERNMENT
    )

    quote = twelve_months(FeePlan((TRADE_MARK, office)), FORECAST, RATES, NEW_YEAR)

    assert (quote.service.text(), quote.pass_through.text()) == ("7000.00", "6970.00")
    assert [item.rate_on for item in quote.items] == [NEW_YEAR, NEW_YEAR]


@pytest.mark.parametrize(
    "plan",
    [
        FeePlan((_filing(count=5), TRADE_MARK)),
        FeePlan(
            (_commission(("0", "3"), ("50000", "0.8"), ("90000", "0.65"), floor=Decimal("9.5")),)
        ),
        FeePlan((PassThrough(_filing("12.50"), Payee.THIRD_PARTY), PassThrough(TRADE_MARK))),
    ],
)
def test_a_plan_survives_its_dicts(plan):
    assert plan_from(plan_fields(plan)) == plan


@pytest.mark.parametrize(("monthly", "warned"), [("80", False), ("40", False), ("14", True)])
def test_a_filing_far_below_the_guide_is_flagged(monthly, warned):
    rules = Rules(too_cheap=price_floors(["vat_filing"], RATES, NEW_YEAR))

    plan = FeePlan((_filing(monthly, count=3),))
    quote = twelve_months(plan, FORECAST, RATES, NEW_YEAR, rules=rules)

    assert (FlagKind.TOO_CHEAP in [flag.kind for flag in quote.flags]) is warned
    assert FlagKind.TOO_CHEAP.says.zh
