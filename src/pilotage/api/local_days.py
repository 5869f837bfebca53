"""The local calendar over the API: holidays, sales events, return peaks."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from pilotage.engines import localdays
from pilotage.platform.localops import local_days
from pilotage.web.viewer import viewer

router = Router(tags=["local operations · 本地运营"])


class LocalDayOut(Schema):
    """`kind`: holiday, event, returns. `firm` is false where the day is an estimate or nobody verified it."""

    site: str
    kind: str
    key: str
    first: date
    last: date
    zh: str
    en: str
    there: str
    means_zh: str
    means_en: str
    firm: bool
    source: str
    checked_on: date
    confidence: str


@router.get("/calendar", response=list[LocalDayOut])
def local_calendar(request: HttpRequest, site: str = "") -> list[LocalDayOut]:
    """Twelve months from today, of one site or of those you sell on."""
    return [_out(one) for one in local_days.coming(viewer(request), site)]


def _out(one: localdays.Day) -> LocalDayOut:
    return LocalDayOut(
        site=one.site, kind=one.kind, key=one.key, first=one.first, last=one.last, zh=one.name.zh,
        en=one.name.en, there=one.there, means_zh=one.means.zh, means_en=one.means.en, firm=one.firm,
        source=one.source.title, checked_on=one.source.checked_on, confidence=one.source.confidence,
    )  # fmt: skip
