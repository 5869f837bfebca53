"""The month on paper and as a workbook: charts are there, text from files is text, an empty and a broken month too."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from tests.engines.statements.months_made import LEDGER, folder
from tests.engines.statements.stock_made import planning, shared_settlement
from tests.engines.statements.test_month import SEPTEMBER, ads, no_ads

from pilotage.engines.statements import month_book, month_paper, month_report


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    inputs = folder(tmp_path_factory.mktemp("paper") / "in")
    (inputs / "planning.txt").write_text(planning(), "utf-8")
    evil = shared_settlement().replace("S2", "=1+2").replace("Subscription Fee", "<b>费用</b> & 另")
    (inputs / "other.txt").write_text(evil, "utf-8")
    (inputs / "ads.csv").write_text("x\n", "utf-8")
    return month_report(inputs, SEPTEMBER, ads)


def read(paper: bytes) -> str:
    pages = pypdfium2.PdfDocument(paper)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_the_workbook_has_numbers_charts_and_no_formula(whole):
    book = openpyxl.load_workbook(BytesIO(month_book(whole)))
    assert book.sheetnames == [
        "数字 Figures", "完整性 Completeness", "每日销售 Sales EUR", "库龄 Age", "广告 Advertising", "结算 Settlements", "SKU", "来源 Files",
    ]  # fmt: skip
    assert [len(book[name]._charts) for name in book.sheetnames] == [0, 0, 1, 1, 1, 0, 0, 0]
    figures = {row[1]: row[2] for row in book["数字 Figures"].iter_rows(values_only=True)}
    assert figures["ACoS"] == pytest.approx(0.3002) and figures["Ordered product sales"] == 1000.5
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == "=1+2"} == {"s"}
    sales = book["每日销售 Sales EUR"]
    assert [tuple(c.value for c in row) for row in sales["A2:B3"]] == [("2026-09-01", 600), ("2026-09-30", 400.5)]  # fmt: skip


def test_the_paper_draws_every_day_ages_and_settlements_and_is_the_same_again(whole):
    paper = month_paper(whole)
    assert paper == month_paper(whole)
    said = read(paper)
    for words in ("Sales a day, EUR", "库龄", "Settlement 12, EUR", "<b>费用</b> & 另", "09-28"):
        assert words in said


def test_an_empty_month_and_one_with_a_broken_file_have_paper_and_workbook(tmp_path):
    (tmp_path / "empty").mkdir()
    empty = month_report(tmp_path / "empty", SEPTEMBER, no_ads)
    assert "没有可以计算的数字" in read(month_paper(empty))
    assert "没有文件" in read(month_paper(empty))
    broken = folder(tmp_path / "broken")
    (broken / "traffic.json").write_bytes(b"{")
    made = month_report(broken, SEPTEMBER, no_ads)
    assert "traffic.json" in read(month_paper(made))
    rows = openpyxl.load_workbook(BytesIO(month_book(made)))["完整性 Completeness"]
    assert "traffic.json" in {row[2] for row in rows.iter_rows(values_only=True)}
    assert len(openpyxl.load_workbook(BytesIO(month_book(empty))).sheetnames) == 5


def test_a_day_without_sales_and_a_currency_unknown_break_no_chart(tmp_path):
    (tmp_path / "o.txt").write_text("amazon-order-id\tpurchase-date\torder-status\tsku\tquantity\tcurrency\titem-price\n1\t2026-09-02T10:00:00Z\tShipped\tS\t1\t\t-5.00\n", "utf-8")  # fmt: skip
    (tmp_path / "l.csv").write_text(LEDGER, "utf-8")
    made = month_report(tmp_path, SEPTEMBER, no_ads)
    assert made.counted_sales.by_currency == {"?": Decimal("-5.00")}
    assert month_paper(made).startswith(b"%PDF") and month_book(made).startswith(b"PK")
