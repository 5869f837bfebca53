"""What is due next, the guide's criteria, and doing it alone: only with numbers that exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.engines.fit.flows import DE_OSS, DEEMED, MOVED, SELLER, advice, found

from pilotage.kernel.money import Money

MILLION = Money.of("1000000.01", "USD")


def test_dues_are_the_next_days_nearest_first() -> None:
    seller = replace(SELLER, oss=DE_OSS)
    assert [
        (d.country, d.code, d.period, str(d.day)) for d in advice(DEEMED, seller=seller).dues
    ] == [
        ("DE", "UStVA", "2026-11", "2026-12-10"),
        ("EU", "OSS", "2026-Q4", "2027-01-31"),
        ("DE", "EPR.packaging", "", "2027-05-15"),
        ("DE", "EPR.packaging", "", "2027-05-15"),
        ("DE", "USt", "2026", "2027-08-02"),
    ]


def test_movements_add_the_recapitulative_statement_of_the_state_they_leave() -> None:
    dues = {(d.country, d.code) for d in advice(DEEMED, MOVED).dues}
    assert ("DE", "ZM") in dues and ("PL", "VAT-UE") not in dues and ("PL", "JPK_V7M") in dues


def test_a_return_the_tables_lack_is_named_not_dated() -> None:
    advised = advice(replace(DEEMED, dep="HU"))
    assert found(advised, "RETURN_NOT_IN_TABLES", "HU")
    assert "HU" in advised.verdict.alone.not_counted


@pytest.mark.parametrize(
    ("site", "staff", "sales", "strength"),
    [
        ("DE", False, None, "strong"),
        ("DE", True, MILLION, "strong"),
        ("DE", True, Money.of("1000000", "USD"), "undecided"),
        ("DE", None, None, "undecided"),
        ("JP", False, None, "strong"),
        ("US", True, Money.of("50000", "USD"), "weak"),
        ("US", False, Money.of("50000", "USD"), "undecided"),
        ("US", True, MILLION, "undecided"),
        ("US", True, None, "undecided"),
        ("AE", False, MILLION, "undecided"),
        ("DE", True, Money.of("9000000", "CNY"), "undecided"),  # no rate, so no answer
    ],
)
def test_the_guide_decides_only_on_its_own_criteria(
    site: str, staff: bool | None, sales: Money | None, strength: str
) -> None:
    seller = replace(SELLER, own_tax_staff=staff, annual_sales=sales)
    verdict = advice(replace(DEEMED, site=site), seller=seller).verdict
    assert verdict.strength == strength
    assert len(verdict.criteria) == 3
    assert all(f.settles for f in verdict.criteria if f.kind == "unknown")


def test_doing_it_alone_counts_returns_from_the_tables() -> None:
    alone = advice(DEEMED, MOVED).verdict.alone
    assert alone.per_country == (
        ("DE", "UStVA", 12),
        ("DE", "ZM", 12),
        ("DE", "USt", 1),
        ("PL", "JPK_V7M", 12),
    )
    assert alone.returns == 37 and alone.not_alone == ("PL",)


@pytest.mark.parametrize(
    ("hours", "rate", "expected", "cost", "unknown"),
    [
        (None, None, None, None, ["HOURS_UNKNOWN", "COST_UNKNOWN"]),
        ("1.5", None, "19.5", None, ["COST_UNKNOWN"]),
        (None, "200", None, None, ["HOURS_UNKNOWN", "COST_UNKNOWN"]),
        ("1.5", "200", "19.5", "3900.00", []),
    ],
)
def test_hours_and_cost_come_from_the_seller_or_stay_unknown(
    hours: str | None, rate: str | None, expected: str | None, cost: str | None, unknown: list[str]
) -> None:
    seller = replace(
        SELLER,
        hours_per_return=Decimal(hours) if hours else None,
        staff_hour_cost=Money.of(rate, "CNY") if rate else None,
    )
    alone = advice(DEEMED, seller=seller).verdict.alone
    assert alone.hours == (Decimal(expected) if expected else None)
    assert (alone.cost.text() if alone.cost else None) == cost
    assert [f.code for f in alone.unknown] == unknown


def test_the_fee_example_is_the_guides_and_says_that_it_is_no_quote() -> None:
    (example,) = advice(DEEMED, MOVED).verdict.examples
    assert "1920 EUR" in example.says.zh and "不是报价" in example.says.zh
    assert example.trail.unverified


def test_every_number_of_a_day_before_the_tables_is_a_gap() -> None:
    from pilotage.kernel.errors import RuleGap

    with pytest.raises(RuleGap):
        advice(DEEMED, on=date(2021, 6, 30))


def test_an_empty_report_gets_an_honest_answer() -> None:
    advised = advice()
    assert found(advised, "OSS_NOT_NEEDED") and found(advised, "VAT_NUMBER_WITHOUT_STOCK", "DE")
    assert advised.verdict.strength == "undecided"
