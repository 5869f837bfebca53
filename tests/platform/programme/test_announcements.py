"""Announcements: seven whole days ahead, both languages, to whom it is for, receipts, versions and no edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.platform.directory import making as world

from pilotage.kernel.errors import Invalid, NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.models import Notice
from pilotage.platform.programme import actions, announcements
from pilotage.platform.programme.actions.announce import Words
from pilotage.platform.programme.models import Announcement

pytestmark = pytest.mark.django_db
NOW = world.NOW
WORDS = Words("seller", Text("评分规则", "Scorecard rules"), Text("窗口改为 16 周", "The window is 16 weeks"), date(2026, 12, 2))  # fmt: skip


def test_seven_days_ahead_in_the_programmes_own_days():
    """25 November in Shanghai: 2 December is early enough; an hour past midnight there it is not."""
    by = world.operator()
    actions.announce(by=by, at=NOW, words=WORDS)
    night = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # 26 November there
    with pytest.raises(Invalid) as refused:
        actions.announce(by=by, at=night, words=WORDS)
    assert refused.value.code == "TOO_SOON" and "2026-12-03" in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": Text("规则", " ")}, "BOTH_LANGUAGES"),
        ({"body": Text("", "rules")}, "BOTH_LANGUAGES"),
        ({"body": Text("长" * 4001, "rules")}, "BOTH_LANGUAGES"),
        ({"audience": "nobody"}, "UNKNOWN_AUDIENCE"),
        ({"effective_on": date(2026, 11, 20)}, "TOO_SOON"),
    ],
)
def test_what_is_not_whole_is_refused(changed, code):
    with pytest.raises(Invalid) as refused:
        actions.announce(by=world.operator(), at=NOW, words=replace(WORDS, **changed))
    assert refused.value.code == code and not Announcement.objects.exists()


def test_told_to_its_audience_and_read_once():
    by, seller, firm = world.operator(), world.seller(), world.listed_firm("甲所", [world.DE_VAT])
    row = actions.announce(by=by, at=NOW, words=WORDS)
    told = Notice.objects.filter(kind="announcement").values_list("organisation_id", flat=True)
    assert list(told) == [seller.organisation_id]
    assert [one.ref for one in announcements.unread(seller)] == [row.ref]
    assert not announcements.unread(firm.owner)
    midnight = datetime(2026, 12, 2, 16, tzinfo=UTC)  # in Shanghai; 2 December is over
    assert announcements.unread(replace(seller, at=midnight - timedelta(hours=1)))
    assert not announcements.unread(replace(seller, at=midnight))
    for _ in range(2):
        actions.note_read(by=seller, at=NOW, ref=row.ref)
    assert not announcements.unread(seller)
    found = announcements.receipts(by, row)
    assert (found.read, found.of) == (1, 1)
    with pytest.raises(NotAllowed):
        announcements.receipts(seller, row)


def test_the_next_version_stands_beside_the_old_and_tells_both_audiences():
    by, seller, firm = world.operator(), world.seller(), world.listed_firm("甲所", [world.DE_VAT])
    first = actions.announce(by=by, at=NOW, words=WORDS)
    later = replace(WORDS, audience="partner", effective_on=date(2026, 12, 9))
    with pytest.raises(Invalid):
        actions.announce_again(by=by, at=NOW, ref=first.ref, words=replace(later, effective_on=date(2026, 12, 1)))  # fmt: skip
    second = actions.announce_again(by=by, at=NOW + timedelta(hours=1), ref=first.ref, words=later)
    visitor = Viewer.nobody(NOW)
    seen = {one.ref: (one.number, one.replaced, str(one.effective_on)) for one in announcements.history(visitor)}  # fmt: skip
    assert seen == {first.ref: (1, True, "2026-12-02"), second.ref: (2, False, "2026-12-09")}
    told = set(Notice.objects.filter(about=f"announcement:{second.ref}").values_list("organisation_id", flat=True))  # fmt: skip
    assert told == {seller.organisation_id, firm.partner.organisation_id}


def test_what_is_in_force_has_no_next_version():
    by = world.operator()
    row = actions.announce(by=by, at=NOW, words=WORDS)
    after = datetime(2026, 12, 2, 2, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        actions.announce_again(by=by, at=after, ref=row.ref, words=replace(WORDS, effective_on=date(2027, 1, 9)))  # fmt: skip
    assert refused.value.code == "ALREADY_IN_FORCE"


@pytest.mark.parametrize(
    "changed", [lambda rows: rows.update(title_zh="另一条"), lambda rows: rows.delete()]
)
def test_the_database_refuses_to_change_what_was_announced(changed):
    row = actions.announce(by=world.operator(), at=NOW, words=WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        changed(Announcement.objects.filter(pk=row.pk))
    assert Announcement.objects.get(pk=row.pk).title_zh == "评分规则"


def test_only_the_programme_announces():
    for who in (world.seller(), world.listed_firm("甲所", [world.DE_VAT]).owner):
        with pytest.raises(NotAllowed):
            actions.announce(by=who, at=NOW, words=WORDS)
