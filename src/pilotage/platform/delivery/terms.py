"""What the contract in force says about work: the services it covers, its charges, and the time for acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pilotage.engines import contracts as engine
from pilotage.engines import law, worktime
from pilotage.kernel import places
from pilotage.platform.delivery.templates import Rule, rule_on
from pilotage.platform.engagements.models import Contract
from pilotage.platform.engagements.telling import needs_text


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a new order."""

    acceptance: str
    silence_accepts: bool
    rule: Rule


def terms_on(contract: Contract, day: date) -> Terms:
    """From the clause on acceptance, else by the rule, under which silence accepts nothing."""
    rule, said = rule_on(day), engine.acceptance_of(_body(contract))
    return Terms(said.get("acceptance", rule.acceptance), said.get("silence") == "accepted", rule)


def covered(contract: Contract) -> list[tuple[str, str]]:
    """The (category, country) pairs of the request behind the contract, and those its boundary of services names."""
    asked = [(category, country) for category, country in contract.referral.request.needs]
    named = set(engine.machine_values(_body(contract)).get("services", ()))
    said = [
        (category, country)
        for category in law.service_categories()
        for country in places.NAMES
        if needs_text([(category, country)]).zh in named
    ]
    return list(dict.fromkeys([*asked, *said]))


def charges(contract: Contract) -> list[dict[str, Any]]:
    """The charges of the contract that are for one piece of work, in its order; a milestone can carry one."""
    plan = engine.machine_values(_body(contract)).get("fees.plan", [])
    return [item for item in plan if item["kind"] == "project"]


def answer_by(contract: Contract, start: datetime, budget: str) -> tuple[datetime, bool]:
    """Until when the seller answers what was handed over at `start`, by its own calendar; and is that provisional."""
    due = worktime.due(worktime.kept(contract.seller.calendar), start, budget)
    return due.at, due.provisional


def _body(contract: Contract) -> engine.Contract:
    return engine.contract_from(contract.versions.get(number=contract.current).body)
