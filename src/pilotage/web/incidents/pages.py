"""Incidents as the programme sees them: whom it would reach, opening, following, closing. Sellers' pages: `mine`."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid, NotFound, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import queries as brand
from pilotage.platform.compliance.obligations import Obligation
from pilotage.platform.incidents import actions, queries
from pilotage.platform.incidents.causes import BY_HAND, causes
from pilotage.platform.incidents.models import Kind
from pilotage.platform.incidents.reach import Reach, Reached, next_due, reach
from pilotage.web.errors import http_status
from pilotage.web.incidents import mine
from pilotage.web.incidents.showing import needs_of, standing
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, one_side, say
from pilotage.web.viewer import viewer

PER_PAGE = 20
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A seller on the page: what it loses and its nearest legal day."""

    one: Reached
    needs: Text
    due: Obligation | None


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The programme's list; a seller's own."""
    who = viewer(request)
    if not who.is_operator:
        return mine.everything(request)
    page = Paginator(queries.incidents(who), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "incidents/list.html", {"page": page, "may_open": may(who, "incident.open")}
    )


@require_GET
@signed_in
def reached(request: HttpRequest) -> HttpResponse:
    """Whom a cause reaches, before anything is done."""
    return _reach(request)


@require_POST
@signed_in
def open_(request: HttpRequest) -> HttpResponse:
    """Stop, tell, follow: with one click after having seen whom it reaches."""
    who = viewer(request)
    check_may(who, "incident.open")
    typed = request.POST
    reason = Text(typed.get("reason_zh", ""), typed.get("reason_en", ""))
    try:
        made = actions.open_incidents(
            by=who, at=who.at, kind=typed.get("kind", ""), about=typed.get("about", ""), reason=reason
        )  # fmt: skip
    except (Invalid, NotFound, WrongState) as refused:
        return _reach(request, refused)
    messages.success(
        request,
        say(Text("已停止匹配并通知相关卖家。", "Matching has stopped and the sellers are told.")),
    )
    return redirect("incidents:detail", made[0].ref) if len(made) == 1 else redirect("incidents:list")  # fmt: skip


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Who was told, and what each has done."""
    return _detail(request, ref)


@require_POST
@signed_in
def close(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    check_may(who, "incident.open")
    outcome = Text(request.POST.get("reason_zh", ""), request.POST.get("reason_en", ""))
    try:
        actions.close(by=who, at=who.at, ref=ref, outcome=outcome)
    except (Invalid, WrongState) as refused:
        return _detail(request, ref, refused)
    messages.success(request, say(Text("事件已结束，相关卖家已获知。", "Closed; the sellers are told.")))  # fmt: skip
    return redirect("incidents:detail", ref)


def _reach(request: HttpRequest, refused: PilotageError | None = None) -> HttpResponse:
    who = viewer(request)
    check_may(who, "incident.oversee")
    asked = request.POST if refused else request.GET
    kind, about = asked.get("kind", ""), asked.get("about", "").strip()
    found: list[tuple[Reach, list[Row]]] = []
    if about and not isinstance(refused, NotFound):
        try:
            found = [_shown(who, reach(who, cause)) for cause in causes(who, kind, about)]
        except (Invalid, NotFound) as none:
            refused = none
    context = {
        "kinds": [(one.value, one_side(one.label)) for one in BY_HAND],
        "kind": kind,
        "about": about,
        "found": found,
        "represented": _represented(who, about) if kind == Kind.NUMBER and not found else None,
        "shown": SHOWN,
        "typed": asked,
        "error": in_words(refused) if refused else "",
        "may_open": may(who, "incident.open"),
    }
    status = http_status(refused) if refused else 200
    return render(request, "incidents/reach.html", context, status=status)


def _represented(who: Viewer, number: str) -> dict[str, object] | None:
    """Sellers whose marks name a number that no partner holds: nobody is matched by it, yet they are concerned."""
    marks = list(brand.represented(who, number))
    sellers = {mark.organisation.pk: mark.organisation for mark in marks}
    if not marks:
        return None
    names = [*sellers.values()][:SHOWN]
    return {"sellers": len(sellers), "marks": len(marks), "names": names}


def _shown(who: Viewer, found: Reach) -> tuple[Reach, list[Row]]:
    rows = [Row(one, needs_of(one.needs), next_due(who, one)) for one in found.sellers[:SHOWN]]
    return found, rows


def _detail(request: HttpRequest, ref: str, refused: PilotageError | None = None) -> HttpResponse:
    who = viewer(request)
    found = queries.incident(who, ref)
    page = Paginator(queries.reached(who, found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "incident": found,
        "needs": needs_of(found.lost),
        "page": page,
        "rows": [(one, needs_of(one.needs), standing(one)) for one in page],
        "error": in_words(refused) if refused else "",
        "may_close": found.closed_at is None and may(who, "incident.open"),
        "typed": request.POST,
    }
    return render(
        request, "incidents/detail.html", context, status=http_status(refused) if refused else 200
    )
