"""Numbers put to VIES and HMRC."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.platform.access.permissions import check_may
from pilotage.platform.compliance import actions, queries
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Every number asked about; those of the profile that were not are offered."""
    who = viewer(request)
    check_may(who, "tax.run")
    checks = list(queries.number_checks(who))
    asked = {one.number for one in checks}
    own = [n for n in queries.profile(who).get("vat_numbers", {}).values() if n not in asked]
    return render(request, "numbers/list.html", {"checks": checks, "own": own})


@require_POST
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """Put one to its register; the answer arrives within a minute or says why not."""
    who = viewer(request)
    actions.ask_number(by=who, at=who.at, number=request.POST.get("number", ""))
    return redirect("numbers:list")
