"""The seller's money, from Amazon's own files: settlements (结算报告) that add up, or the rows that do not.

    answer = settlements([Path("settlement.txt")])

A settlement declares one total; every other row is a part of it. `difference` = summed - declared, to the
cent, in the settlement's own currency. Parts are named by the pair (amount-type, amount-description), an
open vocabulary. What Amazon held back (`Current Reserve Amount`) must come back in the next settlement.
Contract: `services.md`, Statements. Formats: `facts/amazon-formats.md` 1.4, 3.7, 4.
"""

from pilotage.engines.statements.reserves import carried_over
from pilotage.engines.statements.settlement import Part, Rejected, Settlement, settlements
from pilotage.engines.statements.written import as_json

__all__ = ["Part", "Rejected", "Settlement", "as_json", "carried_over", "settlements"]
