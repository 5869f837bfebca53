"""The portfolio: marks, what happened to them, deadlines, and what Brand Registry would miss."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.deadlines import of_events
from pilotage.platform.brand.portfolio_file import COLUMNS
from pilotage.platform.brand.readiness import offices
from pilotage.platform.brand.services import services
from pilotage.platform.brand.words import events
from pilotage.web.brand.forms import EventForm, MarkForm
from pilotage.web.brand.words import FORMS, STANDINGS, STATUSES
from pilotage.web.directory.names import place
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.uploads import kept, on_to
from pilotage.web.viewer import viewer

PER_PAGE = 20
NEAREST = 5
SOON = 14
MOST_FAULTS = 50
_MOST_OF_A_BRAND = 200


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Marks with their next deadline, the nearest deadlines of all first."""
    who = viewer(request)
    page = Paginator(queries.marks(who), PER_PAGE).get_page(request.GET.get("page"))
    running = queries.running(who)
    following: dict[int, Any] = {}
    for one in running:
        following.setdefault(one.event.mark_id, one)  # type: ignore[attr-defined]
    rows = [(one, offices()[one.office].says, *STATUSES[one.status], following.get(one.pk)) for one in page]  # fmt: skip
    context = {
        "page": page, "rows": rows, "soon": SOON, "waiting": queries.undecided(who).count(),
        "nearest": [(one, one.left(who.at)) for one in running[:NEAREST]],
    }  # fmt: skip
    return render(request, "brand/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """One more mark; a wrong one is refused in words and nothing typed is lost."""
    who = viewer(request)
    check_may(who, "brand.keep")
    form = MarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_mark(by=who, at=who.at, given=form.cleaned_data)
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return redirect("brand:mark", made.ref)
    status = 422 if form.errors else 200
    return render(request, "brand/form.html", {"form": form, "row": None}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def bring_in(request: HttpRequest) -> HttpResponse:
    """A portfolio as a table, all of it or none; every line that cannot be used is named."""
    who = viewer(request)
    check_may(who, "brand.keep")
    context: dict[str, Any] = {"columns": list(COLUMNS)}
    if request.method == "GET":
        return render(request, "brand/import.html", context)
    file = request.FILES.get("portfolio")
    if file is None:
        raise Invalid("NO_FILE", Text("没有收到文件。", "No file arrived."), Text("请选择 CSV 文件。", "Choose a CSV file."))  # fmt: skip
    document = kept(who, "mark_portfolio", file)
    try:
        new, known = actions.import_marks(by=who, at=who.at, document=document)
    except actions.Faults as refused:
        context |= {"faults": refused.faults[:MOST_FAULTS], "more": max(0, len(refused.faults) - MOST_FAULTS)}  # fmt: skip
        return render(request, "brand/import.html", context, status=422)
    says = Text(
        "{new} 件已登记，{known} 件原来就有。", "{new} marks added, {known} were here already."
    )
    messages.success(request, say(says.with_(new=new, known=known)))
    return redirect("brand:list")


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Its facts anew."""
    who = viewer(request)
    row = queries.mark(who, ref)
    form = MarkForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_mark(by=who, at=who.at, ref=ref, given=form.cleaned_data)
        except (Invalid, WrongState) as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, say(Text("已保存。", "Saved.")))
            return redirect("brand:mark", ref)
    status = 422 if form.errors else 200
    return render(request, "brand/form.html", {"form": form, "row": row}, status=status)


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One mark whole."""
    return _detail(request, ref)


@require_POST
@signed_in
def note_event(request: HttpRequest, ref: str) -> HttpResponse:
    """Something happened: deadlines follow."""
    who = viewer(request)
    row = queries.mark(who, ref)
    form = EventForm(row.office, request.POST)
    if not form.is_valid():
        return _detail(request, ref, form)
    event, on = form.cleaned_data["event"], form.cleaned_data["on"]
    try:
        actions.note_event(by=who, at=who.at, ref=ref, event=event, on=on, facts=form.facts)
    except Invalid as error:
        form.add_error(None, in_words(error))
        return _detail(request, ref, form)
    return redirect("brand:mark", ref)


@require_POST
@signed_in
def remove_event(request: HttpRequest, ref: str) -> HttpResponse:
    """It was entered by mistake."""
    who = viewer(request)
    found = actions.take_event_away(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("事件已删除。", "The event is taken away.")))
    return redirect("brand:mark", found.mark.ref)


@require_POST
@signed_in
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """The act for a deadline was done."""
    who, given = viewer(request), request.POST
    made = actions.settle(
        by=who, at=who.at, ref=ref, name=given.get("name", ""), note=given.get("note", "")
    )
    messages.success(request, say(Text("已登记办理，不再提醒。", "Settled; no reminder any more.")))
    return redirect("brand:mark", made.event.mark.ref)


@require_POST
@signed_in
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """Out of the portfolio."""
    who = viewer(request)
    actions.retire(by=who, at=who.at, ref=ref)
    messages.success(request, say(Text("商标已移出。", "The mark is taken out.")))
    return redirect("brand:list")


@require_http_methods(["GET", "POST"])
@signed_in
def picture(request: HttpRequest, ref: str) -> HttpResponse | FileResponse:
    """The product picture: seen, or another one."""
    who = viewer(request)
    if request.method == "GET":
        found = queries.picture(who, queries.mark(who, ref))
        content = ports.files().path(found.sha256).open("rb")
        return FileResponse(content, as_attachment=True, filename=found.name)
    queries.mark(who, ref)
    file = request.FILES.get("picture")
    if file is None:
        raise Invalid("NO_FILE", Text("没有收到文件。", "No file arrived."), Text("请选择 JPG 或 PNG 照片。", "Choose a photograph, JPG or PNG."))  # fmt: skip
    document = kept(who, "brand_picture", file)
    actions.keep_picture(by=who, at=who.at, ref=ref, document=document)
    return on_to(request, reverse("brand:mark", args=[ref]))


@require_GET
@signed_in
def menu(request: HttpRequest) -> HttpResponse:
    """Services with a ceiling each."""
    check_may(viewer(request), "brand.keep")
    rows = [(one, place(one.where) if one.where else None) for one in services()]
    return render(request, "brand/services.html", {"services": rows})


def _detail(request: HttpRequest, ref: str, form: EventForm | None = None) -> HttpResponse:
    who = viewer(request)
    row = queries.mark(who, ref)
    happened = queries.events(who, row)
    deadlines, gaps = of_events(happened)
    typed = request.GET.get("brand")
    points = queries.readiness(who, row, typed[:_MOST_OF_A_BRAND] if typed is not None else None)
    known = events(row.office)
    context = {
        "row": row, "office": offices()[row.office].says, "status": STATUSES[row.status],
        "kind": FORMS[row.form], "brand": typed, "form": form or EventForm(row.office),
        "has_rules": bool(known), "gaps": [(one, _event(known, one.event.event)) for one in gaps],
        "deadlines": [(one, one.left(who.at), one.is_over(who.at)) for one in deadlines],
        "events": [(one, _event(known, one.event)) for one in happened],
        "points": [(one, *STANDINGS[one.standing]) for one in points],
        "lacking": sum(one.standing == "missing" for one in points),
        "alerts": queries.alerts(who).filter(mark=row)[:PER_PAGE], "soon": SOON,
    }  # fmt: skip
    return render(request, "brand/mark.html", context, status=422 if form and form.errors else 200)


def _event(known: dict[str, Any], code: str) -> Text:
    return known[code][0] if code in known else Text(code, code)
