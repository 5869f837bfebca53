"""The roles which the application's registration asks for, and what they would open besides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pilotage.engines.sp_api.table import rows


@dataclass(frozen=True, slots=True)
class Role:
    """A role at Amazon; `opens_never` names operations of the never-list that it would open."""

    name: str
    requested: bool
    opens_never: tuple[str, ...]


@cache
def roles() -> tuple[Role, ...]:
    """Every recorded role. One that opens a forbidden operation may be known, never requested: `ValueError`."""
    found = tuple(
        Role(row["role"], row["requested"] == "yes", tuple(row["opens_never"].split()))
        for row in rows("roles")
    )
    wrong = [role.name for role in found if role.requested and role.opens_never]
    if wrong:
        raise ValueError(f"roles.tsv requests what may never be used: {', '.join(wrong)}")
    return found


def requested_roles() -> list[str]:
    """Names of the roles that a seller is asked to consent to."""
    return [role.name for role in roles() if role.requested]
