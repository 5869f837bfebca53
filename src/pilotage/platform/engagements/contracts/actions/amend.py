"""Changing a contract in force: proposed by either side, countered, agreed, and signed by both like the contract itself.

Until the second signature nothing changes; with it the contract goes on under the new version, and cases that are
open go on as the amendment itself says (`Open`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.db import transaction

from pilotage.engines import contracts as engine
from pilotage.engines.contracts import Term, contract_from, contract_hash, differences, library
from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts import queries, second_factor, states, telling
from pilotage.platform.engagements.contracts.actions.proposal import Proposal, body_of, keep
from pilotage.platform.engagements.contracts.actions.sign import files_of, signature_of
from pilotage.platform.engagements.contracts.actions.step import locked, noted
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.states import OTHER, Side, State
from pilotage.platform.engagements.models import Amendment, Contract, ContractVersion

CLAUSE = "amendment"
FIXED: Mapping[str, Text] = MappingProxyType(
    {
        "term.starts": Text("合同开始日", "the first day of the contract"),
        "money.billing": Text("出账周期", "the billing period"),
    }
)
"""What bills already made and periods already counted rest on."""


class Open(StrEnum):
    """What becomes of cases that are open when the amendment comes into force."""

    STAY = "stay"
    PROSPECTIVE = "prospective"
    RETROACTIVE = "retroactive"


@transaction.atomic
def propose(
    *, by: Viewer, at: datetime, ref: str, seen: str, proposal: Proposal, open_cases: Open
) -> Amendment:
    """Either side proposes to change the version with the hash `seen`. Raises `WrongState`, `Invalid`."""
    contract, side = locked(by, ref, "contract.negotiate")
    _moved(contract, "amend", side)
    _check_in_force(contract, at)
    if contract.amendments.filter(state__in=states.OPEN).exists():
        raise WrongState(
            "AMENDMENT_OPEN",
            Text("已有一项变更在谈。", "An amendment is being negotiated already."),
            Text("请在那项变更里还价，或先撤回它。", "Counter that one, or withdraw it first."),
        )
    base = contract.versions.get(number=contract.current)
    _check_seen(base, seen)
    row = Amendment(
        contract=contract,
        state=_asked_of(side),
        open_cases=open_cases,
        amends=base.number,
        current=_next(contract),
        proposed_at=at,
    )
    body = _body(row, base, proposal, open_cases, at)
    row.save()
    version = _kept(row, body, side, by, at)
    _noted(row, "proposed", by=by, at=at, version=version.number, hash=version.hash)
    telling.amendment(row, side, "amendment_proposed", at=at)
    return row


@transaction.atomic
def counter_amendment(
    *, by: Viewer, at: datetime, ref: str, seen: str, proposal: Proposal, open_cases: Open
) -> Amendment:
    """A new version of the proposal in answer to the one with the hash `seen`; signatures on it are cancelled."""
    row, side = _locked(by, ref, "contract.negotiate")
    before = _moved(row, "counter", side)
    last = _last(row, seen)
    base = row.contract.versions.get(number=row.amends)
    row.current = _next(row.contract)
    body = _body(row, base, proposal, open_cases, at)
    if not differences(replace(contract_from(last.body), version=body.version), body):
        raise _nothing_changed()
    version = _kept(row, body, side, by, at)
    _cancel(last, at)
    row.open_cases = open_cases
    row.save(update_fields=["state", "current", "open_cases"])
    _noted(row, "countered", by=by, at=at, before=before, version=version.number, hash=version.hash)
    telling.amendment(row, side, "amendment_proposed", at=at)
    return row


@transaction.atomic
def agree_amendment(*, by: Viewer, at: datetime, ref: str, seen: str) -> Amendment:
    """This side agrees to the other's proposal with the hash `seen`; now both may sign it."""
    row, side = _locked(by, ref, "contract.negotiate")
    before = _moved(row, "agree", side)
    last = _last(row, seen)
    row.save(update_fields=["state"])
    _noted(row, "agreed", by=by, at=at, before=before, version=last.number, hash=last.hash)
    telling.amendment(row, side, "amendment_agreed", at=at)
    return row


@transaction.atomic
def withdraw_amendment(*, by: Viewer, at: datetime, ref: str) -> Amendment:
    """One side ends the negotiation; the contract goes on as it is."""
    row, side = _locked(by, ref, "contract.negotiate")
    before = _moved(row, "withdraw", side)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    _cancel(row.versions.get(number=row.current), at)
    _noted(row, "withdrawn", by=by, at=at, before=before)
    telling.amendment(row, side, "amendment_withdrawn", at=at)
    return row


def sign_amendment(*, by: Viewer, at: datetime, ref: str, seen: str, code: str) -> Amendment:
    """Signs the proposal with the hash `seen`, with a fresh code; with the second signature it holds.

    Raises `Invalid` when it is not ready (every reason named) or the code is refused, and `WrongState` when it is not
    this side's turn or the proposal has moved on.
    """
    row = queries.amendment(by, ref)
    check_may(by, "contract.sign")
    engine.signable(contract_from(row.versions.get(number=row.current).body))
    second_factor.note_attempt(by=by, at=at)
    return _signed(by=by, at=at, ref=ref, seen=seen, code=code)


@transaction.atomic
def _signed(*, by: Viewer, at: datetime, ref: str, seen: str, code: str) -> Amendment:
    row, side = _locked(by, ref, "contract.sign")
    before = _moved(row, "sign", side)
    _check_in_force(row.contract, at)
    version = _last(row, seen)
    given = signature_of(version, side, by=by, at=at, code=code)
    _noted(row, "signed", by=by, at=at, before=before, side=side, hash=given.hash)
    if row.state == State.IN_FORCE:
        _put_in_force(row, version, by=by, at=at)
    else:
        row.save(update_fields=["state"])
        telling.amendment(row, side, "amendment_signed", at=at)
    return row


def _put_in_force(row: Amendment, version: ContractVersion, *, by: Viewer, at: datetime) -> None:
    """The contract goes on under this version; its files stay those of the version that it replaces."""
    contract = row.contract
    before = _ends(contract.versions.get(number=row.amends))
    row.evidence_sha256, row.paper_sha256 = files_of(version, at)
    row.in_force_at = at
    row.save()
    noticed = contract.ends_on if contract.ends_on != before else None
    ends = [day for day in (_ends(version), noticed) if day]
    contract.current, contract.ends_on = version.number, min(ends, default=None)
    contract.save(update_fields=["current", "ends_on"])
    _noted(
        row, "in_force", by=by, at=at, before=State.SIGNED_BY_ONE, hash=version.hash,
        evidence=row.evidence_sha256, paper=row.paper_sha256,
    )  # fmt: skip
    for side in OTHER:
        telling.amendment(row, side, "amendment_in_force", at=at)


def _body(
    row: Amendment, base: ContractVersion, proposal: Proposal, open_cases: Open, at: datetime
) -> engine.Contract:
    """The whole contract as it would then read, with the clause that says what it replaces."""
    said = {
        "amended_version": base.number,
        "amended_hash": base.hash,
        "open_cases": str(open_cases),
    }
    own = Term(CLAUSE, library().newest(CLAUSE).version, said)
    terms = (*(term for term in proposal.terms if term.clause != CLAUSE), own)
    body = body_of(row.contract, row.current, replace(proposal, terms=terms))
    now = contract_from(base.body)
    old, new = engine.machine_values(now), engine.machine_values(body)
    for meaning, name in FIXED.items():
        if old.get(meaning) != new.get(meaning):
            raise Invalid(
                "NOT_BY_AMENDMENT",
                Text("{name}不能用变更来改。", "An amendment cannot change {name}."),
                Text("请终止后另签一份合同。", "End the contract and sign another."),
                name=name,
            )
    _check_term(new, legal_day(row.contract, at))
    changed = {one.what for one in differences(replace(now, version=body.version), body)}
    if not changed - {"clauses", *(v.meaning for v in library().newest(CLAUSE).variables)}:
        raise _nothing_changed()
    return body


def _check_term(values: Mapping[str, Any], today: date) -> None:
    ends = values.get("term.ends")
    if isinstance(ends, str) and ends < today.isoformat():
        raise Invalid(
            "ENDS_IN_THE_PAST",
            Text("新的结束日 {day} 已经过去。", "The new last day, {day}, has passed already."),
            Text("要现在结束，请用“通知终止”。", "To end it now, give notice."),
            day=ends,
        )


def _check_in_force(contract: Contract, at: datetime) -> None:
    is_over = contract.ends_on is not None and contract.ends_on < legal_day(contract, at)
    if contract.state != State.IN_FORCE or is_over:
        raise WrongState(
            "NOT_IN_FORCE",
            Text(
                "合同不在生效中，不能变更。", "The contract is not in force and cannot be amended."
            ),
            Text("请另签一份合同。", "Sign a new contract."),
        )


def _check_seen(version: ContractVersion, seen: str) -> None:
    if contract_hash(contract_from(version.body)) != seen:
        raise WrongState(
            "VERSION_MOVED",
            Text("对方刚刚提出了新版本。", "The other side has just proposed a new version."),
            Text("请先看过最新版本再决定。", "Read the latest version first, then decide."),
        )


def _locked(by: Viewer, ref: str, verb: str) -> tuple[Amendment, Side]:
    """The amendment with its contract locked, read again behind the lock."""
    contract, side = locked(by, queries.amendment(by, ref).contract.ref, verb)
    row = queries.amendment(by, ref)
    row.contract = contract
    return row, side


def _moved(row: Amendment | Contract, event: str, side: Side) -> str:
    """Amendments are negotiated by the contract's own table."""
    before = row.state
    row.state = states.after(before, event, side)
    return before


def _last(row: Amendment, seen: str) -> ContractVersion:
    last = row.versions.get(number=row.current)
    _check_seen(last, seen)
    return last


def _kept(
    row: Amendment, body: engine.Contract, side: Side, by: Viewer, at: datetime
) -> ContractVersion:
    return keep(row.contract, body, side, by=by, at=at, amendment=row)


def _next(contract: Contract) -> int:
    return max(contract.versions.values_list("number", flat=True)) + 1


def _asked_of(side: Side) -> State:
    """Where a proposal of `side` stands: with the other."""
    return State.OFFERED if side == "partner" else State.COUNTERED


def _cancel(version: ContractVersion, at: datetime) -> None:
    version.signatures.filter(cancelled_at__isnull=True).update(cancelled_at=at)


def _ends(version: ContractVersion) -> date | None:
    ends = engine.machine_values(contract_from(version.body)).get("term.ends")
    return date.fromisoformat(ends) if ends else None


def _nothing_changed() -> Invalid:
    return Invalid(
        "NOTHING_CHANGED",
        Text("与现行版本没有区别。", "Nothing differs from what stands."),
        Text("请先改动条款。", "Change a term first."),
    )


def _noted(
    row: Amendment, action: str, *, by: Viewer, at: datetime, before: str = "", **after: Any
) -> None:
    more = {"amendment": row.ref, "amendment_state": str(row.state), **after}
    noted(row.contract, f"amendment_{action}", by=by, at=at, before=before, **more)
