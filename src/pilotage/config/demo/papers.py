"""Invented evidence: what a partner filed for its services, most of it good, some run out or unchecked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from pilotage.platform.certification import states
from pilotage.platform.certification.requirements import book, kinds

Pair = tuple[str, str]

_ISSUERS = {
    "business_registration": ("某市市场监督管理局（演示）", "Asia/Shanghai"),
    "iso_27001": ("演示认证机构 Demo Certification Body", "Asia/Shanghai"),
    "laboratory_accreditation": ("演示认可机构 Demo Accreditation Body", "Asia/Shanghai"),
    "tax_adviser_admission": ("演示税务师公会 Demo Chamber", "Europe/Berlin"),
    "tax_agent_reference": ("演示税局 Demo Revenue", "Europe/London"),
    "fiscal_representative_authorisation": ("演示税局 Demo Revenue", "Europe/Paris"),
    "trade_mark_attorney_admission": ("演示商标局 Demo IP Office", "Europe/Madrid"),
}
_ELSEWHERE = ("演示签发机构 Demo Issuer", "Europe/Brussels")
# In a thousand papers: run out, about to run out, not checked yet; surveillance overdue but in grace, details missing.
_EXPIRED, _ENDING, _UNCHECKED = 12, 25, 8
_IN_GRACE, _BARE = 40, 60
DETAILS = {
    "edition": "2022", "accreditation": "演示认可机构 Demo Accreditation", "scope": "税务与合规代理服务（演示）",
    "authority": "演示主管机构 Demo Authority", "portal_account": "DEMO-BOP", "capacity": "120",
    "guarantee": "EUR 50000", "admitted_at": "EUIPO", "sum_insured": "EUR 500000", "insured_for": "代理服务（演示）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """One credential to be written; `lasting` ones never end. `personal`: it is somebody's own."""

    kind: str
    issuer: str
    zone: str
    number: str
    state: str
    valid_from: date
    valid_until: date | None
    details: dict[str, str]
    surveillance_due: date | None
    personal: bool


def papers(random: Random, pairs: Iterable[Pair], at: datetime) -> Iterator[Paper]:
    """One paper for each requirement that concerns any of the pairs."""
    needed = {
        requirement.kinds: None
        for category, country in pairs
        for requirement in book().concerning(category, country, at)
    }
    for alternatives in needed:
        yield _paper(random, random.choice(alternatives), at.date())


def _paper(random: Random, kind: str, on: date) -> Paper:
    issuer, zone = _ISSUERS.get(kind, _ELSEWHERE)
    lot = random.randrange(1000)
    begun = on - timedelta(days=random.randint(40, 900))
    until: date | None = on + timedelta(days=random.randint(60, 1000))
    if lot < _EXPIRED:
        until = on - timedelta(days=random.randint(1, 35))
    elif lot < _EXPIRED + _ENDING:
        until = on + timedelta(days=random.randint(1, 30))
    elif kind == "business_registration":
        until = None
    about, second = kinds()[kind], random.randrange(1000)
    due = on + timedelta(days=random.randint(10, 330))
    if second < _IN_GRACE:
        due = on - timedelta(days=random.randint(1, 25))
    unchecked = lot >= 1000 - _UNCHECKED
    return Paper(
        kind=kind,
        issuer=issuer,
        zone=zone,
        number=f"DEMO-{random.randrange(10**8):08d}",
        state=states.Credential.FILED if unchecked else states.Credential.ACCEPTED,
        valid_from=begun,
        valid_until=until,
        details={} if second >= 1000 - _BARE else {name: DETAILS[name] for name in about.fields},
        surveillance_due=due if about.surveillance else None,
        personal=about.personal,
    )
