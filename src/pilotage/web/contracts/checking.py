"""Is this contract file genuine? For whoever was given one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pilotage.kernel.text import Text
from pilotage.platform.engagements.contracts import queries
from pilotage.platform.engagements.contracts.queries import Checked
from pilotage.web.contracts.forms import FileForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import say
from pilotage.web.viewer import viewer

MOST_BYTES = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@signed_in
def check(request: HttpRequest) -> HttpResponse:
    """The seal's bottom line, coverage and later changes, or what the evidence proves."""
    form = FileForm(request.POST or None, request.FILES or None)
    found: Checked | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MOST_BYTES:
            says = Text("文件超过 20 MB，不会是合同文件。", "Over 20 MB: this is no contract file.")
            form.add_error("file", say(says))
        else:
            found = queries.check_file(viewer(request), file.read())
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/check.html", {"form": form, "found": found}, status=status)
