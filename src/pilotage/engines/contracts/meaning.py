"""What a contract means to the engines, as the plain values that their commands take."""

from __future__ import annotations

from typing import Any

from pilotage.engines.contracts.contract import Contract
from pilotage.engines.contracts.rendering import machine_values


def policy_of(contract: Contract) -> dict[str, Any]:
    """The policy of `sla replay`, from the clauses on response and correction."""
    policy = _under(contract, "sla.")
    return {**policy, "calendar": {"name": policy["calendar"]}}


def credit_terms_of(contract: Contract) -> dict[str, Any]:
    """`tiers`, `combine` and `cap` of `fees credits`, and `dispute_days`, from the clause on credits."""
    return _under(contract, "credits.")


def acceptance_of(contract: Contract) -> dict[str, Any]:
    """`acceptance` (a budget) and `silence` from the clause on acceptance; empty where there is none."""
    return _under(contract, "delivery.")


def report_terms_of(contract: Contract) -> dict[str, Any]:
    """`every` (month, quarter) and `within` (a budget) of the periodic report; empty where none is promised."""
    return _under(contract, "report.")


def filing_terms_of(contract: Contract) -> dict[str, Any]:
    """`returns`, `within` (a budget), `buffer_days` of statutory filings; empty where none is promised."""
    return _under(contract, "filing.")


def export_terms_of(contract: Contract) -> dict[str, Any]:
    """`export_days`, `formats`, `price`, `retrieval_days` from the clause on exit."""
    return _under(contract, "exit.")


def _under(contract: Contract, prefix: str) -> dict[str, Any]:
    values = machine_values(contract)
    return {
        key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)
    }
