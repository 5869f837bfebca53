"""Units sold into a country and units that came back, from the report's rows: one grouped query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from pilotage.engines import mill
from pilotage.engines.mill import Limits, Reading
from pilotage.kernel.periods import Month
from pilotage.kernel.places import country

COLUMNS = (
    *mill.KEY,
    *(
        "activity_period sale_arrival_country arrival_country sale_depart_country departure_country"
        " total_activity_weight"
    ).split(),
)


@dataclass(frozen=True, slots=True)
class Shipped:
    """One SKU in one country and month: units, and the goods' weight in grams as the report gives it.

    `sold` went to an address there; `returned` were sent back from there. `country` is blank where
    the report names none.
    """

    country: str
    sku: str
    month: Month | None
    sold: Decimal
    returned: Decimal
    grams: Decimal


def shipped_units(
    readings: Mapping[str, Reading], limits: Limits | None = None
) -> tuple[Shipped, ...]:
    """What the readings (with at least `COLUMNS`) show; rows that two files share count once."""
    once = {reading.manifest.sha256: reading for reading in readings.values()}
    if not once:
        return ()
    with mill.connect(limits) as connection:
        found = connection.execute(_query(list(once.values()))).fetchall()
    return tuple(_shipped(row) for row in found)


def _query(readings: list[Reading]) -> str:
    union = " UNION ALL ".join(
        f"SELECT *, {number} AS file_number FROM ({mill.rows_sql(reading)})"  # noqa: S608 - quoted by the mill
        for number, reading in enumerate(readings, start=1)
    )
    rows = f"({union})"
    if len(readings) > 1:
        rows = f"({union}) ANTI JOIN ({mill.duplicates_sql(readings)}) USING (file_number, row)"
    return (
        "SELECT upper(CASE WHEN back THEN coalesce(departure_country, sale_depart_country) "  # noqa: S608
        "ELSE coalesce(sale_arrival_country, arrival_country) END) AS place, "
        "coalesce(seller_sku, '') AS sku, period_month, "
        "sum(CASE WHEN back THEN 0 ELSE units END), sum(CASE WHEN back THEN units ELSE 0 END), "
        "sum(CASE WHEN back THEN 0 ELSE abs(coalesce(total_activity_weight, 0)) * 1000 END) "
        "FROM (SELECT *, upper(transaction_type) = 'RETURN' AS back, abs(coalesce(qty, 0)) AS units "
        f"FROM {rows}) WHERE upper(transaction_type) IN ('SALE', 'LIQUIDATION_SALE', 'RETURN') "
        "GROUP BY ALL ORDER BY ALL"
    )


def _shipped(row: tuple[object, ...]) -> Shipped:
    place, sku, month, sold, returned, grams = row
    return Shipped(
        country=country(str(place or "")) or str(place or ""),
        sku=str(sku),
        month=Month.of(month) if isinstance(month, date) else None,
        sold=cast(Decimal, sold),
        returned=cast(Decimal, returned),
        grams=cast(Decimal, grams),
    )
