"""What is said and done about a firm's people, its papers in registers, and its record; the public rules of it all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import actions, badge, queries, scorecard
from pilotage.platform.certification.reasons import MARK
from pilotage.platform.certification.requirements import book
from pilotage.web.certification import forms, rulebook
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Everything by which firms are listed, stopped and badged, and what is announced; for everybody."""
    at = viewer(request).at
    months, most = scorecard.marks_stand()
    context = {
        "versions": [rulebook.shown(v) for v in (book().in_force(at), *book().coming(at))],
        "accepted": book().accepted(at)[1:],
        "badge": badge.in_force(at),
        "badges_coming": badge.coming(at),
        "scores": scorecard.in_force(at),
        "scores_coming": [one for one in scorecard.versions() if one.begins > at],
        "mark_reasons": MARK.values(),
        "mark_months": months,
        "marks_most": most,
        "at": at,
    }
    return render(request, "certification/rules.html", context)


@require_POST
@signed_in
def look(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody of the programme looked into a register."""
    who, typed = viewer(request), request.POST
    check_may(who, "application.review")
    try:
        actions.note_register_check(
            by=who, at=who.at, ref=ref, register=typed.get("register", ""),
            status=typed.get("status", ""), seen=typed.get("seen", ""),
        )  # fmt: skip
        messages.success(request, say(Text("核对结果已记录。", "What the register says is kept.")))
    except (Invalid, WrongState) as refused:
        messages.error(request, in_words(refused))
    return _back(request, who, queries.credential(who, ref).partner.ref)


@require_POST
@signed_in
def complete(request: HttpRequest, ref: str) -> HttpResponse:
    """The firm adds what a paper says and was not typed."""
    who = viewer(request)
    check_may(who, "credential.file")
    row = queries.credential(who, ref)
    form = forms.details_form(who, row, request.POST)
    if form.is_valid():
        try:
            actions.complete_details(by=who, at=who.at, ref=ref, **form.content())
            messages.success(request, say(Text("已补充。", "Added.")))
        except (Invalid, WrongState) as refused:
            messages.error(request, in_words(refused))
    else:
        messages.error(request, say(Text("内容过长或日期不对。", "Too long, or no date.")))
    return redirect("certification:mine")


@require_POST
@signed_in
def identify(request: HttpRequest, ref: str) -> HttpResponse:
    """The programme saw who it is."""
    who = viewer(request)
    try:
        member = actions.identify_staff(by=who, at=who.at, ref=ref, how=request.POST.get("how", ""))
    except (Invalid, WrongState) as refused:
        messages.error(request, in_words(refused))
        return redirect("certification:partners")
    messages.success(request, say(Text("身份核验已记录。", "The identity check is kept.")))
    return redirect("certification:partner", member.partner.ref)


@require_POST
@signed_in
def left(request: HttpRequest, ref: str) -> HttpResponse:
    """A person is with the firm no longer; what rests on them falls at once."""
    who = viewer(request)
    lost = actions.staff_left(by=who, at=who.at, ref=ref)
    says = Text("已登记离职；{n} 项服务因此下架。", "Noted; {n} services left the list with them.")
    messages.success(request, say(says.with_(n=len(lost))))
    return redirect("certification:partners" if who.is_operator else "certification:mine")


@require_POST
@signed_in
def mark(request: HttpRequest, ref: str) -> HttpResponse:
    """A mark on the record."""
    who, typed = viewer(request), request.POST
    check_may(who, "standing.set")
    reason = Text(typed.get("reason_zh", ""), typed.get("reason_en", ""))
    try:
        actions.put_mark(
            by=who, at=who.at, partner_ref=ref, code=typed.get("code", ""), reason=reason
        )
        messages.success(request, say(Text("已记录并告知对方。", "Kept, and the firm is told.")))
    except Invalid as refused:
        messages.error(request, in_words(refused))
    return redirect("certification:partner", ref)


@require_POST
@signed_in
def lift(request: HttpRequest, ref: str) -> HttpResponse:
    """A mark is taken off."""
    who = viewer(request)
    try:
        lifted = actions.lift_mark(by=who, at=who.at, ref=ref, why=request.POST.get("why", ""))
    except (Invalid, WrongState) as refused:
        messages.error(request, in_words(refused))
        return redirect("certification:partners")
    return redirect("certification:partner", lifted.partner.ref)


@require_POST
@signed_in
def decide_board(request: HttpRequest, ref: str) -> HttpResponse:
    """The board decides."""
    who, typed = viewer(request), request.POST
    check_may(who, "standing.set")
    reason = Text(typed.get("reason_zh", ""), typed.get("reason_en", ""))
    try:
        board = actions.decide_board(
            by=who, at=who.at, ref=ref, outcome=typed.get("outcome", ""), reason=reason
        )
    except (Invalid, WrongState) as refused:
        messages.error(request, in_words(refused))
        return redirect("certification:queue")
    messages.success(request, say(Text("复议结论已记录。", "The board's decision is kept.")))
    return redirect("certification:partner", board.partner.ref)


def _back(request: HttpRequest, who: Viewer, partner_ref: str) -> HttpResponse:
    under_review = request.POST.get("application", "")
    if under_review:
        return redirect("certification:application", under_review)
    return redirect("certification:partner", partner_ref)
