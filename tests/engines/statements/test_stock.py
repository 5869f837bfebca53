"""Sell-through, ageing, stranded money, fees per SKU, payouts and the ledger's events, worked out by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.statements.months_made import LEDGER, PAYOUTS
from tests.engines.statements.stock_made import DETAIL, MYI, planning, shared_settlement

from pilotage.engines.statements import month_json, month_page, month_report
from pilotage.engines.statements.month import MonthReport
from pilotage.engines.statements.notices import country_of
from pilotage.engines.statements.settlement import settlements
from pilotage.engines.statements.shares import apportioned, shares_of
from pilotage.engines.statements.snapshots import read_planning
from pilotage.engines.statements.stock import read_ledger, shipped_of
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

SEPTEMBER = Month(2026, 9)


def month(folder: Path, **files: str) -> MonthReport:
    """The report of these files, named by their stem; `.json` where they begin so."""
    for stem, content in files.items():
        name = f"{stem}.{'json' if content.startswith(('{', '[')) else 'txt'}"
        (folder / name).write_text(content, "utf-8")

    def no_ads(_: Path) -> list[object]:
        raise Invalid("NOT_ADS", Text("不是广告报表。", "It is no advertising report."))

    return month_report(folder, SEPTEMBER, no_ads)  # type: ignore[arg-type]


def told(made: MonthReport) -> dict[str, str]:
    return {one.key: f"{one.value} {one.unit}" for one in made.figures}


def test_sell_through_supply_and_age_from_a_planning_snapshot(tmp_path):
    """Amazon's own example is 120 shipped ÷ 80 on average = 1.5."""
    made = month(tmp_path, now=planning(), before=planning("2026-08-31", available=20))
    assert made.unreadable == []
    figures = told(made)
    assert figures["sell_through"] == "1.5000 ratio"  # 120 ÷ ((120 + 40) ÷ 2)
    assert figures["days_of_supply_90"] == "90.0000 days"  # 90 × 120 ÷ 120
    assert [figures[f"stock_aged_{age}"] for age in ("0-90", "91-180", "181-365", "365+")] == [
        "80 units", "4 units", "30 units", "6 units",
    ]  # fmt: skip
    assert figures["stock_aged_share"] == "0.3000 ratio"
    assert figures["storage_next_month"] == "13.00 EUR"
    assert [(len(t.rows), t.rejected) for t in made.plannings] == [(2, [3]), (2, [3])]
    assert made.plannings[0].rows[0].cells["something-new"] == "x", "unknown columns are kept"
    through = next(one for one in made.figures if one.key == "sell_through")
    assert "4" in through.definition.en and "here are 2" in through.definition.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp932"])
@pytest.mark.parametrize("comma", [False, True])
def test_a_planning_file_reads_alike_however_it_is_written(tmp_path, encoding, comma):
    text = planning().replace("something-new", "コップ" if encoding == "cp932" else "größe")
    text = text.replace("12.34", "12,34").replace("0.66", "0,66").replace("10.00", "10,00") if comma else text  # fmt: skip
    (tmp_path / "p.txt").write_text(text, encoding)
    made = read_planning(tmp_path / "p.txt")
    assert made.rows[0].number("estimated-storage-cost-next-month") == Decimal("12.34")
    assert made.rejected == [3]


def test_stranded_money_and_rows_of_myi_that_do_not_add_up(tmp_path):
    figures = told(made := month(tmp_path, myi=MYI, settled=shared_settlement()))
    assert figures["stock_fulfillable"] == "116 units" and figures["stranded_units"] == "23 units"
    assert figures["stranded_value"] == "50.00 EUR"  # 20 × 2.50; 3 units have no price
    assert figures["unsellable_value"] == "41.00 EUR"  # 4 × 10.00 + 1 × 1.00
    assert figures["myi_rows_broken"] == "1 rows"
    stranded = next(one for one in made.figures if one.key == "stranded_value")
    assert "3 units have no price" in stranded.definition.en


def test_the_ledgers_detail_against_its_summary(tmp_path):
    made = month(tmp_path, ledger=LEDGER, detail=DETAIL)
    figures = told(made)
    assert figures["detail_shipped"] == "59 units" and figures["units_shipped"] == "60 units"
    assert figures["detail_difference"] == "-1 units" and figures["detail_unreconciled"] == "2 units"  # fmt: skip
    (events,) = made.details
    assert (events.rows, events.outside, events.rejected) == (3, 1, (5,))


def test_shipments_written_without_a_sign_are_shipments(tmp_path):
    (tmp_path / "l.csv").write_text(LEDGER.replace(",-40,", ",40,").replace(",-20,", ",20,"), "utf-8")  # fmt: skip
    ledger = read_ledger(tmp_path / "l.csv", SEPTEMBER)
    assert (shipped_of([ledger]), ledger.broken) == (60, ())


def test_a_ledger_a_country_adds_up_and_a_day_told_twice_counts_once(tmp_path):
    """All of September's rows are in the first file; the second has France's again, and Italy's."""
    head, *rows = LEDGER.splitlines()
    again = "\n".join([head, rows[2], rows[2].replace(",FR", ",IT")]) + "\n"
    figures = told(month(tmp_path, all=LEDGER, south=again))
    assert figures["stock_opening"] == "122 units" and figures["stock_closing"] == "111 units"  # 111 + 11, 100 + 11  # fmt: skip
    assert figures["units_shipped"] == "60 units"


def test_fees_per_sku_add_up_to_the_settlement(tmp_path):
    (made,) = month(tmp_path, settled=shared_settlement()).shares
    assert {sku: (s.principal, s.own, s.shared, s.net) for sku, s in made.skus.items()} == {
        "S1": (Decimal("60.00"), Decimal("-9.00"), Decimal("-26.00"), Decimal("25.00")),
        "S2": (Decimal("30.00"), Decimal("-1.00"), Decimal("-13.00"), Decimal("16.00")),
    }
    assert (made.reserves, made.unshared) == (Decimal("-5.00"), 0)


@given(st.decimals(-1000, 1000, places=2), st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_shares_add_up_and_are_within_a_cent_of_their_weight(total, weights):
    named = {f"S{n}": Decimal(w) for n, w in enumerate(weights)}
    if not any(weights):
        return
    parts = apportioned(total, named)
    assert sum(parts.values()) == total
    for sku, part in parts.items():
        assert abs(part - total * named[sku] / sum(weights)) < Decimal("0.01")


@given(st.lists(st.tuples(st.sampled_from(["S1", "S2", ""]), st.sampled_from(["Principal", "Commission", "Current Reserve Amount"]), st.decimals(-99, 99, places=2)), max_size=12))  # fmt: skip
def test_own_shared_unshared_and_reserves_are_the_settlement(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("s") / "s.txt"
    head = shared_settlement().splitlines()[:2]
    body = [f"12\t\t\t\t\t\tOrder\t1\tAmazon.de\tX\t{what}\t{money}\t\t{sku}\t1" for sku, what, money in rows]  # fmt: skip
    path.write_text("\n".join([*head, *body]) + "\n", "utf-8")
    (made,), (settled,) = shares_of(path), settlements([path])
    assert sum((s.net for s in made.skus.values()), made.unshared + made.reserves) == settled.summed


def test_a_country_sold_in_without_a_ledger_is_named_first(tmp_path):
    only_germany = LEDGER.replace(",0,FR", ",0,DE")
    made = month(tmp_path, ledger=only_germany, settled=shared_settlement())
    assert [one.en for one in made.notices] == [
        "No ledger for FR: there were sales on its site, and no row of the ledger is of that country"
    ]
    page = month_page(made)
    assert page.index("没有 FR 的库存分类账") < page.index("结算与回款")


@pytest.mark.parametrize(
    ("paid", "difference", "noticed"),
    [("36.00", "0.00 EUR", False), ("35.99", "-0.01 EUR", False), (None, None, True)],
)
def test_a_payout_stands_against_the_settlement_that_it_names(tmp_path, paid, difference, noticed):
    payout = PAYOUTS["payouts"][0] | {
        "amount": {"currencyCode": "EUR", "currencyAmount": float(paid or 0)},
        "currentStatus": "PAID" if paid else "FAILED",
        "relatedIdentifiers": [{"relatedIdentifierName": "SETTLEMENT_ID", "relatedIdentifierValue": "12"}],
    }  # fmt: skip
    made = month(tmp_path, settled=shared_settlement(), paid=json.dumps({"payouts": [payout]}))
    assert told(made).get("payout_difference") == difference
    assert any("is named by no payout" in one.en for one in made.notices) is noticed


def test_what_two_files_hold_alike_counts_once(tmp_path):
    spaced = shared_settlement() + "\n"  # other bytes, the same settlement
    made = month(tmp_path, a=shared_settlement(), b=shared_settlement(), c=spaced)
    assert len(made.settlements) == len(made.shares) == 1
    assert "b.txt is the same file as a.txt" in made.notices[0].en


@pytest.mark.parametrize("content", [planning()[:60], planning().replace("\t", "\t\t\t\t"), MYI.replace("\n", "\0\n"), DETAIL.replace('"', ""), DETAIL + '"' + "x" * 200_000])  # fmt: skip
def test_hostile_inventory_files_give_a_report(tmp_path, content):
    made = month(tmp_path, bad=content, good=planning())
    assert month_json(made)["files"] and "<html" in month_page(made)


def test_sites_are_countries():
    sites = ["Amazon.de", "amazon.co.uk", "Amazon.com", "amazon.com.mx", "amazon.co.jp", "Non-Amazon CA", ""]  # fmt: skip
    assert [country_of(site) for site in sites] == ["DE", "GB", "US", "MX", "JP", "", ""]
