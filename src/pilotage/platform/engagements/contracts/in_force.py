"""Which version of a contract holds when: the first one signed, then each amendment from its second signature on."""

from __future__ import annotations

from datetime import datetime

from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract, ContractVersion

Held = tuple[datetime | None, ContractVersion]


def held(contract: Contract) -> list[Held]:
    """Every version that came into force with the instant from which it holds, the first first; None before any did."""
    amendments = list(contract.amendments.filter(state=State.IN_FORCE).order_by("in_force_at"))
    if not amendments:
        return [(contract.in_force_at, contract.versions.get(number=contract.current))]
    numbers = [amendments[0].amends, *(one.current for one in amendments)]
    versions = {v.number: v for v in contract.versions.filter(number__in=numbers)}
    since = [contract.in_force_at, *(one.in_force_at for one in amendments)]
    return [(at, versions[number]) for at, number in zip(since, numbers, strict=True)]


def version_at(contract: Contract, at: datetime) -> ContractVersion:
    """The version that holds at `at`; the first one for what lies before it."""
    found = held(contract)
    holding = [version for since, version in found if since is not None and since <= at]
    return holding[-1] if holding else found[0][1]
