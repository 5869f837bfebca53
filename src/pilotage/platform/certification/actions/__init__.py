"""What firms and the programme do, by noun: the firm, its evidence, applications, standing."""

from pilotage.platform.certification.actions.application import (
    close_review,
    decide_item,
    revoke_item,
    submit_application,
)
from pilotage.platform.certification.actions.evidence import (
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
from pilotage.platform.certification.actions.standing import set_standing

__all__ = [
    "add_legal_entity",
    "add_staff",
    "close_review",
    "decide_item",
    "file_credential",
    "mark_checked",
    "register_partner",
    "revoke_item",
    "set_standing",
    "submit_application",
    "warn_of_expiry",
    "withdraw_credential",
]
