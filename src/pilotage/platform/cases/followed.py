"""What other rooms' events mean for the promises of a contract; `config/wiring.py` connects them."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.actions.duties import fulfil_by_receipt
from pilotage.platform.compliance.models import Filing


def receipt_on_file(filing: Filing, by: Viewer, at: datetime) -> None:
    """A filing that a contract promised is in."""
    fulfil_by_receipt(by=by, at=at, filing=filing)
