"""A contract: clauses in order with their values, one canonical form, one hash for both signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pilotage.engines.contracts.clause import Clause, Library, library
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

FORMAT = "pilotage-contract-1"


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs: the legal name, and the number in the register of its country."""

    name: str
    registration: str


@dataclass(frozen=True)
class Term:
    """One clause of the contract, by id and version, with a value for each of its variables."""

    clause: str
    version: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Contract:
    """One version of a contract. `special` are the parties' own sentences, after the clauses."""

    number: str
    version: int
    seller: Party
    partner: Party
    terms: tuple[Term, ...]
    special: tuple[Text, ...] = ()

    def with_values(self, clause: str, **values: Any) -> Contract:
        """The next version, in which a clause has other values: a counter-offer."""
        terms = tuple(
            replace(term, values={**term.values, **values}) if term.clause == clause else term
            for term in self.terms
        )
        return replace(self, terms=terms, version=self.version + 1)

    def without(self, clause: str) -> Contract:
        """The next version, in which a clause is missing."""
        terms = tuple(term for term in self.terms if term.clause != clause)
        return replace(self, terms=terms, version=self.version + 1)


def clause_of(term: Term, kept: Library | None = None) -> Clause | None:
    """The clause that a term uses; None when the library does not keep that version."""
    return (kept or library()).clauses.get((term.clause, term.version))


def as_json(contract: Contract) -> dict[str, Any]:
    """The contract as JSON values, with the digest of each clause's words."""
    return {
        "format": FORMAT,
        "number": contract.number,
        "version": contract.version,
        "seller": _party(contract.seller),
        "partner": _party(contract.partner),
        "clauses": [_term(term) for term in contract.terms],
        "special": [{"zh": text.zh, "en": text.en} for text in contract.special],
    }


def contract_from(raw: Mapping[str, Any]) -> Contract:
    """The contract that `as_json` wrote; raises `Invalid("CONTRACT_UNREADABLE")` for anything else."""
    try:
        read = Contract(
            number=raw["number"],
            version=raw["version"],
            seller=Party(**raw["seller"]),
            partner=Party(**raw["partner"]),
            terms=tuple(Term(c["clause"], c["version"], c["values"]) for c in raw["clauses"]),
            special=tuple(Text(s["zh"], s["en"]) for s in raw["special"]),
        )
        is_whole = type(read.version) is int and canonical(read) == canonical_json(dict(raw))
        if is_whole:
            return read
    except (AttributeError, KeyError, TypeError, ValueError):
        pass  # whatever is missing or of another type, the sentence below is all there is to say
    raise Invalid(
        "CONTRACT_UNREADABLE",
        Text("这不是本系统写出的合同数据。", "This is no contract as the product writes it."),
    )


def canonical(contract: Contract) -> bytes:
    """The bytes that both parties sign the hash of."""
    return canonical_json(as_json(contract))


def contract_hash(contract: Contract) -> str:
    """SHA-256 of the canonical form, lower-case hexadecimal; never empty."""
    return sha256(canonical(contract))


def _term(term: Term) -> dict[str, Any]:
    clause = clause_of(term)
    return {
        "clause": term.clause,
        "version": term.version,
        "words": None if clause is None else clause.digest,
        "values": dict(term.values),
    }


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "registration": party.registration}
