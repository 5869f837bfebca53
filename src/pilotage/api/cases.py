"""Cases over the API: open, read, write, and the clocks with the very events anybody can replay."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import StrictBool

from pilotage.api.examples import such_as
from pilotage.api.paging import Offset, page
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions, queries
from pilotage.platform.cases.actions.open import LONGEST_TITLE
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.clocks import clocks, policy, told
from pilotage.platform.cases.models import Case
from pilotage.platform.engagements.contracts.said import LONGEST
from pilotage.web.viewer import viewer

router = Router(tags=["cases · 服务单"])


class SayIn(Schema):
    """`key`: your own number of the message; sent again with it, it is there once."""

    text: str = Field("", max_length=LONGEST)
    key: str | None = Field(None, max_length=64)


class CaseIn(SayIn):
    model_config = such_as(contract="ctr_7Q2M9D4K1HXA", title="十月申报", text="请说明差额。")
    contract: str
    title: str = Field(max_length=LONGEST_TITLE)


class StepIn(SayIn):
    """`auto`: a machine of the partner wrote the reply; it answers nothing."""

    do: Literal["reply", "thank", "ask", "resolve", "reopen"]
    auto: StrictBool = False


class ClockOut(Schema):
    """A promise that is not kept yet; seconds of working time."""

    promise: str
    state: str
    due: datetime
    left_seconds: int
    total_seconds: int


class PromiseVerdictOut(Schema):
    promise: str
    state: str
    due: datetime
    ended_at: datetime
    overrun_seconds: int
    hash: str


class CaseOut(Schema):
    ref: str
    contract: str
    title: str
    state: str
    opened_side: str
    opened_at: datetime
    merged_into: str | None


class CaseWhole(CaseOut):
    """`policy` and `events` are a case of `pilotage sla replay`."""

    clocks: list[ClockOut]
    verdicts: list[PromiseVerdictOut]
    policy: dict[str, Any]
    events: list[dict[str, Any]]


@router.get("", response=list[CaseOut])
def cases(request: HttpRequest, contract: str = "", offset: Offset = 0) -> list[CaseOut]:
    """Your own, those changed last first, fifty from `offset` on; of one contract if it is named."""
    rows = queries.cases(viewer(request))
    rows = rows.filter(contract__ref=contract) if contract else rows
    return [CaseOut(**_facts(one)) for one in page(rows, offset)]


@router.post("", response={201: CaseWhole})
def open_case(request: HttpRequest, given: CaseIn) -> Status[CaseWhole]:
    """The seller's case starts the contract's clocks; the partner's is a question to the seller."""
    who = viewer(request)
    row = actions.open_case(
        by=who,
        at=who.at,
        contract=given.contract,
        title=given.title,
        told=Told(given.text, (), given.key),
    )
    return Status(201, _whole(who, row.ref))


@router.get("/{ref}", response=CaseWhole)
def case(request: HttpRequest, ref: str) -> CaseWhole:
    """One case with its clocks, verdicts and events."""
    return _whole(viewer(request), ref)


@router.post("/{ref}/steps", response=CaseWhole)
def step_in_case(request: HttpRequest, ref: str, given: StepIn) -> CaseWhole:
    """Write in it: reply, thank, ask (pauses the correction), resolve, reopen."""
    who = viewer(request)
    more = {"auto": True} if given.auto and given.do == "reply" else {}
    actions.WRITTEN[given.do](
        by=who, at=who.at, ref=ref, told=Told(given.text, (), given.key), **more
    )
    return _whole(who, ref)


def _facts(one: Case) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "contract": one.contract.ref,
        "title": one.title,
        "state": one.state,
        "opened_side": one.opened_side,
        "opened_at": one.opened_at,
        "merged_into": one.merged_into.ref if one.merged_into else None,
    }


def _whole(who: Viewer, ref: str) -> CaseWhole:
    found = queries.case(who, ref)
    running = clocks(found, who.at)
    verdicts = queries.standing(who, found)
    return CaseWhole(
        **_facts(found),
        clocks=[
            ClockOut(
                promise=str(one.promise),
                state=str(one.state),
                due=one.due,
                left_seconds=one.left,
                total_seconds=one.total,
            )
            for one in running
        ],
        verdicts=[PromiseVerdictOut.from_orm(one) for one in verdicts],
        policy=policy(found),
        events=told(queries.messages(who, found)),
    )
