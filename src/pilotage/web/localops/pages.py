"""Checks of listings: a file in, findings a page at a time, suggestions accepted, corrected listings out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines.listings.kept_findings import Chosen
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.localops import actions, queries
from pilotage.platform.localops.models import UNFINISHED, ListingCheck
from pilotage.web.directory import names
from pilotage.web.localops import asking, showing
from pilotage.web.shell.door import signed_in
from pilotage.web.shell.filters import Sought
from pilotage.web.speech import say
from pilotage.web.uploads import on_to, still
from pilotage.web.viewer import viewer

PER_PAGE, FINDINGS_PER_PAGE = 20, 50
_FILTER = ("severity", "code", "field", "words", "fix", "page")


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
        context |= _reviewed(request, who, made)
    return render(request, "localops/detail.html", context)


@require_POST
@signed_in
def choose(request: HttpRequest, ref: str) -> HttpResponse:
    """One suggestion or many; back to where the reader was."""
    who, given = viewer(request), request.POST
    made = queries.check(who, ref)

    def here() -> list[int]:
        found = queries.findings(who, made, asking.chosen(given), given.get("fix", ""))
        page = Paginator(found, FINDINGS_PER_PAGE).get_page(given.get("page"))
        return [one["position"] for one in page.object_list]

    kept = actions.choose(by=who, at=who.at, ref=made.ref, **asking.choice(given, here))
    says = Text("{n} 条建议：{verdict}", "{n} suggestions: {verdict}")
    messages.success(request, say(says.with_(n=kept.count, verdict=showing.FIXES[kept.verdict][0])))
    filtered = {name: given[name] for name in _FILTER if given.get(name)}
    address = reverse("localops:detail", args=[ref])
    return redirect(
        f"{address}?{urlencode(filtered)}#findings" if filtered else f"{address}#findings"
    )


@require_POST
@signed_in
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Have the corrected listings written with what is accepted."""
    who = viewer(request)
    actions.order_corrected(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("正在生成改好的文件。", "The corrected files are being written.")))  # fmt: skip
    return redirect("localops:detail", ref)


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
        "unfinished": made.state in UNFINISHED or made.writing,
        "work": {"state": "running", "done": 0, "total": 0} if made.writing else made,
        "documents": [made.document],
    }


def _reviewed(request: HttpRequest, who: Viewer, made: ListingCheck) -> dict[str, object]:
    only, standing = asking.chosen(request.GET), request.GET.get("fix", "")
    found = queries.findings(who, made, only, standing)
    page = Paginator(found, FINDINGS_PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    return {
        "summary": showing.summary(made.summary or {}),
        "page": page,
        "listings": showing.listings(rows),
        "picks": showing.picks(made.summary or {}, queries.fields(who, made), only, standing),
        "sought": Sought(Text("SKU 或文字", "SKU or words"), only.words),
        "filter": {
            "severity": only.severity,
            "code": only.code,
            "field": only.field,
            "words": only.words,
            "fix": standing,
        },
        "filtered": only != Chosen() or bool(standing),
        "may_choose": queries.may_choose(who, made),
        "accepted": int(found.accepted.sum()),
        "here": sum(one["suggestion"] is not None for one in rows),
    }
