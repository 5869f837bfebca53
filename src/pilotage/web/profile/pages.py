"""The partner's own pages: how it presents itself, whether it takes work, what it offers."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import gate, rules
from pilotage.platform.certification.models import Partner
from pilotage.platform.certification.queries import own_partner
from pilotage.platform.certification.requirements import book
from pilotage.platform.directory import actions, queries
from pilotage.platform.directory.models import Offer
from pilotage.web.directory import names, prices
from pilotage.web.profile import fee_rows, forms
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest) -> HttpResponse:
    """The public profile; what was typed stays when something is refused."""
    who = viewer(request)
    check_may(who, "profile.edit")
    if _unregistered(who):
        return redirect("certification:mine")
    if request.method != "POST":
        return _edit_page(request)
    form, cases = forms.PresentationForm(request.POST), forms.cases_of(request.POST)
    if form.is_valid():
        try:
            shown = form.presentation([forms.case_of(case) for case in cases])
            actions.edit_profile(by=who, at=who.at, partner=own_partner(who), presentation=shown)
        except Invalid as refused:
            form.add_error(None, in_words(refused))
        else:
            messages.success(
                request, say(Text("资料已保存，名录一秒内更新。", "Saved; shown within a second."))
            )
            return redirect("profile:edit")
    return _edit_page(request, form=form, cases=cases)


@require_POST
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Take new work or pause, and how many engagements at a time."""
    who, form = viewer(request), forms.WorkForm(request.POST)
    check_may(who, "profile.edit")
    firm = own_partner(who)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.set_capacity(
                    by=who, at=who.at, partner=firm, capacity=form.cleaned_data["capacity"]
                )
                actions.set_accepting(
                    by=who, at=who.at, partner=firm, accepting=form.cleaned_data["accepting"]
                )
        except Invalid as refused:
            form.add_error(None, in_words(refused))
        else:
            messages.success(request, say(Text("接单设置已保存。", "Saved.")))
            return redirect("profile:edit")
    return _edit_page(request, work=form)


@require_http_methods(["GET", "POST"])
@signed_in
def offer(request: HttpRequest) -> HttpResponse:
    """Add an offer, or put a changed one in its place (`?offer=` fills the form from it)."""
    who = viewer(request)
    check_may(who, "offer.edit")
    firm = own_partner(who)
    if request.method != "POST":
        kept = queries.own_offers(who).filter(ref=request.GET.get("offer", "")).first()
        form = forms.OfferForm(initial=forms.offer_of(kept) if kept else {"languages": ["zh"]})
        rows = fee_rows.rows_from(kept.plan.items) if kept else [fee_rows.EMPTY]
        return _offer_page(request, form, rows)
    form, rows = forms.OfferForm(request.POST), fee_rows.rows_of(request.POST)
    if form.is_valid():
        try:
            _put(who, firm, form, rows)
        except Invalid as refused:
            form.add_error(None, in_words(refused))
        else:
            messages.success(request, say(Text("服务与价格已保存。", "The offer is saved.")))
            return redirect("profile:edit")
    return _offer_page(request, form, rows or [fee_rows.EMPTY])


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Running engagements go on."""
    who = viewer(request)
    actions.withdraw_offer(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("服务已下架。", "The offer is withdrawn.")))
    return redirect("profile:edit")


@transaction.atomic
def _put(who: Viewer, firm: Partner, form: forms.OfferForm, rows: list[fee_rows.Row]) -> None:
    """One plan, and an offer for each country: all or nothing."""
    data = form.cleaned_data
    plan = actions.put_plan(
        by=who,
        at=who.at,
        partner=firm,
        name=Text(data["plan_zh"], data["plan_en"]),
        items=fee_rows.items_of(rows, data["category"]),
    )
    for country in data["countries"]:
        actions.put_offer(
            by=who,
            at=who.at,
            partner=firm,
            category=data["category"],
            country=country,
            languages=data["languages"],
            plan=plan,
        )


def _edit_page(
    request: HttpRequest,
    *,
    form: forms.PresentationForm | None = None,
    cases: list[dict[str, str]] | None = None,
    work: forms.WorkForm | None = None,
) -> HttpResponse:
    who = viewer(request)
    firm, kept = own_partner(who), queries.own_profile(who)
    context = {
        "firm": firm,
        "kept": kept,
        "form": form or forms.PresentationForm(initial=forms.presentation_of(kept)),
        "cases": kept.cases if cases is None else cases,
        "work": work
        or forms.WorkForm(initial={"accepting": kept.accepting, "capacity": kept.capacity}),
        "offers": _offers(who, firm),
    }
    return render(request, "profile/edit.html", context, status=422 if form or work else 200)


def _offers(who: Viewer, firm: Partner) -> list[dict[str, object]]:
    """Each offer in words, and what keeps it from being listed."""
    facts = gate.facts_of([firm.pk])[firm.pk]
    return [_offer(one, facts, who) for one in queries.own_offers(who)]


def _offer(one: Offer, facts: rules.Facts, who: Viewer) -> dict[str, object]:
    reasons = rules.why_not_listed(facts, one.category, one.country, who.at, book())
    return {
        "row": one,
        "service": names.category(one.category),
        "where": names.place(one.country),
        "prices": prices.in_words(one.plan.items),
        "languages": names.listed(names.language(code) for code in one.languages),
        "why_not": [reason.says for reason in reasons],
    }


def _offer_page(
    request: HttpRequest, form: forms.OfferForm, rows: list[fee_rows.Row]
) -> HttpResponse:
    context = {"form": form, "rows": rows, "empty": fee_rows.EMPTY, **fee_rows.choices()}
    status = 422 if form.is_bound else 200
    return render(request, "profile/offer.html", context, status=status)


def _unregistered(who: Viewer) -> bool:
    try:
        own_partner(who)
    except NotFound:
        return True
    return False
