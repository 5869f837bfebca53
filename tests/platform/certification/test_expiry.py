"""Firms hear of evidence that runs out: each step once, by the issuer's own day, and not when it is renewed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.platform.directory import making

from pilotage.platform.certification import actions
from pilotage.platform.notices.models import Notice

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 6, 30)


def told(days_before: int, zone: str = "Asia/Shanghai", hour: int = 12) -> list[str]:
    """What the firm hears at that hour there, so many days before."""
    there = datetime(2027, 6, 30, hour, tzinfo=ZoneInfo(zone)) - timedelta(days=days_before)
    before = set(Notice.objects.values_list("pk", flat=True))
    actions.warn_of_expiry(by=making.product(there), at=there)
    rows = Notice.objects.filter(kind="credential.expiring").exclude(pk__in=before)
    return [row.title_zh for row in rows]


def listed(**given) -> making.Firm:
    firm = making.firm()
    for kind in making.ALWAYS_NEEDED:
        making.evidence(firm, kind)
    making.evidence(firm, "tax_agent_reference", until=UNTIL, **given)
    making.approved(firm, [making.DE_VAT])
    return firm


def test_each_step_is_told_once_with_what_rests_on_it():
    listed()
    said = {days: told(days) for days in (91, 90, 89, 61, 60, 30, 8, 7, 6, 0, -1)}
    assert [days for days, titles in said.items() if titles] == [90, 60, 30, 7]
    assert said[7] == ["税务代理编号还有 7 天到期"]
    body = Notice.objects.filter(kind="credential.expiring").first().body_zh
    assert "增值税申报（德国）" in body and "Asia/Shanghai" in body


def test_who_files_late_hears_once_not_four_times():
    listed()
    assert told(5) and not told(5) and not told(4)
    assert Notice.objects.filter(kind="credential.expiring").count() == 1


@pytest.mark.parametrize(("zone", "hour", "heard"), [
    ("Pacific/Auckland", 0, True), ("Pacific/Auckland", 23, True), ("America/Los_Angeles", 0, True),
])  # fmt: skip
def test_the_day_is_the_issuers(zone, hour, heard):
    listed(zone=zone)
    assert bool(told(90, zone, hour)) is heard
    assert not told(91, zone, 23)


@pytest.mark.parametrize(
    ("renewal", "quiet"),
    [
        ({"until": date(2028, 6, 30)}, True),
        ({"since": date(2027, 7, 1)}, True),
        ({"since": date(2027, 7, 2)}, False),
        ({"until": date(2028, 6, 30), "countries": ["FR"]}, False),
        ({"until": date(2028, 6, 30), "accept": False}, False),
    ],
)
def test_what_is_renewed_without_a_gap_is_not_warned_of(renewal, quiet):
    firm = listed()
    making.evidence(firm, "tax_agent_reference", **renewal)
    assert (told(90) == []) is quiet
