"""Checks of listings: a file in, findings a page at a time, corrected listings out."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pilotage.engines.listings.kept_findings import Chosen
from pilotage.kernel.text import Text
from pilotage.platform.localops import actions, queries
from pilotage.platform.localops.models import UNFINISHED, ListingCheck
from pilotage.web.directory import names
from pilotage.web.localops import asking, showing
from pilotage.web.shell.door import signed_in
from pilotage.web.shell.filters import Sought
from pilotage.web.uploads import on_to, still
from pilotage.web.viewer import viewer

PER_PAGE, FINDINGS_PER_PAGE = 20, 50


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Checks, the newest first."""
    who = viewer(request)
    page = Paginator(queries.checks(who), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, names.place(one.site)) for one in page]
    may_check = queries.sellers(who).exists()
    return render(request, "localops/list.html", {"page": page, "rows": rows, "may_check": may_check})  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Upload a file of listings for a site and queue the check."""
    who = viewer(request)
    if request.method == "GET":
        return render(request, "localops/new.html", {"sellers": queries.sellers(who), "sites": names.sites()})  # fmt: skip
    site = request.POST.get("site", "")
    seller = queries.seller(who, request.POST.get("seller", ""), site)
    document = asking.document(request, who, seller)
    made = actions.start(by=who, at=who.at, seller=seller, site=site, document=document)
    return on_to(request, reverse("localops:detail", args=[made.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """What came of it, and the findings of a page."""
    who = viewer(request)
    made = queries.check(who, ref)
    context = _frame(made)
    if made.rows_sha256:
        only = asking.chosen(request.GET)
        found = Paginator(queries.findings(who, made, only), FINDINGS_PER_PAGE)
        page = found.get_page(request.GET.get("page"))
        context |= {
            "summary": showing.summary(made.summary or {}),
            "page": page,
            "listings": showing.listings(page.object_list),
            "picks": showing.picks(made.summary or {}, queries.fields(who, made), only),
            "sought": Sought(Text("SKU 或文字", "SKU or words"), only.words, wide=3),
            "filtered": only != Chosen(),
        }
    return render(request, "localops/detail.html", context)


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    return still(request, "localops/_progress.html", _frame(queries.check(viewer(request), ref)))


@require_GET
@signed_in
def file(request: HttpRequest, ref: str, what: str) -> FileResponse:
    """The findings as JSON, or the corrected listings as workbook or JSON."""
    path, name = queries.file(viewer(request), ref, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _frame(made: ListingCheck) -> dict[str, object]:
    """What every state of the page shows."""
    return {
        "check": made,
        "site": names.place(made.site),
        "unfinished": made.state in UNFINISHED,
        "work": made,
        "documents": [made.document],
    }
