"""The same month in every encoding and spelling Amazon uses: each kind of file gives the same figures, every row counted."""

from __future__ import annotations

import json

import pytest
from tests.engines.statements.months_made import (
    BUSINESS,
    LEDGER,
    PAYOUTS,
    TRAFFIC,
    orders,
    settlement,
)
from tests.engines.statements.stock_made import DETAIL, MYI, planning
from tests.engines.statements.test_month import SEPTEMBER, no_ads, values

from pilotage.engines.statements import month_json, month_report

V1 = (
    "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmarketplace-name\t"
    "price-type\tprice-amount\titem-related-fee-type\titem-related-fee-amount\tother-amount\tsku\tquantity-purchased\n"
    "9\t2026-09-01\t2026-09-15\t2026-09-16\t62.15\tEUR\n"
    "9\t\t\t\t\t\tOrder\t1\tAmazon.de\tPrincipal\t119.00\tCommission\t-17.85\t\tS1\t1\n"
    "9\t\t\t\t\t\tSubscription Fee\t\t\t\t\t\t\t-39.00\t\t\n"
)
# Text that each encoding alone can spell, where the file carries titles or names.
WORDS = {"utf-8": "杯子", "utf-8-sig": "杯子", "utf-16": "杯子", "utf-16-le": "杯子", "cp1252": "Größe", "cp932": "カップ"}  # fmt: skip
FILES = {
    "settlement_v2": ("s.txt", settlement().replace("Commission", "Commission 杯子"), {"settlement_total": "700.10", "settlement_difference": "0.00"}),
    "settlement_v1": ("s.txt", V1.replace("Subscription Fee", "Subscription 杯子"), {"settlement_total": "62.15", "settlement_difference": "0.00"}),
    "ledger": ("l.csv", LEDGER.replace("盘子", "杯子"), {"stock_opening": "111", "stock_closing": "100", "units_shipped": "60", "ledger_rows_broken": "0"}),
    "ledger_detail": ("d.csv", DETAIL.replace("Mug, blue", "杯子, blau"), {"detail_shipped": "59", "detail_unreconciled": "2"}),
    "myi": ("m.txt", MYI.replace("New", "杯子"), {"stranded_units": "23", "stranded_value": "50.00", "myi_rows_broken": "1"}),
    "planning": ("p.txt", planning().replace("\tx\n", "\t杯子\n"), {"storage_next_month": "13.00", "sell_through": "1.0000"}),
    "all_orders": ("o.txt", orders().replace("\tS1\t", "\t杯子\t"), {"ordered_product_sales": "20.00", "units_ordered": "2"}),
    "business": ("b.csv", BUSINESS.replace("盘子", "杯子"), {"ordered_product_sales": "7275.00", "units_ordered": "1203"}),
    "traffic": ("t.json", json.dumps(TRAFFIC | {"title": "杯子"}, ensure_ascii=False), {"ordered_product_sales": "1000.5", "units_ordered": "60"}),
    "payouts": ("y.json", json.dumps(PAYOUTS | {"note": "杯子"}, ensure_ascii=False), {"payouts_paid": "700.1", "balance_available": "12.34"}),
}  # fmt: skip
_MONEY = {
    "settlement_v2": ("700.10", "800.10", "-100.00"), "settlement_v1": ("62.15", "119.00", "-17.85", "-39.00"),
    "myi": ("10.00", "2.50", "1.00"), "planning": ("12.34", "0.66", "10.00"), "all_orders": ("20.00", "10.00"),
}  # fmt: skip


def told(tmp_path, name: str, text: str, encoding: str):
    if encoding == "cp932":  # has no euro sign
        text = text.replace("€", "￥")
    (tmp_path / FILES[name][0]).write_bytes(text.replace("杯子", WORDS[encoding]).encode(encoding))
    made = month_report(tmp_path, SEPTEMBER, no_ads)
    assert made.unreadable == []
    found = values(made)
    return made, {key: found[key][0] for key in FILES[name][2]}


@pytest.mark.parametrize("encoding", sorted(WORDS))
@pytest.mark.parametrize("name", sorted(FILES))
def test_every_kind_of_file_reads_alike_in_every_encoding(tmp_path, name, encoding):
    _, found = told(tmp_path, name, FILES[name][1], encoding)
    assert found == FILES[name][2]


@pytest.mark.parametrize("name", sorted(_MONEY))
def test_decimal_commas_are_the_same_money(tmp_path, name):
    text = FILES[name][1]
    for amount in sorted(_MONEY[name], key=len, reverse=True):
        text = text.replace(f"\t{amount}", f"\t{amount.replace('.', ',')}")
    assert text != FILES[name][1]
    assert told(tmp_path, name, text, "cp1252")[1] == FILES[name][2]


def test_a_business_report_with_the_euro_behind_and_commas(tmp_path):
    text = 'Title;Units Ordered;Ordered Product Sales\n杯子;"1.200";"7.274,35 €"\n杯子;3;"0,65 €"\n'
    assert told(tmp_path, "business", text, "cp1252")[1] == FILES["business"][2]


@pytest.mark.parametrize("form", ["{m}/{d}/2026", "2026-{m}-{d}", "{d}.{m}.2026", "{d}/{m}/2026", "2026/{m}/{d}"])  # fmt: skip
def test_the_days_of_a_ledger_in_every_form_a_file_has(tmp_path, form):
    """`01/09/2026` is a day of September in a file that also has `30/09/2026`."""
    text = LEDGER
    for month, day in (("08", "31"), ("09", "01"), ("09", "30")):
        text = text.replace(f"{month}/{day}/2026", form.format(m=month, d=day))
    made, found = told(tmp_path, "ledger", text, "utf-8")
    assert found == FILES["ledger"][2]
    (ledger,) = made.ledgers
    assert (len(ledger.lines), ledger.rejected, ledger.outside) == (4, (), 1)


@pytest.mark.parametrize("thousand", ["1234", "1,234", "1.234", "1 234"])
def test_thousands_of_units_are_whole_however_grouped(tmp_path, thousand):
    text = LEDGER.replace(",11,0,0,0,0,0,0,0,0,0,0,0,11,", f',"{thousand}",0,0,0,0,0,0,0,0,0,0,0,"{thousand}",')  # fmt: skip
    made, found = told(tmp_path, "ledger", text, "utf-8")
    assert found["stock_opening"] == "1334" and found["ledger_rows_broken"] == "0"
    assert month_json(made)["rows_not_counted"][0]["rows"] == 0
