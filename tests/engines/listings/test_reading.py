"""Files of listings: Amazon's templates old and new, its report, own tables and JSON, in every encoding; rows add up."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.engines.listings.making import rules

from pilotage.engines.listings import Account, Listing, Reject, checked, open_listings
from pilotage.engines.listings.columns import known
from pilotage.kernel.errors import Invalid

DE = "A1PA6795UKMFR9"
OLD = """\
TemplateType=fptcustom\tVersion=2021.1014\tTemplateSignature=S0lUQ0hFTg==
Produkttyp\tVerkäufer-SKU\tMarkenname\tProduktname\tAufzählungspunkt\tAufzählungspunkt\tSuchbegriffe\tAnzahl
feed_product_type\titem_sku\tbrand_name\titem_name\tbullet_point1\tbullet_point2\tgeneric_keywords\tquantity
KETTLE\tK1\tÄpfel!\tÄpfel! Kocher\t"Zeile eins
Zeile ""zwei"" 3"\tZwei\tkocher größe\t5
KETTLE\tK2\tÄpfel!\t12" Pfanne\t\t\tpfanne\t
"""
ROWS = [
    {"sku": "K1", "title": "Äpfel! Kocher", "bullet_1": "Größe 5 €", "search_terms": "kocher größe"},
    {"sku": "K2", "title": "12 Tassen", "bullet_1": "", "search_terms": "tasse"},
]  # fmt: skip
HEADER = ("sku", "title", "bullet 1", "search terms")


def read(path: Path, site: str = "DE") -> list[Listing | Reject]:
    book = rules(site)
    return list(open_listings(path, book.store.marketplace_id, book.languages).rows)


def fields(one: Listing | Reject) -> dict[str, str]:
    assert isinstance(one, Listing)
    return {"sku": one.sku} | {w.field: w.text for w in one.texts}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_an_old_template_has_three_heads_and_excel_quotes(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "t.txt"
    file.write_bytes(OLD.replace("\n", "\r\n").encode(encoding))
    first, second = read(file)
    assert fields(first) == {
        "sku": "K1", "title": "Äpfel! Kocher", "bullet_1": 'Zeile eins\nZeile "zwei" 3', "bullet_2": "Zwei",
        "search_terms": "kocher größe",
    }  # fmt: skip
    assert (
        isinstance(first, Listing) and first.other == {"quantity": "5"} and first.brand == "Äpfel!"
    )
    assert fields(second)["title"] == '12" Pfanne'


def test_a_new_template_says_where_its_rows_begin_and_which_store_a_column_is_for(tmp_path: Path) -> None:  # fmt: skip
    de, us = (
        f"[marketplace_id={DE}][language_tag=de_DE]",
        "[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]",
    )
    book = Workbook()
    book.active.append(["Anleitung"])
    sheet = book.create_sheet("Vorlage")
    for row in (
        ["settings=attributeRow=5&contentLanguageTag=de_DE&dataRow=7&labelRow=4"], ["-"], ["-"],
        ["SKU", "Artikelname", "Item name", "Aufzählungspunkt", "Aufzählungspunkt", "E-Mail", "Gewicht"],
        ["contribution_sku#1.value", f"item_name{de}#1.value", f"item_name{us}#1.value", f"bullet_point{de}#1.value",
         f"bullet_point{de}#2.value", f"dsa_responsible_party_address[marketplace_id={DE}]#1.value", "item_weight#1.unit"],
        ["ABC123", "Beispiel"],
        ["N1", "Kocher", "Kettle", None, "zwei", "rp@example.de", 12.0],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    (one,) = read(tmp_path / "t.xlsx")
    assert fields(one) == {"sku": "N1", "title": "Kocher", "bullet_2": "zwei"}
    assert isinstance(one, Listing) and one.fact("responsible_person") == "rp@example.de"
    assert one.other["item_weight#1.unit"] == "12" and "Kettle" in one.other.values()


def _csv(delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *(row.values() for row in ROWS)])
    return out.getvalue()


def _as_json() -> list[dict[str, object]]:
    return [
        {
            "bullets" if name == "bullet_1" else name: [text] if name == "bullet_1" else text
            for name, text in row.items()
        }
        for row in ROWS
    ]


SHAPES = {
    "comma": _csv(",").encode(),
    "semicolon, windows-1252": _csv(";").encode("cp1252"),
    "tab, UTF-16": _csv("\t").encode("utf-16"),
    "own Chinese headings, GB 18030": _csv(",").replace(",".join(HEADER), "货号,标题,五点描述1,搜索词").encode("gb18030"),
    "JSON list": json.dumps(_as_json()).encode(),
    "JSON lines": "\n".join(map(json.dumps, _as_json())).encode(),
    "JSON wrapped": json.dumps({"listings": _as_json()}).encode(),
    "JSON, UTF-16": json.dumps(_as_json(), ensure_ascii=False).encode("utf-16"),
    "attributes": json.dumps([
        {"sku": row["sku"], "attributes": {
            "item_name": [{"value": row["title"], "language_tag": "de_DE", "marketplace_id": DE}],
            "bullet_point": [{"value": row["bullet_1"], "language_tag": "de_DE"}],
            "generic_keyword": [{"value": row["search_terms"]}],
        }} for row in ROWS
    ]).encode(),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_listings_in_every_shape(tmp_path: Path, shape: str) -> None:
    file = tmp_path / "f"
    file.write_bytes(SHAPES[shape])
    wanted = [{name: text for name, text in row.items() if text} for row in ROWS]
    assert [fields(one) for one in read(file)] == wanted


def test_a_japanese_report_of_the_store_is_read_in_windows_31j(tmp_path: Path) -> None:
    file = tmp_path / "f.txt"
    file.write_bytes("商品名\t出品者SKU\t価格\nステンレス 電気ケトル\tJ1\t500\n".encode("cp932"))
    (one,) = read(file, "JP")
    assert fields(one) == {"sku": "J1", "title": "ステンレス 電気ケトル"}


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        ("sku,title\nA,eins\nB,zwei,zu viel\n,,\nC,drei\n", ["TOO_MANY_CELLS"]),
        ("sku,title,farbe\nA,eins,rot\n,,blau\n", ["NO_LISTING"]),
        ('{"sku":"A","title":"eins"}\nkaputt\n7\n{"sku":"B"}\n', ["NOT_AN_OBJECT", "NOT_AN_OBJECT"]),
        ("sku,title\nA," + "x" * 200_000 + "\nB,zwei\n", ["LINE_TOO_LONG"]),
    ],
)  # fmt: skip
def test_rows_in_are_checked_or_rejected_with_a_reason(tmp_path: Path, content: str, reasons: list[str]) -> None:  # fmt: skip
    file = tmp_path / "f"
    file.write_text(content, encoding="utf-8")
    account = Account()
    list(checked(read(file), rules(), account))
    assert [row.reason for row in account.rejects] == reasons
    assert account.rows_in == account.checked + len(reasons)
    if content.startswith("sku"):
        assert account.rows_in == sum(bool(line.strip(",")) for line in content.splitlines()[1:])


def test_no_cell_takes_the_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("sku,title,bullets,bullet_2,brand,brand name,note,note\nA,Lampe,eins|zwei|drei,Zwei,Apfel,Apfel,x,y\n", "utf-8")  # fmt: skip
    (one,) = read(file)
    assert fields(one) == {"sku": "A", "title": "Lampe", "bullet_1": "eins", "bullet_3": "zwei", "bullet_4": "drei", "bullet_2": "Zwei"}  # fmt: skip
    assert isinstance(one, Listing) and (one.brand, one.other) == ("Apfel", {"note": "x", "note (2)": "y"})  # fmt: skip


def test_a_sku_that_stands_twice_and_too_many_bullets_are_told(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("sku,title,bullets\nA,eins,1|2|3|4|5|6\nA,zwei,\nB,drei,\n", encoding="utf-8")
    found = [(f.code, f.row) for f in checked(read(file), rules(), Account())]
    assert ("SKU_REPEATED", 2) in found and ("SKU_REPEATED", 3) not in found
    assert ("BULLETS_TOO_MANY", 1) in found


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"date,amount\n2026-01-01,5\n", "NOT_LISTINGS"),
        (b"[1, 2]", "NOT_LISTINGS"),
        (b'[{"sku": "A", "title": "x"}, {"sku"', "JSON_BROKEN"),
        (b'{"cases": [', "JSON_BROKEN"),
        (b"PK\x03\x04" + b"\0" * 300, "FILE_UNREADABLE"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 300, "OLD_WORKBOOK"),
        (b"\0" * 300, "NOT_LISTINGS"),
    ],
)
def test_a_file_that_is_no_list_of_listings_is_refused(tmp_path: Path, content: bytes, code: str) -> None:  # fmt: skip
    file = tmp_path / "f"
    file.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read(file)
    assert refused.value.code == code


def test_a_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Workbook().save(tmp_path / "t.xlsx")
    monkeypatch.setattr("pilotage.engines.listings.workbook._LARGEST", 1000)
    with pytest.raises(Invalid, match="FILE_TOO_LARGE"):
        read(tmp_path / "t.xlsx")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_rows_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:  # fmt: skip
    file = tmp_path_factory.getbasetemp() / "any"
    for head in (b"", b"sku,title\n", b'{"title": "x"}\n'):
        file.write_bytes(head + content)
        try:
            rows = read(file)
        except Invalid:
            continue
        assert [row.row for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    ("header", "field", "number"),
    [
        ("Bullet Point 3", "bullet", 3),
        ("五点描述2", "bullet", 2),
        ("标题（德语）", "title", 0),
        ("title_de", "title", 0),
        ("  Generic_Keywords ", "search_terms", 0),
        ("generic_keywords4", "search_terms", 4),
        ("gpsr_manufacturer_reference[marketplace_id=X]#1.gpsr_manufacturer_email_address", "manufacturer_contact", 1),
        ("欧代", "responsible_person", 0),
    ],
)  # fmt: skip
def test_headings(header: str, field: str, number: int) -> None:
    found = known(header)
    assert found is not None and (found.field, found.number) == (field, number)


@pytest.mark.parametrize(
    "header", ["", "price", "item_weight#1.unit", "title_xx", "bullet_point[x", "2"]
)
def test_other_headings_are_left_alone(header: str) -> None:
    assert known(header) is None
