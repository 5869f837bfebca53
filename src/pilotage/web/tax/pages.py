"""Tax runs as the seller sees them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pilotage.engines import law
from pilotage.engines.tax import Stage
from pilotage.platform.access.permissions import check_may
from pilotage.platform.compliance import actions, archive, queries, rows
from pilotage.platform.compliance.models import Role
from pilotage.web.shell.door import signed_in
from pilotage.web.tax.explaining import Explained
from pilotage.web.tax.showing import Shown, numbered, periods
from pilotage.web.tax.words import STAGES, named
from pilotage.web.uploads import arrived, on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20
ROLES = (Role.REPORT, Role.COSTS, Role.RATES)
ROWS = "tax.rows"
UNFINISHED = ("waiting", "running")


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Upload, and the runs so far."""
    who = viewer(request)
    check_may(who, "tax.run")
    page = Paginator(queries.tax_runs(who), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "profile": queries.profile(who), "periods": periods(who.at.date())}
    return render(request, "tax/list.html", context)


@require_POST
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the files and queue the run; htmx is sent on by a header, a plain form by a redirect."""
    who = viewer(request)
    run = actions.start_run(
        by=who,
        at=who.at,
        inputs=arrived(request, *ROLES),
        profile=queries.profile(who),
        period=request.POST.get("period", ""),
    )
    return on_to(request, reverse("tax:run", args=[run.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Progress while it runs, then what came out, or why it could not be worked out."""
    return render(request, "tax/run.html", _context(request, ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes; once finished the whole page is loaded again."""
    return still(request, "tax/_progress.html", _context(request, ref))


@require_GET
@signed_in
def rows_of_run(request: HttpRequest, ref: str) -> HttpResponse:
    """Rows behind a figure, fifty at a time."""
    run = queries.tax_run(viewer(request), ref, ROWS)
    only = rows.Only(*(request.GET.get(name, "") for name in ("return", "treatment", "finding")))
    page = rows.page_of(run, only, numbered(request.GET.get("page")))
    context = {
        "run": run,
        "only": only,
        "page": page,
        "rows": [row | {"says": named(row["treatment"])} for row in page.rows],
        "chosen": named(only.treatment),
    }
    return render(request, "tax/rows.html", context)


@require_GET
@signed_in
def row(request: HttpRequest, ref: str, sha256: str, row: int) -> HttpResponse:
    """One row: what it says, which rule took it, the law's values, the arithmetic."""
    run = queries.tax_run(viewer(request), ref, ROWS)
    found = rows.row_of(run, sha256, row)
    document = run.inputs.filter(document__sha256=sha256).select_related("document").first()
    explained = Explained(found, rows.explained(run, sha256, row))
    context = {"run": run, "row": found, "input": document, "explained": explained}
    return render(request, "tax/row.html", context)


@require_POST
@signed_in
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """The same reports with more papers: costs, rates, or another month's report."""
    who = viewer(request)
    check_may(who, "tax.run")
    run = queries.tax_run(who, ref)
    added = arrived(request, *ROLES)
    anew = actions.run_again(by=who, at=who.at, of=run, added=added)
    return on_to(request, reverse("tax:run", args=[anew.ref]))


@require_POST
@signed_in
def replay(request: HttpRequest, ref: str) -> HttpResponse:
    """The same inputs on today's law tables."""
    who = viewer(request)
    run = queries.tax_run(who, ref)
    return redirect("tax:run", actions.run_again(by=who, at=who.at, of=run).ref)


@require_GET
@signed_in
def download(request: HttpRequest, ref: str) -> FileResponse:
    """Everything that came out, with a list of what went in, as one zip."""
    run = queries.tax_run(viewer(request), ref, ROWS)
    return FileResponse(archive.zipped(run), as_attachment=True, filename=f"{run.ref}.zip")


def _context(request: HttpRequest, ref: str) -> dict[str, object]:
    run = queries.tax_run(viewer(request), ref)
    return {
        "run": run,
        "documents": [one.document for one in run.inputs.all()],
        "unfinished": run.state in UNFINISHED,
        "stage": STAGES[Stage.at(run.done)] if run.total else None,
        "shown": Shown(run) if run.state == "done" else None,
        "rows_open": queries.rows_open(viewer(request), run),
        "newer_law": run.state == "done" and run.law_digest != law.digest(),
    }
