"""Work and disputes in the workspace of a contract."""

from __future__ import annotations

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import queries
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.web.delivery.showing import Shown
from pilotage.web.workspace.sections import Line, Section

_MOST = 50
_WAITS = Text("工作：{title}", "Work: {title}")


def section(viewer: Viewer, contract: Contract) -> Section | None:
    """The contract's work orders with whose turn each is."""
    orders = [Shown(one, viewer) for one in queries.of_contract(viewer, contract)[:_MOST]]
    is_in_force = contract.state == State.IN_FORCE
    if not orders and not is_in_force:
        return None
    return Section(
        heading=Text("交付", "Delivery"),
        template="delivery/_section.html",
        context={
            "orders": orders,
            "contract": contract,
            "may_plan": is_in_force and may(viewer, "work.plan"),
        },
        waiting=tuple(
            Line(_WAITS.with_(title=one.row.title), reverse("delivery:order", args=[one.row.ref]))
            for one in orders
            if one.is_my_turn
        ),
    )
