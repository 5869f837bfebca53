"""A partner's figures beside ours: read from any table, compared under one definition, causes named only where files show them."""

from __future__ import annotations

import json
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.statements.months_made import TRAFFIC, folder
from tests.engines.statements.test_month import SEPTEMBER, ads, no_ads
from tests.engines.statements.test_stock import month

from pilotage.engines.statements import claims_of, compare, month_json, month_report, read_claims
from pilotage.engines.statements.comparing import equal
from pilotage.kernel.errors import Invalid

TABLE = '指标,数值,单位,期间\n营业额,"1.000,50",EUR,\nACoS,"30,0 %",,\n可售天数,50,天,\n快乐,5,,\n'


def told(row):
    """(key, value, unit) of a claim."""
    return row.key, str(row.value), row.unit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_of_claims_reads_alike_in_csv_xlsx_and_json(tmp_path, encoding):
    (tmp_path / "c.csv").write_text(TABLE, encoding)
    rows = [["x"], ["Figure", "Value", "Unit"], ["turnover", 1000.5, "EUR"], ["acos", "30.0 %", ""]]
    book = openpyxl.Workbook()
    for row in [*rows, ["days of supply", 50, "days"], ["快乐", 5, ""]]:
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    named = [{"key": "gmv", "value": 1000.50, "unit": "€"}, {"figure": "ACOS", "value": "30.0", "unit": "%"},
             {"figure": "Days of cover", "value": 50, "unit": "天"}, {"figure": "快乐", "value": 5}]  # fmt: skip
    (tmp_path / "c.json").write_text(json.dumps(named), "utf-8")
    read = [read_claims(tmp_path / f"c.{form}") for form in ("csv", "xlsx", "json")]
    for kept, rejected in read:
        assert [one.key for one in kept] == ["ordered_product_sales", "acos", "days_of_supply", ""]
        assert [one.value for one in kept] == [Decimal("1000.5"), Decimal("0.300"), 50, 5]
        assert not rejected
    assert told(read[0][0][0]) == ("ordered_product_sales", "1000.50", "EUR")


def test_a_row_that_says_nothing_is_rejected_with_its_reason():
    rows = [{"value": "5"}, {"figure": "gmv", "value": "viel"}, {"figure": "gmv", "value": "¥5"},
            {"figure": "gmv", "value": "5", "period": "Q3"}, {}, {"figure": "gmv", "value": "5", "period": "2026-09"}]  # fmt: skip
    kept, rejected = claims_of(rows)
    assert [(one.row, one.reason) for one in rejected] == [
        (1, "NO_NAME"), (2, "NOT_A_NUMBER"), (3, "AMBIGUOUS_CURRENCY"), (4, "NO_PERIOD"),
    ]  # fmt: skip
    assert len(kept) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"a,b\n1,2\n", b"PK\x03\x04x", b"\xff\xfe\x00", b'{"figures": 5}', "指标,数值\n".encode() + b"a,1\n" * 201])  # fmt: skip
def test_what_is_no_table_of_claims_is_refused_in_words(tmp_path, content):
    (tmp_path / "c.txt").write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read_claims(tmp_path / "c.txt")
    assert refused.value.next_step and "c.txt" in refused.value.says.zh


def compared(made, *rows, others=None):
    claims, rejected = claims_of(rows)
    assert not rejected
    return compare(claims, month_json(made), others or {})


def row(figure, value, unit="", period=""):
    return {"figure": figure, "value": value, "unit": unit, "period": period}


def test_claims_stand_beside_ours_with_the_difference_and_causes(tmp_path):
    """By hand: sales 600.00 + 400.50; ACoS 90.05 ÷ 300 = .3002, TACoS .0900; 30 × 100 ÷ 60 = 50 days."""
    inputs = folder(tmp_path / "in")
    (inputs / "ads.csv").write_text("x\n", "utf-8")
    found = compared(
        month_report(inputs, SEPTEMBER, ads),
        row("营业额", "1000.50", "EUR"), row("gmv", "800.10", "EUR"), row("gmv", "600.00", "EUR"),
        row("ACoS", "9.00 %"), row("ACoS", "30.02"), row("回款", "700.10", "EUR"),
        row("days of supply", "51.5", "天"), row("周转率", "6.82"), row("gmv", "1,100", "EUR"),
    )  # fmt: skip
    assert [(one.state, str(one.difference)) for one in found] == [
        ("agrees", "0.00"), ("differs", "-200.40"), ("differs", "-400.50"), ("differs", "-0.2102"),
        ("differs", "29.7198"), ("agrees", "0.00"), ("differs", "1.5000"), ("differs", "6.2513"), ("differs", "99.5"),
    ]  # fmt: skip
    causes = [[cause.en for cause in one.causes] for one in found]
    assert "principal of the settlements" in causes[1][0]
    assert causes[2] == ["it is the sum of 2026-09-01 to 2026-09-01: perhaps not the whole month"]
    assert causes[3] == ["over all sales, not attributed ones"]
    assert causes[4] == ["it is a percentage written without %"]
    assert "cannot be sold counted too" in causes[6][0] and "for a year" in causes[7][0]
    assert causes[8] == [], "where nothing shows it, no cause is named"
    assert found[1].share == Decimal("-0.2003")


def test_what_cannot_be_compared_says_why(tmp_path):
    made = month_report(folder(tmp_path / "in"), SEPTEMBER, no_ads)
    found = compared(
        made, row("ACoS", "28.4 %"), row("快乐", "5"), row("gmv", "5", "USD"), row("gmv", "5", "EUR", "2026-08"),
        row("售出率", "1.5"),
    )  # fmt: skip
    assert {one.state for one in found} == {"not_comparable"}
    for one, says in zip(found, ("Advertising report", "no such figure", "USD claimed, EUR here", "2026-08", "planning"), strict=True):  # fmt: skip
        assert says in one.why.en


def test_the_figure_of_another_month_and_refunds_are_recognised(tmp_path):
    """Ordered 1000.50; settled 60.00 + 30.00 − 20.00 refunded: net of refunds 980.50, before them 90.00."""
    from tests.engines.statements.stock_made import shared_settlement

    refund = "12\t\t\t\t\t\tRefund\t1\tAmazon.de\tItemPrice\tPrincipal\t-20.00\t2026-09-04\tS1\t\n"
    made = month(tmp_path, settled=shared_settlement() + refund, traffic=json.dumps(TRAFFIC))
    before = month_json(made) | {"month": "2026-08", "figures": [{"key": "ordered_product_sales", "unit": "EUR", "value": "777.77"}]}  # fmt: skip
    net, gross, settled, august = compared(
        made, row("gmv", "980.50", "EUR"), row("gmv", "90.00", "EUR"), row("gmv", "70.00", "EUR"), row("gmv", "777.77", "EUR"),
        others={"2026-08": before},
    )  # fmt: skip
    assert net.causes[0].en == "what was ordered, less refunds"
    assert "before refunds" in gross.causes[0].en and "net of refunds" in settled.causes[0].en
    assert [one.en for one in august.causes] == ["it is the figure of 2026-08: perhaps another month"]  # fmt: skip


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 4))
def test_what_was_rounded_agrees_and_a_step_beside_it_does_not(value, places):
    shown = value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    assert equal(shown, value)
    assert not equal(shown + Decimal(1).scaleb(-places), value)
