"""`fees quote` as the contract spells it: one case in, one answer out."""

from __future__ import annotations

from datetime import date

from pilotage.engines.fees import fields
from pilotage.engines.fees.cases import Answer, Case, answered
from pilotage.engines.fees.exchange import rates_from
from pilotage.engines.fees.fields import Fields
from pilotage.engines.fees.forecast import forecast_from
from pilotage.engines.fees.plan import charge_of, kind_of
from pilotage.engines.fees.plan_fields import plan_from
from pilotage.engines.fees.price_check import PriceFloor, Required, Rules
from pilotage.engines.fees.quote import Quote, QuotedItem, quoted
from pilotage.engines.fees.refusals import bad_case
from pilotage.engines.fees.window import Window

# A century: beyond it a "quote" is a mistake, and dates would run out of the calendar.
_LONGEST = 1200
_LAST_YEAR = 9800


def quote(case: Case) -> Answer:
    """The answer of contract `fees quote`, or `{"id", "error": CODE}`; never raises for bad input."""
    return answered(case, _quote)


def quote_answer(quote: Quote) -> Answer:
    """A quote as the contract's answer (without its id)."""
    return {
        "currency": quote.total.currency,
        "from": quote.first.isoformat(),
        "to": quote.end.isoformat(),
        "items": [_item_answer(item) for item in quote.items],
        "service": quote.service.text(),
        "pass_through": quote.pass_through.text(),
        "total": quote.total.text(),
        "flags": [{"flag": str(flag.kind), "code": flag.code} for flag in quote.flags],
    }


def _quote(case: Case) -> Answer:
    window, on = _window(case), fields.case_day(case, "on")
    currency = fields.case_currency(case, "currency")
    plan = plan_from(fields.case_objects(case, "plan"))
    forecast = forecast_from(fields.case_objects(case, "forecast"))
    rates = rates_from(fields.mapping(case, "fx", bad_case), currency)
    rules = rules_from(fields.mapping(case, "rules", bad_case))
    return quote_answer(quoted(plan, forecast, window, rates, on, rules))


def _window(case: Case) -> Window:
    first, months = fields.case_day(case, "from"), fields.count(case, "months", bad_case)
    if not 1 <= months <= _LONGEST or first.year > _LAST_YEAR:
        raise bad_case("months", months)
    return Window(first, months)


def rules_from(rules: Fields) -> Rules:
    """`{"required": [{"code", "kind"?}], "too_cheap": [{"code"?, "at_least", "per_unit"?}]}`."""
    return Rules(
        tuple(
            Required(fields.text(rule, "code", bad_case), _text_or_none(rule, "kind"))
            for rule in fields.case_objects(rules, "required")
        ),
        tuple(
            PriceFloor(
                fields.amount(rule, "at_least", bad_case),
                _text_or_none(rule, "code"),
                per_unit=rule.get("per_unit") is True,
            )
            for rule in fields.case_objects(rules, "too_cheap")
        ),
    )


def _text_or_none(rule: Fields, name: str) -> str | None:
    return None if rule.get(name) is None else fields.text(rule, name, bad_case)


def _item_answer(item: QuotedItem) -> Answer:
    return {
        "code": charge_of(item.item).code,
        "kind": kind_of(item.item),
        "currency": item.amount.currency,
        "lines": [{"from": li.first.isoformat(), "amount": li.amount.text()} for li in item.lines],
        "amount": item.amount.text(),
        "rate": format(item.rate, "f"),
        "rate_date": _iso(item.rate_on),
        "converted": item.converted.text(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
