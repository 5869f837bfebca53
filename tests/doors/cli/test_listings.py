"""`pilotage listings check`: what a person reads, what a machine reads, the day, and one sentence for what cannot be used."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pilotage.cli import listings
from pilotage.cli.main import main

SHOP = """\
sku,title,brand,bullet 1,search terms,欧代
A1,"Äpfel! Wasserkocher Edelstahl, 1,7 L",Äpfel!,Kocht schnell,tee kaffee,"Muster GmbH, Berlin, rp@example.de"
A2,Wasserkocher!! mit sehr langem Titel und noch mehr Worten für den Test hier,Äpfel!,Höhe 12 inch,äpfel!,
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.csv"
    file.write_text(SHOP, encoding="utf-8")
    return file


def test_a_machine_reads_findings_with_rule_source_and_suggestion(shop, capsys):
    assert (
        main(
            [
                "listings",
                "check",
                str(shop),
                "--marketplace",
                "DE",
                "--as-of",
                "2026-07-27",
                "--json",
            ]
        )
        == 0
    )
    said = json.loads(capsys.readouterr().out)
    assert (said["rows_in"], said["checked"], said["rejected"]) == (2, 2, 0)
    assert said["verdict"] == "fix_first" and said["as_of"] == "2026-07-27"
    found = {(f["sku"], f["code"]): f for f in said["findings"]}
    assert ("A1", "TITLE_CHARACTER") not in found and (
        "A1",
        "SAFETY_RESPONSIBLE_MISSING",
    ) not in found
    assert found["A2", "SAFETY_RESPONSIBLE_MISSING"]["rule"]["from"] == "2024-12-13"
    mark = found["A2", "TITLE_CHARACTER"]
    assert (
        mark["suggestion"]["diff"].startswith("Wasserkocher[-!!-]")
        and not mark["suggestion"]["applied"]
    )
    assert {
        "severity",
        "row",
        "field",
        "read",
        "allowed",
        "message_zh",
        "message_en",
        "next_step_zh",
        "next_step_en",
    } < set(mark)
    assert {"table", "key", "from", "source", "address", "checked_on", "confidence"} < set(
        mark["rule"]
    )


def test_another_day_is_judged_by_its_own_rules(shop, capsys):
    shop.write_text(f"sku,title\nA1,{'a' * 76}\n")
    for on, wanted in (("2026-07-26", False), ("2026-07-27", True)):
        assert (
            main(["listings", "check", str(shop), "--marketplace", "amazon.de", "--as-of", on]) == 0
        )
        assert ("TITLE_TOO_LONG" in capsys.readouterr().out) is wanted


@pytest.mark.parametrize(("lang", "words"), [("zh", "已检查 2"), ("en", "2 checked")])
def test_a_person_reads_it_in_either_language(shop, capsys, lang, words):
    assert main(["listings", "check", str(shop), "--marketplace", "DE", "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert words in said and "{+30,48 cm (+}12 inch{+)+}" in said


@pytest.mark.parametrize("store", ["CN", "", "default", "EU"])
def test_a_store_that_is_not_there_is_named_with_those_that_are(shop, capsys, store):
    assert main(["listings", "check", str(shop), "--marketplace", store]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "DE" in err and err.count("\n") == 1


def test_a_list_that_breaks_off_prints_nothing(tmp_path, capsys):
    file = tmp_path / "f.json"
    file.write_text(
        '[{"sku": "A", "title": "x!"},' * 1 + '{"sku": "B", "title": "y"}, ' * 50 + '{"sku'
    )
    assert main(["listings", "check", str(file), "--marketplace", "DE", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "JSON_BROKEN" in err


def test_a_person_who_watches_sees_how_far_it_is(shop, capsys, monkeypatch):
    ticks = iter(range(10_000))
    monkeypatch.setattr(listings.time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["listings", "check", str(shop), "--marketplace", "DE", "--json"]) == 0
    out, err = capsys.readouterr()
    assert "行 · rows" in err and json.loads(out)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    main(["listings", "check", str(shop), "--marketplace", "DE", "--json"])
    assert capsys.readouterr().err == ""
