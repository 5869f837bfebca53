"""The four things that must agree: registration, contract, quantity bought, quantity declared."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engines.epr.making import report, row, written

from pilotage.cli.main import main
from pilotage.engines.epr import CODES, Part, Products, Shipped, check, read_kept
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month

GOOD = """\
registrations:
  - {country: DE, stream: packaging, number: DE1234567890123, from: 2025-01-01, representative: X}
contracts:
  - {country: DE, stream: packaging, organisation: Demo Dual, from: 2026-01-01, until: 2026-06-30, bought: {paper: "60"}}
  - {country: DE, stream: packaging, organisation: Demo Dual, from: 2026-07-01, until: 2026-12-31, bought: {paper: "40"}}
declarations:
  - {country: DE, stream: packaging, year: 2026, to: register, kg: {paper: "100.000"}}
  - {country: DE, stream: packaging, year: 2026, to: organisation, kg: {paper: "100"}}
"""
PRODUCTS = Products({"BOX": (Part("packaging", "paper", Decimal(100)),)})
SOLD = (Shipped("DE", "BOX", Month(2026, 1), Decimal(1000), Decimal(0), Decimal(0)),)  # 100 kg
LATER = date(2027, 6, 1)


def codes(
    tmp_path: Path, papers: str, *, on: date = LATER, sold: tuple[Shipped, ...] = SOLD
) -> list[str]:
    kept = read_kept(written(tmp_path / "epr.yaml", papers))
    return [f.code for f in check(sold, PRODUCTS, kept, year=2026, on=on).findings]


@pytest.mark.parametrize(
    ("change", "to", "expected"),
    [
        ("", "", []),
        ("DE1234567890123", "DE12345", ["REGISTRATION_MALFORMED"]),
        ("from: 2025-01-01", "from: 2026-02-01", ["REGISTRATION_GAP"]),
        ("representative: X", "representative: ''", ["REPRESENTATIVE_DISPUTED"]),
        ("until: 2026-06-30", "until: 2026-06-29", ["CONTRACT_GAP"]),
        ('{paper: "40"}', '{paper: "39.999"}', ["BOUGHT_TOO_LITTLE"]),
        ('{paper: "40"}', '{paper: "41"}', ["BOUGHT_TOO_MUCH"]),
        ('{paper: "40"}', '{paper: "40", glass: "1"}', ["BOUGHT_TOO_MUCH"]),
        ('"100.000"', '"90"', ["DECLARED_TOO_LITTLE", "REGISTERS_DIFFER"]),
        ('kg: {paper: "100"}', 'kg: {paper: "101"}', ["DECLARED_TOO_MUCH", "REGISTERS_DIFFER"]),
        ("to: organisation", "to: register", ["DECLARED_TOO_MUCH", "DECLARATION_MISSING"]),
        ("year: 2026, to: register", "year: 2025, to: register", ["DECLARATION_MISSING"]),
    ],
)
def test_one_thing_wrong_is_one_thing_said(
    tmp_path: Path, change: str, to: str, expected: list[str]
) -> None:
    assert codes(tmp_path, GOOD.replace(change, to)) == expected


def test_without_papers_everything_is_missing_and_named(tmp_path: Path) -> None:
    assert codes(tmp_path, "") == [
        "REGISTRATION_MISSING",
        "REPRESENTATIVE_DISPUTED",
        "CONTRACT_MISSING",
        "DECLARATION_MISSING",
        "DECLARATION_MISSING",
    ]


def test_a_declaration_is_not_missing_before_it_is_due(tmp_path: Path) -> None:
    papers = GOOD.split("declarations:")[0]
    assert codes(tmp_path, papers, on=date(2027, 5, 15)) == []
    assert codes(tmp_path, papers, on=date(2027, 5, 16)) == ["DECLARATION_MISSING"] * 2


def test_what_is_not_counted_is_said(tmp_path: Path) -> None:
    nowhere = Shipped("", "BOX", Month(2026, 1), Decimal(5), Decimal(0), Decimal(0))
    unknown = Shipped("DE", "LAMP", Month(2026, 2), Decimal(7), Decimal(0), Decimal(4200))
    assert codes(tmp_path, GOOD, sold=(*SOLD, nowhere, unknown)) == [
        "MARKET_UNKNOWN",
        "SKU_UNDESCRIBED",
    ]


def test_france_gives_one_number_per_stream(tmp_path: Path) -> None:
    papers = """\
registrations:
  - {country: FR, stream: packaging, number: FR123456_01ABCD}
  - {country: FR, stream: weee, number: FR123456_01abcd}
"""
    kept = read_kept(written(tmp_path / "epr.yaml", papers))
    (shared,) = check((), PRODUCTS, kept, year=2026, on=LATER).findings
    assert (shared.code, shared.country) == ("NUMBER_SHARED", "FR")
    assert "FR123456_01ABCD" in shared.says.en


def test_every_code_speaks_both_languages_and_says_what_to_do() -> None:
    for code, kind in CODES.items():
        assert kind.says.zh, code
        assert kind.says.en != kind.says.zh, code
        assert kind.next_step.en.endswith("."), code


@pytest.mark.parametrize(
    ("papers", "place"),
    [
        ("registrations: {country: DE}", "registrations"),
        ("contract: []", "registrations, contracts, declarations"),
        (GOOD.replace("country: DE", "country: Narnia", 1), "registrations[1].country"),
        (GOOD.replace("until: 2026-06-30", "until: 30.06.2026"), "contracts[1].until"),
        (GOOD.replace('{paper: "40"}', '{paper: "forty"}'), "contracts[2].bought"),
        (GOOD.replace("to: organisation", "to: system"), "declarations[2].to"),
        (GOOD.replace("year: 2026, to: register", "year: soon, to: register"), "declarations[1].year"),
        (GOOD.replace("number: DE1234567890123, ", ""), "registrations[1].number"),
        ("{unclosed", "YAML"),
    ],
)  # fmt: skip
def test_papers_are_refused_by_the_place_that_cannot_be_used(
    tmp_path: Path, papers: str, place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_kept(written(tmp_path / "epr.yaml", papers))
    assert place in refused.value.says.en


def test_a_blank_field_is_an_absent_one(tmp_path: Path) -> None:
    written_out = "registrations:\n- {country: DE, stream: packaging, number: DE1, until: , representative: }\n"
    [held] = read_kept(written(tmp_path / "epr.yaml", written_out)).registrations
    assert (held.until, held.representative) == (None, "")


def test_the_command_says_the_same_in_words_and_for_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = report(tmp_path / "AVTR.csv", row(1, SELLER_SKU="BOX", QTY="1000"))
    products = written(
        tmp_path / "products.csv", "sku,stream,material,grams\nBOX,packaging,paper,100\n"
    )
    asked = ["epr", "check", str(file), "--products", str(products), "--on", "2026-11-25"]

    assert main([*asked, "--lang", "en"]) == 0
    words = capsys.readouterr().out
    assert main([*asked, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)

    assert answer["quantities"][0]["kg"] == "100.000"
    assert "Germany  packaging  paper  100.000" in words
    assert all(f["says_en"] in words for f in answer["findings"])
    assert answer["findings"][0]["trail"][0]["source"]["title"]
    [duty] = answer["duties"]
    assert (duty["schemes"][0]["register"], duty["representative"]["required"]) == (
        "LUCID",
        "disputed",
    )
    assert (duty["bought"], duty["declared"]) == (None, {"register": None, "organisation": None})
    assert {one["due"] for one in duty["reports"]} == {"2027-05-15"}
    assert duty["representative"]["law"]["source"]["confidence"] == "unverified"
