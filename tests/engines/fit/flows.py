"""Flows and sellers with sensible defaults, so that a test shows only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pilotage.engines.matching.fit import advise
from pilotage.engines.matching.fit_evidence import Evidence, Flow, RowRef
from pilotage.engines.matching.fit_findings import Finding, FitAdvice
from pilotage.engines.matching.fit_seller import OssRegistration, SellerProfile
from pilotage.kernel.periods import Month

ON = date(2026, 11, 25)
DEEMED = Flow(
    kind="sale",
    dep="DE",
    arr="DE",
    collector="marketplace",
    scheme="DEEMED_RESELLER",
    business=False,
    site="DE",
    month=Month(2026, 10),
    currency="EUR",
    rows=10,
    gross=Decimal("119.00"),
    examples=(RowRef("report.csv", 1),),
)
OWN = replace(DEEMED, collector="seller", scheme="REGULAR")
MOVED = replace(DEEMED, kind="movement", arr="PL", collector="unknown", scheme="", site="", rows=2)
SELLER = SellerProfile("Shenzhen Hengyi Trading", "CN", {"DE": "DE136695976"})
DE_OSS = OssRegistration("DE", date(2026, 1, 1))


def advice(*flows: Flow, seller: SellerProfile = SELLER, on: date = ON) -> FitAdvice:
    return advise(Evidence(flows), seller, on)


def found(advised: FitAdvice, code: str, country: str = "") -> Finding | None:
    """The finding of a code (and country), or None; two of them would be a fault."""
    hits = [f for f in advised.findings if f.code == code and country in ("", f.country)]
    assert len(hits) <= 1, hits
    return hits[0] if hits else None


def services(advised: FitAdvice) -> set[str]:
    """Needs as `service country`, those that depend on products with a question mark."""
    return {
        f"{n.service} {n.country}{'?' if n.certainty == 'depends' else ''}" for n in advised.needs
    }
