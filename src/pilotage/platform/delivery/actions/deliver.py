"""Steps are taken: something is handed in, taken back, or a step is not needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, NotAllowed, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import Filing
from pilotage.platform.delivery import queries, states, telling, turns
from pilotage.platform.delivery.actions.moving import (
    finish,
    locked,
    move_deliverable,
    move_step,
    noted,
)
from pilotage.platform.delivery.models import Deliverable, DeliverableFile, Step, WorkOrder
from pilotage.platform.delivery.terms import answer_by
from pilotage.platform.disputes.states import OPEN as IN_DISPUTE
from pilotage.platform.documents import queries as documents
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts.said import LONGEST, digest, worded


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed in: words, files of one's own (by reference), a filing (by reference)."""

    text: str = ""
    files: Sequence[str] = ()
    filing: str = ""


@transaction.atomic
def hand_in(*, by: Viewer, at: datetime, step: str, handed: Handed) -> Deliverable:
    """What the step asks for. It waits for the seller where the step needs acceptance, else the step is done."""
    row, side = _its_turn(by, step)
    files, filing = _read(by, row, handed)
    _check_proof(row, handed)
    waits = row.needs_acceptance
    move_step(row, "submit" if waits else "note", side, at)
    made = Deliverable.objects.create(
        step=row,
        number=row.deliverables.count() + 1,
        side=side,
        text=handed.text.strip(),
        filing=filing,
        state=states.Deliverable.SUBMITTED if waits else states.Deliverable.NOTED,
        made_by=by.actor,
        made_at=at,
    )
    DeliverableFile.objects.bulk_create(
        DeliverableFile(deliverable=made, name=one.name, sha256=one.sha256, size=one.size)
        for one in files
    )
    if waits:
        made.answer_by, made.provisional = answer_by(row.order.contract, at, row.order.acceptance)
        made.save(update_fields=["answer_by", "provisional"])
    _note_handed(by, at, made, files)
    telling.other_side(row.order, side, "submitted" if waits else "noted", at=at, step=row)
    if not waits:
        finish(row.order, row, by=by, at=at)
    return made


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, ref: str) -> Deliverable:
    """The partner takes back what the seller has not answered yet, to hand in something better."""
    found = queries.deliverable(by, ref)
    order, side = locked(by, found.step.order.ref, "work.do")
    row = queries.deliverable(by, ref)
    move_deliverable(row, "return", _partner(side), by=by, at=at)
    noted(order, "taken_back", by=by, at=at, deliverable=row.ref)
    return row


@transaction.atomic
def skip(*, by: Viewer, at: datetime, step: str, why: str) -> Step:
    """A step that may be left out is not needed this time; the partner says why."""
    row, side = _its_turn(by, step)
    if not row.is_optional:
        raise WrongState("STEP_NEEDED", Text("这一步不能省略。", "This step cannot be left out."))
    said = worded(why, 500)
    move_step(row, "skip", side, at)
    noted(row.order, "step_skipped", by=by, at=at, step=row.ref, words=digest(said))
    finish(row.order, row, by=by, at=at)
    return row


def _its_turn(by: Viewer, ref: str) -> tuple[Step, states.Actor]:
    """The step, its order locked, when it is the next one and `by`'s side takes it."""
    found = queries.step(by, ref)
    order, side = locked(by, found.order.ref, "work.do")
    row = turns.current(order)
    if order.state != states.Order.OPEN or row is None or row.ref != ref:
        raise WrongState(
            "NOT_THE_NEXT_STEP",
            Text("现在轮不到这一步。", "This step does not come next."),
            Text("请刷新页面查看最新进展。", "Reload the page to see where the work stands."),
        )
    # What an authority does is brought by the partner.
    if side != ("seller" if row.actor == "seller" else "partner"):
        raise NotAllowed(
            "NOT_YOUR_STEP", Text("这一步由对方完成。", "This step is the other side's.")
        )
    _check_undisputed(by, row)
    row.order = order
    return row, side


def _check_undisputed(by: Viewer, row: Step) -> None:
    last = row.deliverables.last()
    about = queries.dispute_about(by, last) if last else None
    if about is not None and about.state in IN_DISPUTE:
        raise WrongState(
            "IN_DISPUTE",
            Text(
                "上一次交付正在争议中，结束前不能重新交付。",
                "What was handed in last is in dispute; nothing new can be handed in before it ends.",
            ),
            Text("可以撤回争议后重新交付。", "Withdraw the dispute and hand in again."),
        )


def _partner(side: str) -> states.Actor:
    if side != "partner":
        raise NotAllowed(
            "PARTNER_ONLY",
            Text("只有服务商可以撤回交付。", "Only the partner takes back what it handed in."),
        )
    return "partner"


def _read(by: Viewer, row: Step, handed: Handed) -> tuple[list[Document], Filing | None]:
    files = [documents.document(by, ref) for ref in handed.files]
    if not handed.filing:
        return files, None
    filing = queries.filings_to_show(by, row.order).filter(ref=handed.filing).first()
    if filing is None:
        raise Invalid(
            "NO_SUCH_FILING",
            Text("没有您为这位卖家所做的这份申报。", "You made no such filing for this seller."),
            Text("请先在“申报核对”登记。", "Enter it under “Filings checked” first."),
        )
    return files, filing


def _check_proof(row: Step, handed: Handed) -> None:
    """Raises `Invalid` unless what proves the step is there: a filing is proved by itself or its receipt."""
    is_there = {
        "text": bool(handed.text.strip()),
        "file": bool(handed.files),
        "filing": bool(handed.filing or handed.files),
    }[row.proof]
    if not is_there or len(handed.text) > LONGEST:
        wanted = {
            "text": Text("写明内容", "words"),
            "file": Text("文件", "a file"),
            "filing": Text("已登记的申报或回执文件", "a filing, or the file of its receipt"),
        }[row.proof]
        raise Invalid(
            "PROOF_NEEDED",
            Text("这一步需要：{wanted}。", "This step needs {wanted}."),
            wanted=wanted,
        )


def _note_handed(by: Viewer, at: datetime, made: Deliverable, files: list[Document]) -> None:
    order: WorkOrder = made.step.order
    noted(
        order,
        "handed_in",
        by=by,
        at=at,
        step=made.step.ref,
        deliverable=made.ref,
        words=digest(made.text),
        files=[one.sha256 for one in files],
        filing=made.filing.ref if made.filing else "",
    )
