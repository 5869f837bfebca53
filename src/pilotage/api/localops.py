"""Listing checks over the API: a file in, findings with rule and source out, corrected listings as files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.engines.listings.kept_findings import Chosen
from pilotage.platform.localops import actions, queries
from pilotage.platform.localops.models import ListingCheck
from pilotage.web.localops import asking
from pilotage.web.viewer import viewer

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
    """`summary` as `listings check --json` counts it, with the number of findings and of texts changed."""

    summary: dict[str, Any] | None
    error: dict[str, Any] | None


class ListingFindings(Schema):
    """`count` findings in all, those of the page from `offset` on, as `listings check --json` says them.

    Each has its `position`, the whole `text` of its field and the `marks` in it, `[[start, end], …]`.
    """

    count: int
    findings: list[dict[str, Any]]


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
) -> dict[str, Any]:
    """Fifty from `offset` on, in the order of the file."""
    who = viewer(request)
    made = queries.check(who, ref)
    found = queries.findings(who, made, Chosen(severity, code, field, words))
    return {"count": len(found), "findings": page(found, offset)}


@router.get("/listings/{ref}/files/{what}")
def listing_check_file(request: HttpRequest, ref: str, what: Literal["json", "sheet", "plain"]) -> FileResponse:  # fmt: skip
    """The findings as JSON, or the corrected listings as workbook or JSON."""
    path, name = queries.file(viewer(request), ref, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
