"""One account's figures in every layout, language, encoding: read alike, to the cent."""

from __future__ import annotations

import gzip
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engines.ads.files_made import (
    LOCAL,
    LOCAL_NAMES,
    SEARCH_TERM_26,
    SEARCH_TERM_EN,
    TARGETING_EN,
    delimited,
    rows,
    workbook,
)

from pilotage.cli.main import main
from pilotage.engines.ads import report
from pilotage.engines.ads.figures import Figures
from pilotage.engines.mill.ads import read_ads
from pilotage.kernel.errors import Invalid

DATA = rows()
SPEND = sum(row["spend"] for row in DATA)
SALES = sum(row["sales"] for row in DATA)
EXPECTED = (40, sum(row["clicks"] for row in DATA), SPEND, SALES, 6)


def told(path: Path) -> tuple[int, int, Decimal, Decimal, int]:
    found = report(read_ads(path))
    one: Figures = found.totals[0]
    assert found.rows == found.kept + len(found.rejected)
    return found.rows, one.clicks, one.spend, one.sales, one.orders


@pytest.mark.parametrize("heads", [SEARCH_TERM_EN, SEARCH_TERM_26, TARGETING_EN])
def test_workbooks_of_24_26_and_25_columns(tmp_path: Path, heads: list[tuple[str, str]]):
    path = workbook(tmp_path / "r.xlsx", heads, DATA)
    assert told(path) == EXPECTED
    acos = report(read_ads(path)).totals[0].acos
    assert acos is not None
    assert round(acos, 4) == round(SPEND / SALES, 4)


def test_a_false_dimension_hides_no_row(tmp_path: Path):
    true = workbook(tmp_path / "t.xlsx", SEARCH_TERM_EN, DATA)
    false = tmp_path / "f.xlsx"
    with zipfile.ZipFile(true) as source, zipfile.ZipFile(false, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                at, end = (
                    content.index(b"<dimension ref="),
                    content.index(b"/>", content.index(b"<dimension")),
                )
                content = content[:at] + b'<dimension ref="A1"' + content[end:]
            target.writestr(name, content)
    assert told(false) == EXPECTED


@pytest.mark.parametrize("language", LOCAL)
@pytest.mark.parametrize(("encoding", "delimiter", "mark"), [("utf-8-sig", ",", "."), ("utf-16", "\t", ","), ("utf-8", ";", ",")])  # fmt: skip
def test_languages_and_spellings(tmp_path: Path, language: str, encoding: str, delimiter: str, mark: str):  # fmt: skip
    heads = list(zip(LOCAL_NAMES, LOCAL[language], strict=True))
    assert told(delimited(tmp_path / "r.csv", heads, DATA, encoding, delimiter, mark)) == EXPECTED


@pytest.mark.parametrize(("language", "encoding"), [("de", "cp1252"), ("fr", "cp1252"), ("ja", "cp932")])  # fmt: skip
def test_old_encodings(tmp_path: Path, language: str, encoding: str):
    heads = list(zip(LOCAL_NAMES, LOCAL[language], strict=True))
    path = delimited(tmp_path / "r.csv", heads, DATA, encoding, ";", ",")
    assert told(path) == EXPECTED
    assert read_ads(path).encoding == encoding


def test_the_custom_report_spells_ids_as_formulas(tmp_path: Path):
    path = tmp_path / "c.csv"
    path.write_text(
        "Date range,Campaign name,Campaign ID,Search term,Budget currency,Impressions,Clicks,CTR,Total cost,Purchases,Sales\n"
        '"Aug 1, 2026 - Aug 31, 2026",K,"=""468123456789012""",shoe,USD,"1,000",20,2.00%,$12.34,2,$99.90\n',
        encoding="utf-8-sig",
    )
    table = read_ads(path).tables[0]
    assert table.texts["campaign_id"] == ["468123456789012"]
    assert (str(table.days["start_day"][0]), str(table.days["end_day"][0])) == ("2026-08-01", "2026-08-31")  # fmt: skip
    assert told(path) == (1, 20, Decimal("12.34"), Decimal("99.90"), 2)


def test_api_rows_plain_and_packed(tmp_path: Path):
    data = [{"searchTerm": "shoe", "campaignId": "1", "clicks": 3, "cost": 1.1, "sales7d": 20.3, "sales14d": 40, "purchases7d": 1, "impressions": 90, "campaignBudgetCurrencyCode": "USD"}]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(data))
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(json.dumps(data).encode()))
    for name in ("a.json", "a.json.gz"):
        assert told(tmp_path / name) == (1, 3, Decimal("1.1"), Decimal("20.3"), 1)


def test_a_german_bulk_sheet_counts_its_campaigns_once(tmp_path: Path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sponsored Products-Kampagnen"
    sheet.append(["Produkt", "Entität", "Kampagnen-ID", "Keyword-ID", "Kampagnenname", "Kampagnenname (Nur zu Informationszwecken)", "Zustand", "Gebot", "Übereinstimmungstyp", "Klicks", "Ausgaben", "Verkäufe", "Bestellungen"])  # fmt: skip
    sheet.append(["Sponsored Products", "Kampagne", "123456789012345", None, "K", None, "Aktiviert", None, None, 9, 25.000000000000004, 80.1, 3])  # fmt: skip
    sheet.append(["Sponsored Products", "Keyword", 123456789012345, "7", None, "K", "Angehalten", 0.55, "Genau Passend", 9, 25, 80.1, 3])  # fmt: skip
    book.create_sheet("Config").append(["x"])
    book.save(tmp_path / "b.xlsx")
    read = read_ads(tmp_path / "b.xlsx")
    table = read.tables[0]
    assert table.texts["entity"] == ["Campaign", "Keyword"]
    assert table.texts["state"] == ["enabled", "paused"]
    assert table.texts["match_type"] == ["", "exact"]
    assert table.texts["campaign_id"] == ["123456789012345"] * 2
    assert table.texts["campaign_name"] == ["K", "K"]
    assert read.ignored == (("Config", 1),)
    assert told(tmp_path / "b.xlsx") == (2, 9, Decimal(25), Decimal("80.1"), 3)


def test_rows_that_cannot_be_believed_are_named_and_unknown_columns_kept(tmp_path: Path):
    path = tmp_path / "r.csv"
    path.write_text(
        "Campaign Name,Targeting,Clicks,Spend,7 Day Total Sales,Mood\nK,a,2,1.50,--,good\nK,b,x,1.00,3.00,bad\nK,c,1,1.00,3.00,so,so\n"
    )
    found = report(read_ads(path))
    assert [(row.row, row.reason) for _, row in found.rejected] == [(2, "NOT_A_NUMBER"), (3, "TOO_MANY_CELLS")]  # fmt: skip
    assert read_ads(path).tables[0].extra == {"Mood": ["good"]}
    assert (found.rows, found.kept, found.totals[0].spend, found.totals[0].acos) == (3, 1, Decimal("1.5"), None)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY_FILE"), (b"PK\x03\x04broken", "BROKEN_WORKBOOK"), (b"{", "BROKEN_JSON"), (b"[1]", "BROKEN_JSON"),
        (b"hello\nworld\n", "NOT_AN_ADS_FILE"), (b"\x1f\x8bno", "BROKEN_JSON"), (b"%PDF-1.4", "NOT_AN_ADS_FILE"),
        (bytes(range(256)) * 9, "NO_TEXT"),
    ],
)  # fmt: skip
def test_other_files_are_refused_in_a_sentence(tmp_path: Path, content: bytes, code: str, capsys: pytest.CaptureFixture[str]):  # fmt: skip
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read_ads(path)
    assert refused.value.code == code
    assert main(["ads", "report", str(path), "--json"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_command_says_it_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = workbook(tmp_path / "r.xlsx", SEARCH_TERM_26, DATA)
    assert main(["ads", "report", str(path), "--json"]) == 0
    told_ = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert (told_["spend"], told_["sales"], told_["rows"]) == (SPEND, SALES, 40)
    assert round(told_["acos"], 4) == round(SPEND / SALES, 4)
    assert main(["ads", "report", str(path), "--lang", "en"]) == 0
    assert "ACoS" in capsys.readouterr().out
