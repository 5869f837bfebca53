"""A message of a case is put before a dispute of the same contract, with its words as they are."""

from __future__ import annotations

from datetime import datetime

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.disputes import queries as disputed
from pilotage.platform.disputes.models import Evidence


def show_in_dispute(*, by: Viewer, at: datetime, message: str, dispute: str) -> Evidence:
    """By reference both; a message of another contract is none."""
    found, about = queries.message(by, message), disputed.dispute(by, dispute)
    if found.case.contract_id != about.contract_id:
        raise NotFound(
            "NO_SUCH_MESSAGE",
            Text("这份合同没有这条消息。", "There is no such message under this contract."),
        )
    name = f"{found.case.title} · {found.by_name} · {found.at:%Y-%m-%d %H:%M} UTC"
    return disputes.show_message(
        by=by, at=at, ref=dispute, message_ref=found.ref, name=name, text=found.text
    )
