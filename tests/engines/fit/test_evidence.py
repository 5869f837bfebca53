"""From report rows to counted groups: a slow plain reading of the same rows must agree."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.fit.reports import OWN_SALE, SALE, TRANSFER, evidence

from pilotage.engines.matching.fit_evidence import Evidence, RowRef, rows_of
from pilotage.kernel.periods import Month

Row = Mapping[str, str]


def plain(rows: Sequence[Row]) -> Counter[tuple[object, ...]]:
    """The referee: one row at a time, by the words of the tax contract."""
    return Counter(
        (
            {
                "SALE": "sale",
                "LIQUIDATION_SALE": "sale",
                "REFUND": "refund",
                "FC_TRANSFER": "movement",
                "INBOUND": "movement",
                "RETURN": "return",
            }.get(row["TRANSACTION_TYPE"], "other"),
            place(
                row.get("SALE_DEPART_COUNTRY") or row.get("DEPARTURE_COUNTRY", ""),
                row.get("DEPARTURE_POST_CODE", ""),
            ),
            place(
                row.get("SALE_ARRIVAL_COUNTRY") or row.get("ARRIVAL_COUNTRY", ""),
                row.get("ARRIVAL_POST_CODE", ""),
            ),
            {"MARKETPLACE": "marketplace", "SELLER": "seller"}.get(
                row.get("TAX_COLLECTION_RESPONSIBILITY", ""), "unknown"
            ),
            bool(row.get("BUYER_VAT_NUMBER")),
            row["ACTIVITY_PERIOD"],
        )
        for row in rows
    )


def place(country: str, postcode: str) -> str:
    country = {"UK": "GB", "EL": "GR", "MC": "FR", "IM": "GB"}.get(country, country)
    compact = postcode.replace(" ", "").upper()
    prefixes = {
        "ES": ("35", "38", "51", "52"),
        "FI": ("22",),
        "GB": ("JE", "GY"),
        "FR": ("971", "972", "973", "974", "975", "976", "984", "986", "987", "988"),
    }
    whole = {"IT": ("23041", "22061"), "DE": ("27498", "78266"), "GR": ("63086",)}
    if compact.startswith(prefixes.get(country, ("\0",))) or compact in whole.get(country, ()):
        return "ZZ"
    if country == "GB" and compact.startswith("BT"):
        return "XI"
    return country


def counted(found: Evidence) -> Counter[tuple[object, ...]]:
    names = {Month(2026, 1): "2026-JAN", Month(2026, 2): "2026-FEB"}
    result: Counter[tuple[object, ...]] = Counter()
    for f in found.flows:
        assert f.month is not None
        result[f.kind, f.dep, f.arr, f.collector, f.business, names[f.month]] += f.rows
    return result


PLACES = st.sampled_from(
    [
        ("DE", "10115"),
        ("DE", "78266"),
        ("FR", "75001"),
        ("FR", "97 110"),
        ("GB", "BT1 1AA"),
        ("GB", "je2 3ab"),
        ("UK", "SW1A 1AA"),
        ("ES", "35001"),
        ("ES", "28001"),
        ("EL", "63086"),
        ("IT", "23041"),
        ("MC", ""),
        ("IM", ""),
        ("CH", "8000"),
        ("", ""),
    ]
)
ROWS = st.builds(
    lambda kind, dep, arr, who, buyer, month: {
        **SALE,
        "TRANSACTION_TYPE": kind,
        "ACTIVITY_PERIOD": month,
        "SALE_DEPART_COUNTRY": dep[0],
        "DEPARTURE_POST_CODE": dep[1],
        "SALE_ARRIVAL_COUNTRY": "",
        "ARRIVAL_COUNTRY": arr[0],
        "ARRIVAL_POST_CODE": arr[1],
        "TAX_COLLECTION_RESPONSIBILITY": who,
        "BUYER_VAT_NUMBER": buyer,
    },
    st.sampled_from("SALE REFUND RETURN FC_TRANSFER INBOUND LIQUIDATION_SALE DONATION".split()),
    PLACES,
    PLACES,
    st.sampled_from(["MARKETPLACE", "SELLER", ""]),
    st.sampled_from(["", "DE136695976"]),
    st.sampled_from(["2026-JAN", "2026-FEB"]),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS, min_size=1, max_size=40), st.integers(0, 40))
def test_the_query_counts_what_a_plain_reading_counts(rows: list[Row], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = evidence(Path(folder, "whole"), rows)
        assert counted(whole) == plain(rows)
        assert whole.rows == len(rows)
        named = [{**row, "ACTIVITY_TRANSACTION_ID": f"id{n}"} for n, row in enumerate(rows)]
        parts = [part for part in (named[:cut], named[cut:]) if part]
        assert counted(evidence(Path(folder, "parts"), *parts)) == counted(whole)


def test_a_row_of_an_earlier_file_counts_once_but_twins_within_a_file_count(tmp_path: Path) -> None:
    same = {**SALE, "ACTIVITY_TRANSACTION_ID": "a"}
    other = {**SALE, "ACTIVITY_TRANSACTION_ID": "b"}
    found = evidence(tmp_path, [same, same], [same, other])
    assert found.rows == 3
    assert {ref for f in found.flows for ref in f.examples} == {
        RowRef("report0.csv", 1),
        RowRef("report0.csv", 2),
        RowRef("report1.csv", 2),
    }


def test_the_same_file_given_twice_counts_once(tmp_path: Path) -> None:
    assert evidence(tmp_path, [SALE, TRANSFER], [SALE, TRANSFER]).rows == 2


def test_rows_that_cannot_be_read_are_counted_apart(tmp_path: Path) -> None:
    found = evidence(
        tmp_path,
        [SALE, {**SALE, "QTY": "0"}, {**SALE, "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "12,50"}],
    )
    assert (found.rows, found.rejected) == (1, 2)


def test_stock_lies_where_goods_leave_and_where_they_are_moved(tmp_path: Path) -> None:
    to_france = {**SALE, "SALE_ARRIVAL_COUNTRY": "FR"}
    found = evidence(tmp_path, [to_france, to_france, TRANSFER])
    assert {place: rows_of(flows).count for place, flows in found.stock().items()} == {
        "DE": 3,
        "PL": 1,
    }
    assert list(found.delivered_to_consumers()) == ["FR"]


def test_sales_per_site_and_month_less_refunds_of_either_sign(tmp_path: Path) -> None:
    february = {"ACTIVITY_PERIOD": "2026-FEB"}
    found = evidence(
        tmp_path,
        [
            SALE,
            {**SALE, "TRANSACTION_TYPE": "REFUND", "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "-1.90"},
            {**SALE, "TRANSACTION_TYPE": "REFUND", "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "1.00"},
            {**SALE, **february, "MARKETPLACE": "amazon.co.uk", "TRANSACTION_CURRENCY_CODE": "GBP"},
            {
                **SALE,
                **february,
                "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "",
                "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL": "10",
            },
        ],
    )
    assert [(s.site, str(s.month), s.currency, s.orders, s.gross) for s in found.site_months()] == [
        ("DE", "2026-01", "EUR", 1, Decimal("9.00")),
        ("DE", "2026-02", "EUR", 1, Decimal("10.00")),
        ("GB", "2026-02", "GBP", 1, Decimal("11.90")),
    ]


@pytest.mark.parametrize("rows", [[], [{**OWN_SALE, "QTY": ""}]])
def test_a_report_without_a_usable_row_is_evidence_of_nothing(
    tmp_path: Path, rows: list[Row]
) -> None:
    found = evidence(tmp_path, rows)
    assert found.rows == 0 and found.flows == () and found.months == ()
