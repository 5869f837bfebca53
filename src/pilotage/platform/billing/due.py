"""What a period has to bill now: its charges, accepted work, and what disputes gave back. Read by actions and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pilotage.engines.fees import Span
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing.charges import Agreed, Done
from pilotage.platform.billing.models import CreditReversal, Invoice, InvoiceLine, Kind
from pilotage.platform.billing.periods import agreed, instants
from pilotage.platform.delivery import queries as delivery
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.models import Contract


@dataclass(frozen=True, slots=True)
class Due:
    """A period that can be billed; `is_last` once the term is over and only what was left is billed."""

    period: Span
    needs_figures: bool
    is_last: bool = False


def due(contract: Contract, at: datetime) -> list[Due]:
    """Every period that is over and has something to bill, the first first."""
    terms, today = agreed(contract), legal_day(contract, at)
    billed = set(Invoice.objects.filter(contract=contract).values_list("first", flat=True))
    found = [
        Due(period, of_period.needs_figures)
        for period in terms.periods(today)
        if period.first not in billed
        and _has_something(contract, of_period := agreed(contract, period), period, at)
    ]
    if not found and today > terms.ends and today not in billed:
        found += _left(contract, terms, Span(today, today + timedelta(days=1)), at)
    return found


def done(contract: Contract, period: Span, at: datetime) -> list[Done]:
    """Accepted milestones up to the period's end that no invoice has billed yet."""
    product = Viewer.product("billing", at)
    _, until = instants(contract, period)
    accepted = delivery.billable(product, contract, contract.drafted_at, until)
    named = [one.milestone for one in accepted]
    billed = set(InvoiceLine.objects.filter(about__in=named).values_list("about", flat=True))
    return [
        Done(one.fee_item, one.milestone, one.title)
        for one in accepted
        if one.milestone not in billed
    ]


def reversals(contract: Contract) -> list[CreditReversal]:
    """What disputes gave back of credits and no invoice has billed yet."""
    rows = CreditReversal.objects.filter(line__credit__contract=contract)
    lines = InvoiceLine.objects.filter(invoice__contract=contract, kind=Kind.REVERSAL)
    return list(
        rows.exclude(ref__in=lines.values("about")).select_related("line__credit").order_by("pk")
    )


def _has_something(contract: Contract, terms: Agreed, period: Span, at: datetime) -> bool:
    if terms.needs_figures:
        return True
    return bool(terms.charged(period, (), done(contract, period, at)) or reversals(contract))


def _left(contract: Contract, terms: Agreed, day: Span, at: datetime) -> Iterator[Due]:
    """After the term: work accepted late and credits given back late are billed on a day of their own."""
    if terms.projects(done(contract, day, at)) or reversals(contract):
        yield Due(day, needs_figures=False, is_last=True)
