"""Pages of the fit advice."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.models import Role
from pilotage.web.fit.forms import ProfileForm, form_data
from pilotage.web.fit.result import Result
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.uploads import arrived, on_to, still
from pilotage.web.viewer import viewer

PER_PAGE = 20
UNFINISHED = ("waiting", "running")


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Upload, and the checks so far."""
    who = viewer(request)
    check_may(who, "fit.run")
    page = Paginator(queries.fit_checks(who), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "fit/list.html", {"page": page, "profile": queries.profile(who)})


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """The seller's own facts; a malformed number is refused by name and nothing typed is lost."""
    who = viewer(request)
    check_may(who, "fit.run")
    form = ProfileForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        actions.keep_profile(by=who, at=who.at, content=form.content)
        messages.success(request, say(Text("资料已保存。", "Profile saved.")))
        return redirect("fit:list")
    return render(request, "fit/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the reports and queue the check; htmx is sent on by a header, a plain form by a redirect."""
    who = viewer(request)
    documents = [document for _, document in arrived(request, Role.REPORT)]
    check = actions.start_fit(
        by=who, at=who.at, documents=documents, profile=_named_profile(request), on=who.at.date()
    )
    return on_to(request, reverse("fit:detail", args=[check.ref]))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Progress while it runs, then the advice, or why it could not be worked out."""
    return render(request, "fit/detail.html", _context(request, ref))


@require_GET
@signed_in
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes; once finished the whole page is loaded again."""
    return still(request, "fit/_progress.html", _context(request, ref))


def _context(request: HttpRequest, ref: str) -> dict[str, object]:
    check = queries.fit_check(viewer(request), ref)
    return {
        "check": check,
        "documents": check.documents.all(),
        "unfinished": check.state in UNFINISHED,
        "advice": Result(check.result) if check.result else None,
    }


def _initial(request: HttpRequest) -> dict[str, object]:
    return form_data(_named_profile(request))


def _named_profile(request: HttpRequest) -> dict[str, object]:
    kept = queries.profile(viewer(request))
    return {"name": access.own_organisation(viewer(request)).name_zh, **kept}
