"""`fees credits` as the contract spells it: one case in, one answer out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pilotage.engines.fees import fields
from pilotage.engines.fees.cases import Answer, Case, answered
from pilotage.engines.fees.credits import (
    Attained,
    Breach,
    Combine,
    Credit,
    CreditTerms,
    CreditTier,
    Judged,
    Span,
    credit_for,
)
from pilotage.engines.fees.fields import Fields
from pilotage.engines.fees.refusals import bad_case, bad_item
from pilotage.kernel.decimals import Rounding, plain
from pilotage.kernel.money import Money


def credits(case: Case) -> Answer:
    """The answer of contract `fees credits`, or `{"id", "error": CODE}`; never raises for bad input."""
    return answered(case, _credits)


def credit_answer(credit: Credit) -> Answer:
    """A credit as the contract's answer (without its id)."""
    return {
        "currency": credit.fee.currency,
        "fee": credit.fee.text(),
        "percent": _percent_text(credit.percent),
        "capped": credit.capped,
        "credit": credit.credit.text(),
        "lines": [
            {
                "key": line.key,
                "attainment": line.attainment,
                "percent": plain(line.percent),
                "credit": line.credit.text(),
            }
            for line in credit.lines
        ],
        "reversals": [{"key": key, "credit": money.text()} for key, money in credit.reversals],
        "net": credit.net.text(),
    }


def _credits(case: Case) -> Answer:
    currency = fields.case_currency(case, "currency")
    fee = Money(fields.amount(case, "fee", bad_item), currency)
    period = _span(case, "period")
    billed = period if case.get("billed") is None else _span(case, "billed")
    judged = [_judged(entry) for entry in fields.case_objects(case, "judged")]
    disputes = fields.case_objects(case, "disputes")
    upheld = [fields.text(d, "key", bad_case) for d in disputes if d.get("upheld") is True]
    return credit_answer(credit_for(fee, period, billed, _terms(case), judged, upheld))


def _terms(case: Case) -> CreditTerms:
    rounding = fields.mapping(case, "rounding", bad_item)
    return CreditTerms(
        tiers=tuple(
            CreditTier(
                fields.percent(tier, "at_least", bad_item), fields.percent(tier, "credit", bad_item)
            )
            for tier in fields.case_objects(case, "tiers")
        ),
        cap=Decimal(100) if case.get("cap") is None else fields.percent(case, "cap", bad_item),
        combine=fields.choice(case, "combine", Combine, bad_item, absent=Combine.SUM),
        rounding=fields.choice(rounding, "mode", Rounding, bad_item, absent=Rounding.HALF_UP),
    )


def _span(case: Case, name: str) -> Span:
    data = fields.mapping(case, name, bad_case)
    span = Span(fields.case_day(data, "from"), fields.case_day(data, "to"))
    if span.days < (1 if name == "period" else 0):
        raise bad_case(name, dict(data))
    return span


def _judged(entry: Fields) -> Judged:
    key = fields.text(entry, "key", bad_case)
    if entry.get("credit") is not None:
        return Breach(key, fields.percent(entry, "credit", bad_item))
    return Attained(
        key, fields.count(entry, "met", bad_case), fields.count(entry, "breached", bad_case)
    )


def _percent_text(percent: Fraction) -> str:
    """A sum of decimals as text: exact, because its denominator has no factors but 2 and 5."""
    places = 0
    while (percent * 10**places).denominator != 1:
        places += 1
    return plain(Decimal(f"{int(percent * 10**places)}e-{places}"))
