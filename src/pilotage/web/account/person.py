"""The page about oneself."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pilotage.kernel.text import Text
from pilotage.platform.access import actions
from pilotage.platform.parties.models import Person
from pilotage.web.account.forms import PersonForm
from pilotage.web.speech import say
from pilotage.web.viewer import viewer


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest) -> HttpResponse:
    """The name that colleagues see."""
    who, person = viewer(request), cast(Person, request.user)
    form = PersonForm(request.POST or None, initial={"name": person.name})
    if form.is_valid():
        actions.rename(by=who, at=who.at, person=person, name=form.cleaned_data["name"])
        messages.success(request, say(Text("已保存。", "Saved.")))
        return redirect("account:person")
    return render(request, "account/person.html", {"form": form})
