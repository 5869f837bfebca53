"""What a person waits for goes out before what many are told, and nothing waits for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.directory import making

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.actions import send_waiting, tell, tell_all, write
from pilotage.platform.notices.models import Letter, Rank
from pilotage.platform.parties.models import Organisation

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
BY = Viewer.product("mail", AT)


def queued(many: int, rank: Rank, at: datetime = AT) -> None:
    Letter.objects.bulk_create(
        Letter(to="a@example.org", subject=str(rank), body="x", at=at, next_try=at, rank=rank)
        for _ in range(many)
    )


def tick(at: datetime) -> list[str]:
    sent: list[Letter] = []
    send_waiting(by=BY, at=at, send=sent.append)
    return [one.subject for one in sent]


def test_a_thousand_letters_of_an_announcement_do_not_delay_a_sign_in():
    queued(1000, Rank.BULK)
    assert tick(AT) == [str(Rank.BULK)] * 50
    later = AT + timedelta(seconds=5)
    write(by=BY, at=later, to="b@example.org", subject="sign in", body="x")
    sent = tick(later)
    assert sent[0] == "sign in" and len(sent) == 50


def test_sign_ins_without_end_do_not_keep_an_announcement_from_going_out():
    queued(25, Rank.BULK)
    for number in range(3):
        at = AT + timedelta(seconds=5 * (number + 1))
        queued(60, Rank.AWAITED, at)
        assert len(tick(at)) == 50
    assert not Letter.objects.filter(rank=Rank.BULK, sent_at=None).exists()


def test_what_one_is_told_goes_before_what_many_are_told():
    one, another = (making.seller().organisation_id for _ in range(2))
    firms = Organisation.objects.filter(pk__in=(one, another)).order_by("pk")
    said = {"by": BY, "at": AT, "kind": "x", "about": "x"}
    tell_all(organisations=firms, title=Text("众", "many"), **said)
    tell(organisation=firms[0], title=Text("一", "one"), **said)
    assert tick(AT) == ["一 · one", "众 · many", "众 · many"]
