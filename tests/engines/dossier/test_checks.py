"""One thing wrong, one code told; nothing wrong, nothing told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engines.dossier.making import TYPED, documents, told

from pilotage.engines.dossier import Field, check, codes, verdict
from pilotage.engines.dossier.findings import finding

SHOWN = [
    ("USCC_INVALID", {"business_licence__uscc": "91330203MA11X13280"}),
    ("LICENCE_EXPIRED", {"business_licence__valid_to": "2026-08-30"}),
    ("NAME_MISMATCH_ZH", {"business_licence__name": "宁波起航实业有限公司"}),
    ("ADDRESS_MISMATCH", {"business_licence__address": "宁波市海曙区夏禾路196号2座1913室"}),
    ("BUSINESS_SCOPE", {"business_licence__scope": "餐饮服务"}),
    ("REPRESENTATIVE_MISMATCH", {"business_licence__legal_representative": "区小娜"}),
    ("REPRESENTATIVE_MISMATCH", {"legal_representative_id_front__name": "李晓娜"}),
    ("ID_INVALID", {"legal_representative_id_front__id_number": "110108197510319543"}),
    ("ID_MISMATCH", {"legal_representative_id_front__birth_date": "1975-10-30"}),
    ("ID_MISMATCH", {"legal_representative_id_front__sex": "男"}),
    ("ID_EXPIRED", {"legal_representative_id_back__valid_to": "2026-08-30"}),
    ("ID_EXPIRING", {"legal_representative_id_back__valid_to": "2026-09-30"}),
    ("STATEMENT_TOO_OLD", {"bank_statement__issued": "2026-06-01"}),
    ("STATEMENT_HOLDER_MISMATCH", {"bank_statement__holder": "区晓娜"}),
    ("NAME_MISMATCH_EN", {"bank_statement__holder_en": "NINGBO QIHANG TRADING CO., LTD."}),
    ("STATEMENT_GAP", {"platform_statement_1__month": "2026-01"}),
    ("STATEMENT_GAP", {"platform_statement_1__month": "2026-03"}),
    ("FIELD_NOT_READ", {"platform_statement_1__month": ""}),
]  # fmt: skip
TYPED_WRONG = [
    ("USCC_MISMATCH", {"unified_social_credit_code": "91330782167049930A"}),
    ("ID_MISMATCH", {"id_number": "430103197803086335"}),
    ("NAME_MISMATCH_EN", {"legal_representative_en": "QU XIAONA"}),
    ("NAME_MISMATCH_EN", {"company_name_en": "NINGBO QIHANG TRADING CO., LTD."}),
    ("REGION_NOT_SUPPORTED", {"target_sites": ("DE", "RU")}),
]


def test_a_clean_application_is_ready() -> None:
    assert told() == []
    assert verdict([]) == "ready"


@pytest.mark.parametrize(("code", "changed"), SHOWN)
def test_what_a_document_shows(code: str, changed: dict[str, str]) -> None:
    assert told(documents(**changed))[0] == code


@pytest.mark.parametrize(("code", "typed"), TYPED_WRONG)
def test_what_was_typed(code: str, typed: dict[str, object]) -> None:
    assert told(**typed) == [code]


@pytest.mark.parametrize("days_after, told_then", [("2026-08-31", ["ID_EXPIRING"]), ("2026-10-01", [])])  # fmt: skip
def test_a_card_is_good_on_its_last_day(days_after: str, told_then: list[str]) -> None:
    assert told(documents(legal_representative_id_back__valid_to=days_after)) == told_then


def test_the_limit_of_a_statement_is_the_sites_own() -> None:
    held = documents(bank_statement__issued="2026-04-01")
    assert told(held, "DE") == ["STATEMENT_TOO_OLD"]
    assert told(held, "BR") == []


def test_a_statement_of_ninety_days_is_not_too_old() -> None:
    assert told(documents(bank_statement__issued="2026-06-02")) == []


def test_documents_that_cannot_be_used() -> None:
    held = documents()
    del held["legal_representative_id_back"]
    held["bank_statement"] = replace(held["bank_statement"], state="unreadable", fields={})
    licence = held["business_licence"]
    held["business_licence"] = replace(
        licence, state="cropped", fields={"name": licence.fields["name"]}
    )
    assert told(held) == ["DOCUMENT_MISSING", "DOCUMENT_UNREADABLE", "DOCUMENT_CROPPED"]
    assert verdict(check(TYPED, held, "DE")) == "cannot_read"


def test_a_second_witness_corrects_a_look_alike() -> None:
    held = documents(business_licence__uscc="91330203MA11X1328B")
    assert told(held)[0] == "USCC_INVALID"
    typed_and_qr = replace(held["business_licence"], codes=("91330203MA11X13289",))
    assert told({**held, "business_licence": typed_and_qr})[:1] == ["USCC_INVALID"]  # 9 is not B
    held = documents(business_licence__uscc="9133O203MA11X13289")
    seen = replace(held["business_licence"], codes=("91330203MA11X13289",))
    assert told({**held, "business_licence": seen}) == ["READING_UNSURE"]


def test_a_qr_code_of_another_company() -> None:
    held = documents()
    other = replace(held["business_licence"], codes=("91330782167049930A",))
    assert told({**held, "business_licence": other}) == ["QR_MISMATCH"]


def test_a_revoked_licence_and_one_from_elsewhere() -> None:
    held = documents()
    licence = held["business_licence"]
    assert told({**held, "business_licence": replace(licence, marks=("吊销",))}) == [
        "LICENCE_STATUS"
    ]
    assert told({**held, "business_licence": replace(licence, place="SG")}) == [
        "REGION_NOT_SUPPORTED"
    ]


def test_an_unsure_reading_goes_to_a_person_and_not_to_a_refusal() -> None:
    held = documents()
    fields = {**held["business_licence"].fields, "name": Field("宁波启肮实业有限公司", 0.8)}
    held["business_licence"] = replace(held["business_licence"], fields=fields)
    assert told(held) == ["READING_UNSURE"]


def test_a_line_that_runs_off_the_page_is_compared_as_far_as_it_goes() -> None:
    held = documents(bank_statement__holder_en="NINGBO QIHANG INDUSTR")
    assert told(held) == ["NAME_MISMATCH_EN"]
    bank = replace(held["bank_statement"], clipped=frozenset({"holder_en"}))
    assert told({**held, "bank_statement": bank}) == []


def test_every_code_speaks_both_languages() -> None:
    assert len([code for code in codes().values() if code.of_contract]) == 22
    for name in codes():
        said = finding(name, "business_licence", "uscc", read="甲", expected="乙")
        assert said.message.zh and said.message.en and said.next_step.zh and said.next_step.en
        assert "{" not in said.message.zh + said.message.en + said.next_step.en
