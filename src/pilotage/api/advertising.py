"""Advertising over the API: files in, changes with their evidence out, decisions, approval, the sheet; and proofs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import StrictBool

from pilotage.api.days import Day
from pilotage.api.paging import Offset, Position, page
from pilotage.engines.ads.kept_plan import Only
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import AdPlan, AdProof
from pilotage.platform.advertising.states import State
from pilotage.platform.advertising.verdicts import verdicts
from pilotage.web.advertising import asking
from pilotage.web.viewer import viewer

router = Router(tags=["advertising · 广告"])
Verdict = Literal["accepted", "refused", "open"]


class AskedIn(Schema):
    """`seller`: only a partner names one. `site`: DE, FR, … or * for every one. Shares as fractions; lists by commas."""

    seller: str = ""
    site: str = EVERYTHING
    target_acos: str = ""


class PlanIn(AskedIn):
    """Limits of a plan; blank is as the planner has it."""

    budget: str = ""
    step_up: str = ""
    step_down: str = ""
    brand: str = ""
    brand_acos: str = ""
    frozen: str = ""
    never_raise: str = ""
    currency: str = ""
    as_of: str = ""


class ProofIn(AskedIn):
    """`partner`, `own`: users as the history writes them, by commas; `default`: whose changes name no user."""

    start: str = ""
    until: str = ""
    partner: str = ""
    own: str = ""
    default: Literal["unknown", "partner", "seller"] = "unknown"


class ChangesDecisionIn(Schema):
    """Which changes: `places`, or with `all` every one that `what`, `guard`, `campaign`, `words`, `standing` name."""

    verdict: Verdict
    reason: str = ""
    places: list[Position] = []
    all: StrictBool = False
    what: str = ""
    guard: str = ""
    campaign: str = ""
    words: str = ""
    standing: str = ""


class NoteIn(Schema):
    note: str = ""


class SeenIn(Schema):
    """`seen` as the plan was read: an approval is given to that and nothing else."""

    seen: str


class DayIn(Schema):
    on: Day


class PlanOut(Schema):
    """`accepted`: how many changes the approval was given to."""

    ref: str
    site: str
    state: str
    done: int
    total: int
    changes: int
    advice: int
    accepted: int
    note: str
    started_at: datetime
    ended_at: datetime | None
    approved_at: datetime | None
    applied_on: date | None


class PlanWhole(PlanOut):
    """`verdicts`: how many changes stand how; `seen` is what an approval has to name; `summary` as the engine says it."""

    wishes: dict[str, Any]
    summary: dict[str, Any] | None
    error: dict[str, Any] | None
    verdicts: dict[str, int]
    seen: str
    steps: list[str]
    has_sheet: bool


class ChangeOut(Schema):
    """`change` as `ads plan --json` says it."""

    position: int
    verdict: Verdict
    reason: str
    decided_at: datetime | None
    change: dict[str, Any]


class ChangesOut(Schema):
    """`count` changes in all, those of the page from `offset` on."""

    count: int
    changes: list[ChangeOut]


class DecisionOut(Schema):
    verdict: Verdict
    reason: str
    count: int
    at: datetime


class ProofOut(Schema):
    ref: str
    site: str
    state: str
    done: int
    total: int
    started_at: datetime
    ended_at: datetime | None


class ProofWhole(ProofOut):
    """`result`: the proof with intervals, and how the files were; `error` why there is none."""

    wishes: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None


@router.get("/plans", response=list[PlanOut])
def ad_plans(request: HttpRequest, offset: Offset = 0) -> list[AdPlan]:
    """Your own, or those granted to you, the newest first, fifty from `offset` on."""
    return list(page(queries.plans(viewer(request)), offset))


@router.post("/plans", response={202: PlanWhole})
def start_ad_plan(
    request: HttpRequest,
    asked: Form[PlanIn],
    terms: UploadedFile | None = File(None),  # noqa: B008  ninja reads it so
    targeting: UploadedFile | None = File(None),  # noqa: B008
    bulk: UploadedFile | None = File(None),  # noqa: B008
    history: UploadedFile | None = File(None),  # noqa: B008
) -> Status[dict[str, Any]]:
    """The files as downloaded, one in each field; read it again until `state` is `review`."""
    who = viewer(request)
    seller = queries.seller(who, asked.seller, asked.site)
    documents = asking.documents(request, who, seller)
    wishes = asked.dict(exclude={"seller", "site"})
    wishes |= {name: asking.listed(wishes[name]) for name in ("brand", "frozen", "never_raise")}
    made = actions.start(by=who, at=who.at, seller=seller, site=asked.site, documents=documents, wishes=wishes)  # fmt: skip
    return Status(202, _whole(request, made))


@router.get("/plans/{ref}", response=PlanWhole)
def ad_plan(request: HttpRequest, ref: str) -> dict[str, Any]:
    return _whole(request, queries.plan(viewer(request), ref))


@router.get("/plans/{ref}/changes", response=ChangesOut)
def ad_plan_changes(
    request: HttpRequest,
    ref: str,
    offset: Offset = 0,
    what: str = Query(""),
    guard: str = Query(""),
    campaign: str = Query(""),
    words: str = Query(""),
    standing: str = Query(""),
) -> dict[str, Any]:
    """Fifty from `offset` (a multiple of fifty) on, what costs most first within its kind."""
    who = viewer(request)
    plan = queries.plan(who, ref)
    only = Only(what=what, guard=guard, words=words, campaign=campaign)
    found = queries.changes(who, plan, only, standing, offset // queries.PER_PAGE + 1)
    rows = [
        {
            "position": one.change["position"],
            "verdict": one.verdict,
            "reason": one.decision.reason if one.decision else "",
            "decided_at": one.decision.at if one.decision else None,
            "change": one.change,
        }
        for one in found.rows
    ]
    return {"count": found.count, "changes": rows if offset < found.count else []}


@router.post("/plans/{ref}/decide", response=DecisionOut)
def decide_ad_changes(request: HttpRequest, ref: str, given: ChangesDecisionIn) -> Any:
    """Accept, refuse with a reason, or open again; the last word on a change counts."""
    who = viewer(request)
    only = Only(what=given.what, guard=given.guard, words=given.words, campaign=given.campaign)
    return actions.decide(
        by=who, at=who.at, ref=ref, verdict=given.verdict, reason=given.reason,
        places=given.places, only=only if given.all else None, standing=given.standing,
    )  # fmt: skip


@router.post("/plans/{ref}/propose", response=PlanWhole)
def propose_ad_plan(request: HttpRequest, ref: str, given: NoteIn) -> dict[str, Any]:
    """Put it before the seller."""
    who = viewer(request)
    return _whole(request, actions.propose(by=who, at=who.at, ref=ref, words=given.note))


@router.post("/plans/{ref}/return", response=PlanWhole)
def return_ad_plan(request: HttpRequest, ref: str, given: NoteIn) -> dict[str, Any]:
    """The seller sends it back, saying why."""
    who = viewer(request)
    return _whole(request, actions.give_back(by=who, at=who.at, ref=ref, words=given.note))


@router.post("/plans/{ref}/approve", response=PlanWhole)
def approve_ad_plan(request: HttpRequest, ref: str, given: SeenIn) -> dict[str, Any]:
    """What is accepted, as it was seen; the sheet is there a moment later."""
    who = viewer(request)
    return _whole(request, actions.approve(by=who, at=who.at, ref=ref, seen=given.seen))


@router.post("/plans/{ref}/again", response=PlanWhole)
def write_ad_sheet_again(request: HttpRequest, ref: str) -> dict[str, Any]:
    """After the sheet could not be written."""
    who = viewer(request)
    return _whole(request, actions.make_sheet(by=who, at=who.at, ref=ref))


@router.post("/plans/{ref}/apply", response=PlanWhole)
def note_ad_plan_applied(request: HttpRequest, ref: str, given: DayIn) -> dict[str, Any]:
    """Somebody uploaded the sheet on that day. Nothing is sent to Amazon from here."""
    who = viewer(request)
    return _whole(request, actions.apply(by=who, at=who.at, ref=ref, on=given.on))


@router.post("/plans/{ref}/drop", response=PlanWhole)
def drop_ad_plan(request: HttpRequest, ref: str) -> dict[str, Any]:
    """The seller wants none of it."""
    who = viewer(request)
    return _whole(request, actions.drop(by=who, at=who.at, ref=ref))


@router.get("/plans/{ref}/files/{what}")
def ad_plan_file(request: HttpRequest, ref: str, what: Literal["json", "book", "sheet"]) -> FileResponse:  # fmt: skip
    """The plan as JSON or workbook, or the sheet to upload."""
    path, name = queries.file(viewer(request), ref, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@router.get("/proofs", response=list[ProofOut])
def ad_proofs(request: HttpRequest, offset: Offset = 0) -> list[AdProof]:
    """Your own, or those granted to you, the newest first, fifty from `offset` on."""
    return list(page(queries.proofs(viewer(request)), offset))


@router.post("/proofs", response={202: ProofWhole})
def start_ad_proof(
    request: HttpRequest,
    asked: Form[ProofIn],
    history: UploadedFile | None = File(None),  # noqa: B008
    terms: UploadedFile | None = File(None),  # noqa: B008
    targeting: UploadedFile | None = File(None),  # noqa: B008
    bulk: UploadedFile | None = File(None),  # noqa: B008
) -> Status[AdProof]:
    """The history of changes and reports by day; read it again until `state` is `done`."""
    who = viewer(request)
    seller = queries.seller(who, asked.seller, asked.site)
    documents = asking.documents(request, who, seller)
    wishes = {
        **asked.dict(include={"start", "until", "target_acos", "default"}),
        "partner": asking.listed(asked.partner),
        "seller": asking.listed(asked.own),
    }
    made = actions.start_proof(by=who, at=who.at, seller=seller, site=asked.site, documents=documents, wishes=wishes)  # fmt: skip
    return Status(202, made)


@router.get("/proofs/{ref}", response=ProofWhole)
def ad_proof(request: HttpRequest, ref: str) -> AdProof:
    return queries.proof(viewer(request), ref)


def _whole(request: HttpRequest, made: AdPlan) -> dict[str, Any]:
    state = verdicts(made)
    plain = {name: getattr(made, name) for name in (*PlanOut.model_fields, "wishes", "summary", "error")}  # fmt: skip
    return plain | {
        "verdicts": state.counts,
        "seen": state.seen,
        "steps": sorted(queries.steps(viewer(request), made)),
        "has_sheet": bool(made.sheet_sha256) and made.state != State.DROPPED,
    }
