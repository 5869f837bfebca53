"""`pilotage fit` and `pilotage law` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.engines.fit.reports import OWN_SALE, SALE, TRANSFER, avtr

from pilotage.cli.main import main

SELLER = "name: 深圳恒益贸易\nestablished_in: CN\nvat_numbers: {DE: DE136695976}\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "seller.yaml").write_text(SELLER)
    (tmp_path / "report.csv").write_bytes(
        avtr([SALE, TRANSFER, {**OWN_SALE, "SALE_ARRIVAL_COUNTRY": "FR"}])
    )
    return tmp_path


def fit(case: Path, *more: str) -> int:
    return main(
        [
            "fit",
            str(case / "report.csv"),
            "--seller",
            str(case / "seller.yaml"),
            "--on",
            "2026-11-25",
            *more,
        ]
    )


def test_chinese_by_default(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fit(case) == 0
    said = capsys.readouterr().out
    assert said.startswith("深圳恒益贸易  2026-11-25")
    assert "货物曾存放在波兰，而资料中没有该国税号：须登记增值税。" in said
    assert "report.csv:2" in said and "2026-12-10  DE  德国增值税预申报" in said


def test_english_on_request(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fit(case, "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "Goods lay in Poland and the profile has no VAT number there" in said
    assert "register for OSS; states to choose from: Germany" in said


def test_machines_get_json_with_rules_and_sources(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fit(case, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {
        "on",
        "seller",
        "report",
        "findings",
        "needs",
        "questions",
        "dues",
        "verdict",
        "law_digest",
    }
    assert {
        "service": "vat_registration",
        "country": "PL",
        "certainty": "needed",
        "because": ["VAT_NUMBER_MISSING"],
    } in told["needs"]
    assert told["report"]["sales"] == [
        {"site": "DE", "month": "2026-01", "currency": "EUR", "orders": 2, "gross": "23.80"}
    ]
    missing = next(f for f in told["findings"] if f["code"] == "VAT_NUMBER_MISSING")
    assert missing["rows"] == {"count": 1, "examples": [{"file": "report.csv", "row": 2}]}
    assert missing["rules"][0]["source"]["confidence"] == "sourced"
    assert told["verdict"]["do_it_yourself"]["hours_per_year"] is None


def test_the_same_advice_twice_is_the_same_bytes(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fit(case, "--json")
    first = capsys.readouterr().out
    fit(case, "--json")
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("seller.yaml", SELLER.replace("DE136695976", "DE136695977"), "SELLER_PROFILE_INVALID"),
        ("seller.yaml", None, "FILE_NOT_FOUND"),
        ("report.csv", None, "FILE_NOT_FOUND"),
    ],
)
def test_unusable_input_is_one_sentence_and_status_2(
    case: Path, capsys: pytest.CaptureFixture[str], file: str, content: str | None, code: str
) -> None:
    if content is None:
        (case / file).unlink()
    else:
        (case / file).write_text(content)
    assert fit(case) == 2
    said = capsys.readouterr().err
    assert code in said and len(said.splitlines()) == 1


def test_law_shows_lists_and_digests(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "vat_rates", "PT-20", "--on", "2026-01-01"]) == 0
    assert "standard: 16" in capsys.readouterr().out
    assert main(["law", "show", "vat_rates", "PT-20", "--on", "2021-06-30"]) == 0
    assert "standard: 该日无值" in capsys.readouterr().out
    assert main(["law", "stale", "--days", "180", "--on", "2026-11-25"]) == 0
    assert "0 of" in capsys.readouterr().out
    assert main(["law", "digest"]) == 0
    assert len(capsys.readouterr().out.strip()) == 64
    assert main(["law", "show", "vat_rates", "QQ"]) == 2
    assert "no law table vat_rates/QQ" in capsys.readouterr().err
