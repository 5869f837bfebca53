"""Cases in the workspace of a contract: what is open with its clocks, and what was done last."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import duties, queries
from pilotage.platform.cases.models import Duty
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
    owed = duties.running(viewer, contract)
    owes = Text("{about}，{due} 到期", "{about}, due {due}")
    done = queries.of_contract(viewer, contract).filter(state=State.RESOLVED)[:NEWEST]
    yours = Text("服务单：{title}", "Case: {title}")
    return Section(
        Text("服务单与承诺", "Cases and promises"),
        "cases/_section.html",
        {
            "contract": contract,
            "rows": [(one, showing.clocks(one.clocks), *showing.state(one.case)) for one in live],
            "done": done,
            "duties": [(one.duty, *showing.duty(one.duty, one)) for one in owed],
            "duties_done": [(one, *showing.duty(one)) for one in _done(viewer, contract)],
            "may_ask_export": viewer.is_seller and not any(one.duty.asked_by for one in owed),
            "may_write": may(viewer, "case.write") and contract.state == "in_force",
        },
        tuple(
            Line(yours.with_(title=one.case.title), reverse("cases:detail", args=[one.case.ref]))
            for one in live
            if one.yours
        )
        + tuple(
            Line(
                owes.with_(
                    about=Text(one.duty.about_zh, one.duty.about_en),
                    due=timezone.localtime(one.duty.due).strftime("%m-%d %H:%M"),
                ),
                reverse("cases:duty", args=[one.duty.ref]),
            )
            for one in owed
            if viewer.is_partner
        ),
    )


def _done(viewer: Viewer, contract: Contract) -> list[Duty]:
    """The duties fulfilled last."""
    rows = duties.of_contract(viewer, contract).filter(ended_at__isnull=False)
    return list(rows.order_by("-ended_at", "-pk")[:NEWEST])
