"""A partner's filing against the run (申报核对): box by box, with the rows and the practice behind it.

    found = check(made, filed, ledger(folder, reports, made), rates)
    found.differences; found.practices           # empty when every box agrees

`filed` has the boxes of the form by the names of `returns.json`. A practice is named only when the
filing it would lead to is the one that was filed; otherwise the difference stays unexplained.
"""

from pilotage.engines.tax.partner_check.check import Check, Compared, Practice, check
from pilotage.engines.tax.partner_check.kept import check_from_json, check_json
from pilotage.engines.tax.partner_check.ledger import (
    Entry,
    Ledger,
    ReportRows,
    ledger,
    ledger_of,
    without_rows,
)

__all__ = [
    "Check",
    "Compared",
    "Entry",
    "Ledger",
    "Practice",
    "ReportRows",
    "check",
    "check_from_json",
    "check_json",
    "ledger",
    "ledger_of",
    "without_rows",
]
