"""Rows that occur in several reports of one run count once (contracts/tax.md, Inputs).

Compared after reading: transaction type, both ids, SKU, ASIN, QTY, the three totals and the
four dates, against the kept rows of earlier files. Twice in one file counts twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from pilotage.engines.mill.columns import DATES
from pilotage.engines.mill.reading import Reading, rows_sql

KEY = (
    "transaction_type",
    "activity_transaction_id",
    "transaction_event_id",
    "seller_sku",
    "asin",
    "qty",
    "total_activity_value_amt_vat_excl",
    "total_activity_value_vat_amt",
    "total_activity_value_amt_vat_incl",
    *DATES,
)


def duplicates_sql(readings: Sequence[Reading]) -> str:
    """SELECT `file_number` (from 1, in the order given) and `row` of the rows that do not count.

    The readings must hold the columns of `KEY`. Keys are compared by 128 bits of MD5, so that
    five million of them fit into memory.
    """
    cells = ", chr(31), ".join(f"coalesce({name}::VARCHAR, '')" for name in KEY)
    keyed = " UNION ALL ".join(
        f"SELECT {number} AS file_number, row, md5_number(concat({cells})) AS key "  # noqa: S608
        f"FROM ({rows_sql(reading)})"
        for number, reading in enumerate(readings, start=1)
    )
    return (
        f"WITH keyed AS ({keyed}), several AS (SELECT key, min(file_number) AS first FROM keyed "  # noqa: S608
        "GROUP BY key HAVING min(file_number) < max(file_number)) "
        "SELECT file_number, row FROM keyed JOIN several USING (key) WHERE file_number > first "
        "ORDER BY ALL"
    )
