"""What a first draft says before anybody changes it: figures of ours to begin the talk with, and the partner's own prices.

The figures are no rule and no average of the trade: both sides see and may change every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pilotage.engines import fees
from pilotage.engines.contracts import Term, library
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import queries as directory
from pilotage.platform.directory.pricing import combined
from pilotage.platform.engagements.telling import needs_text

_FILED = {"oss_registration": "OSS", "ioss_intermediary": "IOSS"}
_FILES = {"vat_filing", *_FILED}
_A_YEAR = timedelta(days=364)
_TO_BEGIN_WITH: dict[str, dict[str, Any]] = {
    "response": {"first_response": "PT4H", "next_response": "PT8H", "cut_off": "17:00"},
    "correction": {"correction": "P3WD", "pause_cap": "P10WD", "reopen": "total"},
    "reporting": {"every": "month", "report_within": "P10WD"},
    "filing": {"filing_within": "P10WD", "buffer_days": 2},
    "acceptance": {"acceptance": "P5WD", "silence": "no_acceptance"},
    "compensation": {
        "tiers": [
            {"at_least": "95%", "credit": "0%"},
            {"at_least": "90%", "credit": "10%"},
            {"at_least": "80%", "credit": "25%"},
            {"at_least": "0%", "credit": "50%"},
        ],
        "combine": "sum",
        "cap": "50%",
        "dispute_days": 14,
    },
    "settlement": {"billing": "month", "settlement_days": 15},
    "data_ownership": {"reuse": "none"},
    "exit_export": {
        "export_days": 5,
        "formats": ["JSON Lines", "CSV"],
        "export_price": {"amount": "0.00", "currency": "CNY"},
        "retrieval_days": 30,
    },
    "confidentiality": {"secrecy_years": 3},
    "information_security": {"edition": 2022, "incident_hours": 24},
    "sub_processors": {"sub_processors": [], "change_days": 30},
    "liability": {
        "liability_cap": "100%",
        "fines_cap": {"amount": "50000.00", "currency": "CNY"},
    },
}


def opening_terms(
    viewer: Viewer, needs: Sequence[tuple[str, str]], calendar: str, on: date
) -> tuple[Term, ...]:
    """Every clause of the library in its order; what only the partner knows is left for it to fill in."""
    last = (on + _A_YEAR).isoformat()
    told: dict[str, dict[str, Any]] = {
        "response": {"calendar": calendar},
        "fees": {"plan": _own_prices(viewer, needs)},
        "filing": {"returns": _returns(needs)},
        "term": {"starts": on.isoformat(), "ends": last, "notice_days": 30},
        "data_authorisation": {"scopes": [], "until": last},
        "service_boundary": {"services": [needs_text([need]).zh for need in needs]},
    }
    return tuple(
        Term(
            clause.id,
            clause.version,
            {**_TO_BEGIN_WITH.get(clause.id, {}), **told.get(clause.id, {})},
        )
        for clause in library().clauses.values()
        # A penalty is said only by those who want one; a first contract amends nothing.
        if clause.id not in ("penalty", "amendment")
        and (clause.id != "filing" or told["filing"]["returns"])
    )


def _returns(needs: Iterable[tuple[str, str]]) -> list[str]:
    """The returns that the services asked for are about; none where nobody was asked to file."""
    found = [_FILED.get(category, country) for category, country in needs if category in _FILES]
    return list(dict.fromkeys(found))


def _own_prices(viewer: Viewer, needs: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """The plans of the partner's own offers for these needs, counted once for each country."""
    wanted = set(needs)
    offers = [o for o in directory.own_offers(viewer) if (o.category, o.country) in wanted]
    plans: Mapping[int, Any] = {offer.plan.pk: offer.plan.items for offer in offers}
    covered = {(offer.category, offer.country): offer.plan.pk for offer in offers}
    return fees.plan_fields(combined(plans, covered))
