"""Certification as the programme sees it: the queue, decisions item by item, evidence, standing."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.certification import actions, queries, states
from pilotage.platform.certification.models import Application, Partner
from pilotage.platform.certification.reasons import DECISION, MARK
from pilotage.web.certification import rulebook, showing
from pilotage.web.errors import http_status
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

PER_PAGE = 20
OUTCOMES = {
    "approve": Text("通过", "Approve"),
    "ask_revision": Text("要求补充", "Ask for more"),
    "reject": Text("不通过", "Reject"),
}
REGISTER = [(status.value, states.NAMES[status]) for status in states.Register]


@require_GET
@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    """Applications that wait, oldest first."""
    who = viewer(request)
    waiting = queries.queue(who).prefetch_related("items")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "boards": queries.boards(who)[:PER_PAGE]}
    return render(request, "certification/queue.html", context)


@require_GET
@signed_in
def application(request: HttpRequest, ref: str) -> HttpResponse:
    """One application: what each item requires, what was filed, and the decision."""
    check_may(viewer(request), "application.review")
    return _application_page(request, queries.application(viewer(request), ref))


@require_POST
@signed_in
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """A refusal of the decision is shown at the item, with what was typed."""
    who, typed = viewer(request), request.POST.dict()
    check_may(who, "application.review")
    try:
        item = actions.decide_item(
            by=who,
            at=who.at,
            ref=ref,
            outcome=str(typed.get("outcome", "")),
            code=str(typed.get("code", "")),
            reason=_reason(request),
        )
    except (Invalid, WrongState) as refused:
        found = queries.application(who, str(typed.get("application", "")))
        return _application_page(request, found, refused, {**typed, "item": ref})
    return redirect(f"{_address(item.application.ref)}#{item.ref}")


@require_POST
@signed_in
def close(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    check_may(who, "application.review")
    try:
        actions.close_review(by=who, at=who.at, ref=ref)
    except WrongState as refused:
        return _application_page(request, queries.application(who, ref), refused)
    messages.success(
        request, say(Text("审核已办结并通知对方。", "The review is closed and the firm told."))
    )
    return redirect("certification:queue")


@require_POST
@signed_in
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept or refuse evidence after looking at the original or the register."""
    who = viewer(request)
    accepted = request.POST.get("verdict") == "accept"
    actions.mark_checked(by=who, at=who.at, ref=ref, accepted=accepted, note=_reason(request))
    messages.success(request, say(Text("核验结果已记录。", "The check is recorded.")))
    under_review = request.POST.get("application", "")
    if under_review:
        return redirect("certification:application", under_review)
    return redirect("certification:partner", queries.credential(who, ref).partner.ref)


@require_POST
@signed_in
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an approval back, with its reason."""
    who = viewer(request)
    item = actions.revoke_item(by=who, at=who.at, ref=ref, reason=_reason(request))
    messages.success(request, say(Text("认证已撤销。", "The approval is revoked.")))
    return redirect("certification:partner", item.partner.ref)


@require_GET
@signed_in
def partners(request: HttpRequest) -> HttpResponse:
    """Every firm, found by name or reference."""
    who, words = viewer(request), request.GET.get("q", "").strip()
    rows = queries.partners(who)
    if words:
        rows = rows.filter(
            Q(organisation__name_zh__icontains=words)
            | Q(organisation__name_en__icontains=words)
            | Q(ref__iexact=words)
        )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    marks = [(firm, showing.mark(states.Standing, firm.standing)) for firm in page.object_list]
    return render(
        request, "certification/partners.html", {"page": page, "marks": marks, "words": words}
    )


@require_GET
@signed_in
def partner(request: HttpRequest, ref: str) -> HttpResponse:
    """A firm with its evidence, items and standing."""
    who = viewer(request)
    check_may(who, "application.review")
    return _partner_page(request, queries.partner(who, ref))


@require_POST
@signed_in
def standing(request: HttpRequest, ref: str) -> HttpResponse:
    """Warn, suspend or restore; the reason goes to the firm."""
    who, wanted = viewer(request), request.POST.get("standing", "")
    check_may(who, "standing.set")
    try:
        actions.set_standing(
            by=who, at=who.at, partner_ref=ref, standing=wanted, reason=_reason(request)
        )
    except (Invalid, WrongState) as refused:
        return _partner_page(request, queries.partner(who, ref), refused)
    messages.success(request, say(Text("状态已更新并通知对方。", "The standing is set and told.")))
    return redirect("certification:partner", ref)


def _application_page(
    request: HttpRequest,
    found: Application,
    refused: PilotageError | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    who = viewer(request)
    looks = queries.register_checks(who, found.partner)
    held = showing.papers(queries.credentials(who, found.partner), who.at, looks)
    lines = showing.item_lines(found.partner, found.items.all(), who.at)
    error = say(refused.says) if refused else ""
    items = [
        replace(reviewed, typed=typed, error=error)
        if typed and typed["item"] == reviewed.line.item.ref
        else reviewed
        for reviewed in (showing.reviewed(line, held, who.at) for line in lines)
    ]
    context = {
        "application": found,
        "mark": showing.mark(states.Application, found.state),
        "is_open": found.state == states.Application.SUBMITTED,
        "items": items,
        "undecided": sum(line.item.state == states.Item.PENDING for line in lines),
        "papers": held,
        "outcomes": OUTCOMES,
        "codes": DECISION.items(),
        "statuses": REGISTER,
        "error": "" if typed else error,
    }
    status = http_status(refused) if refused else 200
    return render(request, "certification/application.html", context, status=status)


def _partner_page(
    request: HttpRequest, firm: Partner, refused: PilotageError | None = None
) -> HttpResponse:
    who = viewer(request)
    context = {
        "firm": firm,
        "mark": showing.mark(states.Standing, firm.standing),
        "next": _standings_after(firm),
        "history": queries.standing_history(who, firm),
        "items": showing.item_lines(firm, queries.items(who, firm), who.at),
        "papers": showing.papers(
            queries.credentials(who, firm), who.at, queries.register_checks(who, firm)
        ),
        "record": rulebook.record(who, firm, who.at),
        "mark_codes": MARK.items(),
        "statuses": REGISTER,
        "companies": showing.companies(queries.legal_entities(who, firm)),
        "staff": queries.staff(who, firm),
        "applications": queries.applications(who, firm),
        "may_set": may(who, "standing.set"),
        "error": say(refused.says) if refused else "",
        "typed": request.POST,
    }
    status = http_status(refused) if refused else 200
    return render(request, "certification/partner.html", context, status=status)


def _standings_after(firm: Partner) -> list[tuple[str, Text]]:
    """What the standing can become from here."""
    now = states.Standing(firm.standing)
    after = [then for (state, _), then in states.STANDING.items() if state == now]
    return [(then.value, states.NAMES[then]) for then in after]


def _reason(request: HttpRequest) -> Text:
    return Text(request.POST.get("reason_zh", ""), request.POST.get("reason_en", ""))


def _address(ref: str) -> str:
    return reverse("certification:application", args=[ref])
