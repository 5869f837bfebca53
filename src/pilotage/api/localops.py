"""Listing checks over the API: a file in, findings with rule and source out, suggestions accepted, corrected listings as files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import StrictBool

from pilotage.api.paging import Offset, Position, page
from pilotage.engines.listings.kept_findings import Chosen
from pilotage.platform.localops import actions, queries
from pilotage.platform.localops.models import FixChoice, ListingCheck
from pilotage.web.localops import asking
from pilotage.web.viewer import viewer

FixVerdict = Literal["accepted", "left"]
router = Router(tags=["local operations · 本地运营"])


class ListingCheckIn(Schema):
    """`seller`: only a partner names one. `site`: DE, FR, …"""

    seller: str = ""
    site: str


class ListingCheckOut(Schema):
    """`on`: the day whose rules were applied."""

    ref: str
    site: str
    on: date
    state: str
    done: int
    total: int
    started_at: datetime
    ended_at: datetime | None


class ListingCheckWhole(ListingCheckOut):
    """`summary` as `listings check --json` counts it, with how many findings and suggestions; once there is a corrected file, also
    how many were accepted and changed. `ordered_at`: when that file was asked for; `error`: why there is no result or no such file.
    """

    summary: dict[str, Any] | None
    error: dict[str, Any] | None
    ordered_at: datetime | None
    has_corrected: bool

    @staticmethod
    def resolve_has_corrected(made: ListingCheck) -> bool:
        return bool(made.sheet_sha256)


class ListingFindings(Schema):
    """`count` findings in all, those of the page from `offset` on, as `listings check --json` says them.

    Each has its `position`, the whole `text` of its field, the `marks` in it, `[[start, end], …]`, and whether its suggestion
    is `accepted`.
    """

    count: int
    findings: list[dict[str, Any]]


class FixesChoiceIn(Schema):
    """Which suggestions, by the positions of their findings: `places`, or with `all` every one that the other fields name."""

    verdict: FixVerdict
    places: list[Position] = []
    all: StrictBool = False
    severity: str = ""
    code: str = ""
    field: str = ""
    words: str = ""
    standing: FixVerdict | Literal[""] = ""


class FixesChoiceOut(Schema):
    """`count` suggestions now stand so."""

    verdict: FixVerdict
    count: int
    at: datetime


@router.get("/listings", response=list[ListingCheckOut])
def listing_checks(request: HttpRequest, offset: Offset = 0) -> list[ListingCheck]:
    """Your own, or those granted to you, the newest first, fifty from `offset` on."""
    return list(page(queries.checks(viewer(request)), offset))


@router.post("/listings", response={202: ListingCheckWhole})
def start_listing_check(
    request: HttpRequest,
    asked: Form[ListingCheckIn],
    listings: UploadedFile | None = File(None),  # noqa: B008  ninja reads it so
) -> Status[ListingCheck]:
    """One file; read it again until `state` is `done`."""
    who = viewer(request)
    seller = queries.seller(who, asked.seller, asked.site)
    document = asking.document(request, who, seller)
    made = actions.start(by=who, at=who.at, seller=seller, site=asked.site, document=document)
    return Status(202, made)


@router.get("/listings/{ref}", response=ListingCheckWhole)
def listing_check(request: HttpRequest, ref: str) -> ListingCheck:
    return queries.check(viewer(request), ref)


@router.get("/listings/{ref}/findings", response=ListingFindings)
def listing_findings(
    request: HttpRequest,
    ref: str,
    offset: Offset = 0,
    severity: str = Query(""),
    code: str = Query(""),
    field: str = Query(""),
    words: str = Query(""),
    standing: FixVerdict | Literal[""] = "",
) -> dict[str, Any]:
    """Fifty from `offset` on, in the order of the file; with `standing` those whose suggestion is accepted, or is left."""
    who = viewer(request)
    made = queries.check(who, ref)
    found = queries.findings(who, made, Chosen(severity, code, field, words), standing)
    return {"count": len(found), "findings": page(found, offset)}


@router.post("/listings/{ref}/choose", response=FixesChoiceOut)
def choose_listing_fixes(request: HttpRequest, ref: str, given: FixesChoiceIn) -> FixChoice:
    """Accept suggestions, or leave the text as it is; the last word on each counts. What nobody accepts is left."""
    who = viewer(request)
    only = Chosen(given.severity, given.code, given.field, given.words) if given.all else None
    return actions.choose(
        by=who, at=who.at, ref=ref, verdict=given.verdict, places=given.places, only=only,
        standing=given.standing,
    )  # fmt: skip


@router.post("/listings/{ref}/correct", response={202: ListingCheckWhole})
def order_corrected_listings(request: HttpRequest, ref: str) -> Status[ListingCheck]:
    """Have the corrected listings written with what is accepted; read the check again until `has_corrected`."""
    who = viewer(request)
    return Status(202, actions.order_corrected(by=who, at=who.at, ref=ref))


@router.get("/listings/{ref}/files/{what}")
def listing_check_file(request: HttpRequest, ref: str, what: Literal["json", "sheet", "plain"]) -> FileResponse:  # fmt: skip
    """The findings as JSON, or the corrected listings as workbook or JSON."""
    path, name = queries.file(viewer(request), ref, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
