"""A request goes to one partner at a time, moves on at once, and ends: accepted, withdrawn, or with the reasons why nobody can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.platform.directory import making as world
from tests.platform.engagements.making import CANARY, brief, held, sent

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.certification import actions as certification
from pilotage.platform.engagements import actions, queries
from pilotage.platform.engagements.models import Referral
from pilotage.platform.notices.models import Letter, Notice

pytestmark = pytest.mark.django_db
FR_VAT = ("vat_filing", "FR")
COMPLAINT = Text("投诉成立", "complaint upheld")


@pytest.fixture
def seller():
    return world.seller()


def _owner_of(referral: Referral, firms: list[world.Firm]) -> Viewer:
    return next(f.owner for f in firms if f.ref == referral.partner_ref)


def test_it_goes_to_one_partner_with_one_working_day_of_that_partners_calendar(at, seller):
    world.listed_firm()
    referral = held(sent(seller, at))
    # Wednesday 10:00 in Shanghai: due on Thursday at closing, 18:00.
    assert referral.accept_by.isoformat() == "2026-11-26T10:00:00+00:00"
    assert not referral.provisional
    assert Notice.objects.get(kind="referral.sent").organisation == referral.partner


def test_a_decline_hands_it_on_in_the_same_breath_with_the_reason_told(at, seller):
    firms = [world.listed_firm("甲"), world.listed_firm("乙")]
    request = sent(seller, at)
    first = held(request)
    actions.decline(
        by=_owner_of(first, firms), at=at, ref=first.ref, code="NO_CAPACITY", note="下月再说"
    )
    second = held(request)
    assert second.partner_ref != first.partner_ref and second.position == 2
    told = Notice.objects.get(kind="referral.declined")
    assert told.organisation.kind == "seller" and "近期没有余力" in told.title_zh


def test_silence_expires_and_counts_against_the_partner(at, seller):
    firms = [world.listed_firm("甲"), world.listed_firm("乙")]
    request = sent(seller, at)
    first = held(request)
    late = first.accept_by
    assert actions.expire_due(by=world.product(late), at=late - timedelta(seconds=1)) == 0
    assert actions.expire_due(by=world.product(late), at=late) == 1
    assert held(request).partner_ref != first.partner_ref
    firm = next(f for f in firms if f.ref == first.partner_ref)
    firm.partner.profile.refresh_from_db()
    assert (firm.partner.profile.asked, firm.partner.profile.answered) == (1, 0)
    with pytest.raises(WrongState):
        actions.accept(by=replace(firm.owner, at=late), at=late, ref=first.ref)


def test_a_suspended_partner_cannot_accept_and_the_request_leaves_it(at, seller):
    firms = [world.listed_firm("甲"), world.listed_firm("乙")]
    request = sent(seller, at)
    first = held(request)
    firm = next(f for f in firms if f.ref == first.partner_ref)
    certification.set_standing(
        by=world.product(), at=at, partner_ref=firm.ref, standing="suspended", reason=COMPLAINT
    )
    with pytest.raises(WrongState, match="NO_LONGER_LISTED"):
        actions.accept(by=firm.owner, at=at, ref=first.ref)
    assert actions.lapse_ineligible(by=world.product(), at=at) == 1
    assert held(request).partner_ref != first.partner_ref


def test_nobody_can_take_it_says_why(at, seller):
    world.listed_firm()
    request = sent(seller, at, needs=(FR_VAT,))
    assert request.state == "unplaced" and request.why_zh and request.why_en
    assert Notice.objects.filter(kind="request.unplaced").count() == 1


def test_named_partners_come_first_and_alone_when_the_seller_says_so(at, seller):
    firms = [world.listed_firm(name) for name in "甲乙丙"]
    named = (firms[2].ref, firms[0].ref)
    request = sent(seller, at, named=named, may_refer_on=False)
    for ref in named:
        referral = held(request)
        assert referral.partner_ref == ref and referral.named
        actions.decline(by=_owner_of(referral, firms), at=at, ref=referral.ref, code="BUDGET")
    request.refresh_from_db()
    assert request.state == "unplaced" and "指名" in request.why_zh


def test_contacts_are_unreadable_before_acceptance_and_open_after(at, seller):
    firm = world.listed_firm()
    request = sent(seller, at)
    referral = actions.view(by=firm.owner, at=at, ref=held(request).ref)
    before = queries.incoming_one(firm.owner, referral.ref)
    assert before.contact is None and before.seller_name.zh != "卖家"
    assert CANARY not in repr(before) and "canary" not in repr(before)
    assert queries.partner_contact(seller, request.ref) is None
    actions.accept(by=firm.owner, at=at, ref=referral.ref)
    after = queries.incoming_one(firm.owner, referral.ref)
    assert after.contact is not None and after.contact.phone == CANARY
    assert queries.partner_contact(seller, request.ref).email == "secret@contact.example"
    firm.partner.profile.refresh_from_db()
    assert (firm.partner.profile.taken, firm.partner.profile.answered) == (1, 1)


def test_letters_and_audit_of_other_chains_carry_no_contact(at, seller):
    world.listed_firm()
    sent(seller, at)
    for text in (
        *Letter.objects.values_list("body", flat=True),
        *Notice.objects.values_list("body_zh", flat=True),
    ):
        assert CANARY not in text
    assert not [e for e in Event.objects.all() if CANARY in str(e.after)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"needs": ()}, "NEEDS_MISSING"),
        ({"needs": (world.DE_VAT,) * 61}, "TOO_MANY_NEEDS"),
        ({"named": ("p",) * 6}, "TOO_MANY_NAMED"),
        ({"message": "长" * 4001}, "MESSAGE_TOO_LONG"),
        ({"budget": 0}, "BUDGET_NOT_POSITIVE"),
        ({"contact": replace(brief().contact, name=" ")}, "CONTACT_MISSING"),
    ],
)
def test_a_brief_that_cannot_be_sent_is_refused_and_nothing_is_kept(at, seller, fields, code):
    with pytest.raises(Invalid, match=code):
        actions.send(by=seller, at=at, brief=brief(**fields))
    assert (
        not Referral.objects.exists()
        and not Event.objects.filter(action__startswith="request.").exists()
    )


def test_strangers_and_plain_members_are_refused(at, seller):
    firm, other = world.listed_firm("甲"), world.listed_firm("乙", pairs=(("vat_filing", "IT"),))
    request = sent(seller, at)
    referral = held(request)
    with pytest.raises(NotFound):
        actions.view(by=other.owner, at=at, ref=referral.ref)
    with pytest.raises(NotFound):
        queries.request(world.seller(), request.ref)
    with pytest.raises(NotAllowed):
        actions.accept(by=replace(firm.owner, role="member"), at=at, ref=referral.ref)
    with pytest.raises(NotAllowed):
        actions.send(by=firm.owner, at=at, brief=brief())
    with pytest.raises(Invalid, match="DECLINE_REASON_MISSING"):
        actions.decline(by=firm.owner, at=at, ref=referral.ref, code="WHATEVER")


def test_withdrawing_ends_it_for_both(at, seller):
    firm = world.listed_firm()
    request = sent(seller, at)
    referral = held(request)
    actions.withdraw(by=seller, at=at, ref=request.ref)
    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    with pytest.raises(WrongState):
        actions.accept(by=firm.owner, at=at, ref=referral.ref)
    with pytest.raises(WrongState):
        actions.withdraw(by=seller, at=at, ref=request.ref)
