"""Reviews: one a side and milestone, sealed until both wrote or the time is over, by nobody who is barred."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.delivery import making
from tests.platform.directory import making as world

from pilotage.kernel.errors import NotAllowed, NotFound, WrongState
from pilotage.platform.access import actions as access
from pilotage.platform.audit.models import Event
from pilotage.platform.certification.models import Partner
from pilotage.platform.delivery import actions, reviews
from pilotage.platform.delivery.actions import Said
from pilotage.platform.delivery.models import Review
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.parties.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db
GOOD, BAD = Said(True, True, True, "很好"), Said(False, True, False, "一般")


@pytest.fixture
def some(at):
    made = making.parties(at)
    Partner.objects.create(organisation=made.contract.partner, registered_at=at)
    return made


@pytest.fixture
def step(some, at):
    return making.accepted(some, at).step


def test_both_written_both_published_at_the_same_moment(some, at, step):
    actions.review(by=some.seller, at=at, step=step.ref, said=GOOD)
    assert not Review.objects.exists()
    assert reviews.has_written(some.seller, step.order)
    assert not reviews.has_written(some.partner, step.order)
    later = at + timedelta(hours=3)
    actions.review(by=some.side("partner", later), at=later, step=step.ref, said=BAD)
    assert {(r.side, r.published_at) for r in reviews.published(some.seller, step.order)} == {
        ("seller", later),
        ("partner", later),
    }


def test_one_alone_opens_when_the_time_is_over_and_then_it_is_too_late(some, at, step):
    actions.review(by=some.seller, at=at, step=step.ref, said=GOOD)
    over = at + timedelta(days=14)
    assert actions.pass_time(by=world.product(over - timedelta(seconds=1)), at=over - timedelta(seconds=1)) == 0  # fmt: skip
    assert actions.pass_time(by=world.product(over), at=over) == 1
    assert [r.text for r in Review.objects.all()] == ["很好"]
    with pytest.raises(WrongState, match="NO_REVIEW_NOW"):
        actions.review(by=some.side("partner", over), at=over, step=step.ref, said=BAD)


def test_a_sealed_review_can_be_read_nowhere(some, at, step):
    actions.review(by=some.seller, at=at, step=step.ref, said=GOOD)
    assert not reviews.published(some.partner, step.order)
    said = str(list(Event.objects.values_list("after", flat=True)))
    assert "很好" not in said and "kept_agreement" not in said
    assert reviews.facts(world.product(at), some.contract.partner.partner.ref).many == 0


def test_once_a_side_and_only_for_a_milestone_accepted_or_terminated(some, at, step):
    actions.review(by=some.seller, at=at, step=step.ref, said=GOOD)
    with pytest.raises(WrongState, match="REVIEWED_ALREADY"):
        actions.review(by=some.seller, at=at, step=step.ref, said=BAD)
    with pytest.raises(WrongState, match="NO_REVIEW_NOW"):
        actions.review(by=some.seller, at=at, step=step.order.steps.first().ref, said=GOOD)
    other = making.parties(at)
    row = making.delivered(other, at)
    with pytest.raises(WrongState, match="NO_REVIEW_NOW"):
        actions.review(by=other.seller, at=at, step=row.step.ref, said=GOOD)
    actions.terminate(by=other.seller, at=at, ref=row.step.order.ref, why="不再需要")
    assert actions.review(by=other.seller, at=at, step=row.step.ref, said=BAD)


def _one_person_on_both_sides(some, at):
    person = Person.objects.get(pk=some.partner.person_id)
    access.join(by=world.product(), at=at, person=person, organisation=some.contract.seller, role="member")  # fmt: skip


def _a_former_member_of_the_other_side(some, at):
    _one_person_on_both_sides(some, at)
    Membership.objects.filter(organisation=some.contract.seller, role="member").update(until=at)


def _of_the_programme(some, at):
    person = Person.objects.get(pk=some.seller.person_id)
    programme = Organisation.objects.get(pk=some.operator.organisation_id)
    access.join(by=world.product(), at=at, person=person, organisation=programme, role="member")


def _same_telephone(some, _):
    Organisation.objects.update(contact_phone="0755 1", contact_email="")


def _no_contract(some, _):
    some.contract.__class__.objects.update(state="withdrawn")


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        (_one_person_on_both_sides, "BOTH_SIDES"),
        (_a_former_member_of_the_other_side, "BOTH_SIDES"),
        (_of_the_programme, "PROGRAMME"),
        (_same_telephone, "SAME_CONTACT"),
        (_no_contract, "NO_CONTRACT"),
    ],
)
def test_whoever_is_not_independent_is_barred(some, at, step, arrange, code):
    arrange(some, at)
    with pytest.raises(NotAllowed, match=f"REVIEW_BARRED_{code}"):
        actions.review(by=some.seller, at=at, step=step.ref, said=GOOD)


def test_a_suspended_partner_may_not_and_its_seller_may(some, at, step):
    Partner.objects.update(standing="suspended")
    with pytest.raises(NotAllowed, match="REVIEW_BARRED_SUSPENDED"):
        actions.review(by=some.partner, at=at, step=step.ref, said=GOOD)
    assert actions.review(by=some.seller, at=at, step=step.ref, said=BAD)


def test_the_programme_and_strangers_may_not(some, at, step):
    for who in (some.operator, making.parties(at).seller):
        with pytest.raises((NotAllowed, NotFound)):
            actions.review(by=who, at=at, step=step.ref, said=GOOD)


def test_the_directory_gets_counts_and_a_struck_review_counts_no_more(some, at, step):
    actions.review(by=some.seller, at=at, step=step.ref, said=BAD)
    actions.review(by=some.partner, at=at, step=step.ref, said=GOOD)
    ref = some.contract.partner.partner.ref
    found = reviews.facts(world.product(at), ref)
    assert (found.many, found.kept_agreement, found.in_time, found.again) == (1, 0, 1, 0)
    of_seller = Review.objects.get(side="seller")
    given = {"ref": of_seller.ref, "ground": "UNTRUE", "text": "已按约定交付"}
    with pytest.raises(WrongState, match="NOT_DISPUTABLE_NOW"):
        actions.dispute_review(by=some.seller, at=at, **given)
    dispute = actions.dispute_review(by=some.partner, at=at, **given)
    disputes.say(by=some.seller, at=at, ref=dispute.ref, text="没有")
    disputes.escalate(by=some.partner, at=at, ref=dispute.ref)
    disputes.decide(by=some.operator, at=at, ref=dispute.ref, outcome="upheld", reasons_zh="有证据")
    assert reviews.facts(world.product(at), ref).many == 0
