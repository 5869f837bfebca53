"""Filings over the API: what was filed, as a file or box by box, beside the seller's own run; and the receipt."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import WithJsonSchema

from pilotage.api.compliance import TextOut
from pilotage.api.paging import Offset, page
from pilotage.engines.tax.partner_check import Check
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, comparing, queries
from pilotage.platform.compliance.models import Filing, State
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.web.viewer import viewer

router = Router(tags=["filings · 申报核对"])


class BoxOut(Schema):
    """One box: from the report, and as filed."""

    box: str
    ours: Decimal
    theirs: Decimal
    difference: Decimal


# Not every reader of the document knows `prefixItems`.
_TEXT_AND_NUMBER = {
    "type": "array",
    "items": {"type": ["string", "integer"]},
    "minItems": 2,
    "maxItems": 2,
}


class PracticeOut(Schema):
    """A practice known by name; `rows` are (hash of the report, row), where the viewer may see rows."""

    code: str
    says: TextOut
    next_step: TextOut
    row_count: int
    rows: list[Annotated[tuple[str, int], WithJsonSchema(_TEXT_AND_NUMBER)]]


class FilingCheckOut(Schema):
    """`state` is `none` while no run covers the return; boxes are there once it is `done`."""

    state: str
    agrees: bool | None = None
    has_form: bool | None = None
    boxes: list[BoxOut] = []
    practices: list[PracticeOut] = []


class FilingOut(Schema):
    """`state` is that of the receipt."""

    ref: str
    seller: str
    kind: str
    jurisdiction: str
    period: str
    figures: dict[str, str]
    state: str
    why: TextOut
    claimed_at: datetime


class FilingWithCheckOut(FilingOut):
    check: FilingCheckOut


@router.get("", response=list[FilingOut])
def filings(request: HttpRequest, offset: Offset = 0) -> list[FilingOut]:
    """The latest 50 from `offset` on."""
    found = page(queries.filings(viewer(request)), offset)
    return [FilingOut(**_facts(one)) for one in found]


@router.post("", response={201: FilingOut})
def claim_filed(
    request: HttpRequest,
    file: File[UploadedFile],
    seller: Form[str],
    kind: Form[str],
    jurisdiction: Form[str],
    period: Form[str],
) -> Status[FilingOut]:
    """The file as it was filed. It is kept whether or not it can be read; the check follows by itself."""
    who = viewer(request)
    check_may(who, "filing.claim")
    client = queries.clients(who).filter(ref=seller).first()
    if client is None:
        raise NotFound(
            "NO_SUCH_SELLER",
            Text("没有可以代为登记的这家卖家。", "There is no such seller to enter filings for."),
            Text("请先取得卖家的授权。", "Ask the seller for a grant first."),
        )
    place = {"kind": kind, "jurisdiction": jurisdiction, "period": period}
    paper = _kept(who, "filed", file)
    made = actions.claim_filed(by=who, at=who.at, seller=client, document=paper, **place)
    return Status(201, FilingOut(**_facts(made)))


@router.get("/{ref}", response=FilingWithCheckOut)
def filing(request: HttpRequest, ref: str) -> FilingWithCheckOut:
    """One filing beside the seller's own run."""
    who = viewer(request)
    found = queries.filing(who, ref)
    return FilingWithCheckOut(**_facts(found), check=_check(who, found))


@router.post("/{ref}/receipt", response=FilingOut)
def bring_receipt(request: HttpRequest, ref: str, receipt: File[UploadedFile]) -> FilingOut:
    """The receipt arrives; its form is looked at at once, its truth only the seller or the authority confirms."""
    who = viewer(request)
    check_may(who, "filing.claim")
    found = queries.filing(who, ref)
    paper = _kept(who, "receipt", receipt)
    made = actions.receive_receipt(by=who, at=who.at, ref=found.ref, document=paper)
    return FilingOut(**_facts(made))


def _check(who: Viewer, found: Filing) -> FilingCheckOut:
    made = queries.worked_out(who, found)
    if made is None:
        return FilingCheckOut(state="none")
    state, check = comparing.shown(found, made)
    if state == State.WAITING:
        comparing.ask(found, who.at)
    return (
        _told(state, check, queries.rows_open(who, made.run))
        if check
        else FilingCheckOut(state=state)
    )


def _told(state: str, check: Check, rows_open: bool) -> FilingCheckOut:
    return FilingCheckOut(
        state=state,
        agrees=check.agrees,
        has_form=check.has_form,
        boxes=[
            BoxOut(box=one.box, ours=one.ours, theirs=one.theirs, difference=one.difference)
            for one in check.boxes
        ],
        practices=[
            PracticeOut(
                code=one.code,
                says=_text(one.says),
                next_step=_text(one.next_step),
                row_count=one.row_count,
                rows=list(one.rows) if rows_open else [],
            )
            for one in check.practices
        ],
    )


def _text(text: Text) -> TextOut:
    return TextOut(zh=text.zh, en=text.en)


def _kept(who: Viewer, kind: str, file: UploadedFile) -> Document:
    owner, name = access.own_organisation(who), file.name or ""
    return receive(by=who, at=who.at, owner=owner, kind=kind, name=name, chunks=file.chunks())


def _facts(one: Filing) -> dict[str, Any]:
    same = ("ref", "kind", "jurisdiction", "period", "figures", "state", "claimed_at")
    return {name: getattr(one, name) for name in same} | {
        "seller": one.organisation.ref,
        "why": TextOut(zh=one.why_zh, en=one.why_en),
    }
