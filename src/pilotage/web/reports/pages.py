"""Monthly reports: files in, figures with their trail, page and PDF, and the seller's approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.reports import actions, collected, queries
from pilotage.platform.reports.models import MonthReport, State
from pilotage.web.reports import collecting
from pilotage.web.reports.comparing import comparison, difference, spelled
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.uploads import kept, on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20
_UNFINISHED = (State.WAITING, State.RUNNING)
_SHOULD_BE_ZERO = ("settlement_difference", "reserve_missing", "ledger_rows_broken")
_UNITS = {"units": Text("件", "units"), "days": Text("天", "days"), "rows": Text("条", "")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as the page has it; `is_wrong` when it should be nothing and is not."""

    says: Text
    value: str
    unit: Text
    definition: Text
    division: str
    files: list[dict[str, str]]
    is_wrong: bool
    key: str


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Upload a month's files, and the reports so far."""
    who = viewer(request)
    page = Paginator(queries.reports(who), PER_PAGE).get_page(request.GET.get("page"))
    last = timezone.localdate(who.at).replace(day=1) - timedelta(days=1)
    context = {"page": page, "month": f"{last:%Y-%m}", **collecting.on_list(who)}
    return render(request, "reports/list.html", context)


@require_POST
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the files and queue the making."""
    who = viewer(request)
    check_may(who, "report.make")
    files = request.FILES.getlist("files")
    if len(files) > actions.MOST_FILES:
        raise Invalid(
            "TOO_MANY_FILES",
            Text("一次最多 {most} 个文件。", "At most {most} files at once."),
            most=actions.MOST_FILES,
        )
    documents = [kept(who, "month", file) for file in files]
    month = request.POST.get("month", "")
    if request.POST.get("collected"):
        documents = collected.beside(who, month, documents)
    made = actions.start(by=who, at=who.at, month=month, documents=documents)
    return on_to(request, reverse("reports:detail", args=[made.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What is missing first, then the figures, and whether it was approved."""
    return render(request, "reports/detail.html", _context(request, ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    return still(request, "reports/_progress.html", _context(request, ref))


@require_POST
@signed_in
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """The seller has read it."""
    who = viewer(request)
    actions.approve(by=who, at=who.at, ref=ref)
    says = Text("已确认，并签入审计链。", "Approved, and signed into the audit chain.")
    messages.success(request, say(says))
    return redirect("reports:detail", ref)


@require_GET
@signed_in
def page(request: HttpRequest, ref: str) -> FileResponse:
    """The page as a file to keep: it holds text from files and is not shown by the browser here."""
    path = queries.file(viewer(request), ref, "page")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.html")


@require_GET
@signed_in
def paper(request: HttpRequest, ref: str) -> FileResponse:
    """The PDF."""
    path = queries.file(viewer(request), ref, "paper")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.pdf")


@require_GET
@signed_in
def book(request: HttpRequest, ref: str) -> FileResponse:
    """The workbook."""
    path = queries.file(viewer(request), ref, "book")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{ref}.xlsx")


def _context(request: HttpRequest, ref: str) -> dict[str, object]:
    who = viewer(request)
    made = queries.report(who, ref)
    result = made.result or {}
    return {
        "report": made,
        **collecting.on_report(who, made),
        "unfinished": made.state in _UNFINISHED,
        "figures": [shown(one) for one in result.get("figures", ())],
        "missing": [Text(one["says_zh"], one["says_en"]) for one in result.get("missing", ())],
        "unreadable": [
            (one["file"], Text(one["says_zh"], one["says_en"]))
            for one in result.get("unreadable", ())
        ],
        "settlements": result.get("settlements", ()),
        "broken": result.get("ledger_broken", ())[:50],
        "notices": [Text(one["says_zh"], one["says_en"]) for one in result.get("notices", ())],
        **_partners(who, made),
        "may_approve": made.state == State.DONE
        and made.approved_at is None
        and may(who, "report.approve"),
    }


def _partners(who: Viewer, made: MonthReport) -> dict[str, object]:
    """What partners claim, what was asked, and how this making differs from the one before."""
    done = made.state == State.DONE and may(who, "case.write")
    return {
        "beside": [(one, [comparison(c) for c in one.compared]) for one in queries.beside(who, made)] if done else [],
        "contracts": queries.partners(who) if done else [],
        "versions": queries.versions(who, made),
        "changed": [difference(one) for one in queries.changed(who, made)] if done else [],
        "key": new_ref("key"),
    }  # fmt: skip


def shown(one: dict[str, Any]) -> Shown:
    """A figure of `report month --json` in a reader's words."""
    value, unit = _number(one["value"]), one["unit"]
    division = f"{one['numerator']} ÷ {one['denominator']}" if one["denominator"] else ""
    return Shown(
        Text(one["says_zh"], one["says_en"]),
        spelled(value, one["key"], unit),
        _UNITS.get(unit, Text("", "") if unit == "ratio" else Text(unit, unit)),
        Text(one["definition_zh"], one["definition_en"]),
        division,
        one["files"],
        one["key"] in _SHOULD_BE_ZERO and bool(value),
        one["key"],
    )


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
