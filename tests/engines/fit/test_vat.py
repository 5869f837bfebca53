"""Registrations, representatives, OSS and IOSS, own goods, what the platform missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.engines.fit.flows import DE_OSS, DEEMED, MOVED, OWN, SELLER, advice, found, services

from pilotage.engines.matching.fit_seller import SellerProfile


@pytest.mark.parametrize(
    ("country", "code", "service"),
    [
        ("DE", "VAT_NUMBER_ON_FILE", "vat_filing"),
        ("PL", "VAT_NUMBER_MISSING", "vat_registration"),
    ],
)
def test_stock_asks_for_a_number_even_where_the_platform_collects(
    country: str, code: str, service: str
) -> None:
    finding = found(advice(DEEMED, MOVED), code, country)
    assert finding is not None and finding.service == service
    assert finding.rows is not None and finding.rows.examples[0].file == "report.csv"
    assert finding.trail.steps[0].table == "obligations/EU"
    assert finding.trail.steps[0].source is not None


def test_a_missing_number_means_registration_and_filing() -> None:
    assert {"vat_registration PL", "vat_filing PL", "vat_filing DE"} <= services(
        advice(DEEMED, MOVED)
    )
    assert "vat_registration DE" not in services(advice(DEEMED, MOVED))


@pytest.mark.parametrize(("held", "stock"), [("GB", "XI"), ("XI", "GB"), ("GB", "GB")])
def test_a_british_or_northern_irish_number_serves_both(held: str, stock: str) -> None:
    seller = replace(SELLER, vat_numbers={held: "GB450241980"})
    advised = advice(replace(DEEMED, dep=stock, arr=stock), seller=seller)
    assert found(advised, "VAT_NUMBER_ON_FILE", "GB") and not found(advised, "VAT_NUMBER_MISSING")


def test_a_number_without_stock_still_owes_nil_returns() -> None:
    seller = replace(SELLER, vat_numbers={**SELLER.vat_numbers, "FR": "FR40303265045"})
    advised = advice(DEEMED, seller=seller)
    assert found(advised, "VAT_NUMBER_WITHOUT_STOCK", "FR")
    assert ("FR", "CA3") in {(d.country, d.code) for d in advised.dues}


def test_stock_outside_the_union_and_the_kingdom_is_a_fact_only() -> None:
    advised = advice(replace(DEEMED, dep="CH", arr="CH"), replace(DEEMED, dep="ZZ", arr="DE"))
    assert found(advised, "STOCK_LAY", "CH") and not found(advised, "VAT_NUMBER_MISSING")


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("FR", "REPRESENTATIVE_NEEDED"),
        ("ES", "REPRESENTATIVE_NEEDED"),
        ("DE", "REPRESENTATIVE_NOT_NEEDED"),
        ("GB", "REPRESENTATIVE_IF_DIRECTED"),
        ("HU", "REPRESENTATIVE_UNKNOWN"),
    ],
)
def test_representatives(country: str, code: str) -> None:
    advised = advice(replace(DEEMED, dep=country, arr=country))
    assert found(advised, code, country)
    assert (f"fiscal_representation {country}" in services(advised)) is (
        code == "REPRESENTATIVE_NEEDED"
    )


def test_an_unknown_representative_says_what_would_settle_it() -> None:
    finding = found(advice(replace(DEEMED, dep="HU")), "REPRESENTATIVE_UNKNOWN", "HU")
    assert finding is not None and finding.kind == "unknown" and finding.settles


def test_the_tables_answer_for_sellers_from_china_only() -> None:
    korean = replace(SELLER, established_in="KR")
    assert found(advice(replace(DEEMED, dep="FR"), seller=korean), "REPRESENTATIVE_UNKNOWN", "FR")
    french = replace(SELLER, established_in="FR")
    assert not [
        f
        for f in advice(replace(DEEMED, dep="PL"), seller=french).findings
        if "REPRESENT" in f.code and "EPR" not in f.code
    ]


def test_oss_is_not_needed_while_the_platform_collects() -> None:
    advised = advice(replace(DEEMED, arr="FR"))
    assert found(advised, "OSS_NOT_NEEDED")
    assert not any(s.startswith("oss_registration") for s in services(advised))


@pytest.mark.parametrize(
    ("seller", "scheme", "code"),
    [
        (SELLER, "REGULAR", "OSS_NEEDED"),
        (replace(SELLER, oss=DE_OSS), "UNION-OSS", "OSS_IN_FORCE"),
        (replace(SELLER, oss=replace(DE_OSS, since=date(2027, 1, 1))), "REGULAR", "OSS_NEEDED"),
        (
            replace(SELLER, vat_numbers={"DE": "DE136695976", "FR": "FR40303265045"}),
            "REGULAR",
            "OSS_LOCAL_NUMBERS",
        ),
        (
            replace(SELLER, vat_numbers={"DE": "DE136695976", "FR": "FR40303265045"}),
            "UNION-OSS",
            "OSS_NEEDED",
        ),
    ],
)
def test_own_sales_across_states_ask_for_oss_or_local_numbers(
    seller: SellerProfile, scheme: str, code: str
) -> None:
    advised = advice(replace(OWN, arr="FR", scheme=scheme), seller=seller)
    assert found(advised, code)
    assert ("oss_registration DE" in services(advised)) is (code != "OSS_LOCAL_NUMBERS")


def test_the_state_proposed_for_oss_is_where_most_of_those_rows_leave() -> None:
    advised = advice(replace(OWN, arr="FR"), replace(OWN, dep="PL", arr="FR", rows=30))
    finding = found(advised, "OSS_NEEDED")
    assert finding is not None and finding.country == "PL"
    assert "德国、波兰" in finding.says.zh


def test_goods_that_cross_the_border_of_the_area_need_customs_papers_not_numbers() -> None:
    advised = advice(replace(MOVED, arr="GB"), replace(MOVED, dep="GB", arr="XI"))
    finding = found(advised, "OWN_GOODS_CROSSED_BORDER")
    assert finding is not None and "DE → GB" in finding.says.en and finding.trail.unverified
    assert not found(advised, "OWN_GOODS_MOVED")


@pytest.mark.parametrize(("returned_to", "unknown"), [("PL", True), ("DE", False), ("CH", False)])
def test_returns_into_a_state_without_stock_are_an_open_question(
    returned_to: str, unknown: bool
) -> None:
    advised = advice(DEEMED, replace(DEEMED, kind="return", dep="FR", arr=returned_to))
    finding = found(advised, "RETURNED_ELSEWHERE")
    assert (finding is not None) is unknown
    assert not found(advised, "VAT_NUMBER_MISSING", "PL")


@pytest.mark.parametrize(
    ("scheme", "table"),
    [
        ("DEEMED_RESELLER", "obligations/EU"),
        ("UK_VOEC-DOMESTIC", "obligations/GB"),
        ("UK_VOEC-IMPORT", "obligations/GB"),
        ("CH_VOEC", "obligations/CH"),
        ("NO_VOEC", None),
    ],
)
def test_what_the_platform_collected_rests_on_the_law_that_made_it(
    scheme: str, table: str | None
) -> None:
    finding = found(advice(replace(DEEMED, scheme=scheme)), "SHARE_COLLECTED_BY_PLATFORM")
    assert finding is not None
    assert [step.table for step in finding.trail.steps] == ([table] if table else [])


@pytest.mark.parametrize(
    "flow",
    [
        replace(OWN, arr="FR", business=True),
        replace(OWN, arr="CH"),
        replace(OWN, dep="CN", arr="DE"),
        OWN,
    ],
)
def test_business_buyers_exports_and_domestic_sales_ask_for_no_oss(flow) -> None:
    assert found(advice(flow), "OSS_NOT_NEEDED")


def test_own_imports_ask_for_an_intermediary() -> None:
    imported = replace(OWN, dep="CN", arr="FR", scheme="IMPORT-OSS")
    assert found(advice(imported), "IOSS_MISSING", "EU")
    held = replace(SELLER, ioss_number="IM2760000001")
    advised = advice(imported, seller=held)
    assert found(advised, "IOSS_IN_FORCE", "EU") and "ioss_intermediary EU" in services(advised)
    assert ("EU", "IOSS") in {(d.country, d.code) for d in advised.dues}


def test_own_goods_name_the_pair_of_countries() -> None:
    advised = advice(MOVED, replace(MOVED, dep="PL", arr="CZ"), replace(MOVED, dep="CN"))
    pairs = [f.says.en.split(":")[0] for f in advised.findings if f.code == "OWN_GOODS_MOVED"]
    assert pairs == ["Own goods moved DE → PL", "Own goods moved PL → CZ"]


@pytest.mark.parametrize(
    ("seller", "on", "asked"),
    [
        (SELLER, date(2026, 11, 25), True),
        (replace(SELLER, italy_vies_guarantee=True), date(2026, 11, 25), False),
        (replace(SELLER, established_in="FR"), date(2026, 11, 25), False),
        (SELLER, date(2025, 4, 13), False),
    ],
)
def test_italy_asks_for_a_guarantee_since_april_2025(
    seller: SellerProfile, on: date, asked: bool
) -> None:
    advised = advice(replace(MOVED, arr="IT"), seller=seller, on=on)
    assert (found(advised, "IT_NOT_IN_VIES") is not None) is asked


@pytest.mark.parametrize(
    ("country", "established_in", "missed"),
    [
        ("DE", "CN", True),
        ("GB", "CN", True),
        ("XI", "CN", True),
        ("DE", "FR", False),
        ("GB", "GB", False),
        ("CH", "CN", False),
    ],
)
def test_consumer_sales_the_platform_left_to_a_seller_from_outside(
    country: str, established_in: str, missed: bool
) -> None:
    seller = replace(SELLER, established_in=established_in)
    advised = advice(replace(OWN, dep=country, arr=country), seller=seller)
    assert (found(advised, "PLATFORM_MISSED") is not None) is missed


def test_a_business_buyer_is_not_a_missed_consumer() -> None:
    advised = advice(replace(OWN, business=True))
    assert not found(advised, "PLATFORM_MISSED") and found(advised, "B2B_BY_SELLER")
    british = advice(replace(OWN, business=True, dep="GB", arr="GB"))
    finding = found(british, "B2B_BY_SELLER")
    assert finding is not None and finding.trail.steps[0].table == "obligations/GB"


def test_shares_carry_their_denominator() -> None:
    advised = advice(DEEMED, replace(OWN, business=True, rows=20))
    collected, business = (
        found(advised, "SHARE_COLLECTED_BY_PLATFORM"),
        found(advised, "SHARE_BUSINESS_BUYERS"),
    )
    assert (
        collected is not None
        and "Of 30 sale rows" in collected.says.en
        and "33.3 %" in collected.says.en
    )
    assert business is not None and "66.7 %" in business.says.en


@pytest.mark.parametrize(
    ("flow", "code"),
    [
        (replace(DEEMED, collector="unknown"), "COLLECTOR_NOT_STATED"),
        (replace(DEEMED, arr=""), "COUNTRY_MISSING"),
    ],
)
def test_what_the_report_does_not_say_is_unknown_with_a_way_out(flow, code: str) -> None:
    finding = found(advice(flow), code)
    assert finding is not None and finding.kind == "unknown" and finding.settles and finding.rows
