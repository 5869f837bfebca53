"""Keys for the API."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access import actions
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.web.account.forms import KeyForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    return _page(request, KeyForm())


@require_POST
@signed_in
def issue(request: HttpRequest) -> HttpResponse:
    """The key itself is in this answer and nowhere else."""
    who, form = viewer(request), KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    secret = actions.issue_token(by=who, at=who.at, label=form.cleaned_data["label"])
    return _page(request, KeyForm(), secret=secret)


@require_POST
@signed_in
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    who = viewer(request)
    key = access.tokens(who).filter(pk=number).first()
    if key is None:
        raise NotFound("NO_SUCH_KEY", Text("没有这个密钥。", "There is no such key."))
    actions.revoke_token(by=who, at=who.at, token=key)
    messages.success(request, say(Text("密钥已停用。", "The key no longer works.")))
    return redirect("account:keys")


def _page(request: HttpRequest, form: KeyForm, secret: str = "", status: int = 200) -> HttpResponse:
    who = viewer(request)
    check_may(who, "tokens.manage")
    context = {"keys": access.tokens(who), "form": form, "secret": secret}
    return render(request, "account/keys.html", context, status=status)
