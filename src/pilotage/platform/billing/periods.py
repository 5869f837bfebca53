"""The billing periods of a contract: as signed, and as instants in the seller's zone."""

from __future__ import annotations

from datetime import datetime, time

from pilotage.engines import contracts as engine
from pilotage.engines import worktime
from pilotage.platform.billing.charges import Agreed, Period
from pilotage.platform.engagements.models import Contract


def instants(contract: Contract, period: Period) -> tuple[datetime, datetime]:
    """[first instant, first instant after)."""
    zone = worktime.kept(contract.seller.calendar).zone
    return (
        datetime.combine(period.first, time(), zone),
        datetime.combine(period.until, time(), zone),
    )


def agreed(contract: Contract) -> Agreed:
    """What the signed version says of money."""
    body = engine.contract_from(contract.versions.get(number=contract.current).body)
    return Agreed.of(body, contract.ends_on)
