"""Places marked in a text, findings read back from disk, and corrected listings that can be checked again with nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.engines.listings.making import rules

from pilotage.engines.listings import Account, Listing, checked, finding_json, open_listings
from pilotage.engines.listings.columns import known
from pilotage.engines.listings.corrected import heading
from pilotage.engines.listings.findings import finding
from pilotage.engines.listings.kept_findings import Chosen, FindingsWriter, KeptFindings
from pilotage.engines.listings.places_in_text import marks
from pilotage.jobs.listings_child import FINDINGS, PLAIN, ROWS, SHEET, check

CSV = """\
sku,title,bullet_1,bullet_2,title fr,search terms,brand,quantity
K1,Kocher !! 12 W,"=1+1 free shipping, FREE SHIPPING",zwei,Bouilloire,kocher  größe,Äpfel,5
K2,Tasse,,,,,Äpfel,
,,,,,,,7
"""


@pytest.mark.parametrize(
    ("code", "text", "read", "allowed", "where"),
    [
        ("TITLE_PROMOTION", "Free Ship, free ship!", "free ship", "", [[0, 9], [11, 20]]),
        ("TITLE_TOO_LONG", "abcdef", "6", "4", [[4, 6]]),
        ("SEARCH_TERMS_TOO_LONG", "ab北京c", "9", "5", [[3, 5]]),
        ("SEARCH_TERMS_TOO_LONG", "ab", "2", "2", []),
        ("TITLE_MISSING", "", "", "", []),
        ("TITLE_PROMOTION", "nothing here", "sale", "", []),
        ("TEXT_URL", "aXa", "a, aX", "", [[0, 3]]),
        ("TITLE_PROMOTION", "İ sale", "sale", "", [[2, 6]]),
    ],
)
def test_the_place_is_marked(code: str, text: str, read: str, allowed: str, where: object) -> None:
    found = finding(code, Listing(1, "K", ()), "title", read, allowed, None)
    assert marks(found, text) == where


@pytest.mark.parametrize("field", ["title", "highlights", "bullet_3", "description", "search_terms", "title.fr", "bullet_2.fr", "action", "brand", "size_system", "responsible_person", "manufacturer_contact", "safety_attestation", "voltage_unit", "language"])  # fmt: skip
def test_a_heading_is_read_as_the_field_it_names(field: str) -> None:
    column = known(heading(field))
    base, _, tag = field.partition(".")
    assert column and (column.field, column.tag) == (base.rstrip("_0123456789"), tag)


def test_corrected_listings_are_checked_again_with_nothing_lost(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(CSV, "utf-8")
    told: list[tuple[int, int]] = []
    said = check(path=str(file), name="a/b 长.csv".replace("/", ""), site="DE", on="2026-11-26", out=str(tmp_path), progress=lambda *at: told.append(at))  # fmt: skip
    assert (said["rows_in"], said["checked"], said["rejected"]) == (3, 2, 1) and told[-1] == (1100, 1100)  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / SHEET)
    names = [sheet.title for sheet in book]
    assert names == ["listings", "改动 Changes", "未能检查 Not checked"]
    changes = list(book[names[1]].values)[1:]
    assert (1, "K1", "标题", "title", "Kocher !! 12 W", "Kocher 12 W") in changes
    assert said["changed"] == len(changes)
    assert [row[0] for row in list(book[names[2]].values)[1:]] == [3]
    assert json.loads((tmp_path / FINDINGS).read_text("utf-8"))["rejected"] == 1
    for written in (SHEET, PLAIN):
        again = _listings(tmp_path / written)
        first, second = again
        texts = {one.field: one.text for one in first.texts}
        assert texts["title"] == "Kocher 12 W" and texts["bullet_1"].startswith("=1+1")
        assert first.brand == "Äpfel" and first.other["quantity"] == "5" and second.sku == "K2"
        assert first.other["title fr"] == "Bouilloire"


def _listings(path: Path) -> list[Listing]:
    book = rules("DE")
    source = open_listings(path, book.store.marketplace_id, book.languages)
    return [one for one in source.rows if isinstance(one, Listing)]


def test_findings_read_back_are_those_written(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(CSV, "utf-8")
    book = rules("DE")
    source = open_listings(file, book.store.marketplace_id, book.languages)
    all_ = list(checked(source.rows, book, Account()))
    with FindingsWriter(tmp_path / ROWS) as writer:
        for one in all_:
            writer.add(one, "Text '\0\ud800 von " + one.field)
    kept = KeptFindings(tmp_path / ROWS)
    rows = kept.page(Chosen(), 0, 500)
    assert [{k: row[k] for k in finding_json(all_[0])} for row in rows] == [finding_json(one) for one in all_]  # fmt: skip
    assert kept.count(Chosen()) == len(all_) == sum(n for _, n in kept.fields())
    severe = sum(one.severity == "reject" for one in all_)
    assert 0 < severe == kept.count(Chosen(severity="reject")) < len(all_)
    assert kept.page(Chosen(code=all_[-1].code), 0, 1)[0]["code"] == all_[-1].code
    assert kept.count(Chosen(words="k1")) and not kept.count(Chosen(words="' OR 1=1 --\0"))
    assert [row["position"] for row in kept.page(Chosen(), 1, 2)] == [1, 2]
