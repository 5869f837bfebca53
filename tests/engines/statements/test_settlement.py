"""Settlements that add up, those that do not, in every layout and spelling Amazon uses."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.cli.main import main
from pilotage.engines.mill.numerals import amount_of, mark_of
from pilotage.engines.statements import carried_over, settlements
from pilotage.kernel.errors import Invalid

V2 = (
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency"
    " transaction-type order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type"
    " amount-description amount fulfillment-id posted-date posted-date-time order-item-code"
    " merchant-order-item-id merchant-adjustment-item-id sku quantity-purchased promotion-id"
).split()
V1 = (
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type"
    " order-id merchant-order-id adjustment-id shipment-id marketplace-name shipment-fee-type shipment-fee-amount"
    " order-fee-type order-fee-amount fulfillment-id posted-date order-item-code merchant-order-item-id"
    " merchant-adjustment-item-id sku quantity-purchased price-type price-amount item-related-fee-type"
    " item-related-fee-amount misc-fee-amount other-fee-amount other-fee-reason-description promotion-id"
    " promotion-type promotion-amount direct-payment-type direct-payment-amount other-amount"
).split()

Row = dict[str, str]


def summary(
    total: str, id_: str = "1", since: str = "2026-09-01", until: str = "2026-09-15"
) -> Row:
    return {
        "settlement-id": id_,
        "settlement-start-date": f"{since} 00:00:00 UTC",
        "settlement-end-date": f"{until} 00:00:00 UTC",
        "deposit-date": f"{until} 12:00:00 UTC",
        "total-amount": total,
        "currency": "EUR",
    }


def part(type_: str, description: str, amount: str, id_: str = "1") -> Row:
    return {
        "settlement-id": id_,
        "transaction-type": "Order",
        "amount-type": type_,
        "amount-description": description,
        "amount": amount,
    }


SALE = part("ItemPrice", "Principal", "119.00")
FEE = part("ItemFees", "Commission", "-17.85")


def written(
    path: Path,
    rows: Iterable[Row],
    columns: list[str] = V2,
    encoding: str = "utf-8",
    tab: str = "\t",
) -> Path:
    lines = [tab.join(columns), *(tab.join(row.get(c, "") for c in columns) for row in rows)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def test_the_rows_add_up_to_what_is_declared(tmp_path: Path) -> None:
    file = written(tmp_path / "s.txt", [summary("83.30"), SALE, FEE, FEE])

    (found,) = settlements([file])

    assert (found.id, found.currency, found.rows) == ("1", "EUR", 4)
    assert (found.declared, found.summed, found.difference) == (
        Decimal("83.30"), Decimal("83.30"), Decimal("0.00"),
    )  # fmt: skip
    assert [(p.amount_type, p.amount_description, str(p.amount), p.rows) for p in found.parts] == [
        ("ItemFees", "Commission", "-35.70", 2),
        ("ItemPrice", "Principal", "119.00", 1),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp932"])
@pytest.mark.parametrize("tab", ["\t", ",", ";"])
def test_encoding_and_delimiter_change_nothing(tmp_path: Path, encoding: str, tab: str) -> None:
    name = {"cp932": "アマゾン", "cp1252": "Gebühr"}.get(encoding, "Gebühr 费用")
    rows = [summary("101.15"), SALE, part("ItemFees", name, "-17.85")]
    (found,) = settlements([written(tmp_path / "s.txt", rows, encoding=encoding, tab=tab)])
    assert found.difference == 0
    assert {p.amount_description for p in found.parts} == {"Principal", name}


@pytest.mark.parametrize(
    ("total", "amounts", "summed"),
    [
        ("1.101,15", ["1.119,00", "-17,85"], "1101.15"),
        ("1,101.15", ["1,119.00", "-17.85"], "1101.15"),
        ("1 101,15", ["1\u00a0119,00", "-17,85"], "1101.15"),
        ("1,101", ["1,119", "-18"], "1101"),
        ("1101.15", ["1119", "−17.85"], "1101.15"),
    ],
)
def test_amounts_are_read_as_the_site_writes_them(
    tmp_path: Path, total: str, amounts: list[str], summed: str
) -> None:
    rows = [summary(total), *(part("ItemPrice", "Principal", amount) for amount in amounts)]
    (found,) = settlements([written(tmp_path / "s.txt", rows)])
    assert (found.summed, found.difference) == (Decimal(summed), 0)


def test_v1_says_the_same_in_pairs_of_columns(tmp_path: Path) -> None:
    order = {
        "settlement-id": "1",
        "transaction-type": "Order",
        "price-type": "Principal",
        "price-amount": "119.00",
        "item-related-fee-type": "Commission",
        "item-related-fee-amount": "-17.85",
    }
    other = {"settlement-id": "1", "transaction-type": "Subscription Fee", "other-amount": "-39"}
    file = written(tmp_path / "v1.txt", [summary("62.15"), order, other], V1)

    (found,) = settlements([file])

    assert found.difference == 0
    assert [(p.amount_type, p.amount_description) for p in found.parts] == [
        ("ItemFees", "Commission"),
        ("ItemPrice", "Principal"),
        ("other-transaction", "Subscription Fee"),
    ]


def test_what_breaks_the_sum_is_named_row_by_row(tmp_path: Path) -> None:
    dollars = FEE | {"currency": "USD"}
    rows = [summary("101.15"), SALE, part("ItemFees", "Commission", "n/a"), FEE, dollars]
    file = written(tmp_path / "s.txt", rows)
    with file.open("a") as out:
        out.write("\t".join(["1", *[""] * 23, "one cell too many"]) + "\n")

    (found,) = settlements([file])

    assert found.difference == 0
    assert [(r.row, r.value, r.reason) for r in found.rejected] == [
        (3, "n/a", "NOT_A_NUMBER"),
        (5, "-17.85 USD", "OTHER_CURRENCY"),
        (6, "", "TOO_MANY_CELLS"),
    ]


@pytest.mark.parametrize(("tab", "rejected"), [(",", [(2, "", "LINE_TOO_LONG")]), ("\t", [])])
def test_a_cell_as_long_as_a_book_changes_nothing_else(
    tmp_path: Path, tab: str, rejected: list[tuple[int, str, str]]
) -> None:
    """Nor the parser's own limit, which is that of the whole process."""
    limit = csv.field_size_limit()
    book = part("ItemPrice", "x" * (limit + 1), "0.00")
    file = written(tmp_path / "s.txt", [summary("119.00"), book, SALE], tab=tab)

    (found,) = settlements([file])

    assert (found.difference, found.rows, csv.field_size_limit()) == (0, 3, limit)
    assert [(r.row, r.value, r.reason) for r in found.rejected] == rejected


def test_one_settlement_given_for_two_sites_counts_once(tmp_path: Path) -> None:
    one = written(tmp_path / "de.txt", [summary("119.00"), SALE])
    again = written(tmp_path / "fr.txt", [summary("119.00"), SALE])
    other = written(tmp_path / "it.txt", [summary("119.00"), SALE, FEE])
    assert [str(s.difference) for s in settlements([one, again, other])] == ["0.00", "-17.85"]


def test_a_reserve_that_does_not_come_back_is_seen(tmp_path: Path) -> None:
    held = part("other-transaction", "Current Reserve Amount", "-50.00")
    back = part("other-transaction", "Previous Reserve Amount Balance", "49.00", "2")
    first = written(tmp_path / "1.txt", [summary("69.00"), SALE, held])
    second = written(tmp_path / "2.txt", [summary("49.00", "2", "2026-09-15", "2026-09-29"), back])

    (gap,) = carried_over(settlements([second, first]))

    assert (gap.earlier, gap.later, gap.missing) == ("1", "2", Decimal("-1.00"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"sku\tasin\n1\t2\n", "NOT_THE_REPORT"),
        (b"PK\x03\x04" + b"\x00" * 200, "NOT_THE_REPORT"),
        (b"settlement-id\ttotal-amount\tcurrency\ttransaction-type\n1\t2\tEUR\t\n", "COLUMNS_MISSING"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "s.txt"
    file.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        settlements([file])
    assert refused.value.code == code
    assert "s.txt" in refused.value.says.zh


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([".", ","]))
def test_an_amount_is_read_back_in_either_spelling(amount: Decimal, mark: str) -> None:
    text = f"{amount:,.2f}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    assert mark_of(text) == mark
    assert amount_of(text, mark) == amount  # type: ignore[arg-type]


def test_the_command_speaks_words_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "s.txt", [summary("101.16"), SALE, FEE])
    assert main(["report", "settlement", str(file), "--lang", "en"]) == 0
    assert "difference -0.01" in capsys.readouterr().out
    assert main(["report", "settlement", str(file), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["settlements"]
    assert found["period"] == {"from": "2026-09-01", "to": "2026-09-15"}
    assert (found["declared"], found["summed"], found["difference"]) == (
        "101.16",
        "101.15",
        "-0.01",
    )
