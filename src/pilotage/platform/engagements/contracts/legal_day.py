"""Which day it is for a contract: the seller's, where the contract is kept."""

from __future__ import annotations

from datetime import date, datetime

from pilotage.engines import worktime
from pilotage.platform.engagements.models import Contract


def legal_day(contract: Contract, at: datetime) -> date:
    """The date at `at` in the zone of the seller's calendar."""
    return at.astimezone(worktime.kept(contract.seller.calendar).zone).date()
