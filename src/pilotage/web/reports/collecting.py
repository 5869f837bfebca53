"""Files of a month over a connection: begin, how far it is, what came and what the seller brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.engines import sp_api
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.actions import start_run
from pilotage.platform.compliance.models import Role
from pilotage.platform.connections import queries as connections
from pilotage.platform.documents.models import Document
from pilotage.platform.reports import actions, collected
from pilotage.platform.reports.models import Answer, Fetched, MonthReport, State
from pilotage.web.directory import names
from pilotage.web.shell.door import signed_in
from pilotage.web.uploads import still
from pilotage.web.viewer import viewer

_UNFINISHED = (State.WAITING, State.RUNNING)
_SAID = {
    Answer.OPEN: (Text("等待亚马逊", "waiting for Amazon"), "wait"),
    Answer.KEPT: (Text("已收取", "collected"), "good"),
    Answer.UNAVAILABLE: (Text("亚马逊没有给", "not available"), "bad"),
    Answer.BY_HAND: (Text("请您上传", "upload it yourself"), "info"),
}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of a collection as a page has it."""

    file: Fetched
    says: Text
    state: Text
    tone: str


@require_POST
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Begin, or go on."""
    who, given = viewer(request), request.POST
    run = actions.collect(
        by=who, at=who.at, connection=given.get("connection", ""), month=given.get("month", "")
    )
    return redirect("reports:collected", run.ref)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Each kind of file with what became of it."""
    return render(request, "reports/collected.html", _context(request, ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    return still(request, "reports/_collecting.html", _context(request, ref))


@require_POST
@signed_in
def tax(request: HttpRequest, ref: str) -> HttpResponse:
    """A tax run over the VAT report that was collected."""
    who = viewer(request)
    inputs = [(Role.REPORT, one) for one in collected.vat_reports(who, ref)]
    run = start_run(by=who, at=who.at, inputs=inputs, profile=compliance.profile(who))
    return redirect("tax:run", run.ref)


def on_list(who: Viewer) -> dict[str, object]:
    """What the list of reports shows of collections: over which accounts, and the last ones."""
    live = [(one.ref, f"{one.account} · ", names.place(one.site)) for one in connections.good(who)]
    return {
        "accounts": live,
        "collections": collected.collections(who)[:_SHOWN],
        "from_day": actions.FROM_DAY,
    }


def on_report(who: Viewer, made: MonthReport) -> dict[str, object]:
    """The files of a report with the collection each came from, and what else the month's collections say."""
    files = collected.of_month(who, made.month)
    came = {one.document_id: one for one in files if one.document_id}
    documents: list[tuple[Document, Fetched | None]] = [
        (one, came.get(one.pk)) for one in made.documents.order_by("pk")
    ]
    return {"documents": documents, "fetched": shown(files)}


def shown(files: Iterable[Fetched]) -> list[Shown]:
    """In the words of the table; a type that has left the table keeps Amazon's name."""
    known = {one.type: one.says for one in sp_api.month_files()}
    return [Shown(one, known.get(one.type, Text(one.type, one.type)), *_SAID[Answer(one.state)]) for one in files]  # fmt: skip


def _context(request: HttpRequest, ref: str) -> dict[str, object]:
    who = viewer(request)
    run = collected.collection(who, ref)
    files = collected.files(who, [run])
    return {
        "run": run,
        "site": names.place(run.connection.site),
        "unfinished": run.state in _UNFINISHED,
        "fetched": shown(files),
        "kept": [one for one in files if one.document and one.document.kind == "month"],
        "vat_kept": any(one.document and one.document.kind == "avtr" for one in files),
        "may_go_on": run.state == State.FAILED
        or any(one.state == Answer.UNAVAILABLE for one in files),
    }
