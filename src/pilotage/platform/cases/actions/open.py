"""A side opens a case: the seller's starts the clocks, the partner's puts a question to the seller."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import telling
from pilotage.platform.cases.actions.step import Told, kept, noted, settle
from pilotage.platform.cases.models import Case, CaseEvent
from pilotage.platform.cases.states import State
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.said import worded
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract

LONGEST_TITLE = 120


@transaction.atomic
def open_case(*, by: Viewer, at: datetime, contract: str, title: str, told: Told) -> Case:
    """Under a contract in force; sent again with the same key it is the same case.

    Raises `NotAllowed`, `WrongState`, `Invalid`.
    """
    check_may(by, "case.write")
    found = contracts.contract(by, contract)
    side = contracts.side_of(by, found)
    Contract.objects.select_for_update().get(pk=found.pk)
    if before := _opened_before(found, told):
        return before
    _check_in_force(found)
    worded(told.text)
    row = Case.objects.create(
        contract=found,
        version=found.versions.get(number=found.current),
        title=_titled(title),
        state=State.OPEN if side == "seller" else State.WAITING,
        opened_side=side,
        opened_by=by.actor,
        opened_at=at,
        changed_at=at,
    )
    kind = "opened" if side == "seller" else "waiting_for_seller"
    kept(row, kind, side, by=by, at=at, told=told)
    settle(row, by, at)
    noted(row, "opened", by=by, at=at, side=side)
    telling.other_side(row, side, "opened", at=at)
    return row


def _opened_before(contract: Contract, told: Told) -> Case | None:
    if not told.key:
        return None
    found = CaseEvent.objects.filter(case__contract=contract, key=told.key).first()
    return found.case if found else None


def _check_in_force(contract: Contract) -> None:
    if contract.state not in (ContractState.IN_FORCE, ContractState.ENDED):
        raise WrongState(
            "CONTRACT_NOT_SIGNED",
            Text("合同签署后才能开服务单。", "A case is opened once the contract is signed."),
            Text("请先签署合同。", "Sign the contract first."),
        )


def _titled(title: str) -> str:
    said = " ".join(title.split())
    if not said or len(said) > LONGEST_TITLE:
        raise Invalid(
            "NO_TITLE",
            Text("请写标题，最多 {most} 字。", "Write a title, at most {most} characters."),
            most=LONGEST_TITLE,
        )
    return said
