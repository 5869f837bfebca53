"""What a signed contract owes besides its cases, from when and until when: read from its clauses and the seller's registrations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pilotage.engines import contracts as engine
from pilotage.engines import sla, worktime
from pilotage.kernel.periods import Month, Quarter, parse_period
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.models import Duty
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.models import Filing
from pilotage.platform.compliance.obligations import Obligation, obligations
from pilotage.platform.engagements.contracts.in_force import held
from pilotage.platform.engagements.models import Contract, ContractVersion

# A return is due at most so long after its period; further than that nobody looks for the days of the law.
_LAW_AHEAD = timedelta(days=200)
# Where no calendar of a place is kept, the clock of the member states whose day ends first.
_FIRST_TO_END = ZoneInfo("Europe/Helsinki")
_REPORT = Text("{period} 定期报告", "Report of {period}")
_EXPORT = Text("数据导出", "Export of data")
Named = tuple[sla.Owed, Text]


@dataclass(frozen=True, slots=True)
class Promised:
    """A duty before it has a row: what the engine counts with, what people call it, and the version that promises it."""

    owed: sla.Owed
    about: Text
    version: ContractVersion


@dataclass(frozen=True, slots=True)
class Signed:
    """The duties that a signed text speaks of; a clause that is not there promises nothing."""

    calendar: str
    first: date
    last: date
    report_every: str
    report_within: str
    returns: frozenset[str]
    filing_within: str
    buffer_days: int
    export_days: int

    @property
    def recurs(self) -> bool:
        """Whether time alone brings new duties."""
        return bool(self.report_every or self.returns)


def signed(version: ContractVersion) -> Signed:
    """What a version says; parsed once for each."""
    return _signed(_Body(version.hash, version.body))


def promised(contract: Contract, until: datetime) -> list[Promised]:
    """Reports and filings whose period is over by `until` and lies within the term, those due first first.

    Each is owed by the version that held when its time began.
    """
    if contract.in_force_at is None:
        return []
    versions = held(contract)
    ends = [since for since, _ in versions[1:]] + [None]
    found = [
        one
        for (since, version), end in zip(versions, ends, strict=True)
        for one in _of_version(contract, version, until)
        if (version is versions[0][1] or since is None or since <= one.owed.start)
        and (end is None or one.owed.start < end)
    ]
    return sorted(found, key=lambda one: (sla.due_of(one.owed).at, one.owed.of))


def _of_version(contract: Contract, version: ContractVersion, until: datetime) -> list[Promised]:
    terms = signed(version)
    if not terms.recurs or contract.in_force_at is None:
        return []
    kept = worktime.kept(terms.calendar)
    first = max(terms.first, contract.in_force_at.astimezone(kept.zone).date())
    last = min(terms.last, contract.ends_on or terms.last)
    owed = [*_reports(terms, first, last, until), *_filings(contract, terms, first, last, until)]
    return [Promised(one, about, version) for one, about in owed]


def export(version: ContractVersion, number: int, at: datetime) -> Promised:
    """The export of data that the seller asks for at `at`; due by the days of the clause on exit."""
    terms = signed(version)
    calendar, within = worktime.kept(terms.calendar), sla.Days(terms.export_days)
    owed = sla.Owed(sla.Duty.DATA_EXPORT, str(number), calendar, at, within)
    return Promised(owed, _EXPORT, version)


def owed_of(row: Duty) -> sla.Owed:
    """A kept duty as the engine reads it, by the calendar of its version as it is known now."""
    law = None
    if row.law_at is not None:
        law = sla.ByLaw(row.law_at, timedelta(days=row.buffer_days or 0))
    return sla.Owed(
        sla.Duty(row.kind),
        row.of,
        worktime.kept(signed(row.version).calendar),
        row.started_at,
        sla.within_of(row.within),
        law,
        row.ended_at,
    )


def of_filing(filing: Filing) -> str:
    """Which duty a filing is about: `LOCAL/DE/2026-10`; one-stop returns are filed in one place only."""
    place = filing.jurisdiction if filing.kind == "LOCAL" else ""
    return f"{filing.kind}/{place}/{filing.period}"


def _reports(terms: Signed, first: date, last: date, until: datetime) -> Iterator[Named]:
    if not terms.report_every:
        return
    calendar, within = worktime.kept(terms.calendar), sla.within_of(terms.report_within)
    period = Month.of(first) if terms.report_every == "month" else Quarter.of(first)
    while period.first <= last:
        start = _midnight_after(min(period.last, last), calendar.zone)
        if start > until:
            return
        owed = sla.Owed(sla.Duty.PERIODIC_REPORT, str(period), calendar, start, within)
        yield owed, _REPORT.with_(period=str(period))
        period = period.shifted(1)


def _filings(
    contract: Contract, terms: Signed, first: date, last: date, until: datetime
) -> Iterator[Named]:
    """The returns of the seller's registrations that the clause names. None before the seller has told of its number."""
    if not terms.returns:
        return
    product = Viewer.product("duties", until)
    profile, told_at = compliance.profile_kept(product, contract.seller)
    horizon = until.date() + _LAW_AHEAD
    for one in obligations(profile, first, horizon):
        period, of = parse_period(one.period), _of_obligation(one, terms.returns)
        if of is None or period is None or not first <= period.last <= last:
            continue
        calendar = worktime.kept(terms.calendar)
        start = max(_midnight_after(period.last, calendar.zone), told_at)
        if start > until:
            continue
        owed = sla.Owed(
            sla.Duty.STATUTORY_FILING,
            of,
            calendar,
            start,
            sla.within_of(terms.filing_within),
            sla.ByLaw(
                _midnight_after(one.day, _zone(one, profile)), timedelta(days=terms.buffer_days)
            ),
        )
        if sla.due_of(owed).at > start:  # told of too late to be kept: nobody promised that
            name = Text("{name} {period}", "{name} {period}")
            yield owed, name.with_(name=one.name, period=one.period)


def _of_obligation(one: Obligation, returns: frozenset[str]) -> str | None:
    if one.kind in ("oss", "ioss"):
        return f"{one.code}//{one.period}" if one.code in returns else None
    if one.kind == "local" and one.place in returns:
        return f"LOCAL/{one.place}/{one.period}"
    return None


def _zone(one: Obligation, profile: dict[str, Any]) -> ZoneInfo:
    """Where the day of the law ends."""
    scheme = profile.get(one.kind) or {}
    place = scheme.get("member_state", "") if one.kind in ("oss", "ioss") else one.place
    name = f"{place}-standard"
    return worktime.kept(name).zone if name in worktime.kept_names() else _FIRST_TO_END


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


@dataclass(frozen=True)
class _Body:
    hash: str
    body: dict[str, Any]

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Body) and self.hash == other.hash


@lru_cache(maxsize=256)
def _signed(version: _Body) -> Signed:
    body = engine.contract_from(version.body)
    values = engine.machine_values(body)
    report, filing = engine.report_terms_of(body), engine.filing_terms_of(body)
    return Signed(
        calendar=values["sla.calendar"],
        first=date.fromisoformat(values["term.starts"]) if "term.starts" in values else date.min,
        last=date.fromisoformat(values["term.ends"]) if "term.ends" in values else date.max,
        report_every=report.get("every", ""),
        report_within=report.get("within", ""),
        returns=frozenset(filing.get("returns", ())),
        filing_within=filing.get("within", ""),
        buffer_days=int(filing.get("buffer_days", 0)),
        export_days=int(engine.export_terms_of(body)["export_days"]),
    )
