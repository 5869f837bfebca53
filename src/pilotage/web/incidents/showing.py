"""Incidents in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from pilotage.kernel.text import Text
from pilotage.platform.engagements import states
from pilotage.platform.engagements.telling import needs_text
from pilotage.platform.incidents.models import Affected

_STANDING: dict[str, tuple[Text, str]] = {
    states.Request.OPEN: (Text("等接手方答复", "Waits for the successor"), "wait"),
    states.Request.ACCEPTED: (Text("接手方已接受", "The successor accepted"), "good"),
}
_TOLD = Text("已通知，尚未处理", "Told, nothing done yet"), "late"
_SETTLED = Text("卖家已自行处理", "Settled by the seller"), "good"
_AGAIN = Text("接手未成，需另选", "No successor yet: choose again"), "late"


def needs_of(pairs: Iterable[Iterable[str]]) -> Text:
    """`德国增值税申报、…`, in one order."""
    return needs_text(sorted(tuple(pair) for pair in pairs))


def standing(row: Affected) -> tuple[Text, str]:
    """How it stands for a seller, and its tone."""
    if row.settled_at is not None:
        return _SETTLED
    if row.request is None:
        return _TOLD
    return _STANDING.get(row.request.state, _AGAIN)
