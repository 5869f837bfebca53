"""Whom an incident reaches (影响范围): sellers with contracts, filings or marks that rest on what was lost, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q

from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import queries as brand
from pilotage.platform.brand.models import Mark
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.filing_states import Receipt
from pilotage.platform.compliance.models import Filing
from pilotage.platform.compliance.obligations import Obligation, obligations
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.platform.incidents.causes import Cause, Pair
from pilotage.platform.incidents.models import Kind
from pilotage.platform.parties.models import Organisation

_AHEAD = timedelta(days=60)
# Which filings rest on which service; one-stop returns are filed in one place for all.
_LOCAL = frozenset({"vat_filing", "vat_registration", "fiscal_representation"})
_KINDS = {"oss_registration": "OSS", "ioss_intermediary": "IOSS"}
_OF_MARKS = "brand_registration"
_AT_ONCE = 500


@dataclass(slots=True)
class Reached:
    """One seller: needs that are lost, its contracts in force by reference, filings made and not confirmed, marks by reference."""

    seller: Organisation
    needs: set[Pair] = field(default_factory=set)
    contracts: list[str] = field(default_factory=list)
    filings: int = 0
    unconfirmed: int = 0
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reach:
    """Everybody reached, those with a contract first, then by filings that wait for a confirmation."""

    cause: Cause
    sellers: tuple[Reached, ...]

    @property
    def contracts(self) -> int:
        return sum(len(one.contracts) for one in self.sellers)

    @property
    def marks(self) -> int:
        return sum(len(one.marks) for one in self.sellers)

    @property
    def filings(self) -> int:
        return sum(one.filings for one in self.sellers)

    @property
    def unconfirmed(self) -> int:
        return sum(one.unconfirmed for one in self.sellers)


def reach(viewer: Viewer, cause: Cause) -> Reach:
    """Raises `NotAllowed` unless the viewer is the programme."""
    check_may(viewer, "incident.oversee")
    found: dict[int, Reached] = {}
    for contract, needs in _contracts(cause):
        one = found.setdefault(contract.seller_id, Reached(contract.seller))
        one.needs |= needs
        one.contracts.append(contract.ref)
    filings = list(_filings(cause))
    for seller in _sellers({pk for pk, *_ in filings} - found.keys()):
        found[seller.pk] = Reached(seller)
    for pk, place, kind, many, unconfirmed in filings:
        one = found[pk]
        one.filings += many
        one.unconfirmed += unconfirmed
        if not one.contracts:
            one.needs |= {pair for pair in cause.lost if _rests_on(pair, place, kind)}
    for mark in _marks(viewer, cause):
        one = found.setdefault(mark.organisation.pk, Reached(mark.organisation))
        one.marks.append(mark.ref)
        if not one.contracts:
            one.needs |= {pair for pair in cause.lost if pair[0] == _OF_MARKS} or cause.lost
    order = sorted(
        found.values(),
        key=lambda o: (not o.contracts, -o.unconfirmed, -o.filings, -len(o.marks), o.seller.pk),
    )
    return Reach(cause, tuple(order))


def next_due(viewer: Viewer, one: Reached) -> Obligation | None:
    """The nearest legal day among the needs that are lost; read for the sellers on a page only."""
    return nearest(viewer, one.seller, one.needs)


def nearest(viewer: Viewer, seller: Organisation, needs: Iterable[Pair]) -> Obligation | None:
    """The seller's next return that rests on these needs and that nobody has said to have filed."""
    check_may(viewer, "incident.oversee")
    wanted, today = list(needs), viewer.at.date()
    said = Filing.objects.filter(organisation=seller)
    said_to_be_filed = set(said.values_list("kind", "jurisdiction", "period"))
    # One-stop returns are filed in one place, whichever it is.
    one_stop = {(kind, period) for kind, _, period in said_to_be_filed if kind != "LOCAL"}
    for due in obligations(compliance.profile_of(viewer, seller), today, today + _AHEAD):
        kind = due.kind.upper()
        is_filed = (kind, due.place, due.period) in said_to_be_filed or (
            kind,
            due.period,
        ) in one_stop
        if not is_filed and any(_rests_on(pair, due.place, kind) for pair in wanted):
            return due
    return None


def _contracts(cause: Cause) -> Iterator[tuple[Contract, set[Pair]]]:
    rows = Contract.objects.filter(
        partner=cause.partner.organisation_id, state=State.IN_FORCE
    ).select_related("seller", "referral__request")
    for row in rows.order_by("pk"):
        needs = {(category, country) for category, country in row.referral.request.needs}
        if lost := needs & cause.lost:
            yield row, lost


def _filings(cause: Cause) -> Iterator[tuple[int, str, str, int, int]]:
    """(seller, place, kind, how many, how many not confirmed), counted by the database."""
    places = sorted({country for category, country in cause.lost if category in _LOCAL})
    kinds = sorted({_KINDS[category] for category, _ in cause.lost if category in _KINDS})
    rests = Q(kind="LOCAL", jurisdiction__in=places) | Q(kind__in=kinds)
    rows = Filing.objects.filter(rests, filed_by=cause.partner.organisation_id)
    counted = rows.values("organisation_id", "jurisdiction", "kind").annotate(
        many=Count("pk"), waits=Count("pk", filter=~Q(state=Receipt.CONFIRMED))
    )
    for row in counted.order_by():
        yield (
            row["organisation_id"],
            row["jurisdiction"],
            row["kind"],
            row["many"],
            row["waits"],
        )


def _marks(viewer: Viewer, cause: Cause) -> Iterable[Mark]:
    """Marks in whose record a sanctioned number stands: what it filed may be struck out, whoever pays it now."""
    return brand.represented(viewer, cause.about) if cause.kind == Kind.NUMBER else ()


def _rests_on(pair: Pair, place: str, kind: str) -> bool:
    category, country = pair
    if kind == "LOCAL":
        return category in _LOCAL and country == place
    return _KINDS.get(category) == kind


def _sellers(pks: Iterable[int]) -> Iterator[Organisation]:
    """Those that only filings lead to."""
    wanted = sorted(pks)
    for start in range(0, len(wanted), _AT_ONCE):
        yield from Organisation.objects.filter(pk__in=wanted[start : start + _AT_ONCE])
