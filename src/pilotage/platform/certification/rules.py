"""The gate: why a partner is not listed for a service in a country at an instant. Pure.

Every path that shows or matches partners asks `why_not_listed`; an empty answer means listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pilotage.kernel.text import Text
from pilotage.platform.certification import states
from pilotage.platform.certification.requirements import (
    Book,
    Requirement,
    credential_kinds,
    midnight,
)

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A credential as the gate sees it: in force from `begins` until before `ends` (instants in UTC).

    Empty `categories` or `countries`: the scope is not limited to some.
    """

    kind: str
    state: str
    begins: datetime
    ends: datetime
    categories: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    well_formed: bool | None = None

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
    """One thing that keeps a partner from being listed. `kind` names the credential, where it is one."""

    code: str
    says: Text
    kind: str = ""


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
    """One reason for each requirement that no credential meets at `at`."""
    held = tuple(evidence)
    return tuple(
        _gap(requirement, held, category, country, at)
        for requirement in book.concerning(category, country, at)
        if not any(_meets(one, requirement, category, country, at) for one in held)
    )


def steady(facts: Facts, at: datetime, book: Book) -> tuple[datetime, datetime]:
    """[from, until) around `at` in which time alone changes nothing about this partner."""
    edges = {edge for one in facts.evidence for edge in (one.begins, one.ends)}
    edges |= {version.begins for version in book.versions}
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


def _meets(
    one: Evidence, requirement: Requirement, category: str, country: str, at: datetime
) -> bool:
    return (
        one.kind in requirement.kinds
        and one.state == states.Credential.ACCEPTED
        and one.well_formed is not False
        and one.begins <= at < one.ends
        and one.covers(category, country)
    )


def _gap(
    requirement: Requirement,
    held: tuple[Evidence, ...],
    category: str,
    country: str,
    at: datetime,
) -> Reason:
    near = [e for e in held if e.kind in requirement.kinds and e.covers(category, country)]
    code = next((code for code, test in _GAPS.items() if any(test(e, at) for e in near)), "MISSING")
    names = [credential_kinds()[kind] for kind in requirement.kinds]
    what = Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))
    return Reason(code, _SAYS[code].with_(what=what), requirement.kinds[0])


def _usable(one: Evidence) -> bool:
    return one.state == states.Credential.ACCEPTED and one.well_formed is not False


# From the nearest to the farthest: the first that fits tells the partner the shortest way back.
_GAPS = {
    "NOT_YET_VALID": lambda one, at: _usable(one) and at < one.begins,
    "EXPIRED": lambda one, at: _usable(one) and one.ends <= at,
    "MALFORMED": lambda one, at: (
        one.state != states.Credential.WITHDRAWN and one.well_formed is False
    ),
    "NOT_CHECKED": lambda one, at: one.state == states.Credential.FILED,
    "REFUSED": lambda one, at: one.state == states.Credential.REFUSED,
}
_SAYS = {
    "MISSING": Text("缺少：{what}", "missing: {what}"),
    "NOT_YET_VALID": Text("尚未生效：{what}", "not yet valid: {what}"),
    "EXPIRED": Text("已过期：{what}", "expired: {what}"),
    "MALFORMED": Text("编号格式不正确：{what}", "number not well-formed: {what}"),
    "NOT_CHECKED": Text("待平台核验：{what}", "not checked yet: {what}"),
    "REFUSED": Text("未获采信：{what}", "not accepted: {what}"),
}
_NOT_A_PARTNER = Reason(
    "NOT_A_PARTNER", Text("不是本项目的服务商", "not a partner of the programme")
)
_SUSPENDED = Reason("SUSPENDED", Text("已被平台暂停", "suspended by the programme"))
_NOT_APPROVED = Reason(
    "NOT_APPROVED", Text("该服务与国家未通过认证", "not certified for this service and country")
)
