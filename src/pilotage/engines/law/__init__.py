"""The law as dated tables: what holds where, since when, and who says so.

One YAML file per topic and place under `tables/`; a tax person reviews them without Python.
Every answer is a `Dated` value: what, since, until, source; `.step()` puts it on a trail.
A day or place the tables do not cover raises `RuleGap`; nothing guesses.
"""

from __future__ import annotations

from pilotage.engines.law.after_sales import buyer_rights
from pilotage.engines.law.dated import Dated
from pilotage.engines.law.dossier import DossierRules, dossier_rules
from pilotage.engines.law.epr import (
    AuthorisedRepresentative,
    Deadline,
    Scheme,
    Stream,
    authorised_representative,
    epr_deadlines,
    epr_number_format,
    epr_schemes,
    epr_streams,
    producer_schemes,
)
from pilotage.engines.law.filing import (
    DueRule,
    Form,
    annual_due_date,
    due_date,
    form,
    forms,
    local_form,
    local_period,
)
from pilotage.engines.law.guide import FeeRange, guide_annual_sales, guide_fee, guide_sites
from pilotage.engines.law.holidays import is_working_day, public_holidays
from pilotage.engines.law.listings import listing_rules
from pilotage.engines.law.marketplaces import (
    Marketplace,
    check_marketplace,
    marketplace_of,
    marketplaces,
    no_marketplace,
)
from pilotage.engines.law.obligations import obligation
from pilotage.engines.law.places import (
    ExcludedTerritory,
    currency,
    currency_rows,
    eu_states,
    eu_states_today,
    excluded_territories,
    is_eu,
    vat_country,
    vat_home,
    vat_prefix,
)
from pilotage.engines.law.rates import (
    STANDARD,
    RateRow,
    legal_rates,
    rate_class,
    rate_rows,
    territory_postcodes,
    vat_rate,
)
from pilotage.engines.law.register import digest, entries, stale
from pilotage.engines.law.representation import Representation, fiscal_representation
from pilotage.engines.law.retention import Retention, retention
from pilotage.engines.law.reverse_charge import reverse_charge, reverse_charge_rows
from pilotage.engines.law.selling_days import SellingDays, selling_days
from pilotage.engines.law.services import ServiceCategory, service_categories
from pilotage.engines.law.thresholds import threshold
from pilotage.engines.law.trade_marks import Act, Counted, Span, trade_mark_rules
from pilotage.engines.law.upcoming import Due, frequency, next_due, returns_per_year
from pilotage.engines.law.vat_numbers import VatNumber, ioss_number, own_number, vat_number

__all__ = [
    "STANDARD",
    "Act",
    "AuthorisedRepresentative",
    "Counted",
    "Dated",
    "Deadline",
    "DossierRules",
    "Due",
    "DueRule",
    "ExcludedTerritory",
    "FeeRange",
    "Form",
    "Marketplace",
    "RateRow",
    "Representation",
    "Retention",
    "Scheme",
    "SellingDays",
    "ServiceCategory",
    "Span",
    "Stream",
    "VatNumber",
    "annual_due_date",
    "authorised_representative",
    "buyer_rights",
    "check_marketplace",
    "currency",
    "currency_rows",
    "digest",
    "dossier_rules",
    "due_date",
    "entries",
    "epr_deadlines",
    "epr_number_format",
    "epr_schemes",
    "epr_streams",
    "eu_states",
    "eu_states_today",
    "excluded_territories",
    "fiscal_representation",
    "form",
    "forms",
    "frequency",
    "guide_annual_sales",
    "guide_fee",
    "guide_sites",
    "ioss_number",
    "is_eu",
    "is_working_day",
    "legal_rates",
    "listing_rules",
    "local_form",
    "local_period",
    "marketplace_of",
    "marketplaces",
    "next_due",
    "no_marketplace",
    "obligation",
    "own_number",
    "producer_schemes",
    "public_holidays",
    "rate_class",
    "rate_rows",
    "retention",
    "returns_per_year",
    "reverse_charge",
    "reverse_charge_rows",
    "selling_days",
    "service_categories",
    "stale",
    "territory_postcodes",
    "threshold",
    "trade_mark_rules",
    "vat_country",
    "vat_home",
    "vat_number",
    "vat_prefix",
    "vat_rate",
]
