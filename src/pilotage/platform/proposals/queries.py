"""Proposals as the members of their organisation see them."""

from __future__ import annotations

from django.db.models import QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.proposals.models import Proposal, State


def proposals(viewer: Viewer) -> QuerySet[Proposal]:
    """The organisation's, the latest first."""
    every = Proposal.objects.select_related("organisation").order_by("-made_at", "-pk")
    return own(viewer, every, "organisation")


def waiting(viewer: Viewer) -> QuerySet[Proposal]:
    """Those that nobody has decided and that still can be."""
    return proposals(viewer).filter(state=State.WAITING, expires_at__gt=viewer.at)


def proposal(viewer: Viewer, ref: str) -> Proposal:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_PROPOSAL",
        Text("没有这项提议。", "There is no such proposal."),
        Text("请从列表重新打开。", "Open it again from the list."),
    )
    return first(proposals(viewer).filter(ref=ref), none)
