"""Shop applications: typed, their papers, the pre-audit with the page where it hurts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.onboarding import actions, queries
from pilotage.platform.onboarding.models import State
from pilotage.web.onboarding.forms import ApplicationForm
from pilotage.web.onboarding.showing import places, verdict
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.uploads import on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20
_UNFINISHED = (State.WAITING, State.RUNNING)


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The applications so far, each with its last verdict."""
    who = viewer(request)
    rows = queries.applications(who).prefetch_related("audits")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = []
    for one in page:
        done = [audit for audit in one.audits.all() if audit.state == State.DONE]
        last = max(done, key=lambda audit: audit.started_at, default=None)
        shown.append((one, verdict(last) if last else None))
    return render(request, "onboarding/list.html", {"page": page, "rows": shown})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """What the applicant types; papers come after."""
    who = viewer(request)
    check_may(who, "dossier.keep")
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            site = form.cleaned_data["marketplace"]
            made = actions.open_application(by=who, at=who.at, marketplace=site, typed=form.typed)
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return redirect("onboarding:detail", made.ref)
    status = 422 if form.errors else 200
    return render(request, "onboarding/form.html", {"form": form, "row": None}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """The words anew; nothing typed is lost."""
    who = viewer(request)
    row = queries.application(who, ref)
    form = ApplicationForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            site = form.cleaned_data["marketplace"]
            actions.retype(by=who, at=who.at, ref=ref, marketplace=site, typed=form.typed)
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("已保存；请重新预审。", "Saved; run the pre-audit again.")))  # fmt: skip
            return redirect("onboarding:detail", ref)
    status = 422 if form.errors else 200
    return render(request, "onboarding/form.html", {"form": form, "row": row}, status=status)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Papers, and what the last pre-audit found about each."""
    return render(request, "onboarding/detail.html", _context(request, ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes."""
    return still(request, "onboarding/_progress.html", _context(request, ref))


@require_POST
@signed_in
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for a pre-audit of what is there."""
    who = viewer(request)
    actions.start(by=who, at=who.at, ref=ref)
    return on_to(request, reverse("onboarding:detail", args=[ref]))


@require_POST
@signed_in
def put_away(request: HttpRequest, ref: str) -> HttpResponse:
    """Papers and words go for good."""
    who = viewer(request)
    actions.put_away(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("资料已销毁。", "The papers are gone.")))
    return redirect("onboarding:detail", ref)


def _context(request: HttpRequest, ref: str) -> dict[str, object]:
    who = viewer(request)
    row = queries.application(who, ref)
    audit = queries.last_audit(who, row)
    papers = list(queries.papers(who, row).prefetch_related("words"))
    unfinished = audit is not None and audit.state in _UNFINISHED
    is_done = audit is not None and audit.state == State.DONE
    return {
        "row": row,
        "audit": audit,
        "places": places(papers, audit),
        "papers": papers,
        "used_elsewhere": [one for one in papers if queries.used_elsewhere(who, one)],
        "unfinished": unfinished,
        "verdict": verdict(audit) if audit and is_done else None,
        "unsure": len(queries.unsure(who, row.ref)),
        # Something came after the last answer: it speaks of other papers.
        "is_stale": bool(audit and is_done and row.changed_at > audit.started_at),
        "doing": Text("正在读取资料", "Reading the papers"),
    }
