"""Registrations and contracts against the days in which goods were shipped: is there one, well-formed, without a gap?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from pilotage.engines import law
from pilotage.engines.epr.findings import Finding, finding
from pilotage.engines.epr.kept import Contract, Kept, Registration
from pilotage.engines.law import Dated, Scheme
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Trail

Days = tuple[date | None, date | None]  # inclusive; None is open


def schemes_of(country: str, stream: str, on: date) -> tuple[Dated[Scheme], ...]:
    """The schemes of a stream in a country, the main one first; empty where the tables have none."""
    return tuple(s for s in law.producer_schemes(country, on) if s.value.stream == stream)


def check_registrations(
    country: str,
    stream: str,
    schemes: Sequence[Dated[Scheme]],
    kept: Kept,
    asked: tuple[date, date],
) -> Iterator[Finding]:
    """The numbers held for one market."""
    scheme = schemes[0]
    held = [r for r in kept.registrations if (r.country, r.stream) == (country, stream)]
    trail = Trail((scheme.step(),))
    if not held:
        yield finding(
            "REGISTRATION_MISSING", country, stream, trail=trail, register=scheme.value.register
        )
        return
    for registration in held:
        yield from _format(registration, schemes)
    if not covers([(r.since, r.until) for r in held], asked):
        number = ", ".join(r.number for r in held)
        since, until = asked
        yield finding(
            "REGISTRATION_GAP", country, stream, trail=trail,
            number=number, since=since, until=until,
        )  # fmt: skip


def check_representative(
    country: str, stream: str, scheme: Dated[Scheme], kept: Kept, on: date
) -> Iterator[Finding]:
    """The dated flag of the country; silent where a representative is on file or none is asked for."""
    flag = law.authorised_representative(scheme.value.country, scheme.value.key, on)
    appointed = any(
        r.representative for r in kept.registrations if (r.country, r.stream) == (country, stream)
    )
    if flag is None or flag.value.required == "no" or appointed:
        return
    code = "REPRESENTATIVE_NEEDED" if flag.value.required == "yes" else "REPRESENTATIVE_DISPUTED"
    trail = Trail((flag.step(),))
    yield finding(code, country, stream, trail=trail, rule=flag.value.says)


def check_shared_numbers(kept: Kept) -> Iterator[Finding]:
    """One number under several streams of a country whose schemes give one number per stream."""
    used: dict[tuple[str, str], list[str]] = {}
    for r in kept.registrations:
        used.setdefault((r.country, "".join(r.number.split()).upper()), []).append(r.stream)
    for (country, number), streams in used.items():
        several = list(dict.fromkeys(streams))
        if len(several) > 1:
            says = [law.epr_streams()[stream].name for stream in several]
            listed = Text("、".join(s.zh for s in says), ", ".join(s.en for s in says))
            yield finding(
                "NUMBER_SHARED", country, several[0],
                number=number, streams=listed,
            )  # fmt: skip


def contracts_of(kept: Kept, country: str, stream: str, asked: tuple[date, date]) -> list[Contract]:
    """The contracts of a market that cover at least one of the days asked."""
    first, last = asked
    return [
        c
        for c in kept.contracts
        if (c.country, c.stream) == (country, stream)
        and c.since <= last
        and (c.until is None or c.until >= first)
    ]


def check_contracts(
    country: str, stream: str, contracts: Iterable[Contract], asked: tuple[date, date]
) -> Iterator[Finding]:
    """Whether contracts with a recycling organisation cover every day asked."""
    days: list[Days] = [(c.since, c.until) for c in contracts]
    if not days:
        yield finding("CONTRACT_MISSING", country, stream)
    elif not covers(days, asked):
        since, until = asked
        yield finding("CONTRACT_GAP", country, stream, since=since, until=until)


def covers(spans: Iterable[Days], asked: tuple[date, date]) -> bool:
    """Whether the spans leave no day of those asked uncovered."""
    uncovered, last = asked
    for since, until in sorted((s or date.min, u or date.max) for s, u in spans):
        if since > uncovered or uncovered > last:
            break
        if until == date.max:
            return True
        uncovered = max(uncovered, until + timedelta(days=1))
    return uncovered > last


def _format(registration: Registration, schemes: Sequence[Dated[Scheme]]) -> Iterator[Finding]:
    """A stream may have several registers: a number is well-formed when it fits one of them."""
    answers = [scheme.value.well_formed(registration.number) for scheme in schemes]
    if True in answers:
        return
    yield finding(
        "REGISTRATION_UNCHECKED" if None in answers else "REGISTRATION_MALFORMED",
        registration.country,
        registration.stream,
        trail=Trail((schemes[0].step(),)),
        number=registration.number,
        format=schemes[0].value.number_format,
    )
