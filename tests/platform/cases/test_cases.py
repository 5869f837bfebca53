"""A case: whose clocks run, what stops them, what is frozen, who may see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.cases.making import opened, talk
from tests.platform.directory import making as world

from pilotage.engines.sla import cases as command
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.audit import queries as audit
from pilotage.platform.cases import actions, queries
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.clocks import clocks, policy, told
from pilotage.platform.cases.models import Case, CaseVerdict
from pilotage.platform.notices.models import Notice

pytestmark = pytest.mark.django_db
# Promised: first answer 4 h, later answers 1.5 h, correction 3 working days; 09:00-18:00 in Shanghai.
TEN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
YEAR = (TEN - timedelta(days=300), TEN + timedelta(days=60))


def hours(count: float) -> datetime:
    return TEN + timedelta(hours=count)


def clock_of(some, at):
    found = queries.case(some.some.side("seller", at), some.case.ref)
    return {str(one.promise): one for one in clocks(found, at)}


def verdicts(some) -> dict[str, str]:
    return {
        v.promise: v.state for v in CaseVerdict.objects.filter(case=some.case, reopened_at=None)
    }


def test_the_sellers_case_starts_two_clocks():
    seen = clock_of(talk(TEN), hours(1))
    assert set(seen) == {"first_response", "correction"}
    assert seen["first_response"].left == 3 * 3600
    assert seen["first_response"].percent == 25


def test_an_answer_in_time_is_met_and_a_late_one_breached():
    for wait, state in ((4, "met"), (4.01, "breached")):
        some = talk(TEN)
        some.do("partner", "reply", hours(wait))
        assert verdicts(some) == {"first_response": state}


def test_an_automatic_answer_answers_nothing():
    some = talk(TEN)
    actions.reply(
        by=some.some.side("partner", TEN), at=TEN, ref=some.case.ref, told=Told("收到"), auto=True
    )
    assert "first_response" in clock_of(some, hours(1)) and verdicts(some) == {}


def test_only_a_question_pauses_the_correction():
    some = talk(TEN)
    some.do("partner", "reply", hours(1))
    assert not clock_of(some, hours(2))["correction"].paused
    before = clock_of(some, hours(2))["correction"].left
    some.do("partner", "ask", hours(2), "哪张发票？")
    assert some.state() == "waiting"
    assert clock_of(some, hours(4))["correction"].paused
    some.do("seller", "reply", hours(5))
    assert some.state() == "open"
    assert clock_of(some, hours(5))["correction"].left == before


def test_a_question_must_be_one():
    some = talk(TEN)
    with pytest.raises(Invalid, match="WORDS_NEEDED"):
        some.do("partner", "ask", hours(1), "  ")


def test_what_is_taken_up_again_is_not_counted_as_kept():
    some = talk(TEN)
    some.do("partner", "resolve", hours(2))
    assert verdicts(some) == {"first_response": "met", "correction": "met"}
    some.do("seller", "reopen", hours(3), "还差一行")
    assert verdicts(some) == {"first_response": "met"}
    some.do("partner", "resolve", TEN + timedelta(days=14))
    assert verdicts(some) == {"first_response": "met", "correction": "breached"}


def test_thanks_start_no_clock_and_reopen_nothing():
    some = talk(TEN)
    some.do("partner", "resolve", hours(1))
    some.do("seller", "thank", hours(2), "谢谢")
    assert some.state() == "resolved" and clock_of(some, hours(3)) == {}


def test_a_closed_verdict_stays_when_the_signed_policy_is_tampered_with():
    some = talk(TEN)
    some.do("partner", "reply", hours(5))
    frozen = CaseVerdict.objects.get(promise="first_response")
    body = some.case.version.body
    next(c for c in body["clauses"] if c["clause"] == "response")["values"]["first_response"] = (
        "PT9H"
    )
    some.case.version.save()
    some.do("partner", "reply", hours(6))
    again = CaseVerdict.objects.get(promise="first_response", reopened_at=None)
    assert (again.state, again.hash) == ("breached", frozen.hash)


def test_the_partners_own_case_promises_nothing():
    some = talk(TEN, "partner")
    assert some.state() == "waiting" and clock_of(some, hours(9)) == {}
    some.do("seller", "reply", hours(10))
    some.do("partner", "resolve", hours(11))
    assert verdicts(some) == {}


def test_sent_twice_is_there_once():
    some = talk(TEN)
    first = some.do("partner", "reply", hours(1), "好", key="k1")
    assert some.do("partner", "reply", hours(3), "好", key="k1") == first
    with pytest.raises(Invalid, match="KEY_REUSED"):
        some.do("partner", "reply", hours(3), "不好", key="k1")
    assert some.case.events.count() == 2


def test_of_two_merged_what_is_due_first_goes_on():
    some = talk(TEN)
    later = opened(some.some, hours(2), title="同一件事")
    at = hours(3)
    actions.merge(by=some.some.side("partner", at), at=at, ref=later.ref, into=some.case.ref)
    seen = clock_of(some, at)
    assert seen["first_response"].due == hours(4)
    assert len(queries.messages(some.some.side("seller", at), some.case)) == 3
    superseded = CaseVerdict.objects.filter(state="superseded", case=later)
    assert {one.promise for one in superseded} == {"first_response", "correction"}
    with pytest.raises(WrongState):
        actions.reply(by=some.some.side("seller", at), at=at, ref=later.ref, told=Told("?"))


def test_merging_counts_no_verdict_twice_and_loses_none():
    some = talk(TEN)
    later = opened(some.some, TEN, title="同一件事")  # in the same second
    partner = some.some.side("partner", hours(1))
    actions.reply(by=partner, at=hours(1), ref=later.ref, told=Told("好"))
    actions.merge(by=partner, at=hours(2), ref=later.ref, into=some.case.ref)
    some.do("partner", "resolve", hours(3))
    viewer = some.some.side("seller", hours(4))
    assert queries.judged(viewer, some.some.contract, *YEAR) == [
        {"key": "correction", "met": 1, "breached": 0},
        {"key": "first_response", "met": 2, "breached": 0},
    ]
    assert queries.standing(viewer, queries.case(viewer, some.case.ref)).count() == 4


def test_handed_over_no_verdict_changes():
    some = talk(TEN)
    other = world.member(some.some.contract.partner, "colleague")
    at = hours(1)
    by = some.some.side("partner", at)
    actions.hand_over(by=by, at=at, ref=some.case.ref, to=other.person_ref)
    some.case.refresh_from_db()
    assert some.case.handler_id == other.person_id
    assert clock_of(some, hours(2))["first_response"].left == 2 * 3600
    with pytest.raises(NotFound):
        actions.hand_over(by=by, at=at, ref=some.case.ref, to=some.some.seller.person_ref)


def test_judged_is_what_credits_ask_for():
    some = talk(TEN)
    some.do("partner", "reply", hours(5))
    second = opened(some.some, hours(5))
    actions.resolve(
        by=some.some.side("partner", hours(6)), at=hours(6), ref=second.ref, told=Told()
    )
    viewer = some.some.side("seller", hours(7))
    assert queries.judged(viewer, some.some.contract, *YEAR) == [
        {"key": "correction", "met": 1, "breached": 0},
        {"key": "first_response", "met": 1, "breached": 1},
    ]
    assert queries.judged(viewer, some.some.contract, hours(5.5), YEAR[1])[1]["breached"] == 0


def test_the_clock_warns_once_each_and_both_at_its_end():
    talk(TEN)
    product = world.product
    said = [actions.wake(by=product(hours(h)), at=hours(h)) for h in (1, 2.1, 2.2, 3.9, 4.5, 5)]
    assert said == [0, 1, 0, 1, 1, 0]
    kinds = Notice.objects.filter(kind__in=["case.warned", "case.overdue"])
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "case.warned", "case.warned", "case.overdue", "case.overdue",
    ]  # fmt: skip


def test_neither_others_nor_the_programme_see_anything():
    some = talk(TEN)
    for stranger in (world.seller(), world.firm("别家").owner):
        assert not queries.cases(stranger).exists()
        with pytest.raises(NotFound):
            queries.case(stranger, some.case.ref)
    operator = some.some.operator
    assert not queries.cases(operator).exists()
    with pytest.raises(NotAllowed):
        actions.open_case(
            by=operator, at=TEN, contract=some.some.contract.ref, title="x", told=Told("x")
        )


def test_the_command_says_the_same_of_the_same_events():
    some = talk(TEN)
    some.do("partner", "reply", hours(5))
    some.do("partner", "ask", hours(6), "哪张发票？")
    some.do("seller", "reply", hours(24))
    found = queries.case(some.some.side("seller", hours(25)), some.case.ref)
    answer = command.answer({"policy": policy(found), "events": told(found.events.all())})
    by_command = {
        v["obligation"]: v["state"] for v in answer["verdicts"] if v["state"] == "breached"
    }
    assert by_command == {"first_response": "breached"} == verdicts(some)


def test_the_chain_holds_hashes_of_words_never_words():
    some = talk(TEN)
    some.do("partner", "reply", hours(1), "很秘密的话")
    chain = some.some.contract.seller.ref
    assert audit.verify(chain)[1] is None
    assert (
        not audit.events(some.some.side("seller", TEN)).filter(after__icontains="很秘密").exists()
    )
    assert Case.objects.get().wake_at is not None
