"""Producer duties as the seller sees them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.compliance import actions, producer
from pilotage.platform.compliance.actions.epr import LARGEST_TABLE, Faults, Kind
from pilotage.web.epr.forms import FORMS
from pilotage.web.epr.showing import KINDS, Shown
from pilotage.web.epr.showing import papers as arranged
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.uploads import on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20
MOST_FAULTS = 50
YEARS = 5
UNFINISHED = ("waiting", "running")


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Product table, papers, a new check, and the checks so far."""
    return render(request, "epr/list.html", _overview(request))


@require_POST
@signed_in
def products(request: HttpRequest) -> HttpResponse:
    """Replace the product table; every line that cannot be used is named, and the old one stays."""
    who = viewer(request)
    check_may(who, "epr.check")
    file = request.FILES.get("products")
    if file is None:
        raise Invalid(
            "NO_FILE",
            Text("没有收到文件。", "No file arrived."),
            Text(
                "请选择商品表（.csv）后再上传。",
                "Choose the product table (.csv) and upload again.",
            ),
        )
    try:
        # One byte more than allowed is enough to be refused by size.
        content = file.read(LARGEST_TABLE + 1)
        actions.keep_products(by=who, at=who.at, name=file.name or "", content=content)
    except Faults as refused:
        context = _overview(request) | {
            "faults": refused.faults[:MOST_FAULTS],
            "more_faults": max(0, len(refused.faults) - MOST_FAULTS),
        }
        return render(request, "epr/list.html", context, status=422)
    messages.success(request, say(Text("商品表已保存。", "The product table is kept.")))
    return redirect("epr:list")


@require_GET
@signed_in
def table(request: HttpRequest) -> FileResponse:
    """The product table as it was uploaded."""
    kept = producer.products(viewer(request))
    if kept is None:
        raise NotFound(
            "NO_PRODUCTS",
            Text("还没有商品表。", "There is no product table yet."),
            Text("请先上传商品表。", "Upload the product table first."),
        )
    content = ports.files().path(kept.document.sha256).open("rb")
    return FileResponse(content, as_attachment=True, filename=kept.document.name)


@require_GET
@signed_in
def papers(request: HttpRequest) -> HttpResponse:
    """Registrations, contracts and declarations on file."""
    who = viewer(request)
    check_may(who, "epr.check")
    return render(request, "epr/papers.html", {"kinds": arranged(producer.papers(who))})


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, kind: Kind) -> HttpResponse:
    """One more paper; a wrong one is refused at its field and nothing typed is lost."""
    who = viewer(request)
    check_may(who, "epr.check")
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_paper(by=who, at=who.at, kind=kind, paper=form.paper)
        messages.success(request, say(Text("资料已保存。", "The paper is kept.")))
        return redirect("epr:papers")
    context = {"form": form, "says": KINDS[kind][0]}
    return render(request, "epr/paper.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def remove(request: HttpRequest, kind: Kind, number: int) -> HttpResponse:
    """Take one paper away."""
    who = viewer(request)
    actions.remove_paper(by=who, at=who.at, kind=kind, number=number)
    messages.success(request, say(Text("资料已移除。", "The paper is taken away.")))
    return redirect("epr:papers")


@require_POST
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Queue a check over the reports that were ticked."""
    who = viewer(request)
    asked = set(request.POST.getlist("report"))
    check = actions.start_epr(
        by=who,
        at=who.at,
        documents=[document for document in producer.reports(who) if document.ref in asked],
        year=_year(request.POST.get("year", "")),
    )
    return on_to(request, reverse("epr:check", args=[check.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Progress while it runs, then each market, or why it could not be worked out."""
    return render(request, "epr/check.html", _context(request, ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes; once finished the whole page is loaded again."""
    return still(request, "epr/_progress.html", _context(request, ref))


def _overview(request: HttpRequest) -> dict[str, Any]:
    who = viewer(request)
    check_may(who, "epr.check")
    year = who.at.year
    return {
        "page": Paginator(producer.checks(who), PER_PAGE).get_page(request.GET.get("page")),
        "table": producer.products(who),
        "kinds": arranged(producer.papers(who)),
        "reports": producer.reports(who),
        "years": range(year, year - YEARS, -1),
    }


def _context(request: HttpRequest, ref: str) -> dict[str, object]:
    check = producer.check(viewer(request), ref)
    return {
        "check": check,
        "documents": [*check.documents.all(), check.products],
        "unfinished": check.state in UNFINISHED,
        "shown": Shown(check) if check.state == "done" else None,
    }


def _year(written: str) -> int:
    """A year as typed; anything else is none, which the action refuses."""
    return int(written) if written.isascii() and written.isdigit() and len(written) == 4 else 0
