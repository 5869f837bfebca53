"""Pages of service requests."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import queries as directory
from pilotage.platform.engagements import actions, queries
from pilotage.platform.engagements.models import Request
from pilotage.platform.engagements.states import NAMES
from pilotage.web.directory import names
from pilotage.web.fence import unfenced
from pilotage.web.requests import forms
from pilotage.web.requests.parts import Pair, parts_of
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """The seller's own requests, the partner's incoming ones, or all of them for the operator."""
    who = viewer(request)
    if who.is_partner:
        return render(request, "requests/incoming_list.html", {"rows": queries.incoming(who)})
    page = Paginator(queries.requests(who), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "requests/list.html", {"page": page, "names": NAMES})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The structured brief; what was typed stays when something is missing."""
    who = viewer(request)
    check_may(who, "request.send")
    if request.method == "POST":
        form, needs = forms.BriefForm(request.POST), forms.needs_of(request.POST)
        if form.is_valid():
            try:
                sent = _sent(who, form, needs)
            except Invalid as error:
                form.add_error(None, in_words(error))
            else:
                return _after_sending(request, sent)
    else:
        form, needs = _prefilled(request), forms.needs_in_address(request.GET.get("needs", ""))
    return render(
        request, "requests/new.html", _new_context(request, form, needs), status=_status(form)
    )


@require_GET
@signed_in
def need_row(request: HttpRequest) -> HttpResponse:
    """One more empty row of the needs table."""
    return render(request, "requests/_need_row.html", _row_context(("", "")))


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Every step of a request, for the seller and the operator."""
    who = viewer(request)
    found = queries.request(who, ref)
    context = {
        "item": found,
        "needs": queries.needs_text(found.needs),
        "needs_for_link": names.in_address(found.needs),
        "referrals": list(found.referrals.all()),
        "may_withdraw": found.state == "open" and may(who, "request.close"),
        "contact": queries.partner_contact(who, ref),
    }
    return render(request, "requests/detail.html", context)


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.withdraw(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("请求已撤回。", "The request is withdrawn.")))
    return redirect("requests:detail", ref=ref)


@unfenced  # opening it is written down
@require_GET
@signed_in
def incoming(request: HttpRequest, ref: str) -> HttpResponse:
    """A request as the partner sees it; opening it tells the seller."""
    who = viewer(request)
    actions.view(by=who, at=who.at, ref=ref)
    return _incoming_page(request, ref)


@require_POST
@signed_in
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.accept(by=who, at=who.at, ref=ref)
    messages.success(
        request, say(Text("已接受，联系方式已解锁。", "Accepted; the contacts are unlocked."))
    )
    return redirect("requests:incoming", ref=ref)


@require_POST
@signed_in
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    who, code, note = viewer(request), request.POST.get("code", ""), request.POST.get("note", "")
    try:
        actions.decline(by=who, at=who.at, ref=ref, code=code, note=note)
    except Invalid as error:
        return _incoming_page(request, ref, error=say(error.says), note=note)
    messages.info(
        request, say(Text("已婉拒，请求已转给下一家。", "Declined; the request has moved on."))
    )
    return redirect("requests:list")


def _incoming_page(
    request: HttpRequest, ref: str, *, error: str = "", note: str = ""
) -> HttpResponse:
    who = viewer(request)
    context = {
        "item": queries.incoming_one(who, ref),
        "reasons": forms.decline_choices(),
        "may_answer": may(who, "request.answer"),
        "may_draft": may(who, "contract.negotiate"),
        "error": error,
        "note": note,
    }
    return render(request, "requests/incoming.html", context, status=422 if error else 200)


@transaction.atomic
def _sent(who: Viewer, form: forms.BriefForm, needs: tuple[Pair, ...]) -> list[Request]:
    """One request, or one for each partner of a set: all or none."""
    parts = parts_of(form.cleaned_data["set"])
    briefs = [form.brief(part.needs, (part.partner,)) for part in parts] or [form.brief(needs)]
    return [actions.send(by=who, at=who.at, brief=brief) for brief in briefs]


def _after_sending(request: HttpRequest, sent: list[Request]) -> HttpResponse:
    if len(sent) == 1:
        return redirect("requests:detail", ref=sent[0].ref)
    says = Text("已向 {n} 家服务商各发出一份请求。", "{n} requests are sent, one to each partner.")
    messages.success(request, say(says.with_(n=len(sent))))
    return redirect("requests:list")


def _prefilled(request: HttpRequest) -> forms.BriefForm:
    firm = access.own_organisation(viewer(request))
    return forms.BriefForm(
        initial={
            "languages": request.GET.getlist("language") or ["zh"],
            "named": request.GET.get("named", ""),
            "set": request.GET.get("set", ""),
            "basis": request.GET.get("basis", ""),
            "may_refer_on": True,
            "budget_currency": "CNY",
            "contact_name": firm.contact_name or viewer(request).person_name,
            "contact_email": firm.contact_email or getattr(request.user, "email", ""),
            "contact_phone": firm.contact_phone,
        }
    )


def _new_context(
    request: HttpRequest, form: forms.BriefForm, needs: tuple[tuple[str, str], ...]
) -> dict[str, object]:
    who, named = viewer(request), str(form["named"].value() or "")
    return {
        "form": form,
        "rows": [_row_context(need) for need in needs or (("", ""),)],
        "named": [directory.partner(who, ref) for ref in named.split(",") if ref],
        "parts": [
            (directory.partner(who, part.partner), names.grouped(part.needs))
            for part in parts_of(str(form["set"].value() or ""))
        ],
    }


def _row_context(need: tuple[str, str]) -> dict[str, object]:
    return {
        "category": need[0],
        "country": need[1],
        "categories": forms.category_choices(),
        "countries": forms.country_choices(),
    }


def _status(form: forms.BriefForm) -> int:
    return 422 if form.is_bound and form.errors else 200
