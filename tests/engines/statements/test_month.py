"""A month worked out by hand; what is missing or broken is said; the same in the page, on paper, in JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.statements.months_made import BUSINESS, LEDGER, folder, orders

from pilotage.cli.main import main
from pilotage.engines.statements import AdsTotals, Source, month_json, month_page, month_report
from pilotage.engines.statements.sales import from_business, from_orders
from pilotage.engines.statements.stock import read_ledger
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

SEPTEMBER = Month(2026, 9)


def no_ads(path: Path) -> list[AdsTotals]:
    raise Invalid("NOT_AN_ADS_FILE", Text("不是广告报表。", "It is no advertising report."))


def ads(path: Path) -> list[AdsTotals]:
    return [AdsTotals(Source(path.name, "0" * 64), "EUR", Decimal("90.05"), Decimal("300.00"))]


def values(made) -> dict[str, tuple[str | None, str]]:
    return {one.key: (None if one.value is None else str(one.value), one.unit) for one in made.figures}  # fmt: skip


def test_a_month_by_hand(tmp_path):
    """Stock 111 → 100, 60 shipped: 60 ÷ 105.5 turns; 30 × 105.5 ÷ 60 days; supply 30 × 100 ÷ 60."""
    inputs = folder(tmp_path / "in")
    (inputs / "search-terms.csv").write_text("x\n", "utf-8")
    made = month_report(inputs, SEPTEMBER, ads)
    assert made.missing == ["planning", "myi"] and made.unreadable == []
    told = values(made)
    assert told["stock_opening"] == ("111", "units") and told["stock_closing"] == ("100", "units")
    assert told["units_shipped"] == ("60", "units") and told["stock_unsellable"] == ("3", "units")
    assert told["inventory_turns"] == ("0.5687", "ratio")
    assert told["inventory_days"] == ("52.7500", "days") and told["days_of_supply"] == (
        "50.0000",
        "days",
    )
    assert told["ordered_product_sales"] == ("1000.5", "EUR"), "orders are the same sales again"
    assert told["units_ordered"] == ("60", "units")
    assert (
        told["settlement_total"] == ("700.10", "EUR")
        and Decimal(told["settlement_difference"][0]) == 0
    )
    assert told["payouts_paid"] == ("700.1", "EUR") and told["payouts_failed"] == ("5", "EUR")
    assert told["balance_available"] == ("12.34", "EUR")
    assert told["acos"] == ("0.3002", "ratio") and told["tacos"] == ("0.0900", "ratio")
    assert told["sla_attainment"] == ("0.9000", "ratio") and told["filings_unconfirmed"] == ("1", "rows")  # fmt: skip


def test_every_figure_has_its_definition_and_the_hash_of_its_files(tmp_path):
    made = month_json(month_report(folder(tmp_path / "in"), SEPTEMBER, no_ads))
    for one in made["figures"]:
        assert one["definition_zh"] and one["definition_en"] and one["files"], one["key"]
        assert all(len(source["sha256"]) == 64 for source in one["files"])
    turns = next(one for one in made["figures"] if one["key"] == "inventory_turns")
    assert (turns["numerator"], turns["denominator"]) == ("60", "105.5")


def test_a_difference_is_shown_to_the_cent(tmp_path):
    made = month_report(folder(tmp_path / "in", total="700.11"), SEPTEMBER, no_ads)
    assert values(made)["settlement_difference"] == ("-0.01", "EUR")
    assert '<span class="bad">-0.01 EUR</span>' in month_page(made)


def test_a_ledger_row_that_does_not_add_up_is_named(tmp_path):
    (tmp_path / "ledger.csv").write_text(LEDGER.replace(",89,0,DE", ",88,0,DE"), "utf-8")
    made = month_report(tmp_path, SEPTEMBER, no_ads)
    (broken,) = month_json(made)["ledger_broken"]
    assert (broken["row"], broken["item"], broken["difference"]) == (2, "X1", "-1")
    assert values(made)["ledger_rows_broken"] == ("1", "rows")


def test_an_empty_folder_says_what_is_missing(tmp_path):
    made = month_report(tmp_path, SEPTEMBER, no_ads)
    assert made.missing == [
        "settlement",
        "ledger",
        "planning",
        "myi",
        "sales",
        "ads",
        "payouts",
        "sla",
        "filings",
    ]
    page = month_page(made)
    assert "没有：库存分类账汇总" in page and "Missing: Inventory ledger summary" in page
    assert not made.figures


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b"{"), ("x.json", b"[]"), ("x.json", b'{"payouts": 5}'), ("x.json", b"\xff\xfe\x00"),
        ("x.json", b'{"salesAndTrafficByDate": {"a": 1}}'), ("x.csv", b""), ("x.xlsx", b"PK\x03\x04broken"),
        ("x.txt", b"settlement-id\tx\ty\tz\n1\t2\t3\t4\n"), ("sla.json", b'[{"met": "x"}]'), ("x.bin", b"\0" * 5000),
    ],
)  # fmt: skip
def test_one_broken_file_costs_no_other(tmp_path, name, content):
    inputs = folder(tmp_path / "in")
    (inputs / name).write_bytes(content)
    made = month_report(inputs, SEPTEMBER, no_ads)
    assert values(made)["stock_opening"] == ("111", "units")
    assert [one.file for one in made.unreadable] == [name]
    assert "<html" in month_page(made)


def test_a_file_of_no_kind_is_not_told_as_a_wrong_advertising_report(tmp_path):
    (tmp_path / "notes.csv").write_text("name,size,colour\na,b,c\n")
    (told,) = month_report(tmp_path, SEPTEMBER, no_ads).unreadable
    assert "广告" not in told.says.zh and "advertising" not in told.says.en


def test_orders_count_by_the_day_of_purchase_and_every_row_is_accounted_for(tmp_path):
    (tmp_path / "o.txt").write_text(orders(), "utf-8")
    made = from_orders(tmp_path / "o.txt", SEPTEMBER)
    assert (dict(made.by_currency), made.units) == ({"EUR": Decimal("20.00")}, 2)
    assert (made.counted, made.cancelled, made.rejected, made.outside) == (1, 1, 1, 1)


def test_orders_with_decimal_commas_are_the_same_money(tmp_path):
    (tmp_path / "o.txt").write_text(orders().replace(".00\n", ",00\n"), "cp1252")
    assert dict(from_orders(tmp_path / "o.txt", SEPTEMBER).by_currency) == {"EUR": Decimal("20.00")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_business_report_in_any_encoding(tmp_path, encoding):
    text = BUSINESS.replace("杯子", "Tasse").replace("盘子", "Teller")
    (tmp_path / "b.csv").write_text(text, encoding)
    made = from_business(tmp_path / "b.csv")
    assert (dict(made.by_currency), made.units) == ({"EUR": Decimal("7275.00")}, 1203)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(-300, 300), st.integers(-50, 50), st.integers(-3, 3)), max_size=12))  # fmt: skip
def test_rows_in_are_rows_kept_rejected_and_outside(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("l") / "ledger.csv"
    lines = [LEDGER.splitlines()[0]]
    for n, (opening, shipped, other, wrong) in enumerate(rows):
        closing = opening + shipped + other + wrong
        day = ("09/02/2026", "08/02/2026", "never")[n % 3]
        lines.append(
            f"{day},X{n},A,S,t,SELLABLE,{opening},9,0,{shipped},0,0,0,0,0,0,0,{other},{closing},0,DE"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    made = read_ledger(path, SEPTEMBER)
    assert len(made.lines) + len(made.rejected) + made.outside == len(rows)
    assert [line.difference for line in made.lines] == [row[3] for n, row in enumerate(rows) if n % 3 == 0]  # fmt: skip


def test_the_command_writes_page_paper_and_json(tmp_path):
    inputs = folder(tmp_path / "in")
    out = {name: tmp_path / f"r.{name}" for name in ("html", "pdf", "json")}
    asked = ["--inputs", inputs, "--month", "2026-09", "--out", out["html"], "--pdf", out["pdf"], "--json", out["json"]]  # fmt: skip
    assert main(["report", "month", *map(str, asked)]) == 0
    assert "2026-09 运营月报" in out["html"].read_text("utf-8")
    assert out["pdf"].read_bytes().startswith(b"%PDF") and len(out["pdf"].read_bytes()) > 3000
    told = json.loads(out["json"].read_text("utf-8"))
    assert told["month"] == "2026-09" and [one["kind"] for one in told["missing"]] == [
        "planning",
        "myi",
        "ads",
    ]


def test_text_in_files_is_text_on_the_page(tmp_path):
    (tmp_path / "ledger.csv").write_text(LEDGER.replace("X1,", "<script>alert(1)</script>,").replace(",89,0,DE", ",88,0,DE"), "utf-8")  # fmt: skip
    assert "<script>" not in month_page(month_report(tmp_path, SEPTEMBER, no_ads))


@pytest.mark.parametrize("out", ["t.html", "t.json"])
def test_trends_put_months_side_by_side_and_fill_no_gap(tmp_path, out):
    folder(tmp_path / "all" / "2026-09")
    (tmp_path / "all" / "2026-10").mkdir()
    (tmp_path / "all" / "2026-10" / "business.csv").write_text(BUSINESS, "utf-8")
    assert main(["report", "trends", str(tmp_path / "all"), "--out", str(tmp_path / out)]) == 0
    written = (tmp_path / out).read_text("utf-8")
    if out.endswith("json"):
        told = json.loads(written)
        series = {one["key"]: one["values"] for one in told["series"]}
        assert told["months"] == ["2026-09", "2026-10"]
        assert series["ordered_product_sales"] == ["1000.5", "7275.00"]
        assert series["stock_opening"] == ["111", None]
        sales = next(one for one in told["series"] if one["key"] == "ordered_product_sales")
        assert (sales["group_en"], [f["file"] for f in sales["sources"][1]]) == (
            "Sales",
            ["business.csv"],
        )
        groups = [one["group_en"] for one in told["series"]]
        assert groups == sorted(groups, key=groups.index), "a subject stands in one place"
    else:
        assert 'scope="rowgroup"' in written
        assert "运营趋势" in written and "—" in written and "<line" in written


@pytest.mark.parametrize(
    "words",
    [
        ("month", "--inputs", "nowhere", "--month", "2026-09", "--out", "r.html"),
        ("month", "--inputs", ".", "--month", "2026-09", "--out", "no/folder/r.html"),
        ("trends", "nowhere", "--out", "t.html"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path, words, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["report", *words]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and not said.out


def test_a_month_that_is_none_is_refused(tmp_path):
    with pytest.raises(SystemExit) as ended:
        main(["report", "month", "--inputs", ".", "--month", "2026-13", "--out", "r.html"])
    assert ended.value.code == 2
