"""What sellers, their partners and the worker do here: profile, fit checks, tax runs, calendar, filings, numbers."""

from pilotage.platform.compliance.actions.calendar import open_feed, remind_due, revoke_feed
from pilotage.platform.compliance.actions.check import (
    check_filing,
    fail_check,
    finish_check,
)
from pilotage.platform.compliance.actions.epr import (
    add_paper,
    finish_epr,
    keep_products,
    remove_paper,
    start_epr,
)
from pilotage.platform.compliance.actions.evidence import (
    judge_reuse,
    keep_print,
    keep_reuse,
)
from pilotage.platform.compliance.actions.filing import (
    claim_filed,
    claim_filing,
    receive_receipt,
    settle_filing,
)
from pilotage.platform.compliance.actions.fit import (
    finish_fit,
    keep_profile,
    start_fit,
)
from pilotage.platform.compliance.actions.numbers import ask_number, check_numbers
from pilotage.platform.compliance.actions.tax import (
    finish_run,
    run_again,
    start_run,
)
from pilotage.platform.compliance.actions.working import fail, note_progress

__all__ = [
    "add_paper",
    "ask_number",
    "check_filing",
    "check_numbers",
    "claim_filed",
    "claim_filing",
    "fail",
    "fail_check",
    "finish_check",
    "finish_epr",
    "finish_fit",
    "finish_run",
    "judge_reuse",
    "keep_print",
    "keep_products",
    "keep_profile",
    "keep_reuse",
    "note_progress",
    "open_feed",
    "receive_receipt",
    "remind_due",
    "remove_paper",
    "revoke_feed",
    "run_again",
    "settle_filing",
    "start_epr",
    "start_fit",
    "start_run",
]
