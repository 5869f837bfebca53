"""The billing periods of a contract: as signed, and as instants in the seller's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pilotage.engines import contracts as engine
from pilotage.engines import worktime
from pilotage.engines.fees import Span
from pilotage.platform.billing.charges import Agreed
from pilotage.platform.billing.models import Invoice
from pilotage.platform.engagements.contracts.in_force import version_at
from pilotage.platform.engagements.models import Contract, ContractVersion


def instants(contract: Contract, period: Span) -> tuple[datetime, datetime]:
    """[first instant, first instant after)."""
    zone = worktime.kept(contract.seller.calendar).zone
    return (
        datetime.combine(period.first, time(), zone),
        datetime.combine(period.end, time(), zone),
    )


def version_of(contract: Contract, period: Span) -> ContractVersion:
    """The version that a period is billed by: the one that holds when it begins."""
    return version_at(contract, instants(contract, period)[0])


def agreed(contract: Contract, period: Span | None = None) -> Agreed:
    """What the signed version says of money: that of a period, or the one in force."""
    version = version_of(contract, period) if period else contract.versions.get(number=contract.current)  # fmt: skip
    return Agreed.of(engine.contract_from(version.body), contract.ends_on)


def dispute_until(invoice: Invoice) -> datetime:
    """Until when an invoice can be disputed, by the contract."""
    terms = agreed(invoice.contract, Span(invoice.first, invoice.until))
    return invoice.issued_at + timedelta(days=terms.dispute_days)
