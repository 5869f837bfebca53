"""Cases in the workspace of a contract: what is open with its clocks, and what was done last."""

from __future__ import annotations

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries
from pilotage.platform.cases.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.web.cases import showing
from pilotage.web.workspace.sections import Line, Section

NEWEST = 5


def section(viewer: Viewer, contract: Contract) -> Section | None:
    """The cases of the contract; a question or an unanswered case waits for one side."""
    if contract.state not in ("in_force", "ended"):
        return None
    live = queries.live(viewer, contract)
    done = queries.of_contract(viewer, contract).filter(state=State.RESOLVED)[:NEWEST]
    yours = Text("服务单：{title}", "Case: {title}")
    return Section(
        Text("服务单", "Cases"),
        "cases/_section.html",
        {
            "contract": contract,
            "rows": [(one, showing.clocks(one.clocks), *showing.state(one.case)) for one in live],
            "done": done,
            "may_write": may(viewer, "case.write") and contract.state == "in_force",
        },
        tuple(
            Line(yours.with_(title=one.case.title), reverse("cases:detail", args=[one.case.ref]))
            for one in live
            if one.yours
        ),
    )
