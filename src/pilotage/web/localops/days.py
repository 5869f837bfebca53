"""The local calendar: what is closed, sold and sent back on the seller's sites, month by month, and as iCalendar."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pilotage.engines import localdays
from pilotage.kernel.text import Text
from pilotage.platform.localops import local_days
from pilotage.web.calendar.ical import Event, calendar
from pilotage.web.directory import names
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import one_side
from pilotage.web.viewer import viewer

KINDS = {
    "holiday": Text("公众假日", "Public holiday"),
    "event": Text("促销", "Sales event"),
    "returns": Text("退货高峰", "Return peak"),
}
_UNVERIFIED = Text("未核实", "unverified")


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Twelve months of the seller's own sites, or of the one chosen."""
    who, site = viewer(request), request.GET.get("site", "")
    days = local_days.coming(who, site)
    first, last = local_days.window(who)
    rows = _rows(days)
    context = {
        # What began before today stands under today's month.
        "months": [(m, list(of)) for m, of in groupby(rows, lambda row: f"{max(row[0].first, first):%Y-%m}")],
        "site": site,
        "sites": names.sites(),
        "unverified": any(one.unverified for one in days),
        "until": localdays.kept_until() if last > localdays.kept_until() else None,
    }  # fmt: skip
    return render(request, "localops/days.html", context)


@require_GET
@signed_in
def ics(request: HttpRequest) -> HttpResponse:
    """The same as a file for another calendar."""
    who, site = viewer(request), request.GET.get("site", "")
    events = [_event(one) for one in local_days.coming(who, site)]
    answer = HttpResponse(
        calendar(events, who.at, request.get_host(), "引航 · 本地日历"),
        "text/calendar; charset=utf-8",
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="local-calendar.ics"'
    return answer


def _rows(
    days: list[localdays.Day],
) -> list[tuple[localdays.Day, Text, list[tuple[Text, str]], str]]:
    """One row for what several sites have on the same days: the first of them, its kind, each site with its own name, the source."""

    def same(one: localdays.Day) -> tuple[object, ...]:
        return (one.first, one.last, one.kind, one.key, one.name.en, one.firm)

    found = []
    for _, of in groupby(sorted(days, key=same), same):
        together = list(of)
        where = [(names.place(one.site), _there(one)) for one in together]
        one = together[0]
        found.append((one, KINDS[one.kind], where, one_side(one.source.title)))
    return found


def _there(one: localdays.Day) -> str:
    return "" if one.there in (one.name.zh, one.name.en) else one.there


def _event(one: localdays.Day) -> Event:
    told = f" ({_UNVERIFIED})" if one.unverified else ""
    return Event(
        f"local:{one.site}:{one.key}:{one.first}", one.first,
        f"{one.site} {one.name}{told}", f"{one.means.zh}\n{one.means.en}\n{one.source.title}",
        firm=one.firm, last=one.last,
    )  # fmt: skip
