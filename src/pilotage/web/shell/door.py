"""Who may knock: pages for people who have signed in and belong somewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pilotage.web.viewer import viewer

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(page: Page[P]) -> Page[P]:
    """Sends a visitor to the login (and back), a person without organisation to found one."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        who = viewer(request)
        if who.person_id is None:
            return redirect_to_login(request.get_full_path())
        if who.organisation_id is None:
            return redirect("account:found")
        return page(request, *args, **kwargs)

    return guarded


@reauthentication_required
def check_still_you(request: HttpRequest) -> None:
    """For what a session left open must not do: open data, take everything, erase.

    Without a proof of the last five minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`) allauth asks for one and sends
    the very same form again afterwards. Ask after the permission, so that strangers are refused and not asked.
    """
