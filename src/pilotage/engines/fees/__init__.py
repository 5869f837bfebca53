"""Fees (费用): quotes that compare, service credits that add up. Exact, with a rate and its date.

Two doors in: cases as the contract spells them (`quote`, `credits`), and values for the
platform (`plan_from`, `twelve_months`, `credit_for`, `allocate`).
"""

from __future__ import annotations

from pilotage.engines.fees.allocation import allocate
from pilotage.engines.fees.billing import Line, lines
from pilotage.engines.fees.cases import read_cases
from pilotage.engines.fees.credit_cases import credit_answer, credits
from pilotage.engines.fees.credits import (
    Attained,
    Breach,
    Combine,
    Credit,
    CreditLine,
    CreditTerms,
    CreditTier,
    Span,
    credit_for,
)
from pilotage.engines.fees.exchange import Rate, Rates, rates_from
from pilotage.engines.fees.forecast import Forecast, Orders, forecast_from
from pilotage.engines.fees.plan import (
    Anchor,
    BillRounding,
    Every,
    FeeItem,
    FeePlan,
    Level,
    PassThrough,
    Payee,
    PerUnit,
    Project,
    Recurring,
    Share,
    Tier,
    TiersApply,
    charge_of,
)
from pilotage.engines.fees.plan_fields import item_fields, item_from, plan_fields, plan_from
from pilotage.engines.fees.price_check import Flag, FlagKind, PriceFloor, Required, Rules
from pilotage.engines.fees.quote import Quote, QuotedItem, quoted, twelve_months
from pilotage.engines.fees.quote_cases import quote, quote_answer, rules_from
from pilotage.engines.fees.reference import price_floors
from pilotage.engines.fees.window import Window

__all__ = [
    "Anchor",
    "Attained",
    "BillRounding",
    "Breach",
    "Combine",
    "Credit",
    "CreditLine",
    "CreditTerms",
    "CreditTier",
    "Every",
    "FeeItem",
    "FeePlan",
    "Flag",
    "FlagKind",
    "Forecast",
    "Level",
    "Line",
    "Orders",
    "PassThrough",
    "Payee",
    "PerUnit",
    "PriceFloor",
    "Project",
    "Quote",
    "QuotedItem",
    "Rate",
    "Rates",
    "Recurring",
    "Required",
    "Rules",
    "Share",
    "Span",
    "Tier",
    "TiersApply",
    "Window",
    "allocate",
    "charge_of",
    "credit_answer",
    "credit_for",
    "credits",
    "forecast_from",
    "item_fields",
    "item_from",
    "lines",
    "plan_fields",
    "plan_from",
    "price_floors",
    "quote",
    "quote_answer",
    "quoted",
    "rates_from",
    "read_cases",
    "rules_from",
    "twelve_months",
]
