"""The seller's grants, what a partner's person holds, and the programme's counts."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.engines import sp_api
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.scopes import NEVER, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.grants import actions, queries
from pilotage.platform.grants.models import Grant
from pilotage.web.grants.forms import GrantForm, HandOnForm
from pilotage.web.grants.showing import Shown, shown
from pilotage.web.shell.door import check_still_you, signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20
MOST_OPENED = 50


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Each side's own page: live grants first, or only how many there are."""
    who = viewer(request)
    if who.is_operator:
        counts = queries.counts(who)
        scopes = [(SCOPES[name].says, many) for name, many in counts.scopes.items()]
        context = {"counts": counts, "scopes": scopes, "roles": sp_api.roles()}
        return render(request, "grants/counts.html", context)
    page = Paginator(queries.grants(who), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "grants": shown(list(page), who.at),
        "may_give": may(who, "grant.give"),
        "may_revoke": may(who, "grant.revoke"),
        "never": NEVER.values(),
        "held": who.is_partner,
    }
    return render(request, "grants/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: HttpRequest) -> HttpResponse:
    """To one named person of a firm that accepted a request."""
    who = viewer(request)
    check_may(who, "grant.give")
    form = GrantForm(
        queries.candidates(who), queries.contracts(who), who.at.date(), request.POST or None
    )
    if request.method == "POST" and form.is_valid():
        check_still_you(request)
        to = form.chosen
        try:
            grant = actions.give(
                by=who,
                at=who.at,
                to=to.person.ref,
                firm=to.organisation.ref,
                wish=form.wish(who.at),
            )
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("已授权。", "Granted.")))
            return redirect("grants:detail", grant.ref)
    context = {"form": form, "never": NEVER.values()}
    return render(request, "grants/new.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One grant: the seller may take it back, its holder sees what it opens."""
    who = viewer(request)
    grant = queries.grant(who, ref)
    form = HandOnForm(grant, queries.colleagues(who)) if _may_hand_on(who, grant) else None
    return _detail(request, grant, form)


@require_POST
@signed_in
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """At once, with everything handed on."""
    who = viewer(request)
    actions.revoke(by=who, at=who.at, ref=ref)
    messages.success(
        request,
        say(Text("已收回，对方立即无法访问。", "Revoked: access has ended at this moment.")),
    )
    return redirect("grants:list")


@require_POST
@signed_in
def delegate(request: HttpRequest, ref: str) -> HttpResponse:
    """Part of it to a colleague."""
    who = viewer(request)
    grant = queries.grant_to_hand_on(who, ref)
    form = HandOnForm(grant, queries.colleagues(who), request.POST)
    if not form.is_valid():
        return _detail(request, grant, form, status=422)
    to = form.cleaned_data["to"]
    actions.delegate(by=who, at=who.at, ref=ref, to=to, wish=form.wish(who.at))
    messages.success(
        request, say(Text("已转授，卖家会收到通知。", "Handed on; the seller is told."))
    )
    return redirect("grants:detail", ref)


def _detail(
    request: HttpRequest, grant: Grant, form: HandOnForm | None, status: int = 200
) -> HttpResponse:
    who = viewer(request)
    context = {
        "one": Shown(grant, who.at),
        "grant": grant,
        "never": NEVER.values(),
        "may_revoke": may(who, "grant.revoke") and grant.revoked_at is None,
        "held": who.is_partner,
        "form": form,
    }
    if who.is_partner:
        context["runs"] = compliance.tax_runs(who).filter(organisation=grant.seller)[:MOST_OPENED]
        context["filings"] = compliance.filings(who).filter(organisation=grant.seller)[:MOST_OPENED]
        context["checks"] = compliance.fit_checks(who).filter(organisation=grant.seller)[
            :MOST_OPENED
        ]
    return render(request, "grants/detail.html", context, status=status)


def _may_hand_on(who: Viewer, grant: Grant) -> bool:
    return grant.may_delegate and Shown(grant, who.at).is_live and grant.person_id == who.person_id
