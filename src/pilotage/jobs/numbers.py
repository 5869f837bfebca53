"""Between jobs: VAT numbers that wait for their register."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from pilotage.integrations.hmrc import Hmrc
from pilotage.integrations.vies import Vies
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions
from pilotage.platform.compliance.registers import Register


def tick(at: datetime) -> int:
    """How many were answered."""
    by = Viewer.product("vat-numbers", at)
    return actions.check_numbers(by=by, at=at, registers=_registers())


def _registers() -> dict[str, Register]:
    return {
        "vies": Vies(**settings.VIES),
        "hmrc": Hmrc(**settings.HMRC),
    }
