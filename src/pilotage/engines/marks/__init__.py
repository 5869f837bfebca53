"""Brand protection (品牌保护): deadlines at trade-mark offices.

    docket([{"id": "a", "office": "USPTO", "event": "office_action", "date": "2025-10-31",
             "facts": {"filing": "national"}}])

A deadline is counted from the event, then moved off the days on which the office is closed. Rules are
dated entries of `law/tables/trade_marks`; a date without an entry is `RULE_GAP`, never a guess.
Where it was moved off days that no source was read for, the rule's `source` names them as unverified:
the entry may be sourced, the move is not.
Contract: `docket.md`.
"""

from pilotage.engines.marks.docket import docket, docket_case
from pilotage.engines.marks.offices import OFFICES, Office, office

__all__ = ["OFFICES", "Office", "docket", "docket_case", "office"]
