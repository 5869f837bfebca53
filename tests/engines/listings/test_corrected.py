"""Places marked in a text, findings read back from disk, and corrected listings that can be checked again with nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.engines.listings.making import accepted, listing, rules

from pilotage.engines.listings import (
    Account,
    Listing,
    checked,
    finding_json,
    followed,
    open_listings,
)
from pilotage.engines.listings.columns import known
from pilotage.engines.listings.corrected import heading
from pilotage.engines.listings.findings import finding
from pilotage.engines.listings.kept_findings import Chosen, FindingsWriter, KeptFindings
from pilotage.engines.listings.places_in_text import marks
from pilotage.jobs.listings_child import FINDINGS, PLAIN, ROWS, SHEET, check, correct

CSV = """\
sku,title,bullet_1,bullet_2,title fr,search terms,brand,quantity
K1,Kocher !! 12 W,"=1+1 <b>free shipping</b>, FREE SHIPPING",zwei,Bouilloire,kocher  größe,Äpfel,5
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
    asked = {"path": str(file), "name": "ab 长.csv", "site": "DE", "on": "2026-11-26", "out": str(tmp_path), "progress": lambda *at: told.append(at)}  # fmt: skip
    said = check(**asked)
    assert (said["rows_in"], said["checked"], said["rejected"]) == (3, 2, 1) and told[-1] == (1100, 1100)  # fmt: skip
    assert json.loads((tmp_path / FINDINGS).read_text("utf-8"))["rejected"] == 1
    kept = KeptFindings(tmp_path / ROWS)
    offered = [(one["field"], one["code"]) for one in kept.rows(kept.places(Chosen(suggested=True)))]  # fmt: skip
    assert len(offered) == said["suggestions"] and ("bullet_1", "TEXT_HTML") in offered
    (place,) = kept.places(Chosen(code="TITLE_CHARACTER"))
    made = correct(**asked, rows=str(tmp_path / ROWS), accepted=[[int(place)] * 2])
    assert made == {"accepted": 1, "changed": 1}
    book = openpyxl.load_workbook(tmp_path / SHEET)
    names = [sheet.title for sheet in book]
    assert names == ["listings", "改动 Changes", "未能检查 Not checked"]
    assert [row[:2] + row[4:7] for row in list(book[names[1]].values)[1:]] == [
        (1, "K1", "标题含不允许的字符 · title: characters not allowed", "Kocher !! 12 W", "Kocher 12 W"),
    ]  # fmt: skip
    assert [row[0] for row in list(book[names[2]].values)[1:]] == [3]
    for written in (SHEET, PLAIN):
        again = _listings(tmp_path / written)
        first, second = again
        texts = {one.field: one.text for one in first.texts}
        assert texts["title"] == "Kocher 12 W" and texts["bullet_1"].startswith("=1+1 <b>")
        assert first.brand == "Äpfel" and first.other["quantity"] == "5" and second.sku == "K2"
        assert first.other["title fr"] == "Bouilloire"


LONG = "Wasserkocher aus Edelstahl mit Abschaltung, Füllstand und Filter"


@pytest.mark.parametrize(
    ("field", "text", "offered", "after", "done"),
    [
        ("title", "Topf 12 inch, 5 lbs", 2, "Topf 30,48 cm (12 inch), 2,26796185 kg (5 lbs)", 2),
        ("title", f"{LONG}        neu !! !!", 2, f"{LONG} neu", 2),
        # Two rules offer the same: once the one is followed, the cause of the other is gone.
        ("search_terms", "tee\n" + " " * 250 + "kanne", 2, "tee kanne", 1),
    ],
)  # fmt: skip
def test_two_of_one_text_are_worked_out_one_on_the_other(field: str, text: str, offered: int, after: str, done: int) -> None:  # fmt: skip
    one = listing(**{field: text})
    found = [f for f in checked([one], rules("DE"), Account()) if f.suggestion]
    assert len(found) == offered
    now, mended = followed(one, rules("DE"), map(accepted, reversed(found)))
    assert {w.field: w.text for w in now.texts}[field] == after and len(mended) == done


def test_what_would_say_something_else_now_is_not_followed() -> None:
    """Rules that were mended between the check and the file: a person accepted another text."""
    one = listing(title="Kocher !!")
    (found,) = [f for f in checked([one], rules("DE"), Account()) if f.suggestion]
    assert followed(one, rules("DE"), [accepted(found)])[0] != one
    assert followed(one, rules("DE"), [accepted(found)._replace(after="Kocher!")]) == (one, [])


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
            writer.add(one, 'Text \'\0\ud800 "suggestion": null von ' + one.field)
    kept = KeptFindings(tmp_path / ROWS)
    rows = list(kept.rows(kept.places(Chosen())))
    assert [{k: row[k] for k in finding_json(all_[0])} for row in rows] == [finding_json(one) for one in all_]  # fmt: skip
    assert len(rows) == len(all_) == sum(n for _, n in kept.fields())
    severe = sum(one.severity == "reject" for one in all_)
    assert 0 < severe == len(kept.places(Chosen(severity="reject"))) < len(all_)
    assert {row["code"] for row in kept.rows(kept.places(Chosen(code=all_[-1].code)))} == {all_[-1].code}  # fmt: skip
    assert len(kept.places(Chosen(words="k1"))) and not len(
        kept.places(Chosen(words="' OR 1=1 --\0"))
    )
    suggested = [n for n, one in enumerate(all_) if one.suggestion]
    assert 0 < len(suggested) < len(all_)
    assert kept.places(Chosen(suggested=True)).tolist() == suggested
    assert [row["position"] for row in kept.rows(np.asarray([1, 2]))] == [1, 2]
