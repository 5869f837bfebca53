"""Two versions of a contract side by side, for negotiation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pilotage.engines.contracts.contract import Contract, as_json
from pilotage.engines.contracts.rendering import machine_values


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same; None where a version has none. `what` is a meaning or a field."""

    what: str
    before: Any
    after: Any


def differences(before: Contract, after: Contract) -> tuple[Difference, ...]:
    """What a counter-offer changes, the machine's values first, in order of meaning."""
    values = machine_values(before), machine_values(after)
    changed = _changed(sorted({*values[0], *values[1]}), *values)
    words = as_json(before), as_json(after)
    return (*changed, *_changed(("seller", "partner", "special"), *words), *_clauses(*words))


def _changed(
    names: Iterable[str], before: dict[str, Any], after: dict[str, Any]
) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _clauses(before: dict[str, Any], after: dict[str, Any]) -> tuple[Difference, ...]:
    """Clauses that came, went, moved or have another wording."""
    orders = [[f"{c['clause']} {c['version']}" for c in one["clauses"]] for one in (before, after)]
    return () if orders[0] == orders[1] else (Difference("clauses", *orders),)
