"""The person who looks or acts, with the organisation they act for, at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pilotage.platform.parties.models import Kind, Membership


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody (or nobody, or the product itself) at `at`. Build one with the class methods."""

    at: datetime
    person_id: int | None = None
    person_ref: str = ""
    person_name: str = ""
    organisation_id: int | None = None
    organisation_ref: str = ""
    organisation_name: str = ""
    kind: str = ""
    role: str = ""
    job: str = ""

    @classmethod
    def nobody(cls, at: datetime) -> Viewer:
        """A visitor who has not signed in."""
        return cls(at=at)

    @classmethod
    def product(cls, job: str, at: datetime) -> Viewer:
        """The product acting by itself: a timer, a seed, an import; `job` says which."""
        return cls(at=at, job=job)

    @classmethod
    def member(cls, membership: Membership, at: datetime) -> Viewer:
        """A person acting for one of their organisations."""
        person, firm = membership.person, membership.organisation
        return cls(
            at=at,
            person_id=person.pk,
            person_ref=person.ref,
            person_name=str(person),
            organisation_id=firm.pk,
            organisation_ref=firm.ref,
            organisation_name=firm.name_zh,
            kind=firm.kind,
            role=membership.role,
        )

    @property
    def actor(self) -> str:
        """How the audit names this viewer."""
        if self.job:
            return f"product:{self.job}"
        if self.organisation_ref:
            return f"{self.person_ref}@{self.organisation_ref}"
        return self.person_ref or "nobody"

    @property
    def is_seller(self) -> bool:
        return self.kind == Kind.SELLER

    @property
    def is_partner(self) -> bool:
        return self.kind == Kind.PARTNER

    @property
    def is_operator(self) -> bool:
        return self.kind == Kind.OPERATOR or bool(self.job)
