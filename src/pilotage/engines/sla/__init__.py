"""Service levels (服务等级协议): events in, verdicts out.

    terms = Terms(kept("CN-standard"), {Promise.FIRST_RESPONSE: Hours(4 * 3600)})
    replay(terms, [Opened(at=...), PartnerReplied(at=...)]).verdicts

A replay is a pure function: no clock, no order of delivery, no worker decides. A clock stops only for
a question put to the seller. A closed verdict carries a hash over what it rests on.
Contract: `sla.md`, "`sla replay`".
"""

from pilotage.engines.sla.attainment import Attainment, attained
from pilotage.engines.sla.cases import event_of, terms_of
from pilotage.engines.sla.duties import (
    ByLaw,
    Days,
    Duty,
    Owed,
    Standing,
    budget_text,
    due_of,
    reached,
    stands,
)
from pilotage.engines.sla.escalation import PERCENTS, budget_seconds, escalations, warning
from pilotage.engines.sla.events import (
    Event,
    HandedOver,
    Merged,
    Mode,
    Opened,
    PartnerReplied,
    PolicyChanged,
    Reopened,
    Resolved,
    SellerReplied,
    WaitingForSeller,
)
from pilotage.engines.sla.kept import again, duty_from, kept_duty, kept_replay, within_of
from pilotage.engines.sla.replay import Refusal, Replay, replay, terms_after
from pilotage.engines.sla.reversal import Reversal, reversals
from pilotage.engines.sla.statutory import filing_due
from pilotage.engines.sla.terms import Change, Promise, Reopen, Terms
from pilotage.engines.sla.verdict import State, Verdict

__all__ = [
    "PERCENTS",
    "Attainment",
    "ByLaw",
    "Change",
    "Days",
    "Duty",
    "Event",
    "HandedOver",
    "Merged",
    "Mode",
    "Opened",
    "Owed",
    "PartnerReplied",
    "PolicyChanged",
    "Promise",
    "Refusal",
    "Reopen",
    "Reopened",
    "Replay",
    "Resolved",
    "Reversal",
    "SellerReplied",
    "Standing",
    "State",
    "Terms",
    "Verdict",
    "WaitingForSeller",
    "again",
    "attained",
    "budget_seconds",
    "budget_text",
    "due_of",
    "duty_from",
    "escalations",
    "event_of",
    "filing_due",
    "kept_duty",
    "kept_replay",
    "reached",
    "replay",
    "reversals",
    "stands",
    "terms_after",
    "terms_of",
    "warning",
    "within_of",
]
