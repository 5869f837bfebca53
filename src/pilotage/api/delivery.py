"""Work over the API: propose, agree, hand in, accept or return, review, dispute."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import StrictBool

from pilotage.api.days import Day
from pilotage.api.disputes import DisputeIn, DisputeStandingOut, standing
from pilotage.api.examples import such_as
from pilotage.api.listed import Category, Country, WorkKind
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import actions, queries, reviews, turns
from pilotage.platform.delivery.actions import Handed, Said, Work
from pilotage.platform.delivery.models import Deliverable, Step, WorkOrder
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

router = Router(tags=["work · 交付"])


class WorkIn(Schema):
    """`kind`: whose steps it takes (`vat_filing`, `trade_mark_search` …); `fee_item`: a project charge of the contract."""

    model_config = such_as(kind="vat_filing", category="vat_filing", country="DE", title="2027-01")
    kind: WorkKind
    category: Category
    country: Country
    title: str
    fee_item: str = ""
    due: Day | None = None


class WhyIn(Schema):
    why: str = ""


class ReviewIn(Schema):
    """Three facts about the other side; sealed until both have written."""

    kept_agreement: StrictBool
    in_time: StrictBool
    again: StrictBool
    text: str = ""


class FileOut(Schema):
    ref: str
    name: str
    sha256: str
    size: int


class DeliverableOut(Schema):
    ref: str
    number: int
    side: str
    state: str
    text: str
    files: list[FileOut]
    filing: str | None
    made_at: datetime
    answer_by: datetime | None
    accepted_how: str
    why: str


class OrderStepOut(Schema):
    ref: str
    code: str
    zh: str
    en: str
    actor: str
    proof: str
    needs_acceptance: bool
    is_optional: bool
    is_milestone: bool
    state: str
    done_at: datetime | None
    deliverables: list[DeliverableOut]


class StandingWork(Schema):
    """`turn`: which side has to act; empty once it has ended."""

    ref: str
    contract: str
    kind: str
    category: str
    country: str
    title: str
    fee_item: str
    due: date | None
    state: str
    turn: str


class ReviewOut(Schema):
    ref: str
    side: str
    kept_agreement: bool
    in_time: bool
    again: bool
    text: str
    published_at: datetime
    struck_at: datetime | None


class WorkOut(StandingWork):
    acceptance: str
    silence_accepts: bool
    steps: list[OrderStepOut]
    reviews: list[ReviewOut]


@router.get("/of/{ref}", response=list[StandingWork])
def work_of_contract(request: HttpRequest, ref: str) -> list[dict[str, Any]]:
    """Every work order under a contract (`ctr_…`)."""
    who = viewer(request)
    contract = contracts.contract(who, ref)
    contracts.side_of(who, contract)
    return [_standing(one) for one in queries.of_contract(who, contract)]


@router.post("/of/{ref}", response=WorkOut)
def propose_work(request: HttpRequest, ref: str, given: WorkIn) -> dict[str, Any]:
    """Propose work under a contract; the other side has to agree."""
    who = viewer(request)
    made = actions.propose(by=who, at=who.at, contract=ref, work=Work(**given.dict()))
    return _whole(who, made.ref)


@router.get("/{ref}", response=WorkOut)
def work(request: HttpRequest, ref: str) -> dict[str, Any]:
    return _whole(viewer(request), ref)


@router.post("/{ref}/agree", response=WorkOut)
def agree_work(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    actions.agree(by=who, at=who.at, ref=ref)
    return _whole(who, ref)


@router.post("/{ref}/decline", response=WorkOut)
def decline_work(request: HttpRequest, ref: str, given: WhyIn) -> dict[str, Any]:
    who = viewer(request)
    actions.decline(by=who, at=who.at, ref=ref, why=given.why)
    return _whole(who, ref)


@router.post("/{ref}/terminate", response=WorkOut)
def terminate_work(request: HttpRequest, ref: str, given: WhyIn) -> dict[str, Any]:
    """With reasons; what was accepted stays accepted."""
    who = viewer(request)
    actions.terminate(by=who, at=who.at, ref=ref, why=given.why)
    return _whole(who, ref)


@router.post("/steps/{ref}/hand-in", response=WorkOut)
def hand_in_step(
    request: HttpRequest,
    ref: str,
    text: Form[str] = "",
    filing: Form[str] = "",
    files: File[list[UploadedFile]] = [],  # noqa: B006  read, never changed; ninja wants a list
) -> dict[str, Any]:
    """What the step asks for: words, files, a filing (`fil_…`)."""
    who = viewer(request)
    step = queries.step(who, ref)
    check_may(who, "work.do")
    documents = [kept(who, "deliverable", one).ref for one in files]
    actions.hand_in(by=who, at=who.at, step=ref, handed=Handed(text, documents, filing))
    return _whole(who, step.order.ref)


@router.post("/steps/{ref}/skip", response=WorkOut)
def skip_step(request: HttpRequest, ref: str, given: WhyIn) -> dict[str, Any]:
    """A step that may be left out is not needed; say why."""
    who = viewer(request)
    step = actions.skip(by=who, at=who.at, step=ref, why=given.why)
    return _whole(who, step.order.ref)


@router.post("/steps/{ref}/review", response=WorkOut)
def review_work(request: HttpRequest, ref: str, given: ReviewIn) -> dict[str, Any]:
    """Once a side, after the milestone was accepted or the work terminated."""
    who = viewer(request)
    actions.review(by=who, at=who.at, step=ref, said=Said(**given.dict()))
    return _whole(who, queries.step(who, ref).order.ref)


@router.post("/deliverables/{ref}/accept", response=WorkOut)
def accept_deliverable(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    return _after(who, actions.accept(by=who, at=who.at, ref=ref))


@router.post("/deliverables/{ref}/return", response=WorkOut)
def return_deliverable(request: HttpRequest, ref: str, given: WhyIn) -> dict[str, Any]:
    """With reasons; the step begins anew."""
    who = viewer(request)
    return _after(who, actions.return_it(by=who, at=who.at, ref=ref, why=given.why))


@router.post("/deliverables/{ref}/take-back", response=WorkOut)
def take_back_deliverable(request: HttpRequest, ref: str) -> dict[str, Any]:
    who = viewer(request)
    return _after(who, actions.take_back(by=who, at=who.at, ref=ref))


@router.post("/deliverables/{ref}/dispute", response=DisputeStandingOut)
def dispute_deliverable(request: HttpRequest, ref: str, given: DisputeIn) -> dict[str, Any]:
    who = viewer(request)
    return standing(actions.dispute_deliverable(by=who, at=who.at, ref=ref, **given.dict()))


@router.post("/reviews/{ref}/dispute", response=DisputeStandingOut)
def dispute_review(request: HttpRequest, ref: str, given: DisputeIn) -> dict[str, Any]:
    who = viewer(request)
    return standing(actions.dispute_review(by=who, at=who.at, ref=ref, **given.dict()))


def _after(who: Viewer, row: Deliverable) -> dict[str, Any]:
    return _whole(who, row.step.order.ref)


def _standing(one: WorkOrder) -> dict[str, Any]:
    names = StandingWork.model_fields.keys() - {"contract", "turn"}
    kept_as = {name: getattr(one, name) for name in names}
    return {**kept_as, "contract": one.contract.ref, "turn": turns.turn(one)}


def _whole(who: Viewer, ref: str) -> dict[str, Any]:
    found = queries.work_order(who, ref)
    return {
        **_standing(found),
        "acceptance": found.acceptance,
        "silence_accepts": found.silence_accepts,
        "steps": [_step(one) for one in found.steps.all()],
        "reviews": list(reviews.published(who, found)),
    }


def _step(one: Step) -> dict[str, Any]:
    names = OrderStepOut.model_fields.keys() - {"zh", "en", "deliverables"}
    handed = one.deliverables.select_related("filing").prefetch_related("files")
    return {
        **{name: getattr(one, name) for name in names},
        "zh": one.name_zh,
        "en": one.name_en,
        "deliverables": [_handed(row) for row in handed],
    }


def _handed(one: Deliverable) -> dict[str, Any]:
    names = DeliverableOut.model_fields.keys() - {"files", "filing"}
    return {
        **{name: getattr(one, name) for name in names},
        "files": list(one.files.all()),
        "filing": one.filing.ref if one.filing else None,
    }
