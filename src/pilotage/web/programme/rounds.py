"""Resources of the programme: what there is and who may apply, rounds, and each draw done again before the reader."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.programme import actions, draws, states
from pilotage.platform.programme.actions.rounds import AHEAD
from pilotage.platform.programme.days import today
from pilotage.platform.programme.eligibility import RULES
from pilotage.platform.programme.resources import Resource, resource
from pilotage.web.programme.forms import CallOffForm, RoundForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20
LOTS_PER_PAGE = 50
KINDS = {"seller": Text("卖家", "Sellers"), "partner": Text("服务商", "Partners")}
ROUND_TONES = {"open": "wait", "drawn": "good", "called_off": "off"}
PLACE_TONES = {"waiting": "wait", "given": "good", "withdrawn": "off", "lapsed": "bad"}


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Every resource with the reader's own standing in it, then the rounds, the newest first."""
    who = viewer(request)
    page = Paginator(draws.rounds(who), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "offers": [(one, _rules(one.resource), *_standing(one)) for one in draws.offers(who)],
        "page": page,
        "rounds": [(row, resource(row.resource).says, *_round(row.state)) for row in page],
        "may_allot": may(who, "programme.allot"),
        "may_act": may(who, "resource.apply"),
    }
    return render(request, "programme/resources.html", context)


@require_POST
@signed_in
def apply_for(request: HttpRequest, code: str) -> HttpResponse:
    who = viewer(request)
    actions.apply_for(by=who, at=who.at, code=code)
    messages.success(request, say(Text("已进入队列。", "You are in the queue.")))
    return redirect("programme:resources")


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.withdraw(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("已退出。", "Withdrawn.")))
    return redirect("programme:resources")


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One round; once drawn, all of its lots and the draw done again, for those who were in it."""
    return _detail(request, viewer(request), ref, CallOffForm())


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Opening a round."""
    who = viewer(request)
    check_may(who, "programme.allot")
    form, error = RoundForm(request.POST or None, on=today(who.at)), ""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = actions.open_round(by=who, at=who.at, terms=form.terms())
        except (Invalid, WrongState) as refused:
            error = in_words(refused)
        else:
            messages.success(request, say(Text("已开放，并通知所有可申请的组织。", "Open; all for whom it is are told.")))  # fmt: skip
            return redirect("programme:round", made.ref)
    context = {"form": form, "error": error, "ahead": AHEAD.days}
    return render(request, "programme/open_round.html", context, status=status)


@require_POST
@signed_in
def call_off(request: HttpRequest, ref: str) -> HttpResponse:
    who, form = viewer(request), CallOffForm(request.POST)
    check_may(who, "programme.allot")
    if not form.is_valid():
        return _detail(request, who, ref, form, status=422)
    actions.call_off(by=who, at=who.at, ref=ref, why=form.why())
    messages.success(request, say(Text("已取消，并通知排队的组织。", "Called off; those in the queue are told.")))  # fmt: skip
    return redirect("programme:round", ref)


@require_POST
@signed_in
def draw(request: HttpRequest, ref: str) -> HttpResponse:
    """For a day on which the timer did not run."""
    who = viewer(request)
    actions.draw(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("已抽签。", "Drawn.")))
    return redirect("programme:round", ref)


def _detail(
    request: HttpRequest, who: Viewer, ref: str, form: CallOffForm, status: int = 200
) -> HttpResponse:
    row = draws.round_of(who, ref)
    again, is_open = draws.replay(who, row), row.state == states.Round.OPEN
    says, tone = _round(row.state)
    may_allot = may(who, "programme.allot") and is_open
    drawn = again.drawn if again else ()
    page = Paginator(drawn, LOTS_PER_PAGE).get_page(request.GET.get("page"))
    names = again.names if again else {}
    context = {
        "row": row,
        "what": resource(row.resource).says,
        "says": says,
        "tone": tone,
        "again": again,
        "page": page,
        "mine_at": next((d.place for a, d in drawn if a.ref == again.mine), 0) if again else 0,
        "lots": [(one, lot, names.get(one.ref)) for one, lot in page],
        "waiting": draws.length(who, row.resource) if is_open else None,
        "may_call_off": may_allot,
        "may_draw": may_allot and today(who.at) >= row.draw_on,
        "form": form,
    }
    return render(request, "programme/round.html", context, status=status)


def _rules(one: Resource) -> list[tuple[Text, list[Text]]]:
    return [(KINDS[kind], [RULES[name].says for name in names]) for kind, names in one.open_to.items()]  # fmt: skip


def _standing(one: draws.Offer) -> tuple[Text | None, str]:
    """How the reader's own application stands, with its tone."""
    if one.mine is None:
        return None, ""
    return states.PLACE_NAMES[one.mine.state], PLACE_TONES[one.mine.state]


def _round(state: str) -> tuple[Text, str]:
    return states.ROUND_NAMES[state], ROUND_TONES[state]
