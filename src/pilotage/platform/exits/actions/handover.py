"""Moving duties from one firm to another. It ends with every return held once, and the leaving firm's access over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits import handing, queries
from pilotage.platform.exits.models import Handover, HandoverState
from pilotage.platform.grants import actions as grants
from pilotage.platform.grants.models import Grant
from pilotage.platform.notices.actions import tell

_LEAVABLE = (ContractState.IN_FORCE, ContractState.ENDED)
_NAMES = (handing.LEAVING, handing.SUCCESSOR, handing.SELF)


@transaction.atomic
def open_handover(
    *, by: Viewer, at: datetime, contract: str, successor: str, last_day: date
) -> Handover:
    """From the firm of one contract to that of another (blank: to the seller itself), by reference.

    Raises `WrongState` for a contract that was never in force or is being left already, `Invalid` for a successor
    that has no contract in force or a last day that has passed.
    """
    check_may(by, "exit.hand_over")
    leaving = Contract.objects.select_for_update().get(pk=contracts.contract(by, contract).pk)
    if leaving.state not in _LEAVABLE:
        raise WrongState(
            "NOTHING_TO_HAND_OVER",
            Text("这份合同没有生效过。", "This contract was never in force."),
            Text("直接撤回谈判即可。", "Withdraw from the negotiation instead."),
        )
    if Handover.objects.filter(contract=leaving, state=HandoverState.OPEN).exists():
        raise WrongState(
            "HANDED_OVER_ALREADY",
            Text("这份合同已在交接。", "This contract is being handed over already."),
            Text("请打开进行中的交接。", "Open the hand-over that is under way."),
        )
    if last_day < at.date():
        raise Invalid("LAST_DAY_PASSED", Text("最后一天已经过去。", "The last day has passed."))
    made = Handover.objects.create(
        contract=leaving,
        successor=_successor(by, successor, leaving),
        last_day=last_day,
        opened_by=by.actor,
        opened_at=at,
    )
    _note(by, at, made, "opened", successor=successor, last_day=last_day.isoformat())
    _tell(
        by, at, made, Text("{seller} 开始向他人交接", "{seller} has begun to hand over to others")
    )
    return made


@transaction.atomic
def choose(*, by: Viewer, at: datetime, ref: str, duty: str, who: str) -> Handover:
    """Give one return, by its key, to `leaving`, `successor` or `self`; blank takes the choice back."""
    check_may(by, "exit.hand_over")
    row = _open(by, ref)
    if duty not in {one.duty.key for one in handing.held(by, row)} or (who and who not in _NAMES):
        raise Invalid(
            "NO_SUCH_DUTY",
            Text("没有这项申报或这一方。", "There is no such return, or nobody of that name."),
            Text("请刷新页面再选。", "Reload the page and choose again."),
        )
    before = row.chosen.get(duty, "")
    row.chosen = {
        **{k: v for k, v in row.chosen.items() if k != duty},
        **({duty: who} if who else {}),
    }
    row.save(update_fields=["chosen"])
    _note(by, at, row, "chosen", duty=duty, who=who, before=before)
    return row


@transaction.atomic
def finish_handover(*, by: Viewer, at: datetime, ref: str) -> Handover:
    """Ends the leaving firm's grants at once. Raises `Invalid("PERIODS_NOT_COVERED")` while a return is held not or twice."""
    check_may(by, "exit.hand_over")
    row = _open(by, ref)
    open_returns = [one for one in handing.held(by, row) if one.is_gap or one.is_overlap]
    if open_returns:
        raise Invalid(
            "PERIODS_NOT_COVERED",
            Text(
                "还有 {n} 项申报没有人负责，或有两方负责，最近一项 {day} 到期。",
                "{n} returns have nobody to file them, or two; the nearest is due on {day}.",
            ),
            Text("请逐项指定由谁申报。", "Say of each who files it."),
            n=len(open_returns),
            day=open_returns[0].duty.day.isoformat(),
        )
    ended = _end_grants(by, at, row)
    row.state, row.ended_at = HandoverState.DONE, at
    row.save(update_fields=["state", "ended_at"])
    _note(by, at, row, "finished", grants_ended=ended)
    _tell(by, at, row, Text("与 {seller} 的交接已完成", "The hand-over of {seller} is complete"))
    return row


@transaction.atomic
def withdraw_handover(*, by: Viewer, at: datetime, ref: str) -> Handover:
    """The seller stays after all; nothing had been taken from anybody yet."""
    check_may(by, "exit.hand_over")
    row = _open(by, ref)
    row.state, row.ended_at = HandoverState.WITHDRAWN, at
    row.save(update_fields=["state", "ended_at"])
    _note(by, at, row, "withdrawn")
    _tell(by, at, row, Text("{seller} 撤回了交接", "{seller} has withdrawn the hand-over"))
    return row


def _successor(by: Viewer, ref: str, leaving: Contract) -> Contract | None:
    if not ref:
        return None
    found = contracts.contracts(by).filter(ref=ref, state=ContractState.IN_FORCE).first()
    if found is None or found.partner_id == leaving.partner_id:
        raise Invalid(
            "NO_SUCH_SUCCESSOR",
            Text(
                "接手的须是另一家与您有生效合同的服务商。",
                "Whoever takes over must be another firm with a contract in force.",
            ),
            Text(
                "请先与接手方签约，或选择自己申报。", "Sign with them first, or file by yourself."
            ),
        )
    return found


def _open(by: Viewer, ref: str) -> Handover:
    row = Handover.objects.select_for_update().get(pk=queries.handover(by, ref).pk)
    if row.state != HandoverState.OPEN:
        raise WrongState(
            "HANDOVER_ENDED",
            Text("这次交接已结束。", "This hand-over has ended."),
            Text("需要时请重新发起。", "Begin another if you need one."),
        )
    return row


def _end_grants(by: Viewer, at: datetime, of: Handover) -> int:
    live = Grant.objects.filter(
        seller=of.contract.seller, firm=of.contract.partner, revoked_at__isnull=True
    )
    refs = list(live.filter(parent__isnull=True).values_list("ref", flat=True))
    for ref in refs:
        grants.revoke(by=by, at=at, ref=ref)
    return len(refs)


def _note(by: Viewer, at: datetime, row: Handover, what: str, **after: object) -> None:
    record(
        by=by.actor,
        at=at,
        tenant=row.contract.seller.ref,
        action=f"handover.{what}",
        object=f"handover:{row.ref}",
        after=after,
    )


def _tell(by: Viewer, at: datetime, row: Handover, says: Text) -> None:
    """The leaving firm hears it, and the one that takes over."""
    firms = [row.contract.partner] + ([row.successor.partner] if row.successor else [])
    for firm in firms:
        tell(
            by=by,
            at=at,
            organisation=firm,
            kind="exit.handover",
            about=f"handover:{row.ref}",
            title=says.with_(seller=row.contract.seller.name),
            link=reverse("exits:handover", args=[row.ref]),
        )
