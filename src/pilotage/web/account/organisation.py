"""Founding an organisation, and switching between one's own."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access import actions
from pilotage.platform.access import queries as access
from pilotage.platform.parties.models import Person
from pilotage.web.account.forms import OrganisationForm
from pilotage.web.speech import say
from pilotage.web.viewer import SESSION_KEY, viewer


@require_http_methods(["GET", "POST"])
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """A seller or a partner firm, with the founder as its owner."""
    who, form = viewer(request), OrganisationForm(request.POST or None)
    if form.is_valid():
        person = cast(Person, request.user)
        firm = actions.found_organisation(by=who, at=who.at, person=person, **form.cleaned_data)
        request.session[SESSION_KEY] = firm.ref
        messages.success(request, say(Text("组织已创建。", "The organisation is ready.")))
        return redirect("home")
    return render(request, "account/found.html", {"form": form})


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another organisation of which one is a member; its home page follows."""
    firm = (
        access.organisations(viewer(request)).filter(ref=request.POST.get("organisation")).first()
    )
    if firm is None:
        raise NotFound(
            "NO_SUCH_ORGANISATION",
            Text(
                "没有这个组织，或您不是它的成员。", "No such organisation, or you are not a member."
            ),
        )
    request.session[SESSION_KEY] = firm.ref
    return redirect("home")
