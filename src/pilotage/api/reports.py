"""Monthly reports over the API: files in, the answer of `report month --json` out, and the approval."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile

from pilotage.api.paging import Offset, page
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.reports import actions, queries
from pilotage.platform.reports.models import MonthReport
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

router = Router(tags=["reports · 运营月报"])


class ReportOut(Schema):
    """`root` is that of the checkpoint which was signed with the approval."""

    ref: str
    month: str
    state: str
    done: int
    total: int
    started_at: datetime
    ended_at: datetime | None
    approved_at: datetime | None
    root: str


class ReportWhole(ReportOut):
    """`result` as `report month --json` says it; `error` why there is none."""

    result: dict[str, Any] | None
    error: dict[str, Any] | None


@router.get("", response=list[ReportOut])
def month_reports(request: HttpRequest, offset: Offset = 0) -> list[MonthReport]:
    """Your own, the newest first, fifty from `offset` on."""
    return list(page(queries.reports(viewer(request)), offset))


@router.post("", response={202: ReportWhole})
def make_month_report(
    request: HttpRequest, month: Form[str], files: File[list[UploadedFile]]
) -> Status[MonthReport]:
    """The files as downloaded; read it again until `state` is `done`."""
    who = viewer(request)
    check_may(who, "report.make")
    documents = [kept(who, "month", file) for file in files[: actions.MOST_FILES + 1]]
    made = actions.start(by=who, at=who.at, month=month, documents=documents)
    return Status(202, made)


@router.get("/{ref}", response=ReportWhole)
def month_report(request: HttpRequest, ref: str) -> MonthReport:
    return queries.report(viewer(request), ref)


@router.post("/{ref}/approve", response=ReportWhole)
def approve_month_report(request: HttpRequest, ref: str) -> MonthReport:
    """The seller has read it; signed into the audit chain."""
    who: Viewer = viewer(request)
    return actions.approve(by=who, at=who.at, ref=ref)


@router.get("/{ref}/pdf")
def month_report_paper(request: HttpRequest, ref: str) -> FileResponse:
    path = queries.file(viewer(request), ref, paper=True)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.pdf")
