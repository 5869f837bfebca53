"""What each market asks of the seller (义务): registers, reports that come round, a representative or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pilotage.engines import law
from pilotage.engines.epr.check import Answer
from pilotage.engines.epr.figures import RECIPIENTS, declared_to, summed
from pilotage.engines.epr.kept import Kilograms, Recipient
from pilotage.engines.epr.papers import contracts_of, schemes_of
from pilotage.engines.law import AuthorisedRepresentative, Dated, Deadline, Scheme


@dataclass(frozen=True, slots=True)
class Duty:
    """One stream in one country; no scheme where the law tables have none.

    `reports` are the reports of the first scheme and the next day each is due; `bought` and `declared`
    the kilograms of the papers by material, None where there is no paper.
    """

    country: str
    stream: str
    schemes: tuple[Dated[Scheme], ...]
    reports: tuple[tuple[Dated[Deadline], date], ...]
    representative: Dated[AuthorisedRepresentative] | None
    bought: Kilograms | None
    declared: Mapping[Recipient, Kilograms | None]


def duties(answer: Answer) -> tuple[Duty, ...]:
    """One per market of the answer, as the law stands at the end of its year or on its day if earlier."""
    return tuple(_duty(*market, answer) for market in answer.quantities.markets())


def _duty(country: str, stream: str, answer: Answer) -> Duty:
    kept, year = answer.kept, answer.quantities.year
    last = min(date(year, 12, 31), answer.on)
    days = answer.quantities.since(country, stream).first, last
    contracts = contracts_of(kept, country, stream, days)
    schemes = schemes_of(country, stream, last)
    return Duty(
        country,
        stream,
        schemes,
        _reports(schemes, answer.on),
        _representative(schemes, last),
        summed(c.bought for c in contracts) if contracts else None,
        {to: declared_to(kept, country, stream, year, to) for to in RECIPIENTS},
    )


def _reports(
    schemes: Sequence[Dated[Scheme]], on: date
) -> tuple[tuple[Dated[Deadline], date], ...]:
    return tuple(
        (deadline, deadline.value.next_after(on))
        for scheme in schemes[:1]
        for deadline in law.epr_deadlines(scheme.value.country, scheme.value.key, on)
    )


def _representative(
    schemes: Sequence[Dated[Scheme]], last: date
) -> Dated[AuthorisedRepresentative] | None:
    if not schemes:
        return None
    return law.authorised_representative(schemes[0].value.country, schemes[0].value.key, last)
