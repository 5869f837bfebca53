"""What is done to a dispute with a click: said, shown, taken to the programme, settled, withdrawn, decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.cases import actions as cases
from pilotage.platform.disputes import actions, queries
from pilotage.web import speech
from pilotage.web.disputes.forms import DecideForm, ProposeForm, SayForm
from pilotage.web.disputes.pages import one
from pilotage.web.shell.door import signed_in
from pilotage.web.uploads import kept
from pilotage.web.viewer import viewer


@require_POST
@signed_in
def say(request: HttpRequest, ref: str) -> HttpResponse:
    """A statement; the respondent's first answers it."""
    done = Text("已提交，对方会看到。", "Said; the other side reads it.")
    return _typed(request, ref, "say", SayForm(request.POST), actions.say, done)


@require_POST
@signed_in
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """A settlement for the other side to agree to."""
    done = Text("和解提议已发给对方。", "The proposal is with the other side.")
    return _typed(request, ref, "propose", ProposeForm(request.POST), actions.propose, done)


@require_POST
@signed_in
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """The programme's decision, published to both."""
    done = Text("裁定已发给双方。", "Both sides have the decision.")
    return _typed(request, ref, "decide", DecideForm(request.POST), actions.decide, done)


@require_POST
@signed_in
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """A file or a message of a case is put before it."""
    who = viewer(request)
    check_may(who, "dispute.argue")
    found = queries.dispute(who, ref)
    message, file = request.POST.get("message", ""), request.FILES.get("file")
    if message:
        cases.show_in_dispute(by=who, at=who.at, message=message, dispute=ref)
    if file is not None:
        document = kept(who, "evidence", file)
        actions.show_file(by=who, at=who.at, ref=found.ref, document=document)
    if not message and file is None:
        raise Invalid("NO_FILE", Text("没有收到文件或消息。", "No file or message arrived."))
    return _back(request, ref, Text("证据已提交。", "The evidence stands with the dispute."))


@require_POST
@signed_in
def escalate(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.escalate(by=who, at=who.at, ref=ref)
    return _back(request, ref, Text("已提交平台。", "It is with the programme."))


@require_POST
@signed_in
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """Agrees to the very proposal that stood on the page."""
    who = viewer(request)
    seen = parse_datetime(request.POST.get("seen", "")) or who.at
    actions.settle(by=who, at=who.at, ref=ref, seen=seen)
    return _back(request, ref, Text("已和解。", "It is settled."))


@require_POST
@signed_in
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    who = viewer(request)
    actions.withdraw(by=who, at=who.at, ref=ref)
    return _back(request, ref, Text("争议已撤回，原状不变。", "Withdrawn; all stays as it was."))


def _typed(
    request: HttpRequest,
    ref: str,
    name: str,
    form: forms.Form,
    action: Callable[..., Any],
    done: Text,
) -> HttpResponse:
    """The action with what was typed; the page again, with it, when something is missing."""
    who = viewer(request)
    queries.dispute(who, ref)
    if not form.is_valid():
        return one(request, ref, 422, **{name: form})
    action(by=who, at=who.at, ref=ref, **form.cleaned_data)
    return _back(request, ref, done)


def _back(request: HttpRequest, ref: str, done: Text) -> HttpResponse:
    messages.success(request, speech.say(done))
    return redirect("disputes:detail", ref)
