"""Passports, Hong Kong's certificates, files as such, a paper used twice: one thing wrong, one code told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.dossier.making import TYPED, documents

from pilotage.engines import law
from pilotage.engines.dossier import Document, Field, among, check, marks_of, reused
from pilotage.engines.dossier.files import FileFacts
from pilotage.engines.dossier.files import check as check_file
from pilotage.engines.dossier.mrz import check_digit, zone
from pilotage.engines.dossier.reading.abroad import days_abroad, hong_kong_company, passport
from pilotage.engines.dossier.reading.lines import Line

# The specimen of ICAO 9303 part 4.
UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"

PASSPORT = {
    "passport_number": "E12345678",
    "name_en": "OU XIAONA",
    "valid_to": "2031-05-04",
}
COMPANY = {
    "name": "启航实业有限公司",
    "name_en": "QIHANG INDUSTRIAL LIMITED",
    "company_number": "2712345",
}
REGISTRATION = {"registration_number": "70123456-000-03-26-1", "valid_to": "2027-03-01"}


def test_the_specimen_reads_as_published() -> None:
    found = zone(UPPER, LOWER, 2026)
    assert found is not None
    assert (found.surname, found.given, found.number) == ("ERIKSSON", "ANNA MARIA", "L898902C3")
    assert (found.birth, found.ends, found.sex) == (date(1974, 8, 12), date(2012, 4, 15), "F")
    assert found.faults == ()


@pytest.mark.parametrize(
    ("place", "part"), [(3, "number"), (15, "birth"), (23, "ends"), (30, "personal"), (43, "whole")]
)
def test_another_digit_is_told_by_its_part(place: int, part: str) -> None:
    digit = "3" if LOWER[place] != "3" else "4"
    found = zone(UPPER, LOWER[:place] + digit + LOWER[place + 1 :], 2026)
    assert found is not None
    assert part in found.faults


def test_letters_read_for_digits_are_taken_for_the_digits() -> None:
    found = zone(UPPER, LOWER.replace("740812", "74O8I2"), 2026)
    assert found is not None
    assert (found.birth, found.faults) == (date(1974, 8, 12), ())


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", min_size=1, max_size=42))
def test_check_digits_by_hand(text: str) -> None:
    total = 0
    for place, char in enumerate(text):
        worth = 0 if char == "<" else int(char, 36)
        total += worth * [7, 3, 1][place % 3]
    assert check_digit(text) == str(total % 10)


def _line(text: str, y: int) -> Line:
    width = 14 * len(text)
    return Line(text, 0.99, (40, y, 40 + width, y + 24), 40, y, width, 24)


def test_a_page_gives_the_zone_and_the_print_above_it() -> None:
    above = ["E12345679", "12 AUG 1974", "16 APR 2002", "15 APR 2012"]
    page = [_line(text, 60 * n) for n, text in enumerate([*above, UPPER, LOWER])]
    found = passport(page, 2026)
    assert found["passport_number"].value == "L898902C3"
    assert found["printed_number"].value == "E12345679"
    assert found["printed_dates"].value == "1974-08-12 2002-04-16 2012-04-15"
    assert passport(page, 2080)["birth_date"].value == "2074-08-12", "the century of the day asked"


def test_a_filler_may_be_read_as_almost_anything() -> None:
    odd = UPPER[:-9] + "Λ<<«<ΛΛΛ<"
    found = passport([_line(odd, 0), _line(LOWER, 60)], 2026)
    assert found["name_en"].value == "ERIKSSON ANNA MARIA"
    assert "mrz_faults" not in found


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Issued on 18 Apri1 2015.", "2015-04-18"),
        ("Issuedon4thdayofJu1y1998", "1998-07-04"),
        ("本证明书于2024年4月15日发出。", "2024-04-15"),
        ("Chapter 622 of the Laws", None),
    ],
)
def test_days_as_papers_from_abroad_have_them(said: str, day: str | None) -> None:
    assert days_abroad(said) == ([day] if day else [])


@pytest.mark.parametrize(
    "name", [["LANJING TRADING LIMITED"], ["LANJING SUPPLY CHAIN MANAGEMENT", "LIMITED"]]
)
def test_a_company_name_may_take_two_rows(name: list[str]) -> None:
    said = ["No. 2712345", "I hereby certify that", *name, "is this day incorporated"]
    found = hong_kong_company([_line(text, 60 * n) for n, text in enumerate(said)])
    assert found["name_en"].value == " ".join(name)


def _with_passport(**changed: str) -> list[str]:
    held = documents()
    del held["legal_representative_id_front"], held["legal_representative_id_back"]
    name = "legal_representative_passport"
    held[name] = _paper(name, {**PASSPORT, **changed})
    return [found.code for found in check(replace(TYPED, id_number="E12345678"), held, "DE")]


def _paper(name: str, fields: dict[str, str], place: str = "CN") -> Document:
    return Document(name, name, {k: Field(v) for k, v in fields.items() if v}, place=place)


def test_a_passport_stands_for_the_card() -> None:
    assert _with_passport() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mrz_faults": "number"}, "ID_INVALID"),
        ({"passport_number": "E12345679"}, "ID_MISMATCH"),
        ({"printed_number": "E87654321"}, "ID_MISMATCH"),
        ({"printed_dates": "1975-10-31 2021-05-05 2032-05-04"}, "ID_MISMATCH"),
        ({"valid_to": "2026-08-30"}, "ID_EXPIRED"),
        ({"valid_to": "2026-09-10"}, "ID_EXPIRING"),
        ({"name_en": "LI GUOQIANG"}, "REPRESENTATIVE_MISMATCH"),
    ],
)
def test_a_passport_with_one_thing_wrong(changed: dict[str, str], code: str) -> None:
    assert _with_passport(**changed) == [code]


def _hong_kong(
    company: dict[str, str] | None = None, registration: dict[str, str] | None = None
) -> set[str]:
    held = documents(bank_statement__holder="启航实业有限公司")
    fields = {**held["bank_statement"].fields, "holder_en": Field(COMPANY["name_en"])}
    held["bank_statement"] = replace(held["bank_statement"], fields=fields)
    held["business_licence"] = _paper("business_licence", {**COMPANY, **(company or {})}, "HK")
    if registration is not None:
        held["business_registration"] = _paper("business_registration", registration)
    typed = replace(
        TYPED,
        company_name_zh=COMPANY["name"],
        company_name_en=COMPANY["name_en"],
        unified_social_credit_code=COMPANY["company_number"],
        bank_statement_holder=COMPANY["name"],
    )
    return {found.code for found in check(typed, held, "DE") if found.severity != "info"}


def test_a_hong_kong_company_with_both_certificates_is_in_order() -> None:
    assert _hong_kong(registration=REGISTRATION) == set()


def test_a_certificate_without_its_registration_is_not_enough() -> None:
    assert _hong_kong() == {"DOCUMENT_MISSING"}


@pytest.mark.parametrize(
    ("company", "registration", "code"),
    [
        ({"company_number": "2712346"}, {}, "USCC_MISMATCH"),
        ({"name": "远洋实业有限公司"}, {}, "NAME_MISMATCH_ZH"),
        ({"name_en": "OCEAN TRADING LIMITED"}, {}, "NAME_MISMATCH_EN"),
        ({}, {"valid_to": "2026-08-30"}, "LICENCE_EXPIRED"),
    ],
)
def test_hong_kong_papers_with_one_thing_wrong(
    company: dict[str, str], registration: dict[str, str], code: str
) -> None:
    assert code in _hong_kong(company, {**REGISTRATION, **registration})


@pytest.mark.parametrize(
    ("file", "codes"),
    [
        (FileFacts("bank_statement", ".pdf", 1_000, "pdf", "bank_statement.pdf"), []),
        (FileFacts("bank_statement", ".pdf", 1_000, "heic", "bank_statement.pdf"), ["FILE_TYPE"]),
        (FileFacts("bank_statement", ".pdf", 99_000_000, "pdf", "a.pdf"), ["FILE_SIZE"]),
        (FileFacts("bank_statement", ".pdf", 1_000, "pdf", "bank $1.pdf"), ["FILE_NAME"]),
    ],
)
def test_files_as_such(file: FileFacts, codes: list[str]) -> None:
    rules = law.dossier_rules("DE", TYPED.as_of)
    assert [found.code for found in check_file(file, rules)] == codes


def test_a_number_of_another_client_is_told_without_the_client() -> None:
    mine = documents(bank_statement__account_number="6222 0212 3456")
    theirs = documents(
        bank_statement__account_number="622202123456",
        business_licence__uscc="91330782167049930A",
        legal_representative_id_front__id_number="430103197803086335",
    )
    assert [(f.code, f.document, f.field) for f in reused(mine, among([theirs]))] == [
        ("IDENTITY_REUSED", "bank_statement", "account_number")
    ]
    assert reused(mine, among([])) == ()


def test_a_page_counts_only_where_no_number_was_read() -> None:
    one = {"bank_statement": Document("bank_statement", "bank_statement", {}, print="f0" * 72)}
    other = {"bank_statement": Document("bank_statement", "bank_statement", {}, print="f1" + "f0" * 71)}  # fmt: skip
    assert [found.field for found in reused(one, among([other]))] == ["page"]
    numbered = {
        "bank_statement": replace(
            one["bank_statement"], fields={"account_number": Field("622202123456")}
        )
    }
    assert reused(numbered, among([other])) == ()
    assert {mark.kind for mark in marks_of(numbered)} == {"page", "bank_statement.account_number"}
