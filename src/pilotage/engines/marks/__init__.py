"""Brand protection (品牌保护): deadlines at trade-mark offices, and marks that are near each other.

    docket([{"id": "a", "office": "USPTO", "event": "office_action", "date": "2025-10-31",
             "facts": {"filing": "national"}}])

A deadline is counted from the event, then moved off the days on which the office is closed. Rules are
dated entries of `law/tables/trade_marks`; a date without an entry is `RULE_GAP`, never a guess.
Where it was moved off days that no source was read for, the rule's `source` names them as unverified:
the entry may be sourced, the move is not.
Contract: `docket.md`.

    likeness("PHLOREN", "FLOREN").sound
    Register(entries(path)).screen("YUNQUE", "9", top=50)

    keep(register, path, made_of=sha256)

What was kept is mapped, not built, where it is asked again; a file that does not fit is none (`keeping.py`).

Clearance finds earlier marks and shows why they are near: sound, look, meaning, goods. It says that counsel
should look; it never says how an office or a court would decide.
"""

from pilotage.engines.marks.docket import docket, docket_case
from pilotage.engines.marks.files import Table, entries, pairs, read_table
from pilotage.engines.marks.keeping import keep, kept
from pilotage.engines.marks.likeness import Likeness, likeness
from pilotage.engines.marks.offices import OFFICES, Office, office
from pilotage.engines.marks.register import Entry, Hit, Register
from pilotage.engines.marks.watch import Alert, watch

__all__ = [
    "OFFICES",
    "Alert",
    "Entry",
    "Hit",
    "Likeness",
    "Office",
    "Register",
    "Table",
    "docket",
    "docket_case",
    "entries",
    "keep",
    "kept",
    "likeness",
    "office",
    "pairs",
    "read_table",
    "watch",
]
