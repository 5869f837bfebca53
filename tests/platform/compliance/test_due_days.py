"""Due days come from registrations and law tables; each is announced 30, 14, 7 and 2 days before, once each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.platform.compliance import making as m
from tests.platform.directory import making

from pilotage.kernel.errors import NotFound
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.obligations import obligations, unknown_places
from pilotage.platform.notices.models import Notice


def test_each_return_of_each_registration_stands_on_its_legal_day():
    profile = {
        "vat_numbers": {"DE": "DE136695976", "GB": "GB553557881"},
        "oss": {"member_state": "DE", "from": "2025-01-01"},
    }
    found = obligations(profile, date(2026, 1, 1), date(2026, 2, 28))
    days = {(o.place, o.code, o.period): o.day for o in found}
    assert days[("DE", "UStVA", "2025-12")] == date(2026, 1, 12)  # the 10th is a Saturday
    assert days[("DE", "UStVA", "2026-01")] == date(2026, 2, 10)
    assert days[("EU", "OSS", "2025-Q4")] == date(2026, 1, 31)
    assert [o.day for o in found] == sorted(o.day for o in found)


def test_a_statement_is_owed_only_where_goods_left():
    profile = {"vat_numbers": {"DE": "DE136695976"}}
    days = (date(2026, 1, 1), date(2026, 1, 31))
    assert "ZM" not in {o.code for o in obligations(profile, *days)}
    assert "ZM" in {o.code for o in obligations(profile, *days, statements=frozenset({"DE"}))}


def test_a_place_the_tables_do_not_know_gets_no_day():
    profile = {"vat_numbers": {"LT": "LT119511515"}}
    assert obligations(profile, date(2026, 1, 1), date(2026, 12, 31)) == []
    assert unknown_places(profile, date(2026, 1, 1)) == ["LT"]


@pytest.mark.django_db
def test_reminders_come_at_each_step_and_once():
    seller = making.seller()
    profile = {"name": "x", "established_in": "CN", "vat_numbers": {"DE": "DE136695976"}}
    actions.keep_profile(by=seller, at=m.NOW, content=profile)
    due = date(2026, 12, 10)
    told = []
    for day in range(40):
        at = datetime(2026, 11, 5, 2, tzinfo=m.NOW.tzinfo) + timedelta(days=day)
        for _ in range(2):
            actions.remind_due(by=making.product(at), at=at)
        left = (due - at.date()).days
        said = Notice.objects.filter(about="obligation:DE/UStVA/2026-11").count()
        if said > len(told):
            told.append(left)
    assert told == [30, 14, 7, 2]


@pytest.mark.django_db
def test_a_seller_who_comes_late_is_told_once_not_four_times():
    seller = making.seller()
    actions.keep_profile(by=seller, at=m.NOW, content=m.PROFILE)
    at = datetime(2026, 12, 9, 2, tzinfo=m.NOW.tzinfo)
    actions.remind_due(by=making.product(at), at=at)
    assert Notice.objects.filter(about="obligation:DE/UStVA/2026-11").count() == 1


@pytest.mark.django_db
def test_a_feed_ends_when_revoked_or_replaced():
    seller = making.seller()
    first = actions.open_feed(by=seller, at=m.NOW)
    second = actions.open_feed(by=seller, at=m.NOW)
    assert queries.feed_owner(making.product(), second).pk == seller.organisation_id
    actions.revoke_feed(by=seller, at=m.NOW)
    for secret in (first, second, ""):
        with pytest.raises(NotFound):
            queries.feed_owner(making.product(), secret)
