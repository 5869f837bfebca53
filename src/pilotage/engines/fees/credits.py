"""Service credits (违约赔偿): what a period's verdicts give back, computed without a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pilotage.engines.fees.allocation import largest_remainder
from pilotage.engines.fees.refusals import bad_case, key_conflict
from pilotage.engines.fees.rounding import of_units, units
from pilotage.kernel.decimals import Rounding
from pilotage.kernel.money import Money


class Combine(StrEnum):
    """Add the percentages, or take the largest."""

    SUM = "sum"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Span:
    """[first, end) in calendar days."""

    first: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.first).days


@dataclass(frozen=True, slots=True)
class CreditTier:
    """From this attainment on, this credit; both in percent."""

    at_least: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """What the contract agreed; `cap` in percent of the fee."""

    tiers: tuple[CreditTier, ...]
    cap: Decimal = Decimal(100)
    combine: Combine = Combine.SUM
    rounding: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class Attained:
    """How many obligations of one kind were met and breached."""

    key: str
    met: int
    breached: int


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach with its agreed credit in percent."""

    key: str
    credit: Decimal


Judged = Attained | Breach


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One key's part of the credit; `percent` before combining, `attainment` None for a breach."""

    key: str
    attainment: str | None
    percent: Decimal
    credit: Money


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit on one period's fee; lines add up to `credit`, reversals undo single lines."""

    fee: Money
    percent: Fraction
    capped: bool
    credit: Money
    lines: tuple[CreditLine, ...]
    reversals: tuple[tuple[str, Money], ...]
    net: Money


def credit_for(
    fee: Money,
    period: Span,
    billed: Span,
    terms: CreditTerms,
    judged: Sequence[Judged],
    upheld: Sequence[str] = (),
) -> Credit:
    """The credit of one billing period.

    The fee is pro rata by calendar days; `upheld` are the keys whose dispute was upheld.
    Raises `Invalid("KEY_CONFLICT")` when one key carries two contents.
    """
    entries = _distinct(judged)
    percents = [_percent(entry, terms.tiers) for entry in entries]
    billed_fee = Fraction(fee.amount) * billed.days / period.days
    due = of_units(units(billed_fee, fee.currency, terms.rounding), fee.currency)
    weights = _carried(percents, terms.combine)
    reached = sum(weights, Fraction(0))
    percent = min(reached, Fraction(terms.cap))
    count = units(Fraction(due.amount) * percent / 100, fee.currency, terms.rounding)
    parts = [of_units(part, fee.currency) for part in largest_remainder(count, weights)]
    lines = tuple(map(_line, entries, percents, parts))
    reversals = _reversals(lines, upheld)
    credit = of_units(count, fee.currency)
    net = sum((money for _, money in reversals), credit)
    return Credit(due, percent, reached > percent, credit, lines, reversals, net)


def attainment(entry: Judged) -> str | None:
    """`"18/20"`, `"no obligations"`, or None for a single breach."""
    if isinstance(entry, Breach):
        return None
    judged = entry.met + entry.breached
    return f"{entry.met}/{judged}" if judged else "no obligations"


def _distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Each key once, in code-point order."""
    by_key: dict[str, Judged] = {}
    for entry in judged:
        if by_key.setdefault(entry.key, entry) != entry:
            raise key_conflict(entry.key)
    return [by_key[key] for key in sorted(by_key)]


def _percent(entry: Judged, tiers: Sequence[CreditTier]) -> Decimal:
    """The agreed credit of a breach, or that of the highest tier reached, never rounded first."""
    if isinstance(entry, Breach):
        return entry.credit
    judged = entry.met + entry.breached
    if not judged:
        return Decimal(0)
    reached = [t for t in tiers if 100 * entry.met >= Fraction(t.at_least) * judged]
    if not reached:
        raise bad_case("tiers", attainment(entry))
    return max(reached, key=lambda tier: tier.at_least).credit


def _carried(percents: Sequence[Decimal], combine: Combine) -> list[Fraction]:
    """What each key weighs in the total: all of them, or only the first of the largest."""
    weights = [Fraction(percent) for percent in percents]
    if combine is Combine.SUM or not weights:
        return weights
    bearer = weights.index(max(weights))
    return [weight if i == bearer else Fraction(0) for i, weight in enumerate(weights)]


def _line(entry: Judged, percent: Decimal, part: Money) -> CreditLine:
    return CreditLine(entry.key, attainment(entry), percent, part)


def _reversals(lines: Sequence[CreditLine], upheld: Sequence[str]) -> tuple[tuple[str, Money], ...]:
    """One reversal for each upheld dispute of a line; saying it twice changes nothing."""
    credits = {line.key: line.credit for line in lines}
    return tuple((key, -credits[key]) for key in dict.fromkeys(upheld) if key in credits)
