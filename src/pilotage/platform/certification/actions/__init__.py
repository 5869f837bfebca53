"""What firms and the programme do, by noun: the firm, its evidence, applications, standing."""

from pilotage.platform.certification.actions.application import (
    close_review,
    decide_item,
    revoke_item,
    submit_application,
)
from pilotage.platform.certification.actions.evidence import (
    complete_details,
    file_credential,
    mark_checked,
    withdraw_credential,
)
from pilotage.platform.certification.actions.expiry import warn_of_expiry
from pilotage.platform.certification.actions.firm import (
    add_legal_entity,
    add_staff,
    register_partner,
)
from pilotage.platform.certification.actions.marks import decide_board, lift_mark, put_mark
from pilotage.platform.certification.actions.register import note_register_check
from pilotage.platform.certification.actions.score import keep_week
from pilotage.platform.certification.actions.staff import identify_staff, staff_left
from pilotage.platform.certification.actions.standing import set_standing

__all__ = [
    "add_legal_entity",
    "add_staff",
    "close_review",
    "complete_details",
    "decide_board",
    "decide_item",
    "file_credential",
    "identify_staff",
    "keep_week",
    "lift_mark",
    "mark_checked",
    "note_register_check",
    "put_mark",
    "register_partner",
    "revoke_item",
    "set_standing",
    "staff_left",
    "submit_application",
    "warn_of_expiry",
    "withdraw_credential",
]
