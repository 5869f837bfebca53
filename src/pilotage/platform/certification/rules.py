"""The gate: why a partner is not listed for a service in a country at an instant. Pure.

Every path that shows or matches partners asks `why_not_listed`; an empty answer means listed. What keeps counting for a
while only (in grace, or by the version before) is told by `ahead`, with the instant at which it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pilotage.kernel.text import Text
from pilotage.platform.certification import states
from pilotage.platform.certification.requirements import (
    NO_TERMS,
    Book,
    Requirement,
    Terms,
    Version,
    credential_kinds,
    midnight,
)
from pilotage.platform.certification.saying import GAPS, GRACE

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A credential as the gate sees it: in force from `begins` until before `ends` (instants in UTC).

    Empty `categories` or `countries`: the scope is not limited to some. `checked` (the last look into the register) and
    `surveillance` (when the issuer's own audit is due) are days in `zone`; `told` are the details that are filled.
    `left` is when the person on whom it rests went. `assumed`: taken as it counted before, whatever its papers say now.
    """

    kind: str
    state: str
    begins: datetime
    ends: datetime
    categories: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    well_formed: bool | None = None
    zone: str = "UTC"
    edition: str = ""
    told: frozenset[str] = frozenset()
    checked: date | None = None
    surveillance: date | None = None
    register: str = ""
    named: bool = False
    identified: bool = False
    left: datetime | None = None
    assumed: bool = False

    def covers(self, category: str, country: str) -> bool:
        return (not self.categories or category in self.categories) and (
            not self.countries or country in self.countries
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a firm: how the programme stands to it, which items passed, its evidence."""

    standing: str
    approved: frozenset[tuple[str, str]]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a partner from being listed, or will from `by` on. `kind` names the credential, where it is one."""

    code: str
    says: Text
    kind: str = ""
    by: datetime | None = None


def why_not_listed(
    facts: Facts | None, category: str, country: str, at: datetime, book: Book
) -> tuple[Reason, ...]:
    """Every reason; empty when listed. `facts` is None for somebody who is no partner."""
    if facts is None:
        return (_NOT_A_PARTNER,)
    reasons = [_SUSPENDED] if facts.standing == states.Standing.SUSPENDED else []
    if (category, country) not in facts.approved:
        reasons.append(_NOT_APPROVED)
    return (*reasons, *unmet(facts.evidence, category, country, at, book))


def is_listed(facts: Facts | None, category: str, country: str, at: datetime, book: Book) -> bool:
    """Whether nothing stands against it: the same gate."""
    return not why_not_listed(facts, category, country, at, book)


def unmet(
    evidence: Iterable[Evidence], category: str, country: str, at: datetime, book: Book
) -> tuple[Reason, ...]:
    """One reason for each requirement that no credential meets at `at`; none while an accepted version is met whole."""
    held = tuple(evidence)
    newest: tuple[Reason, ...] | None = None
    for version in book.accepted(at):
        gaps = _gaps(held, version, category, country, at, book)
        if not gaps:
            return ()
        newest = gaps if newest is None else newest
    return newest or ()


def ahead(
    evidence: Iterable[Evidence], category: str, country: str, at: datetime, book: Book
) -> tuple[Reason, ...]:
    """What counts for a while only, each with `by`: in grace, met by the version before, or asked by one that comes.

    The nearest first. What is missing already is `unmet`.
    """
    held = tuple(evidence)
    met = [v for v in book.accepted(at) if not _gaps(held, v, category, country, at, book)]
    if not met:
        return ()
    found = list(_in_grace(held, met[0], category, country, at, book))
    newest = book.in_force(at)
    if met[0] is not newest:
        ends = newest.accepts_old_until or at
        found += _dated(_gaps(held, newest, category, country, at, book), ends)
    for version in book.coming(at):
        ends = version.accepts_old_until or version.begins
        gaps = _gaps(held, version, category, country, at, book)
        known = {(one.code, one.kind) for one in found}
        found += _dated([gap for gap in gaps if (gap.code, gap.kind) not in known], ends)
    return tuple(sorted(found, key=lambda one: one.by or NEVER))


def steady(facts: Facts, at: datetime, book: Book) -> tuple[datetime, datetime]:
    """[from, until) around `at` in which time alone changes nothing about this partner."""
    edges = {edge for one in facts.evidence for edge in _edges(one, book)}
    for version in book.versions:
        edges.add(version.begins)
        if version.accepts_old_until is not None:
            edges.add(version.accepts_old_until)
    before = max((edge for edge in edges if edge <= at), default=BEGINNING)
    return before, min((edge for edge in edges if edge > at), default=NEVER)


def listed_until(
    facts: Facts, category: str, country: str, at: datetime, book: Book
) -> datetime | None:
    """When the listing that holds at `at` ends by time alone; None when it does not hold."""
    while is_listed(facts, category, country, at, book):
        _, at = steady(facts, at, book)
        if at == NEVER:
            return NEVER
        if not is_listed(facts, category, country, at, book):
            return at
    return None


def in_force(
    valid_from: date | None, valid_until: date | None, zone: str
) -> tuple[datetime, datetime]:
    """Days of the issuer, both inclusive, as instants: local midnight to local midnight.

    >>> in_force(None, date(2026, 12, 31), "Europe/Berlin")[1].isoformat()
    '2026-12-31T23:00:00+00:00'
    """
    there = ZoneInfo(zone)
    begins = midnight(valid_from, there) if valid_from else BEGINNING
    ends = midnight(valid_until + timedelta(days=1), there) if valid_until else NEVER
    return begins, ends


def lapses(one: Evidence, terms: Terms) -> tuple[datetime, str]:
    """The instant from which the evidence counts no longer by time alone, and the code of why."""
    ends = [(one.ends, "EXPIRED")]
    if terms.checked_within is not None:
        whole = terms.checked_within + terms.check_grace
        seen = BEGINNING if one.checked is None else _after(one.checked, whole, one.zone)
        ends.append((seen, "CHECK_TOO_OLD"))
    if terms.surveillance_grace is not None and one.surveillance is not None:
        overdue = _after(one.surveillance, terms.surveillance_grace, one.zone)
        ends.append((overdue, "SURVEILLANCE_LAPSED"))
    if one.left is not None:
        ends.append((one.left, "HOLDER_LEFT"))
    return min(ends)


def grace(one: Evidence, terms: Terms) -> tuple[datetime, str]:
    """The instant from which it counts in grace only, and the code of why; `NEVER` where nothing puts it in grace."""
    begins = [(NEVER, "")]
    if terms.checked_within is not None and one.checked is not None:
        begins.append((_after(one.checked, terms.checked_within, one.zone), "CHECK_DUE"))
    if terms.surveillance_grace is not None and one.surveillance is not None:
        begins.append((_after(one.surveillance, 0, one.zone), "SURVEILLANCE_DUE"))
    return min(begins)


def counts(one: Evidence, terms: Terms, at: datetime) -> bool:
    """Whether the evidence is good at `at` by these terms, whatever it is asked for."""
    if one.well_formed is False or at < one.begins:
        return False
    if one.assumed:
        return True
    return _usable(one) and not _lacks(one, terms) and at < lapses(one, terms)[0]


def _gaps(
    held: tuple[Evidence, ...], version: Version, category: str, country: str, at: datetime, book: Book
) -> tuple[Reason, ...]:  # fmt: skip
    return tuple(
        _gap(requirement, version, held, category, country, at)
        for requirement in book.of_version(version, category, country)
        if not any(_meets(one, requirement, version, category, country, at) for one in held)
    )


def _meets(
    one: Evidence,
    requirement: Requirement,
    version: Version,
    category: str,
    country: str,
    at: datetime,
) -> bool:
    return (
        one.kind in requirement.kinds
        and one.covers(category, country)
        and counts(one, version.terms_of(one.kind), at)
    )


def _in_grace(
    held: tuple[Evidence, ...], version: Version, category: str, country: str, at: datetime, book: Book
) -> Iterator[Reason]:  # fmt: skip
    """Requirements that are met by evidence in grace only, with the last instant at which one of it counts."""
    for requirement in book.of_version(version, category, country):
        meeting = [o for o in held if _meets(o, requirement, version, category, country, at)]
        graces = [grace(o, version.terms_of(o.kind)) for o in meeting]
        if not meeting or any(begins > at for begins, _ in graces):
            continue
        ends, best = max((lapses(o, version.terms_of(o.kind))[0], n) for n, o in enumerate(meeting))
        code = graces[best][1]
        what = _named(requirement)
        yield Reason(code, GRACE[code].with_(what=what), requirement.kinds[0], ends)


def _dated(gaps: Iterable[Reason], by: datetime) -> list[Reason]:
    return [Reason(gap.code, gap.says, gap.kind, by) for gap in gaps]


def _gap(
    requirement: Requirement,
    version: Version,
    held: tuple[Evidence, ...],
    category: str,
    country: str,
    at: datetime,
) -> Reason:
    near = [e for e in held if e.kind in requirement.kinds and e.covers(category, country)]
    codes = {_why_not(e, version.terms_of(e.kind), at) for e in near}
    code = next((code for code in GAPS if code in codes), "MISSING")
    return Reason(code, GAPS[code].with_(what=_named(requirement)), requirement.kinds[0])


def _why_not(one: Evidence, terms: Terms, at: datetime) -> str:
    """Why this evidence of the right kind does not count: the nearest way back."""
    if one.state == states.Credential.WITHDRAWN:
        return "MISSING"
    if one.well_formed is False:
        return "MALFORMED"
    if one.state == states.Credential.FILED:
        return "NOT_CHECKED"
    if one.state == states.Credential.REFUSED:
        return "REFUSED"
    if one.register:
        return "REGISTER_SUSPENDED"
    if lacks := _lacks(one, terms):
        return lacks
    if at < one.begins:
        return "NOT_YET_VALID"
    return lapses(one, terms)[1]


def _usable(one: Evidence) -> bool:
    return one.state == states.Credential.ACCEPTED and not one.register


def _lacks(one: Evidence, terms: Terms) -> str:
    """The code of what the paper itself does not have, or nothing."""
    if terms is NO_TERMS:
        return ""
    if terms.editions and one.edition not in terms.editions:
        return "OTHER_EDITION"
    if not one.told.issuperset(terms.needs):
        return "DETAILS_MISSING"
    if terms.named and not one.named:
        return "NO_HOLDER"
    if terms.identified and not one.identified:
        return "IDENTITY_NOT_CHECKED"
    return ""


def _edges(one: Evidence, book: Book) -> Iterator[datetime]:
    yield one.begins
    yield one.ends
    for terms in book.every_terms(one.kind):
        yield lapses(one, terms)[0]
        yield grace(one, terms)[0]


@lru_cache(maxsize=65_536)
def _after(day: date, days: int, zone: str) -> datetime:
    """The first instant at which `day` and `days` more are over, in `zone`."""
    return midnight(day + timedelta(days=days + 1), ZoneInfo(zone))


def _named(requirement: Requirement) -> Text:
    names = [credential_kinds()[kind] for kind in requirement.kinds]
    return Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))


_NOT_A_PARTNER = Reason(
    "NOT_A_PARTNER", Text("不是本项目的服务商", "not a partner of the programme")
)
_SUSPENDED = Reason("SUSPENDED", Text("已被平台暂停", "suspended by the programme"))
_NOT_APPROVED = Reason(
    "NOT_APPROVED", Text("该服务与国家未通过认证", "not certified for this service and country")
)
