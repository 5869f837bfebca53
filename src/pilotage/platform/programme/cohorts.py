"""Who had a partner when: contracts in force, read once, asked for any seller and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pilotage.engines.outcomes import Cohort
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.models import Contract

WINDOW = timedelta(days=365)
MONTH = 365.25 / 12
"""Days of a month where exposure is counted in months."""


@dataclass(frozen=True, slots=True)
class Held:
    """One contract: whom it binds, for which categories, from when until when (None: it goes on)."""

    contract: Contract
    categories: frozenset[str]
    since: datetime
    until: datetime | None

    def months(self, since: datetime, until: datetime) -> float:
        """How long it was in force within the stretch, in months."""
        last = min(self.until or until, until)
        return max((last - max(self.since, since)).total_seconds(), 0.0) / 86400 / MONTH


class Engaged:
    """Every contract that came into force before `at`."""

    def __init__(self, viewer: Viewer, at: datetime) -> None:
        rows = contracts.contracts(viewer).filter(in_force_at__lt=at).order_by("pk")
        self.all = [_held(one) for one in rows]
        self._by_seller: dict[int, list[Held]] = defaultdict(list)
        for one in self.all:
            self._by_seller[one.contract.seller_id].append(one)

    def partners(self, seller: int, on: date, categories: frozenset[str] | None) -> frozenset[int]:
        """With whom the seller had a contract for one of `categories` (None: for anything) at the end of that day."""
        end = midnight(on + timedelta(days=1))
        return frozenset(
            one.contract.partner_id
            for one in self._by_seller.get(seller, ())
            if one.since < end
            and (one.until is None or one.until >= end)
            and (categories is None or one.categories & categories)
        )

    def firms(self) -> list[int]:
        """Partners that ever had a contract."""
        return sorted({one.contract.partner_id for one in self.all})


def year_until(says: Text, as_of: date) -> Cohort:
    """The cohort of the year that ends with that day."""
    return Cohort(says, as_of - WINDOW + timedelta(days=1), as_of + timedelta(days=1), as_of)


def stretch(cohort: Cohort) -> tuple[datetime, datetime]:
    """The cohort's first and last instant (the latter not within)."""
    return midnight(cohort.since), midnight(cohort.until)


def midnight(on: date) -> datetime:
    """UTC: a cohort's days are those of the record, not of a place."""
    return datetime(on.year, on.month, on.day, tzinfo=UTC)


def latest(rows: Iterable[tuple[int, date, object]]) -> Iterator[tuple[int, date, object]]:
    """Of rows in order of time the last of each seller."""
    found = {seller: (seller, on, told) for seller, on, told in rows}
    return iter(found.values())


def _held(one: Contract) -> Held:
    if one.in_force_at is None:
        raise ValueError("asked for contracts in force")
    needs = one.referral.request.needs
    return Held(
        one, frozenset(str(category) for category, _ in needs), one.in_force_at, one.ended_at
    )
