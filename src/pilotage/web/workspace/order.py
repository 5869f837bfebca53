"""The parts of a contract's workspace in the order of the page; a room adds its `section` here."""

from __future__ import annotations

from collections.abc import Callable

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.models import Contract
from pilotage.web.billing.section import section as billing
from pilotage.web.cases.section import section as cases
from pilotage.web.delivery.section import section as delivery
from pilotage.web.disputes.section import section as disputes
from pilotage.web.workspace.sections import Section

Show = Callable[[Viewer, Contract], Section | None]
"""A room's part for a contract that the viewer is a party of; `None` when there is nothing to show."""

SECTIONS: tuple[Show, ...] = (cases, delivery, billing, disputes)
