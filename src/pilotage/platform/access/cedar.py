"""Decisions on seller data by the Cedar policies beside this file. Whatever is not a clean Allow is a refusal."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import cedarpy

from pilotage.kernel.canonical import sha256
from pilotage.platform.access.scopes import SCOPES, sp_api_actions

_log = logging.getLogger(__name__)
ERROR = "error"
"""The reason of a refusal that no policy gave: Cedar could not evaluate the request."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A grant as the policies see it: who may do what with which seller's data, between which instants."""

    ref: str
    seller: str
    person: str
    firm: str
    scopes: Sequence[str]
    datasets: Sequence[str]
    stores: Sequence[str]
    sites: Sequence[str]
    not_before: datetime
    expires_at: datetime
    revoked: bool
    nda: bool


@dataclass(frozen=True, slots=True)
class Use:
    """What a person acting for a firm wants to do with a seller's data, and the grant they point to.

    `action` is a scope, or the key of an operation or feed of Amazon's interface. A thing that cannot say
    which store or site it touches touches every one (`scopes.EVERYTHING`).
    """

    at: datetime
    person: str
    firm: str
    seller: str
    action: str
    dataset: str
    store: str
    site: str
    suspended: bool
    terms: Terms


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not; `reasons` are the ids of the policies that decided (or `error`)."""

    allowed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Policies, schema and the tree of actions, parsed once; `digest` names this edition in the audit."""

    policies: cedarpy.PolicySet
    actions: cedarpy.Entities
    schema: cedarpy.Schema
    digest: str


@cache
def book() -> Book:
    """The policies of the house. Raises ValueError when they do not fit their schema: nothing is granted then."""
    return bound(policy_text())


def bound(policies: str) -> Book:
    """Policies tied to the house's schema and actions."""
    schema_text = "\n".join([_text("grants.cedarschema"), *_actions()])
    schema = cedarpy.Schema.from_str(schema_text)
    checked = cedarpy.validate_policies(policies, schema)
    if not checked:
        raise ValueError("; ".join(map(str, checked.errors[:5])))
    return Book(
        cedarpy.PolicySet.from_str(policies),
        cedarpy.Entities.from_json_str("[]", schema),
        schema,
        sha256(f"{policies}\n{schema_text}".encode()),
    )


def policy_text() -> str:
    """The policies as they are kept."""
    return _text("grants.cedar")


def decide(uses: Sequence[Use]) -> list[Decision]:
    """One decision per use, in order. An error anywhere refuses, and is logged as an alarm."""
    return judge([request_of(use) for use in uses], entities_of(uses), book())


def judge(
    requests: Sequence[Mapping[str, Any]], entities: str | cedarpy.Entities, by: Book
) -> list[Decision]:
    """The same in Cedar's own form. What Cedar cannot even read refuses the whole batch."""
    try:
        if isinstance(entities, str):
            entities = by.actions.with_added_json_str(entities)
        answers = cedarpy.is_authorized_batch(
            [dict(one) for one in requests], by.policies, entities
        )
        return [_decision(answer) for answer in answers]
    except (LookupError, TypeError, ValueError):
        _log.exception("Cedar could not read a request: refused")
        return [Decision(False, (ERROR,)) for _ in requests]


def request_of(use: Use) -> dict[str, Any]:
    """A use in Cedar's form."""
    context = {
        "at": int(use.at.timestamp()),
        "seller": use.seller,
        "dataset": use.dataset,
        "store": use.store,
        "site": use.site,
    }
    return {
        "principal": {"type": "Member", "id": _member(use.person, use.firm)},
        "action": {"type": "Action", "id": use.action},
        "resource": {"type": "Grant", "id": use.terms.ref},
        "context": json.dumps(context),
    }


def entities_of(uses: Sequence[Use]) -> str:
    """The grants pointed to and the members who use them, as Cedar's JSON."""
    members = {_member(use.person, use.firm): {"suspended": use.suspended} for use in uses}
    grants = {use.terms.ref: _attributes(use.terms) for use in uses}
    return json.dumps(
        [
            {"uid": {"type": kind, "id": name}, "attrs": attributes, "parents": []}
            for kind, held in (("Member", members), ("Grant", grants))
            for name, attributes in held.items()
        ]
    )


def _attributes(terms: Terms) -> dict[str, Any]:
    return {
        "seller": terms.seller,
        "holder": _entity("Member", _member(terms.person, terms.firm)),
        "scopes": [_entity("Action", scope) for scope in terms.scopes],
        "datasets": list(terms.datasets),
        "stores": list(terms.stores),
        "sites": list(terms.sites),
        "not_before": int(terms.not_before.timestamp()),
        "expires_at": int(terms.expires_at.timestamp()),
        "revoked": terms.revoked,
        "nda": terms.nda,
    }


def _member(person: str, firm: str) -> str:
    return f"{person}@{firm}"


def _entity(kind: str, name: str) -> dict[str, Any]:
    return {"__entity": {"type": kind, "id": name}}


def _decision(answer: cedarpy.AuthzResult) -> Decision:
    told = answer.diagnostics
    if told.errors:
        _log.error("Cedar could not evaluate a request, refused: %s", "; ".join(told.errors)[:500])
        return Decision(False, (ERROR,))
    names = told.id_annotations_by_reason
    return Decision(answer.allowed, tuple(sorted(names.get(one, one) for one in told.reasons)))


def _actions() -> Iterator[str]:
    """One action for each scope, and below it one for each operation and feed type that is a case of it."""
    for scope in SCOPES.values():
        groups = ["grantable"]
        groups += ["confidential"] if scope.confidential else []
        groups += ["writes"] if scope.writes else []
        yield _action(scope.name, groups)
    for key, parent in sp_api_actions().items():
        yield _action(key, [parent])


def _action(name: str, parents: Sequence[str]) -> str:
    shape = "appliesTo { principal: Member, resource: Grant, context: Use }"
    return f"action {json.dumps(name)} in [{', '.join(map(json.dumps, parents))}] {shape};"


def _text(name: str) -> str:
    return (resources.files(__package__) / "policies" / name).read_text(encoding="utf-8")
