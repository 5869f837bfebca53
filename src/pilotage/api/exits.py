"""Taking everything along over the API: ask with a fresh code, wait, fetch; and the hand-overs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status

from pilotage.api.paging import Offset, page
from pilotage.platform.exits import actions, handing, queries, shelf
from pilotage.platform.exits.keys import EXIT_KEY, public_key
from pilotage.platform.exits.models import ExitBag, Handover
from pilotage.web.viewer import viewer

router = Router(tags=["exits · 带走与交接"])


class CodeIn(Schema):
    """`code`: of your authenticator app, now. A key alone takes nothing along."""

    code: str


class RootIn(Schema):
    root: str


class BagOut(Schema):
    """`done` of `total` parts while it is made; `root` once it is. `missing`: original files the store had lost."""

    ref: str
    state: str
    done: int
    total: int
    root: str
    size: int
    missing: int
    started_at: datetime
    kept_until: datetime | None
    confirmed_at: datetime | None


class KeyOut(Schema):
    """What `pilotage exit verify --key` takes."""

    name: str
    public: str


class HandoverReturnOut(Schema):
    """One return and who files it: `leaving`, `successor`, `self`; nobody is a gap, two are an overlap."""

    key: str
    place: str
    period: str
    due: date
    by: list[str]


class HandoverOut(Schema):
    ref: str
    state: str
    contract: str
    successor: str | None
    last_day: date
    returns: list[HandoverReturnOut]


@router.get("/bags", response=list[BagOut])
def bags(request: HttpRequest, offset: Offset = 0) -> list[BagOut]:
    """The latest 50 from `offset` on."""
    return [_bag(request, one) for one in page(queries.bags(viewer(request)), offset)]


@router.post("/bags", response={202: BagOut})
def take_everything(request: HttpRequest, given: CodeIn) -> Status[BagOut]:
    """Queue a bag; one that is being made already is the answer."""
    who = viewer(request)
    return Status(202, _bag(request, actions.ask_with_code(by=who, at=who.at, code=given.code)))


@router.get("/key", response=KeyOut)
def exit_key(request: HttpRequest) -> KeyOut:
    """The public key that signs bags and certificates."""
    return KeyOut(name=EXIT_KEY, public=public_key())


@router.get("/bags/{ref}", response=BagOut)
def bag(request: HttpRequest, ref: str) -> BagOut:
    return _bag(request, queries.bag(viewer(request), ref))


@router.post("/bags/{ref}/fetch")
def fetch_bag(request: HttpRequest, ref: str) -> FileResponse:
    """The file. A POST, because the chain says who took it."""
    who = viewer(request)
    made = actions.fetched(by=who, at=who.at, ref=ref)
    return FileResponse(
        shelf.packed(made.ref).open("rb"), as_attachment=True, filename=f"{ref}.zip"
    )


@router.post("/bags/{ref}/confirm", response=BagOut)
def confirm_bag(request: HttpRequest, ref: str, given: RootIn) -> BagOut:
    """The root that your own check found."""
    who = viewer(request)
    return _bag(request, actions.confirm(by=who, at=who.at, ref=ref, root=given.root))


@router.get("/handovers", response=list[HandoverOut])
def handovers(request: HttpRequest, offset: Offset = 0) -> list[HandoverOut]:
    """The latest 50 from `offset` on that you are part of."""
    return [_handover(request, one) for one in page(queries.handovers(viewer(request)), offset)]


@router.get("/handovers/{ref}", response=HandoverOut)
def handover(request: HttpRequest, ref: str) -> HandoverOut:
    return _handover(request, queries.handover(viewer(request), ref))


def _bag(request: HttpRequest, one: ExitBag) -> BagOut:
    done, total = queries.progress(viewer(request), one)
    same = ("ref", "state", "root", "size", "missing", "started_at", "kept_until", "confirmed_at")
    return BagOut(done=done, total=total, **{name: getattr(one, name) for name in same})


def _handover(request: HttpRequest, one: Handover) -> HandoverOut:
    held = handing.held(viewer(request), one)
    return HandoverOut(
        ref=one.ref,
        state=one.state,
        contract=one.contract.ref,
        successor=one.successor.ref if one.successor else None,
        last_day=one.last_day,
        returns=[
            HandoverReturnOut(
                key=h.duty.key,
                place=h.duty.place,
                period=h.duty.period,
                due=h.duty.day,
                by=list(h.by),
            )
            for h in held
        ],
    )
