"""Producer responsibility: packaging wherever consumers are, other streams as questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.engines.fit.flows import DEEMED, SELLER, advice, found, services


def epr(country: str, **answers: bool) -> set[str]:
    seller = replace(SELLER, product_streams=answers or None)
    return {
        s
        for s in services(advice(replace(DEEMED, arr=country), seller=seller))
        if s.startswith("epr")
    }


@pytest.mark.parametrize(
    ("country", "answers", "needed"),
    [
        ("DE", {}, {"epr_packaging DE", "epr_weee DE?", "epr_batteries DE?"}),
        ("DE", {"weee": True, "batteries": False}, {"epr_packaging DE", "epr_weee DE"}),
        ("AT", {"batteries": False}, {"epr_packaging AT"}),
        ("HU", {"batteries": True}, {"epr_packaging HU", "epr_batteries HU"}),
        (
            "FR",
            {"toys": True, "weee": False, "batteries": False, "textiles": False},
            {"epr_packaging FR", "epr_other FR"},
        ),
        (
            "FR",
            {},
            {
                "epr_packaging FR",
                "epr_weee FR?",
                "epr_batteries FR?",
                "epr_textile FR?",
                "epr_other FR?",
            },
        ),
    ],
)
def test_what_is_needed_where(country: str, answers: dict[str, bool], needed: set[str]) -> None:
    assert epr(country, **answers) == needed


def test_business_buyers_make_no_producer() -> None:
    assert not [s for s in services(advice(replace(DEEMED, business=True))) if s.startswith("epr")]


def test_a_question_is_asked_in_words() -> None:
    weee = [f for f in advice(DEEMED).findings if f.service == "epr_weee"]
    assert [f.code for f in weee] == ["EPR_DEPENDS_ON_PRODUCT"]
    assert weee[0].settles is not None and "带电" in weee[0].settles.zh


def test_a_question_is_asked_once_for_all_the_countries_it_settles() -> None:
    advised = advice(*(replace(DEEMED, arr=country) for country in ("FR", "DE", "HU", "GB")))
    asked = {question.stream: question.countries for question in advised.questions}
    assert asked["batteries"] == ("DE", "FR", "HU") and asked["weee"] == ("DE", "FR")
    assert asked["toys"] == ("FR",) and "packaging" not in asked
    answered = replace(SELLER, product_streams=dict.fromkeys(asked, False))
    assert advice(replace(DEEMED, arr="FR"), seller=answered).questions == ()


@pytest.mark.parametrize(
    ("country", "number", "code"),
    [
        ("DE", None, "EPR_NUMBER_MISSING"),
        ("DE", "DE1234567890123", "EPR_NUMBER_WELL_FORMED"),
        ("DE", "DE123", "EPR_NUMBER_MALFORMED"),
        ("FR", "FR123456_01ABCD", "EPR_NUMBER_WELL_FORMED"),
        ("AT", "ARA 123", "EPR_NUMBER_UNCHECKED"),
    ],
)
def test_numbers_are_well_formed_never_confirmed(
    country: str, number: str | None, code: str
) -> None:
    seller = replace(SELLER, epr_numbers={country: {"packaging": number}} if number else None)
    finding = found(advice(replace(DEEMED, arr=country), seller=seller), code, country)
    assert finding is not None and finding.service == "epr_packaging"


@pytest.mark.parametrize(
    ("country", "on", "code"),
    [
        ("AT", date(2026, 11, 25), "EPR_REPRESENTATIVE_NEEDED"),
        ("DE", date(2026, 11, 25), "EPR_REPRESENTATIVE_DISPUTED"),
        ("DE", date(2026, 8, 11), None),
    ],
)
def test_authorised_representatives_are_dated_and_disputes_are_said(
    country: str, on: date, code: str | None
) -> None:
    advised = advice(replace(DEEMED, arr=country), on=on)
    said = {f.code for f in advised.findings if f.code.startswith("EPR_REPRESENTATIVE")}
    assert said == ({code} if code else set())


def test_a_country_the_tables_do_not_cover_is_unknown_not_free() -> None:
    finding = found(advice(replace(DEEMED, arr="GB")), "EPR_NOT_IN_TABLES", "GB")
    assert finding is not None and finding.kind == "unknown" and finding.settles
    before_ppwr = advice(replace(DEEMED, arr="HU"), on=date(2025, 8, 1))
    assert found(before_ppwr, "EPR_NOT_IN_TABLES", "HU")
