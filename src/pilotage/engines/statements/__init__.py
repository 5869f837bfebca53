"""The seller's money, from Amazon's own files: settlements (结算报告) that add up, or the rows that do not.

    answer = settlements([Path("settlement.txt")])

A settlement declares one total; every other row is a part of it. `difference` = summed - declared, to the
cent, in the settlement's own currency. Parts are named by the pair (amount-type, amount-description), an
open vocabulary. What Amazon held back (`Current Reserve Amount`) must come back in the next settlement.
Contract: `services.md`, Statements. Formats: `facts/amazon-formats.md` 1.4, 3.7, 4.
"""

from pilotage.engines.statements.changes import Changed, changes
from pilotage.engines.statements.claims import REASONS as CLAIM_REASONS
from pilotage.engines.statements.claims import Claim, RejectedClaim, claims_of, read_claims
from pilotage.engines.statements.comparing import Compared, compare, compared
from pilotage.engines.statements.figure import Figure, Source
from pilotage.engines.statements.month import AdsTotals, MonthReport, month_report
from pilotage.engines.statements.month_book import month_book
from pilotage.engines.statements.month_json import month_json
from pilotage.engines.statements.month_page import month_page
from pilotage.engines.statements.month_paper import month_paper
from pilotage.engines.statements.reserves import carried_over
from pilotage.engines.statements.settlement import Part, Rejected, Settlement, settlements
from pilotage.engines.statements.trends import Trends, trends, trends_json, trends_page
from pilotage.engines.statements.written import as_json

__all__ = [
    "CLAIM_REASONS",
    "AdsTotals",
    "Changed",
    "Claim",
    "Compared",
    "Figure",
    "MonthReport",
    "Part",
    "Rejected",
    "RejectedClaim",
    "Settlement",
    "Source",
    "Trends",
    "as_json",
    "carried_over",
    "changes",
    "claims_of",
    "compare",
    "compared",
    "month_book",
    "month_json",
    "month_page",
    "month_paper",
    "month_report",
    "read_claims",
    "settlements",
    "trends",
    "trends_json",
    "trends_page",
]
