"""A chain, newest first, and its verification."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from pilotage.platform.access import queries as access
from pilotage.web.audit.reading import read
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer

PER_PAGE = 50


class ChainPages(Paginator):
    """A chain is numbered without gaps: a page is a range of numbers, nothing is counted or skipped."""

    @cached_property
    def count(self) -> int:
        last = self.object_list.values_list("seq", flat=True).first()
        return last or 0

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        newest = self.count - (number - 1) * self.per_page
        rows = self.object_list.filter(seq__lte=newest)[: self.per_page]
        return self._get_page(rows, number, self)


@require_GET
@signed_in
def chain(request: HttpRequest) -> HttpResponse:
    """The viewer's own chain; an operator names the seller's, or reads the platform's."""
    who, tenant = viewer(request), _tenant(request)
    page = ChainPages(access.audit_events(who, tenant), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [read(event) for event in page.object_list],
        "tenant": tenant,
        "checkpoint": access.audit_checkpoint(who, tenant),
        "tenants": access.audit_tenants(who) if who.is_operator else (),
    }
    return render(request, "audit/chain.html", context)


@require_GET
@signed_in
def verify(request: HttpRequest) -> HttpResponse:
    """Takes every hash of the chain again and says whether it holds."""
    count, found = access.audit_verdict(viewer(request), _tenant(request))
    return render(request, "audit/_verdict.html", {"count": count, "broken": found})


def _tenant(request: HttpRequest) -> str | None:
    return request.GET.get("tenant") or None
