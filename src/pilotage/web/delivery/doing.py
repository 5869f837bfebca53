"""What is done to work with a click: agreed, handed in, accepted, returned, ended, reviewed, disputed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.delivery import actions, queries, reviews
from pilotage.platform.delivery.actions import Handed
from pilotage.platform.disputes.models import Subject
from pilotage.web.delivery.forms import HandInForm, ReviewForm, WhyForm
from pilotage.web.delivery.pages import one
from pilotage.web.disputes.forms import OpenForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer

_MOST_FILES = 10


@require_POST
@signed_in
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.agree(by=who, at=who.at, ref=ref)
    return _back(request, ref, Text("已同意，工作开始。", "Agreed; the work begins."))


@require_POST
@signed_in
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.decline(by=who, at=who.at, ref=ref, why=request.POST.get("why", ""))
    return _back(request, ref, Text("工作单未成立。", "The work order did not come about."))


@require_POST
@signed_in
def terminate(request: HttpRequest, ref: str) -> HttpResponse:
    """With reasons; both may review."""
    who = viewer(request)
    actions.terminate(by=who, at=who.at, ref=ref, why=request.POST.get("why", ""))
    return _back(request, ref, Text("工作已终止。", "The work is terminated."))


@require_POST
@signed_in
def hand_in(request: HttpRequest, ref: str) -> HttpResponse:
    """What the step asks for; the page again, with the words, when something is missing."""
    who = viewer(request)
    step = queries.step(who, ref)
    check_may(who, "work.do")
    form = HandInForm(queries.filings_to_show(who, step.order), request.POST)
    if form.is_valid():
        try:
            handed = Handed(form.cleaned_data["text"], _received(request, who), form.cleaned_data["filing"])  # fmt: skip
            actions.hand_in(by=who, at=who.at, step=ref, handed=handed)
        except Invalid as error:
            form.add_error(None, in_words(error))
        else:
            return _back(request, step.order.ref, Text("已提交。", "Handed in."))
    return one(request, step.order.ref, 422, hand_in=form)


@require_POST
@signed_in
def skip(request: HttpRequest, ref: str) -> HttpResponse:
    """A step that is not needed this time."""
    who = viewer(request)
    step = queries.step(who, ref)
    actions.skip(by=who, at=who.at, step=ref, why=request.POST.get("why", ""))
    return _back(request, step.order.ref, Text("已标为不需要。", "Marked as not needed."))


@require_POST
@signed_in
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    row = actions.accept(by=who, at=who.at, ref=ref)
    return _back(request, row.step.order.ref, Text("已验收。", "Accepted."))


@require_POST
@signed_in
def return_it(request: HttpRequest, ref: str) -> HttpResponse:
    """With reasons."""
    who = viewer(request)
    found = queries.deliverable(who, ref)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return one(request, found.step.order.ref, 422, why=form)
    actions.return_it(by=who, at=who.at, ref=ref, why=form.cleaned_data["why"])
    return _back(request, found.step.order.ref, Text("已退回。", "Returned."))


@require_POST
@signed_in
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    row = actions.take_back(by=who, at=who.at, ref=ref)
    return _back(request, row.step.order.ref, Text("已撤回，可重新交付。", "Taken back."))


@require_POST
@signed_in
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """Sealed until both wrote."""
    who = viewer(request)
    step = queries.step(who, ref)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return one(request, step.order.ref, 422, review=form)
    actions.review(by=who, at=who.at, step=ref, said=form.said())
    done = Text("评价已封存，双方写完或到期时一起公开。", "Sealed; both open together.")
    return _back(request, step.order.ref, done)


@require_POST
@signed_in
def dispute(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens a dispute about what was handed in."""
    who = viewer(request)
    found = queries.deliverable(who, ref)
    form = OpenForm(Subject.DELIVERABLE, request.POST)
    if not form.is_valid():
        return one(request, found.step.order.ref, 422, dispute=form)
    made = actions.dispute_deliverable(by=who, at=who.at, ref=ref, **form.cleaned_data)
    return redirect("disputes:detail", made.ref)


@require_POST
@signed_in
def dispute_review(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens a dispute about a review."""
    who = viewer(request)
    found = reviews.review(who, ref)
    form = OpenForm(Subject.REVIEW, request.POST)
    if not form.is_valid():
        return one(request, found.step.order.ref, 422, dispute_review=form)
    made = actions.dispute_review(by=who, at=who.at, ref=ref, **form.cleaned_data)
    return redirect("disputes:detail", made.ref)


def _received(request: HttpRequest, who: Viewer) -> list[str]:
    """The files that came with the form, kept as the organisation's own; their references."""
    files = request.FILES.getlist("files")
    if len(files) > _MOST_FILES:
        raise Invalid(
            "TOO_MANY_FILES",
            Text("一次最多 {most} 个文件。", "At most {most} files at a time."),
            Text("请打包成一个压缩文件后再提交。", "Put them into one archive."),
            most=_MOST_FILES,
        )
    return [kept(who, "deliverable", one).ref for one in files]


def _back(request: HttpRequest, ref: str, done: Text) -> HttpResponse:
    messages.success(request, say(done))
    return redirect("delivery:order", ref)
