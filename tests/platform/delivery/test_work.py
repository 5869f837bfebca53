"""Work: both agree to it, steps come in order with their proof, and only the seller, a term or a decision accepts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.platform.delivery import making
from tests.platform.directory import making as world
from tests.platform.grants.making import granted

from pilotage.engines import law
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.compliance.models import Filing
from pilotage.platform.delivery import actions, queries, turns
from pilotage.platform.delivery.actions import Handed, Work
from pilotage.platform.delivery.models import Deliverable, WorkOrder
from pilotage.platform.delivery.templates import templates
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.notices.models import Notice

pytestmark = pytest.mark.django_db
# Five working days after Wednesday 2026-11-25 10:00 in Shanghai.
ANSWER_BY = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def some(at):
    return making.parties(at)


def test_every_service_has_work_and_every_work_ends_in_one_milestone():
    for category in law.service_categories():
        assert [t for t in templates().values() if t.fits(category)]
    for template in templates().values():
        money = [step for step in template.steps if step.milestone]
        assert [step.accept for step in money] == [True]
        assert len({step.code for step in template.steps}) == len(template.steps)
        assert set(template.categories) <= {*law.service_categories(), "*"}
        for step in template.steps:
            assert step.by in ("seller", "partner", "authority")
            assert step.proof in ("text", "file", "filing")
            assert not step.accept or step.by == "partner"


def test_work_comes_about_when_the_other_side_agrees(some, at):
    order = actions.propose(by=some.partner, at=at, contract=some.contract.ref, work=making.SEARCH)
    assert (order.state, turns.turn(making.fresh(some, order))) == ("proposed", "seller")
    with pytest.raises(WrongState):
        actions.agree(by=some.partner, at=at, ref=order.ref)
    with pytest.raises(WrongState, match="NOT_THE_NEXT_STEP"):
        making.hand_in(some, order, at)
    assert actions.agree(by=some.seller, at=at, ref=order.ref).state == "open"
    assert Notice.objects.filter(kind="work.agreed").count() == 1


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (Work("vat_filing", "vat_filing", "FR", "法国十月"), "NOT_COVERED"),
        (Work("vat_filing", "brand_registration", "DE", "商标"), "WORK_UNCLEAR"),
        (Work("vat_filing", "vat_filing", "DE", "  "), "WORK_UNCLEAR"),
        (Work("vat_filing", "vat_filing", "DE", "十月", "nothing"), "NO_SUCH_CHARGE"),
    ],
)
def test_only_what_the_contract_covers(some, at, work, code):
    with pytest.raises(Invalid, match=code):
        actions.propose(by=some.seller, at=at, contract=some.contract.ref, work=work)


def test_services_named_in_the_contract_are_covered_too(some, at):
    """德国增值税申报 stands in the boundary of services of the sample."""
    some.contract.referral.request.__class__.objects.update(needs=[])
    work = Work("vat_filing", "vat_filing", "DE", "十月")
    assert actions.propose(by=some.seller, at=at, contract=some.contract.ref, work=work)


def test_a_charge_belongs_to_one_order_by_the_database_too(some, at):
    order = making.under_way(some, at)
    with pytest.raises(Invalid, match="CHARGE_TAKEN"):
        making.under_way(some, at)
    order.pk, order.ref = None, "wko_other"
    with pytest.raises(IntegrityError), transaction.atomic():
        order.save()


def test_steps_come_in_order_from_the_side_whose_they_are_with_their_proof(some, at):
    order = making.under_way(some, at)
    first, second = order.steps.all()
    with pytest.raises(WrongState, match="NOT_THE_NEXT_STEP"):
        actions.hand_in(by=some.partner, at=at, step=second.ref, handed=Handed("x"))
    with pytest.raises(NotAllowed, match="NOT_YOUR_STEP"):
        actions.hand_in(by=some.partner, at=at, step=first.ref, handed=Handed("x"))
    with pytest.raises(Invalid, match="PROOF_NEEDED"):
        actions.hand_in(by=some.seller, at=at, step=first.ref, handed=Handed(" "))
    assert making.hand_in(some, order, at).state == "noted"
    with pytest.raises(Invalid, match="PROOF_NEEDED"):
        actions.hand_in(by=some.partner, at=at, step=second.ref, handed=Handed("没有文件"))


def test_nobody_hands_in_a_file_of_somebody_else(some, at):
    order = making.under_way(some, at)
    making.hand_in(some, order, at)
    theirs = making.file(some, "seller", at)
    step = turns.current(making.fresh(some, order))
    with pytest.raises(NotFound, match="NO_SUCH_DOCUMENT"):
        actions.hand_in(by=some.partner, at=at, step=step.ref, handed=Handed("x", [theirs]))


def test_the_seller_reads_the_file_and_accepts_and_the_work_is_done_and_billable(some, at):
    row = making.delivered(some, at)
    assert row.answer_by == ANSWER_BY
    _, path = queries.file(some.seller, row.files.get().ref)
    assert path.read_bytes() == b"%PDF"
    with pytest.raises(NotAllowed):
        actions.accept(by=some.partner, at=at, ref=row.ref)
    assert not queries.billable(some.partner, some.contract, at, ANSWER_BY)
    actions.accept(by=some.seller, at=at, ref=row.ref)
    due = queries.billable(some.partner, some.contract, at, ANSWER_BY)
    assert [(one.fee_item, one.accepted_at) for one in due] == [("mark", at)]
    assert not queries.billable(some.seller, some.contract, at - timedelta(days=9), at)
    assert WorkOrder.objects.get().state == "done"


def test_a_return_needs_reasons_and_the_step_begins_anew(some, at):
    row = making.delivered(some, at)
    with pytest.raises(Invalid, match="WORDS_NEEDED"):
        actions.return_it(by=some.seller, at=at, ref=row.ref, why=" ")
    actions.return_it(by=some.seller, at=at, ref=row.ref, why="缺第 9 类")
    with pytest.raises(IntegrityError), transaction.atomic():
        Deliverable.objects.filter(pk=row.pk).update(why="")
    again = making.hand_in(some, row.step.order, at)
    assert (again.number, again.state) == (2, "submitted")


def test_nothing_more_is_handed_in_while_something_waits(some, at):
    row = making.delivered(some, at)
    with pytest.raises(WrongState, match="WORK_WRONG_STATE"):
        making.hand_in(some, row.step.order, at)


def test_the_partner_may_take_back_what_waits(some, at):
    row = making.delivered(some, at)
    with pytest.raises(NotAllowed, match="PARTNER_ONLY"):
        actions.take_back(by=some.seller, at=at, ref=row.ref)
    assert actions.take_back(by=some.partner, at=at, ref=row.ref).state == "taken_back"


@pytest.mark.parametrize(
    ("silence", "state", "how"),
    [("no_acceptance", "submitted", ""), ("accepted", "accepted", "silence")],
)
def test_silence_accepts_only_where_the_contract_says_so(at, silence, state, how):
    some = making.parties(at, silence)
    row = making.delivered(some, at)
    early = ANSWER_BY - timedelta(seconds=1)
    assert actions.pass_time(by=world.product(early), at=early) == 0
    assert actions.pass_time(by=world.product(ANSWER_BY), at=ANSWER_BY) == 1
    assert actions.pass_time(by=world.product(ANSWER_BY), at=ANSWER_BY) == 0
    row.refresh_from_db()
    assert (row.state, row.accepted_how) == (state, how)
    assert Notice.objects.filter(kind="work.unanswered").count() == (silence == "no_acceptance")


def test_an_optional_step_is_left_out_with_a_reason_and_no_other(some, at):
    work = Work("vat_registration", "vat_registration", "DE", "德国税号")
    some.contract.referral.request.__class__.objects.update(needs=[["vat_registration", "DE"]])
    order = making.under_way(some, at, work)
    making.hand_in(some, order, at)
    making.hand_in(some, order, at)
    with pytest.raises(WrongState, match="STEP_NEEDED"):
        actions.skip(by=some.partner, at=at, step=order.steps.get(code="application").ref, why="x")
    row = making.hand_in(some, order, at)
    actions.accept(by=some.seller, at=at, ref=row.ref)
    step = order.steps.get(code="questions")
    assert actions.skip(by=some.partner, at=at, step=step.ref, why="税局未提问").state == "skipped"
    assert making.finished(some, order, at).state == "done"


def test_a_filing_proves_its_step_when_the_partner_made_it_for_this_seller(some, at):
    work = Work("vat_filing", "vat_filing", "DE", "德国十月")
    order = making.under_way(some, at, work)
    for _ in range(3):
        row = making.hand_in(some, order, at)
        if row.state == "submitted":
            actions.accept(by=some.seller, at=at, ref=row.ref)
    filing = Filing.objects.create(
        organisation=some.contract.seller, filed_by=some.contract.partner, kind="LOCAL",
        jurisdiction="DE", period="2026-10", state="claimed", claimed_by="x", claimed_at=at,
    )  # fmt: skip
    step, proof = turns.current(making.fresh(some, order)).ref, Handed(filing=filing.ref)
    with pytest.raises(Invalid, match="NO_SUCH_FILING"):  # not granted: the partner cannot see it
        actions.hand_in(by=some.partner, at=at, step=step, handed=proof)
    granted(some.seller, some.partner)
    made = actions.hand_in(by=some.partner, at=at, step=step, handed=proof)
    assert (made.filing, made.state) == (filing, "submitted")


def test_strangers_and_the_programme_see_no_work(some, at):
    row = making.delivered(some, at)
    other = making.parties(at)
    for who in (other.seller, other.partner, some.operator):
        assert not queries.work_orders(who)
        with pytest.raises(NotFound):
            queries.file(who, row.files.get().ref)
        with pytest.raises((NotFound, NotAllowed)):
            actions.accept(by=who, at=at, ref=row.ref)


def test_terminated_work_bills_nothing_and_frees_its_charge(some, at):
    row = making.delivered(some, at)
    order = actions.terminate(by=some.seller, at=at, ref=row.step.order.ref, why="改由他人办理")
    assert order.state == "terminated"
    assert not queries.billable(some.seller, some.contract, at, ANSWER_BY)
    assert making.under_way(some, at).fee_item == "mark"


# Disputes about work


def test_a_partner_upheld_on_a_return_has_delivered(some, at):
    row = making.delivered(some, at)
    actions.return_it(by=some.seller, at=at, ref=row.ref, why="不满意")
    dispute = _dispute(some, at, row, "partner", "REFUSED_WITHOUT_REASON")
    with pytest.raises(WrongState, match="IN_DISPUTE"):
        making.hand_in(some, row.step.order, at)
    _decide(some, at, dispute, "upheld")
    row.refresh_from_db()
    assert (row.state, row.accepted_how) == ("accepted", "dispute")
    assert queries.billable(some.partner, some.contract, at, ANSWER_BY)


def test_a_seller_upheld_on_what_it_accepted_gets_it_back_and_the_work_is_open_again(some, at):
    row = making.accepted(some, at)
    dispute = _dispute(some, at, row, "seller", "WRONG_FIGURES")
    assert not queries.billable(some.seller, some.contract, at, ANSWER_BY)  # not while in dispute
    _decide(some, at, dispute, "upheld")
    row.refresh_from_db()
    assert row.state == "returned"
    assert (WorkOrder.objects.get().state, row.step.order.steps.last().state) == ("open", "open")


@pytest.mark.parametrize("outcome", ["refused", "partly"])
def test_any_other_outcome_leaves_the_work_as_it_was(some, at, outcome):
    row = making.accepted(some, at)
    _decide(some, at, _dispute(some, at, row, "seller", "INCOMPLETE"), outcome)
    row.refresh_from_db()
    assert row.state == "accepted"
    assert queries.billable(some.seller, some.contract, at, ANSWER_BY)


def test_each_side_disputes_in_its_time_only(some, at):
    row = making.delivered(some, at)
    for side in ("seller", "partner"):
        with pytest.raises(WrongState, match="NOT_DISPUTABLE_NOW"):
            _dispute(some, at, row, side, "INCOMPLETE")
    assert _dispute(some, ANSWER_BY, row, "partner", "NO_ANSWER").state == "opened"
    other = making.parties(at)
    done, late = making.accepted(other, at), at + timedelta(days=15)
    with pytest.raises(WrongState, match="NOT_DISPUTABLE_NOW"):
        _dispute(other, late, done, "seller", "INCOMPLETE")


def _dispute(some, at, row, side, ground):
    by = some.side(side, at)
    return actions.dispute_deliverable(by=by, at=at, ref=row.ref, ground=ground, text="见附件")


def _decide(some, at, dispute, outcome):
    other = some.partner if dispute.opened_side == "seller" else some.seller
    disputes.say(by=other, at=at, ref=dispute.ref, text="不同意")
    disputes.escalate(by=other, at=at, ref=dispute.ref)
    given = {"ref": dispute.ref, "outcome": outcome, "reasons_zh": "见证据"}
    disputes.decide(by=some.operator, at=at, **given)
