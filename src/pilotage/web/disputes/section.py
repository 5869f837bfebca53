"""Disputes in the workspace of a contract."""

from __future__ import annotations

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import queries
from pilotage.platform.engagements.models import Contract
from pilotage.web.disputes.showing import Shown
from pilotage.web.workspace.sections import Line, Section

_MOST = 50
_WAITS = Text("争议：{about}", "Dispute: {about}")


def section(viewer: Viewer, contract: Contract) -> Section | None:
    """The contract's disputes; nothing while there has been none."""
    found = [Shown(one, viewer) for one in queries.of_contract(viewer, contract)[:_MOST]]
    if not found:
        return None
    return Section(
        heading=Text("争议", "Disputes"),
        template="disputes/_section.html",
        context={"disputes": found},
        waiting=tuple(
            Line(
                _WAITS.with_(about=Shown(one, viewer).about),
                reverse("disputes:detail", args=[one.ref]),
            )
            for one in queries.waiting(viewer, contract)
        ),
    )
