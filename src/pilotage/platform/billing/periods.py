"""The billing periods of a contract: as signed, and as instants in the seller's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pilotage.engines import contracts as engine
from pilotage.engines import worktime
from pilotage.engines.fees import Span
from pilotage.platform.billing.charges import Agreed
from pilotage.platform.billing.models import Invoice
from pilotage.platform.engagements.models import Contract


def instants(contract: Contract, period: Span) -> tuple[datetime, datetime]:
    """[first instant, first instant after)."""
    zone = worktime.kept(contract.seller.calendar).zone
    return (
        datetime.combine(period.first, time(), zone),
        datetime.combine(period.end, time(), zone),
    )


def agreed(contract: Contract) -> Agreed:
    """What the signed version says of money."""
    body = engine.contract_from(contract.versions.get(number=contract.current).body)
    return Agreed.of(body, contract.ends_on)


def dispute_until(invoice: Invoice) -> datetime:
    """Until when an invoice can be disputed, by the contract."""
    return invoice.issued_at + timedelta(days=agreed(invoice.contract).dispute_days)
