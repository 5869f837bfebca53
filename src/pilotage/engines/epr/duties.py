"""What each market asks of the seller (义务): registers, reports that come round, a representative or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pilotage.engines import law
from pilotage.engines.epr.check import Answer
from pilotage.engines.epr.papers import schemes_of
from pilotage.engines.law import AuthorisedRepresentative, Dated, Deadline, Scheme


@dataclass(frozen=True, slots=True)
class Duty:
    """One stream in one country; no scheme where the law tables have none.

    `reports` are the reports of the first scheme and the next day each is due.
    """

    country: str
    stream: str
    schemes: tuple[Dated[Scheme], ...]
    reports: tuple[tuple[Dated[Deadline], date], ...]
    representative: Dated[AuthorisedRepresentative] | None


def duties(answer: Answer) -> tuple[Duty, ...]:
    """One per market of the answer, as the law stands at the end of its year or on its day if earlier."""
    last = min(date(answer.quantities.year, 12, 31), answer.on)
    return tuple(_duty(*market, last, answer.on) for market in answer.quantities.markets())


def _duty(country: str, stream: str, last: date, on: date) -> Duty:
    schemes = schemes_of(country, stream, last)
    if not schemes:
        return Duty(country, stream, (), (), None)
    place, key = schemes[0].value.country, schemes[0].value.key
    reports = tuple((d, d.value.next_after(on)) for d in law.epr_deadlines(place, key, on))
    return Duty(country, stream, schemes, reports, law.authorised_representative(place, key, last))
