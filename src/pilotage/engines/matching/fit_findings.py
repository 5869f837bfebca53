"""The values that fit advice is made of: findings with their evidence, needs, dates, the verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from pilotage.engines.law import Dated
from pilotage.engines.matching.fit_evidence import Evidence, Rows
from pilotage.engines.matching.fit_seller import SellerProfile
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Step, Trail

Kind = Literal["fact", "need", "missing", "unknown", "advice"]
Certainty = Literal["needed", "depends"]
Strength = Literal["strong", "weak", "undecided"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of advice: what it says, which rows show it, which rules it rests on.

    `service` and `country` are set when a partner could help; `settles` says what would turn an
    unknown into an answer.
    """

    code: str
    kind: Kind
    says: Text
    country: str = ""
    service: str = ""
    rows: Rows | None = None
    trail: Trail = field(default_factory=Trail)
    settles: Text | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A service in a country for the shortlist; `depends` until the seller answers the question."""

    service: str
    country: str
    certainty: Certainty
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the seller is asked about its products, once for all the countries it settles.

    The answer goes into `product_streams` of the profile under `stream`.
    """

    stream: str
    name: Text
    asks: Text
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueItem:
    """A report due next: who asks, which one, for which period, by which day."""

    country: str
    code: str
    name: Text
    period: str
    day: date
    step: Step
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class YearOfReturns:
    """What filing alone takes in a year: returns counted from the tables, hours only if told."""

    per_country: tuple[tuple[str, str, int], ...]
    returns: int
    hours: Decimal | None
    cost: Money | None
    not_counted: tuple[str, ...]  # countries whose return is not in the tables
    not_alone: tuple[str, ...]  # countries that demand a fiscal representative all the same
    unknown: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guide would say of this seller, criterion by criterion, and what doing it alone takes."""

    strength: Strength
    says: Text
    criteria: tuple[Finding, ...]
    alone: YearOfReturns
    examples: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FitAdvice:
    """The whole advice, replayable from evidence, profile, day and law digest."""

    on: date
    seller: SellerProfile
    evidence: Evidence
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]
    questions: tuple[Question, ...]
    dues: tuple[DueItem, ...]
    verdict: Verdict
    law_digest: str


def resting_on(*rules: Dated[object] | None) -> Trail:
    """A trail of law values, in order; None are left out."""
    return Trail(tuple(_step(rule) for rule in rules if rule is not None))


def _step(rule: Dated[object]) -> Step:
    says = rule.value if isinstance(rule.value, Text) else getattr(rule.value, "says", None)
    return rule.step(says if isinstance(says, Text) else None)
