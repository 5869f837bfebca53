"""Members of an organisation, invitations, and joining by one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access import actions
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import may
from pilotage.platform.parties.models import Membership, Person
from pilotage.web.account.forms import InvitationForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import SESSION_KEY, viewer


@require_GET
@signed_in
def everyone(request: HttpRequest) -> HttpResponse:
    return _page(request, InvitationForm())


@require_POST
@signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown once on the page and goes to the address by mail."""
    who, form = viewer(request), InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    secret = actions.invite(by=who, at=who.at, **form.cleaned_data)
    link = request.build_absolute_uri(reverse("account:join", args=[secret]))
    return _page(request, InvitationForm(), link=link)


@require_POST
@signed_in
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """End a membership of the viewer's own organisation."""
    who = viewer(request)
    actions.leave(by=who, at=who.at, membership=_member(request, number))
    messages.success(
        request, say(Text("已移出，其密钥同时失效。", "Removed; their keys ended too."))
    )
    return redirect("account:members")


@require_http_methods(["GET", "POST"])
@login_required
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks before joining: a link opened by a mail scanner must not use it up."""
    who = viewer(request)
    if request.method == "GET":
        return render(request, "account/join.html", {"secret": secret})
    person = cast(Person, request.user)
    joined = actions.accept_invitation(by=who, at=who.at, person=person, secret=secret)
    request.session[SESSION_KEY] = joined.organisation.ref
    messages.success(request, say(Text("已加入。", "You have joined.")))
    return redirect("home")


def _page(
    request: HttpRequest, form: InvitationForm, link: str = "", status: int = 200
) -> HttpResponse:
    who = viewer(request)
    context = {
        "members": access.members(who),
        "invitations": access.invitations(who),
        "may_manage": may(who, "members.manage"),
        "form": form,
        "link": link,
    }
    return render(request, "account/members.html", context, status=status)


def _member(request: HttpRequest, number: int) -> Membership:
    found = access.members(viewer(request)).filter(pk=number).first()
    if found is None:
        raise NotFound("NO_SUCH_MEMBER", Text("没有这名成员。", "There is no such member."))
    return found
