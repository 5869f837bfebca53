"""Registers imported, names cleared against them, a partner's report beside ours."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.models import UNFINISHED, BrandWork, Kind
from pilotage.platform.brand.readiness import offices
from pilotage.web.brand.words import COUNSEL, KINDS
from pilotage.web.shell.door import signed_in
from pilotage.web.uploads import kept, on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@signed_in
def registers(request: HttpRequest) -> HttpResponse:
    """Registers on file; a new one is read by the worker."""
    who = viewer(request)
    check_may(who, "brand.keep")
    if request.method == "POST":
        file = request.FILES.get("register")
        if file is None:
            raise _no_file()
        document = kept(who, "mark_register", file)
        row = actions.import_register(
            by=who, at=who.at, document=document, office=request.POST.get("office", "")
        )
        reading = queries.reading(who, row)
        address = reverse("brand:work", args=[reading.ref]) if reading else reverse("brand:registers")  # fmt: skip
        return on_to(request, address)
    page = Paginator(queries.registers(who), PER_PAGE).get_page(request.GET.get("page"))
    readings = queries.readings(who, page)
    context = {
        "page": page, "rows": [(one, readings.get(one.pk)) for one in page],
        "offices": offices().values(), "has_marks": queries.marks(who).exists(),
    }  # fmt: skip
    return render(request, "brand/registers.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def clearance(request: HttpRequest) -> HttpResponse:
    """A name to be cleared, and the clearances so far."""
    who = viewer(request)
    check_may(who, "brand.keep")
    if request.method == "POST":
        given = request.POST
        made = actions.screen(
            by=who, at=who.at, register=given.get("register", ""), name=given.get("name", ""),
            classes=given.get("classes", ""),
        )  # fmt: skip
        return on_to(request, reverse("brand:work", args=[made.ref]))
    rows = queries.works(who, Kind.SCREEN)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "registers": queries.usable(who), "name": request.GET.get("name", "")}
    return render(request, "brand/clearance.html", context)


@require_GET
@signed_in
def work(request: HttpRequest, ref: str) -> HttpResponse:
    """Progress while it runs, then what came of it."""
    who = viewer(request)
    return render(request, "brand/work.html", _context(who, queries.work(who, ref)))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    who = viewer(request)
    return still(request, "brand/_progress.html", _context(who, queries.work(who, ref)))


@require_POST
@signed_in
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """A partner's report beside ours."""
    who = viewer(request)
    queries.work(who, ref)
    file = request.FILES.get("report")
    if file is None:
        raise _no_file()
    made = actions.compare(by=who, at=who.at, ref=ref, document=kept(who, "clearance_report", file))
    return on_to(request, reverse("brand:work", args=[made.ref]))


def _context(who: Viewer, row: BrandWork) -> dict[str, object]:
    return {
        "work": row,
        "kind": KINDS[row.kind],
        "unfinished": row.state in UNFINISHED,
        "counsel": COUNSEL,
        "comparisons": queries.comparisons(who, row) if row.kind == Kind.SCREEN else (),
    }


def _no_file() -> Invalid:
    return Invalid(
        "NO_FILE",
        Text("没有收到文件。", "No file arrived."),
        Text("请选择 CSV，或 USPTO 的 XML / zip。", "Choose a CSV, or the USPTO's XML or zip."),
    )
