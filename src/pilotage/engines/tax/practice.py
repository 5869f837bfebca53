"""What some agents would have declared (按发货国税率申报的做法) for a row that rule 27 blocks.

Shown beside the blocked row for comparison only: gross / (1 + departure rate), which has been wrong
for cross-border sales to consumers since 2021-07 (Dir. 2006/112 art. 33(a)).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pilotage.engines.law import STANDARD, vat_rate
from pilotage.kernel.decimals import plain, rounded
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAYS = Text(
    "（按该做法会在 {dep} 以 {rate}% 申报：税基 {base}，税额 {vat} {currency}，仅供对照。）",
    "(That practice would declare in {dep} at {rate} %: base {base}, VAT {vat} {currency}; for comparison only.)",
)

_ROWS = """
SELECT file_of(d.id), row_of(d.id), d.dep, coalesce(r.tax_calculation_date, r.transaction_complete_date),
       coalesce(r.total_activity_value_amt_vat_incl,
                r.total_activity_value_amt_vat_excl + r.total_activity_value_vat_amt),
       upper(r.transaction_currency_code)
FROM determined d JOIN report_rows r ON r.id = d.id
WHERE d.code = 'NO_REGISTRATION_FOR_ARRIVAL'"""


def departure_practice(connection: DuckDBPyConnection) -> dict[tuple[int, int], Text]:
    """By (file, row) of a run's blocked rows, the figures of the practice in the row's currency."""
    said: dict[tuple[int, int], Text] = {}
    for file, row, dep, day, gross, currency in connection.execute(_ROWS).fetchall():
        try:
            rate = vat_rate(dep, STANDARD, day).value
        except RuleGap:
            continue
        if gross is not None:
            base = rounded(Decimal(gross) / (1 + rate / 100), 2)
            vat = rounded(Decimal(gross), 2) - base
            said[file, row] = _SAYS.with_(
                dep=dep, rate=plain(rate), base=base, vat=vat, currency=currency or "?"
            )
    return said
