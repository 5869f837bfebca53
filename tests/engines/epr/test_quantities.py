"""From rows to kilograms: who counts where, what comes back, what is left out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.epr.making import report, row, shipped, written

from pilotage.engines.epr import Part, Products, Shipped, product_faults, quantities, read_products
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month

PRODUCTS = """\
sku,stream,material,grams,country
KETTLE,packaging,paper,120.5,
KETTLE,packaging,plastic,18,FR
KETTLE,weee,small_equipment,850,
EBOOK,none,,,
"""


def test_units_times_grams_per_country_stream_and_material(tmp_path: Path) -> None:
    file = report(
        tmp_path / "AVTR.csv",
        row(1, QTY="3"),
        row(2, SALE_ARRIVAL_COUNTRY="FR", QTY="2"),
        row(3, TRANSACTION_TYPE="RETURN", SALE_DEPART_COUNTRY="DE", SALE_ARRIVAL_COUNTRY="PL"),
        row(4, TRANSACTION_TYPE="FC_TRANSFER", SALE_ARRIVAL_COUNTRY="IT", QTY="900"),
        row(5, SELLER_SKU="LAMP", QTY="7", TOTAL_ACTIVITY_WEIGHT="4.2"),
        row(6, SELLER_SKU="EBOOK"),
        row(7, ACTIVITY_PERIOD="2025-DEC", QTY="100"),
        row(8, SALE_ARRIVAL_COUNTRY="UK"),
    )
    products = read_products(written(tmp_path / "products.csv", PRODUCTS))

    found = quantities(shipped(tmp_path, file), products, 2026)

    assert [
        (q.country, q.stream, q.material, str(q.units), str(q.kg), str(q.kg_returned))
        for q in found.placed
    ] == [
        ("DE", "packaging", "paper", "3.0000", "0.362", "0.121"),
        ("DE", "weee", "small_equipment", "3.0000", "2.550", "0.850"),
        ("FR", "packaging", "paper", "2.0000", "0.241", "0.000"),
        ("FR", "packaging", "plastic", "2.0000", "0.036", "0.000"),
        ("FR", "weee", "small_equipment", "2.0000", "1.700", "0.000"),
        ("GB", "packaging", "paper", "1.0000", "0.121", "0.000"),
        ("GB", "weee", "small_equipment", "1.0000", "0.850", "0.000"),
    ]
    assert [(u.country, u.sku, str(u.units), str(u.kg_of_goods)) for u in found.undescribed] == [
        ("DE", "LAMP", "7.0000", "4.200")
    ]


def test_rows_that_two_files_share_count_once(tmp_path: Path) -> None:
    first = report(tmp_path / "march.csv", row(1), row(2))
    second = report(tmp_path / "again.csv", row(2), row(3), row(3))

    lines = shipped(tmp_path, first, second)

    assert sum(line.sold for line in lines) == 4  # 1, 2, and 3 twice within one file


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.decimals(0, 5000, places=3)), min_size=1, max_size=20
    )
)
def test_kilograms_are_summed_exactly_and_rounded_once(lines: list[tuple[int, Decimal]]) -> None:
    products = Products(
        {f"S{n}": (Part("packaging", "paper", grams),) for n, (_, grams) in enumerate(lines)}
    )
    sold = [
        Shipped("DE", f"S{n}", Month(2026, 1), Decimal(units), Decimal(0), Decimal(0))
        for n, (units, _) in enumerate(lines)
    ]

    (paper,) = quantities(sold, products, 2026).placed

    exactly = sum((units * Fraction(grams) for units, grams in lines), Fraction(0)) / 1000
    assert abs(Fraction(paper.kg) - exactly) <= Fraction(1, 2000)
    assert paper.kg == paper.kg.quantize(Decimal("0.001"))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("sku,stream,grams\n", "material"),
        ("sku,stream,material,grams\nA,packing,paper,1\n", "line 2 stream"),
        ("sku,stream,material,grams\n\nA,packaging,paper,1.5 kg\n", "line 3 grams"),
        ("sku,stream,material,grams\nA,packaging,paper,-1\n", "line 2 grams"),
        ("sku,stream,material,grams\nA,packaging,,1\n", "line 2 material"),
        ("sku,stream,material,grams\n,packaging,paper,1\n", "line 2"),
        ("sku,stream,material,grams,country\nA,packaging,paper,1,Germany\n", "line 2 country"),
        ("", "sku"),
        ("sku,stream,material,grams\n" + '"unclosed', "CSV"),
    ],
)
def test_a_product_table_is_refused_by_the_place_that_cannot_be_used(
    tmp_path: Path, content: str, place: str
) -> None:
    path = written(tmp_path / "products.csv", content)

    with pytest.raises(Invalid) as refused:
        read_products(path)

    assert place in refused.value.says.en
    assert refused.value.next_step is not None


def test_every_line_that_cannot_be_used_is_named_in_both_languages(tmp_path: Path) -> None:
    table = written(
        tmp_path / "products.csv",
        "sku,stream,material,grams\nA,packing,paper,1\nB,packaging,paper,2\n,packaging,paper,3\n",
    )
    faults = product_faults(table)
    assert [error.says.en.split(" cannot")[0] for error in faults] == [
        "products.csv, line 2 stream",
        "products.csv, line 4 sku",
    ]
    assert "第 4 行 sku" in faults[1].says.zh
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    assert [error.code for error in product_faults(binary)] == ["EPR_FILE_UNREADABLE"]
