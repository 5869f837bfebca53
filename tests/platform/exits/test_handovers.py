"""A seller changes firms: every return is held once before the old firm's access ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.platform.directory import making
from tests.platform.engagements import signing
from tests.platform.grants import making as grants

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.actions import keep_profile
from pilotage.platform.engagements.models import Contract, Request
from pilotage.platform.exits import actions, handing, queries
from pilotage.platform.exits.steps import steps
from pilotage.platform.grants.models import Grant

pytestmark = pytest.mark.django_db
NOW = making.NOW
LAST = (NOW + timedelta(days=30)).date()


@pytest.fixture
def contract() -> Contract:
    """In force, for German returns."""
    row = signing.in_force(signing.table(NOW), NOW)
    Request.objects.filter(pk=row.referral.request_id).update(needs=[["vat_filing", "DE"]])
    row.refresh_from_db()
    return row


@pytest.fixture
def seller(contract) -> Viewer:
    viewer = Viewer.member(contract.seller.memberships.get(), NOW)
    keep_profile(by=viewer, at=NOW, content={"vat_numbers": {"DE": "DE123456789"}})
    return viewer


@pytest.fixture
def partner(contract) -> Viewer:
    return Viewer.member(contract.partner.memberships.first(), NOW)


def opened(seller, contract, successor="", last_day=LAST):
    return actions.open_handover(
        by=seller, at=NOW, contract=contract.ref, successor=successor, last_day=last_day
    )


def test_filing_by_oneself_covers_everything_after_the_last_day(seller, contract):
    row = opened(seller, contract)
    held = handing.held(seller, row)
    assert held and {one.duty.place for one in held} == {"DE"}
    assert all(one.by == (("leaving",) if one.duty.day <= LAST else ("self",)) for one in held)


def test_a_gap_keeps_the_old_firm_until_somebody_is_named(seller, contract):
    contract.ends_on = NOW.date()
    contract.save()
    row = opened(seller, contract)
    gaps = [one for one in handing.held(seller, row) if one.is_gap]
    assert gaps and all(one.duty.day <= LAST for one in gaps)
    with pytest.raises(Invalid, match="PERIODS_NOT_COVERED"):
        actions.finish_handover(by=seller, at=NOW, ref=row.ref)
    actions.withdraw_handover(by=seller, at=NOW, ref=row.ref)
    row = opened(seller, contract, last_day=NOW.date())
    assert actions.finish_handover(by=seller, at=NOW, ref=row.ref).state == "done"


def test_a_return_can_be_given_to_one_of_them_and_taken_back(seller, contract):
    row = opened(seller, contract)
    key = handing.held(seller, row)[-1].duty.key
    assert actions.choose(by=seller, at=NOW, ref=row.ref, duty=key, who="leaving").chosen == {
        key: "leaving"
    }
    assert handing.held(seller, queries.handover(seller, row.ref))[-1].is_gap  # past its last day
    assert actions.choose(by=seller, at=NOW, ref=row.ref, duty=key, who="").chosen == {}
    for duty, who in (("FR/CA3/2026-10", "self"), (key, "somebody")):
        with pytest.raises(Invalid, match="NO_SUCH_DUTY"):
            actions.choose(by=seller, at=NOW, ref=row.ref, duty=duty, who=who)


def test_completing_ends_every_grant_of_the_old_firm(seller, contract, partner):
    grants.granted(seller, partner)
    row = opened(seller, contract)
    before = {str(one.says.en): one.done for one in steps(seller, row, handing.held(seller, row))}
    assert before["The old firm's grants have ended (completing does it)"] is False
    actions.finish_handover(by=seller, at=NOW, ref=row.ref)
    assert not Grant.objects.filter(revoked_at__isnull=True).exists()
    with pytest.raises(WrongState, match="HANDOVER_ENDED"):
        actions.withdraw_handover(by=seller, at=NOW, ref=row.ref)


def test_who_may_and_who_sees(seller, contract, partner):
    row = opened(seller, contract)
    assert queries.handover(partner, row.ref) == row
    for who, error in ((making.seller(), NotFound), (making.operator(), NotAllowed)):
        with pytest.raises(error):
            queries.handover(who, row.ref)
    for who in (partner, replace(seller, role="member")):
        with pytest.raises(NotAllowed):
            actions.finish_handover(by=who, at=NOW, ref=row.ref)


def test_what_cannot_be_begun_says_why(seller, contract):
    with pytest.raises(Invalid, match="LAST_DAY_PASSED"):
        opened(seller, contract, last_day=date(2020, 1, 1))
    with pytest.raises(Invalid, match="NO_SUCH_SUCCESSOR"):
        opened(seller, contract, successor=contract.ref)
    opened(seller, contract)
    with pytest.raises(WrongState, match="HANDED_OVER_ALREADY"):
        opened(seller, contract)
