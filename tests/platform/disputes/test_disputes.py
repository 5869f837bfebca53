"""Disputes: one at a time, each in its terms, decided only with reasons, and seen by whom it concerns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.platform.directory import making as world
from tests.platform.disputes.making import ABOUT, opened, parties

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.audit.models import Event
from pilotage.platform.disputes import actions, consequences, queries
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.documents.actions import receive
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Organisation

pytestmark = pytest.mark.django_db
# Wednesday 2026-11-25 10:00 in Shanghai; five working days end on Wednesday, at the close.
ANSWER_BY = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def some(at):
    return parties(at)


def test_the_other_side_is_told_and_has_five_working_days(some, at):
    row = opened(some, at)
    assert (row.state, row.answer_by) == ("opened", ANSWER_BY)
    told = Notice.objects.get(kind="dispute.opened")
    assert told.organisation_id == some.partner.organisation_id
    assert ABOUT.zh in told.title_zh
    assert list(queries.waiting(some.partner, some.contract)) == [row]
    assert not queries.waiting(some.seller, some.contract)


def test_a_thing_has_one_open_dispute_by_the_database_too(some, at):
    row = opened(some, at)
    with pytest.raises(WrongState, match="DISPUTED_ALREADY"):
        opened(some, at, side="partner")
    row.pk, row.ref = None, "dsp_other"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("end", ["withdrawn", "decided"])
def test_what_was_withdrawn_may_come_again_and_what_was_decided_may_not(some, at, end):
    row = opened(some, at)
    if end == "withdrawn":
        actions.withdraw(by=some.seller, at=at, ref=row.ref)
        assert opened(some, at).state == "opened"
        return
    _escalated(some, at, row)
    actions.decide(by=some.operator, at=at, ref=row.ref, outcome="refused", reasons_zh="回执齐全")
    with pytest.raises(WrongState, match="DISPUTED_ALREADY"):
        opened(some, at)


def test_grounds_are_of_the_kind_of_thing_and_words_are_needed(some, at):
    given = {"contract": some.contract, "subject_kind": "deliverable", "subject_ref": "dlv_1", "about": ABOUT}  # fmt: skip
    with pytest.raises(Invalid, match="NO_SUCH_GROUND"):
        actions.open_dispute(by=some.seller, at=at, ground="WRONG_COUNT", text="x", **given)
    with pytest.raises(Invalid, match="WORDS_NEEDED"):
        actions.open_dispute(by=some.seller, at=at, ground="INCOMPLETE", text="  ", **given)


def test_silence_lets_the_opener_go_to_the_programme_and_not_before(some, at):
    row = opened(some, at)
    with pytest.raises(WrongState, match="STILL_TIME_TO_ANSWER"):
        actions.escalate(by=some.seller, at=at, ref=row.ref)
    actions.pass_time(by=world.product(ANSWER_BY), at=ANSWER_BY)
    actions.pass_time(by=world.product(ANSWER_BY), at=ANSWER_BY)
    assert Notice.objects.filter(kind="dispute.silent").count() == 1
    assert actions.escalate(by=some.side("seller", ANSWER_BY), at=ANSWER_BY, ref=row.ref).decide_by


@pytest.mark.parametrize(("side", "state"), [("seller", "escalated"), ("partner", "lapsed")])
def test_untended_nothing_is_decided_and_a_seller_loses_nothing_by_silence(some, at, side, state):
    row, late = opened(some, at, side), at + timedelta(days=60)
    assert actions.pass_time(by=world.product(late), at=late) == 2  # silence told, then tended
    row.refresh_from_db()
    assert (row.state, row.outcome) == (state, "")


def test_the_programme_sees_only_what_was_put_to_it_and_never_the_settlement_talk(some, at):
    row = opened(some, at)
    actions.propose(by=some.seller, at=at, ref=row.ref, outcome="partly", text="退一半")
    with pytest.raises(NotFound):
        queries.dispute(some.operator, row.ref)
    _escalated(some, at, row)
    found = queries.dispute(some.operator, row.ref)
    assert [s.text for s in found.statements.all()] == ["缺少回执", "回执在附件里"]
    assert queries.settlement(some.operator, found) is None
    assert queries.settlement(some.partner, found).text == "退一半"
    assert "退一半" not in str(list(Event.objects.values_list("after", flat=True)))


def test_strangers_see_nothing(some, at):
    row, piece = opened(some, at), _file(some, at)
    shown = actions.show_file(by=some.seller, at=at, ref=row.ref, document=piece)
    stranger = parties(at)
    for who in (stranger.seller, stranger.partner):
        assert not queries.disputes(who)
        with pytest.raises(NotFound):
            queries.evidence_file(who, shown.ref)
        with pytest.raises(NotFound):
            actions.say(by=who, at=at, ref=row.ref, text="x")
    assert queries.evidence_file(some.partner, shown.ref)[1].read_bytes() == b"receipt"


def test_a_settlement_ends_it_for_both_and_only_as_it_was_read(some, at):
    row = opened(some, at)
    first = actions.propose(by=some.seller, at=at, ref=row.ref, outcome="upheld", text="重做")
    later = at + timedelta(minutes=1)
    second = actions.propose(by=some.seller, at=later, ref=row.ref, outcome="partly", text="退一半")
    for who, seen in ((some.partner, first.offer_at), (some.seller, second.offer_at)):
        with pytest.raises(WrongState, match="NO_SUCH_OFFER"):
            actions.settle(by=who, at=later, ref=row.ref, seen=seen)
    done = actions.settle(by=some.partner, at=later, ref=row.ref, seen=second.offer_at)
    assert (done.state, done.outcome) == ("settled", "partly")


def test_only_the_programme_decides_and_only_with_reasons(some, at):
    row = _escalated(some, at, opened(some, at))
    with pytest.raises(NotAllowed):
        actions.decide(by=some.partner, at=at, ref=row.ref, outcome="refused", reasons_zh="x")
    with pytest.raises(Invalid, match="WORDS_NEEDED"):
        actions.decide(by=some.operator, at=at, ref=row.ref, outcome="upheld", reasons_zh=" ")
    actions.decide(
        by=some.operator, at=at, ref=row.ref, outcome="upheld", reasons_zh="确实缺少回执"
    )
    assert Notice.objects.filter(kind="dispute.decided").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=row.pk).update(reasons_zh="")


def test_what_follows_happens_with_the_decision_or_neither_does(some, at, monkeypatch):
    """A room that cannot carry the decision out takes it back with it."""

    def refuses(*_):
        raise WrongState("CANNOT", ABOUT)

    monkeypatch.setitem(consequences._wired, "deliverable", refuses)
    row = _escalated(some, at, opened(some, at))
    with pytest.raises(WrongState, match="CANNOT"):
        actions.decide(by=some.operator, at=at, ref=row.ref, outcome="upheld", reasons_zh="是")
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("escalated", "")


def _escalated(some, at, row) -> Dispute:
    actions.say(by=some.partner, at=at, ref=row.ref, text="回执在附件里")
    return actions.escalate(by=some.partner, at=at, ref=row.ref)


def _file(some, at):
    owner = Organisation.objects.get(pk=some.seller.organisation_id)
    return receive(by=some.seller, at=at, owner=owner, kind="evidence", name="回执.pdf", chunks=[b"receipt"])  # fmt: skip
