"""Contracts over the API: draft, offer, counter, agree, sign with a fresh code, fetch the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from pilotage.api.paging import Offset, page
from pilotage.engines.contracts import Finding, Term, as_json
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import actions, queries
from pilotage.platform.engagements.contracts.actions import Proposal
from pilotage.platform.engagements.contracts.queries import Version
from pilotage.platform.engagements.models import Contract, ContractSignature
from pilotage.web.viewer import viewer

router = Router(tags=["contracts · 合同"])


class SaidIn(Schema):
    zh: str
    en: str


class TermIn(Schema):
    """One clause of the library with a value for each of its variables."""

    clause: str
    version: str
    values: dict[str, Any]


class ProposalIn(Schema):
    """What one side proposes. `seen` is the hash of the version it answers (not needed for a draft)."""

    terms: list[TermIn] = Field(max_length=60)
    special: list[SaidIn] = Field(default_factory=list)
    seller_registration: str = Field("", max_length=60)
    partner_registration: str = Field("", max_length=60)
    seen: str = ""

    def proposal(self) -> Proposal:
        terms = tuple(Term(t.clause, t.version, t.values) for t in self.terms)
        special = tuple(Text(s.zh, s.en) for s in self.special)
        return Proposal(terms, special, self.seller_registration, self.partner_registration)


class VersionSeenIn(Schema):
    """The hash of the version that is meant."""

    seen: str


class SignIn(VersionSeenIn):
    """With the code that the authenticator app shows now."""

    code: str


class FindingOut(Schema):
    code: str
    weight: str
    where: str
    zh: str
    en: str


class ContractVersionOut(Schema):
    number: int
    side: str
    hash: str
    made_at: datetime
    body: dict[str, Any]
    findings: list[FindingOut]


class SignatureOut(Schema):
    side: str
    person: str
    at: datetime
    method: str
    hash: str


class ContractStandingOut(Schema):
    """How a contract stands; everybody who may see it sees this much."""

    ref: str
    state: str
    seller: str
    partner: str
    version: int
    hash: str
    in_force_at: datetime | None
    ends_on: date | None


class ContractOut(ContractStandingOut):
    """`versions` are empty for the programme, which reads no terms."""

    signatures: list[SignatureOut]
    versions: list[ContractVersionOut]


@router.get("/", response=list[ContractStandingOut])
def contracts(request: HttpRequest, offset: Offset = 0) -> list[dict[str, Any]]:
    """The latest 50 contracts from `offset` on."""
    who = viewer(request)
    return [_standing(one) for one in page(queries.contracts(who), offset)]


@router.post("/draft/{ref}", response=ContractOut)
def draft_contract(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Begin a contract for an accepted request (`rfl_…`); the open one if there is one."""
    who = viewer(request)
    return _whole(who, actions.draft(by=who, at=who.at, referral_ref=ref).ref)


@router.get("/{ref}", response=ContractOut)
def contract(request: HttpRequest, ref: str) -> dict[str, Any]:
    return _whole(viewer(request), ref)


@router.post("/{ref}/revise", response=ContractOut)
def revise_contract(request: HttpRequest, ref: str, given: ProposalIn) -> dict[str, Any]:
    """Change a draft."""
    who = viewer(request)
    actions.revise(by=who, at=who.at, ref=ref, proposal=given.proposal())
    return _whole(who, ref)


@router.post("/{ref}/offer", response=ContractOut)
def offer_contract(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Send the draft to the seller."""
    who = viewer(request)
    actions.offer(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


@router.post("/{ref}/counter", response=ContractOut)
def counter_contract(request: HttpRequest, ref: str, given: ProposalIn) -> dict[str, Any]:
    """A new version; every earlier signature is cancelled."""
    who = viewer(request)
    actions.counter(by=who, at=who.at, ref=ref, seen=given.seen, proposal=given.proposal())
    return _whole(who, ref)


@router.post("/{ref}/agree", response=ContractOut)
def agree_contract(request: HttpRequest, ref: str, given: VersionSeenIn) -> dict[str, Any]:
    who = viewer(request)
    actions.agree(by=who, at=who.at, ref=ref, seen=given.seen)
    return _whole(who, ref)


@router.post("/{ref}/sign", response=ContractOut)
def sign_contract(request: HttpRequest, ref: str, given: SignIn) -> dict[str, Any]:
    """A key alone never signs: the person's code of this half minute comes with it."""
    who = viewer(request)
    actions.sign(by=who, at=who.at, ref=ref, seen=given.seen, code=given.code)
    return _whole(who, ref)


@router.post("/{ref}/withdraw", response=ContractOut)
def withdraw_contract(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    actions.withdraw(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


@router.post("/{ref}/notice", response=ContractOut)
def give_contract_notice(request: HttpRequest, ref: str) -> dict[str, Any]:
    """The contract ends after the notice that it names."""
    who = viewer(request)
    actions.give_notice(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


@router.get("/{ref}/evidence")
def contract_evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """The evidence of both signatures, byte for byte."""
    content = queries.evidence(viewer(request), ref).read_bytes()
    return HttpResponse(content, content_type="application/json")


def _standing(one: Contract) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "state": one.state,
        "seller": one.seller.ref,
        "partner": one.partner.ref,
        "version": one.current,
        "hash": one.hash,
        "in_force_at": one.in_force_at,
        "ends_on": one.ends_on,
    }


def signatures_out(signed: Iterable[ContractSignature]) -> list[dict[str, Any]]:
    """As `SignatureOut`."""
    return [
        {"side": s.side, "person": s.person_name, "at": s.at, "method": s.method, "hash": s.hash}
        for s in signed
    ]


def _whole(who: Viewer, ref: str) -> dict[str, Any]:
    versions = [] if who.is_operator else queries.versions(who, ref)
    return {
        **_standing(queries.contract(who, ref)),
        "signatures": signatures_out(queries.signatures(who, ref)),
        "versions": [version_out(one) for one in versions],
    }


def version_out(one: Version) -> dict[str, Any]:
    """As `ContractVersionOut`."""
    return {
        "number": one.number,
        "side": one.side,
        "hash": one.hash,
        "made_at": one.made_at,
        "body": as_json(one.body),
        "findings": [_finding(finding) for finding in one.findings],
    }


def _finding(one: Finding) -> dict[str, str]:
    return {
        "code": one.code,
        "weight": str(one.weight),
        "where": one.where,
        "zh": one.says.zh,
        "en": one.says.en,
    }
