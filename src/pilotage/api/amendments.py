"""Amendments of contracts in force over the API: propose, counter, agree, sign with a fresh code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from pilotage.api.contracts import (  # fmt: skip
    ContractVersionOut,
    ProposalIn,
    SignatureOut,
    SignIn,
    VersionSeenIn,
    signatures_out,
    version_out,
)
from pilotage.api.paging import Offset, page
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import actions, queries
from pilotage.platform.engagements.models import Amendment
from pilotage.web.viewer import viewer

router = Router(tags=["contracts · 合同"])


class AmendIn(ProposalIn):
    """The whole contract as it would read then; `seen` is the hash of the version that it answers."""

    open_cases: actions.Open


class AmendmentStandingOut(Schema):
    """How an amendment stands; everybody who may see it sees this much."""

    ref: str
    contract: str
    state: str
    amends: int
    version: int
    hash: str
    open_cases: str
    in_force_at: datetime | None


class AmendmentOut(AmendmentStandingOut):
    """`versions` begin with the one that it amends; none for the programme, which reads no terms."""

    signatures: list[SignatureOut]
    versions: list[ContractVersionOut]


@router.get("/", response=list[AmendmentStandingOut])
def amendments(request: HttpRequest, offset: Offset = 0) -> list[dict[str, Any]]:
    """The latest 50 amendments from `offset` on."""
    return [_standing(one) for one in page(queries.amendments(viewer(request)), offset)]


@router.post("/of/{ref}", response=AmendmentOut)
def propose_amendment(request: HttpRequest, ref: str, given: AmendIn) -> dict[str, Any]:
    """Propose to change the contract `ref`, which goes on as it is until both have signed."""
    who = viewer(request)
    made = actions.propose(
        by=who, at=who.at, ref=ref, seen=given.seen, proposal=given.proposal(),
        open_cases=given.open_cases,
    )  # fmt: skip
    return _whole(who, made.ref)


@router.get("/{ref}", response=AmendmentOut)
def amendment(request: HttpRequest, ref: str) -> dict[str, Any]:
    return _whole(viewer(request), ref)


@router.post("/{ref}/counter", response=AmendmentOut)
def counter_amendment(request: HttpRequest, ref: str, given: AmendIn) -> dict[str, Any]:
    """A new version; signatures on the last one are cancelled."""
    who = viewer(request)
    actions.counter_amendment(
        by=who, at=who.at, ref=ref, seen=given.seen, proposal=given.proposal(),
        open_cases=given.open_cases,
    )  # fmt: skip
    return _whole(who, ref)


@router.post("/{ref}/agree", response=AmendmentOut)
def agree_amendment(request: HttpRequest, ref: str, given: VersionSeenIn) -> dict[str, Any]:
    who = viewer(request)
    actions.agree_amendment(by=who, at=who.at, ref=ref, seen=given.seen)
    return _whole(who, ref)


@router.post("/{ref}/sign", response=AmendmentOut)
def sign_amendment(request: HttpRequest, ref: str, given: SignIn) -> dict[str, Any]:
    """A key alone never signs: the person's code of this half minute comes with it."""
    who = viewer(request)
    actions.sign_amendment(by=who, at=who.at, ref=ref, seen=given.seen, code=given.code)
    return _whole(who, ref)


@router.post("/{ref}/withdraw", response=AmendmentOut)
def withdraw_amendment(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    actions.withdraw_amendment(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


def _standing(one: Amendment) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "contract": one.contract.ref,
        "state": one.state,
        "amends": one.amends,
        "version": one.current,
        "hash": one.hash,
        "open_cases": one.open_cases,
        "in_force_at": one.in_force_at,
    }


def _whole(who: Viewer, ref: str) -> dict[str, Any]:
    versions = [] if who.is_operator else queries.proposals(who, ref)
    return {
        **_standing(queries.amendment(who, ref)),
        "signatures": signatures_out(queries.amendment_signatures(who, ref)),
        "versions": [version_out(one) for one in versions],
    }
