"""The list of notices and the mark of how far one has read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.notices import actions, queries
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer

PER_PAGE = 25


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Newest first; what is new since the last mark stands out."""
    who = viewer(request)
    page = Paginator(queries.notices(who), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "notices/list.html", {"page": page, "unread_now": queries.unread_count(who)}
    )


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Everything up to the notice that was on top of the reader's page."""
    who = viewer(request)
    actions.mark_read(by=who, at=who.at, up_to=_top(request))
    return redirect("notices:list")


def _top(request: HttpRequest) -> int:
    raw = request.POST.get("up_to", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise Invalid("NOT_A_NOTICE", Text("没有这条通知。", "There is no such notice."))
    return int(raw)
