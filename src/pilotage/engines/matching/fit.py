"""Fit advice: what a seller needs, by its own report, and whether it needs a partner for it.

    advice = advise(evidence, seller, on=date(2026, 11, 25))

Every line is a `Finding`: what it says, which rows show it, which rule with which source. What the
tables or the seller do not say is named as unknown, with what would settle it; nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pilotage.engines import law
from pilotage.engines.matching.fit_dues import dues, unknown_returns
from pilotage.engines.matching.fit_epr import producer_duties, questions
from pilotage.engines.matching.fit_evidence import Evidence
from pilotage.engines.matching.fit_facts import facts, unclear
from pilotage.engines.matching.fit_findings import Finding, FitAdvice, Need
from pilotage.engines.matching.fit_guide import verdict
from pilotage.engines.matching.fit_one_stop import import_one_stop_shop, one_stop_shop
from pilotage.engines.matching.fit_registrations import (
    idle_numbers,
    missed_by_platform,
    own_goods,
    registrations,
    representatives,
)
from pilotage.engines.matching.fit_seller import SellerProfile


def advise(evidence: Evidence, seller: SellerProfile, on: date) -> FitAdvice:
    """The whole advice on a day; RuleGap when the tables do not reach back to it."""
    findings = (
        *facts(evidence, seller, on),
        *registrations(evidence, seller, on),
        *idle_numbers(evidence, seller),
        *representatives(evidence, seller, on),
        *one_stop_shop(evidence, seller, on),
        *import_one_stop_shop(evidence, seller, on),
        *own_goods(evidence, seller, on),
        *missed_by_platform(evidence, seller, on),
        *producer_duties(evidence, seller, on),
        *unknown_returns(evidence, seller, on),
        *unclear(evidence),
    )
    return FitAdvice(
        on=on,
        seller=seller,
        evidence=evidence,
        findings=findings,
        needs=needs(findings),
        questions=questions(evidence, seller, on),
        dues=dues(evidence, seller, on),
        verdict=verdict(evidence, seller, on),
        law_digest=law.digest(),
    )


def needs(findings: Iterable[Finding]) -> tuple[Need, ...]:
    """The (service × country) pairs that some finding asks for, each with the findings' codes.

    A country that needs a registration needs its returns filed too.
    """
    asked: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        for service in _services(finding):
            asked.setdefault((service, finding.country), []).append(finding)
    return tuple(
        Need(
            service,
            country,
            "depends" if all(f.kind == "unknown" for f in because) else "needed",
            tuple(dict.fromkeys(f.code for f in because)),
        )
        for (service, country), because in sorted(asked.items())
    )


def _services(finding: Finding) -> tuple[str, ...]:
    if not finding.service:
        return ()
    if finding.service == "vat_registration":
        return ("vat_registration", "vat_filing")
    return (finding.service,)
